"""Files as people have them: every trap that published files set, refused or told, with no row lost."""

import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from release_files import PLACES, PUBLISHED, counted, ees, table, told, written
from wayforward.errors import RefusedInputs
from wayforward.published import contract
from wayforward.published.offered import LEFT_OUT, offered
from wayforward.published.release_register import Release, Series, read_register

REGISTER = read_register(PUBLISHED / "releases.toml")
AREAS = pd.read_csv(PUBLISHED / "areas.csv", dtype=str, keep_default_na=False)
POPULATION = "age_group | population_estimate"
CHILDREN = "Children aged 0 to 17 years"
WORKFORCE = "agency_rate_fte | vacancy_rate_fte"
CARE = "care_leaver_age | breakdown | care_leaver_count | care_leaver_percent"
SUITABLE = "19 to 21 years | Accommodation considered suitable"


def read(folder, text, name="data.csv", register=REGISTER):
    """What one file of one release offers."""
    (found,) = offered([written(folder, text, name)], register, AREAS)
    return found


def refused(folder, text, name="data.csv", register=REGISTER):
    """Why one file is refused."""
    with pytest.raises(RefusedInputs) as error:
        offered([written(folder, text, name)], register, AREAS)
    return error.value.problems


def test_figures_are_rows_of_the_contract_with_their_lines(tmp_path):
    found = read(tmp_path, ees(CARE, f"Kent | {SUITABLE} | 1200 | 91", f"England | {SUITABLE} | c | k"))
    assert list(found.figures.columns) == [*contract.FIGURES, "file", "line"]
    assert list(found.left_out.columns) == LEFT_OUT
    kent = found.figures.set_index(["area", "series"]).loc[("kent", "care_leavers_19_21_suitable_percent")]
    assert kent.to_dict() == {
        "calendar": "year to 31 March", "period": "2026", "value": "91", "symbol": "", "as_published": "91",
        "unit": "percent", "status": "final", "note": "", "citation": "care_leavers_accommodation",
        "known": "2026-11-15", "known_by": "usual calendar", "file": "data.csv", "line": 2}
    sources = pd.read_csv(PUBLISHED / "sources.csv")["citation"]
    rules = contract.figure_rules(AREAS["area"], sources)
    assert contract._broken(rules, found.figures) == []


@pytest.mark.parametrize(("name", "area"), [
    ("Windsor & Maidenhead", "windsor_and_maidenhead"), ("Bristol", "bristol_city_of"),
    ("Bristol, City of", "bristol_city_of"),
    ("St Helens", "st_helens"), ("St. Helens", "st_helens"), ("Herefordshire", "herefordshire_county_of"),
    ("Herefordshire, County of", "herefordshire_county_of"), ("Kingston upon Hull", "kingston_upon_hull_city_of"),
    ("Durham", "county_durham"), ("City of London", "city_of_london"), ("Telford & Wrekin", "telford_and_wrekin"),
    ("Bedford Borough", "bedford"), ("Stoke on Trent", "stoke_on_trent"), ("Southend on Sea", "southend_on_sea"),
    ("London Borough of Barnet", "barnet"), ("HERTFORDSHIRE COUNTY COUNCIL", "hertfordshire"), ("Dorset", "dorset")])
def test_an_authority_is_known_by_its_name_alone(name, area, tmp_path):
    text = ees(POPULATION, f"Kent | {CHILDREN} | 1000").replace("886,Kent,E10000016", f',"{name}",')
    assert read(tmp_path, text).figures["area"].tolist() == [area]


def test_one_name_of_two_authorities_is_the_one_that_stood_then(tmp_path):
    text = ees(POPULATION, f"2017 | Reporting year ! Kent | {CHILDREN} | 70000",
               f"2025 | Reporting year ! Kent | {CHILDREN} | 65000").replace("886,Kent,E10000016", ",Dorset,")
    assert told(read(tmp_path, text).figures, ["area", "period", "value"]) == [
        "dorset 2025 65000", "dorset_to_2019 2017 70000"]


def test_an_area_that_nobody_knows_is_refused_with_the_nearest(tmp_path):
    text = ees(POPULATION, f"Kent | {CHILDREN} | 1", f"Kent | {CHILDREN} | 2").replace("886,Kent,E10000016", ",Kant,")
    (problem,) = refused(tmp_path, text)
    assert problem.startswith("data.csv, area: 'Kant' is not in areas.csv; nearest: Kent")
    assert "(2 rows, lines 2, 3)" in problem


def test_codes_and_names_of_two_areas_are_refused(tmp_path):
    (problem,) = refused(tmp_path, ees(POPULATION, f"Kent | {CHILDREN} | 1").replace("886,", "919,"))
    assert "its codes and its name (E10000016, 919, Kent) must be of one area (1 row, line 2)" in problem


def test_an_earlier_code_is_the_same_authority_and_its_empty_row_is_told(tmp_path):
    found = read(tmp_path, ees(WORKFORCE, "Barnsley before | z | z", "Barnsley | 8 | 9.5"))
    assert told(found.figures) == ["agency_rate_percent barnsley 2026 8.0", "vacancy_rate_percent barnsley 2026 9.5"]
    assert counted(found.left_out) == {"the same authority under its other code, without figures": 1}
    hidden = read(tmp_path, ees(WORKFORCE, "Barnsley | c | x", "Barnsley before | z | z")).figures
    assert sorted(hidden["symbol"]) == ["c", "x"]
    assert any("must be one figure for an area" in problem
               for problem in refused(tmp_path, ees(WORKFORCE, "Barnsley | z | z", "Barnsley | 8 | 9.5")))
    old = read(tmp_path, ees(WORKFORCE, "Barnsley before | 8 | 9.5"))
    assert set(old.figures["area"]) == {"barnsley"}


def test_two_rows_of_one_figure_are_told_where_they_agree_and_refused_where_not(tmp_path):
    found = read(tmp_path, ees(WORKFORCE, "Kent | 8 | 9", "Kent | 8 | 9"))
    assert len(found.figures) == 2
    assert counted(found.left_out) == {"the same figures as in another row": 1}
    (problem,) = refused(tmp_path, ees(WORKFORCE, "Barnsley | 8 | 9", "England | 8 | 9", "Barnsley before | 8 | 8"))
    assert problem.startswith("data.csv, vacancy_rate_fte: must be one figure for an area and period of "
                              "vacancy_rate_percent (2 rows, lines 2, 4); the rows differ in new_la_code")


def test_rows_of_an_authority_that_did_not_exist_yet_are_left_out_without_figures_and_refused_with(tmp_path):
    found = read(tmp_path, ees(WORKFORCE, "2021 | Reporting year ! Cumberland | z | z", "Cumberland | 7 | 8"))
    assert set(found.figures["period"]) == {"2026"}
    assert counted(found.left_out) == {"z: the authority did not exist yet": 1}
    (problem,) = refused(tmp_path, ees(WORKFORCE, "2021 | Reporting year ! Cumberland | 5 | z"))
    assert problem.startswith("data.csv, Cumberland: must have no figures before it began (1 row, line 2)")
    ended = read(tmp_path, ees(WORKFORCE, "Cumbria | z | z", "Kent | 7 | 8"))
    assert counted(ended.left_out) == {"z: the authority had ended": 1}


def test_authorities_that_return_together_are_told_as_joint_and_their_own_rows_are_empty(tmp_path):
    together = "kingston_upon_thames_richmond_upon_thames"
    for way in ("Kingston upon Thames / Richmond upon Thames", "Richmond upon Thames/Kingston upon Thames"):
        text = ees(WORKFORCE, "Kingston and Richmond | 7 | 8").replace(PLACES["Kingston and Richmond"][6], way)
        found = read(tmp_path, text).figures
        assert told(found, ["area", "series", "value"]) == sorted([
            f"{together} agency_rate_percent 7.0", f"{together} vacancy_rate_percent 8.0",
            *(f"{member} {series} " for member in ("kingston_upon_thames", "richmond_upon_thames")
              for series in ("agency_rate_percent", "vacancy_rate_percent"))])
        note = found.set_index(["area", "series"]).loc[("kingston_upon_thames", "agency_rate_percent"), "note"]
        assert note == f"returned together with Richmond upon Thames: see {together}"


@pytest.mark.parametrize(("cell", "value", "symbol", "status"), [
    ('"1,234"', "1234", "", "final"), ('"12,345,678"', "12345678", "", "final"), ("1e+05", "100000", "", "final"),
    ("0", "0", "", "final"), ("NaN", "", "", "not available"), ("NA", "", "", "not available"),
    ("N/A", "", "", "not available"), ("-", "", "", "not available"), ("..", "", "", "not available"),
    ("*", "", "", "not available"), ("", "", "", "not available"), ("c", "", "c", "suppressed"),
    ("Z", "", "z", "not available"), ("LOW", "", "low", "not available"), ("k", "", "k", "not available"),
    ("u", "", "u", "not available"), (":", "", ":", "not available"), ("~", "", "~", "not available")])
def test_a_cell_is_a_number_a_symbol_or_a_mark_and_never_a_zero_for_nothing(cell, value, symbol, status, tmp_path):
    text = ees(POPULATION, f"Kent | {CHILDREN} | CELL").replace("CELL", cell)
    (row,) = read(tmp_path, text).figures.to_dict("records")
    assert (row["value"], row["symbol"], row["status"]) == (value, symbol, status)
    assert row["as_published"] == (value or cell)


@pytest.mark.parametrize("cell", ["88%", "88.6%", "1 088", "12,34", "0,886", "about 5", "1.2.3", "abc"])
def test_any_other_cell_is_refused_with_its_line_and_never_shown(cell, tmp_path):
    text = ees(POPULATION, f"England | {CHILDREN} | 5", f"Kent | {CHILDREN} | CELL").replace("CELL", f'"{cell}"')
    (problem,) = refused(tmp_path, text)
    assert problem.startswith("data.csv, population_estimate: must hold plain numbers, without % or other signs")
    assert "(1 row, line 3)" in problem


@pytest.mark.parametrize(("time", "identifier", "release", "period"), [
    ("2026", "Reporting year", "workforce", "2026"), ("2026", "reporting  year", "workforce", "2026"),
    ("2026", "Calendar year", "workforce", "2026"), ("2026", "September", "workforce", "2026"),
    ("202526", "Academic year", "ks4", "2025/26"), ("2025/26", "Academic year", "ks4", "2025/26"),
    ("2025-26", "Academic year", "ks4", "2025/26"), ("2025/2026", "Academic year", "ks4", "2025/26"),
    ("199900", "Academic year", "ks4", "1999/00"), ("2026", "Reporting year", "ks4", "2025/26"),
    ("202526", "Reporting year", "ks4", "2025/26")])
def test_years_are_read_in_the_forms_that_there_are(time, identifier, release, period, tmp_path):
    text = (ees(WORKFORCE, "Kent | 7 | 8", time=f"{time} | {identifier}") if release == "workforce" else
            ees("social_care_group | t_pupils | avg_att8", "Kent | CINO at 31 March | 9 | 20",
                time=f"{time} | {identifier}"))
    assert set(read(tmp_path, text).figures["period"]) == {period}


@pytest.mark.parametrize(("time", "identifier", "must"), [
    ("202627", "Calendar year", "time_period: must be a year such as 2025"),
    ("2026", "Academic year", "time_period: must be two years that follow each other, such as 202425"),
    ("202628", "Academic year", "time_period: must be two years that follow each other, such as 202425"),
    ("March", "Reporting year", "time_period: must be a year such as 2025, or two"),
    ("", "Reporting year", "time_period: must be a year such as 2025, or two"),
    ("2026", "Fiscal year", "time_identifier: must be an identifier of Explore education statistics")])
def test_a_time_that_cannot_be_read_is_refused(time, identifier, must, tmp_path):
    problems = refused(tmp_path, ees(WORKFORCE, "England | 7 | 8", f"{time} | {identifier} ! Kent | 7 | 8"))
    assert len(problems) == 1
    assert must in problems[0]
    assert "(1 row, line 3)" in problems[0]


@pytest.mark.parametrize(("time", "identifier"), [
    ("202526", "Financial year Q1"), ("2026", "January"), ("2026", "Week 12"), ("202526", "Autumn term"),
    ("202526", "Financial year Part 1 (April to September)"), ("2026", "Calendar year Q2")])
def test_parts_of_years_are_left_out_and_told_and_refused_where_there_is_nothing_else(time, identifier, tmp_path):
    rows = (f"{time} | {identifier} ! Kent | 1 | 2", "Kent | 7 | 8")
    found = read(tmp_path, ees(WORKFORCE, *rows))
    assert told(found.figures, ["period", "value"]) == ["2026 7.0", "2026 8.0"]
    assert counted(found.left_out) == {f"a time that no series of ours has: {identifier.casefold()}": 1}
    (problem,) = refused(tmp_path, ees(WORKFORCE, rows[0]))
    assert "time_identifier: must have a year of 'workforce'" in problem


def test_shares_of_one_are_percentages_only_where_they_are_declared_as_such(tmp_path):
    text = ees("share", "England | 0.925", "Kent | 0.5", "East of England | 0.07", "Barnsley | x")
    series = Series(series="suitable_percent", column="share", calendar="31 March", unit="percent")
    release = Release(id="shares", title="Shares", citation="workforce", usual_day="15 November",
                      columns={"share": ["share"]}, series=(series,))
    (problem,) = refused(tmp_path, text, register=[release])
    assert problem.startswith("data.csv, share: must be percentages, but look like shares of one (4 rows, lines 2, 3")
    declared = release.model_copy(update={"series": (series.model_copy(update={"fraction": True}),)})
    figures = read(tmp_path, text, register=[declared]).figures
    assert figures["value"].tolist() == ["92.5", "50", "7", ""]
    assert figures["as_published"].tolist() == ["92.5", "50", "7", "x"]


def test_a_percentage_beyond_a_hundred_is_refused(tmp_path):
    (problem,) = refused(tmp_path, ees(WORKFORCE, "Kent | 101 | 8"))
    assert "agency_rate_fte: must lie within 0 and 100, for it is a percentage (1 row, line 2)" in problem


def test_levels_and_regions_that_are_not_kept_are_left_out_and_counted(tmp_path):
    found = read(tmp_path, ees(WORKFORCE, "St Albans | 1 | 2", "St Albans | 3 | 4", "Inner London | 5 | 6",
                               "Kent | 7 | 8"))
    assert set(found.figures["area"]) == {"kent"}
    assert counted(found.left_out) == {"a level that is not kept: parliamentary constituency": 2,
                                       "a region that is not kept: Inner London": 1}


def test_an_authority_that_is_not_named_is_left_out_and_told(tmp_path):
    text = ees(WORKFORCE, "Kent | 7 | 8", "Cumbria | 1 | 2").replace("909,Cumbria,E10000006", "z,Unknown,z")
    assert counted(read(tmp_path, text).left_out) == {"a local authority that is not named: 'Unknown'": 1}


def test_a_new_filter_is_taken_by_its_total_and_told(tmp_path):
    found = read(tmp_path, ees(f"sex | {CARE}", f"Kent | Female | {SUITABLE} | 600 | 93",
                               f"Kent | Total | {SUITABLE} | 1200 | 91"))
    assert told(found.figures, ["series", "value"]) == ["care_leavers_19_21_suitable 1200",
                                                        "care_leavers_19_21_suitable_percent 91"]
    assert counted(found.left_out) == {"no series of ours is made of these rows": 1}
    assert "the column sex splits what is counted: its total was taken" in set(found.left_out["reason"])


def test_a_new_filter_without_a_total_is_refused_with_its_values(tmp_path):
    problems = refused(tmp_path, ees(f"sex | {CARE}", f"Kent | Female | {SUITABLE} | 600 | 93",
                                     f"Kent | Male | {SUITABLE} | 600 | 89"))
    assert len(problems) == 1
    assert problems[0].startswith("data.csv, sex: must have a total, for it splits what is counted; it has 'Female', "
                                  "'Male'. Say in releases.toml")


def test_one_sex_alone_is_refused_and_all_children_are_not(tmp_path):
    assert "data.csv, sex: must have a total, for it splits what is counted; it has 'Female'" in refused(
        tmp_path, ees(f"sex | {CARE}", f"Kent | Female | {SUITABLE} | 600 | 91"))[0]
    assert len(read(tmp_path, ees(f"sex | {CARE}", f"Kent | Total | {SUITABLE} | 1200 | 91")).figures) == 2


def test_a_filter_of_numbers_is_one_where_the_meta_file_says_so(tmp_path):
    text = ees(f"year_group | {WORKFORCE}", "Kent | 10 | 7 | 8", "Kent | 11 | 9 | 10")
    (problem,) = refused(tmp_path, text)
    assert "the rows differ in year_group" in problem
    written(tmp_path, table("col_name | col_type\nyear_group | Filter\nagency_rate_fte | Indicator"), "data.meta.csv")
    (problem,) = refused(tmp_path, text)
    assert problem.startswith("data.csv, year_group: must have a total")


@pytest.mark.parametrize(("meta", "problem"), [
    ("col_name | label\nsex | Sex", "data.csv (.meta.csv), col_type: must be there"),
    ("col_name | col_type\nagency_rate_fte | Sieve", "data.csv (.meta.csv), col_type: must be Filter or Indicator"),
    ("col_name | col_type\nsex | Filter", "data.csv, sex: must be there, for its meta file lists it")])
def test_a_meta_file_must_fit(meta, problem, tmp_path):
    written(tmp_path, table(meta), "data.meta.csv")
    assert refused(tmp_path, ees(WORKFORCE, "Kent | 7 | 8"))[0].startswith(problem)


def test_columns_are_known_by_all_names_they_had_in_any_letters(tmp_path):
    old = ees("AGE | Accommodation_Suitability | Number | Percentage",
              "Kent | Aged 19 to 21 | accommodation considered  suitable | 1200 | 91")
    assert told(read(tmp_path, old).figures, ["series", "value"]) == [
        "care_leavers_19_21_suitable 1200", "care_leavers_19_21_suitable_percent 91"]


def test_the_headings_of_when_and_where_are_known_in_any_letters(tmp_path):
    headings, *rows = ees(WORKFORCE, "Kent | 7 | 8").splitlines()
    for own in (headings.upper(), headings.replace("_", " ").title(), " , ".join(headings.split(","))):
        assert told(read(tmp_path, "\n".join([own, *rows])).figures) == [
            "agency_rate_percent kent 2026 7.0", "vacancy_rate_percent kent 2026 8.0"]


def test_two_headings_that_differ_in_letters_alone_are_refused(tmp_path):
    assert refused(tmp_path, ees(f"{WORKFORCE} | Agency Rate FTE", "Kent | 7 | 8 | 9")) == [
        "data.csv, agency_rate_fte, Agency Rate FTE: must stand once among the headings. Download it again."]


def test_figures_of_which_no_series_is_made_are_told(tmp_path):
    found = read(tmp_path, ees(f"{WORKFORCE} | new_rate", "Kent | 7 | 8 | 9"))
    assert "columns of which no series is made: new_rate" in set(found.left_out["reason"])


def test_a_provisional_figure_is_told_as_such(tmp_path):
    columns = "version | social_care_group | t_pupils | avg_att8"
    found = read(tmp_path, ees(columns, "Kent | Provisional | CINO at 31 March | 9 | 20",
                               "England | Revised | CINO at 31 March | 90 | 21", time="202526 | Academic year"))
    status = found.figures.set_index(["area", "series"])["status"]
    assert status[("kent", "attainment8_in_need")] == "provisional"
    assert status[("england", "attainment8_in_need")] == "final"


def test_a_release_of_no_series_is_recognised_and_told_with_the_nearest(tmp_path):
    started = ees("cla_group | characteristic | number | percentage", "Kent | Gender | Male | 500 | 52",
                  "Kent | Category of need | Abuse or neglect | 600 | 62")
    (problem,) = refused(tmp_path, started)
    assert problem.startswith("data.csv: recognised as Explore education statistics, but no series of ours comes from "
                              "it; the nearest release is 'cla_31_march'")
    assert "'Distance between home and placement' must stand in cla_group" in problem
    (problem,) = refused(tmp_path, ees("care_leaver_age | in_touch | care_leaver_count", "Kent | 19 | yes | 5"))
    assert "the nearest release is 'care_leavers_accommodation'" in problem
    assert "for which it lacks breakdown" in problem
    (problem,) = refused(tmp_path, ees("school_count", "Kent | 5"))
    assert problem == ("data.csv: recognised as Explore education statistics, but no series of ours comes from it, and "
                       "no release has any of its columns: school_count. Leave the file out.")


def test_a_value_that_was_renamed_is_told_and_what_lacks_is_said(tmp_path):
    (problem,) = refused(tmp_path, ees(CARE, "Kent | 19-21 | Accommodation considered suitable | 5 | 6"))
    assert "the nearest release is 'care_leavers_accommodation'" in problem
    assert "'17 to 18 years' must stand in care_leaver_age" in problem
    found = read(tmp_path, ees(CARE, f"Kent | {SUITABLE} | 5 | 6", "Kent | 19 to 21 years | Nothing known | 1 | 2"))
    reasons = found.left_out.set_index("reason")["rows"]
    assert reasons["no series of ours is made of these rows"] == 1
    assert any(reason.startswith("no row for 12 of the release's series: ") for reason in reasons.index)


def test_a_file_that_fits_two_releases_alike_is_refused(tmp_path):
    series = Series(series="a", column="x", calendar="31 March", unit="number")
    one = Release(id="one", title="One", citation="workforce", usual_day="1 May", columns={"x": ["x"]},
                  series=(series,))
    (problem,) = refused(tmp_path, ees("x", "Kent | 5"), register=[one, one.model_copy(update={"id": "two"})])
    assert problem.startswith("data.csv: must be of one release; it could be of 'one' or 'two'")
    finer = one.model_copy(update={"id": "two", "columns": {"x": ("x",), "y": ("y",)}})
    assert read(tmp_path, ees("x | y", "Kent | 5 | 6"), register=[one, finer]).release.id == "two"


@pytest.mark.parametrize(("name", "content", "problem"), [
    ("page.csv", "<!DOCTYPE html><p>Not found</p>", "page.csv: not what its name says: it is really a web page"),
    ("list.csv", "a,b\n1,2\n", "list.csv: must be a data file of Explore education statistics"),
    ("data.txt", "a,b\n1,2\n", "data.txt: must be a file such as the department publishes"),
    ("data.csv.gz", "no", "data.csv.gz: not what its name says"),
    ("data.zip", "PK no", "data.zip: cannot be opened as a zip"),
    ("data.xlsx", "PK no", "data.xlsx: cannot be read as xlsx"),
    ("lait.csv", "LA Number,LA and Regions,2025\n886,Kent,5\n", "lait.csv, Measure: must be there"),
    ("lait.csv", "LA Number,LA and Regions,Measure,2025\n886,Kent,Rain,5\n",
     "lait.csv, Measure: must hold a measure of which a series is made; it has Rain. The nearest is"),
    ("sn.csv", "old_la_code,SN_1,SN_2,SN_3,SN_4,SN_5\n886,919,881,882,883,884\n",
     "sn.csv: the file's name must say of which year the model is, one of 2021, 2025"),
    ("sn_2025.csv", "old_la_code,SN_1,SN_2,SN_3,SN_4,SN_5\n886,919,881,999,919,884\n",
     "sn_2025.csv, neighbour: must be the three digits of an authority in areas.csv; '999' (1 row, line 2)"),
])
def test_what_is_no_file_of_a_release_is_refused_in_words(name, content, problem, tmp_path):
    assert refused(tmp_path, content, name)[0].startswith(problem)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RefusedInputs, match=r"nothing\.csv: cannot be opened: no file"):
        offered([tmp_path / "nothing.csv"], REGISTER, AREAS)
    with pytest.raises(RefusedInputs, match="no file holds data"):
        offered([], REGISTER, AREAS)


def packed(folder, **members):
    with zipfile.ZipFile(folder / "release.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(f"data/{name}.csv", text)
    return folder / "release.zip"


def test_a_zip_gives_what_is_known_and_tells_what_is_not(tmp_path):
    path = packed(tmp_path, suitable=ees(CARE, f"Kent | {SUITABLE} | 1200 | 91"),
                  schools=ees("school_count", "Kent | 5", "England | 6"),
                  people=ees(POPULATION, f"Kent | {CHILDREN} | 7"))
    found = offered([path], REGISTER, AREAS)
    assert [each.release.id for each in found] == ["care_leavers_accommodation", "population"]
    assert set(found[1].figures["file"]) == {"release.zip/data/people.csv"}
    left = pd.concat([each.left_out for each in found])
    schools = left[left["file"].eq("release.zip/data/schools.csv")]
    assert schools["rows"].tolist() == [2]
    assert schools["reason"].iloc[0].startswith("of no release of ours: recognised as Explore education statistics")
    with pytest.raises(RefusedInputs, match=r"schools\.csv: recognised as Explore education statistics"):
        offered([packed(tmp_path, schools=ees("school_count", "Kent | 5"))], REGISTER, AREAS)


def test_a_table_of_other_levels_in_a_zip_is_left_out_and_alone_is_refused(tmp_path):
    elsewhere = ees(WORKFORCE, "St Albans | 7 | 8", "St Albans | 5 | 6")
    found = offered([packed(tmp_path, one=ees(WORKFORCE, "Kent | 7 | 8"), two=elsewhere)], REGISTER, AREAS)
    assert [told(each.figures, ["file", "value"]) for each in found] == [
        ["release.zip/data/one.csv 7.0", "release.zip/data/one.csv 8.0"]]
    left = found[0].left_out
    assert left.loc[left["file"].eq("release.zip/data/two.csv"), "rows"].tolist() == [2]
    (problem,) = refused(tmp_path, elsewhere)
    assert problem.startswith("data.csv, time_identifier: must have a year of 'workforce' (30 September, year to 30 "
                              "September) at a level that is kept")


def test_a_meta_file_in_a_zip_is_that_of_the_data_beside_it(tmp_path):
    text = ees(f"year_group | {WORKFORCE}", "Kent | 10 | 7 | 8", "Kent | 11 | 9 | 10")
    meta = table("col_name | col_type\nyear_group | Filter\nagency_rate_fte | Indicator")
    with pytest.raises(RefusedInputs, match=r"workforce\.csv, year_group: must have a total"):
        offered([packed(tmp_path, **{"workforce": text, "workforce.meta": meta})], REGISTER, AREAS)


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    one = written(tmp_path, ees(WORKFORCE, "Kent | seven | 8", "2026 | Fiscal year ! Kent | 7 | 8"), "one.csv")
    two = written(tmp_path, "a,b\n1,2\n", "two.csv")
    three = written(tmp_path, ees(POPULATION, f"Kent | {CHILDREN} | 7"), "three.csv")
    with pytest.raises(RefusedInputs) as error:
        offered([one, two, three], REGISTER, AREAS)
    assert [problem.partition(":")[0] for problem in error.value.problems] == [
        "two.csv", "one.csv, time_identifier", "one.csv, agency_rate_fte"]


def test_one_figure_in_two_files_is_told_where_it_is_the_same_and_refused_where_not(tmp_path):
    one = written(tmp_path, ees(WORKFORCE, "Kent | 7 | 8"), "one.csv")
    same = written(tmp_path, ees(WORKFORCE, "Kent | 7 | 8", "England | 9 | 9"), "same.csv")
    other = written(tmp_path, ees(WORKFORCE, "Kent | 7.1 | 8"), "other.csv")
    (found,) = offered([one, same], REGISTER, AREAS)
    assert len(found.figures) == 4
    assert "figures that another file has too" in set(found.left_out["reason"])
    with pytest.raises(RefusedInputs) as error:
        offered([one, other], REGISTER, AREAS)
    assert error.value.problems[0].startswith(
        "one.csv (1 row, line 2); other.csv (1 row, line 2): must have one figure for an area and period of 'workfor")


def test_measures_of_the_interactive_tool_are_parted_by_release_and_others_are_told(tmp_path):
    found = offered([written(tmp_path, table("""
        LA Number | LA and Regions | Region | Topic | Measure | 2026 | 2025/26 | Change from previous year
        886 | Kent | South East | Looked After Children | Care Leavers - Suitable accommodation (%) | 91 | | 1
        886 | Kent | South East | Key Stage 4 | Average Attainment 8 score per pupil | | 46 | 2
        886 | Kent | South East | Health | Infant Mortality | 3 | | 0
        201 | City of London | London | Looked After Children | Care Leavers - Suitable accommodation (%) | c | | -
        - | Statistical Neighbours | | Looked After Children | Care Leavers - Suitable accommodation (%) | 90 | | 1
        """))], REGISTER, AREAS)
    assert [told(each.figures) for each in found] == [
        ["care_leavers_19_21_suitable_percent city_of_london 2026 ",
         "care_leavers_19_21_suitable_percent kent 2026 91"],
        ["attainment8_all kent 2025/26 46.0"]]
    assert counted(found[0].left_out) == {
        "a level that is not kept: a mean, such as the statistical neighbours'": 1,
        "a measure of which no series is made: Infant Mortality": 1}
    assert counted(found[1].left_out) == {}


def test_headings_twice_are_refused(tmp_path):
    (problem,) = refused(tmp_path, ees("agency_rate_fte | vacancy_rate_fte | vacancy_rate_fte", "Kent | 7 | 8 | 9"))
    assert problem.startswith("data.csv, vacancy_rate_fte: must stand once among the headings")


def test_lines_above_the_headings_are_passed_over_and_told(tmp_path):
    found = read(tmp_path, "Children's social work workforce\n" + ees(WORKFORCE, "Kent | 7 | 8"))
    assert set(found.figures["line"]) == {3}
    assert any(reason.startswith("a line above the headings") for reason in found.left_out["reason"])


CELLS = st.sampled_from(["7", "8.5", "c", "z", "NA", "", "1e1"])
ROWS = st.lists(st.tuples(
    st.sampled_from(["England", "East of England", "Inner London", "Kent", "Hertfordshire", "St Albans", "Barnsley",
                     "Kingston and Richmond"]),
    st.sampled_from(["2025 | Reporting year", "2026 | Reporting year", "202526 | Financial year Q1", "2026 | January"]),
    st.sampled_from(["Total", "Female", "Male"]), CELLS, CELLS), min_size=1, max_size=25,
    unique_by=lambda row: row[:3])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_every_row_gives_figures_or_is_left_out_for_one_reason(tmp_path, rows, order):
    rows = [("Kent", "2024 | Reporting year", "Total", "1", "2"), *rows]
    text = ees(f"sex | {WORKFORCE}", *(f"{time} ! {place} | {sex} | {one} | {two}"
                                       for place, time, sex, one, two in rows))
    found = read(tmp_path, text)
    assert found.figures["line"].nunique() + sum(counted(found.left_out).values()) == len(rows)
    kept = [(place, time) for place, time, sex, *_ in rows
            if sex == "Total" and time.endswith("Reporting year") and place not in ("Inner London", "St Albans")]
    joint = sum(place == "Kingston and Richmond" for place, _ in kept)
    assert len(found.figures) == 2 * (len(kept) + 2 * joint)
    plain = pd.read_csv(written(tmp_path, text), dtype=str, keep_default_na=False)
    again = read(tmp_path, plain[order.sample(list(plain), plain.shape[1])].to_csv(index=False))
    pd.testing.assert_frame_equal(again.figures, found.figures)
