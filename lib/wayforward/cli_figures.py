"""The commands about published figures. Heavy libraries are imported inside them, as in cli."""

import os
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from wayforward import project

Data = Annotated[Path | None, Option(help="Another data folder.")]

figures = typer.Typer(no_args_is_help=True, help="Published figures as text, and back.")


@figures.command("export")
def figures_export(tables: Annotated[list[str] | None, Argument(metavar="[TABLE]...", help="Default: all.")] = None,
                   out: Annotated[Path, Option(metavar="DIR", help="Folder to write into.")] = Path("figures"),
                   data: Data = None) -> None:
    """Write tables of published figures as CSV files, to compare and to edit."""
    from wayforward.report.sources import export_figures

    for path in export_figures(project.from_here(data) if data else "data", tables or [], out):
        typer.echo(f"Written: {os.path.relpath(path)}")


@figures.command("import")
def figures_import(files: Annotated[list[Path] | None, Argument(metavar="[FILE]...", help="CSV files, each the whole "
                                                                                         "of a table.")] = None,
                   data: Data = None) -> None:
    """Take tables in from CSV files, checked with all others; without a file, check all again."""
    from wayforward.report.sources import import_figures

    for path in import_figures(project.from_here(data) if data else "data", files or []):
        typer.echo(f"Written: {os.path.relpath(path)}")


@figures.command("scatter")
def figures_scatter(plan: Annotated[str, Option(help="Of which plan's series.")] = "", data: Data = None) -> None:
    """Measure from all figures how each series moves by itself; some minutes, after figures have come or changed."""
    from wayforward.plan import load_plan
    from wayforward.plans import DEFAULT
    from wayforward.report.scatter import measure_scatter

    for path in measure_scatter(project.from_here(data) if data else "data", load_plan(plan or DEFAULT)):
        typer.echo(f"Written: {os.path.relpath(path)}")
