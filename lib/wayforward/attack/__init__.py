"""The attack: what a reader of the files of some runs can work out about 1 to 4 people, by subtraction and by bounds;
and what else those files give away.

Written without the code that hides small numbers, and never importing it: it reads every public file as anybody would.
docs/disclosure.md says what it tries, and what it does not.
"""

from pathlib import Path

from wayforward.attack import differences
from wayforward.attack.amounts import amount_recipes
from wayforward.attack.averages import average_recipes
from wayforward.attack.bounds import parts, small, solve
from wayforward.attack.cells import FILE, Series
from wayforward.attack.equations import links
from wayforward.attack.evidence import Equation, Evidence, Run, lay_side_by_side, read_runs
from wayforward.attack.forbidden import forbidden_recipes
from wayforward.attack.ledger_cells import read_ledger
from wayforward.attack.narrowing import Contradiction, Narrowing
from wayforward.attack.prose import sentence_recipes, value_recipes
from wayforward.attack.recipes import Recipe, derived, merged, summary
from wayforward.attack.rests import insider_recipes, rest_recipes
from wayforward.attack.shares import share_recipes
from wayforward.attack.table_rows import row_recipes

__all__ = ["attack", "known_of", "summary"]


def attack(folders: list[Path], ledger: Path | None = None) -> list[Recipe]:
    """The recipes of every number from 1 to 4 that the files of these run folders give away, with all that a ledger
    says was published before; exact ones first, and last what else no public file may hold."""
    runs = read_runs(folders)
    series = _series(runs)
    before = read_ledger(ledger, series, _others(runs, series)) if ledger else []
    evidence = lay_side_by_side([*before, *runs])
    found = [*differences.shown_small(evidence), *differences.remainders(evidence),
             *differences.nested_differences(evidence, series), *differences.numerator_differences(evidence, series),
             *differences.edition_differences([*before, *runs]), *share_recipes(evidence, series),
             *_bounded(evidence, series, runs)]
    for run in runs:
        found += [*row_recipes(run), *sentence_recipes(run), *value_recipes(run), *average_recipes(run),
                  *amount_recipes(run), *forbidden_recipes(run)]
    return merged(found)


def _series(runs: list[Run]) -> list[Series]:
    """Every series, as the last run that has it tells it."""
    return list({series.id: series for run in runs for series in run.series}.values())


def _others(runs: list[Run], series: list[Series]) -> set[str]:
    """The series that the runs tell of and that are not of people, or are official."""
    told = {finding.get("series") for run in runs for finding in run.values(FILE).get("findings", [])}
    return told - {each.id for each in series}


def _bounded(evidence: Evidence, series: list[Series], runs: list[Run]) -> list[Recipe]:
    """The hidden counts that the equations hold between 1 and 4, and closer than they are told to be."""
    found = _narrowed(evidence, series, runs)
    answers, unjudged = {key: (bounds, []) for key, bounds in found.bounds.items() if small(*bounds)}, []
    for part in parts(found):
        try:
            together = solve(part, found) if len(part) > 1 else {}      # one alone is narrowed as far as it goes
            answers |= {key: (bounds, part) for key, bounds in together.items()}
        except Contradiction:
            unjudged.append(_not_judged(part))
    insiders = any(run.rule.get("coalition", 1) for run in runs)
    known = rest_recipes(found, insiders) + (insider_recipes(found) if insiders else [])
    return unjudged + known + [derived(key, *bounds, found, part) for key, (bounds, part) in answers.items()
                       if bounds != evidence.bounds.get(key)]


def known_of(runs: list[Run]) -> Narrowing:
    """Every count of some runs with the bounds that single equations leave."""
    return _narrowed(lay_side_by_side(runs), _series(runs), runs)


def _narrowed(evidence: Evidence, series: list[Series], runs: list[Run]) -> Narrowing:
    """All equations but those that contradict what is known by then."""
    found = Narrowing(evidence)
    for link in links(evidence, series, runs):
        found.add(link)
    return found


def _not_judged(part: list[Equation]) -> Recipe:
    """What is told of numbers that contradict each other: nothing is proven about what is hidden among them."""
    what = f"not judged, as the shown figures contradict each other: {part[0].why}"
    return Recipe(what, 0.0, float("inf"), False, ())
