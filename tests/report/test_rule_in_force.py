"""The rule in force beside the one declared: what is frozen, and what a page says of it."""

from dataclasses import replace
from datetime import date

import pytest

from wayforward import judge
from wayforward.declared_rule import Declared
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.rule_in_force import JudgedBy, rule_in_force

PLAN = load_plan(DEFAULT)
HOMES = "care_leavers_accommodation/care_leavers_suitable_19_21"
EDITIONS = {tuple(HOMES.split("/")): "2025-11-15"}
RULE = rule_in_force(PLAN, EDITIONS)
BEFORE, AFTER, AS_AT = date(2026, 4, 1), date(2026, 11, 30), date(2026, 6, 30)


def judged(rule: dict = RULE, on: date = BEFORE, **told) -> JudgedBy:
    """By today's rule, where `rule` was declared."""
    return JudgedBy(RULE, Declared(on, rule, "ab" * 32, **told), AS_AT, PLAN)


def with_homes(**values) -> dict:
    return RULE | {"series": RULE["series"] | {HOMES: RULE["series"][HOMES] | values}}


def test_the_rule_is_its_version_its_limits_the_plans_days_and_what_moves_the_verdict_of_each_series():
    assert (RULE["version"], RULE["limits"]["strong evidence below p"]) == (judge.RULE, 0.002)
    assert RULE["days"] == {"plan begins": "2021-04-01", "plan ends": "2026-03-31"}
    assert RULE["series"][HOMES] == {"headline": True, "kind": "proportion", "unit": "%", "better": "higher",
                                     "calendar": "year to 31 March", "decimals": 1, "scatter": "2025-11-15"}
    assert len(RULE["series"]) == sum(len(measure.series) for measure in PLAN.measures)


def test_words_are_no_rule():
    measure = PLAN.measure("care_leavers_accommodation")
    reworded = replace_series(measure, title="Another title", note="Another note", counted="had a home")
    assert rule_in_force(reworded, EDITIONS) == RULE


def test_what_moves_a_verdict_is():
    turned = replace_series(PLAN.measure("care_leavers_accommodation"), better="lower")
    assert rule_in_force(turned, EDITIONS) == with_homes(better="lower")


def replace_series(measure, **values):
    series = (measure.headline.model_copy(update=values), *(each for each in measure.series if not each.headline))
    changed = measure.model_copy(update={"series": series})
    return PLAN.model_copy(update={"measures": tuple(
        changed if each.id == measure.id else each for each in PLAN.measures)})


@pytest.mark.parametrize(("made", "sentence"), [
    (judged(), "Judged by the rule declared on 1 April 2026."),
    (judged(visible={"area": "a-county"}), "Judged by the rule declared on 1 April 2026. How small a change could be "
                                           "seen was declared with it."),
    (judged(on=AFTER), "Judged by the rule declared on 30 November 2026, when the figures known on 30 June 2026 were "
                       "at hand already."),
    (judged(RULE | {"version": 0}), f"The rule was changed since it was declared on 1 April 2026: version: 0, now "
                                    f"{judge.RULE}."),
    (judged(with_homes(better="lower")),
     "The rule was changed since it was declared on 1 April 2026: “Care leavers aged 19 to 21 in suitable "
     "accommodation” better: lower, now higher."),
    (judged(with_homes(scatter="2024-11-14")), "Judged by the rule declared on 1 April 2026. How much figures move by "
                                               "themselves was measured anew since, of 1 series."),
    (judged(with_homes(scatter="2026-01-31")), "Judged by the rule declared on 1 April 2026."),   # the area's is older
    (replace(judged(), declared=None), f"No rule was declared for this period; it was judged by version {judge.RULE}."),
])
def test_a_page_says_whether_the_rule_is_the_one_declared(made, sentence):
    assert made.sentence() == sentence


def test_the_manifest_has_the_rule_and_what_changed_of_it():
    told = judged(with_homes(better="lower", scatter="2024-11-14")).as_parts()
    assert told["rule"] == RULE
    assert (told["declared"], told["sha256"]) == ("2026-04-01", "ab" * 32)
    assert [each.partition("” ")[2] for each in told["changed"]] == ["better: lower, now higher"]
    assert [each.partition("” ")[2] for each in told["measured_anew"]] == ["scatter: 2024-11-14, now 2025-11-15"]
    none = replace(judged(), declared=None).as_parts()
    assert (none["declared"], none["sha256"], none["changed"], none["measured_anew"]) == (None, None, [], [])
