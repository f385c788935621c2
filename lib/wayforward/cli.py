"""The command line. Heavy libraries are imported inside the commands, so that help comes at once."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option
from typer.core import TyperGroup

from wayforward import project
from wayforward.cli_commentary import commentary
from wayforward.cli_extend import new_authority, new_measure
from wayforward.cli_figures import figures
from wayforward.cli_pack import pack
from wayforward.cli_portal import site
from wayforward.cli_proof import proof
from wayforward.cli_replay import replay
from wayforward.cli_signoff import compare, publish, sign_off
from wayforward.errors import RefusedParameters, WayforwardError
from wayforward.today import today


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
app.add_typer(figures, name="figures")
app.add_typer(commentary, name="commentary")
app.command()(proof)
app.command("sign-off")(sign_off)
app.command()(publish)
app.command()(compare)
app.command()(pack)
app.command()(new_measure)
app.command()(new_authority)
app.command()(site)
app.command()(replay)

Periods = Annotated[list[str] | None, Argument(metavar="[PERIOD]...", help="Such as 2025-26-Q4; default: the "
                                                                           "latest whose as-at day has come.")]
Every = Annotated[bool, Option("--all", help="Every period in params/ whose as-at day has come.")]
Ambitions = Annotated[list[int] | None, Option("--ambition", metavar="N", help="This one only; may be repeated.")]
Area = Annotated[str | None, Option(help="Another local authority than the parameters name.")]
Areas = Annotated[list[str] | None, Option("--area", help="Another local authority than the parameters name, by its "
                                                          "name or code; may be repeated; \"all\" for every one.")]
Region = Annotated[str, Option(help="Every local authority of a region, such as east_of_england.")]
Near = Annotated[str, Option("--neighbours-of", metavar="AREA", help="A local authority and its statistical "
                                                                     "neighbours.")]
Data = Annotated[Path | None, Option(help="Another data folder.")]
DataFrom = Annotated[str | None, Option("--data", help="Another data folder, or an address that fsspec knows, such as "
                                                       "s3://….")]
AsAt = Annotated[str | None, Option(metavar="DATE", help="Only what was known on this day, such as 2026-06-30.")]
Due = Annotated[bool, Option("--due", help="Every period whose as-at day has come, the newest first.")]
Jobs = Annotated[int | None, Option(metavar="N", min=1, help="Notebooks at a time; default: one a processor.")]
Scheduler = Annotated[str, Option(metavar="ADDRESS", help="Of a dask scheduler whose workers are to do the work.")]
Force = Annotated[bool, Option("--force", help="Run again what is fresh, too.")]
Strict = Annotated[bool, Option("--strict", help="A refused return refuses the whole run, and not only the promises "
                                                 "that it feeds.")]
Cold = Annotated[bool, Option("--cold", help="Start every kernel from nothing; slower.")]
PlanName = Annotated[str, Option("--plan", metavar="PLAN", help="Whose promises: a folder of plans/.")]
Published = Annotated[Path | None, Option(help="Another folder of what was published, with its ledgers, than "
                                               "published/.")]
Runs = Annotated[Path | None, Option(help="Another folder for the results than runs/.")]


@app.command()
def run(periods: Periods = None, every: Every = False, due: Due = False, ambitions: Ambitions = None,
        areas: Areas = None, region: Region = "", near: Near = "", plan: PlanName = "", data: DataFrom = None,
        as_at: AsAt = None, runs: Runs = None, published: Published = None, jobs: Jobs = None,
        scheduler: Scheduler = "", force: Force = False,
        strict: Strict = False, cold: Cold = False) -> None:
    """Run the notebooks of one or more periods and gather what they find under runs/; what is fresh stays as it is."""
    from wayforward.runner.due import newest_first, periods_asked
    from wayforward.runner.which_areas import runs_asked

    data_from = data if data and "://" in data else ""
    named = {"data": data and project.from_here(Path(_fetched(data))), "as_at": as_at, "plan": plan or None,
             "published": published and project.from_here(published)}
    given = {name: value for name, value in named.items() if value is not None}
    asked = runs_asked(periods_asked(periods, every, due), given, areas or [], region, near)
    waiting = _not_due(asked) if due else {}
    asked = [parameters for parameters in asked if parameters not in waiting]
    asked = newest_first(asked) if due else asked

    from wayforward.runner.progress import Watcher  # after the first refusals, which come at once
    from wayforward.runner.run import run_all

    with Watcher() as watcher:
        results = run_all(asked, ambitions, runs, pool=_pool(scheduler, jobs, cold), data_from=data_from,
                          force=force, strict=strict, watch=watcher)
    _print_results(results, waiting if due else None, f" --data {data}" if data else "")
    raise typer.Exit(max((result.exit_code for result in results), default=0))


def _fetched(data: str) -> str:
    from wayforward.runner.fetch import fetch_data

    return fetch_data(data)


def _pool(scheduler: str, jobs: int | None, cold: bool):
    """What makes the pool that does the work: this machine's processors, or a cluster."""
    if scheduler:
        from wayforward.runner.pools.cluster import Cluster

        return lambda: Cluster(scheduler, typer.echo)
    from wayforward.runner.pools.processes import Workers

    return lambda: Workers(jobs, warm=not cold)


def _not_due(asked: list) -> dict:
    """The parameters whose periods are not due, with the reason; each is told."""
    from wayforward.runner.due import why_not_due

    reasons = {parameters: why_not_due(parameters, today()) for parameters in asked}
    waiting = {parameters: reason for parameters, reason in reasons.items() if reason}
    for parameters, reason in waiting.items():
        typer.echo(f"{parameters.area}, {parameters.period}: not due, {reason}")
    return waiting


def _print_results(results: list, waiting: dict | None, data: str) -> None:
    """What failed and where to read; of an unattended run, or of many, one line that says whether anybody is needed.
    `data`: the option by which another data folder was given."""
    for result in results:
        _print_result(result, data)
    if len(results) > 1 or waiting is not None:
        failed = [result for result in results if result.exit_code]
        well = [result for result in results if not result.exit_code]
        counts = {"run": len([result for result in well if not result.unchanged]),
                  "unchanged": len([result for result in well if result.unchanged]), "not due": len(waiting or {}),
                  "needing a person": len(failed)}
        line = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing to run"
        typer.echo(f"In all: {line}.", err=bool(failed))


def _print_result(result, data: str) -> None:
    if result.stopped:
        typer.echo(str(result.stopped), err=True)
        return
    for line in (*result.problems, *result.attacked.lines(), *result.proved.lines(), *result.words_lines()):
        typer.echo(line, err=True)
    typer.echo(result.last_line(data))


@app.command("runs")
def index(runs: Runs = None, area: Area = None) -> None:
    """Show the runs there are, with their earlier editions and what failed."""
    from wayforward.runner.history import runs_table

    folder = runs or project.resolve("runs")
    rows = [row for row in runs_table(folder) if area in (None, row.area)]
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        typer.echo(f"{row.name:{width}}  {row.words}")
    typer.echo(f"In all: {len(rows):,} runs in {os.path.relpath(folder)}; `wayforward run` makes them.")


@app.command()
def attack(folders: Annotated[list[Path], Argument(metavar="RUN...", help="Folders of finished runs, such as "
                                                                         "runs/hertfordshire/2025-26-Q4.")],
           ledger: Annotated[Path | None, Option(help="What was published before, such as "
                                                      "published/hertfordshire/ledger.jsonl.")] = None) -> None:
    """Try, as a stranger would, to work out numbers of 1 to 4 people from the public files of runs, and what else no
    public file may hold; exit code 4 where anything is found."""
    from wayforward.attack import attack as attacked
    from wayforward.attack import summary

    recipes = attacked(folders, ledger)
    for recipe in recipes:
        typer.echo(str(recipe))
    typer.echo(summary(recipes), err=bool(recipes))
    raise typer.Exit(4 if recipes else 0)


@app.command()
def new_period(period: Annotated[str, Argument(help="Such as 2026-27-Q1.")], area: Area = None) -> None:
    """Write params/PERIOD.yaml, for the area of the latest period unless another is named, and declare the rule by
    which it will be judged."""
    from wayforward.runner.declare import declare as declared_now
    from wayforward.runner.parameters import load_parameters, parameters_files, write_parameters
    from wayforward.runner.which_areas import area_asked

    earlier = parameters_files()
    if not earlier and not area:
        raise RefusedParameters("params/ holds no earlier period to take the area from; give --area")
    path = write_parameters(period, area_asked(area) or load_parameters(earlier[-1]).area)
    for written in (path, *declared_now([period])):
        typer.echo(f"Written: {os.path.relpath(written)}")


@app.command()
def declare(periods: Annotated[list[str] | None, Argument(
        metavar="[PERIOD]…", help="Such as 2026-27-Q1; all in params/ that have none, if not given.")] = None) -> None:
    """Declare the rule by which periods will be judged: params/rules/PLAN/PERIOD.json, which is never written over."""
    from wayforward.runner.declare import declare as declared_now

    written = declared_now(periods or ())
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    if not written:
        typer.echo("Nothing to declare: every period in params/ has its rule.")


@app.command()
def check(area: Area = None, plan: PlanName = "", data: Data = None, as_at: AsAt = None) -> None:
    """Screen the data: published figures against their contract, and an area's returns; every problem at once."""
    from datetime import date

    from wayforward.extend.new_authority import refuse_unfilled
    from wayforward.periods import read_date
    from wayforward.report.sources import area_of, read, refuse_screened, screening_of
    from wayforward.runner.which_areas import area_asked

    promises, folder = _plan(plan), project.from_here(data) if data else "data"
    whose = area_asked(area, folder) or promises.area
    place, day = area_of(whose, folder), read_date(as_at) if as_at else date.max
    published, returns, _ = read(whose, folder, day, promises)
    refuse_unfilled(whose, folder)
    for each in published.inputs:
        typer.echo(f"{each.path}: {each.rows:,} rows")
    typer.echo(f"The published figures break no rule. The newest became known on {published.figures['known'].max()}.")
    screening = screening_of(returns, place, folder, promises)
    for problem in screening.problems:
        if problem.severity == "warn":
            typer.echo(problem.sentence)
    _print_readiness(returns, place, promises)
    refuse_screened(screening, promises)


def _plan(name: str):
    """The plan of a name; the usual one where none is given."""
    from wayforward.plan import load_plan
    from wayforward.plans import DEFAULT

    return load_plan(name or DEFAULT)


def _print_readiness(returns, place, plan) -> None:
    """Which promises can be counted from an area's returns, from which periods, and which not."""
    from wayforward.report.readiness import readiness_lines, ready

    if not returns.received:
        where = project.shown(place.returns)
        typer.echo(f"No return of {place.shown} is at hand: {where} " + (
            "holds none that is read." if place.returns.is_dir() else "is not there."))
        return
    typer.echo(f"The returns of {place.shown}, the newest received on {returns.received}:")
    for line in readiness_lines(ready(returns, plan)):
        typer.echo(line)


@app.command()
def returns(plan: PlanName = "") -> None:
    """Print what a council must deliver: every return, its files, columns and codes (docs/returns.md)."""
    from wayforward.report.guide import guide

    typer.echo(guide(_plan(plan)), nl=False)


@app.command()
def template(name: Annotated[str, Argument(metavar="RETURN", help="Such as ssda903; `wayforward returns` has all.")],
             out: Annotated[Path, Option(metavar="DIR", help="Folder to write into; made if it is not there.")],
             year: Annotated[int | None, Option(metavar="YYYY", help="In which the return ends; this one.")] = None,
             ) -> None:
    """Write empty files with the headings of a return, to be filled."""
    from wayforward.report.guide import write_templates

    for path in write_templates(name, out, year or today().year):
        typer.echo(f"Written: {os.path.relpath(path)}")


@app.command()
def sample(out: Annotated[Path, Option(metavar="DIR", help="Folder to write into; made if it is not there.")],
           scale: Annotated[float, Option(metavar="S", help="1 is the size of a county.")] = 1.0) -> None:
    """Write the returns of the invented county exampleshire, of any size, in the layout of data/sample."""
    from exampleshire import write_sample

    written = write_sample(out, scale)
    typer.echo(f"Written: {len(written)} files in {os.path.relpath(out)}")


@app.command()
def coverage(plan: PlanName = "") -> None:
    """Show what the plan wants to be true, and which of its measures speak to it."""
    from wayforward.coverage import coverage as covered

    statements = covered(_plan(plan))
    rows = [(row.what, row.text, ", ".join(map(str, row.measures)), row.evidence) for row in statements.itertuples()]
    _table("What the plan wants, and which measures speak to it", ("", "Wanted", "Measures", "Evidence"), rows)


@app.command()
def measures(plan: PlanName = "") -> None:
    """Show the promises of the plan, each with the series that speaks for it."""

    promises = _plan(plan)
    numbers = {ambition.id: str(ambition.number) for ambition in promises.ambitions}
    rows = [(str(each.number), numbers[each.ambition], each.id, each.promise,
             f"{each.headline.title} ({each.headline.unit})") for each in promises.measures]
    _table(promises.title, ("No.", "Ambition", "Id", "Promise", "Headline series"), rows)


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(*(Column(name, overflow="fold", no_wrap=name == "Id") for name in columns), title=title,
                  show_lines=True)
    for row in rows:
        table.add_row(*row)
    Console(markup=False).print(table)
