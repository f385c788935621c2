"""The attack: what a reader of the files of some runs can work out about 1 to 4 people, by subtraction and by bounds.

Written without the code that hides small numbers, and never importing it: it reads findings.json and the pages as
anybody would. docs/disclosure.md says what it tries, and what it does not.
"""

from pathlib import Path

from wayforward.attack import arithmetic, columns, differences, populations
from wayforward.attack.bounds import parts, small, solve
from wayforward.attack.cells import Series
from wayforward.attack.evidence import Equation, Evidence, Run, lay_side_by_side, read_runs
from wayforward.attack.files import file_links, read_files
from wayforward.attack.narrowing import Contradiction, Narrowing
from wayforward.attack.prose import sentence_recipes
from wayforward.attack.recipes import Recipe, derived
from wayforward.attack.shares import share_recipes
from wayforward.attack.table_rows import row_recipes


def attack(folders: list[Path], ledger: Path | None = None) -> list[Recipe]:
    """The recipes of every number from 1 to 4 that the files of these run folders give away, exact ones first. The
    ledger of what was published before is not read yet."""
    runs = read_runs(folders)
    evidence, series = lay_side_by_side(runs), _series(runs)
    found = [*differences.shown_small(evidence), *differences.remainders(evidence),
             *differences.nested_differences(evidence, series), *differences.numerator_differences(evidence, series),
             *differences.edition_differences(runs), *share_recipes(evidence, series),
             *(each for run in runs for each in [*row_recipes(run), *sentence_recipes(run)]),
             *_bounded(evidence, series, runs)]
    return sorted(dict.fromkeys(found), key=lambda each: (not each.exact, each.what))


def _series(runs: list[Run]) -> list[Series]:
    """Every series, as the last run that has it tells it."""
    return list({series.id: series for run in runs for series in run.series}.values())


def _bounded(evidence: Evidence, series: list[Series], runs: list[Run]) -> list[Recipe]:
    """The hidden counts that the equations hold between 1 and 4, and closer than they are told to be."""
    found = Narrowing(evidence)
    for link in links(evidence, series, runs):
        found.add(link)
    answers, unjudged = {key: (bounds, []) for key, bounds in found.bounds.items() if small(*bounds)}, []
    for part in parts(found):
        try:
            together = solve(part, found) if len(part) > 1 else {}      # one alone is narrowed as far as it goes
            answers |= {key: (bounds, part) for key, bounds in together.items()}
        except Contradiction:
            unjudged.append(_not_judged(part))
    return unjudged + [derived(key, *bounds, found, part) for key, (bounds, part) in answers.items()
                       if bounds != evidence.bounds.get(key)]


def links(evidence: Evidence, series: list[Series], runs: list[Run]) -> list[list[Equation]]:
    """What ties the counts together, surest first: by how the tables are made, then by what a reader sees in them."""
    certain = [*arithmetic.part_equations(evidence, series), *arithmetic.share_equations(evidence),
               *arithmetic.row_equations(evidence), *arithmetic.group_equations(evidence),
               *arithmetic.year_equations(evidence, series)]
    return [*([each] for each in certain), *columns.column_links(evidence, series),
            *columns.total_links(evidence, series), *populations.nested_links(evidence, series),
            *populations.group_series_links(evidence, series),
            *(link for run in runs for link in file_links(evidence, read_files(run.folder)))]


def _not_judged(part: list[Equation]) -> Recipe:
    """What is told of numbers that contradict each other: nothing is proven about what is hidden among them."""
    what = f"not judged, as the shown figures contradict each other: {part[0].why}"
    return Recipe(what, 0.0, float("inf"), False, ())
