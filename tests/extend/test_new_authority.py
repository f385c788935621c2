"""An authority that is no council: a partnership's sums, a district's empty table, and what is refused."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from small_data import care_leavers, write_small_data
from wayforward import project
from wayforward.areas import local_authorities
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.extend.new_authority import Asked, new_authority, refuse_unfilled, unfilled
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.pages import open_report
from wayforward.report.sources import returns_of

TODAY = date(2026, 11, 30)
PAIR = Asked("Hampshire & Oxfordshire", "partnership", parts=("hampshire", "oxfordshire"), began=date(2021, 4, 1),
             neighbours=("hertfordshire",))
DACORUM = Asked("Dacorum", "district", gss="E07000096", region="east_of_england",
                series=("care_leavers_19_21_accommodation",))
SERIES = "care_leavers_19_21_suitable"


@pytest.fixture
def data(tmp_path):
    write_small_data(tmp_path)
    return tmp_path


def rows_of(data, area) -> pd.DataFrame:
    return pd.read_csv(data / "published" / f"{area}.csv", dtype=str, keep_default_na=False)


def values(rows: pd.DataFrame, area: str, series: str = SERIES) -> dict[str, str]:
    own = rows[rows["area"].eq(area) & rows["series"].eq(series)]
    return dict(zip(own["period"], own["value"], strict=True))


def test_a_partnerships_numbers_are_the_sums_of_its_councils(data):
    written = new_authority(PAIR, str(data), TODAY)
    assert [path.name for path in written] == ["areas.csv", "sources.csv", "neighbours.csv",
                                               "hampshire_oxfordshire.csv", "checked.txt"]
    theirs, ours = care_leavers(), rows_of(data, "hampshire_oxfordshire")
    one, other = (values(theirs, area) for area in PAIR.parts)
    assert len(one) >= 5
    assert values(ours, "hampshire_oxfordshire") == {period: str(int(one[period]) + int(other[period]))
                                                     for period in one if one[period] and other.get(period)}
    assert set(ours["unit"]) == {"number of care leavers"}       # no percentage, no average
    assert set(ours.loc[ours["value"].ne(""), "note"]) == {"the sum of Hampshire and Oxfordshire"}


def test_what_one_of_them_does_not_show_the_sum_does_not_either(data):
    path = data / "published" / "own.csv"
    rows = [["staff", area, "31 March", "2025", value, symbol, value or symbol, "headcount", status, "", "cla_rates",
             "2025-11-15", "usual calendar"]
            for area, value, symbol, status in (("hampshire", "7", "", "final"),
                                                ("oxfordshire", "", "c", "suppressed"))]
    known = pd.read_csv(data / "published" / "sources.csv")["citation"].iloc[0]
    columns = ["series", "area", "calendar", "period", "value", "symbol", "as_published", "unit", "status", "note",
               "citation", "known", "known_by"]
    pd.DataFrame(rows, columns=columns).assign(citation=known).to_csv(path, index=False)
    new_authority(PAIR, str(data), TODAY)
    [row] = rows_of(data, "hampshire_oxfordshire").query("series == 'staff'").to_dict("records")
    assert (row["value"], row["status"], row["note"]) == ("", "not available",
                                                          "not known of each of Hampshire and Oxfordshire")


def test_its_page_is_told_once_somebody_vouches_for_it(data):
    new_authority(PAIR, str(data), TODAY)
    with pytest.raises(RefusedInputs, match="publisher of hampshire_oxfordshire: TO FILL: who vouches"):
        refuse_unfilled("hampshire_oxfordshire", str(data))
    sources = data / "published" / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("TO FILL: ", "said: "), encoding="utf-8")
    assert unfilled("hampshire_oxfordshire", str(data)) == []
    report = open_report(3, "2025-26-Q4", "hampshire_oxfordshire", data=str(data))
    found = report["care_leavers_accommodation"].finding()
    newest = values(rows_of(data, "hampshire_oxfordshire"), "hampshire_oxfordshire")["2025"]
    assert found.latest.numerator == int(newest) and found.area == "Hampshire & Oxfordshire"
    assert [mark.area for mark in found.benchmarks if mark.level == "country"] == ["England"]


def test_a_districts_table_is_there_to_be_filled(data):
    new_authority(DACORUM, str(data), TODAY)
    rows = rows_of(data, "dacorum")
    assert set(rows["series"]) == set(DACORUM.series) and set(rows["status"]) == {"not available"}
    left = unfilled("dacorum", str(data))
    assert [line.split(":")[0].split("/")[-1] for line in left[:3]] == [
        f"sources.csv, {column} of dacorum" for column in ("publisher", "licence", "transcribed_from")]
    assert left[3].startswith(f"{len(rows)} such rows, the first: ") and "line 2: TO FILL: the number" in left[3]
    place = local_authorities(str(data))["dacorum"]
    assert (place.level, place.gss, place.region, place.la_code) == ("district", "E07000096", "east_of_england", "")


def test_returns_of_either_are_refused(data):
    new_authority(DACORUM, str(data), TODAY)
    place = local_authorities(str(data))["dacorum"]
    place.returns.mkdir(parents=True)
    with pytest.raises(RefusedInputs, match="returns of a district are not counted, for where homes and schools lie"):
        returns_of(place, TODAY, load_plan(DEFAULT))


@pytest.mark.parametrize(("asked", "problems"), [
    (replace(PAIR, parts=("hampshire",)),
     ["a partnership: expected two or more councils by --part, and neither --code nor --series"]),
    (replace(PAIR, parts=("hampshire", "oxfordshir"), neighbours=("kant",)),
     ["--part: 'oxfordshir' is not known; did you mean oxfordshire?",
      "--neighbour: 'kant' is not known; did you mean kent?"]),
    (replace(DACORUM, gss="96", region="nowhere"),
     ["a district: expected its code such as --code E07000096 and the figures it has by --series, and no --part",
      "--region: 'nowhere' is not known"]),
    (replace(DACORUM, series=("care_leavers_19_21_acommodation",)),
     ["--series: 'care_leavers_19_21_acommodation' is not known; did you mean care_leavers_19_21_accommodation?"]),
    (replace(DACORUM, name="Kent", level="town"),
     ["--level: expected partnership or district; got 'town'",
      "NAME: 'Kent' would be the area 'kent', which is there already"]),
    (replace(DACORUM, name="3 Rivers"),
     ["NAME: '3 Rivers' would be the area '3_rivers', which no folder can be named"]),
])
def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written(data, asked, problems):
    before = {path.name: path.read_bytes() for path in (data / "published").iterdir()}
    with pytest.raises(RefusedParameters) as refused:
        new_authority(asked, str(data), TODAY)
    assert refused.value.problems == problems
    assert {path.name: path.read_bytes() for path in (data / "published").iterdir()} == before


def test_the_projects_own_register_has_neither():
    assert {place.level for place in local_authorities(str(project.resolve("data"))).values()} == {"local authority"}
