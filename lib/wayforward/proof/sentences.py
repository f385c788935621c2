"""A story or a note, sentence by sentence: which of the known sentences each is, and whether what it says is true.

At each place the sentence is taken whose fixed words and facts fit; where none does, the one that was meant, to say
what is wrong in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from wayforward.proof import careful, pictures, questions, stands, sure, technical
from wayforward.proof.facts import Facts
from wayforward.proof.slots import Slot, Words
from wayforward.proof.templates import Template, taken_apart, templates, without_step

SLOTS = {"story": {**stands.SLOTS, **sure.SLOTS, **careful.SLOTS, "title": pictures.SLOTS["title"],
                   "latest_period": technical.SLOTS["latest_period"]},
         "note": technical.SLOTS, "alt": pictures.SLOTS, "question": questions.SLOTS}
HOLDS = {"story": {**stands.HOLDS, **sure.HOLDS, **careful.HOLDS}, "note": technical.HOLDS, "alt": pictures.HOLDS,
         "question": questions.HOLDS}
AT_A_GLANCE = (Template("story", "at_a_glance", taken_apart("{title}: {value} ({latest_period}).")),
               Template("story", "refused_at_a_glance", taken_apart("The return “{table}” was refused.")))
OF_PERIODS = ("provisional", "with_care", "revised_since", "not_comparable", "not_whole", "suppressed",
              "not_available")
BY_PERIODS = (*OF_PERIODS, *(name + careful.SEVERAL for name in OF_PERIODS))
IN_BOTH = ("caveat", "redefined", "stand_in", *BY_PERIODS)
LEAST_FIXED = 8         # letters by which a sentence is known again that is not true


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a sentence: what it says there, and what the finding says."""

    sentence: str
    says: str
    finding: str


@dataclass(frozen=True)
class Match:
    """A known sentence found in a text, up to `end`: its slots' texts, and what is wrong with it."""

    template: Template
    end: int
    said: dict[str, str]
    wrong: tuple[Wrong, ...] = ()


@dataclass
class Read:
    """What was read of a text: its sentences in order, and what is wrong."""

    matches: list[Match] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


@cache
def known_sentences(register: str, has_step: bool) -> tuple[Template, ...]:
    """The sentences of a register; a note also warns in the story's own words."""
    if register == "glance":
        return (*templates("story"), *AT_A_GLANCE)
    own = templates(register)
    if register == "note":
        own = (*own, *(each for each in templates("story") if each.name in IN_BOTH))
    return own if has_step else tuple(map(without_step, own))


class Reader:
    """Reads a finding's texts."""

    def __init__(self, facts: Facts, register: str):
        self.facts, self.register = facts, register
        self.has_step = register != "note" or facts["unit"] != "score"
        self._several = (pictures if register == "alt" else careful).instances(facts)
        self._known: dict[str, Slot] = {}

    def read(self, text: str) -> Read:
        """All sentences of a text, one after another."""
        told, place = Read(), 0
        while place < len(text):
            match = self._best(text, place) or self._meant(text, place)
            if match is None:
                match = self._unknown(text, place)
            told.matches.append(match)
            told.wrong += match.wrong
            place = match.end + 1
        return told

    def _best(self, text: str, place: int) -> Match | None:
        found = [match for each in known_sentences(self.register, self.has_step)
                 for match in self._matches(each, text, place)]
        return min(found, key=lambda one: (len(one.wrong), -one.end), default=None)

    def _matches(self, template: Template, text: str, place: int) -> Iterator[Match]:
        if not text.startswith(template.pieces[0][0], place):
            return
        for own in self._several.get(template.name, [] if template.name in BY_INSTANCE else [{}]):
            for end, said in self._fits(template, own, text, place, 0):
                if end == len(text) or text[end] == " ":
                    yield self._judged(template, own, text[place:end], end, said)

    def _fits(self, template: Template, own: dict[str, Slot], text: str, place: int, piece: int):
        """Where the sentence ends from its n-th piece on, and what its slots hold."""
        if piece == len(template.pieces):
            yield place, {}
            return
        fixed, slot = template.pieces[piece]
        if not text.startswith(fixed, place):
            return
        place += len(fixed)
        ends = self._slot(template, slot, own).ends(text, place) if slot else [place]
        for end in ends:
            for whole, said in self._fits(template, own, text, end, piece + 1):
                yield whole, ({slot: text[place:end], **said} if slot else said)

    def _slot(self, template: Template, slot: str, own: dict[str, Slot]) -> Slot:
        if slot in own:
            return own[slot]
        name = f"{template.name}.{slot}"
        if name not in self._known:
            known = SLOTS[template.register]
            made = known.get(name) or known.get(slot)
            self._known[name] = made(self.facts) if made else Words([])
        return self._known[name]

    def _judged(self, template: Template, own: dict, sentence: str, end: int, said: dict[str, str]) -> Match:
        wrong = [Wrong(sentence, text, told) for slot, text in said.items()
                 if (told := self._slot(template, slot, own).wrong(text))]
        holds = HOLDS[template.register].get(template.name)
        if holds and not holds(self.facts):
            wrong.append(Wrong(sentence, "this sentence", in_short(self.facts)))
        return Match(template, end, said, tuple(wrong))

    def _meant(self, text: str, place: int) -> Match | None:
        """The sentence that was meant, by its fixed words, where a slot holds what cannot stand there."""
        found = [(each, match) for each in known_sentences(self.register, self.has_step)
                 if each.fixed >= LEAST_FIXED and (match := each.loose.match(text, place))]
        if not found:
            return None
        template, match = max(found, key=lambda one: (one[0].fixed, -one[1].end()))
        said = dict(zip(template.slots, match.groups(), strict=True))
        own = next(iter(self._several.get(template.name, [])), {})
        judged = self._judged(template, own, match[0], match.end(), said)
        return judged if judged.wrong else Match(template, match.end(), said, (Wrong(match[0], match[0], "another"),))

    def _unknown(self, text: str, place: int) -> Match:
        end = text.find(". ", place) + 1 or len(text)
        sentence = text[place:end]
        return Match(NO_SENTENCE, end, {}, (Wrong(sentence, sentence, "no sentence we know says this"),))


BY_INSTANCE = {*BY_PERIODS, "beside", "beside_point"}
NO_SENTENCE = Template("", "", (("", ""),))


def in_short(facts: Facts) -> str:
    """What the finding says as a whole, for a message."""
    change = facts.get("change", "estimate")
    moved = "" if change is None else f", change {'+' if change > 0 else ''}{change:g}".replace("-", "−")
    return f"verdict {facts['verdict']}, evidence {facts['evidence']}, decided by {facts['decided_by']}{moved}"
