"""Two shown numbers that lie 1 to 4 people apart, and are known to count some of the same people."""

from collections import defaultdict
from dataclasses import replace
from itertools import combinations

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR, group_equations
from wayforward.attack.bounds import small
from wayforward.attack.cells import Key, Series
from wayforward.attack.evidence import Evidence, Run
from wayforward.attack.numbers import read_count
from wayforward.attack.page_cells import ROWS
from wayforward.attack.populations import content_words, distinct, equal_ends, nested
from wayforward.attack.recipes import Recipe, recipe


def nested_differences(evidence: Evidence, series: list[Series]) -> list[Recipe]:
    """Denominators of nested populations, of whole series and of each group that both show."""
    found = []
    for part, whole in distinct(evidence, nested(evidence, series)):
        for key in [key for key in evidence.bounds if key.series == part.id and key.part == DENOMINATOR
                    and key.by != ROWS]:
            found += _difference(evidence, key, evidence.named(replace(key, series=whole.id)),
                                 f"in the denominator of {whole.id} and not of {part.id}")
    return found


def numerator_differences(evidence: Evidence, series: list[Series]) -> list[Recipe]:
    """Numerators over the same denominator, within one promise, of which one is counted by more words and is never
    the larger."""
    found = []
    for one, other in combinations(series, 2):
        if one.number == other.number and _worded_alike(one, other):
            ends = sorted(equal_ends(evidence, one, other))
            for end in ends if _ordered(evidence, one, other, ends) else []:
                found += _difference(evidence, one.key(end, NUMERATOR), other.key(end, NUMERATOR),
                                     f"in the numerator of one of {one.id} and {other.id}, and not of the other")
    return found


def _worded_alike(one: Series, other: Series) -> bool:
    """Whether one's words of what is counted are among the other's."""
    words, others = content_words(one.counted), content_words(other.counted)
    return one.kind == other.kind == "proportion" and (words <= others or others <= words)


def _ordered(evidence: Evidence, one: Series, other: Series, ends: list[str]) -> bool:
    """Whether one numerator is the smaller wherever both are shown."""
    pairs = [(evidence.shown(one.key(end, NUMERATOR)), evidence.shown(other.key(end, NUMERATOR))) for end in ends]
    apart = [left - right for left, right in pairs if left is not None and right is not None]
    return bool(apart) and (min(apart) >= 0 or max(apart) <= 0)


def remainders(evidence: Evidence) -> list[Recipe]:
    """What the groups of a breakdown, all shown, lack of the series' own count."""
    found = []
    for equation in group_equations(evidence):
        whole, *groups = [evidence.shown(key) for key, _ in equation.terms]
        if whole is not None and None not in groups and small(whole - sum(groups), whole - sum(groups)):
            key, missing = equation.terms[0][0], whole - sum(groups)
            by = equation.terms[1][0].by
            found.append(recipe(f"in none of the groups by {by}: {equation.why}", missing, missing, evidence,
                                [key, *(each for each, _ in equation.terms[1:])], of=equation.terms))
    return found


def shown_small(evidence: Evidence) -> list[Recipe]:
    """Numbers from 1 to 4 that simply stand there."""
    found = []
    for key, (low, high) in evidence.bounds.items():
        if low == high and small(low, high) and key.by != ROWS and key.of_people:
            found.append(recipe(f"{key}, as shown", low, high, evidence, [key], of=((key, 1.0),)))
    return found


def edition_differences(runs: list[Run]) -> list[Recipe]:
    """Cells of the same table, row and column that differ by 1 to 4 between two runs, of screening counts too."""
    seen, found = defaultdict(dict), []
    for run in runs:
        for place, value in _exact(run).items():
            for other, before in seen[place].items():
                if small(abs(value - before), abs(value - before)):
                    table, row, column = place
                    found.append(Recipe(f"“{table}”, {row}, {column}: differs between editions", abs(value - before),
                                        abs(value - before), True, (f"{other}: {before:g}", f"{run.name}: {value:g}")))
            seen[place][run.name] = value
    return found


def _exact(run: Run) -> dict[tuple[str, str, str], float]:
    """Every exact whole number of people of a run, by what it is of; the rows of the screening by their rule."""
    found = {(cell.key.series, f"{cell.key.period} {cell.key.by} {cell.key.group}".strip(), cell.key.part): cell.low
             for cell in run.cells if cell.exact and cell.key.of_people}
    for table in run.tables:
        if "Rule" in table.columns and "Rows" in table.columns:
            at = table.columns.index("Rows")
            told = {", ".join(row[:at]): read_count(row[at]) for row in table.rows}
            found |= {(table.title, rule, "Rows"): count[0] for rule, count in told.items() if count}
    return found


def _difference(evidence: Evidence, one: Key, other: Key, what: str) -> list[Recipe]:
    """The recipe of two counts that lie a small number apart."""
    if (left := evidence.shown(one)) is None or (right := evidence.shown(other)) is None:
        return []
    apart = abs(left - right)
    if not small(apart, apart):
        return []
    high, low = max(left, right), min(left, right)
    larger, smaller = (one, other) if left > right else (other, one)
    return [recipe(f"{_where(one)}, {what}: {high:g} − {low:g}", apart, apart, evidence, [one, other], certain=False,
                   of=((larger, 1.0), (smaller, -1.0)))]


def _where(key: Key) -> str:
    return f"{key.period}, {key.by} {key.group}" if key.by else key.period
