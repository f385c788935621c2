"""Two series of one table's rows: where their shown numbers differ by 1 to 4 rows, and one lies within the other, the
later series gives its point up."""

import pandas as pd
import pytest

from wayforward.counting.tally import Tally, proportion
from wayforward.report.same_rows import SeriesOfTable, suppress_near, tables_of

END = {"2024": pd.Timestamp("2024-03-31"), "2025": pd.Timestamp("2025-03-31")}


def series(name: str, yes: range, no: range, period: str = "2025", kind: str = "proportion", weight: float = 1.0,
           unknown: int = 0) -> SeriesOfTable:
    """A series that counts some rows of a table as yes and some as no; of the last few it is not known."""
    rows = [*yes, *no]
    cases = pd.DataFrame({"return_year": int(period), "period": period, "left_out": None, "weight": weight,
                          "value": [1.0] * len(yes) + [0.0] * len(no),
                          "unknown": [place >= len(rows) - unknown for place in range(len(rows))]}, index=rows)
    counts = pd.DataFrame({"period": [period], "end": [END[period]], "numerator": [float(len(yes))],
                           "denominator": [float(len(rows))], "unknown": [float(unknown)],
                           "value": [len(yes) / len(rows)], "status": ["final"], "note": [None]})
    return SeriesOfTable("measure", name, kind, counts, Tally(cases, proportion))


def hidden(*ordered: SeriesOfTable) -> list[str]:
    """The names of the series whose point is hidden."""
    found = suppress_near(ordered)
    assert list(found) == [(each.measure, each.series) for each in ordered]
    points = {name: rows.iloc[0] for (_, name), rows in found.items()}
    for point in points.values():
        assert (point["status"] == "suppressed") == pd.isna(point["value"]) == pd.isna(point["denominator"])
    return [name for name, point in points.items() if point["status"] == "suppressed"]


FIRST = series("first", yes=range(0, 30), no=range(30, 60))


@pytest.mark.parametrize(("other", "expected"), [
    (series("other", range(0, 30), range(30, 59)), ["other"]),      # 60 − 59: one more was asked
    (series("other", range(0, 30), range(30, 56)), ["other"]),      # 60 − 56 = 4
    (series("other", range(0, 30), range(30, 55)), []),             # 60 − 55 = 5 may be told
    (series("other", range(0, 30), range(30, 60)), []),             # the very same rows tell of nobody
    (series("other", range(0, 28), range(28, 60)), ["other"]),      # of the same rows, 30 − 28 yes
    (series("other", range(5, 36), range(36, 64)), []),             # 60 and 59, but neither within the other
    (series("other", range(100, 130), range(130, 159)), []),        # other rows
    (series("other", range(0, 30), range(30, 59), "2024"), []),     # another year's
    (series("other", range(0, 30), range(30, 59), weight=1 / 3), []),   # months, of which three are a person
    (series("other", range(0, 59), range(200, 260)), ["other"]),    # its 59 yes are all but one of the first's 60
])
def test_two_numbers_that_lie_a_few_people_apart(other, expected):
    assert hidden(FIRST, other) == expected


def test_the_later_one_gives_its_point_up_and_no_longer_stands_beside_others():
    second, third = series("second", range(0, 30), range(30, 58)), series("third", range(0, 30), range(30, 54))
    assert hidden(FIRST, second, third) == ["second"]               # 58 − 54 = 4, but 58 is not shown; 60 − 54 = 6
    assert hidden(second, third, FIRST) == ["third", "first"]


def test_those_of_whom_it_is_not_known_are_a_number_too():
    few = series("few", range(0, 30), range(30, 60), unknown=20)
    assert hidden(few, series("other", range(0, 1), range(38, 60), unknown=0)) == ["other"]     # 22 no, 20 not known


def test_of_an_average_only_how_many_it_is_of_is_told():
    assert hidden(series("mean", range(0, 28), range(28, 60), kind="mean"), FIRST) == []
    assert hidden(FIRST, series("mean", range(0, 28), range(28, 58), kind="mean")) == ["mean"]


def test_the_tables_whose_rows_a_tally_is_made_of():
    rows = pd.DataFrame({"return_year": 2025}, index=range(60))
    tables = {"audits": rows, "longer": pd.DataFrame({"return_year": 2025}, index=range(61)),
              "last year's": rows.assign(return_year=2024), "turned": rows.iloc[::-1]}
    assert tables_of(FIRST.tally, tables) == {"audits", "turned"}
