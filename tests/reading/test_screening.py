"""Each rule of the screening on a small table of a made-up return: which rows break it, and that no cell is told."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables import text_table
from wayforward.reading import date_forms
from wayforward.reading.screening import screen, shrunk
from wayforward.returns.layout import Column, Rule, Table

CAME = date(2025, 6, 15)
VISITS = Table(
    "visits", "Visits", ("visits",), key=("ID", "SEEN"), latest="SEEN", columns=(
        Column("ID", blank=False), Column("SEEN", "date", blank=False), Column("ENDED", "date"),
        Column("PLACE", "code", {"H": "Home", "S": "School", "Z": "Other", "Z1": "Other, new"},
               {"Z": (None, 2024), "Z1": (2025, None)}),
        Column("KIND", "code", {"P": "Planned", "U": "Unplanned"}, blank=False, needed=False),
        Column("PERCENT", "number", low=0, high=100, needed=False), Column("COUNT", "whole", low=0, needed=False),
        Column("NOTE", needed=False), Column("OLD", needed=False, years=(None, 2023))),
    rules=(Rule("ENDED: must not come before SEEN", lambda rows: ~(rows["ENDED"] < rows["SEEN"]), "it is in doubt"),))


def told(text: str | pd.DataFrame, table: Table = VISITS, year: int = 2025, came: date = CAME) -> list[tuple]:
    """Severity, rule, column and rows of every problem; no cell of some length may stand in any message."""
    rows = text_table(text) if isinstance(text, str) else text
    _, problems = screen(rows, table, year, came)
    cells = {cell for column in rows.columns for cell in rows[column] if len(cell) > 3}
    assert not [cell for cell in cells for problem in problems if cell in problem.sentence]
    return [(problem.severity, problem.rule, problem.column, problem.rows) for problem in problems]


def visits(**cells: list[str]) -> pd.DataFrame:
    """Sound visits, one a day, but for the columns that are given."""
    size = max(map(len, cells.values()), default=3)
    seen = [f"{date(2025, 1, 20) + timedelta(each):%d/%m/%Y}" for each in range(size)]
    ids = [f"zz-ida-{each}" for each in range(size)]
    sound = {"ID": ids, "SEEN": seen, "ENDED": [""] * size, "PLACE": ["H"] * size}
    return pd.DataFrame({**sound, **cells}, dtype=str)


def test_a_sound_table_has_no_problem_and_comes_as_values():
    values, problems = screen(text_table("""
        id       | Seen       | ENDED      | place | PERCENT
        zz-ida-1 | 02/03/2025 | 2025-03-02 | Z1    | 41.3
        zz-ida-2 | 31/12/2024 |            |       |
    """), VISITS, 2025, CAME)
    assert problems == []
    assert values["SEEN"].to_list() == [pd.Timestamp(2025, 3, 2), pd.Timestamp(2024, 12, 31)]
    assert values["PERCENT"].iloc[0] == 41.3
    assert values["return_year"].to_list() == [2025, 2025]


def test_a_missing_column_and_one_nobody_knows():
    """KIND is not needed. The rest is still judged: a visit of 1889."""
    assert told("""
        ID       | SEEN       | PLACE | Colour
        zz-ida-1 | 02/03/1889 | H     | mauve
    """) == [("refuse", "missing column", "ENDED", None), ("warn", "a column that is not known", "Colour", None),
             ("warn", "before 1990, or after the file was received", "SEEN", 1),
             ("warn", "the newest day lies in 1888-89: it may be an earlier year's file", "SEEN", None)]


def test_headings_are_not_told_where_the_first_line_is_a_row():
    """The line over the rows has been lost, so that a child's row stands there."""
    assert told("""
        zz-ida-1 | 02/03/2025 |    | H
        zz-ida-2 | 02/03/2025 |    | H
    """) == [("refuse", "the first line is not this table's headings", "ID, SEEN, ENDED, PLACE", None)]
    _, problems = screen(text_table("zz-ida-1 | 02/03/2025\nzz-ida-2 | 03/03/2025"), VISITS, 2025, CAME)
    assert "zz-ida" not in str(problems)


def test_a_heading_that_stands_twice():
    assert told("ID | SEEN | Ended | ENDED | PLACE\n zz-ida-1 | 02/03/2025 | | | H") == [
        ("refuse", "a heading that stands twice", "ENDED", None)]


def test_a_column_of_other_years():
    rows = visits(OLD=["long ago"])
    assert told(rows) == [("warn", "not a column of 2024-25", "OLD", None)]
    assert told(rows.replace(r"/2025", "/2023", regex=True), year=2023) == []


def test_codes_that_nobody_knows_and_codes_of_other_years():
    """Z went and Z1 came in 2024-25."""
    rows = visits(PLACE=["H", "Z", "Z1", "Q", ""])
    assert told(rows) == [("refuse", "unknown code", "PLACE", 1), ("warn", "not a code of 2024-25", "PLACE", 1)]
    before = rows.assign(SEEN=rows["SEEN"].str.replace("2025", "2024"))
    assert told(before, year=2024) == [("refuse", "unknown code", "PLACE", 1),
                                       ("warn", "not a code of 2023-24", "PLACE", 1)]


@pytest.mark.parametrize(("unknown", "filled", "severity"), [(1, 100, "warn"), (2, 100, "refuse"), (2, 200, "warn")])
def test_a_hundredth_of_codes_may_be_unknown_as_of_days_and_numbers(unknown, filled, severity):
    codes = ["Q"] * unknown + ["H"] * (filled - unknown) + [""] * 50
    seen = ["02/03/2025"] * len(codes)
    assert told(visits(PLACE=codes, SEEN=seen)) == [(severity, "unknown code", "PLACE", unknown)]


def test_empty_cells_warn_and_in_a_key_refuse():
    assert told(visits(ID=["", " ", "zz-ida-1"], KIND=["P", "", "U"])) == [
        ("refuse", "empty cells", "ID", 2), ("warn", "empty cells", "KIND", 1)]


def test_rows_that_share_a_key():
    """The first two are the same visit, one in each form of a day; the third is another; two have no ID."""
    assert told(visits(ID=["zz-ida-1", "zz-ida-1", "zz-ida-1", "", ""],
                       SEEN=["02/03/2025", "2025-03-02", "03/03/2025", "03/03/2025", "03/03/2025"])) == [
        ("refuse", "rows that share a key", "ID, SEEN", 2), ("refuse", "empty cells", "ID", 2),
        ("warn", "mixed date formats", "SEEN", 5)]


def test_a_part_of_a_key_that_may_be_empty_is_equal_where_it_is():
    table = Table("stays", "Stays", (), (Column("ID", blank=False), Column("LEFT", "date")), key=("ID", "LEFT"))
    assert told("ID | LEFT\n a | \n a | \n a | 01/02/2025\n b | ", table) == [
        ("refuse", "rows that share a key", "ID, LEFT", 2)]


def test_numbers():
    """41,3 and 50% are no numbers; 101 is more than all; half a count is none; nothing is less than none."""
    assert told(visits(PERCENT=["41,3", "50%", "101", "100", ""], COUNT=["1.5", "-1", "2", "two", "3.0"])) == [
        ("refuse", "no number", "PERCENT", 2), ("refuse", "above 100", "PERCENT", 1),
        ("refuse", "no number", "COUNT", 1), ("refuse", "no whole number", "COUNT", 1),
        ("refuse", "below 0", "COUNT", 1)]


def test_formulas_and_what_they_leave_behind():
    """A note that begins with a number's sign is none."""
    assert told(visits(NOTE=["=A1", '="007"', "#REF!", "a = b", "#1 of 3"],
                       PERCENT=["1", "=SUM(A1)", "2", "3", "4"])) == [
        ("refuse", "formulas in cells", "NOTE", 3), ("refuse", "formulas in cells", "PERCENT", 1),
        ("refuse", "no number", "PERCENT", 1)]


@pytest.mark.parametrize(("seen", "rule", "size"), [
    (["02/03/2025", "31/02/2025", "yesterday"], "no day of the form dd/mm/yyyy", 2),
    (["03/02/2025", "03/13/2025", "12/31/2024"], "written month first", 2),
    (["03/02/2025", "13/03/2025", "12/31/2024"], "mixed date formats", 1),
    (["03/02/2025", "3 March 2025", "04/02/2025"], "mixed date formats", 1),
    (["03-02-2025", "13.03.2025", "20250314"], "mixed date formats", 3),
    (["03-02-2025", "13-03-2025", "14-03-2025"], "no day of the form dd/mm/yyyy", 3),
    (["45691", "45692", "45693"], "a spreadsheet's day numbers instead of days", 3),
    (["03/02/2025", "45691", "yesterday"], "no day of the form dd/mm/yyyy", 2),
    (["03/02/25", "13/02/25", "14/02/25"], "no day of the form dd/mm/yyyy", 3),
])
def test_days_in_other_forms_are_refused_and_never_guessed(seen, rule, size):
    assert told(visits(SEEN=seen))[0] == ("refuse", rule, "SEEN", size)


SPRING = [date(2024, 4, 1) + timedelta(each) for each in range(300)]


@pytest.mark.parametrize(("early", "late"), [
    ("{0.day}/{0.month}/{0:%Y}", "{0:%d/%m/%Y}"),       # what a spreadsheet took for days has lost its zeros
    ("{0:%Y-%m-%d}", "{0:%d/%m/%Y}"),                   # or stands as a workbook holds days
])
def test_day_and_month_that_changed_places_in_part_of_a_column(early, late):
    """A day up to the 12th could be read month first, and was; any other stayed text."""
    def spoilt(day):
        return early.format(date(day.year, day.day, day.month)) if day.day <= 12 else late.format(day)

    rule = ("day and month have changed places in part of the column: written one way no day is past the 12th, written "
            "another every day is")
    assert ("refuse", rule, "SEEN", 300) in told(visits(SEEN=[spoilt(day) for day in SPRING]))
    sound = [(early if place % 2 else late).format(day) for place, day in enumerate(SPRING)]
    assert rule not in [problem[1] for problem in told(visits(SEEN=sound))]


@pytest.mark.parametrize(("early", "late", "swapped"), [
    (range(1, 11), range(13, 23), True),        # ten days up to the 12th one way, ten past it the other
    (range(1, 10), range(13, 23), False), (range(1, 11), range(13, 22), False),     # nine are too few to say
    (range(8, 18), range(13, 23), False),       # one way has days on either side
    (range(1, 11), range(12, 22), False),       # nine of ten are not nearly every day
])
def test_ten_days_each_way_say_that_some_were_turned_round(early, late, swapped):
    cells = [f"2024-04-{day:02}" for day in early] + [f"{day:02}/04/2024" for day in late]
    assert date_forms.part_swapped(pd.Series(cells), np.ones(len(cells)), "%d/%m/%Y") == swapped


def test_days_in_two_forms_that_are_both_read_are_told():
    assert told(visits(SEEN=["02/03/2025", "2025-03-14"])) == [("warn", "mixed date formats", "SEEN", 2)]
    assert told(visits(SEEN=["2025-03-02", "2025-03-14T00:00:00"])) == []


def test_days_that_cannot_be():
    """A visit before anybody's time, and one on the day after the file came."""
    assert told(visits(SEEN=["31/12/1989", "01/01/1990", "15/06/2025", "16/06/2025"])) == [
        ("warn", "before 1990, or after the file was received", "SEEN", 2)]


def test_grown_ups_are_older():
    staff = Table("hr_staff", "Staff", (), (Column("BORN", "date"),))
    assert told("BORN\n01/01/1959\n01/01/1899", staff) == [
        ("warn", "before 1900, or after the file was received", "BORN", 1)]


MONTH_MAY_STAND_FIRST = ("warn", "no day of the month above 12: the month may stand first", "SEEN")


def test_day_and_month_that_may_have_changed_places():
    """30 days of the first twelve of the months of 2024; one on the 13th says that nothing was turned round."""
    turned = [f"{day:02}/{month:02}/2024" for month in range(1, 11) for day in (2, 7, 12)]
    assert told(visits(SEEN=turned), year=2024) == [(*MONTH_MAY_STAND_FIRST, 30)]
    assert told(visits(SEEN=turned[:29]), year=2024) == []
    assert told(visits(SEEN=[*turned, "13/01/2024"]), year=2024) == []


def test_months_and_waves_are_not_taken_for_turned_days():
    """Thirty-six firsts of a month; and forty answers on four days."""
    firsts = [f"01/{month:02}/{year}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    waves = [f"0{day}/05/2024" for day in range(3, 7)] * 10
    assert told(visits(SEEN=firsts)) == told(visits(SEEN=waves)) == []


@given(st.lists(st.dates(date(2020, 1, 1), date(2024, 12, 31)), min_size=30, max_size=40, unique=True)
       | st.lists(st.builds(date, st.integers(2000, 2024), st.integers(1, 12), st.integers(1, 13)), min_size=30,
                  max_size=40, unique=True))
def test_of_many_days_a_single_one_past_the_twelfth_is_enough(some):
    of_month = {day.day for day in some}
    turned = date_forms.never_past_twelve(pd.Series(pd.to_datetime(some)), np.ones(len(some)))
    assert turned == (max(of_month) <= 12 and len(of_month) > 1)


def test_columns_that_have_changed_places():
    """PLACE and KIND; then SEEN and ID, which holds any text; then the days stand one column to the right."""
    size = 4
    place = visits(PLACE=["P", "U", "P", "P"], KIND=["H", "S", "H", "Z1"])
    assert told(place) == [("refuse", "columns that hold what belongs in another", "PLACE, KIND", size)]
    ids = visits(ID=["02/03/2025", "03/03/2025"], SEEN=["zz-ida-1", "zz-ida-2"])
    assert told(ids)[0] == ("refuse", "columns that hold what belongs in another", "ID, SEEN", 2)
    moved = visits(SEEN=["P", "U"], KIND=["3", "4"], COUNT=["01/02/2025", "02/02/2025"])
    assert told(moved)[0] == ("refuse", "columns that hold what belongs in another", "SEEN, KIND, COUNT", 2)


def test_columns_of_which_half_fits_the_other_have_not_changed_places():
    assert told(visits(PLACE=["P", "U", "x", "y"], KIND=["H", "S", "x", "y"])) == [
        ("refuse", "unknown code", "PLACE", 4), ("refuse", "unknown code", "KIND", 4)]


def test_a_column_in_other_codes_has_not_changed_places():
    """yes and no fit nothing here; 2023-24's Z fits its own column."""
    assert told(visits(KIND=["yes", "no"], PLACE=["Z", "Z"])) == [
        ("warn", "not a code of 2024-25", "PLACE", 2), ("refuse", "unknown code", "KIND", 2)]


def test_the_tables_own_rules():
    assert told(visits(SEEN=["02/03/2025", "03/03/2025"], ENDED=["01/03/2025", "03/03/2025"])) == [
        ("warn", "must not come before SEEN", "ENDED", 1)]


def test_a_rule_that_cannot_be_tried_does_not_hide_the_others():
    def fail(rows):
        raise ValueError(rows["ID"].iloc[0])
    table = Table("stays", "Stays", (), VISITS.columns, rules=(Rule("ID: must be well", fail, "none"), *VISITS.rules))
    rows = visits(SEEN=["02/03/2025"], ENDED=["01/03/2025"])
    assert told(rows, table) == [("warn", "could not be tried: must be well", "ID", None),
                                 ("warn", "must not come before SEEN", "ENDED", 1)]


def test_all_rows_broken_are_counted_at_once():
    """As many as would take half a minute to lay out one by one."""
    many = visits(PLACE=["Q"] * 100_000).assign(SEEN="02/03/2025")
    assert told(many) == [("refuse", "unknown code", "PLACE", 100_000)]


def test_an_earlier_years_file():
    rows = visits(SEEN=["02/03/2024", "31/03/2024", "16/06/2025"])      # the last is a slip: after the file came
    assert told(rows) == [("warn", "before 1990, or after the file was received", "SEEN", 1),
                          ("warn", "the newest day lies in 2023-24: it may be an earlier year's file", "SEEN", None)]


@pytest.mark.parametrize(("now", "before", "fell"), [(80, 100, False), (79, 100, True), (120, 100, False), (0, 5, True),
                                                     (0, 0, False)])
def test_a_fall_by_more_than_a_fifth(now, before, fell):
    assert [(each.severity, each.rule, each.rows) for each in shrunk(now, before, 2025)] == (
        [("warn", "more than a fifth fewer rows than in 2023-24", now)] if fell else [])


def test_the_form_of_days_in_words():
    forms = ("%d/%m/%Y", "%Y-%b-%d %H:%M:%S")
    assert [date_forms.in_words(form) for form in forms] == ["dd/mm/yyyy", "yyyy-mmm-dd hh:mm:ss"]


def test_a_few_cells_that_are_no_number_count_as_not_known_and_many_refuse_the_file():
    """1 of 200 scores is a word, then 3 of 200; and a letter that the return knows is neither."""
    table = Table("marks", "Marks", ("marks",), (Column("ID", blank=False), Column("SCORE", "number", instead=("U",))))

    def found(words: int) -> list[str]:
        scores = ["word"] * words + ["U"] * 5 + ["7"] * (195 - words)
        rows = pd.DataFrame({"ID": [str(number) for number in range(200)], "SCORE": scores})
        _, problems = screen(rows, table, 2025, date(2025, 6, 15))
        return [problem.severity for problem in problems if problem.rule == "no number"]
    assert [found(0), found(1), found(3)] == [[], ["warn"], ["refuse"]]
