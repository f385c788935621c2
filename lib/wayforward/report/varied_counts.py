"""A measure's counts from the returns where something is set otherwise, as they may be shown beside the real ones.

Of two figures that differ by a few people each tells those few of the other. So a series that is counted by another
choice is put to the same decision as all that is told of the same rows (see protection): it is fitted to what is shown,
and its points are hidden where they, or what lies between them and any other, would tell of few. By a stricter rule
nothing is shown that the rule in force hides.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from wayforward import measures
from wayforward.disclosure.hiding import SUPPRESSED, hide
from wayforward.disclosure.rule import Rule
from wayforward.plan import Measure, Plan, Series
from wayforward.reading.area_returns import Returns
from wayforward.report.from_returns import Counted, Counting, ReturnsCounts
from wayforward.report.protected_counts import count
from wayforward.report.protection import Before, Told
from wayforward.report.variation import Variation

HIDDEN_AS_DEFINED = "hidden by the rule in force too"


def counts(measure: Measure, returns: Returns, area: str, until: date, plan: Plan, rule: Rule, before: Before,
           varied: Variation) -> ReturnsCounts:
    """A measure's counts from the returns (see protected_counts.count), with what is set otherwise."""
    of = measure, returns, area, until, plan
    own = count(*of, rule, before)
    if varied.threshold is not None:
        stricter = replace(rule, threshold=varied.threshold, base=max(varied.threshold, rule.base))
        return by_stricter_rule(own, count(*of, stricter, before))
    if varied.choices:
        return by_other_choices(own, Counting(measure, area, until, varied.choices), returns)
    return own


def by_other_choices(own: ReturnsCounts, counting: Counting, returns: Returns) -> ReturnsCounts:
    """The measure's counts (`own`, as they may be shown) with the series that take some of the choices counted by
    them."""
    measure, chosen = counting.measure, returns.once(counting)
    counted = dict(own.counted)
    for series in measure.series:
        real = own.counted.get(series.id)
        if real and takes(measure, series, counting):
            counted[series.id] = _fitted(measure, series, real, chosen.counted.get(series.id), counting)
    return replace(own, counted={name: each for name, each in counted.items() if each is not None})


def takes(measure: Measure, series: Series, counting: Counting) -> bool:
    """Whether a series is counted otherwise by the choices."""
    count = measures.from_returns(measure.id).get(series.id)
    return count is not None and bool(measures.taken_of(count, dict(counting.choices)))


def _fitted(measure: Measure, series: Series, real: Counted, other: Counted | None, counting: Counting
            ) -> Counted | None:
    if other is None or real.protection is None:
        return other
    name = ", ".join(f"{choice}={value!r}" for choice, value in counting.choices)
    key = real.protection.add(Told(measure.id, series.model_copy(update={"id": f"{series.id} [{name}]"}), other))
    return replace(other, counts=real.protection.points(key), protection=real.protection, key=key)


def by_stricter_rule(own: ReturnsCounts, stricter: ReturnsCounts) -> ReturnsCounts:
    """The counts by a stricter rule, without what the rule in force hides (`own`)."""
    counted = {name: replace(each, counts=_without(each.counts, own.counted[name].counts))
               for name, each in stricter.counted.items() if name in own.counted}
    return replace(stricter, counted=counted)


def _without(counts: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    """Counts without the points, and without the numbers not known, that are hidden among the real ones."""
    beside = real.set_index(["area", "period"]).reindex(pd.MultiIndex.from_frame(counts[["area", "period"]]))
    hidden = pd.Series(beside["status"].eq(SUPPRESSED).to_numpy(), counts.index) & counts["status"].ne(SUPPRESSED)
    shown = hide(counts, hidden, HIDDEN_AS_DEFINED)
    return shown.assign(unknown=shown["unknown"].mask(pd.Series(beside["unknown"].isna().to_numpy(), counts.index)))
