"""The latest make-up of a workforce beside its community's, group by group: what may be shown, what may be chance."""

from __future__ import annotations

import pandas as pd

from wayforward import measures, show
from wayforward.finding import Finding
from wayforward.formats import NOTHING, half_up, quantity
from wayforward.narrate.composition import sentence
from wayforward.report.from_returns import ReturnsCounts
from wayforward.statistics.shares import by_chance, fit, representation


def composition_of(finding: Finding, figures: pd.DataFrame, returns, area: str, own: ReturnsCounts | None
                   ) -> pd.DataFrame | None:
    """The latest make-up by group behind a finding of shares, from where the finding is from: group, heads, workforce
    and residents (shares), ratio with ratio_low and ratio_high. Of a make-up counted from the returns small groups, and
    what would give them away, are missing."""
    if finding.origin == "published":
        rows = measures.groups(finding.measure, finding.series, figures, area)
    else:
        whole = returns.of_whole_years(*measures.returns_of(finding.measure))
        rows = measures.groups_from_returns(finding.measure, finding.series, whole)
    if rows is None:
        return None
    ratios = representation(*_groups(rows))
    rows = _with(rows, ratio_low=[each.low for each in ratios], ratio_high=[each.high for each in ratios])
    if finding.origin == "published":
        return rows
    hidden = rows["name"].isin(own.counted[finding.series].protection.hidden_groups((finding.measure, finding.series)))
    shown = [name for name in rows.columns if name not in ("group", "name", "residents")]
    return _with(rows, **{name: rows[name].mask(hidden) for name in shown})


def _with(rows: pd.DataFrame, **columns) -> pd.DataFrame:
    changed = rows.assign(**columns)
    changed.attrs = rows.attrs
    return changed


def _groups(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Heads and the residents' shares, both by group."""
    named = rows.set_index("group")
    return named["heads"], named["residents"] / named["residents"].sum()


def as_table(finding: Finding, rows: pd.DataFrame) -> show.Table:
    """Group by group: heads, shares, and the ratio of the one share to the other with its interval."""
    percent = _or_nothing(lambda value: quantity(value, "%", 1))
    ratio = _or_nothing(lambda value: half_up(value, 2))
    told = pd.DataFrame({
        "Group": rows["group"], "Heads": rows["heads"].map(_or_nothing(half_up)),
        "Workforce": rows["workforce"].map(percent), "Residents": rows["residents"].map(percent),
        "Ratio": rows["ratio"].map(ratio),
        "95% interval": [NOTHING if pd.isna(low) else f"{ratio(low)} to {ratio(high)}"
                         for low, high in zip(rows["ratio_low"], rows["ratio_high"], strict=True)]})
    return show.words_table(told, f"{finding.series}-groups", f"Make-up, {rows.attrs['label']}",
                            right=tuple(told)[1:])


def in_words(rows: pd.DataFrame) -> str:
    """Whether the whole make-up could be chance; nothing where a group is hidden, as the answer would speak of it."""
    if rows["heads"].isna().any():
        return ""
    heads, community = _groups(rows)
    return sentence(fit(heads, community), by_chance(int(heads.sum()), community), int(heads.sum()))


def _or_nothing(form):
    """A way of writing figures that leaves a dash where there is none."""
    return lambda value: NOTHING if pd.isna(value) else form(value)
