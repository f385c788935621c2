"""Where a figure stands, what was promised, and where it began: the first sentences of a story."""

from wayforward.finding import Finding
from wayforward.formats import brief_period, half_up, shown_as_0, when
from wayforward.judge import DECIDED
from wayforward.narrate.figures import told_change, told_value
from wayforward.narrate.words import say, words

SHARES_OF = (2, 3, 4, 5, 10)    # "3 in 4"
NEAR, RARE, COMMON = 0.015, 0.15, 0.95


def stands(finding: Finding) -> str:
    """The latest figure: in people where it is a share of them."""
    point = finding.latest
    lead = {"when": when(brief_period(point.period), finding.calendar), "counted": finding.counted,
            "value": told_value(finding, point)}
    if finding.kind == "count":
        return say("story", "count", **lead)
    if finding.kind == "proportion" and point.numerator is not None:
        return _people(finding, lead)
    shape = "make_up" if finding.kind == "shares" else \
        "percentage" if finding.unit == "%" and finding.kind not in ("mean", "gap") else "figure"
    return say("story", shape, of=finding.of, **lead)


def _people(finding: Finding, lead: dict[str, str]) -> str:
    """People before the percentage, where that fits into a sentence; else after it."""
    point, share = finding.latest, in_people(finding.latest.value)
    heads = {"numerator": half_up(point.numerator), "denominator": half_up(point.denominator)}
    near = {"in_ten": share} if share else {}
    in_one = say("story", "people", of=finding.of, **heads, **lead)
    if len(in_one.split()) <= words()["limits"]["sentence_words"] and not point.is_monthly_average:
        return f"{in_one} {say('story', 'in_ten', **near)}" if share else in_one
    name = f"share{'_on_average' if point.is_monthly_average else ''}{'_in_ten' if share else ''}"
    return f"{say('story', 'percentage', of=finding.of, **lead)} {say('story', name, **heads, **near)}"


def in_people(share: float) -> str:
    """A fraction as so many in so many; "" where none is near.

    >>> in_people(0.886), in_people(0.249), in_people(0.039), in_people(0.46)
    ('9 in 10', '1 in 4', '1 in 26', '')
    """
    if not 0.005 < share < COMMON:
        return ""
    if share < RARE:
        return f"1 in {half_up(1 / share)}"
    for among in SHARES_OF:
        some = round(share * among)
        if 0 < some < among and abs(share - some / among) < NEAR:
            return f"{some} in {among}"
    return ""


def promised(finding: Finding) -> str:
    """What the plan promised, where its own words are of this figure and direction; else which way is better."""
    sought, ours = words()["promised"].get(finding.better, ""), not finding.promised_by
    own_words = [text.lower() for text in (finding.part, finding.promise) if finding.headline or finding.part]
    named = next((text for text in own_words if any(each in text for each in words()["promised"].values())), "")
    if ours and sought and ((finding.better == "parity" and (finding.headline or finding.part)) or sought in named):
        return say("story", "promised", promised=sought)
    return say("story", "better", better=words()["better"][finding.better])


def began(finding: Finding) -> str:
    """Where it stood before the plan, and how far from it the latest figure lies: a fall or rise only where the verdict
    says so."""
    point, moved = finding.baseline, finding.change.estimate
    if point is None or moved is None:
        return ""
    facts = {"baseline": told_value(finding, point), "baseline_period": brief_period(point.period)}
    if shown_as_0(moved, finding.unit, finding.decimals):
        return say("story", "level", **facts)
    up, down = ("up", "down") if finding.verdict in DECIDED else ("higher", "lower")
    return say("story", up if moved > 0 else down, **told_change(finding), **facts)
