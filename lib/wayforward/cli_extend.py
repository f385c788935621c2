"""The commands that begin what is new: a measure, an authority. Heavy libraries are imported inside them, as in cli."""

import os
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward.today import today

PlanName = Annotated[str, Option("--plan", metavar="PLAN", help="Whose promises: a folder of plans/.")]
Parts = Annotated[list[str] | None, Option("--part", metavar="AREA", help="A council of the partnership, such as "
                                                                          "kingston_upon_thames; repeat.")]
Code = Annotated[str, Option(metavar="CODE", help="Of a district, such as E07000096.")]
Region = Annotated[str, Option(metavar="REGION", help="Such as east_of_england; default: that of the first part.")]
Series = Annotated[list[str] | None, Option(metavar="SERIES", help="A published series of which a district has "
                                                                   "figures; repeat.")]
Began = Annotated[str, Option("--from", metavar="DAY", help="Its first day.")]
Neighbours = Annotated[list[str] | None, Option("--neighbour", metavar="AREA", help="Whom it is compared with, known "
                                                                                    "from today; repeat.")]


def new_measure(id: Annotated[str, Argument(metavar="ID", help="Such as rereferrals: its module's name.")],
                ambition: Annotated[int, Option(metavar="N", help="The ambition it belongs to.")],
                promise: Annotated[str, Option(metavar="WORDS", help="The promise, in the words of the plan's source "
                                                                     "texts.")],
                title: Annotated[str, Option(metavar="WORDS", help="What its pages call it.")] = "",
                plan: PlanName = "") -> None:
    """Begin a measure: its entry in plan.toml, its module with the definition, and a test that fails until all three
    are filled. Its pages and documents follow from these."""
    from wayforward.extend.new_measure import new_measure as begin
    from wayforward.extend.to_fill import to_fill
    from wayforward.plans import DEFAULT

    written = begin(id, plan or DEFAULT, ambition, promise, title, today())
    _tell(written, to_fill(*written))


def new_authority(name: Annotated[str, Argument(metavar="NAME", help="As its pages are to call it.")],
                  level: Annotated[str, Option(metavar="LEVEL", help="partnership or district.")],
                  parts: Parts = None, code: Code = "", region: Region = "", series: Series = None, began: Began = "",
                  neighbours: Neighbours = None,
                  data: Annotated[str, Option(metavar="DIR", help="Another data folder.")] = "data") -> None:
    """Begin an authority that is no council of England: a partnership, whose numbers are the sums of its councils', or
    a district, whose figures are to be filled. `wayforward check --area` fails until all is."""
    from wayforward.extend.new_authority import Asked, unfilled
    from wayforward.extend.new_authority import new_authority as begin
    from wayforward.periods import read_date

    asked = Asked(name, level, parts or (), code, region, series or (), read_date(began) if began else None,
                  neighbours or ())
    _tell(begin(asked, data, today()), unfilled(asked.area, data))


def _tell(written: list, left: list[str]) -> None:
    """The files written, and what of them is for a person to fill."""
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    typer.echo("To fill:")
    for line in left:
        typer.echo(f"  - {line}")
