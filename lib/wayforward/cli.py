"""The command line. Heavy libraries are imported inside the commands, so that help comes at once."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option
from typer.core import TyperGroup

from wayforward import project
from wayforward.errors import RefusedParameters, WayforwardError


class PlainErrors(TyperGroup):
    """What a person has to act on is told in sentences on stderr, with the error's own exit code."""

    def invoke(self, ctx):
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except WayforwardError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            if not error.filename:
                raise   # no file's fault: ours
            typer.echo(f"{error.strerror}: {error.filename}", err=True)
            raise typer.Exit(WayforwardError.exit_code) from None


app = typer.Typer(cls=PlainErrors, no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False,
                  help="Says, period by period, whether the promises of a children's plan are being kept.")

Periods = Annotated[list[str] | None, Argument(metavar="[PERIOD]...", help="Such as 2025-26-Q4; default: the latest.")]
Every = Annotated[bool, Option("--all", help="Every period that has a file in params/.")]
Ambitions = Annotated[list[int] | None, Option("--ambition", metavar="N", help="This one only; may be repeated.")]
Area = Annotated[str | None, Option(help="Another local authority than the parameters name.")]
Areas = Annotated[list[str] | None, Option("--area", help="Another local authority than the parameters name; may be "
                                                          "repeated.")]
Data = Annotated[Path | None, Option(help="Another data folder.")]
AsAt = Annotated[str | None, Option(metavar="DATE", help="Only what was known on this day, such as 2026-06-30.")]
Runs = Annotated[Path | None, Option(help="Another folder for the results than runs/.")]


@app.command()
def run(periods: Periods = None, every: Every = False, ambitions: Ambitions = None, areas: Areas = None,
        data: Data = None, as_at: AsAt = None, runs: Runs = None) -> None:
    """Run the notebooks of one or more periods and gather what they find under runs/."""
    from wayforward.runner.parameters import load_all

    named = {"data": data and project.from_here(data), "as_at": as_at}
    given = {name: value for name, value in named.items() if value is not None}
    asked = [parameters for area in dict.fromkeys(areas or [None])
             for parameters in load_all(_periods(periods, every), given | ({"area": area} if area else {}))]

    from wayforward.runner.progress import Watcher  # after the first refusals, which come at once
    from wayforward.runner.run import check_all, run_period

    check_all(asked, ambitions)
    results = []
    for parameters in asked:
        with Watcher(f"{parameters.area}, {parameters.period}") as watcher:
            results.append(run_period(parameters, ambitions, runs, watcher))
        _tell(results[-1])
    raise typer.Exit(max(result.exit_code for result in results))


def _periods(named: list[str] | None, every: bool) -> list[str]:
    from wayforward.runner.parameters import parameters_files

    if named and every:
        raise RefusedParameters("name periods or give --all, not both")
    if named:
        return list(dict.fromkeys(named))
    known = [path.stem for path in parameters_files()]
    if not known:
        raise RefusedParameters("params/ holds no period; `wayforward new-period PERIOD` writes one")
    return known if every else known[-1:]


def _tell(result) -> None:
    """What failed, and where to read: the first page that failed, or simply the first."""
    for problem in result.problems:
        typer.echo(problem, err=True)
    failed = [result.folder / f"{outcome.notebook}.html" for outcome in result.outcomes if outcome.exit_code]
    first, *_ = failed + sorted(result.folder.glob("*.html"))
    kind = "A whole run" if result.whole else "Not a whole run" if result.problems else "A part of a run, as asked"
    typer.echo(f"{kind}. Read {os.path.relpath(first)}; the rest is beside it.")


@app.command()
def new_period(period: Annotated[str, Argument(help="Such as 2026-27-Q1.")], area: Area = None) -> None:
    """Write params/PERIOD.yaml, for the area of the latest period unless another is named."""
    from wayforward.runner.parameters import load_parameters, parameters_files, write_parameters

    earlier = parameters_files()
    if not earlier and not area:
        raise RefusedParameters("params/ holds no earlier period to take the area from; give --area")
    path = write_parameters(period, area or load_parameters(earlier[-1]).area)
    typer.echo(f"Written: {os.path.relpath(path)}")


@app.command()
def check(area: Area = None, data: Data = None, as_at: AsAt = None) -> None:
    """Screen the data: published figures against their contract, and an area's returns; every problem at once."""
    from datetime import date

    from wayforward.periods import read_date
    from wayforward.plan import load_plan
    from wayforward.report.sources import area_of, screened
    from wayforward.returns.problems import refuse
    from wayforward.returns.published import read_published

    plan, folder = load_plan(), project.from_here(data) if data else "data"
    place, day = area_of(area or plan.area, folder), read_date(as_at) if as_at else date.max
    published = read_published(place.published, day)
    for read in published.inputs:
        typer.echo(f"{read.path}: {read.rows:,} rows")
    typer.echo(f"No rule is broken. The newest figure became known on {published.figures['known'].max()}.")
    problems = screened(area or plan.area, folder, day, plan)
    for problem in problems:
        if problem.severity == "warn":
            typer.echo(problem.sentence)
    refuse(problems)
    typer.echo(f"The returns of {place.shown} can be counted." if place.returns.is_dir() else
               f"There are no returns of {place.shown} to screen: {project.shown(place.returns)} is not there.")


@app.command()
def sample(out: Annotated[Path, Option(metavar="DIR", help="Folder to write into; made if it is not there.")],
           scale: Annotated[float, Option(metavar="S", help="1 is the size of a county.")] = 1.0) -> None:
    """Write the returns of the invented county exampleshire, of any size, in the layout of data/sample."""
    from wayforward.sample import write_sample

    written = write_sample(out, scale)
    typer.echo(f"Written: {len(written)} files in {os.path.relpath(out)}")


@app.command()
def coverage() -> None:
    """Show what the plan wants to be true, and which of its measures speak to it."""
    from wayforward.coverage import coverage as covered
    from wayforward.plan import load_plan

    rows = covered(load_plan())
    told = [(each.what, each.text, ", ".join(map(str, each.measures)), each.evidence) for each in rows.itertuples()]
    _table("What the plan wants, and which measures speak to it", ("", "Wanted", "Measures", "Evidence"), told)


@app.command()
def measures() -> None:
    """Show the promises of the plan, each with the series that speaks for it."""
    from wayforward.plan import load_plan

    plan = load_plan()
    numbers = {ambition.id: str(ambition.number) for ambition in plan.ambitions}
    told = [(str(each.number), numbers[each.ambition], each.id, each.promise,
             f"{each.headline.title} ({each.headline.unit})") for each in plan.measures]
    _table(plan.title, ("No.", "Ambition", "Id", "Promise", "Headline series"), told)


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(*(Column(name, overflow="fold", no_wrap=name == "Id") for name in columns), title=title,
                  show_lines=True)
    for row in rows:
        table.add_row(*row)
    Console(markup=False).print(table)
