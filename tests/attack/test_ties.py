"""What ties counts together beyond one table: years beside quarters, groups by other names, rounding, averages,
amounts, those who are in the table. Each is put into a tiny run on purpose, and found; without it there is nothing."""

import json
import math

import pytest
from hand_made import END, LABEL, by_group, finding, point, run, table

from wayforward.attack import attack, known_of
from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation, Evidence, lay_side_by_side, read_runs
from wayforward.attack.labels import plain_label
from wayforward.attack.narrowing import Narrowing
from wayforward.attack.recipes import AMOUNT, AVERAGE, COUNT, INSIDER
from wayforward.attack.rests import insider_recipes

HIDDEN = ["–", "–", "–"]
ENDS = [f"{year}-{day}" for year in (2023, 2024, 2025) for day in ("06-30", "09-30", "12-31")]
QUARTERS = sorted([*ENDS, "2024-03-31", "2025-03-31", "2026-03-31"])
COUNTS = dict(zip(QUARTERS, [20, 21, 22, 23, 24, 25, 26, 27, 28, 3, 30, 31], strict=True))


@pytest.fixture
def make(tmp_path):
    """Makes runs in folders of their own."""
    made = []

    def make_one(*given, **more):
        made.append(run(tmp_path / str(len(made)) / "r", *given, **more))
        return made[-1]
    return make_one


def told(folder, kind: str = COUNT) -> list[tuple[float, float]]:
    return sorted((each.low, each.high) for each in attack([folder]) if each.kind == kind)


def quarterly(*hidden: str) -> dict:
    return finding("steps", [point(end, None if end in hidden else count) for end, count in COUNTS.items()], "count")


def rolling(*wrong: str) -> dict:
    """The year that ends with each quarter; one too many where `wrong`."""
    ends = QUARTERS[3:]
    return finding("year", [point(end, sum(COUNTS[each] for each in QUARTERS[place:place + 4]) + (end in wrong))
                            for place, end in enumerate(ends)], "count")


def test_a_year_that_moves_on_by_a_quarter(make):
    """23 + 24 + 25 + 26 = 98 a year before; 26 + 27 + 28 + 3 = 84 less the three that are told: 3."""
    small = QUARTERS[9]
    assert told(make([quarterly(small)])) == []
    assert (3, 3) in told(make([quarterly(small), rolling()]))
    assert told(make([quarterly(small), rolling(QUARTERS[3])])) == []       # no sum in every year shown


def test_years_beside_quarters(make):
    """The years to March: 86, 102 and 92; 92 − 28 − 30 − 31 = 3."""
    years = finding("years", [point(end, sum(COUNTS[each] for each in QUARTERS[place:place + 4]))
                              for place, end in ((0, "2024-03-31"), (4, "2025-03-31"), (8, END))], "count")
    assert (3, 3) in told(make([quarterly(QUARTERS[9]), years]))


@pytest.mark.parametrize(("one", "other"), [
    ("In none of them", "in none recorded"), ("Unknown", "not known"), ("aged 16 to 17", "16 and 17"),
    ("Others", "other"), ("In any of these groups", "in a vulnerable group"), ("White", "white")])
def test_groups_by_two_names_are_one(one, other):
    assert plain_label(one) == plain_label(other)


@pytest.mark.parametrize(("one", "other"), [
    ("16", "17"), ("not known", "none"), ("Other", "Other school"), ("in care", "in a vulnerable group"),
    ("Distance not known: no postcode", "not known")])
def test_groups_that_differ_stay_apart(one, other):
    assert plain_label(one) != plain_label(other)


def test_a_group_by_another_name_in_a_nested_series(make):
    """30 − 27 of whom it is not known, named in two ways."""
    findings = [finding("graded", [point(END, 46, 69)], of="case audits"),
                finding("considered", [point(END, 39, 61)], of="case audits")]
    tables = [by_group("graded", ["Unknown", "50%", "15", "30"], ["Male", "79%", "31", "39"]),
              by_group("considered", ["not known", "56%", "15", "27"], ["Male", "71%", "24", "34"])]
    assert told(make(findings, *tables)) == [(3, 3)]
    assert told(make(findings, tables[0].replace("Unknown", "Female"), tables[1])) == []


def test_those_in_none_of_the_groups(make):
    """Of 60 young people 57 are in a vulnerable group, a series of its own: 3 in none; and 20 − 18 = 2 of those so."""
    findings = [finding("all", [point(END, 20, 60)], of="young people"),
                finding("some", [point(END, 18, 57)], of="young people in a vulnerable group")]
    rows = by_group("all", ["in a vulnerable group", *HIDDEN], ["in none recorded", *HIDDEN], by="Vulnerable group")
    assert told(make(findings[:1], rows)) == []
    assert {(3, 3), (2, 2)} <= set(told(make(findings, rows)))


def test_several_hidden_together(make):
    """60 − 24 − 33 = 3 are in the two hidden groups together, and 20 − 8 − 9 = 3 of those so; 12 tell of nobody."""
    def rows(male):
        return by_group("far", ["Female", "33%", "8", "24"], ["Male", "–", "9", male], ["Other", *HIDDEN],
                        ["Not known", *HIDDEN])
    assert told(make([finding("far", [point(END, 20, 60)])], rows("33"))) == [(3, 3), (3, 3)]
    assert told(make([finding("far", [point(END, 29, 69)])], rows("33"))) == []


def test_whoever_is_one_of_five_in_two_hidden_groups(make):
    """60 − 24 − 31 = 5 in two groups: who is in one knows that the other has 4 at most; 6 would leave more."""
    def rows(male):
        return by_group("far", ["Female", "–", "–", "24"], ["Male", "–", "–", male], ["Other", *HIDDEN],
                        ["Not known", *HIDDEN])
    total = [finding("far", [point(END, None, 60)], "mean")]
    assert told(make(total, rows("31")), INSIDER) == [(0, 4)]
    assert told(make(total, rows("30")), INSIDER) == []
    alone = make(total, rows("31"))
    (alone / "manifest.json").write_text(json.dumps({"disclosure": {"coalition": 0}}), encoding="utf-8")
    assert attack([alone]) == []


def test_another_cell_that_only_an_insider_bounds():
    """a + b = 5 and b is somebody: who is in a knows that b is 1 to 4."""
    a, b = (Key("s", END, "Group", name, "People") for name in "ab")
    found = Narrowing(Evidence())
    for link in ([Equation(((a, 1.0), (b, 1.0)), 5, 5, "5")], [Equation(((b, 1.0),), 1, math.inf, "somebody")]):
        assert found.add(link)
    (recipe,) = insider_recipes(found)
    assert (recipe.low, recipe.high, recipe.kind) == (1, 4, INSIDER) and found.at(b) == (1, 5)


def test_the_average_of_the_few_who_are_in_no_group_shown(make):
    """(60 × 10 − 24 × 9 − 33 × 10.5) / 3 = 12.5."""
    total = [finding("days", [point(END, None, 60, value=10)], "mean")]
    rows = [["Female", "9.0 days", "–", "24"], ["Male", "10.5 days", "–", "33"], ["Other", *HIDDEN]]
    folder = make(total, by_group("days", *rows))
    (recipe,) = [each for each in attack([folder]) if each.kind == AVERAGE]
    assert recipe.low == 3 and "= 12.5" in recipe.what
    assert told(make(total, by_group("days", rows[0], rows[2])), AVERAGE) == []


def test_the_average_of_those_in_one_series_and_not_in_another(make):
    """(60 × 10 − 58 × 9.5) / 2 = 24.5."""
    def series(name, of, value, number):
        return finding(name, [point(END, None, number, value=value)], "mean", of=of)
    pair = [series("all", "staff", 10, 60), series("full", "staff in full-time posts", 9.5, 58)]
    (recipe,) = [each for each in attack([make(pair)]) if each.kind == AVERAGE]
    assert recipe.low == 2 and "= 24.5" in recipe.what
    assert told(make([pair[0], series("full", "staff in full-time posts", 9.5, 50)]), AVERAGE) == []


@pytest.mark.parametrize(("row", "finds"), [
    (["Manager", "3", "40"], [AMOUNT, COUNT]), (["Manager", "–", "40"], [AMOUNT]), (["Manager", "–", "–"], []),
    (["Manager", "12", "40"], []), (["Manager", "0", "0"], [])])
def test_an_amount_of_a_few(make, row, finds):
    rows = table("Sickness by role", ["Role", "People", "Days lost"], ["Worker", "50", "400"], row)
    assert sorted(each.kind for each in attack([make([], rows)])) == finds


@pytest.mark.parametrize(("longest", "finds"), [("330", [AMOUNT]), ("300", [])])
def test_an_amount_that_one_makes_up_most_of(make, longest, finds):
    """330 of 400 days are more than four fifths; 300 are not."""
    columns = ["Role", "People", "Days lost", "Longest (days)"]
    rows = table("Sickness by role", columns, ["Worker", "50", "400", longest])
    assert [each.kind for each in attack([make([], rows)])] == finds


def test_populations_that_only_look_nested(make):
    """1900 − 1899 of two returns: not of the same people, unless they are described the same or often as many."""
    def pair(other, *before):
        points = [[point(f"20{20 + place}-03-31", None, count) for place, count in enumerate([*before, last])]
                  for last in (1900, 1899)]
        return make([finding("stay", points[0], "shares", of="staff in post a year before", supplied_by="one"),
                     finding("sex", points[1], "shares", of=other, supplied_by="other")])
    assert told(pair("all staff by sex")) == []
    assert told(pair("all staff by sex", 1890, 1890)) == []
    assert told(pair("all staff by sex", 1890, 1880)) == [(1, 1)]
    assert told(pair("staff in post a year before")) == [(1, 1)]


def accounts(title: str, received: str, counted: str = "60") -> str:
    rows = [["rows in", received], ["counted", counted], ["died", "fewer than 5"]]
    return table(f"Far: every row of the return{title}", ["Rows", "Return of 2026"], *rows, name="far-rows")


@pytest.mark.parametrize(("title", "rule", "bounds"), [
    (", those left out to the nearest 5", {}, [(68, 72), (60, 60)]),
    (", those left out to the nearest 10", {}, [(65, 75), (60, 60)]),
    (", to the nearest 10", {}, [(65, 75), (55, 65)]),
    ("", {"rounding": 5}, [(68, 72), (58, 62)]),
    ("", {"rounding": 10}, [(65, 75), (55, 65)]),
    ("", {}, [(65, 75), (55, 65)])])
def test_rows_are_rounded_as_the_page_or_the_run_says(make, title, rule, bounds):
    """Without a word, by what would be wrong for neither base."""
    folder = make([], accounts(title, "70"))
    (folder / "manifest.json").write_text(json.dumps({"disclosure": rule}), encoding="utf-8")
    found = lay_side_by_side(read_runs([folder])).bounds
    assert [found[Key("far", "2026", "Rows", row, "rows")] for row in ("rows in", "counted")] == bounds


def test_a_rounded_number_that_is_no_multiple_is_exact(make):
    """64 rows, and 60 of one reason to the nearest 10."""
    found = lay_side_by_side(read_runs([make([], accounts("", "64"))])).bounds
    assert found[Key("far", "2026", "Rows", "rows in", "rows")] == (64, 64)


def test_rounded_rows_bound_a_quarter(make):
    """25 + 26 + 26 = 77 of 80 counted: 3, or 0 to 8 where 80 is to the nearest 10; 20 + 21 + 22 + 23 = 86 fits 90."""
    counts = dict(zip(QUARTERS[:8], [20, 21, 22, 23, 25, 26, 26, None], strict=True))
    findings = [finding("steps", [point(end, count) for end, count in counts.items()], "count")]

    def rows(title, *counted):
        return table(f"Steps: every row of the return{title}", ["Rows", "Return of 2024", "Return of 2025"],
                     ["counted", *counted], name="steps-rows")
    assert told(make(findings, rows(", to the nearest 10", "90", "80"))) == []
    assert told(make(findings, rows(", those left out to the nearest 10", "86", "80"))) == [(3, 3)]


def test_a_story_of_a_point_tells_its_period(make):
    """A pair belongs to the period named before it, or after it in brackets."""
    story = f"On {LABEL}, 30 of 60 children looked after were far away. Before it was 40% (20 of 50, 2025-03-31)."
    folder = make([finding("far", [point("2025-03-31"), point(END)], story=story)])
    found = lay_side_by_side(read_runs([folder])).bounds
    assert [found[Key("far", end, "", "", part)] for end in (END, "2025-03-31") for part in ("numerator", "denominator")
            ] == [(30, 30), (60, 60), (20, 20), (50, 50)]


def test_two_series_that_are_equal_where_both_are_shown_may_differ_where_one_is_hidden(make):
    """The very periods in which they differ by a few may be those that are hidden."""
    shown, hidden = [("2024-03-31", 57), ("2025-03-31", 58)], (END, None)
    series = [finding("sex", [point(end, None, count) for end, count in [*shown, (END, 57)]], "shares", of="by sex"),
              finding("age", [point(end, None, count) for end, count in [*shown, hidden]], "shares", of="by age")]
    found = known_of(read_runs([make(series)]))
    assert found.at(Key("age", END, "", "", "denominator")) == (0, math.inf)


def test_the_smaller_of_two_described_by_fewer_words_is_no_part(make):
    """Staff by sex are 189 and all staff, by ethnic group, 187: each lacks those of whom its own is not known."""
    pair = [finding("all", [point(END, None, 187)], "shares", of="all staff"),
            finding("sex", [point(END, None, 189)], "shares", of="all staff by sex")]
    assert told(make(pair)) == []
    assert told(make([pair[0] | {"points": [point(END, None, 190)]}, pair[1]])) == [(1, 1)]
