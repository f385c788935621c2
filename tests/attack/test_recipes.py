"""Each way to a number from 1 to 4, put into a tiny run on purpose, is found; the same run without it gives nothing."""

import pytest
from hand_made import END, by_group, finding, point, run, table

from wayforward.attack import attack
from wayforward.attack.cells import Key
from wayforward.attack.evidence import Equation
from wayforward.attack.recipes import COUNT, EXACT_ROWS

LEAVERS = "care leavers aged 17 and 18"
QUARTERS = ["2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31"]
EARLIER = ["2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31"]


def found(*folders) -> list[tuple[float, float]]:
    """The bounds of every number that is given away."""
    return sorted((recipe.low, recipe.high) for recipe in attack(list(folders)) if recipe.kind == COUNT)


@pytest.fixture
def make(tmp_path):
    """Makes runs in folders of their own."""
    made = []

    def make_one(*given, **more):
        made.append(run(tmp_path / str(len(made)) / "2025-26-Q4", *given, **more))
        return made[-1]
    return make_one


@pytest.mark.parametrize(("other", "gives"), [(167, [(4, 4)]), (171, []), (160, [])])
def test_two_promises_about_the_same_people(make, other, gives):
    """171 − 167 = 4, whatever returns they name."""
    findings = [finding("eet", [point(END, 100, 171)], of=LEAVERS, number=6, supplied_by="one"),
                finding("suitable", [point(END, 90, other)], of=LEAVERS, number=7, supplied_by="other")]
    assert found(make(findings)) == gives


def test_three_audit_series_of_one_return(make):
    """64 − 63, 64 − 60, 63 − 60."""
    series = [finding(name, [point(END, 30, count)], of="case audits") for name, count in
              (("first", 64), ("both", 63), ("second", 60))]
    assert found(make(series)) == [(1, 1), (3, 3), (4, 4)]


def test_totals_of_a_workforce_by_sex_and_in_all(make):
    """1900 − 1899."""
    assert found(make([finding("stayed", [point(END, 1600, 1900)], of="staff in post a year before"),
                       finding("by_sex", [point(END, None, 1899)], "shares", of="all staff by sex")])) == [(1, 1)]


def test_people_of_other_ages_or_of_another_description_are_not_subtracted(make):
    series = [("young", "care leavers aged 17 and 18", "one"), ("old", "care leavers aged 19 to 21", "one"),
              ("pupils", "pupils", "other")]
    assert found(make([finding(name, [point(END, 80, 170 + place)], of=of, supplied_by=source)
                       for place, (name, of, source) in enumerate(series)])) == []


def test_denominators_that_cross_over_are_not_nested(make):
    pairs = [("one", 60, 64), ("other", 62, 61)]
    assert found(make([finding(name, [point("2025-03-31", 30, before), point(END, 30, now)], of="case audits")
                       for name, before, now in pairs])) == []


def test_denominators_once_far_apart_are_not_nested(make):
    """64 − 61 now, but 100 against 40 before."""
    pairs = [("one", 100, 64), ("other", 40, 61)]
    assert found(make([finding(name, [point("2025-03-31", 30, before), point(END, 30, now)], of="case audits")
                       for name, before, now in pairs])) == []


def test_a_group_of_two_nested_series(make):
    """30 − 27 girls; the boys hide between 0 and 39."""
    findings = [finding("graded", [point(END, 46, 69)], of="case audits"),
                finding("considered", [point(END, 39, 61)], of="case audits")]
    assert found(make(findings, by_group("graded", ["Female", "50%", "15", "30"], ["Male", "79%", "31", "39"]),
                      by_group("considered", ["Female", "56%", "15", "27"], ["Male", "71%", "24", "34"]))) == [(3, 3)]


def test_numerators_over_one_denominator(make):
    """43 near or in the county, 41 in it: 2 near, and outside."""
    ways = [("in_county", 41, "were placed in the county"), ("near", 43, "were placed in the county or near it")]
    findings = [finding(name, [point(END, count, 90)], counted=words) for name, count, words in ways]
    assert found(make(findings)) == [(2, 2)]


def test_numerators_that_cross_over_are_not_nested(make):
    ways = [("in_county", 45, 41, "were placed in the county"),
            ("near", 30, 43, "were placed in the county or near it")]
    assert found(make([finding(name, [point("2025-03-31", before, 90), point(END, now, 90)], counted=words)
                       for name, before, now, words in ways])) == []


def test_a_hidden_group_by_the_total(make):
    """60 in all, less 24 and 33: 3; of them 20 − 8 − 9 = 3 far away."""
    rows = [["Female", "33%", "8", "24"], ["Male", "27%", "9", "33"], ["Other", "–", "–", "–"]]
    assert found(make([finding("far", [point(END, 20, 60)])], by_group("far", *rows))) == [(3, 3), (3, 3)]


def test_two_hidden_groups_of_enough_people_hold(make):
    """60 − 24 = 36 are two groups of any size."""
    rows = [["Female", "33%", "8", "24"], ["Male", "–", "–", "–"], ["Other", "–", "–", "–"]]
    assert found(make([finding("far", [point(END, 20, 60)])], by_group("far", *rows))) == []


def test_groups_that_lack_somebody(make):
    """60 − 24 − 34 = 2 in no group."""
    rows = [["Female", "33%", "8", "24"], ["Male", "35%", "12", "34"]]
    assert (2, 2) in found(make([finding("far", [point(END, 20, 60)])], by_group("far", *rows)))


def test_one_table_under_two_rules(make):
    """The breakdown hides 16 plans of which 15 in the county; the table beside it shows them: 1 outside."""
    columns = ["Setting", "Plans", "In the county"]
    rows = [["School", "40", "30"], ["College", "20", "10"], ["Alternative", "16", "15"]]
    shown = [["School", "75%", "30", "40"], ["College", "50%", "10", "20"], ["Alternative", "–", "–", "–"]]
    assert found(make([finding("met", [point(END, 55, 76)])], by_group("met", *shown, by="Setting"),
                      table("Where plans are met", columns, *rows))) == [(1, 1)]
    assert found(make([finding("met", [point(END, 55, 76)])],
                      table("Where plans are met", [*columns, "Share in the county"],
                            *([*row, share] for row, share in zip(rows, ("75%", "50%", "93.8%"), strict=True)))
                      )) == [(1, 1)]


def test_columns_that_agree_where_both_are_shown(make):
    """Each table hides two of five settings, not the same: 88 − 30 − 28 − 12 − 15 = 3 are in the last."""
    told = {"School": 30, "College": 28, "Nursery": 12, "Alternative": 15, "Nowhere": 3}
    shown = [[name, "–", "–", "–" if name in ("Alternative", "Nowhere") else count] for name, count in told.items()]
    other = [[name, "–" if name in ("School", "Nowhere") else count] for name, count in told.items()]
    findings, breakdown = [finding("met", [point(END, None, 88)], "mean")], by_group("met", *shown, by="Setting")
    assert found(make(findings, breakdown)) == []
    assert found(make(findings, breakdown, table("Plans", ["Setting", "Plans"], *other))) == [(3, 3), (3, 3)]


def test_a_part_that_is_all_of_its_whole_is_not_taken_for_it(make):
    """12 of 12 and 9 of 9, then 8 of what is hidden: it may be more than 8."""
    ends = [("2024-03-31", 12, 12), ("2025-03-31", 9, 9)]
    points = [*(point(*end) for end in ends), point(END, None, 11)]
    assert found(make([finding("suitable", points)])) == []


def test_columns_that_add_up(make):
    """Managers and others are the heads, where all are told: 8 − 5 = 3 managers."""
    names = ["White", "Asian", "Mixed"]
    heads = table("All staff", ["Group", "Heads"], *zip(names, (60, 30, 8), strict=True))
    parts = table("Managers", ["Group", "Managers", "Others"], *zip(names, (20, 12, "–"), (40, 18, 5), strict=True))
    assert found(make([], parts)) == []
    assert found(make([], heads, parts)) == [(3, 3)]


def test_groups_of_the_same_people_in_two_breakdowns(make):
    """One breakdown tells 24 girls, the other 33 boys, of the same 60: 3 are neither."""
    findings = [finding(name, [point(END, None, 60)], kind) for name, kind in (("one", "mean"), ("other", "shares"))]
    hidden = ["–", "–", "–"]
    tables = [by_group("one", ["Female", "–", "–", "24"], ["Male", *hidden], ["Neither", *hidden]),
              by_group("other", ["Female", *hidden], ["Male", "–", "–", "33"], ["Neither", *hidden])]
    assert found(make(findings, *tables[:1])) == found(make(findings, *tables[1:])) == []
    assert found(make(findings, *tables)) == [(3, 3), (3, 3)]


def test_a_series_of_one_group_alone(make):
    """Those with an EHC plan are hidden in the breakdown and told by their own series; so are their partners, 3."""
    findings = [finding("neet", [point(END, 70, 700)]),
                finding("ehc", [point(END, 40, 120)], title="With an EHC plan: not in education", of="others",
                        supplied_by="x")]
    rows = [["EHC plan", "–", "–", "–"], ["No need", "5%", "27", "530"], ["SEN support", "–", "–", "–"]]
    assert found(make(findings, by_group("neet", *rows, by="SEND"))) == [(3, 3)]      # 70 − 40 − 27 of 700 − 120 − 530
    assert found(make(findings[:1], by_group("neet", *rows, by="SEND"))) == []


def test_a_random_sample_and_the_breakdown_by_sample(make):
    """45 at random, of whom 30 simply: 15 within strata; 32 − 19 = 13 of them good, and 2 not."""
    findings = [finding("good", [point(END, 46, 69)]),
                finding("good_random", [point(END, 32, 45)], title="Good, cases chosen at random", of="sampled",
                        supplied_by="x")]
    rows = [["Random", "63%", "19", "30"], ["Random within strata", "–", "–", "–"], ["Themed", "–", "–", "–"]]
    assert found(make(findings, by_group("good", *rows, by="Sample"))) == [(2, 2)]


def quarterly(*hidden: int) -> dict:
    """Eight quarters, of which the sixth is of 3; without those of the last year that are named by their place."""
    counts = dict(zip([*EARLIER, *QUARTERS], [20, 21, 22, 23, 24, 3, 25, 26], strict=True))
    counts |= {QUARTERS[place]: None for place in hidden}
    return finding("steps", [point(end, count) for end, count in counts.items()], "count", of="families")


ACCOUNTS = table("Steps: every row of the return", ["Rows", "Return of 2025", "Return of 2026"],
                 ["counted", "86", "78"], name="steps-rows")


def test_quarters_less_the_rows_counted_in_the_year(make):
    """78 − 24 − 25 − 26 = 3, as 20 + 21 + 22 + 23 = 86 shows what is counted."""
    assert found(make([quarterly(1)], ACCOUNTS)) == [(3, 3)]
    assert found(make([quarterly(0, 1)], ACCOUNTS)) == []


def test_releases_side_by_side(make):
    """The first release hides one partner of the small quarter, the second another: 3 is left of 78."""
    first, second = (make([quarterly(1, partner)], ACCOUNTS) for partner in (0, 3))
    assert found(first) == found(second) == []
    assert found(first, second) == [(3, 3)]


def test_two_editions_that_differ_by_a_few(make):
    """63 − 60, and 21 − 18 rows that a rule of the screening names."""
    rows = [table("Screening", ["", "Rule", "File", "Rows"], ["warn", "must be given", "a.csv", count])
            for count in ("18", "21")]
    editions = [make([finding("far", [point(END, 20, count)])], rule)
                for count, rule in zip((60, 63), rows, strict=True)]
    assert found(*editions) == [(3, 3), (3, 3)]
    assert found(editions[0], editions[0]) == []


def test_a_rounded_percentage_beside_hidden_counts(make):
    """25 are told, and 8 % of them: 1.875 to 2.125, so 2."""
    rows = [["Female", "8%", "–", "25"], ["Male", "–", "–", "–"]]
    assert found(make([finding("far", [point(END, 20, 60)])], by_group("far", *rows))) == [(2, 2)]


def groups(*shares: float | None) -> list[dict]:
    residents = (0.5, 0.25, 0.25)
    return [{"name": f"group {place}", "share": share, "community": resident}
            for place, (share, resident) in enumerate(zip(shares, residents, strict=True))]


def test_the_distance_of_a_make_up(make):
    """48 of 80 in the first group; the others are 32. The distance, 48/80 − 0.5 + 29/80 − 0.25 = 0.2125, and 48 + 29
    = 77 above their share leave 3 for one of the two; which, only residents' shares that differ say."""
    told = dict(value=0.2125, numerator=77, denominator=80)
    assert found(make([finding("mix", [point(END, **told)], "shares", groups=groups(0.6, None, None))])) == []
    unlike = groups(0.6, None, None)
    unlike[1]["community"], unlike[2]["community"] = 0.3, 0.2
    told = dict(value=48 / 80 - 0.5 + 29 / 80 - 0.2, numerator=77, denominator=80)
    assert found(make([finding("mix", [point(END, **told)], "shares", groups=unlike)])) == [(3, 3)]


def test_the_rows_of_the_files_in_the_manifest(make):
    """64 rows, 61 counted: of the "fewer than 5" left out there are 3; and 70 − 66 = 4 of "5", to the nearest 5."""
    accounts = table("Far: every row of the return", ["Rows", "Return of 2025", "Return of 2026"],
                     ["rows in", "more than 61", "70"], ["counted", "61", "66"], ["died", "fewer than 5", "5"],
                     name="far-rows")
    files = [{"path": f"returns/x/episodes_{year}.csv", "rows": rows}
             for year, rows in (("2024-25", 64), ("2025-26", 70))]
    assert found(make([], accounts)) == []
    run = make([], accounts, files=files)
    assert found(run) == [(3, 3), (4, 4)]
    assert [recipe.kind for recipe in attack([run])] == [COUNT, COUNT, EXACT_ROWS]


def test_words_that_tell_of_a_few_others(make):
    """58 of 60 tells of 2; the sentence is of a point that is hidden elsewhere, so its complement is known as well."""
    story = ("### 1. A promise\n\n**Title of far.** On 31 March 2026, {} of 60 children looked after were far away. "
             "The trend over 3 of 6 figures is upward.")
    findings = [finding("far", [point(END)])]
    assert found(make(findings, narrative=story.format(58))) == [(2, 2), (2, 2)]
    assert found(make(findings, narrative=story.format(50))) == []


def test_official_figures_are_shown_as_published(make):
    """A council of few people: its official make-up by group, and the story of an official percentage on its page."""
    story = "**No clear change.** In March 2026, 24 of 25 children looked after were far away."
    official = [finding("far", [point(END, 24, 25)], origin="published", story=story),
                finding("make_up", [point(END)], kind="shares", origin="published")]
    heads = (["Group", "Heads"], ["White", "12"], ["Other", "3"])
    plain = f"<p>{story.replace('*', '')}</p>"
    assert found(make(official, table("Make-up", *heads, name="make_up-groups"), plain)) == []
    counted = [official[0], finding("make_up", [point(END)], kind="shares")]
    assert found(make(counted, table("Make-up", *heads, name="make_up-groups"))) == [(3, 3)]


def test_a_number_that_simply_stands_there(make):
    columns, rows = ["Group", "Children"], [["Near", "12"], ["Far", "3"]]
    assert found(make([], table("Where they live", columns, *rows))) == [(3, 3)]
    assert found(make([], table("To read beside it", ["Period", *columns[1:]], *rows))) == []      # official figures


def test_the_rows_of_what_is_not_known(make):
    """12 of whom it is not known, less 10: 2; the others of 60 are two hidden rows of 20 together."""
    rows = [["Near", "30", "50.0%"], ["Far", "–", "–"], ["Further", "–", "–"],
            ["Distance not known: no postcode", "10", "16.7%"], ["Distance not known: adopted", "–", "–"]]
    beside = table("Where they live, 31 March 2026", ["Where", "Children", "Share"], *rows)
    assert found(make([finding("far", [point(END, 18, 60, 12)])], beside)) == [(2, 2)]
    assert found(make([finding("far", [point(END, 18, 60, 17)])], beside)) == []


def test_a_recipe_tells_its_arithmetic_and_where_the_cells_stand(make):
    (recipe,) = attack([make([finding("eet", [point(END, 100, 171)], of=LEAVERS),
                              finding("suitable", [point(END, 90, 167)], of=LEAVERS)])])
    assert recipe.exact and "171 − 167" in recipe.what
    assert [cell.partition(" (")[0] for cell in recipe.cells] == [
        f"denominator of suitable, {END} = 167", f"denominator of eet, {END} = 171"]
    assert str(recipe).startswith("4, suspected: ") and "findings.json, suitable" in str(recipe)


def test_figures_that_contradict_each_other_are_not_taken_for_safe(make, monkeypatch):
    """One, other and third make 5 two by two: no whole people do."""
    one, other, third = (Key("t", "", "By", name, "People") for name in ("one", "other", "third"))
    pairs = [Equation(((left, 1.0), (right, 1.0)), 5, 5, "a pair makes 5")
             for left, right in ((one, other), (other, third), (one, third))]
    monkeypatch.setattr("wayforward.attack.links", lambda *_: [[pair] for pair in pairs])
    (recipe,) = [each for each in attack([make([])]) if each.kind == COUNT]
    assert not recipe.exact and "not judged" in recipe.what and "a pair makes 5" in recipe.what
