"""The lists of a report read back: its headings in order, and what has to stand under each, line by line; no line more
or less."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest

from wayforward.finding import Finding
from wayforward.narrate.accountability import accountability
from wayforward.narrate.service_words import replies, service_words
from wayforward.publish.blocks import Block
from wayforward.publish.plain_words import plain
from wayforward.publish.public_run import PublicRun, bullets

Place = tuple[str, str, str]            # under which headings
Said = tuple[str, str, str]
NO_LISTS = ("heading", "table", "picture", "Caption")
SAYS, ASKED, ANSWERS = "The service’s own words", "Questions", "Who answers"
CHANGED = "Appendix B: What changed since the report before"
COMING, FIGURES = "Appendix C: Figures still to come", "Appendix D: All figures"
FIXED = ("Verdict then: on the figures that the report before knew, by the rules of this one. A promise that is "
         "counted from the council’s own returns is not told here, nor one without a figure.",
         "Every figure that there is of the promises, and of more about them. All points of all of them stand in "
         "tables.xlsx, tables.ods and findings.csv.")
NOT_COMPARED = ("Nothing is compared: every promise is counted from the council’s own returns, which are not counted "
                "again by what was known then, or has no figure.",)
NONE = "no such line"


def wrong_in_lists(blocks: list[Block], run: PublicRun) -> Iterator[Said]:
    """Where a list has another line than it should, one too many, or one too few: one difference a list."""
    told = defaultdict(list)
    told["headings"] = [block.text for block in blocks if block.kind == "heading"]
    for block in blocks:
        if block.kind not in NO_LISTS:
            told[block.under].append(block.text)
    for place, wanted in {"headings": _headings(run), **_wanted(run)}.items():
        pairs = zip_longest(told[place], wanted, fillvalue=NONE)
        if differing := next(((one, other) for one, other in pairs if one != other), None):
            yield (place if isinstance(place, str) else next(filter(None, reversed(place)), "opening"), *differing)


def _headings(run: PublicRun) -> list[str]:
    """All of them, in order."""
    told = ["Summary", "Verdicts at a glance", "In short", "What is new", "Questions to ask"]
    told += ["So many tests together"] if run.together else []
    for ambition in run.plan.ambitions:
        own = [one for one in run.headlines if one.ambition == ambition.number]
        told += [f"Ambition {ambition.number}: {ambition.title}"] if own else []
        for one in own:
            own = {SAYS: one.commentary, ASKED: one.questions, ANSWERS: one.accountability}
            told += [_named(one), *(title for title, there in own.items() if there)]
    noted = [one for one in run.headlines if one.note or run.parts(one)]
    told += ["Appendix A: Notes for the statistician", *map(_named, noted), CHANGED, COMING]
    return told + ([FIGURES] if _has_figures(run) else [])


def _has_figures(run: PublicRun) -> bool:
    return any(one.points for one in run.findings)


def _named(finding: Finding) -> str:
    return f"{finding.number}. {finding.measure_title}"


def _wanted(run: PublicRun) -> dict[Place, list[str]]:
    """By place, of a list that has lines."""
    asked = [f"{_named(one)}. {one.questions[0]}" for one in run.headlines
             if one.latest and one.questions]
    told = {("", "", ""): [run.title, run.opening[1]], ("Summary", "In short", ""): run.in_short,
            ("Summary", "What is new", ""): _lines(run.new),
            ("Summary", "Questions to ask", ""): asked,
            ("Summary", "So many tests together", ""): _lines(run.together),
            (CHANGED, "", ""): FIXED[:1] if run.compared else NOT_COMPARED,
            (FIGURES, "", ""): FIXED[1:] if _has_figures(run) else (),
            (COMING, "", ""): _lines(run.still_to_come)}
    for one in run.headlines:
        under = _ambition(run, one), _named(one)
        told[*under, ANSWERS] = list(accountability(one))
        told[*under, SAYS] = list(service_words(one))
        told[*under, ASKED] = [line for pair in zip(one.questions, replies(one), strict=True) for line in pair]
    return {place: list(map(plain, lines)) for place, lines in told.items()}


def _ambition(run: PublicRun, finding: Finding) -> str:
    return next(f"Ambition {each.number}: {each.title}" for each in run.plan.ambitions
                if each.number == finding.ambition)


def _lines(blocks: list[str]) -> list[str]:
    return [line for block in blocks for line in bullets(block)]
