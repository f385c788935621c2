"""What many promises tested at once mean tested, for the panel's page: how many false alarms, and what remains."""

from wayforward.finding import Finding
from wayforward.formats import half_up, listed
from wayforward.judge import SOME, STRONG, DecidedBy, Evidence, Verdict
from wayforward.markup import Markup
from wayforward.statistics.multiple_testing import MultipleTesting

RATES = (0.05, 0.10)
IN_WORDS = {0.05: "one in twenty", 0.10: "one in ten"}


def summary(headlines: list[Finding], tested: MultipleTesting) -> list[str]:
    """Paragraphs: what was tested, how many false alarms were to be expected, what remains, what this leaves alone."""
    if not tested.tests:
        return [f"None of the {len(headlines)} promises has figures that could be tested, so there is no verdict that "
                f"chance might have given.{refused(headlines)}", ALONE]
    decided = [one for one in headlines if one.evidence != Evidence.NONE]
    return [f"{counted(headlines, tested)}{trend_and_change_differ(headlines)} {false_alarms(decided, tested)}",
            remaining(decided, tested), ALONE]


def together(headlines: list[Finding], tested: MultipleTesting) -> Markup:
    """The same as one text in Markdown, which says what it is of."""
    return Markup("**The promises’ tests together.** ") + Markup("\n\n").join(
        Markup("{}").format(each) for each in summary(headlines, tested))


ALONE = ("No verdict and no word of evidence changes by this, here or in an ambition’s notebook: each notebook stands "
         "alone, and says what its own figures say.")


def counted(headlines: list[Finding], tested: MultipleTesting) -> str:
    """How many of the promises were tested."""
    if not tested.untested:
        return f"All {len(headlines)} promises were tested."
    return (f"{half_up(len(tested.tests))} of the {len(headlines)} promises {_have(tested.tests)} figures that could "
            f"be tested.{refused(headlines)}")


def refused(headlines: list[Finding]) -> str:
    """Which were not tested because their return was refused."""
    named = [f"{one.measure_title} ({one.number})" for one in headlines if one.verdict == Verdict.REFUSED]
    return f" No test was made where the return was refused: {listed(named)}." if named else ""


def trend_and_change_differ(headlines: list[Finding]) -> str:
    """How a test counts whose trend and change go opposite ways."""
    named = [f"{one.measure_title} ({one.number})" for one in headlines if one.decided_by == DecidedBy.APART]
    return f" Where trend and change go opposite ways there is no verdict, and p counts as 1: {listed(named)}." \
        if named else ""


def false_alarms(decided: list[Finding], tested: MultipleTesting) -> str:
    """The false alarms that chance would give among so many, beside the verdicts there are."""
    strong = sum(one.evidence == Evidence.STRONG for one in decided)
    there_are = f"are {len(decided)}" if len(decided) > 1 else "is 1" if decided else "are none"
    return (f"If nothing had changed at all, so many tests would still be expected to give up to "
            f"{_expected(tested.false_alarms(SOME), 1)} verdicts on some evidence or better, and up to "
            f"{_expected(tested.false_alarms(STRONG), 2)} on strong evidence. There {there_are}"
            f"{f', {strong} on strong evidence' if strong else ''}.")


def remaining(decided: list[Finding], tested: MultipleTesting) -> str:
    """Which verdicts stand when only so many of those kept may be expected to be false alarms."""
    if not decided:
        return "So there is no verdict to lose by looking at all of them together."
    lost = {rate: [one for one in decided if one.measure not in tested.kept(rate)] for rate in RATES}
    if lost[RATES[0]] == lost[RATES[1]]:
        sentences = f"Whether {' or '.join(IN_WORDS.values())} of the verdicts kept may be false alarms, " \
                    f"{_stands(decided, lost[RATES[0]])}."
    else:
        sentences = " ".join(f"Where {IN_WORDS[rate]} of the verdicts kept may be a false alarm, "
                             f"{_stands(decided, gone)}." for rate, gone in lost.items())
    return f"{sentences}{LOST if lost[RATES[0]] else ''}"


LOST = (" A verdict that does not remain is not refuted: among so many tests, chance alone could well have given one "
        "like it.")


def _stands(decided: list[Finding], lost: list[Finding]) -> str:
    several = len(decided) > 1
    if not lost:
        return f"all {len(decided)} remain" if several else "it remains"
    named = listed([f"{one.measure_title} ({one.number})" for one in lost])
    if len(lost) == len(decided):
        return f"{'none of them remains' if several else 'it does not remain'}: {named}"
    kept = len(decided) - len(lost)
    return f"{kept} of {len(decided)} {'remains' if kept == 1 else 'remain'}, but not {named}"


def _expected(number: float, places: int) -> str:
    """A number of false alarms, never told as none: "0.8"; what is less than the last place is told as one of it."""
    least = 10.0 ** -places
    return half_up(number, places) if number >= least else half_up(least, places)


def _have(tests: tuple) -> str:
    return "has" if len(tests) == 1 else "have"


def warning(finding: Finding, tested: MultipleTesting) -> str:
    """Beside a verdict that does not remain among so many promises: that it is no proof; else nothing."""
    if finding.evidence == Evidence.NONE or finding.measure in tested.kept(RATES[0]):
        return ""
    return (f"With {len(tested.tests)} promises tested, chance alone could have given one verdict like this. "
            "Take it as a warning, not as proof.")
