"""Published files: numbers and symbols kept apart, columns known by name, years in their calendar, figures made."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import text_table
from wayforward.errors import RefusedInputs
from wayforward.published import contract
from wayforward.published.releases import TIDY, Wanted, read_ees, read_lait, to_figures

# A file as the department writes it: the country, a region and an authority, one filter, two indicators.
CARE_LEAVERS = """\
time_period | time_identifier | geographic_level | country_code | country_name | region_code | region_name | old_la_code | la_name | new_la_code | age | care_leaver_count | care_leaver_percent
2024 | Reporting year | National        | E92000001 | England |           |                 |     |               |           | 19 to 21 | 33890 | 88
2025 | Reporting year | National        | E92000001 | England |           |                 |     |               |           | 19 to 21 | 1e+05 | 89
2025 | Reporting year | National        | E92000001 | England |           |                 |     |               |           | 17 to 18 | 11000 | 91
2025 | Reporting year | Regional        | E92000001 | England | E12000006 | East of England |     |               |           | 19 to 21 | 3210  | k
2025 | Reporting year | Local authority | E92000001 | England | E12000006 | East of England | 919 | Hertfordshire | E10000015 | 19 to 21 | 547   | 92
2025 | Reporting year | Local authority | E92000001 | England | E12000006 | East of England | 874 | Peterborough  | E06000031 | 19 to 21 | c     | z
2025 | Reporting year | Local authority | E92000001 | England | E12000006 | East of England | 874 | Peterborough  | E06000031 | 17 to 18 | 0     | 0
2025 | Reporting year | Ward            | E92000001 | England | E12000006 | East of England | 874 | Peterborough  | E06000031 | 17 to 18 | 1     | 1
"""  # noqa: E501
LAIT = """\
LA Number | LA and Regions         | Region          | Topic                 | Measure             | 2023/24 | 2024/25
919       | Hertfordshire          | East of England | Children looked after | Care leavers settled | 88.1    | 91.6
867       | Bracknell Forest       | South East      | Children looked after | Care leavers settled | c       | -
985       | East of England        |                 | Children looked after | Care leavers settled | NA      | 87
970       | England                |                 | Children looked after | Care leavers settled |         | 0
-         | Statistical Neighbours |                 | Children looked after | Care leavers settled | 90.2    | 89
"""
AREAS = text_table("""
    area             | name             | level           | la_code | gss       | region          | invented
    hertfordshire    | Hertfordshire    | local authority | 919     | E10000015 | east_of_england | no
    bracknell_forest | Bracknell Forest | local authority | 867     |           | south_east      | no
    peterborough     | Peterborough     | local authority | 874     |           | east_of_england | no
    east_of_england  | East of England  | region          |         | E12000006 | england         | no
    england          | England          | country         |         | E92000001 |                 | no
    """)
SUITABLE = Wanted("suitable", "care_leaver_percent", "percent", "cla", date(2025, 11, 20), {"age": "19 to 21"},
                  "31 March")
SETTLED = Wanted("settled", "Care leavers settled", "percent", "lait", lambda end: date(end.year, 11, 15), {},
                 "31 March")


def written(folder: Path, text: str, name: str = "care_leavers.csv") -> Path:
    text_table(text).to_csv(folder / name, index=False)
    return folder / name


@pytest.fixture
def care_leavers(tmp_path):
    return read_ees(written(tmp_path, CARE_LEAVERS))


@pytest.fixture
def lait(tmp_path):
    return read_lait(written(tmp_path, LAIT, "lait.csv"))


def cell(tidy, name, indicator, filters="age=19 to 21", period="2025"):
    rows = tidy[tidy["name"].eq(name) & tidy["indicator"].eq(indicator) & tidy["filters"].eq(filters)
                & tidy["period"].eq(period)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_each_indicator_of_each_row_is_a_row_in_one_shape(care_leavers):
    assert list(care_leavers.columns) == TIDY
    assert len(care_leavers) == 7 * 2       # of eight rows one is a ward's
    assert set(care_leavers["level"]) == {"country", "region", "local authority"}
    assert care_leavers["value"].dtype == float


def test_an_authority_has_both_its_codes_a_region_and_the_country_one(care_leavers):
    first = care_leavers.drop_duplicates("name").set_index("name")
    assert first.loc["Hertfordshire", ["gss", "la_code", "level"]].tolist() == ["E10000015", "919", "local authority"]
    assert first.loc["East of England", ["gss", "la_code", "level"]].tolist() == ["E12000006", "", "region"]
    assert first.loc["England", ["gss", "la_code", "level"]].tolist() == ["E92000001", "", "country"]


def test_a_symbol_is_no_number_and_a_zero_is_one(care_leavers):
    suppressed = cell(care_leavers, "Peterborough", "care_leaver_count")
    assert (pd.isna(suppressed["value"]), suppressed["symbol"], suppressed["as_published"]) == (True, "c", "c")
    small = cell(care_leavers, "East of England", "care_leaver_percent")
    assert (pd.isna(small["value"]), small["symbol"]) == (True, "k")
    none = cell(care_leavers, "Peterborough", "care_leaver_count", "age=17 to 18")
    assert (none["value"], none["symbol"], none["as_published"]) == (0, "", "0")


def test_a_number_in_powers_of_ten_is_a_number(care_leavers):
    assert cell(care_leavers, "England", "care_leaver_count")["value"] == 100_000


@pytest.mark.parametrize("symbol", [*contract.SYMBOLS, "Z", "*", "..", "-", "LOW"])
def test_every_symbol_is_kept(tmp_path, symbol):
    tidy = read_ees(written(tmp_path, CARE_LEAVERS.replace("547", symbol)))
    found = cell(tidy, "Hertfordshire", "care_leaver_count")
    assert pd.isna(found["value"])
    assert found["symbol"] == symbol.casefold()


@settings(max_examples=10)
@given(order=st.permutations(range(13)))
def test_the_order_of_columns_does_not_matter(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("ees")
    rows = text_table(CARE_LEAVERS)
    rows.to_csv(folder / "a.csv", index=False)
    rows.iloc[:, order].to_csv(folder / "b.csv", index=False)
    keys = ["name", "period", "filters", "indicator"]
    plainly, shuffled = (read_ees(folder / name).drop(columns="file").sort_values(keys, ignore_index=True)
                         for name in ("a.csv", "b.csv"))
    pd.testing.assert_frame_equal(plainly, shuffled)


def test_what_the_file_beside_says_is_a_filter_is_one_though_it_holds_numbers(tmp_path):
    years = CARE_LEAVERS.replace("19 to 21", "19").replace("17 to 18", "17")
    path = written(tmp_path, years)
    assert set(read_ees(path)["indicator"]) == {"age", "care_leaver_count", "care_leaver_percent"}
    written(tmp_path, """
        col_name            | col_type  | label
        age                 | Filter    | Age
        care_leaver_count   | Indicator | Care leavers
        care_leaver_percent | Indicator | Percentage
        """, "care_leavers.meta.csv")
    assert set(read_ees(path)["indicator"]) == {"care_leaver_count", "care_leaver_percent"}
    assert set(read_ees(path)["filters"]) == {"age=19", "age=17"}


def test_a_file_without_filters_has_none(tmp_path):
    rows = text_table(CARE_LEAVERS).drop(columns="age")
    rows.to_csv(tmp_path / "plain.csv", index=False)
    assert set(read_ees(tmp_path / "plain.csv")["filters"]) == {""}


@pytest.mark.parametrize(("time", "identifier", "calendar", "period"), [
    ("202425", "Academic year", "academic year", "2024/25"),
    ("202425", "Financial year", "financial year", "2024-25"),
    ("202425", "Financial year Q1", "financial quarter", "2024-25-Q1"),
    ("202425", "Financial Year Q4", "financial quarter", "2024-25-Q4"),
    ("199900", "Academic year", "academic year", "1999/00"),
    ("2024", "Calendar year", "calendar year", "2024"),
    ("2025", "Reporting year", "", "2025"),
    ("202425", "Autumn term", "", "202425 Autumn term"),
    ("2025", "January", "", "2025 January"),
])
def test_years_stand_in_their_calendar_where_the_file_says_which(tmp_path, time, identifier, calendar, period):
    text = "\n".join(line.replace("2025 | Reporting year", f"{time} | {identifier}")
                     for line in CARE_LEAVERS.splitlines() if not line.startswith("2024"))
    tidy = read_ees(written(tmp_path, text))
    assert set(tidy["calendar"]) == {calendar}
    assert set(tidy["period"]) == {period}


@pytest.mark.parametrize(("time", "identifier"), [
    ("202426", "Academic year"), ("2025", "Academic year"), ("2024/25", "Academic year"), ("202425", "Calendar year"),
    ("2025", "Financial year Q1"), ("", "Reporting year"), ("March", "Reporting year")])
def test_a_year_of_another_form_than_its_identifier_asks_is_refused(tmp_path, time, identifier):
    text = CARE_LEAVERS.replace("2025 | Reporting year", f"{time} | {identifier}")
    with pytest.raises(RefusedInputs, match=r"care_leavers\.csv, time_period: must be a year.* \(7 rows\)"):
        read_ees(written(tmp_path, text))


@pytest.mark.parametrize(("was", "now", "told"), [
    ("time_period", "year", r"care_leavers\.csv, time_period: must be there; the file has year, "),
    ("geographic_level", "level", r"care_leavers\.csv, geographic_level: must be there"),
    ("la_name", "name", r"care_leavers\.csv, la_name: must be there"),
    ("region_code", "region", r"care_leavers\.csv, region_code: must be there"),
    ("country_name", "country_code", r"care_leavers\.csv, country_code: must stand once among the headings"),
])
def test_a_missing_column_is_refused_by_name(tmp_path, was, now, told):
    with pytest.raises(RefusedInputs, match=told):
        read_ees(written(tmp_path, CARE_LEAVERS.replace(was, now, 1)))


@pytest.mark.parametrize(("meta", "told"), [
    ("col_name | label\nage | Age", r"care_leavers\.meta\.csv, col_type: must be there"),
    ("col_name | col_type\nage | Sieve", r"care_leavers\.meta\.csv, col_type: must be Filter or Indicator \(1 row\)"),
    ("col_name | col_type\nsex | Filter", r"care_leavers\.csv, sex: must be there"),
    ("col_name | col_type\nage | Indicator", r"care_leavers\.csv, age: must hold plain numbers or .* \(7 rows\)"),
])
def test_what_stands_beside_must_fit_the_file(tmp_path, meta, told):
    written(tmp_path, meta, "care_leavers.meta.csv")
    with pytest.raises(RefusedInputs, match=told):
        read_ees(written(tmp_path, CARE_LEAVERS))


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "page.csv").write_text("<!DOCTYPE html><p>Not found</p>")
    with pytest.raises(RefusedInputs, match=r"page\.csv: cannot be read"):
        read_ees(tmp_path / "page.csv")
    with pytest.raises(RefusedInputs, match=r"nothing\.csv: cannot be read"):
        read_lait(tmp_path / "nothing.csv")


def test_lait_s_years_across_become_rows(lait):
    assert list(lait.columns) == TIDY
    assert len(lait) == 5 * 2
    herts = lait[lait["name"].eq("Hertfordshire")]
    assert herts["period"].tolist() == ["2023/24", "2024/25"]
    assert herts["value"].tolist() == [88.1, 91.6]
    assert set(herts["filters"]) == {"Topic=Children looked after"}
    assert set(lait["calendar"]) == {""}


def test_lait_s_regions_country_and_neighbours_are_no_authorities(lait):
    levels = lait.drop_duplicates("name").set_index("name")["level"]
    assert levels.to_dict() == {
        "Hertfordshire": "local authority", "Bracknell Forest": "local authority", "East of England": "region",
        "England": "country", "Statistical Neighbours": ""}


def test_lait_s_marks_are_no_numbers(lait):
    bracknell = lait[lait["name"].eq("Bracknell Forest")]
    assert bracknell["value"].isna().all()
    assert bracknell["symbol"].tolist() == ["c", "-"]
    nothing = lait[lait["as_published"].isin(["", "NA"])]
    assert nothing["value"].isna().all()
    assert nothing["symbol"].tolist() == ["", ""]


def test_a_table_of_one_measure_is_told_which(tmp_path):
    path = written(tmp_path, """
        LA Number | LA and Regions | 2023 | 2024 | Change from previous year | Rank
        919       | Hertfordshire  | 5    | 7    | 2                         | 10
        """, "lait.csv")
    with pytest.raises(RefusedInputs, match=r"lait\.csv, Measure: must be a column, or be named"):
        read_lait(path)
    tidy = read_lait(path, "Care leavers settled")
    assert tidy["value"].tolist() == [5, 7]
    assert set(tidy["indicator"]) == {"Care leavers settled"}
    assert set(tidy["filters"]) == {""}


def test_a_workbook_reads_as_the_csv_does(tmp_path, lait):
    book = openpyxl.Workbook()
    rows = text_table(LAIT)
    for line in [list(rows.columns), *rows.to_numpy().tolist()]:
        book.active.append(line)
    book.save(tmp_path / "lait.xlsx")
    tidy = read_lait(tmp_path / "lait.xlsx")
    pd.testing.assert_frame_equal(tidy.drop(columns="file"), lait.drop(columns="file"))


@pytest.mark.parametrize(("was", "now", "told"), [
    ("LA Number", "Code", r"lait\.csv, lanumber: must be there"),
    ("88.1", "88.1%", r"lait\.csv, 2023/24: must hold plain numbers or the symbols of official statistics \(1 row\)"),
    ("88.1", "1 088", r"lait\.csv, 2023/24: must hold plain numbers"),
])
def test_a_table_that_is_not_lait_s_is_refused(tmp_path, was, now, told):
    with pytest.raises(RefusedInputs, match=told):
        read_lait(written(tmp_path, LAIT.replace(was, now, 1), "lait.csv"))


def test_a_table_without_years_is_refused(tmp_path):
    with pytest.raises(RefusedInputs, match=r"lait\.csv, headings: must hold at least one year"):
        read_lait(written(tmp_path, LAIT.replace("2023/24", "x").replace("2024/25", "y"), "lait.csv"))


def broken(figures):
    """What the contract of published figures says against them."""
    judged = figures.assign(file="made.csv", line=range(2, len(figures) + 2))
    return contract._broken(contract.figure_rules(AREAS["area"], ["cla", "lait"]), judged)


def test_figures_are_in_the_columns_and_by_the_rules_of_the_contract(care_leavers, lait):
    figures = pd.concat([to_figures(care_leavers, [SUITABLE], AREAS), to_figures(lait, [SETTLED], AREAS)])
    assert list(figures.columns) == contract.FIGURES
    assert broken(figures) == []
    # suitable: England twice, the region, two authorities; settled: four areas of two years
    assert figures["series"].value_counts().to_dict() == {"suitable": 2 + 1 + 2, "settled": 4 * 2}


def test_a_figure_says_its_area_period_number_and_when_it_was_known(care_leavers):
    figures = to_figures(care_leavers, [SUITABLE], AREAS).set_index(["area", "period"])
    assert figures.loc[("hertfordshire", "2025")].to_dict() == {
        "series": "suitable", "calendar": "31 March", "value": "92", "symbol": "", "as_published": "92",
        "unit": "percent", "status": "final", "note": "", "citation": "cla", "known": "2025-11-20",
        "known_by": "release date"}
    assert figures.loc[("east_of_england", "2025"), ["value", "symbol", "status"]].tolist() == [
        "", "k", "not available"]


def test_suppressed_figures_and_marks_of_no_known_meaning(care_leavers, lait):
    counts = Wanted("leavers", "care_leaver_count", "number", "cla", date(2025, 11, 20), {"age": "19 to 21"},
                    "31 March", status="provisional")
    figures = to_figures(care_leavers, [counts], AREAS).set_index("area")
    assert figures.loc["peterborough", ["value", "symbol", "status"]].tolist() == ["", "c", "suppressed"]
    assert figures.loc["hertfordshire", "status"] == "provisional"
    settled = to_figures(lait, [SETTLED], AREAS).set_index(["area", "period"])
    assert settled.loc[("bracknell_forest", "2025"), ["value", "symbol", "as_published", "status"]].tolist() == [
        "", "", "-", "not available"]


def test_a_number_in_powers_of_ten_is_written_out(care_leavers):
    counts = Wanted("leavers", "care_leaver_count", "number", "cla", date(2025, 11, 20), {"age": "19 to 21"},
                    "31 March")
    england = to_figures(care_leavers, [counts], AREAS).set_index(["area", "period"]).loc[("england", "2025")]
    assert england[["value", "as_published"]].tolist() == ["100000", "100000"]


def test_years_of_two_become_the_calendar_that_is_named(lait):
    figures = to_figures(lait, [SETTLED], AREAS)
    assert figures["period"].unique().tolist() == ["2024", "2025"]
    assert figures["known"].unique().tolist() == ["2024-11-15", "2025-11-15"]
    assert set(figures["known_by"]) == {"usual calendar"}


@pytest.mark.parametrize(("calendar", "period"), [
    ("30 September", "2025"), ("mid-year", "2025"), ("academic year", "2024/25"), ("financial year", "2024-25")])
def test_a_reporting_year_stands_for_the_calendar_that_is_named(care_leavers, calendar, period):
    wanted = Wanted("suitable", "care_leaver_percent", "percent", "cla", date(2026, 3, 1), {"age": "17 to 18"},
                    calendar)
    assert set(to_figures(care_leavers, [wanted], AREAS)["period"]) == {period}


def test_a_calendar_that_the_file_says_need_not_be_named(tmp_path):
    tidy = read_ees(written(tmp_path, CARE_LEAVERS.replace("2024 |", "202324 |").replace("2025 |", "202425 |")
                            .replace("Reporting year", "Academic year")))
    wanted = Wanted("suitable", "care_leaver_percent", "percent", "cla", date(2026, 3, 1), {"age": "19 to 21"})
    figures = to_figures(tidy, [wanted], AREAS)
    assert set(figures["calendar"]) == {"academic year"}
    assert set(figures["period"]) == {"2023/24", "2024/25"}


def test_areas_that_are_not_in_the_register_are_left_out_and_without_one_all_are_taken(care_leavers):
    few = AREAS[AREAS["area"].isin(["hertfordshire", "england"])]
    assert set(to_figures(care_leavers, [SUITABLE], few)["area"]) == {"hertfordshire", "england"}
    assert set(to_figures(care_leavers, [SUITABLE])["area"]) == {
        "hertfordshire", "peterborough", "east_of_england", "england"}


def test_nothing_wanted_makes_no_figures(care_leavers):
    assert to_figures(care_leavers, [], AREAS).shape == (0, len(contract.FIGURES))


@pytest.mark.parametrize(("changed", "told"), [
    ({"indicator": "care_leavers"}, r"care_leavers\.csv, care_leavers: must be there for the series suitable"),
    ({"filters": {"age": "19"}}, r"care_leavers\.csv, age: must hold '19' for the series suitable"),
    ({"filters": {"sex": "Female"}}, r"care_leavers\.csv, sex: must hold 'Female' for the series suitable"),
    ({"filters": {}}, r"care_leavers\.csv, age: must be one for an area and period of the series suitable \(4 rows\)"),
    ({"calendar": ""}, r"care_leavers\.csv, time_identifier: does not say what a year means; name the calendar"),
    ({"calendar": "31 April"}, r"care_leavers\.csv, time_period: '31 April' is not a calendar"),
    ({"calendar": "financial quarter"}, r"care_leavers\.csv, time_period: a financial quarter is written like"),
])
def test_a_choice_that_is_not_in_the_file_or_not_one_is_refused(care_leavers, changed, told):
    with pytest.raises(RefusedInputs, match=told):
        to_figures(care_leavers, [Wanted(**{**SUITABLE.__dict__, **changed})], AREAS)
