"""How our counts stand to the published figures of the same periods, in a sentence."""

from collections.abc import Mapping

from wayforward.finding import Agreement
from wayforward.formats import listed

VERBS = {Agreement.AGREES: ("agrees", "agree"),
         Agreement.ROUNDING: ("agrees within rounding", "agree within rounding"),
         Agreement.DIFFERS: ("differs beyond rounding", "differ beyond rounding"),
         Agreement.NOT_SHOWN: ("cannot be compared", "cannot be compared")}


def sentence(periods: Mapping[Agreement, int]) -> str:
    """How many periods there are of each, the worst last; "" where no period has both.

    "Of 5 periods published beside it, 4 agree and 1 differs beyond rounding."
    """
    found = {each: periods[each] for each in VERBS if periods.get(each)}
    if not found:
        return ""
    total, (one, several) = sum(found.values()), VERBS[next(iter(found))]
    if total == 1:
        return f"The one period published beside it {one}."
    if len(found) == 1:
        return f"All {total} periods published beside it {several}."
    parts = [f"{number} {VERBS[each][number > 1]}" for each, number in found.items()]
    return f"Of {total} periods published beside it, {listed(parts)}."
