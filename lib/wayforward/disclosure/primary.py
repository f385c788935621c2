"""Which points and rows tell of too few people by themselves, and which numbers each of them tells.

A row of counts has the columns of counting.counts; which of its columns are numbers of people depends on the kind of
series that it is of.
"""

import pandas as pd

from wayforward.disclosure.rule import Rule, small

PROPORTIONS, EVENTS, AVERAGES = ("proportion", "shares"), ("count", "rate"), ("mean", "gap")
KINDS = PROPORTIONS + EVENTS + AVERAGES
NUMERATOR, COMPLEMENT, DENOMINATOR, UNKNOWN = "numerator", "complement", "denominator", "unknown"
KNOWN_OTHERS = "known others"


def people(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The numbers of people that rows of a kind tell, directly or by subtraction, a column each; ValueError for a kind
    that is none of the six."""
    if kind in PROPORTIONS:
        rows = rows.assign(complement=rows[DENOMINATOR] - rows[NUMERATOR])
        names = [NUMERATOR, COMPLEMENT, DENOMINATOR]
    elif kind in EVENTS:
        names = [NUMERATOR, *(["n"] if "n" in rows else [])]
    elif kind in AVERAGES:
        sizes = ("n", NUMERATOR, DENOMINATOR) if kind == "gap" else ("n", DENOMINATOR)
        names = [name for name in sizes if name in rows and rows[name].notna().any()]
    else:
        raise ValueError(f"a kind is one of {', '.join(KINDS)}; got {kind!r}")
    return rows[names].astype(float)


def limits(kind: str, rule: Rule) -> dict[str, float]:
    """Below how many people each of these numbers keeps its row from being shown."""
    if kind in AVERAGES:
        return dict.fromkeys(("n", NUMERATOR, DENOMINATOR), rule.base)
    return {NUMERATOR: rule.threshold, COMPLEMENT: rule.threshold, DENOMINATOR: rule.base, "n": rule.base}


def open_limits(kind: str, rule: Rule) -> dict[str, float]:
    """Below how many people each of these numbers has to be left open, also where its row is hidden: that there are 7
    in all tells of nobody, but an average of 7 does."""
    if kind in AVERAGES:
        return dict.fromkeys(("n", NUMERATOR, DENOMINATOR), rule.base)
    return dict.fromkeys((NUMERATOR, COMPLEMENT, DENOMINATOR, UNKNOWN, KNOWN_OTHERS), rule.threshold) | {"n": 0.0}


def tells_few(rows: pd.DataFrame, kind: str, rule: Rule) -> pd.Series:
    """Whether a row tells of too few people by itself."""
    numbers, below = people(rows, kind), limits(kind, rule)
    return pd.DataFrame({name: small(numbers[name], below[name]) for name in numbers}, rows.index).any(axis=1)


def tells_unknown(rows: pd.DataFrame, kind: str, rule: Rule) -> pd.Series:
    """Whether the number not known, or the number known not to be in the numerator, is small."""
    if kind not in PROPORTIONS or UNKNOWN not in rows:
        return pd.Series(False, rows.index)
    others = rows[DENOMINATOR] - rows[NUMERATOR] - rows[UNKNOWN]
    return small(rows[UNKNOWN], rule.threshold) | small(others, rule.threshold)


def few_dominate(amounts: pd.Series, groups: list[pd.Series] | pd.Series, rule: Rule) -> pd.Series:
    """Of each group whether so few people as the rule says make up most of its amount: days lost, by person."""
    largest = amounts.groupby(groups, observed=True).apply(lambda lots: lots.nlargest(rule.dominance).sum())
    whole = amounts.groupby(groups, observed=True).sum()
    return (whole > 0) & (largest >= rule.dominated * whole)
