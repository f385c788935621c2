"""The numbers in the service's words, and those that a finding tells: words may repeat them and add none.

A number that stands in no finding may be one that is hidden, of few people; nobody but the finding can say that it is
not. Days, months, years, quarters and key stages are no numbers here.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from wayforward.finding import Finding
from wayforward.proof.numbers import NUMBER, agrees, read_number, scaled

MONTHS = ("January|February|March|April|May|June|July|August|September|October|November|December")
WHEN = re.compile(rf"\b(?:\d{{1,2}} )?(?:{MONTHS})(?: \d{{4}})?\b|\b(?:19|20)\d\d(?:-\d\d-\d\d|[/–-]\d\d(?:\d\d)?)?\b"
                  r"(?![.,]?\d|%)|\bQ[1-4]\b|\b(?:KS|[Kk]ey [Ss]tage )[1-5]\b", re.IGNORECASE)
WORDS = {word: number for number, word in enumerate((
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"), start=2)} | {"couple": 2, "dozen": 12}
PEOPLE = (r"(?:child(?:ren)?|(?:young )?(?:people|persons?)|boys?|girls?|bab(?:y|ies)|famil(?:y|ies)|pupils?|students?|"
          r"leavers?|carers?|parents?|workers?|siblings?|wom[ae]n|m[ae]n|staff)\b")
OF_THEM = rf"\s+(?:of\s+)?(?:[\w’'-]+\s+){{0,2}}{PEOPLE}"
ONE = rf"(?:one|single)(?={OF_THEM})"
FOLLOWING = re.compile(OF_THEM, re.IGNORECASE)
SPELLED = re.compile(rf"\b(?:{'|'.join(WORDS)}|{ONE})\b", re.IGNORECASE)
DIGITS = re.compile(r"\d[\d,.]*\d|\d")
SMALL = range(1, 5)     # numbers of people that may be hidden, or lead to one that is
LEAST_ROUNDED = 10      # from which a fact may be told without its decimals
OF_PEOPLE = ("proportion", "count")
Fact = tuple[Decimal, int]


def numbers_in(text: str) -> Iterator[tuple[int, str, Fact | None]]:
    """Each number of a text: where, as it stands there, and its value and decimals; None for one that cannot be read.

    >>> [(told, fact) for _, told, fact in numbers_in("By May 2026, 88.6% and two homes")]
    [('88.6', (Decimal('88.6'), 1)), ('two', (Decimal('2'), 0))]
    """
    without = WHEN.sub(lambda found: " " * len(found[0]), text)
    for found in DIGITS.finditer(without):
        yield found.start(), found[0], read_number(found[0])
    for place, letter in enumerate(without):
        if letter.isnumeric() and not letter.isdecimal():       # ½, ², Ⅳ
            yield place, letter, None
    for found in SPELLED.finditer(without):
        yield found.start(), found[0], (Decimal(WORDS.get(found[0].lower(), 1)), 0)


def told_by(findings: Iterable[Finding]) -> set[Fact]:
    """Every number that some findings tell: in their stories, notes and questions, and in their tables' figures and
    numbers of people. Of a note's small whole numbers, which count tests and places, none."""
    return {fact for finding in findings for fact in (*_in_texts(finding), *_in_points(finding))}


def _in_texts(finding: Finding) -> Iterator[Fact]:
    texts = (finding.story, *finding.questions, finding.promise, finding.measure_title, finding.title,
             finding.of, finding.counted, finding.unknown, finding.caveat or "")
    yield from (fact for text in texts for fact in _facts(text))
    yield from (fact for fact in _facts(finding.note) if not _is_small(fact))


def _facts(text: str) -> Iterator[Fact]:
    return filter(None, (read_number(found.lstrip("−+")) for found in re.findall(NUMBER, text)))


def _is_small(number: Fact) -> bool:
    return number[0] in SMALL and not number[1]


def is_of_few(number: Fact | None, after: str) -> bool:
    """Whether it is a number of one to four people, by the words after it; those are told by nobody but the story.

    >>> is_of_few((Decimal(3), 0), " of these children"), is_of_few((Decimal(3), 0), " tests agree")
    (True, False)
    """
    return number is not None and _is_small(number) and bool(FOLLOWING.match(after))


def _in_points(finding: Finding) -> Iterator[Fact]:
    for point in finding.points:
        if point.value is not None:
            places = finding.decimals if point.places is None else min(point.places, finding.decimals)
            yield _rounded(abs(scaled(point.value, finding.unit)), places), places
        for number in (point.numerator, point.denominator) if finding.kind in OF_PEOPLE else ():
            if number is not None and number == int(number):
                yield Decimal(int(number)), 0


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")


def is_told(number: Fact | None, facts: set[Fact]) -> bool:
    """Whether a number is one of the facts, or one of them with fewer decimals.

    >>> is_told((Decimal(89), 0), {(Decimal("88.6"), 1)}), is_told((Decimal(1), 0), {(Decimal("1.3"), 1)})
    (True, False)
    """
    if number is None:
        return False
    value, places = number
    return any(value == fact or (places < own and fact >= LEAST_ROUNDED and agrees(value, places, fact))
               for fact, own in facts)
