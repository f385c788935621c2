"""The average of the few: what an average of all and averages of some leave for those who are in one and not in the
others."""

from itertools import groupby, permutations

from wayforward.attack.bounds import small
from wayforward.attack.cells import Series
from wayforward.attack.evidence import Run
from wayforward.attack.numbers import read_number
from wayforward.attack.page_cells import FIGURE, group_rows
from wayforward.attack.populations import content_words, shared_ends
from wayforward.attack.recipes import AVERAGE, Recipe

MEAN, OUT_OF = "mean", "Out of"


def average_recipes(run: Run) -> list[Recipe]:
    """The averages of 1 to 4 people that a run's averages leave, in breakdowns and between two series."""
    means = [each for each in run.series if each.kind == MEAN]
    return [*(found for table in run.tables for found in _of_groups(run, table)),
            *(found for part, whole in permutations(means, 2) if _lies_in(part, whole)
              for found in _of_pair(run, part, whole))]


def _of_groups(run: Run, table) -> list[Recipe]:
    """What all groups shown of one characteristic leave of the series' average."""
    series, end, rows = group_rows(table, list(run.series))
    if not series or series.kind != MEAN:
        return []
    point, found = next(each for each in series.points if each["end"] == end), []
    for by, groups in groupby(rows, key=lambda row: row[0]):
        told = [(read_number(row.get(FIGURE, "")), read_number(row.get(OUT_OF, ""))) for _, _, row in groups]
        shown = [pair for pair in told if None not in pair]
        if point["value"] is not None and point["denominator"] is not None:
            found += _rest(f"{series.id}, {end}, in none of the shown groups by {by}",
                           (point["value"], point["denominator"]), shown, f"{run.name}: {table.file}, “{table.title}”")
    return found


def _of_pair(run: Run, part: Series, whole: Series) -> list[Recipe]:
    """What one series leaves of another that it lies in."""
    found = []
    for end in shared_ends(part, whole):
        some, every = (next(each for each in series.points if each["end"] == end) for series in (part, whole))
        if None not in (some["value"], some["denominator"], every["value"], every["denominator"]):
            found += _rest(f"in {whole.id} and not in {part.id}, {end}", (every["value"], every["denominator"]),
                           [(some["value"], some["denominator"])], f"{run.name}: findings.json")
    return found


def _lies_in(part: Series, whole: Series) -> bool:
    """Whether two averages of one return are of the same thing, and one's people are described by more words."""
    return part.source == whole.source and part.counted == whole.counted and part.unit == whole.unit and (
        content_words(part.population) > content_words(whole.population))


def _rest(about: str, every: tuple[float, float], some: list[tuple[float, float]], place: str) -> list[Recipe]:
    """The average of those who are left, if they are few."""
    few = every[1] - sum(number for _, number in some)
    if not small(few, few) or not some:
        return []
    average = (every[0] * every[1] - sum(value * number for value, number in some)) / few
    less = " − ".join(f"{number:g} × {value:g}" for value, number in some)
    arithmetic = f"({every[1]:g} × {every[0]:g} − {less}) / {few:g}"
    return [Recipe(f"the average {about}: {arithmetic} = {average:.4g}", few, few, True, (place,), AVERAGE)]
