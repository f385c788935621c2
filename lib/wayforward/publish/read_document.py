"""The report read back, from Word or PDF: every paragraph, table and picture in it, held against the findings and the
narrative of the same public folder. A paragraph that has no business there is told too."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from wayforward.formats import brief_period, listed
from wayforward.proof.check import wrong_in
from wayforward.proof.facts import Facts
from wayforward.proof.pictures import verdict_words
from wayforward.proof.reading import Rows, Story, Texts
from wayforward.proof.tables import wrong_cells
from wayforward.publish.blocks import NUMBERED, PAGE_HEAD, Block
from wayforward.publish.plain_words import plain
from wayforward.publish.public_run import PublicRun, bullets
from wayforward.publish.read_lists import FIXED, NOT_COMPARED, wrong_in_lists

NUMBERING = re.compile(r"(?:Table|Chart) (\d+)\. ")
CAPTIONS = ("The promises at a glance", "The promise’s other figures", "All figures",
            "What changed since the report before")
Said = tuple[str, str, str]         # where, what stands there, what the finding says


@dataclass
class Reader:
    """Reads the blocks of a document of a run."""

    run: PublicRun
    findings: list[Facts]
    wrong: list[Said] = field(default_factory=list)

    def of(self, number: int | None) -> list[Facts]:
        """The findings of a promise, its headline first."""
        return sorted((one for one in self.findings if one["number"] == number), key=lambda one: not one["headline"])

    def differs(self, place: str, says: str, finding: str) -> None:
        """Notes what does not hold."""
        self.wrong.append((place, says, finding))

    def is_one_of(self, block: Block, known: list[str] | set[str]) -> None:
        """The text has to be one of those."""
        if block.text not in known:
            self.differs(block.under[1] or block.under[0], block.text, "no such line")

    def proved(self, place: str, texts: Texts, findings: list[Facts]) -> None:
        """See proof.check."""
        for _, (sentence, says, finding) in wrong_in(texts, findings):
            self.differs(place, f"{says} in “{sentence}”", finding)


def wrong_in_document(blocks: list[Block], run: PublicRun) -> list[Said]:
    """Where the document says what the findings do not, or leaves something out."""
    reader = Reader(run, [Facts(each, each["origin"] != "published") for each in run.plain])
    _page_heads(reader, blocks, run.mark)
    blocks = [block for block in blocks if block.kind != PAGE_HEAD]
    for block in (each for each in blocks if each.kind != "heading"):
        _BY_KIND.get(block.kind, _paragraph)(reader, block)
    _stories(reader, blocks)
    reader.wrong += wrong_in_lists(blocks, run)
    _whole(reader, blocks)
    _captions(reader, blocks)
    return reader.wrong


def _page_heads(reader: Reader, blocks: list[Block], mark: str) -> None:
    """Each page says whether it is a draft, and what is invented."""
    told = [block.text for block in blocks if block.kind == PAGE_HEAD]
    for text in told or ["no head of a page"]:
        if text != mark:
            reader.differs("the head of a page", text, mark)


def _captions(reader: Reader, blocks: list[Block]) -> None:
    """One of each table and picture, counted through."""
    for word, kind in (("Table", "table"), ("Chart", "picture")):
        told = [block.text.split()[1] for block in blocks if block.kind == "Caption" and block.text.startswith(word)]
        wanted = [f"{number}." for number in range(1, sum(block.kind == kind for block in blocks) + 1)]
        if told != wanted:
            reader.differs("captions", f"{word} {' '.join(told)}", f"{word} {' '.join(wanted)}")


def _picture(reader: Reader, block: Block) -> None:
    own = reader.of(block.number)[:1]
    if not block.text or not own:
        reader.differs(block.under[1], "a picture without words, or of no promise", "a chart of a promise")
    reader.proved(block.under[1], Texts(pictures=[block.text]), own)


def _table(reader: Reader, block: Block) -> None:
    """A row a figure: its promise by its number, or by the heading it stands under."""
    for row in block.rows:
        named = NUMBERED.fullmatch(row.get("Promise", ""))
        number = named[1] if named else row.get("No.", block.number)
        own = reader.of(int(number)) if str(number).isdigit() else []
        if named:
            own = [one for one in own if one["headline"] and one["measure_title"] == named[2]]
            row = {**row, "Figure": own[0]["title"] if own else ""}
        elif "No." not in row:
            own = [one for one in own if one["part"] and not one["headline"]]
        if "Verdict then" in row:
            _changed(reader, row, own)
            continue
        for where, says, finding in wrong_cells(Rows("of-series", (row,)), own):
            reader.differs(f"{block.under[1] or block.under[0]}, {where}", says, finding)


def _changed(reader: Reader, row: dict[str, str], own: list[Facts]) -> None:
    """A row of what changed since the report before: a promise's verdict then and now, and which figures are others."""
    if not own:
        reader.differs(row["Promise"], "a promise", "no such promise")
        return
    facts = own[0]
    since = [one["since"] for one in reader.of(facts["number"]) if one["since"]]
    labels = {kind: list(dict.fromkeys(brief_period(label) for each in since for label in each[kind]))
              for kind in ("new", "revised")}
    figures = "; ".join(f"{kind}: {listed(told)}" for kind, told in labels.items() if told)
    for name, fact in {"Verdict then": verdict_words(facts["since"] or facts), "Verdict now": verdict_words(facts),
                       "Figures new or revised": figures or "–"}.items():
        if row[name] != fact:
            reader.differs(row["Promise"], row[name], fact)


def _paragraph(reader: Reader, block: Block) -> None:
    """Any paragraph but a story's."""
    run, place = reader.run, block.under
    if block.kind == "Title":
        reader.is_one_of(block, [run.title])
    elif block.kind == "Caption":
        _caption(reader, block)
    elif block.number is not None:
        _of_promise(reader, block)
    elif place[0] == "":
        reader.is_one_of(block, [plain(run.opening[1])])
    elif place[1] == "In short":
        reader.proved(place[1], Texts(lines=[block.text]), reader.findings)
    elif place[1] == "Questions to ask":
        _asked(reader, block, block.text)
    else:
        reader.is_one_of(block, {*FIXED, *NOT_COMPARED}.union(*map(_lines, (run.new, run.still_to_come, run.together))))


def _caption(reader: Reader, block: Block) -> None:
    own = {f"{one['title']}: {one['area']}" for one in reader.of(block.number)[:1]}
    if not NUMBERING.match(block.text) or NUMBERING.sub("", block.text) not in own | set(CAPTIONS):
        reader.differs(block.under[1] or block.under[0], block.text, " or ".join(own) or "no such caption")


def _lines(blocks: list[str]) -> set[str]:
    return {plain(line) for block in blocks for line in bullets(block)}


def _asked(reader: Reader, block: Block, line: str) -> None:
    if not line.endswith("?"):
        reader.differs(block.under[1], line, "a question")
    reader.proved(block.under[1], Texts(lines=[line]), reader.findings)
    if not any(line.endswith(asked) for one in reader.findings if one["headline"] for asked in one["questions"]):
        reader.differs(block.under[1], line, "no such question")


def _of_promise(reader: Reader, block: Block) -> None:
    """The plan's words, the verdict, a question; stories and notes are read together."""
    headline = next(iter(reader.of(block.number)), None)
    if headline is None:
        reader.differs(block.under[1], block.text, "no such promise")
    elif block.kind == "Quote":
        reader.is_one_of(block, [f"“{headline['promise']}”"])
    elif block.text.startswith("Verdict: "):
        reader.is_one_of(block, [f"Verdict: {verdict_words(headline)}"])
    elif block.text.startswith("Target: "):
        reader.is_one_of(block, [f"Target: {headline['target']}"] if headline["target"] != "none set" else [])
    elif block.under[2] == "Questions" and block.kind == "List Bullet":
        _asked(reader, block, f"{block.under[1]}. {block.text}")


def is_told(block: Block) -> bool:
    """Whether a paragraph is of a story or of a note."""
    return (block.kind == "Body Text" and block.number is not None and not block.under[2]
            and not block.text.startswith(("Verdict: ", "Target: ")))


def _stories(reader: Reader, blocks: list[Block]) -> None:
    """Each figure's story with its note, which stands in the appendix."""
    told: dict[tuple[int, str], list[list[str]]] = {}
    for number, title, text, is_note in _pieces(reader, [block for block in blocks if is_told(block)]):
        told.setdefault((number, title), [[], []])[is_note].append(text)
    for (number, title), (story, note) in told.items():
        reader.proved(f"{number}. {title}", Texts(stories=[Story(str(number), " ".join(story), " ".join(note))]),
                      [one for one in reader.of(number) if one["title"] == title] or reader.of(number)[:1])
        wholes = [plain(f"{one['title']}. {one['story']}") for one in reader.of(number) if one["title"] == title]
        if "".join(" ".join(story).split()) not in ["".join(whole.split()) for whole in wholes]:
            reader.differs(f"{number}. {title}", "a sentence more or less", "the whole story")
    wanted = {(one["number"], one["title"]) for one in reader.findings
              if one["story"] and (one["headline"] or one["part"])}
    for number, title in sorted(wanted ^ set(told)):
        reader.differs(f"{number}. {title}", "another story, or none", "one story of each figure of the promise")


def _pieces(reader: Reader, blocks: list[Block]) -> Iterator[tuple[int, str, str, bool]]:
    """Each paragraph with the promise and figure that it speaks of, and whether it is of a note."""
    title = ""
    for block in blocks:
        titles = [one["title"] for one in reader.of(block.number)]
        begun = max((each for each in titles if block.text.startswith(f"{each}. ")), key=len, default="")
        noted = max((each for each in titles if block.text.startswith(f"Note on {each}: ")), key=len, default="")
        title = noted or begun or title
        yield block.number, title, block.text.removeprefix(f"Note on {noted}: ") if noted else block.text, bool(noted)


def _whole(reader: Reader, blocks: list[Block]) -> None:
    """Nothing is left out: promises and figures in tables, charts, plan's words, verdicts, questions."""
    headlines = [one for one in reader.run.plain if one["headline"]]
    drawn = [one for one in headlines if any(point["value"] is not None for point in one["points"])]
    wanted = {"picture": len(drawn), "Quote": len(headlines), "Title": 1,
              "table row": len(headlines) + len(reader.run.compared)
              + sum(bool(one["part"]) and not one["headline"] for one in reader.run.plain)
              + sum(bool(one["points"]) for one in reader.run.plain),
              "verdict": len(headlines), "target": sum(one["target"] != "none set" for one in headlines)}
    there = Counter(block.kind for block in blocks)
    there["table row"] = sum(len(block.rows) for block in blocks)
    there["verdict"] = sum(block.text.startswith("Verdict: ") for block in blocks)
    there["target"] = sum(block.text.startswith("Target: ") for block in blocks)
    for kind, number in wanted.items():
        if there[kind] != number:
            reader.differs("the document", f"{there[kind]} × {kind}", f"{number}")


_BY_KIND = {"picture": _picture, "table": _table}
