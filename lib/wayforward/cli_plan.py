"""The commands that close a plan, begin another, and check one. Heavy libraries are imported inside them, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project
from wayforward.errors import RefusedParameters

Area = Annotated[str | None, Option(help="Another local authority than the plan's own.")]
PlanName = Annotated[str, Option("--plan", metavar="PLAN", help="Whose promises: a folder of plans/.")]
Data = Annotated[Path | None, Option(help="Another data folder.")]
AsAt = Annotated[str, Option(metavar="DATE", help="Only what was known on this day; today if not given.")]


plan = typer.Typer(no_args_is_help=True, help="Check a plan: whether it holds together, and what of it can be tested.")


@plan.command()
def check(name: PlanName = "", area: Area = None, as_at: AsAt = "", data: Data = None) -> None:
    """Tell which promises of a plan can be tested as worded, how small a change could be seen, and what to do where
    none could; exit code 2, with every fault, for a plan that does not hold together."""
    from wayforward.plans import DEFAULT
    from wayforward.report.plan_check import check_plan
    from wayforward.runner.which_areas import area_asked

    folder = project.from_here(data) if data else "data"
    for line in check_plan(name or DEFAULT, area_asked(area, folder) or "", as_at, folder).lines():
        typer.echo(line)


Asked = Annotated[str, Option(help="Asked for where it is not given.")]


def new_plan(name: Annotated[str, Argument(metavar="ID", help="Its folder in plans/, such as exampleshire-2026-2031.")],
             answers: Annotated[Path | None, Option("--from", metavar="FILE", help="A TOML file with all that is "
                                                                                  "asked, for unattended use.")] = None,
             title: Asked = "", council: Asked = "", area: Asked = "", begins: Asked = "", ends: Asked = "",
             source: Annotated[str, Option(metavar="FILE", help="A text file with the plan's own words.")] = "",
             like: Annotated[str, Option(metavar="PLAN", help="Whose measures carry over.")] = "",
             data: Data = None) -> None:
    """Begin a council's next plan: asks for its title, council, area, days, ambitions and promises, each with the id of
    a measure that carries over; writes plans/ID/, and tells where each promise starts and how small a change could be
    seen by the plan's end."""
    from wayforward.plans import DEFAULT
    from wayforward.runner.new_plan import new_plan as begun
    from wayforward.runner.new_plan import read_answers

    head = {"title": title, "council": council, "area": area, "begins": begins, "ends": ends, "source": source}
    asked = read_answers(answers) if answers else _ask(head, like or DEFAULT)
    written, found = begun(name, asked, like or DEFAULT, project.from_here(data) if data else "data",
                           answers.parent if answers else Path())
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    for line in found.lines():
        typer.echo(line)


def _ask(head: dict[str, str], like: str):
    """Asks for whatever was not given, then for ambitions and their promises until nothing is answered."""
    from wayforward.periods import read_date
    from wayforward.plan import load_plan
    from wayforward.runner.new_plan import NewAmbition, NewPlan, NewPromise

    words = {name: given or typer.prompt(name.capitalize()) for name, given in head.items() if name != "source"}
    days = {name: read_date(words.pop(name), name) for name in ("begins", "ends")}
    known = [each.id for each in load_plan(like).measures]
    typer.echo(f"Measures: {', '.join(known)}")
    ambitions = []
    while ambition := typer.prompt(f"Ambition {len(ambitions) + 1} (nothing to end)", default="", show_default=False):
        promises = []
        while promise := typer.prompt("  A promise, in the plan's words (nothing to end)", default="",
                                      show_default=False):
            while (measure := typer.prompt("  The id of its measure")) not in known:
                typer.echo(f"  There is no {measure}.")
            promises.append(NewPromise(promise=promise, measure=measure))
        if promises:
            ambitions.append(NewAmbition(title=ambition, promises=tuple(promises)))
    if not ambitions:
        raise RefusedParameters("a plan without an ambition is none; expected one or more, with a promise each")
    return NewPlan(**words, **days, source=head["source"], ambitions=tuple(ambitions))


def close(area: Area = None, plan: PlanName = "", as_at: AsAt = "", data: Data = None,
          out: Annotated[Path | None, Option(metavar="DIR", help="Folder to write into; default: "
                                                                 "runs/AREA/close.")] = None) -> None:
    """Make the page of what became of a plan: each promise with its course, whether its verdict is final, what could
    not be known, and what to learn; a verdict is final only when its last figure is known."""
    from wayforward.plans import DEFAULT
    from wayforward.report.plan_close import close_plan
    from wayforward.runner.close import write_close
    from wayforward.runner.run_folder import CLOSE
    from wayforward.runner.which_areas import area_asked

    folder = project.from_here(data) if data else "data"
    found = close_plan(area_asked(area, folder) or "", plan or DEFAULT, as_at, folder)
    written = write_close(found, out or project.resolve("runs") / found.evidence.setting.area / CLOSE)
    for line in written.lines:
        typer.echo(line)
    for path in (written.page, written.values):
        typer.echo(f"Written: {os.path.relpath(path)}")
