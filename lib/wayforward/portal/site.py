"""The portal written: a first page and a page an area, the same bytes for the same runs. Pages that did not change are
left as they are."""

from itertools import groupby
from pathlib import Path

from wayforward.assurance import USUAL, Roles
from wayforward.errors import RefusedParameters
from wayforward.portal.area_page import area_page
from wayforward.portal.frame import PAGE
from wayforward.portal.index_page import index_page
from wayforward.portal.periods import periods_of_runs, periods_published
from wayforward.portal.places import closes_in, holds_runs
from wayforward.runner.links import refuse_links
from wayforward.runner.run_folder import write

FOR_ALL = 0o644


def make_site(folder: Path, published: Path | None = None, roles: Roles = USUAL) -> list[Path]:
    """Writes index.html into a folder and each area's into the area's; says which files there are, the first page
    first.

    published: the folder of what was published, where `folder` is one of runs: the pages are for reading inside; None
    where `folder` is itself of what was published, or of its copies: they are for everybody
    roles: who has to sign a run

    RefusedParameters for a folder that is not there, holds links in the way, or holds runs where what was published is
    expected; RefusedInputs for a ledger that is broken.
    """
    if not folder.is_dir():
        what = "runs" if published else "what was published"
        raise RefusedParameters(f"expected a folder of {what}; {folder} is none")
    if published is None and holds_runs(folder):
        raise RefusedParameters(f"{folder.name}: expected what was published; it holds runs, which stay inside; "
                                "`wayforward site` without --of makes their pages")
    periods = periods_of_runs(folder, published, roles) if published else periods_published(folder)
    areas = {area: list(group) for area, group in groupby(periods, lambda each: each.area)}
    made = {folder / PAGE: index_page(areas, folder, inside=published is not None)} | {
        folder / area / PAGE: area_page(group, folder / area, closes_in(folder / area) if published else ())
        for area, group in areas.items()}
    refuse_links(folder, made)
    for path, content in made.items():
        if not path.is_file() or path.read_bytes() != content:
            write(path, content)
        if published is None:
            path.chmod(FOR_ALL)
    return list(made)
