"""Numbers of people in sentences, labels and names of values: "58 of 60 children", "3 children", "count: 3"."""

import re
from collections.abc import Iterator

from wayforward.attack.bounds import small
from wayforward.attack.cells import Series
from wayforward.attack.evidence import Run
from wayforward.attack.pages import Text
from wayforward.attack.recipes import Recipe
from wayforward.attack.record_cells import as_number, walk
from wayforward.attack.texts import PAIR, Speakers

PEOPLE = (r"(?:child(?:ren)?|young (?:people|person)|people|persons?|pupils?|students?|famil(?:y|ies)|parents?|"
          r"(?:foster )?carers?|(?:care )?leavers?|(?:social )?workers?|staff|employees?|managers?|audits?|"
          r"girls?|boys?|wom[ae]n|m[ae]n|bab(?:y|ies)|infants?|mothers?|fathers?|siblings?|learners?|whose|who)")
NO_ADJECTIVE = (r"(?:of|and|or|to|in|for|the|a|an|by|with|from|at|on|per|is|are|was|were|which|that|than|figures?|"
                r"quarters?|years?|months?|days?|points?|more|other|times?|periods?)")
WORDS = {"two": 2, "three": 3, "four": 4}
SOME_PEOPLE = rf" (?:(?!{NO_ADJECTIVE}\b)[a-z’'-]+ ){{0,2}}{PEOPLE}\b"
SMALL = re.compile(rf"(?<![\w.,/–−£+-])([1-4]|{'|'.join(WORDS)}){SOME_PEOPLE}"
                   rf"|\b(?:only|just|exactly) (one|1){SOME_PEOPLE}", re.IGNORECASE)
APART = re.compile(r" (?:lower|higher|more|fewer|less|a (?:quarter|year)|each|at a time)\b")
NO_COUNT = re.compile(r"(?:stages?|phase|quarters?|ambitions?|promises?|aged?|under|over|years?|levels?|tiers?|bands?|"
                      r"grades?|groups?|figures?|tables?|than|from|to|least|most|every|per|first|last|\d in|"
                      r"\d and|\d or|\d of|for|of|between|parts?|steps?|sections?) $", re.IGNORECASE)
OF_PEOPLE = re.compile(rf" (?:(?!{NO_ADJECTIVE}\b)[a-z’'-]+ ){{0,3}}{PEOPLE}\b", re.IGNORECASE)
NAMES = r"(?:counts?|counted|numerator|denominator|number of [a-z ]+|n|out[ _]of|not[ _]known|unknown|" + PEOPLE + ")"
KEYED = re.compile(rf"(?<![\w-])({NAMES})\s*[:=]\s*([1-4])(?![\d.,%])\b", re.IGNORECASE)
NAME = re.compile(rf"(?:{NAMES}|(?:\w+_)?(?:children|people|pupils|families|persons)(?:_\w+)?)", re.IGNORECASE)


def sentence_recipes(run: Run) -> list[Recipe]:
    """The small numbers that the words of a run's files tell of people, or leave to be subtracted."""
    speakers = Speakers(list(run.series), list(run.documents))
    texts = (text for document in run.documents for text in document.texts
             if PAIR.search(text.words) or SMALL.search(text.words) or KEYED.search(text.words))
    return [found for text in texts for own, said in speakers.paragraphs(text)
            for found in [*_pairs(own, said, run.name), *_alone(said, run.name), *_named(said, run.name)]]


def value_recipes(run: Run) -> list[Recipe]:
    """The small numbers of people that stand in data under a name such as "children"; points of findings are cells."""
    known = {each.id: each for each in run.series}
    return [_recipe(f"“{name}” in a record of {document.file}, as told", number, f"{run.name}: {document.file}, {name}")
            for document in run.documents for own, record in walk(document.values, known) if own is None
            for name, value in record.items() if NAME.fullmatch(name)
            for number in map(as_number, value if isinstance(value, list) else [value])
            if not isinstance(value, str) and number is not None and small(number, number) and number.is_integer()]


def _pairs(own: Series | None, said: Text, name: str) -> Iterator[Recipe]:
    """Pairs that people follow, or the people counted or a period of the series: "58 of 60 children"."""
    after = (f" {own.population}", *(f", {label}" for label in own.periods)) if own else ()
    for match in PAIR.finditer(said.words):
        if said.words.startswith(after, match.end()) or OF_PEOPLE.match(said.words, match.end()):
            part, whole = (float(number.replace(",", "")) for number in match.groups())
            told = {"as told": part, f"{whole:g} − {part:g}": whole - part}
            for how, number in told.items():
                if small(number, number):
                    about = f"{own.id}, " if own else ""
                    yield _recipe(f"{about}in the words “{match[0]}”, {how}", number, _place(said, name))


def _alone(said: Text, name: str) -> Iterator[Recipe]:
    """Small numbers in front of people: "3 children"."""
    for match in SMALL.finditer(said.words):
        number = match[1] or match[2]
        if not _numbered(match, number) and not APART.match(said.words, match.end()) and not NO_COUNT.search(
                said.words, 0, match.start(1) if match[1] else match.start()):
            count = WORDS.get(number.casefold(), 1) if number.isalpha() else int(number)
            yield _recipe(f"in the words “{match[0]}”, as told", float(count), _place(said, name))


def _numbered(match: re.Match, number: str) -> bool:
    """Whether it is the number of a heading or an item: "1 Children are safe"."""
    return match[0].startswith(number) and match[0][len(number) + 1].isupper() and match.end() < len(match.string)


def _named(said: Text, name: str) -> Iterator[Recipe]:
    """Small numbers behind the name of a count: "count: 3"."""
    for match in KEYED.finditer(said.words):
        yield _recipe(f"in the words “{match[0]}”, as told", float(match[2]), _place(said, name))


def _place(said: Text, name: str) -> str:
    return f"{name}: {said.file}, {said.where}"


def _recipe(what: str, number: float, place: str) -> Recipe:
    return Recipe(what, number, number, True, (place,))
