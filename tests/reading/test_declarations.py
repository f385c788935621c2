"""Nobody is an answer: headings without rows, and what an area declares not to deliver."""

from datetime import date

import pytest

from tables import returns_of
from wayforward.counting.tally import counts
from wayforward.errors import MissingReturn
from wayforward.measures import details_of, families_first_assessments, from_returns, step_ups
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading.area_returns import read_returns
from wayforward.returns.catalogue import TABLES

AS_AT = date(2026, 6, 30)
UASC = "CHILD,DOB,DUC\n"
HEADER = "CHILD,SEX,DOB,ETHNIC\n"
LINE = "table,from,until,declared,reason\n"


@pytest.fixture
def area(tmp_path):
    return tmp_path


def put(area, day, **files):
    (area / day).mkdir(exist_ok=True)
    for name, text in files.items():
        (area / day / f"{name}.csv").write_text(text)


def years(area, table="ssda903_uasc", as_at=AS_AT):
    returns = read_returns(area, as_at)
    return returns.years_of(table) if returns.has(table) else []


def told(area):
    return [(each.severity, each.rule, each.column, each.lines) for each in read_returns(area, AS_AT).problems()
            if each.file.endswith("declared.csv")]


def test_a_file_of_headings_alone_covers_its_year(area):
    put(area, "2025-06-15", uasc_2025=UASC + "a,02/05/2009,\n")
    put(area, "2026-06-15", uasc_2026=UASC)
    returns = read_returns(area, AS_AT)
    assert returns.years_of("ssda903_uasc") == [2025, 2026]
    assert returns.table("ssda903_uasc")["return_year"].to_list() == [2025]
    assert [(each.severity, each.rule) for each in returns.problems()] == [
        ("warn", "nobody is in it, unlike in 2024-25")]


def test_a_year_without_a_decision_has_four_quarters_of_0(area):
    triage = "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME\n"
    put(area, "2025-06-15", triage_2025=triage + "1,f,13/05/2024,SU\n", triage_2024=triage)
    found = counts(step_ups.number(read_returns(area, AS_AT))).set_index("period")["numerator"]
    assert found.to_dict() == {**{f"2023-24-Q{quarter}": 0 for quarter in (1, 2, 3, 4)}, "2024-25-Q1": 1,
                               **{f"2024-25-Q{quarter}": 0 for quarter in (2, 3, 4)}}


def test_headings_alone_in_every_year(area):
    put(area, "2025-06-15", families_first_assessments_2025="ASSESSMENT_ID,FAMILY_ID,CHILDREN,STARTED,COMPLETED\n")
    returns = read_returns(area, AS_AT)
    for count in (families_first_assessments.completed, families_first_assessments.children):
        assert counts(count(returns))["numerator"].to_list() == [0, 0, 0, 0]


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_headings_alone_in_other_kinds_of_file(area, suffix):
    import pandas as pd

    (area / "2025-06-15").mkdir()
    table = pd.DataFrame(columns=["CHILD", "DOB", "DUC"])
    path = area / "2025-06-15" / f"uasc_2025{suffix}"
    table.to_excel(path, index=False) if suffix == ".xlsx" else table.to_parquet(path)
    assert years(area) == [2025]
    assert (len(read_returns(area, AS_AT).table("ssda903_uasc")), read_returns(area, AS_AT).problems()) == (0, [])


SERIES = [(measure.id, series) for measure in load_plan(DEFAULT).measures for series in from_returns(measure.id)]


def test_every_measure_can_be_counted_of_nobody(area):
    """Every table has its headings and no row, in two years: a count is 0, and no average or share is made up."""
    for table in TABLES.values():
        text = ",".join(column.name for column in table.columns) + "\n"
        put(area, "2026-06-15", **{f"{table.name}_{year}": text for year in (2024, 2025)})
    returns = read_returns(area, AS_AT, postcodes=returns_of()._postcodes)
    made = {series: counts(from_returns(measure)[series](returns)) for measure, series in SERIES}
    shown = {series: found["value"].dropna().to_list() for series, found in made.items()}
    assert {series: values for series, values in shown.items() if values} == {
        series: [0] * 8 for series in ("assessments_completed", "children_assessed", "step_ups", "step_downs")}
    for details in filter(None, (details_of(measure.id) for measure in load_plan(DEFAULT).measures)):
        assert all(detail.rows.select_dtypes("number").fillna(0).eq(0).all(axis=None) for detail in details(returns))


def test_what_is_declared_counts_where_the_return_is_at_hand(area):
    put(area, "2024-06-15", header_2024=HEADER)
    put(area, "2025-06-15", header_2025=HEADER, uasc_2025=UASC + "a,02/05/2009,\n")
    put(area, "2026-06-15", header_2026=HEADER, triage_2023="x")
    (area / "declared.csv").write_text(LINE + "UASC,,,nobody,none has come\n")
    assert years(area) == [2024, 2025, 2026]                            # a file that is there stands
    assert years(area, as_at=date(2024, 6, 30)) == [2024]               # as was known then
    assert len(read_returns(area, AS_AT).table("ssda903_uasc")) == 1
    (area / "declared.csv").write_text(LINE + "ssda903_uasc,2025-26,2026-27,nobody,none has come\n")
    assert years(area) == [2025, 2026]
    (area / "declared.csv").write_text(LINE + "uasc,,2023-24,Nobody,none has come\n")
    assert years(area) == [2024, 2025]
    assert told(area) == []


def test_the_declaration_is_an_input_once(area):
    for year in (2024, 2025):
        put(area, f"{year}-06-15", **{f"header_{year}": HEADER})
    (area / "declared.csv").write_text(LINE + "UASC,,,nobody,none has come\n")
    (read,) = read_returns(area, AS_AT).inputs("ssda903_uasc")
    assert (read.path, read.rows) == (f"{area.name}/declared.csv", 0)


def test_a_return_in_xml_without_any_child(area):
    (area / "2025-06-15").mkdir()
    (area / "2025-06-15" / "903_2024-25.xml").write_text("<EXPSSDA903></EXPSSDA903>")
    assert years(area) == years(area, "ssda903_episodes") == [2025]


def test_a_return_of_one_table_needs_both_years(area):
    (area / "declared.csv").write_text(LINE + "case audits,2023-24,2026-27,nobody,we began later\n")
    assert years(area, "case_audits") == [2024, 2025, 2026]     # 2026-27 has not ended
    (area / "declared.csv").write_text(LINE + "case audits,2023-24,,nobody,we began later\n")
    assert years(area, "case_audits") == []
    assert told(area) == [("refuse", "a return of one table, of which no other tells the years at hand",
                           "from, until", (2,))]


@pytest.mark.parametrize(("text", "rule", "column", "lines"), [
    (LINE + "UASK,,,nobody,none\n", "not the name of a table that is read", "table", (2,)),
    (LINE + "UASC,June,,nobody,none\nUASC,,now,nobody,none\n", "no year", "from", (2,)),
    (LINE + "UASC,2025-26,2024-25,nobody,none\n", "the last year before the first", "from, until", (2,)),
    (LINE + "UASC,,,nobody,\n", "no reason", "reason", (2,)),
    (LINE + "UASC,,,none,why\n", "neither nobody nor nothing more", "declared", (2,)),
    ("table,reason\nUASC,none\n", "missing column", "from, until, declared", ()),
    ("", "an empty file", "", ()),
])
def test_what_is_declared_wrongly_is_refused(area, text, rule, column, lines):
    put(area, "2025-06-15", header_2025=HEADER)
    (area / "declared.csv").write_text(text)
    assert ("refuse", rule, column, lines) in told(area)
    with pytest.raises(MissingReturn):
        read_returns(area, AS_AT).table("ssda903_uasc")


def test_a_declaration_within_a_delivery_is_refused(area):
    put(area, "2025-06-15", declared=LINE)
    assert told(area) == [("refuse", "within a delivery", "", ())]
