"""The reviewer's list of what a run hides."""

from wayforward.runner.disclosure_log import disclosure_log

CELL = {"measure": "care_leavers", "series": "suitable", "period": "2025-03-31", "by": "", "group": "",
        "part": "numerator"}
TOLD = [CELL | {"period": f"{year}-03-31", "value": 522} for year in (2023, 2024)]
HIDDEN = [CELL | {"by": "Sex", "group": "F", "reason": "primary", "low": 1, "high": 9},
          CELL | {"by": "Sex", "group": "M", "reason": "secondary", "low": None, "high": None}]


def test_it_tells_how_many_why_and_how_far_each_can_be_bounded():
    log = disclosure_log({"rule": {"threshold": 5, "rounding": 10}, "told": TOLD, "hidden": HIDDEN})
    assert "Of 4 cells of returns, 2 are hidden: 1 primary, 1 secondary." in log
    assert "| threshold | 5 |" in log
    assert "| care_leavers | suitable | 2 | 1 | 4 |" in log
    assert "| care_leavers | suitable | 2025-03-31 | Sex | F | numerator | primary | 1 | 9 |" in log
    assert "| Sex | M | numerator | secondary | – | – |" in log


def test_names_from_data_stay_text():
    assert "<b>" not in disclosure_log({"rule": {}, "told": [], "hidden": [HIDDEN[0] | {"group": "<b>x</b> | y"}]})


def test_where_nothing_is_told_or_hidden_it_says_so():
    assert disclosure_log({"rule": {}, "told": [], "hidden": []}).endswith("shows and hides no cell of a return.\n")
