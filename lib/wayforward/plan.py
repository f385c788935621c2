"""The promise: what the council said it would do, read from a plan's folder and refused unless it holds together.

The folder's plan.toml says what each promise is; no rule lives in it, and no number of ambitions, bees or measures
lives here, so another council's plan needs only another folder. Every problem is told at once, with its place.
"""

import re
import reprlib
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from wayforward.errors import RefusedPlan
from wayforward.periods import CALENDARS
from wayforward.plans import FILE, plan_folder

# Where the entries that carry an id stand in the file. Within a kind an id stands for one thing.
KINDS = {
    "priority": [("priorities",)],
    "ambition": [("ambitions",)],
    "bee": [("bees",)],
    "statement": [("ambitions", "statements"), ("bees", "statements")],
    "measure": [("measures",)],
    "series": [("measures", "series"), ("measures", "context")],
}
LISTS = ("priorities", "ambitions", "bees", "measures")


def _quoted(text: str, info: ValidationInfo) -> str:
    sources = (info.context or {}).get("sources")
    words = re.compile(rf"(?<!\w){re.escape(_plain(text))}(?!\w)")
    if sources and not any(words.search(source) for source in sources):
        raise ValueError(f"these are not the words of the source text: “{' '.join(text.split()[:6])} …”")
    return text


def _readable(name: str, info: ValidationInfo) -> str:
    if info.context and _source(info.context["folder"] / name) is None:
        raise ValueError(f"'{name}' cannot be read beside the plan as a text file in UTF-8")
    return name


def _known(kind: str) -> AfterValidator:
    def check(name: str, info: ValidationInfo) -> str:
        if info.context and name not in info.context[kind]:
            raise ValueError(f"the plan has no {kind} '{name}'")
        return name
    return AfterValidator(check)


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Quote = Annotated[Text, AfterValidator(_quoted)]
Unit = Annotated[str, _known("unit")]
Calendar = Literal[CALENDARS]
Decimals = Annotated[int, Field(ge=0, le=3)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Statement(_Entry):
    """Something the council wants to be true: what an ambition will look like, an "I am …", or a priority."""

    id: Text
    text: Quote


class Ambition(_Entry):
    """One of the plan's ambitions, its notebook (a file's stem) and what it will look like."""

    id: Id
    number: int
    notebook: Text
    title: Quote
    statements: Many[Statement] = ()


class Bee(_Entry):
    """One of the outcomes: the plan's name for it and the web page's, which may differ; `explained` says why."""

    id: Id
    name: Quote
    description: Quote
    page_name: Quote | None = None
    explained: str = ""
    statements: Many[Statement] = ()


class Target(_Entry):
    """A figure that the council has set itself, on the scale of the series (0.95 is 95%), and by which day."""

    value: float
    by: date


class Series(_Entry):
    """One figure over time that tells how a promise, or a part of it, is kept. `decimals` are of the displayed unit,
    `of` and `counted` its sentence's words (see plan.toml). `people`: what is counted are people or theirs, so small
    numbers are not shown. `other_definitions`: series by which the promise might as well be read. `breaks`: days from
    which something else is counted; `published_breaks`: likewise, in published figures alone. `stand_in`: what it
    lacks, where it points to the promise and does not measure it.
    """

    id: Id
    title: Text
    headline: bool = False
    part: str = ""
    kind: Literal["proportion", "rate", "count", "mean", "gap", "shares"]
    unit: Unit
    of: Text
    counted: Text
    unknown: Text = "about whom this is not known"
    better: Literal["higher", "lower", "parity", "none"]
    better_reason: str = ""
    calendar: Calendar
    decimals: Decimals
    published: bool
    people: bool = True
    evidence: Many[Annotated[str, _known("statement")]]
    note: str = ""
    stand_in: str = ""
    other_definitions: Many[Id] = ()
    breaks: Many[date] = ()
    published_breaks: Many[date] = ()
    target: Target | None = None

    @field_validator("target")
    @classmethod
    def _on_its_scale(cls, target: Target | None, info: ValidationInfo) -> Target | None:
        if target and info.data.get("kind") == "proportion" and not 0 <= target.value <= 1:
            raise ValueError("a proportion’s target is a fraction, such as 0.95 for 95%")
        return target

    def in_figures(self, origin: str) -> "Series":
        """The series as figures of an origin show it: published ones may break where the council's own do not."""
        return self.model_copy(update={"breaks": self.breaks + self.published_breaks * (origin == "published")})

class Context(_Entry):
    """A published quantity read beside a measure; no verdict is passed on it."""

    id: Id
    title: Text
    unit: Unit
    calendar: Calendar
    decimals: Decimals


class Measure(_Entry):
    """One promise in the plan's own words, what it stands for, and the series that tell whether it is kept."""

    id: Id
    number: int
    title: Text
    promise: Quote
    ambition: Annotated[str, _known("ambition")]
    bees: Many[Annotated[str, _known("bee")]]
    priorities: Many[Annotated[str, _known("priority")]]
    type: Literal["outcome measure", "outcome indicator"]
    type_reason: Text
    why: Text
    owner: str
    checked_by: str
    next_review: date
    supplied_by: Text
    series: Many[Series]
    context: Many[Context] = ()

    @property
    def headline(self) -> Series:
        """The one series that speaks for the promise."""
        return next(series for series in self.series if series.headline)

    @property
    def evidence(self) -> frozenset[str]:
        """Ids of the statements that any of the series is evidence for."""
        return frozenset(statement for series in self.series for statement in series.evidence)


class Plan(_Entry):
    """A council's plan. `framework` says how the outcomes are to be read, `definitions` what measures one."""

    id: Text
    title: Text
    council: Text
    area: Id
    start: date
    end: date
    sources: Annotated[Many[Annotated[str, AfterValidator(_readable)]], Field(min_length=1)]
    vision: Quote
    voices: Quote | None = None
    reported: Quote | None = None
    focus: Many[Quote] = ()
    framework: Many[Quote] = ()
    definitions: Many[Quote] = ()
    units: Many[Text]
    priorities: Many[Statement]
    ambitions: Many[Ambition]
    bees: Many[Bee]
    measures: Many[Measure]

    def measure(self, id: str) -> Measure:
        """By id; LookupError, with the ids there are, for any other."""
        return _one(self.measures, "id", id)

    def ambition(self, number: int) -> Ambition:
        """By number; LookupError, with the numbers there are, for any other."""
        return _one(self.ambitions, "number", number)

    def measures_of(self, number: int) -> tuple[Measure, ...]:
        """The measures of the ambition with this number, in the plan's order."""
        ambition = self.ambition(number)
        return tuple(measure for measure in self.measures if measure.ambition == ambition.id)

    def statement(self, id: str) -> Statement:
        """A "will look like" or "I am" statement by its id; LookupError for any other."""
        return _one([s for owner in (*self.ambitions, *self.bees) for s in owner.statements], "id", id)


def _one(entries: Any, key: str, wanted: Any) -> Any:
    found = {getattr(entry, key): entry for entry in entries}
    if wanted not in found:
        raise LookupError(f"the plan has no {key} {wanted!r} here; it has {', '.join(map(str, found))}")
    return found[wanted]


def load_plan(plan: str | Path) -> Plan:
    """A plan by its name (see `plans`), or by its folder; its source texts lie where `sources` says.

    RefusedPlan names every problem with its place, such as "measures[7] care_leavers_accommodation.promise".
    """
    path = (plan if isinstance(plan, Path) else plan_folder(plan)) / FILE
    try:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedPlan(f"{path.name} cannot be read: {error}") from None
    head = file.get("plan")
    raw = {key: file[key] for key in file if key != "plan"} | (head if isinstance(head, dict) else {})
    problems = [*_repeated(raw), *_disjointed(raw)]
    try:
        plan = Plan.model_validate(raw, context=_context(raw, path.parent))
    except ValidationError as errors:
        problems = [(error["loc"], _said(error)) for error in errors.errors()] + problems
    if problems:
        raise RefusedPlan(f"{path.name} does not hold together:",
                          [f"{_place(raw, file, place)}: {said}" for place, said in problems])
    return plan


def _context(raw: dict, folder: Path) -> dict[str, Any]:
    """What a field needs to know of the rest of the file, whether or not the rest is sound.

    With a source text missing, no words are compared: one problem would look like a hundred.
    """
    ids = {kind: _strings([entry.get("id") for _, entry in _of_kind(raw, kind)]) for kind in KINDS}
    texts = [_source(folder / name) for name in _strings(raw.get("sources"))]
    return ids | {"unit": _strings(raw.get("units")), "folder": folder, "sources": [] if None in texts else texts}


def _strings(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _source(path: Path) -> str | None:
    try:
        return _plain(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _plain(text: str) -> str:
    """Without line breaks, bullets and invisible characters, which a printed page leaves behind."""
    seen = "".join(letter for letter in text if letter != "\ufffd" and unicodedata.category(letter) != "Cf")
    return " ".join(seen.replace("•", " ").split())


Place = tuple[str | int, ...]


def _entries(table: dict, first: str, *rest: str, place: Place = ()) -> Iterator[tuple[Place, dict]]:
    """Each table at the end of a path of lists of tables, with its place; anything else is left to the models."""
    listed = table.get(first)
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        here = (*place, first, number)
        if isinstance(entry, dict):
            yield from _entries(entry, *rest, place=here) if rest else [(here, entry)]


def _of_kind(raw: dict, kind: str) -> list[tuple[Place, dict]]:
    return [found for path in KINDS[kind] for found in _entries(raw, *path)]


def _repeated(raw: dict) -> Iterator[tuple[Place, str]]:
    for kind in KINDS:
        for key in ("id", "number", "notebook"):
            earlier = []
            for place, entry in _of_kind(raw, kind):
                if key in entry and entry[key] in earlier:
                    yield (*place, key), f"another {kind} has {entry[key]!r} already"
                earlier.append(entry.get(key))


def _disjointed(raw: dict) -> Iterator[tuple[Place, str]]:
    for place, measure in _entries(raw, "measures"):
        series = list(_entries(measure, "series", place=place))
        headlines = sum(entry.get("headline") is True for _, entry in series)
        if headlines != 1 and "series" in measure:
            yield (*place, "series"), f"exactly one series must be the headline; {headlines} are"
        for here, entry in series:
            part, promise = entry.get("part"), measure.get("promise")
            if isinstance(part, str) and isinstance(promise, str) and part not in promise:
                yield (*here, "part"), f"“{part}” is not part of the promise"
            others = entry.get("other_definitions")
            for number, other in enumerate(others if isinstance(others, list) else []):
                if other not in [each.get("id") for _, each in series if each is not entry]:
                    yield (*here, "other_definitions", number), f"the measure has no other series '{other}'"


def _said(error: Any) -> str:
    """A problem that a model found, as the end of a sentence that its place begins."""
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a key that a plan has here"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"{error['msg'].replace('Input should', 'should')}; it is {reprlib.repr(error['input'])}"


def _place(raw: dict, file: dict, keys: Place) -> str:
    """Counted from one, as a reader counts, with the id of each entry on the way."""
    place, here = "" if keys[0] in (*LISTS, *file) else "plan", raw
    for key in keys:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            here = None
        name = f" {here['id']}" if isinstance(here, dict) and "id" in here else ""
        place += f"[{key + 1}]{name}" if isinstance(key, int) else f".{key}"
    return place.lstrip(".")
