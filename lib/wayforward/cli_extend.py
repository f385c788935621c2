"""The commands that begin what is new: a measure, an authority. Heavy libraries are imported inside them, as in cli."""

import os
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward.today import today

PlanName = Annotated[str, Option("--plan", metavar="PLAN", help="Whose promises: a folder of plans/.")]


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


def _tell(written: list, left: list[str]) -> None:
    """The files written, and what of them is for a person to fill."""
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    typer.echo("To fill:")
    for line in left:
        typer.echo(f"  - {line}")
