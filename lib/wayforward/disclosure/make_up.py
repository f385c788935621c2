"""The numbers of people in the latest make-up of a workforce: heads, group by group."""

from wayforward.counting.tally import Tally
from wayforward.disclosure.numbers import Name, Number, Sum, Tables, Unit
from wayforward.disclosure.primary import COMPLEMENT, NUMERATOR
from wayforward.disclosure.row_sets import RowNumbers
from wayforward.disclosure.rule import Rule, small

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
        number = Number(Name(measure, series, str(period), MAKE_UP, str(group), HEADS), heads, rule.threshold, rows)
        found.units.append(Unit([number], GROUP + heads / len(latest), bool(small(heads, rule.threshold))))
        sides[NUMERATOR if heads / len(latest) > tally.against[group] else COMPLEMENT].append(number)
    found.sums = [Sum(whole, sides[whole.name.part]) for whole in points.numbers()
                  if whole.name.period == str(period) and whole.name.part in sides and sides[whole.name.part]]
    return found
