"""Extracts that others made go through the screening and every measure; see tests/data/foreign/README.md."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from wayforward import measures
from wayforward.counting.tally import counts
from wayforward.errors import MissingReturn, RefusedInputs
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading import files
from wayforward.reading.area_returns import Returns, read_returns
from wayforward.reading.postcodes import Directory
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import plain, renamed, typed

FOREIGN = Path(__file__).parents[1] / "data" / "foreign"
PLACES = Path(__file__).parents[2] / "data" / "places"
SOURCES = ("blade-layout", "csc-validator-be-903", "csc-validator-be-903-xml", "liia-tools-pipeline")
AS_AT = date(2025, 6, 30)
HERE = {"la_code": "919", "gss": "E10000015"}
MEASURES = [measure.id for measure in load_plan(DEFAULT).measures]
SERIES = [(measure, series) for measure in MEASURES for series in measures.from_returns(measure)]
# Of which table each row is a case, for the series that these files can supply.
CASES_OF = {
    "far_from_home": "ssda903_episodes", "far_from_home_distance_known": "ssda903_episodes",
    "sdq_average": "ssda903_oc2", "sdq_concern": "ssda903_oc2",
    "care_leavers_suitable_19_21": "ssda903_oc3", "care_leavers_suitable_17_18": "ssda903_oc3",
    "care_leavers_eet_19_21": "ssda903_oc3", "care_leavers_eet_17_18": "ssda903_oc3",
    "needs_met_locally": "sen2_active_plans", "needs_met_state_funded": "sen2_active_plans",
    "needs_met_nearby": "sen2_active_plans", "independent_special": "sen2_active_plans",
    "mainstream_share": "sen2_active_plans",
}


@cache
def postcodes():
    return Directory.ons(PLACES)


@cache
def screened(source):
    """The returns as a run reads them."""
    return read_returns(FOREIGN / source, AS_AT, postcodes=lambda cells: postcodes()(cells), **HERE)


@cache
def cells(source):
    """The known tables as text, by name."""
    stems = {plain(stem): table.name for table in TABLES.values() for stem in (*table.stems, table.name)}
    pieces = [piece for path in sorted((FOREIGN / source / "2025-06-15").iterdir()) for piece in files.pieces(path)]
    known = {stems[plain(name)]: piece for piece in pieces for name in piece.names if plain(name) in stems}
    return {name: renamed(files.rows(piece), TABLES[name]) for name, piece in known.items()}


@cache
def unscreened(source, year=2025):
    """The same rows as of one year, with everything that the screening would refuse."""
    tables = {name: typed(rows, TABLES[name], year) for name, rows in cells(source).items()}
    loaders = {name: (lambda rows=rows: rows) for name, rows in tables.items()}
    return Returns(loaders, received=AS_AT, postcodes=lambda cells: postcodes()(cells), **HERE)


def written(source, table):
    """How many rows the file of a table has, counted without this suite."""
    folder = FOREIGN / source / "2025-06-15"
    if source.endswith("xml"):
        mark = {"ssda903_episodes": "<EPISODE>", "ssda903_oc2": "<OC2>", "ssda903_oc3": "<OC3>"}[table]
        return (folder / "fake_903.xml").read_text().count(mark)
    (path,) = folder.glob(f"*{table.partition('_')[2].replace('_', '')}.csv")
    with path.open(newline="") as lines:
        return sum(any(line) for line in csv.reader(lines)) - 1


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("measure", "series"), [each for each in SERIES if each[1] in CASES_OF])
def test_every_row_is_counted_or_left_out_for_a_reason(source, measure, series):
    count = measures.from_returns(measure)[series]
    for returns in (screened(source), unscreened(source)):
        try:
            tally = count(returns)
        except (MissingReturn, RefusedInputs):
            continue
        left_out = tally.cases["left_out"].value_counts()
        assert len(tally.counted) + left_out.sum() == written(source, CASES_OF[series])
        assert len(counts(tally)) == tally.counted["period"].nunique()


@pytest.mark.parametrize("source", SOURCES)
def test_tables_beside_the_series_are_made_or_cannot_be(source):
    made = 0
    for details in filter(None, map(measures.details_of, MEASURES)):
        for returns in (screened(source), unscreened(source)):
            try:
                made += len(details(returns))
            except (MissingReturn, RefusedInputs):
                continue
    assert made


def supplied(returns):
    """The series that returns supply, without an error of any kind."""
    found = set()
    for measure, series in SERIES:
        try:
            measures.from_returns(measure)[series](returns)
        except (MissingReturn, RefusedInputs):
            continue
        found.add(series)
    return found


LEAVERS = {"care_leavers_suitable_19_21", "care_leavers_suitable_17_18", "care_leavers_eet_19_21",
           "care_leavers_eet_17_18"}
SDQ, FAR = {"sdq_average", "sdq_concern"}, {"far_from_home", "far_from_home_distance_known"}
PLANS = {"needs_met_locally", "needs_met_state_funded", "needs_met_nearby", "independent_special", "mainstream_share"}


@pytest.mark.parametrize(("source", "after_screening", "at_all"), [
    ("blade-layout", PLANS, PLANS),
    # its episodes are refused for the days with two-digit years, and for children and days that are not there; its
    # care leavers for accommodation in codes that no year had; each table was made up with children of its own
    ("csc-validator-be-903", set(), LEAVERS | SDQ | FAR),
    # no postcode of these episodes is real, and the newest of them is years older than the care leavers, whose header
    # the scores are broken down by
    ("csc-validator-be-903-xml", LEAVERS, LEAVERS | SDQ | FAR),
    ("liia-tools-pipeline", set(), LEAVERS | FAR),
])
def test_what_each_source_supplies(source, after_screening, at_all):
    assert supplied(screened(source)) == after_screening
    assert supplied(unscreened(source)) == at_all


def test_plans_of_the_blade_layout_are_counted_right():
    """Seven plans: one ceased before the day; of six, three placements lie in the county (two schools by URN, a college
    by UKPRN), one in Cambridgeshire, one is not in education and one awaits a place."""
    tally = measures.from_returns("needs_met_locally")["needs_met_locally"](screened("blade-layout"))
    assert tally.cases["left_out"].value_counts().to_dict() == {"ceased by the census day": 1}
    (row,) = counts(tally).to_dict("records")
    assert (row["period"], row["numerator"], row["denominator"]) == ("2025", 3, 6)


def test_episodes_of_the_xml_are_counted_right():
    """Eight episodes, six with an end; of the two without, no postcode is real."""
    tally = measures.from_returns("placed_far_from_home")["far_from_home"](unscreened("csc-validator-be-903-xml", 2018))
    assert (len(tally.cases), len(tally.counted)) == (8, 2)
    assert tally.counted["unknown"].all()


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_told_names_no_child_and_no_cell(source):
    told = " ".join(problem.sentence for problem in screened(source).problems())
    assert told
    private = "^(CHILD|DOB|UPN|DUC|DEC|DECOM|REVIEW|HOME_POST|PL_POST|surname|personbirthdate|postcode|upn|.*date)$"
    for rows in cells(source).values():
        of_children = rows.filter(regex=private)
        long = {cell for name in of_children for cell in of_children[name] if len(cell) >= 6}
        assert [cell for cell in long if cell in told] == []


@pytest.mark.parametrize(("source", "file", "column", "rule", "rows"), [
    ("csc-validator-be-903", "oc3.csv", "ACTIV", "not a code of 2024-25", 13),                    # F3 and P3
    ("csc-validator-be-903", "oc3.csv", "ACCOM", "unknown code", 5),                              # 01 and 02
    ("liia-tools-pipeline", "SSDA903_2025_episodes.csv", "PLACE", "not a code of 2024-25", 3),    # P2, and H5 twice
    ("liia-tools-pipeline", "SSDA903_2025_header.csv", "SEX", "not a code of 2024-25", 24),       # 1 and 2
    ("liia-tools-pipeline", "SSDA903_2025_episodes.csv", "CHILD", "empty cells", 3),
])
def test_what_is_wrong_with_them_is_told_with_its_number_of_rows(source, file, column, rule, rows):
    found = {(problem.file.rpartition("/")[2], problem.column, problem.rule): problem.rows
             for problem in screened(source).problems()}
    assert found[file, column, rule] == rows


def test_every_column_of_a_blade_export_is_known():
    unknown = [problem.column for problem in screened("blade-layout").problems()
               if problem.rule == "a column that is not known" and "Blade-Export" in problem.file]
    assert unknown == []
