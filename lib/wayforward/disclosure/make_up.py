"""The numbers of people in the latest make-up of a workforce: heads, group by group."""

import numpy as np
import pandas as pd

from wayforward.counting.tally import Tally
from wayforward.disclosure.numbers import Number, Sum, Tables, Unit
from wayforward.disclosure.primary import COMPLEMENT, NUMERATOR
from wayforward.disclosure.row_sets import RowNumbers
from wayforward.disclosure.rule import EDGE, Rule, small
from wayforward.ledger import CellKey

MAKE_UP, HEADS, GROUP = "make-up", "heads", 15.0


def make_up(measure: str, series: str, tally: Tally, points: Tables, rule: Rule) -> Tables:
    """A unit for each group. The heads of the groups that are over-represented are the numerator of the series' point,
    and those of the others are the rest."""
    counted = tally.counted
    if counted.empty or tally.against is None:
        return Tables()
    period = counted["period"].max()
    latest = counted[counted["period"].eq(period).to_numpy()]
    sets = RowNumbers.of(tally.cases).by(latest, latest["group"])
    found, sides = Tables(), {NUMERATOR: [], COMPLEMENT: []}
    for group in tally.against.index:
        rows = sets.get(group)
        heads = float(rows.size) if rows else 0.0
        number = Number(CellKey(measure, series, str(period), MAKE_UP, str(group), HEADS), heads, rule.threshold, rows)
        found.units.append(Unit([number], GROUP + heads / len(latest), bool(small(heads, rule.threshold))))
        sides[NUMERATOR if heads / len(latest) > tally.against[group] else COMPLEMENT].append(number)
    found.sums = [Sum(whole, sides[whole.name.part]) for whole in points.numbers()
                  if whole.name.period == str(period) and whole.name.part in sides and sides[whole.name.part]]
    return found


def heads_by_group(cases: pd.DataFrame, key: pd.Series, against: pd.Series) -> pd.DataFrame:
    """Heads of each group of a make-up (columns), by period or by group of a breakdown."""
    sizes = cases.groupby([key.to_numpy(), cases["group"].to_numpy()], observed=True).size()
    return sizes.unstack(fill_value=0).reindex(columns=against.index, fill_value=0)


def distance_tells(heads: pd.Series, hidden: pd.Series, against: pd.Series, rule: Rule) -> bool:
    """Whether the distance of a make-up from its community holds a hidden group between 1 person and too few.

    The distance tells which groups are over-represented, and how many heads they have together; and each of them has
    more than its share of all, each of the others no more.
    """
    total, fair = heads.sum(), against * heads.sum()
    over = heads > fair
    for side, least, most in ((over, np.floor(fair + EDGE) + 1, fair * 0 + total),
                              (~over, fair * 0, np.floor(fair + EDGE))):
        ours = side & hidden
        together, low, high = heads[ours].sum(), least[ours], most[ours]
        highest = np.minimum(high, together - (low.sum() - low))
        lowest = np.maximum(low, together - (high.sum() - high))
        if (small(heads[ours], rule.threshold) & (lowest > EDGE) & (highest < rule.threshold - EDGE)).any():
            return True
    return False
