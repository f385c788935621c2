"""Our count beside the published figure of the same period: ours, theirs, the difference, and what explains it.

agrees      the same counts, or the same value
rounding    ours lies within half a unit of the last place that they show. A difference of two published figures may be
            out by half a unit of each; counts documented as rounded to the nearest 5 or 10, by half of that
differs     beyond rounding. Whole counts on both sides are exact: where they differ, no rounding of a percentage
            explains it, however near the percentages
not shown   ours or theirs is suppressed or not available

Both are compared as decimals (57 of 200 is 28.5 %, which may be published as 29 % or as 28 %), and ours after the
small-number rule, so that the difference tells nothing that the figures do not.
"""

import math
from decimal import Decimal

import pandas as pd

from wayforward.finding import Agreement
from wayforward.formats import shown
from wayforward.statistics.results import NOT_WHOLE

NO_FIGURE = ("suppressed", "not available")
COUNTS = ("numerator", "denominator")
UNITS = {"proportion": "%", "shares": "%", "count": ""}
DIGITS = 12         # significant; what floating arithmetic adds lies beyond
OWN = ["period", "end", "label", "value", *COUNTS, "status"]
THEIRS = ["value", *COUNTS, "places", "status"]
FOUND = {"difference": float, "explained": object, "counts": object}


def reconcile(ours: pd.DataFrame, theirs: pd.DataFrame, kind: str, decimals: int, unit: str | None = None,
              rounded_to: int | None = None) -> pd.DataFrame:
    """Both figures of every period that both frames have, in order of time, by the period's last day.

    `ours` and `theirs` are counts of one area (counting.counts.SHAPE). `decimals` of the series hold where theirs do
    not say their own `places`, in the series' `unit`: places of a fraction shown in per cent are those of the
    percentage. Without it proportions and shares are in "%" and counts as they are; the other kinds may be either and
    need it (ValueError). `rounded_to`: 5 or 10, where the source says that its counts are rounded to it.

    Columns: period, end, label; our_value, our_numerator, our_denominator, our_status; their_value, their_numerator,
    their_denominator, their_places, their_status; difference (ours less theirs, missing where not shown); explained (an
    Agreement); counts (which of them differ: "numerator", "denominator", "numerator and
    denominator", or missing).
    """
    unit = _unit(kind, unit)
    pairs = _pairs(ours, theirs)
    compared = [_compared(pair, kind, decimals, unit, rounded_to) for pair in pairs.to_dict("records")]
    return pairs.join(pd.DataFrame(compared, pairs.index, list(FOUND)).astype(FOUND))


def _unit(kind: str, unit: str | None) -> str:
    if unit is None and kind not in UNITS:
        raise ValueError(f"a {kind} may be a fraction or not: say its unit")
    return UNITS[kind] if unit is None else unit


def _pairs(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Periods that both have, matched by their last day; none of ours that is not yet whole."""
    own = ours[OWN].rename(columns={name: f"our_{name}" for name in ("value", *COUNTS, "status")})
    their = theirs[THEIRS].add_prefix("their_")
    own, their = (rows.assign(day=pd.to_datetime(given["end"])) for rows, given in ((own, ours), (their, theirs)))
    own = own[own["our_status"].ne(NOT_WHOLE)]
    pairs = own.merge(their, on="day", validate="one_to_one")
    return pairs.sort_values("day", ignore_index=True).drop(columns="day")


def _compared(pair: dict, kind: str, decimals: int, unit: str,
              rounded_to: int | None) -> tuple[float, Agreement, str | None]:
    """The difference of one pair, how it is explained, and which counts differ."""
    if any(pair[f"{whose}_status"] in NO_FIGURE or pd.isna(pair[f"{whose}_value"]) for whose in ("our", "their")):
        return math.nan, Agreement.NOT_SHOWN, None
    both = {name: (pair[f"our_{name}"], pair[f"their_{name}"]) for name in COUNTS
            if pd.notna(pair[f"our_{name}"]) and pd.notna(pair[f"their_{name}"])}
    unlike = [name for name, (our, their) in both.items() if not _same(our, their)]
    difference = _decimal(pair["our_value"]) - _decimal(pair["their_value"])
    same_counts = len(both) == len(COUNTS) and not unlike and kind != "shares"      # shares are less a third figure
    if same_counts or _same(pair["our_value"], pair["their_value"]):
        explained = Agreement.AGREES
    elif rounded_to and "numerator" in both:
        explained = _rounding_or_not(all(abs(our - their) <= rounded_to / 2 for our, their in both.values()))
    elif unlike and _exact(both, kind):
        explained = Agreement.DIFFERS
    else:
        reach = _half_unit(pair, kind, decimals, rounded_to)
        explained = _rounding_or_not(abs(difference) * int(shown(1.0, unit)) <= reach)
    return float(difference), explained, " and ".join(unlike) or None


def _rounding_or_not(rounded: bool) -> Agreement:
    return Agreement.ROUNDING if rounded else Agreement.DIFFERS


def _exact(both: dict, kind: str) -> bool:
    """Whether the published counts are whole, as heads are: such counts are not rounded. Full-time equivalents are."""
    needed = COUNTS[:1] if kind == "count" else COUNTS
    return all(name in both and all(float(count).is_integer() for count in both[name]) for name in needed)


def _half_unit(pair: dict, kind: str, decimals: int, rounded_to: int | None) -> Decimal:
    """By how much rounding may move their figure, in the unit in which it is shown."""
    if kind == "count" and rounded_to:
        return Decimal(rounded_to) / 2
    alone = pd.notna(pair["their_places"])
    places = int(pair["their_places"]) if alone else decimals
    halves = 2 if kind == "gap" and not alone else 1        # a gap without places of its own is worked out from two
    return Decimal(5).scaleb(-places - 1) * halves


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.{DIGITS}g}")


def _same(our: float, their: float) -> bool:
    return math.isclose(our, their, rel_tol=1e-9, abs_tol=1e-12)
