"""Counts, the one shape that every measure returns whatever it measures, and how published figures come to it.

counts: one row per area and period, with columns
    area, period, start, end, label     whose figure, and when (see periods)
    numerator, denominator, unknown     heads (or days, posts); null where the source does not give them
    n, sd, se                           of a mean, what it is an average of and their standard deviation; of a gap or a
                                        standardised mean, its standard error; else null
    parity                              shares only: the community's share of the groups in the numerator
    value                               numerator / denominator as a fraction, or the published value in its unit
    places                              decimals the source shows, where it shows fewer than the series; else null
    status, note                        final, provisional, revised, suppressed, not available, not comparable, not yet
                                        whole
    reason                              why no honest interval can be put on this value; null where one can
    known                               the day on which a published figure became known; null of one from returns
    overlaps                            true where the figure is of more than its period, and so of time that the one
                                        before is of too (a rolling year told each quarter); else null
"""

import numpy as np
import pandas as pd

KEY = ["area", "period"]
SHAPE = [*KEY, "start", "end", "label", "numerator", "denominator", "unknown", "n", "sd", "se", "parity", "value",
         "places", "status", "note", "reason", "known", "overlaps"]
NUMBERS = ("numerator", "denominator", "unknown", "n", "sd", "se", "parity", "value", "places")
WORST_FIRST = ["not available", "not yet whole", "suppressed", "not comparable", "provisional", "revised", "final"]

PERCENT_ONLY = "published as a rounded percentage without its count"
NO_SPREAD = "published as an average without its spread"
ROUNDED_GAP = "the two percentages are published whole and without their counts"


def published(figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """One published series, all areas: KEY as index; start, end, label, value, places, status, note, known."""
    rows = figures.loc[figures["series"] == series]
    places = rows["as_published"].map(lambda text: len(text.partition(".")[2]), na_action="ignore")
    columns = ["start", "end", "label", "value", "places", "status", "note", "known"]
    return rows.assign(places=places, known=pd.to_datetime(rows["known"])).set_index(KEY)[columns]


def side_by_side(figures: pd.DataFrame, *series: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Several published series side by side: their values (one column each), and for each area and period the dates
    of the first, the worst status of all, their notes and the day on which the last became known. A period that lacks
    one of them is "not available".
    """
    parts = [published(figures, name) for name in series]
    index = parts[0].index
    values, statuses, notes = (pd.DataFrame({name: part[column].reindex(index)
                                             for name, part in zip(series, parts, strict=True)})
                               for column in ("value", "status", "note"))
    about = parts[0][["start", "end", "label"]].assign(
        status=_worst(statuses.fillna("not available")), note=_joined(notes),
        known=pd.concat([part["known"].reindex(index) for part in parts], axis=1).max(axis=1))
    return values, about


def proportion(figures: pd.DataFrame, numerator: str, denominator: str, unknown: tuple[str, ...] = (),
               percent: str | None = None) -> pd.DataFrame:
    """Counts of a proportion from its published numerator and denominator; `unknown` counts those of whom it is not
    known, who stay in the denominator. Periods without both of them, but with a published `percent`, have that value
    and no count.
    """
    values, about = side_by_side(figures, numerator, denominator)
    counted = about.assign(numerator=values[numerator], denominator=values[denominator],
                           unknown=_total(figures, unknown, values.index), reason=None)
    counted["value"] = counted["numerator"] / counted["denominator"]
    if percent is None:
        return shape(counted)
    counted = counted.loc[counted.index.isin(published(figures, denominator).index)]
    earlier = published(figures, percent).drop(counted.index, errors="ignore")
    rounded = earlier.assign(numerator=np.nan, unknown=np.nan, value=earlier["value"] / 100, reason=PERCENT_ONLY,
                             denominator=published(figures, denominator)["value"].reindex(earlier.index))
    return shape(rounded, counted)


def without_unknown(counts: pd.DataFrame) -> pd.DataFrame:
    """The same proportion among those of whom it is known, for the periods with counts. Where it is not published of
    how many it is known, the period stays and is "not available".
    """
    known = counts.dropna(subset=["numerator"]).copy()
    known["denominator"] = known["denominator"] - known["unknown"]
    known["value"] = known["numerator"] / known["denominator"]
    hidden = known["unknown"].isna()
    known.loc[hidden, ["status", "note"]] = ["not available", "of how many it is not known is not published"]
    known.loc[hidden, "numerator"] = np.nan
    return known.assign(unknown=0.0)


def percentage(figures: pd.DataFrame, percent: str) -> pd.DataFrame:
    """A proportion of which only the percentage is published."""
    rows = published(figures, percent)
    return shape(rows.assign(value=rows["value"] / 100, reason=PERCENT_ONLY))


def average(figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """A published average, in its own unit, without its spread."""
    return shape(published(figures, series).assign(reason=NO_SPREAD))


def ratio(figures: pd.DataFrame, numerator: str, denominator: str, per, reason: str) -> pd.DataFrame:
    """A published quantity over another, `per(end)` units of which each post or person stands for in the period
    (working days in its year, or 1), with the reason why no interval can be put on it.
    """
    values, about = side_by_side(figures, numerator, denominator)
    capacity = values[denominator] * about["end"].map(per)
    return shape(about.assign(numerator=values[numerator], denominator=capacity,
                               value=values[numerator] / capacity, reason=reason))


def gap(figures: pd.DataFrame, upper: str, lower: str, scale: float = 1.0, reason: str = NO_SPREAD) -> pd.DataFrame:
    """One group's published figure less another's, times `scale` (0.01 turns percentage points into fractions)."""
    values, about = side_by_side(figures, upper, lower)
    difference = (values[upper] - values[lower]) * scale
    return shape(about.assign(value=difference.round(10), reason=reason))


def shape(*parts: pd.DataFrame) -> pd.DataFrame:
    """Parts indexed by area and period, put together in the shape of counts, in order of area and time."""
    whole = pd.concat([part.reset_index().reindex(columns=SHAPE).astype({"reason": object, "note": object})
                       for part in parts], ignore_index=True)
    kinds = dict.fromkeys(NUMBERS, float) | {"known": "datetime64[ns]"}
    return whole.astype(kinds).sort_values(["area", "end"], ignore_index=True)


def _total(figures: pd.DataFrame, names: tuple[str, ...], index: pd.Index) -> pd.Series:
    """The sum of several published counts; null as soon as one of them is not there."""
    if not names:
        return pd.Series(np.nan, index)
    parts = [published(figures, name)["value"].reindex(index) for name in names]
    return pd.concat(parts, axis=1).sum(axis=1, skipna=False)


def _worst(statuses: pd.DataFrame) -> pd.Series:
    """The worst status of each row."""
    ranks = statuses.apply(lambda column: column.map(WORST_FIRST.index))
    return ranks.min(axis=1).map(dict(enumerate(WORST_FIRST)))


def _joined(notes: pd.DataFrame) -> pd.Series:
    """The notes of each row, each told once; null where there is none."""
    told = notes[notes.fillna("").ne("").any(axis=1)]
    return told.apply(_join, axis=1, result_type="reduce").reindex(notes.index) if len(told) else \
        pd.Series(None, notes.index, dtype=object)


def _join(notes: pd.Series) -> str | None:
    return "; ".join(dict.fromkeys(note for note in notes if isinstance(note, str) and note)) or None
