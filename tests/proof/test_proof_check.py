"""The proof of files: whose a story is, what belongs to it, and tables, tiles, pictures and lists beside it."""

from dataclasses import replace

import pytest

from proof.small_finding import PLAIN, facts
from proof.test_proof_sentences import NOTE, STORY
from wayforward.proof import prove
from wayforward.proof.check import wrong_in
from wayforward.proof.reading import Rows, Story, Texts, Tile

TOLD = Story("story-homes-homes_19_21", f"Getting worse, on some evidence. {STORY}", NOTE)
TILE = Tile("homes", "Getting worse, on some evidence", "Care leavers with a home: 80.0% (year to 31 March 2025). "
            "Before the plan it was 90.0% (year to 31 March 2021); it is down 10.0 points.")
ROW = Tile("homes", TILE.verdict, "", ("", "80.0% (year to 31 March 2025)", "−10.0 percentage points (−15.0 to −5.0)"))
PICTURE = ("Line chart of Care leavers with a home, Hertfordshire: 5 figures, from 90.0% (year to 31 March 2021) to "
           "80.0% (year to 31 March 2025). England: from 87.8% to 88.5%. Middle of 10 similar councils: from 91.0% to "
           "92.0%. Verdict: getting worse, on some evidence.")
POINTS = Rows("homes_19_21-points", ({"Period": "year to 31 March 2023", "Figure": "86.0%", "95% interval": "–",
                                      "Count": "86", "Out of": "100", "Not known": "6",
                                      "Remark": "asked by telephone"},))
SERIES = Rows("homes-series", ({"Figure": "Care leavers with a home",
                                "Before the plan": "90.0% (year to 31 March 2021)",
                                "Latest": "80.0% (year to 31 March 2025)", "Change": ROW.cells[-1],
                                "Verdict": TILE.verdict},))
AREAS = Rows("homes_19_21-areas", ({"Area": "England", "Figure": "88.5%", "Change": "+0.7", "Ours less theirs": "–"},))
CHOICES = Rows("homes_19_21-robustness", ({"Choice": "Kendall", "p": "p = 0.083", "Verdict": "no clear change",
                                           "Beside ours": "differs"},))
BEES = Rows("bees", ({"Bee": "BE SAFE", "Promises": "7 Homes: getting worse, on some evidence"},))
TOGETHER = Rows("panel-together", ({"No.": "7", "Promise": "Homes", "Decided by": "trend", "p": "0.012", "q": "0.012",
                                    "Verdict": TILE.verdict},))
RANKS = {"change_rank": {"rank": 148, "of": 151, "low": 120, "high": 150}}
PLACE = "The change ranks 148th of 151 councils, best first; with chance it could be anywhere from 120th to 150th."
NEW = ("7. Homes. New: the figure for the year to 31 March 2025. The verdict was: no clear change. It is now: getting "
       "worse, on some evidence.")
COUNTED = "Getting worse: 1 of 1: Homes (7)"
SHORT = "7. Care leavers with a home: 80.0% (year to 31 March 2025), getting worse, on some evidence"
ASKED = "7. Homes. What lies behind the change since the year to 31 March 2021, and what is being done about it?"


def wrong(**texts) -> list[str]:
    """What texts say that the finding does not."""
    return [said[1] for _, said in wrong_in(Texts(**texts), [facts(**RANKS)])]


def test_what_is_true_proves():
    assert wrong(stories=[TOLD], tiles=[TILE, ROW], pictures=[PICTURE], tables=[POINTS, SERIES, AREAS, CHOICES, BEES,
                 TOGETHER], lines=[COUNTED, SHORT, ASKED, NEW], paragraphs=[PLACE, "The plan has 5 ambitions."]) == []


@pytest.mark.parametrize(("change", "says"), [
    ({"text": TOLD.text.replace("some", "strong", 1)}, "Getting worse, on strong evidence"),
    ({"text": TOLD.text.replace("Getting worse, on some evidence", "No clear change", 1)}, "No clear change"),
    ({"text": TOLD.text.replace("80.0%", "80.04%", 1)}, "80.04%"),
    ({"note": ""}, "no note for the statistician"),
    ({"text": TOLD.text.replace(" Chance alone would bring such a course less than once in 20 times.", "")},
     "nothing of how sure that is"),
    ({"key": "story-homes-of_others"}, "story-homes-of_others"),
])
def test_what_is_wrong_in_a_story_is_told(change, says):
    assert says in wrong(stories=[replace(TOLD, **change)])


def test_a_reader_who_subtracts_finds_the_change_that_is_told():
    """80.04 and 89.96 would each do for 80.0 and 90.0; they differ by 9.92."""
    late, first = {**PLAIN["latest"], "value": 0.8004}, {**PLAIN["baseline"], "value": 0.8996}
    own = facts(latest=late, baseline=first, change=PLAIN["change"] | {"estimate": -0.0992})
    told = TOLD.text.replace("10.0 points", "9.9 points")
    assert [said[2] for _, said in wrong_in(Texts(stories=[replace(TOLD, text=told)]), [own])
            if "subtracts" in said[2]] == ["a reader who subtracts finds 10.0"]
    exact = told.replace("80.0%", "80.04%").replace("90.0%", "89.96%").replace("9.9 points", "9.92 points")
    exactly = wrong_in(Texts(stories=[replace(TOLD, text=exact)]), [own])
    assert [said[1] for _, said in exactly if "subtracts" in said[2] or said[1][0].isdigit()] == []


@pytest.mark.parametrize("texts", [
    {"tiles": [replace(TILE, verdict="Getting better, on some evidence")]},
    {"tiles": [replace(TILE, text=TILE.text.replace("2025", "2024"))]},
    {"tiles": [replace(TILE, measure="others")]},
    {"tiles": [replace(ROW, cells=("", "81.0% (year to 31 March 2025)", ROW.cells[-1]))]},
    {"tiles": [replace(ROW, cells=("", ROW.cells[1], "+10.0 percentage points (−15.0 to −5.0)"))]},
    {"pictures": [PICTURE.replace("5 figures", "4 figures")]}, {"pictures": [PICTURE.replace("92.0%", "88.5%")]},
    {"pictures": [PICTURE.replace("Hertfordshire", "Essex")]}, {"pictures": [PICTURE.replace("worse", "better")]},
    {"lines": [COUNTED.replace("1 of 1", "2 of 2")]}, {"lines": [COUNTED.replace("(7)", "(8)")]},
    {"lines": [SHORT.replace("80.0%", "90.0%")]}, {"lines": [SHORT.replace("worse", "better")]},
    {"lines": [ASKED.replace("2021", "2022")]},
    {"lines": [NEW.replace("2025", "2024")]}, {"lines": [NEW.replace("no clear change", "getting better")]},
    {"lines": [NEW.replace("some", "strong")]}, {"lines": [NEW.replace("New", "Revised")]},
    {"lines": [f"{NEW} So it is good."]}, {"lines": [NEW.replace("Homes", "Houses")]},
    {"lines": [COUNTED.replace("(7)", "(7, in part getting better)")]},
    {"paragraphs": [PLACE.replace("148th", "14th")]}, {"paragraphs": [PLACE.replace("best", "largest")]},
    {"lines": ["7. Homes. What brought the change since the year to 31 March 2021, and will it last?"]},
])
def test_what_is_wrong_beside_stories_is_told(texts):
    assert wrong(**texts)


@pytest.mark.parametrize(("table", "column", "cell"), [
    (POINTS, "Figure", "86.1%"), (POINTS, "Count", "100"), (POINTS, "Not known", "–"), (POINTS, "Remark", "revised"),
    (POINTS, "Period", "year to 31 March 2019"), (POINTS, "95% interval", "80.0% to 90.0%"),
    (SERIES, "Before the plan", "80.0% (year to 31 March 2021)"), (SERIES, "Latest", "80.0% (year to 31 March 2024)"),
    (SERIES, "Change", "−10.0 percentage points"), (SERIES, "Verdict", "No clear change"), (SERIES, "Figure", "Others"),
    (AREAS, "Figure", "92.0%"), (AREAS, "Change", "−0.7"), (AREAS, "Area", "Wales"),
    (CHOICES, "p", "p = 0.084"), (CHOICES, "Verdict", "worsening"), (CHOICES, "Beside ours", "agrees"),
    (CHOICES, "Choice", "Mann"), (BEES, "Promises", "7 Homes: getting better, on some evidence"),
    (TOGETHER, "p", "0.001"), (TOGETHER, "Decided by", "change"), (TOGETHER, "Verdict", "No clear change"),
    (TOGETHER, "No.", "8"),
])
def test_what_is_wrong_in_a_table_is_told(table, column, cell):
    assert wrong(tables=[Rows(table.name, ({**table.rows[0], column: cell},))])


@pytest.mark.parametrize(("p", "told", "proves"), [
    (0.0123, "1.00", True), (0.0123, "0.012", False), (0.3, "0.30", True), (0.3, "1.00", False)])
def test_a_small_p_of_which_an_open_verdict_took_no_heed_is_1_among_the_promises_tests(p, told, proves):
    row = {**TOGETHER.rows[0], "p": told, "Verdict": "No clear change"}
    finding = facts(verdict="no clear change", evidence="none", trend={**facts()["trend"], "p": p})
    assert (list(wrong_in(Texts(tables=[Rows(TOGETHER.name, (row,))]), [finding])) == []) == proves


WORDS = "The service says: Dear rents in 2 towns. What it is doing: A guarantor. Head of Homes, 10 July 2026. Theirs."
OWN = {"reason": "Dear rents in 2 towns.", "action": "A guarantor.", "owner": "Head of Homes", "date": "2026-07-10",
       "refused": []}
REFUSED = {"reason": "", "action": "", "owner": "", "date": None, "refused": ["line 1 (Reason) says “rose”"]}


@pytest.mark.parametrize(("words", "own", "proves"), [
    (WORDS, OWN, True), (WORDS, None, False), (WORDS.replace("2 towns", "3 towns"), OWN, False),
    (WORDS.replace("10 July", "11 July"), OWN, False), (WORDS.replace("Homes", "Rents"), OWN, False),
    (f"{WORDS} 88.6%.", OWN, False), (WORDS, REFUSED, False),
    ("Not shown: line 1 (Reason) says “rose”.", REFUSED, True), ("Not shown.", REFUSED, False)])
def test_the_services_words_are_those_of_a_finding(words, own, proves):
    assert (list(wrong_in(Texts(service=[words]), [facts(commentary=own)])) == []) is proves


REPLIED = "7. Care leavers. Why so? The service’s reply: Rents in 2 towns. Head of Homes, 10 July 2026."
REPLY = {"question": "Why so?", "words": "Rents in  2 towns.", "owner": "Head of Homes", "date": "2026-07-10",
         "refused": []}


@pytest.mark.parametrize(("words", "reply", "proves"), [
    (REPLIED, REPLY, True), (REPLIED.replace("2 towns", "3 towns"), REPLY, False), (f"{REPLIED} More.", REPLY, False),
    (REPLIED.replace("Why", "How"), REPLY, False), (REPLIED.replace("7. Care", "8. Care"), REPLY, False),
    (REPLIED, REPLY | {"refused": ["line 1 (Reply) says “rose”"]}, False)])
def test_a_reply_is_one_of_the_promises_word_for_word(words, reply, proves):
    own = facts(number=7, measure_title="Care leavers", replies=[reply])
    assert (list(wrong_in(Texts(service=[words]), [own])) == []) is proves


def test_a_control_chart_tells_no_number_that_is_not_its_own():
    own = facts(control={"chart": "p", "points": [{"end": "2025-03-31", "value": 0.8, "centre": 0.858, "lower": 0.77,
                                                   "upper": 0.95, "signals": []}]})
    told = ("Control chart (p) of Care leavers with a home, Hertfordshire, 5 figures from 90.0% (year to 31 March "
            "2021) to 80.0% (year to 31 March 2025). Centre line at 85.8%, limits at 77.0% and 95.0%.")
    assert list(wrong_in(Texts(pictures=[told]), [own])) == []
    assert [said[1] for _, said in wrong_in(Texts(pictures=[told.replace("85.8%", "85.9%")]), [own])] == ["85.9"]


def test_every_story_has_to_be_there_once_there_are_pages_and_a_message_says_all():
    quiet = PLAIN | {"series": "homes_17", "title": "Younger care leavers", "headline": False}
    found = prove([PLAIN, quiet, PLAIN | {"series": "untold", "story": ""}],
                  {"narrative.md": f"### 7. An increase\n\n**Care leavers with a home.** {TOLD.text}\n\n"
                                   f"Note on Care leavers with a home: {NOTE.replace('n 5', 'n 9')}\n"})
    assert [(one.page, one.promise, one.says, one.finding) for one in found] == [
        ("narrative.md", "promise 7 (Care leavers with a home)", "9", "5.00"),
        ("narrative.md", "promise 7 (Younger care leavers)", "nothing",
         "a story: Getting worse, on some evidence")]
    assert str(found[0]).startswith("narrative.md, promise 7 (Care leavers with a home): “Slope −2.34 pp a year")
    assert "says 9; the finding says 5.00; put the sentence" in str(found[0])
