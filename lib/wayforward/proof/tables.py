"""The tables of a page: each number of a row has to be a fact of the period, the area or the series that it names."""

import re
from collections.abc import Iterator
from decimal import Decimal

from wayforward.formats import brief_period
from wayforward.proof.facts import SOME, Facts, alike
from wayforward.proof.numbers import NUMBER, PER_CENT, P, agrees, read_number, told_p
from wayforward.proof.pictures import verdict_words
from wayforward.proof.reading import Rows
from wayforward.proof.sure import plain_verdict

NUMBERS = re.compile(rf"(?<![\w/.]){NUMBER}(?![\w/]|\.\d)")
MEDIAN = "Neighbours' median"
OF_POINT = {"Figure": ("value",), "95% interval": ("low", "high"), "Count": ("numerator",), "Out of": ("denominator",),
            "Not known": ("unknown",)}
OF_CONTROL = {"Figure": ("value",), "Centre line": ("centre",), "Limits": ("lower", "upper")}
HEADS = ("Count", "Out of", "Not known")
Said = tuple[str, str, str]         # the row, what it says, what the finding says


def wrong_cells(table: Rows, findings: list[Facts]) -> list[Said]:
    """What a table says that its finding does not; of a table that is none of a finding nothing."""
    series, _, kind = table.name.rpartition("-")
    if kind in OF_ALL:
        return [said for row in table.rows for said in OF_ALL[kind](row, findings)]
    rule = {"points": _of_period, "control": _of_control, "areas": _of_area, "robustness": _of_choice}.get(kind)
    own = [facts for facts in findings if facts["series"] == series]
    if rule is None or not own:
        return []
    tried = [[said for row in table.rows for said in rule(row, facts)] for facts in own]
    return min(tried, key=len)


def _numbers(cell: str, facts: list[float | None], unit: str) -> bool:
    """Whether a cell's numbers are these facts, in order; nothing where they are not there."""
    told, there = NUMBERS.findall(cell), [fact for fact in facts if fact is not None]
    if len(told) != len(there):
        return False
    return all(_is(number, _scaled(fact, unit)) for number, fact in zip(told, there, strict=True))


def _scaled(fact: float, unit: str) -> Decimal:
    exact = Decimal(repr(float(fact)))
    return exact * 100 if unit in PER_CENT else exact


def _is(number: str, fact: Decimal) -> bool:
    read = read_number(number)
    return read is not None and agrees(*read, fact)


def _told(facts: list[float | None], unit: str) -> str:
    there = [fact for fact in facts if fact is not None]
    return " to ".join(f"{_scaled(fact, unit).normalize():f}" for fact in there).replace("-", "−") or "nothing"


def _of_columns(row: dict[str, str], known: dict, columns: dict, unit: str) -> Iterator[Said]:
    for name, fields in columns.items():
        facts = [known.get(field) for field in fields]
        own = "" if name in HEADS else unit
        if name in row and not _numbers(row[name], facts, own):
            yield row["Period"], f"{name} {row[name]}", _told(facts, own)


def _of_period(row: dict[str, str], facts: Facts) -> Iterator[Said]:
    point = next((one for one in facts["points"] if one["period"] == row.get("Period")), None)
    if point is None:
        yield str(row.get("Period")), "this period", "no figure of it"
        return
    yield from _of_columns(row, point, OF_POINT, facts["unit"])
    for mark in facts["benchmarks"]:
        name = MEDIAN if mark["level"] == "median" else mark["area"]
        value = dict(map(tuple, mark["points"])).get(point["end"])
        if name in row and not _numbers(row[name], [value], facts["unit"]):
            yield row["Period"], f"{name} {row[name]}", _told([value], facts["unit"])
    parts = {point["status"], *(point["note"] or "").split("; "), *(point["reason"] or "").split("; "), ""}
    if not set(row.get("Remark", "").split("; ")) <= parts:
        yield row["Period"], row["Remark"], "; ".join(sorted(filter(None, parts)))


def _of_control(row: dict[str, str], facts: Facts) -> Iterator[Said]:
    points = facts.get("control", "points") or []
    labels = {one["end"]: brief_period(one["period"]) for one in facts["points"]}
    point = next((one for one in points if labels.get(one["end"]) == row.get("Period")), None)
    if point is None:
        yield str(row.get("Period")), "this period", "no figure of it in the control chart"
        return
    yield from _of_columns(row, point, OF_CONTROL, facts["unit"])
    if row.get("Signals", "") != "; ".join(point["signals"]):
        yield row["Period"], row["Signals"], "; ".join(point["signals"]) or "no signal"


def _of_area(row: dict[str, str], facts: Facts) -> Iterator[Said]:
    own = {"value": facts.get("latest", "value"), "change": facts.get("change", "estimate")}
    marks = {MEDIAN if one["level"] == "median" else one["area"]: one for one in facts["benchmarks"]}
    mark = {**marks, facts["area"]: own}.get(row.get("Area"))
    if mark is None:
        yield str(row.get("Area")), "this area", "no figure of it"
        return
    less = mark.get("relative") or {}
    limits = [less.get(name) for name in ("estimate", "low", "high")]
    for name, values in (("Figure", [mark["value"]]), ("Change", [mark["change"]]), ("Ours less theirs", limits)):
        if name in row and not _numbers(row[name], values, facts["unit"]):
            yield row["Area"], f"{name} {row[name]}", _told(values, facts["unit"])


def _of_choice(row: dict[str, str], facts: Facts) -> Iterator[Said]:
    choice = next((one for one in facts["robustness"] if one["choice"] == row.get("Choice")), None)
    if choice is None:
        yield str(row.get("Choice")), "this choice", "no such choice was tried"
        return
    told = [told_p(choice[name]) for name in ("p", "smallest_p") if choice.get(name) is not None]
    if P.findall(row.get("p", "")) != told:
        yield row["Choice"], row["p"], ", least possible ".join(told) or "no p"
    if row.get("Verdict") not in (choice["verdict"], plain_verdict(choice["verdict"])):
        yield row["Choice"], row["Verdict"], choice["verdict"]
    stands = "agrees" if alike(choice["verdict"], facts["verdict"]) else "differs"
    if row.get("Beside ours", stands) != stands:
        yield row["Choice"], row["Beside ours"], stands


def _of_series(row: dict[str, str], findings: list[Facts]) -> Iterator[Said]:
    """A row of a table with a row a series: the finding is the one of that name whose facts fit best."""
    own = [facts for facts in findings if re.fullmatch(
        re.escape(facts["title"]) + r"(?: \((?:stands in|as published|[^()]*better)\))*", row.get("Figure", ""))]
    if not own:
        yield row.get("Figure", ""), "this figure", "no finding of that name"
        return
    yield from min((list(_ends(row, facts)) for facts in own), key=len)


def _ends(row: dict[str, str], facts: Facts) -> Iterator[Said]:
    for name, point in (("Before the plan", facts["baseline"]), ("Latest", facts["latest"])):
        if name in row and not latest_is(row[name], facts, point):
            yield row["Figure"], f"{name} {row[name]}", _point_told(facts, point)
    if "Change" in row and not change_is(row["Change"], facts):
        yield row["Figure"], f"Change {row['Change']}", _told(change_of(facts), facts["unit"])
    if "Verdict" in row and not verdict_is(row["Verdict"], facts):
        yield row["Figure"], row["Verdict"], verdict_words(facts)


def _of_bee(row: dict[str, str], findings: list[Facts]) -> Iterator[Said]:
    """A row that names promises with their verdicts."""
    for facts in (facts for facts in findings if facts["headline"]):
        name, cell = f"{facts['number']} {facts['measure_title']}: ", row.get("Promises", "")
        if name in cell and not cell.partition(name)[2].startswith(verdict_words(facts).lower()):
            yield row.get("Bee", ""), cell, f"{name}{verdict_words(facts).lower()}"


def _of_tests(row: dict[str, str], findings: list[Facts]) -> Iterator[Said]:
    """A row of the promises' tests looked at together: which test decided, its p, and the verdict."""
    facts = next((one for one in findings if one["headline"] and str(one["number"]) == row.get("No.")), None)
    if facts is None:
        yield row.get("Promise", ""), row.get("No.", ""), "no such promise"
        return
    test = TESTS.get(facts["decided_by"])
    told = _p_together(facts, test).removeprefix("p ").removeprefix("= ") if test else ""
    for name, fact in (("Promise", facts["measure_title"]), ("Decided by", test and facts["decided_by"]), ("p", told),
                       ("Verdict", verdict_words(facts))):
        if fact and row.get(name) != fact:
            yield row["Promise"], f"{name} {row.get(name)}", str(fact)


def _p_together(facts: Facts, test: str) -> str:
    """The p of the test that decided; 1 where the verdict is open all the same: the verdict table gave it no heed."""
    unheeded = alike(facts["verdict"], "no clear change") and facts.is_below(SOME, test, "p")
    return told_p(1.0 if unheeded else facts.get(test, "p"))


TESTS = {"trend": "trend", "change": "change", "standing among neighbours": "standing",
         "trend against the other councils": "against_others"}
OF_ALL = {"series": _of_series, "headlines": _of_series, "others": _of_series, "bees": _of_bee, "together": _of_tests}


def latest_is(cell: str, facts: Facts, point: dict | None) -> bool:
    """Whether a cell "88.6% (year to 31 March 2025)" is a point of the finding."""
    if point is None:
        return not NUMBERS.search(cell)
    period = f" ({brief_period(point['period'])})"
    return cell.endswith(period) and _numbers(cell.removesuffix(period).replace("per 10,000", ""), [point["value"]],
                                              facts["unit"])


def _point_told(facts: Facts, point: dict | None) -> str:
    return f"{_told([point['value']], facts['unit'])} ({brief_period(point['period'])})" if point else "no figure"


def change_of(facts: Facts) -> list[float | None]:
    """The change and its limits."""
    limits = [facts.get("change", name) for name in ("low", "high")]
    return [facts.get("change", "estimate"), *(limits if None not in limits else ())]


def change_is(cell: str, facts: Facts) -> bool:
    """Whether a cell "−5.0 percentage points (−11.8 to +1.8)" is the finding's change."""
    return _numbers(cell.replace("per 10,000", ""), change_of(facts), facts["unit"])


def verdict_is(cell: str, facts: Facts) -> bool:
    """Whether a cell is the finding's verdict; of a refused one with what was refused."""
    verdict, refused = verdict_words(facts), facts.get("refused", "title")
    return cell in (verdict, f"{verdict}: the return “{refused}” was refused")
