import re
import shutil
from datetime import date

import pytest
from pydantic import ValidationError

from wayforward.coverage import coverage
from wayforward.errors import RefusedPlan
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT, plan_folder

SOURCES = plan_folder(DEFAULT)
PROMISED = 16       # measures that the council promised; what was added since stands after them


@pytest.fixture(scope="module")
def plan():
    """The plan as the council made it."""
    whole = load_plan(DEFAULT)
    return whole.model_copy(update={"measures": whole.measures[:PROMISED]})


# --- the shipped plan ------------------------------------------------------------------------------------------------

def test_the_shipped_plan_has_everything_the_council_promised(plan):
    assert len(plan.focus) == 4
    assert len(plan.priorities) == 11
    assert [ambition.number for ambition in plan.ambitions] == [1, 2, 3, 4, 5]
    assert sum(len(ambition.statements) for ambition in plan.ambitions) == 20
    assert [len(bee.statements) for bee in plan.bees] == [6, 6, 6, 6, 6, 6]
    assert [measure.number for measure in plan.measures] == list(range(1, 17))
    assert [len(plan.measures_of(number)) for number in (1, 2, 3, 4, 5)] == [3, 3, 4, 4, 2]
    assert (plan.start, plan.end) == (date(2021, 4, 1), date(2026, 3, 31))


def printed(name):
    """The text of a source on one line, without the marks that are no words; written apart from the loader's way."""
    text = (SOURCES / name).read_text(encoding="utf-8").replace("\t", " ").replace("\ufffd", "")
    return re.sub(r"\s+", " ", text)


def bullets(text, start, end):
    """The items of a bulleted list between two landmarks of the text."""
    return [item.strip() for item in text.split(start)[1].split(end)[0].split("•")[1:]]


PLAN = printed("our-way-forward.txt")
PAGE = printed("outcome-bees.txt")


def test_promises_are_the_plans_own_in_its_own_order(plan):
    listed = bullets(PLAN, "How we measure success", "1. To meet the needs")
    assert [measure.promise for measure in plan.measures] == listed


def test_priorities_and_areas_of_focus_are_the_plans_own(plan):
    assert [priority.text for priority in plan.priorities] == bullets(PLAN, "no particular order.", "Outcomes Our well")
    assert list(plan.focus) == bullets(PLAN, "areas of focus:", "For more information")


def test_ambitions_and_what_they_will_look_like_are_the_plans_own(plan):
    sections = re.split(r" (?=[1-5]\. To )", PLAN.split("of communities in Hertfordshire.")[1])[1:]
    sections[-1] = sections[-1].split("The measures above")[0]
    for ambition, section in zip(plan.ambitions, sections, strict=True):
        title, *statements = (item.strip() for item in section.split("•"))
        assert title == f"{ambition.number}. {ambition.title} What it will look like:"
        assert [statement.text for statement in ambition.statements] == statements


@pytest.mark.parametrize("bee", load_plan(DEFAULT).bees, ids=lambda bee: bee.id)
def test_bees_have_the_plans_description_and_the_pages_statements(bee):
    assert f"{bee.name}: {bee.description}" in PLAN
    listed = " • ".join(statement.text for statement in bee.statements)
    assert re.search(f"{bee.page_name} • {re.escape(listed)} (Be \\w+ trans png|About the outcomes)", PAGE)


def test_the_sixth_bee_keeps_both_names_and_says_why(plan):
    sixth = plan.bees[-1]
    assert (sixth.name, sixth.page_name) == ("BE INCLUDED", "Be happy")
    assert "happy" in plan.voices
    assert sixth.explained and not any(bee.explained for bee in plan.bees[:-1])


def test_the_page_says_the_bees_are_interlinked_and_aspirational(plan):
    assert "interlinked" in plan.framework[0]
    assert "aspirational" in plan.framework[1]


def test_every_measure_says_why_it_matters_without_a_figure(plan):
    for measure in plan.measures:
        assert not re.search(r"\d", measure.why), measure.id
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", measure.why)) <= 3, measure.id
        assert measure.next_review == date(2027, 3, 31)


def test_directions_the_plan_leaves_open_are_explained(plan):
    opened = [plan.measure(id) for id in ("wellbeing", "coproduction", "staff_feedback", "workforce_diversity")]
    assert all(measure.headline.better_reason for measure in opened)
    assert plan.measure("workforce_diversity").headline.better == "parity"


def test_headlines(plan):
    assert [measure.headline.id for measure in plan.measures] == [
        "far_from_home", "needs_met_locally", "footprint_placements", "wellbeing_survey", "attainment8_gap_all",
        "neet_or_not_known_16_17", "care_leavers_suitable_19_21", "feel_included", "projects_coproduced",
        "audits_diversity_considered", "sickness", "audits_good_or_outstanding", "staff_favourable",
        "assessments_completed", "step_ups", "workforce_dissimilarity"]


def test_published_figures_reach_ten_promises(plan):
    reached = [measure.number for measure in plan.measures
               if any(series.published for series in measure.series) or measure.context]
    assert reached == [1, 2, 4, 5, 6, 7, 11, 14, 15, 16]


def test_parts_of_a_promise_are_its_own_words(plan):
    parts = {series.id: series.part for series in plan.measure("staff_sickness_and_retention").series
             if series.part}
    assert parts == {"sickness": "A reduction in the levels of staff sickness", "turnover": "an increase in retention"}


def test_other_definitions_are_series_of_the_same_measure(plan):
    named = {series.id: series.other_definitions for measure in plan.measures for series in measure.series
             if series.other_definitions}
    assert named["attainment8_gap_all"] == ("attainment8_gap_others",)
    assert named["attainment8_gap_others"] == ("attainment8_gap_all",)
    assert named["needs_met_locally"] == ("needs_met_state_funded", "needs_met_nearby")


def test_a_sentence_can_be_made_of_each_proportion(plan):
    series = plan.measure("care_leavers_accommodation").headline
    assert f"522 of 589 {series.of} {series.counted}" == (
        "522 of 589 care leavers aged 19 to 21 were in accommodation considered suitable")


def test_looking_things_up(plan):
    assert plan.measure("step_ups").number == 15
    assert plan.ambition(3).notebook == "3-back-on-track"
    assert plan.statement("safe.2").text == "I am safe from accidental injury and death."
    with pytest.raises(LookupError, match="no id 'step-ups' here; it has placed_far_from_home, "):
        plan.measure("step-ups")
    with pytest.raises(LookupError, match="no number 6 here; it has 1, 2, 3, 4, 5"):
        plan.measures_of(6)


def test_a_plan_cannot_be_changed(plan):
    with pytest.raises(ValidationError):
        plan.measures[0].owner = "someone"


# --- what is refused, and where --------------------------------------------------------------------------------------

@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped plan and its source texts, to be spoilt."""
    return shutil.copytree(SOURCES, tmp_path / "plan")


def spoil(folder, *changes):
    """The problems of the plan after each (old, new) was put in place of its first appearance."""
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedPlan) as refused:
        load_plan(folder)
    return refused.value.problems


FIRST = "measures[1] placed_far_from_home"
REFUSED = {
    "unknown key of the file": ("[plan]", "[extras]\nx = 1\n[plan]", "extras: is not a key that a plan has here"),
    "unknown key of the plan": ("[plan]", "[plan]\ncolour = 1", "plan.colour: is not a key that a plan has here"),
    "unknown key of a series": ('better = "lower"', 'better = "lower"\nbest = 1',
                                f"{FIRST}.series[1] far_from_home.best: is not a key that a plan has here"),
    "missing key of the plan": ("vision =", "voice =", "plan.vision: is missing"),
    "missing key of a measure": ('\nsupplied_by = "the return of children', '\n#', f"{FIRST}.supplied_by: is missing"),
    "wrong type": ("number = 1\ntitle", 'number = "1"\ntitle', f"{FIRST}.number: should be a valid integer; it is '1'"),
    "a date that is text": ("start = 2021-04-01", 'start = "2021-04-01"',
                            "plan.start: should be a valid date; it is '2021-04-01'"),
    "not a list": ('bees = ["safe", "included"]', 'bees = { safe = 1 }',
                   "measures[1] placed_far_from_home.bees: should be a valid tuple; "),
    "unknown direction": ('better = "parity"', 'better = "same"', "measures[16] workforce_diversity.series[1] "
                          "workforce_dissimilarity.better: should be 'higher', 'lower', 'parity' or 'none'; "
                          "it is 'same'"),
    "unknown calendar": ('calendar = "31 March"', 'calendar = "31 April"',
                         f"{FIRST}.series[1] far_from_home.calendar: should be '31 March', 'year to 31 March', "),
    "unknown unit": ('unit = "assessments"', 'unit = "assesments"', "measures[14] families_first_assessments.series[1] "
                     "assessments_completed.unit: the plan has no unit 'assesments'"),
    "repeated measure": ('id = "step_ups"', 'id = "audit_grades"',
                         "measures[15] audit_grades.id: another measure has 'audit_grades' already"),
    "repeated number": ("number = 16", "number = 15",
                        "measures[16] workforce_diversity.number: another measure has 15 already"),
    "repeated series": ('id = "turnover"', 'id = "sickness"', "measures[11] staff_sickness_and_retention.series[2] "
                        "sickness.id: another series has 'sickness' already"),
    "repeated context": ('id = "ehc_plans"', 'id = "looked_after"', "measures[2] needs_met_locally.context[1] "
                         "looked_after.id: another series has 'looked_after' already"),
    "repeated statement": ('id = "safe.2"', 'id = "safe.1"',
                           "bees[1] safe.statements[2] safe.1.id: another statement has 'safe.1' already"),
    "dangling ambition": ('ambition = "local_community"', 'ambition = "community"',
                          f"{FIRST}.ambition: the plan has no ambition 'community'"),
    "dangling bee": ('bees = ["safe", "included"]', 'bees = ["safe", "happy"]',
                     f"{FIRST}.bees[2]: the plan has no bee 'happy'"),
    "dangling priority": ('priorities = ["corporate_parents"', 'priorities = ["parents"',
                          f"{FIRST}.priorities[1]: the plan has no priority 'parents'"),
    "dangling evidence": ('evidence = ["local_community.1"', 'evidence = ["local_community.9"',
                          f"{FIRST}.series[1] far_from_home.evidence[1]: the plan has no statement "),
    "no headline": ("headline = true\n", "", f"{FIRST}.series: exactly one series must be the headline; 0 are"),
    "two headlines": ('id = "sdq_average"', 'id = "sdq_average"\nheadline = true',
                      "measures[4] wellbeing.series: exactly one series must be the headline; 2 are"),
    "part of another promise": ('part = "children in placements"', 'part = "children on buses"',
                                "measures[3] journey_footprint.series[1] footprint_placements.part: “children on "
                                "buses” is not part of the promise"),
    "a definition of another measure": ('["needs_met_state_funded"', '["far_from_home"', "measures[2] "
                                        "needs_met_locally.series[1] needs_met_locally.other_definitions[1]: the "
                                        "measure has no other series 'far_from_home'"),
    "a definition that is its own other": ('["feel_included_sometimes"]', '["feel_included"]', "measures[8] "
                                           "feeling_included.series[1] feel_included.other_definitions[1]: the "
                                           "measure has no other series 'feel_included'"),
    "a target off the scale": ('id = "feel_included"', 'id = "feel_included"\ntarget = { value = 90, by = 2026-03-31 }',
                               "measures[8] feeling_included.series[1] feel_included.target: a proportion’s target"),
    "a promise in other words": ("suitable accommodation (19-21", "good accommodation (19-21",
                                 "measures[7] care_leavers_accommodation.promise: these are not the words of the "
                                 "source text: “An increase in the percentage of …”"),
    "a promise broken off in a word": ('step ups from Families First Triage"', 'step ups from Families First Tri"',
                                       "measures[15] step_ups.promise: these are not the words of the source text"),
    "a promise begun in mid-word": ('"An increase in the number', '"ncrease in the number',
                                    "measures[14] families_first_assessments.promise: these are not the words"),
    "a statement in other words": ('"I am physically healthy."', '"I am fit."', "bees[2] healthy.statements[1] "
                                   "healthy.1.text: these are not the words of the source text: “I am fit. …”"),
    "a vision in other words": ("happy, loved and thrive", "happy and thrive", "plan.vision: these are not the words"),
    "a description in other words": ("everybody’s business", "our business", "bees[1] safe.description: these are not"),
    "a source text that is not there": ("\"outcome-bees.txt\"", "\"bees.txt\"", "plan.sources[2]: "
                                        "'bees.txt' cannot be read beside the plan as a text file in UTF-8"),
}


# A key under another name is both missing and unknown; an id under another name leaves others dangling.
SEVERAL = ("missing key of the plan", "repeated statement")


@pytest.mark.parametrize("slip", REFUSED)
def test_a_slip_is_one_problem_and_told_with_its_place(folder, slip):
    old, new, problem = REFUSED[slip]
    problems = spoil(folder, (old, new))
    assert [found for found in problems if found.startswith(problem)], problems
    assert len(problems) == 1 or slip in SEVERAL, problems


def test_problems_of_every_sort_are_told_at_once(folder):
    problems = spoil(folder, ('better = "parity"', 'better = "same"'), ("vision =", "voice ="),
                     ("BE SAFE", "BE BRAVE"), ('id = "step_ups"', 'id = "audit_grades"'),
                     ('bees = ["safe", "included"]', 'bees = ["brave"]'), ("headline = true\n", ""))
    places = [problem.split(": ")[0] for problem in problems]
    assert places == [
        "plan.vision", "bees[1] safe.name", f"{FIRST}.bees[1]",
        "measures[16] workforce_diversity.series[1] workforce_dissimilarity.better",
        "plan.voice", "measures[15] audit_grades.id", f"{FIRST}.series"]


def test_a_file_that_is_no_toml_is_refused_with_its_line(folder):
    path = folder / "plan.toml"
    path.write_text('[plan]\nid = "x"\ntitle "y"\n', encoding="utf-8")
    with pytest.raises(RefusedPlan, match=r"plan.toml cannot be read: .*line 3"):
        load_plan(folder)


def test_missing_lists_are_not_looked_for_in_the_head_of_the_plan(tmp_path):
    (tmp_path / "plan.toml").write_text("", encoding="utf-8")
    with pytest.raises(RefusedPlan) as refused:
        load_plan(tmp_path)
    assert {"plan.vision: is missing", "measures: is missing", "bees: is missing"} <= set(refused.value.problems)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RefusedPlan, match=r"plan.toml cannot be read: .*No such file"):
        load_plan(tmp_path)


@pytest.mark.parametrize("text", ["", "plan = 3", "measures = 3", "measures = [3]", "plan = {sources = 3, units = 4}",
                                  "[[measures]]\nid = []\nseries = [{id = 1, part = 2}, 3]"])
def test_a_file_of_the_wrong_shape_is_refused_and_not_stumbled_over(tmp_path, text):
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedPlan, match=r"plan\.title: is missing"):
        load_plan(tmp_path)


# --- another council's plan ------------------------------------------------------------------------------------------

ELSEWHERE = """
[plan]
id = "growing-up"
title = "Growing Up in Elsewhere"
council = "Elsewhere Council"
area = "elsewhere"
start = 2026-04-01
end = 2031-03-31
sources = ["growing-up.txt"]
vision = "Every child in Elsewhere will learn to swim."
units = ["%"]

[[priorities]]
id = "water"
text = "Safe in the water"

[[ambitions]]
id = "swimming"
number = 1
notebook = "1-swimming"
title = "To teach swimming to all"

[[bees]]
id = "afloat"
name = "AFLOAT"
description = "Staying above water."

[[bees]]
id = "brave"
name = "BRAVE"
description = "Jumping in."
statements = [{ id = "brave.1", text = "I dare to jump." }]

[[measures]]
id = "swimmers"
number = 1
title = "Swimmers"
promise = "More children swim 25 metres"
ambition = "swimming"
bees = ["afloat"]
priorities = []
type = "outcome measure"
type_reason = "Swimming is seen."
why = "Water is near."
owner = "Head of Pools"
checked_by = ""
next_review = 2027-03-31
supplied_by = "the pools' registers"

[[measures.series]]
id = "swim_25_metres"
title = "Swim 25 metres"
headline = true
part = "swim 25 metres"
kind = "proportion"
unit = "%"
of = "children"
counted = "swam 25 metres"
better = "higher"
calendar = "calendar year"
decimals = 0
published = false
evidence = ["brave.1"]
target = { value = 0.8, by = 2030-12-31 }
"""

ELSEWHERE_SAYS = """Growing Up. Every child in Elsewhere
will learn to swi\u00adm.
\u2022 \ufffd\tSafe in the\u00a0water
To teach\u200b swimming\ufffd to all:  More children swim
\u2022 25 metres.   AFLOAT: Staying above water. BRAVE: Jumping in. (I dare to jump.)
"""


def test_another_councils_plan_needs_no_change_of_code(tmp_path):
    (tmp_path / "plan.toml").write_text(ELSEWHERE, encoding="utf-8")
    (tmp_path / "growing-up.txt").write_text(ELSEWHERE_SAYS, encoding="utf-8")
    plan = load_plan(tmp_path)
    assert plan.measures_of(1) == (plan.measure("swimmers"),)
    assert plan.measure("swimmers").headline.target.value == 0.8
    assert coverage(plan)[["what", "id", "measures", "evidence"]].values.tolist() == [
        ["priority", "water", (), "none"],
        ["I am", "brave.1", (1,), "outcome measure"],
        ["bee", "afloat", (1,), "outcome measure"],
        ["bee", "brave", (), "none"]]


# --- coverage --------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def covered(plan):
    return coverage(plan).set_index(["what", "id"])


def test_coverage_has_one_row_for_everything_the_plan_wants(covered):
    assert covered.groupby("what").size().to_dict() == {"will look like": 20, "priority": 11, "I am": 36, "bee": 6}


def test_a_healthy_start_in_life_has_no_measure(covered):
    priorities = covered.loc["priority"]
    assert list(priorities.index[priorities["evidence"] == "none"]) == ["healthy_start"]


def test_priorities_that_rest_on_indicators_only(covered):
    priorities = covered.loc["priority"]
    assert list(priorities.index[priorities["evidence"] == "indicators only"]) == [
        "early_support", "safe", "diversity", "partnership", "sustainability"]
    assert priorities.loc["safe", "measures"] == (1, 12, 15)


def test_every_bee_has_an_outcome_measure_and_three_have_just_one(plan, covered):
    direct = {measure.number for measure in plan.measures if measure.type == "outcome measure"}
    assert {bee: sorted(direct & set(numbers)) for bee, numbers in covered.loc["bee", "measures"].items()} == {
        "safe": [7], "healthy": [4], "resilient": [4], "independent": [6, 7], "ambitious": [5, 6], "included": [8]}


def test_many_statements_have_no_evidence(covered):
    none = covered[covered["evidence"] == "none"]
    assert {"local_community.3", "early_help.4"} <= set(none.loc["will look like"].index)
    assert {"safe.1", "healthy.1", "independent.2"} <= set(none.loc["I am"].index)
    assert covered.loc[("I am", "included.5"), "measures"] == (8, 9)
    assert covered.loc[("I am", "included.1"), "evidence"] == "indicators only"
