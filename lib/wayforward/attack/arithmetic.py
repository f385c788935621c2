"""What follows from how the tables are made: parts of a count, groups of a breakdown, percentages, quarters, rows."""

import math
from collections import defaultdict

from wayforward.attack.cells import Key, Series
from wayforward.attack.evidence import Equation, Evidence
from wayforward.attack.page_cells import COUNTED, ROWS, SHARE, TOTAL

NUMERATOR, DENOMINATOR, UNKNOWN = "numerator", "denominator", "unknown"
OF_KNOWN = "share of those known"
COMPLEMENT, KNOWN_OTHERS = "complement", "known others"
TIMES = (1, 3)      # a row a person, or a row a month of a quarter


def part_equations(evidence: Evidence, series: list[Series]) -> list[Equation]:
    """Numerator and complement make the denominator; of the complement some are known, some unknown."""
    split = {each.id for each in series if each.kind in ("proportion", "gap")}
    found = []
    for key in _of_part(evidence, DENOMINATOR):
        if key.series in split:
            found.append(_sum(_at(key, DENOMINATOR), [_at(key, NUMERATOR), _at(key, COMPLEMENT)]))
        if _at(key, UNKNOWN) in evidence.bounds:
            found.append(_sum(_at(key, COMPLEMENT), [_at(key, KNOWN_OTHERS), _at(key, UNKNOWN)]))
    return found


def share_equations(evidence: Evidence) -> list[Equation]:
    """A rounded percentage holds the numerator between two shares of the denominator."""
    found = []
    for key in _of_part(evidence, SHARE):
        low, high = evidence.bounds[key]
        top, under = _at(key, NUMERATOR), _at(key, DENOMINATOR)
        if evidence.shown(top) is None or evidence.shown(under) is None:
            found += [Equation(((top, 1.0), (under, -high)), -math.inf, 0.0, f"the percentage of {top}")]
            found += [Equation(((top, 1.0), (under, -low)), 0.0, math.inf, f"the percentage of {top}")] * (low > 0)
    return found


def known_share_equations(evidence: Evidence) -> list[Equation]:
    """A percentage of those of whom it is known, beside numerator and denominator, tells of how many it is not."""
    found = []
    for key in _of_part(evidence, OF_KNOWN):
        terms = [_at(key, part) for part in (NUMERATOR, DENOMINATOR, UNKNOWN)]
        low, high = evidence.bounds[key]
        if any(evidence.shown(term) is None for term in terms):
            for share, ends in ((high, (-math.inf, 0.0)), (low, (0.0, math.inf))):
                found.append(Equation(tuple(zip(terms, (1.0, -share, share), strict=True)), *ends,
                                      f"{terms[0]} is {share:.7g} of the denominator less the unknown"))
    return found


def group_equations(evidence: Evidence) -> list[Equation]:
    """The groups of one breakdown add up to the series' own count, unless what is shown of them forbids it."""
    groups = defaultdict(list)
    for key in evidence.bounds:
        if key.by and key.by != ROWS and key.part in (NUMERATOR, DENOMINATOR):
            groups[key.series, key.period, key.by, key.part].append(key)
    found = [_sum(Key(series, period, "", "", part), keys) for (series, period, _, part), keys in groups.items()]
    return [equation for equation in found if equation.terms[0][0] in evidence.bounds]


def row_equations(evidence: Evidence) -> list[Equation]:
    """The rows of a return are those counted and those left out, by reason."""
    reasons = defaultdict(list)
    for key in evidence.bounds:
        if key.by == ROWS and key.group != TOTAL:
            reasons[key.series, key.period].append(key)
    return [_sum(Key(series, year, ROWS, TOTAL, "rows"), keys) for (series, year), keys in reasons.items()]


def year_equations(evidence: Evidence, series: list[Series]) -> list[Equation]:
    """The rows counted in a year's return are the counts of its periods, as often as every year fully shown says."""
    found = []
    for each in series:
        part = NUMERATOR if each.kind == "count" else DENOMINATOR
        years = {Key(each.id, year, ROWS, COUNTED, "rows"): [each.key(end, part) for end in ends]
                 for year, ends in _years(each).items()}
        years = {counted: keys for counted, keys in years.items() if counted in evidence.bounds}
        times = _times(evidence, years)
        found += [_sum(counted, keys, times) for counted, keys in years.items() if times]
    return found


def _years(series: Series) -> dict[str, list[str]]:
    """The last days of a series' periods by the year of the return: of quarters, the year that ends in March."""
    ends = list(series.periods.values())
    quarterly = len({end[:4] for end in ends}) < len(ends)
    years = defaultdict(list)
    for end in ends:
        years[str(int(end[:4]) + (quarterly and end[5:7] > "03"))].append(end)
    most = max(map(len, years.values()), default=0)
    return {year: ends for year, ends in years.items() if len(ends) == most}


def _times(evidence: Evidence, years: dict[Key, list[Key]]) -> int:
    """How many rows a person counted has; 0 where the years fully shown say nothing, or disagree."""
    pairs = [(evidence.bounds[counted], [evidence.shown(key) for key in keys]) for counted, keys in years.items()]
    full = [(low, high, sum(told)) for (low, high), told in pairs if None not in told and math.isfinite(high)]
    fitting = [times for times in TIMES if full and all(low <= times * told <= high for low, high, told in full)]
    return fitting[0] if len(fitting) == 1 else 0


def _of_part(evidence: Evidence, part: str) -> list[Key]:
    return [key for key in evidence.bounds if key.part == part and key.by != ROWS]


def _at(key: Key, part: str) -> Key:
    return Key(key.series, key.period, key.by, key.group, part)


def _sum(whole: Key, parts: list[Key], times: int = 1) -> Equation:
    names = " + ".join(_short(key, whole) for key in parts)
    often = f"{times} × " if times > 1 else ""
    return Equation(((whole, 1.0), *((key, -float(times)) for key in parts)), 0.0, 0.0, f"{whole} = {often}({names})")


def _short(part: Key, whole: Key) -> str:
    """What tells a part of a sum from the whole: its group, its name or its period."""
    if part.group != whole.group:
        return part.group
    return part.part if part.part != whole.part else part.period
