"""How small a change could be seen, as it is declared when a period is opened."""

from datetime import date

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.could_be_seen import could_be_seen
from wayforward.report.open import examine_measure, read_inputs

MEASURE = "care_leavers_accommodation"


def test_it_is_what_a_report_with_the_same_figures_tells():
    plan, inputs = load_plan(DEFAULT), read_inputs("2025-26-Q4", "hertfordshire")
    measure = plan.measure(MEASURE)
    alone = plan.model_copy(update={"measures": (measure,)})
    declared = could_be_seen("hertfordshire", "data", date(2026, 6, 30), alone)
    told = {f"{MEASURE}/{finding.series}": {each.by.isoformat(): each.per_year for each in finding.visible}
            for finding in examine_measure(measure, inputs).findings if finding.visible}
    assert declared == {"area": "hertfordshire", "known": "2026-06-30", "series": told}
    assert list(told[f"{MEASURE}/care_leavers_suitable_19_21"]) == ["2025-03-31", "2026-03-31", "2028-03-31"]


def test_nothing_is_told_of_an_area_without_figures(tmp_path):
    assert could_be_seen("hertfordshire", str(tmp_path), date(2026, 6, 30), load_plan(DEFAULT)) == {}
