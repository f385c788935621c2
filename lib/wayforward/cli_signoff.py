"""The commands by which a run is compared, signed off and published. Heavy libraries are imported inside them, as in
cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project
from wayforward.errors import RefusedParameters
from wayforward.today import today

Run = Annotated[str, Argument(metavar="RUN", help="Such as hertfordshire/2025-26-Q4, with @1 for its first edition; or "
                                                  "a run's folder.")]
Runs = Annotated[Path | None, Option(help="Another folder for the results than runs/.")]
By = Annotated[str | None, Option(metavar="NAME", help="Who signs.")]
Role = Annotated[str | None, Option(metavar="ROLE", help="As what: analyst, assurer or approver, unless "
                                                         "params/sign-off.toml says otherwise.")]
Note = Annotated[str | None, Option(metavar="TEXT", help="What was looked at, in ten characters or more.")]
Checklist = Annotated[bool, Option("--checklist", help="Print what to look at before signing, with the run's own "
                                                       "facts, as Markdown.")]


def sign_off(run: Run, by: By = None, role: Role = None, note: Note = None, checklist: Checklist = False,
             runs: Runs = None) -> None:
    """Sign a run; without options, show who signed, and what is no longer as it was signed (exit code 4)."""
    from wayforward.runner import sign_off as signing
    from wayforward.runner.compare import find_run

    folder, roles = runs or project.resolve("runs"), _roles()
    found = find_run(folder, run)
    if checklist:
        from wayforward.runner.checklist import checklist as listed

        typer.echo(listed(found, folder, roles), nl=False)
        return
    given = {"--by": by, "--role": role, "--note": note}
    missing = [name for name, each in given.items() if each is None]
    if 0 < len(missing) < len(given):
        raise RefusedParameters(f"not signed: expected {', '.join(given)}; there is no {' and no '.join(missing)}")
    stands = signing.sign_off(found, roles) if missing else signing.sign(found, role, by, note, today(), roles)
    for line in stands.lines():
        typer.echo(line)
    raise typer.Exit(4 if stands.broken else 0)


def _roles():
    from wayforward.assurance import FILE, read_roles

    return read_roles(project.resolve(FILE))


Published = Annotated[Path | None, Option(help="Another folder of what was published, with its ledgers, than "
                                               "published/.")]


def publish(run: Run, by: Annotated[str | None, Option(metavar="NAME", help="Who publishes; the user if not given.")]
            = None, why: Annotated[str, Option(metavar="TEXT", help="Such as what another edition corrects.")] = "",
            to: Annotated[Path | None, Option(metavar="DIR", help="Copy the files to DIR/AREA/PERIOD too.")] = None,
            published: Published = None, runs: Runs = None) -> None:
    """Publish a run that is signed off: attack it once more, copy its public files, drafts no more, to published/, and
    enter it in the ledger; exit code 4 where it may not be published."""
    from wayforward.runner.compare import find_run
    from wayforward.runner.parameters import LEDGERS
    from wayforward.runner.publish import Publisher, copy_to
    from wayforward.runner.publish import publish as published_now
    from wayforward.runner.run_folder import user_name

    found = find_run(runs or project.resolve("runs"), run)
    told = published_now(found, published or project.resolve(LEDGERS), Publisher(by or user_name(), today(), why),
                         roles=_roles())
    for line in told.lines():
        typer.echo(line)
    if to:
        typer.echo(f"Copied to {os.path.relpath(copy_to(told, to))}.")


def compare(one: Run, other: Run, page: Annotated[Path | None, Option(metavar="FILE", help="Write it as an HTML page, "
                                                                          "for internal reading.")] = None,
            runs: Runs = None) -> None:
    """Show whether a verdict changed between two runs and why, which figures were revised, and what else differs: how
    they were made, and what they found."""
    from wayforward.runner.compare import compare as compared
    from wayforward.runner.compare import find_run

    folder = runs or project.resolve("runs")
    told = compared(find_run(folder, one), find_run(folder, other))
    if page:
        from wayforward.runner.comparison_page import comparison_page

        page.write_text(comparison_page(told), encoding="utf-8", newline="\n")
        typer.echo(f"Written: {os.path.relpath(page)}")
        return
    for line in told.lines():
        typer.echo(line)
