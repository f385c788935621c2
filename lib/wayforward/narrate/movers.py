"""The words beside a picture of all councils' changes."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, half_up, signed
from wayforward.narrate.charts import wanted
from wayforward.statistics.movers import HowMany


def title(finding: Finding) -> str:
    """What is compared."""
    return f"{finding.title}: every council’s change less the others’"


def subtitle(finding: Finding) -> str:
    """From when to when, and which way is better."""
    return f"{brief_period(finding.baseline.period)} to {brief_period(finding.latest.period)}; {wanted(finding)}"


def how_to_read(rate: float) -> str:
    """What is drawn."""
    return (f"A council a line, in order, with its 95% interval. Thick: moved otherwise than the rest (false discovery "
            f"rate {half_up(rate * 100)}%).")


def sentence(found: HowMany) -> str:
    """How many councils moved otherwise than the rest, beside how many chance alone would show."""
    areas, alone, chance, moved = map(half_up, (found.areas, found.alone, found.by_chance, found.moved))
    return (f"Of {areas} councils, {alone} look as if they moved otherwise than the rest, each taken alone. "
            f"Chance alone would make {chance} look so. Taken together, {moved} did.")


def alt_text(finding: Finding, found: HowMany, ends: tuple[tuple[str, float], tuple[str, float]]) -> str:
    """The picture in words; `ends`: the first and the last council with its change less the others'."""
    first, last = (f"{name} ({signed(apart, finding.unit, finding.decimals)})" for name, apart in ends)
    return (f"{title(finding)}, {half_up(found.areas)} in order: from {first} to {last}. "
            f"{half_up(found.moved)} moved otherwise than the rest.")
