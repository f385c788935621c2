"""Whether a reader who subtracts the first figure from the latest finds the change that is told beside them."""

import re
from decimal import Decimal

from wayforward.proof.numbers import NUMBER, read_number
from wayforward.proof.sentences import Match, Wrong
from wayforward.proof.slots import ABOUT, BEFORE_ROUNDING

MOVES = {"up": 1, "higher": 1, "down": -1, "lower": -1}
LEADING = re.compile(NUMBER)


def subtraction(matches: list[Match]) -> list[Wrong]:
    """Empty where it does, or where it is said that the change was taken before rounding."""
    latest = next((one.said["value"] for one in matches if "value" in one.said), "")
    moved = next((one for one in matches if one.template.name in MOVES), None)
    if not latest or moved is None or moved.said.get("rounding") == BEFORE_ROUNDING:
        return []
    last, first, change = (_number(text) for text in (latest, moved.said["baseline"], moved.said["change"]))
    if None in (last, first, change) or last - first == MOVES[moved.template.name] * change:
        return []
    return [Wrong(f"{latest} … {moved.said['baseline']} … {moved.said['change']}", moved.said["change"],
                  f"a reader who subtracts finds {abs(last - first)}")]


def _number(text: str) -> Decimal | None:
    found = LEADING.match(text.removeprefix(ABOUT))
    read = found and read_number(found[0])
    return read[0] if read else None
