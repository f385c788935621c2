"""The command that makes the portal. Heavy libraries are imported inside it, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from wayforward import project


def site(of: Annotated[Path | None, Option(metavar="DIR", help="For everybody: pages of what was published, in "
                                                              "published/ or where `publish --to` copied it.")] = None,
         runs: Annotated[Path | None, Option(help="Another folder of runs than runs/.")] = None,
         published: Annotated[Path | None, Option(help="Another folder of what was published, with its ledgers, than "
                                                       "published/.")] = None) -> None:
    """Make pages that lead to all runs, for reading inside: runs/index.html and one an area; they open from disk, and
    need no script. With --of DIR, pages of what was published, for everybody."""
    from wayforward.assurance import FILE, read_roles
    from wayforward.portal import make_site
    from wayforward.runner.parameters import LEDGERS

    if of:
        pages = make_site(of)
    else:
        pages = make_site(runs or project.resolve("runs"), published or project.resolve(LEDGERS),
                          read_roles(project.resolve(FILE)))
    typer.echo(f"Written: {os.path.relpath(pages[0])}, and {len(pages) - 1:,} pages of areas beside it.")
