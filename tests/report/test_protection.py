"""What was published before, and whom a report is for: what may be shown of counts from the returns beside both."""

from datetime import date

import pytest

import wayforward as wf
from report.test_from_returns import ACCOMMODATION, leavers, oc3
from wayforward.errors import RefusedParameters
from wayforward.ledger import CellKey
from wayforward.report.open import read_inputs
from wayforward.report.protected_counts import count

SERIES = "care_leavers_suitable_19_21"
SUITABLE = CellKey(ACCOMMODATION.id, SERIES, "2025", "", "", "numerator")
OUT_OF = SUITABLE._replace(part="denominator")


def points(returns, before) -> dict[str, float]:
    """The numerator of each period as it may be shown, nothing where it is hidden."""
    found = count(ACCOMMODATION, returns, "here", date(2026, 3, 31), before=before)
    if SERIES not in found.counted:
        assert SERIES in found.hidden
        return {}
    shown = found.counted[SERIES].counts.dropna(subset=["value"])
    return dict(zip(shown["period"], shown["numerator"], strict=True))


@pytest.mark.parametrize(("before", "shown"), [
    ({}, {"2025": 20}),
    ({SUITABLE: (20,), OUT_OF: (30,)}, {"2025": 20}),       # the same again
    ({SUITABLE: (18,), OUT_OF: (28,)}, {}),                 # two more since
    ({SUITABLE: (20,), OUT_OF: (33,)}, {}),                 # three fewer of whom it is counted
    ({SUITABLE: (16,), OUT_OF: (26,)}, {}),                 # four
    ({SUITABLE: (15,), OUT_OF: (25,)}, {"2025": 20}),       # five
    ({SUITABLE: (18, 40), OUT_OF: (28, 60)}, {}),           # two more than it was at first
    ({SUITABLE: (40, 20), OUT_OF: (60, 30)}, {"2025": 20}),  # as it was last
])
def test_what_a_few_people_have_changed_since_it_was_published_is_not_told_anew(before, shown):
    assert points(oc3(leavers(20, 10)), before) == shown


def test_what_was_published_stays_shown_and_others_give_way():
    """Ages 19, 20 and 21: 2 of 12, 20 of 30, 21 of 31. The 2 take a second group along, of the two the smaller; where
    that was published, the other."""
    rows = [leavers(20, 10), *(f"x{n} | 10/10/2005 | F2 | YES | {'B1' if n < 2 else 'X2'} | 2025" for n in range(12)),
            *(f"y{n} | 10/10/2003 | F2 | YES | {'B1' if n < 21 else 'X2'} | 2025" for n in range(31))]

    def hidden(before) -> set[str]:
        found = count(ACCOMMODATION, oc3(*rows), "here", date(2026, 3, 31), before=before).counted[SERIES]
        table = found.protection.groups((ACCOMMODATION.id, SERIES), "Age", "2025")
        return set(table.loc[table["status"].eq("suppressed"), "group"])

    twenty = {SUITABLE._replace(by="Age", group="20"): (20,), OUT_OF._replace(by="Age", group="20"): (30,)}
    assert hidden({}) == {"19", "20"}
    assert hidden(twenty) == {"19", "21"}


def test_a_report_that_is_not_for_the_public_says_so_and_is_no_part_of_a_run(tmp_path, monkeypatch):
    monkeypatch.setenv("WAYFORWARD_FINDINGS", str(tmp_path))
    report = wf.open_report(2, "2025-26-Q4", "hertfordshire", audience="internal")
    assert report.opening().data.startswith("**Internal: not for publication.**")
    assert "Internal" not in wf.open_report(2, "2025-26-Q4", "hertfordshire").opening().data
    with pytest.raises(RefusedParameters, match="no part of a run"):
        report.save(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_audience_that_the_rule_does_not_know_is_refused():
    with pytest.raises(RefusedParameters, match="nobody"):
        read_inputs("2025-26-Q4", "hertfordshire", audience="nobody")
