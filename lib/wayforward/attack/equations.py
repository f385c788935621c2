"""All that ties the counts together, as equations: surest first, by how the tables are made, then by what a reader sees
in them."""

from dataclasses import replace

from wayforward.attack import arithmetic, columns, populations
from wayforward.attack.cells import Series
from wayforward.attack.columns import Link
from wayforward.attack.evidence import Evidence, Run
from wayforward.attack.files import file_links, read_files
from wayforward.attack.overlaps import overlap_links


def links(evidence: Evidence, series: list[Series], runs: list[Run]) -> list[Link]:
    """Equations that hold together or not at all, list by list."""
    certain = [*arithmetic.part_equations(evidence, series), *arithmetic.share_equations(evidence),
               *arithmetic.known_share_equations(evidence), *arithmetic.row_equations(evidence),
               *arithmetic.group_equations(evidence), *arithmetic.year_equations(evidence, series)]
    seen = [*columns.column_links(evidence, series), *columns.total_links(evidence, series),
            *populations.nested_links(evidence, series), *populations.group_series_links(evidence, series),
            *populations.rest_links(evidence, series), *overlap_links(evidence, series)]
    return [*([each] for each in certain), *map(_suspected, seen),
            *(link for run in runs for link in file_links(evidence, read_files(run)))]


def _suspected(link: Link) -> Link:
    return [replace(equation, certain=False) for equation in link]
