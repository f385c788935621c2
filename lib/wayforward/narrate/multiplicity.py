"""What many promises tested at once mean together, for the panel's page: how many false alarms, and what remains."""

from wayforward.finding import Finding
from wayforward.formats import half_up, listed
from wayforward.judge import SOME, STRONG, DecidedBy, Evidence
from wayforward.statistics.multiplicity import Together

RATES = (0.05, 0.10)
IN_WORDS = {0.05: "one in twenty", 0.10: "one in ten"}


def in_sum(headlines: list[Finding], found: Together) -> list[str]:
    """Paragraphs: what was tested, how many false alarms were to be expected, what remains, what this leaves alone."""
    if not found.tests:
        return [f"None of the {len(headlines)} promises has figures that could be tested, so there is no verdict that "
                "chance might have given.", ALONE]
    decided = [one for one in headlines if one.evidence != Evidence.NONE]
    return [f"{tested(headlines, found)}{apart(headlines)} {false_alarms(decided, found)}", remaining(decided, found),
            ALONE]


ALONE = ("No verdict and no word of evidence changes by this, here or in an ambition’s notebook: each notebook stands "
         "alone, and says what its own figures say.")


def tested(headlines: list[Finding], found: Together) -> str:
    """How many of the promises were tested."""
    if not found.untested:
        return f"All {len(headlines)} promises were tested."
    return (f"{half_up(len(found.tests))} of the {len(headlines)} promises {_have(found.tests)} figures that could be "
            "tested.")


def apart(headlines: list[Finding]) -> str:
    """How a test counts whose trend and change go opposite ways."""
    named = [f"{one.measure_title} ({one.number})" for one in headlines if one.decided_by == DecidedBy.APART]
    return f" Where trend and change go opposite ways there is no verdict, and p counts as 1: {listed(named)}." \
        if named else ""


def false_alarms(decided: list[Finding], found: Together) -> str:
    """The false alarms that chance would give among so many, beside the verdicts there are."""
    strong = sum(one.evidence == Evidence.STRONG for one in decided)
    with_evidence = f"{len(decided)}, {strong} of them on strong evidence" if strong else f"{len(decided)}"
    return (f"If nothing had changed at all, so many tests would still be expected to give "
            f"{_expected(found.false_alarms(SOME), 1)} verdicts on some evidence or better, and "
            f"{_expected(found.false_alarms(STRONG), 2)} on strong evidence. There "
            f"{'is' if len(decided) == 1 else 'are'} {with_evidence if decided else 'none'}.")


def remaining(decided: list[Finding], found: Together) -> str:
    """Which verdicts stand when only so many of those kept may be false alarms."""
    if not decided:
        return "So there is no verdict to lose by looking at all of them together."
    return " ".join(_at(rate, decided, set(found.kept(rate))) for rate in RATES)


def _at(rate: float, decided: list[Finding], kept: set[str]) -> str:
    lost = [one for one in decided if one.measure not in kept]
    lead = f"Where no more than {IN_WORDS[rate]} of the verdicts kept may be expected to be false alarms,"
    if not lost:
        return f"{lead} {'it remains' if len(decided) == 1 else f'all {len(decided)} remain'}."
    named = listed([f"{one.measure_title} ({one.number})" for one in lost])
    if len(lost) == len(decided):
        return f"{lead} {'it does' if len(decided) == 1 else 'they do'} not remain: {named}."
    return f"{lead} {len(decided) - len(lost)} of {len(decided)} remain, and not {named}."


def _expected(number: float, places: int) -> str:
    """A number of false alarms, never told as none: "0.8", "fewer than 0.1"."""
    least = 10.0 ** -places
    return half_up(number, places) if number >= least else f"fewer than {half_up(least, places)}"


def _have(tests: tuple) -> str:
    return "has" if len(tests) == 1 else "have"
