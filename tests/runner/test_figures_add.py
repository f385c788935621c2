"""`wayforward figures add`: a made-up next year in the release's own layout, told, added, and seen by a report."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wayforward import cli
from wayforward.published.figures import read_published
from wayforward.today import SET_BY

TODAY = date(2026, 12, 7)
HEADINGS = ("time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
            "old_la_code,la_name,new_la_code,care_leaver_age,breakdown,care_leaver_count,care_leaver_percent")
PLACES = {"hertfordshire": "Local authority,E92000001,England,E12000006,East of England,919,Hertfordshire,E10000015",
          "hampshire": "Local authority,E92000001,England,E12000008,South East,850,Hampshire,E10000014"}
SHARE = "care_leavers_19_21_suitable_percent"


@pytest.fixture
def data(small, tmp_path, monkeypatch):
    """A data folder to write in, on a Monday in December."""
    monkeypatch.setenv(SET_BY, str(TODAY))
    return shutil.copytree(small, tmp_path / "data")


def download(folder, year=2026, **suitable):
    """A file with so many of 600 care leavers aged 19 to 21 in suitable accommodation."""
    rows = [f"{year},Reporting year,{PLACES[area]},19 to 21 years,{words},{count},{count / 6:.0f}"
            for area, number in suitable.items() for words, count in (
                ("Accommodation considered suitable", number), ("Accommodation considered unsuitable", 600 - number),
                ("No information", 0), ("Suitability total", 600))]
    path = Path(folder) / "downloaded.csv"
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return str(path)


def add(data, *words):
    return CliRunner().invoke(cli.app, ["figures", "add", *words, "--data", str(data)])


def held(data):
    return {path.name: path.read_bytes() for path in (data / "published").iterdir()}


def share(data, day):
    """By area the newest share that is known."""
    read = read_published(data / "published", day).figures.query("series == @SHARE").sort_values("end")
    return read.groupby("area")["value"].last().to_dict()


def test_a_dry_run_tells_what_is_new_and_what_it_makes_of_the_verdicts_and_writes_nothing(data, tmp_path):
    before = held(data)
    told = add(data, download(tmp_path, hertfordshire=594, hampshire=480))
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert lines[0] == "care_leavers_accommodation: downloaded.csv"
    assert lines[1] == f"  {'series':<55}  level            new  new periods"       # and no column that says nothing
    assert f"  {SHARE:<55}  local authority    2  2026" in lines
    assert ("In all: 14 new, 0 held and not in the files. New figures are known from 15 November 2026 (usual calendar; "
            "14).") in lines
    [verdict] = [line for line in lines if "care_leavers_suitable_19_21" in line]
    assert verdict.startswith("  promise 7, care_leavers_suitable_19_21: worsening, some evidence → ")
    assert lines[-1] == "Nothing is written; add --write."
    assert held(data) == before


def test_what_is_added_is_seen_from_its_day_on(data, tmp_path):
    file = download(tmp_path, hertfordshire=594, hampshire=480)
    told = add(data, file, "--write", "--released", "2026-11-19")
    assert told.exit_code == 0, told.output
    assert [Path(line.removeprefix("Written: ")).name for line in told.stdout.splitlines()[-3:-1]] == [
        "care-leavers.parquet", "checked.txt"]
    assert told.stdout.splitlines()[-1].startswith("Next: `wayforward figures scatter`")
    before, after = share(data, date(2026, 11, 18)), share(data, date(2026, 11, 19))
    assert (before["hertfordshire"], after["hertfordshire"], after["hampshire"]) == (89, 99, 80)
    assert after["england"] == before["england"]
    again = add(data, file, "--write")
    assert again.stdout.splitlines()[-2:] == [
        "In all: 0 new, 14 unchanged, 0 held and not in the files.", "Nothing of it is new."]


def test_a_revised_release_stands_beside_the_first(data, tmp_path):
    add(data, download(tmp_path, hertfordshire=594), "--write")
    told = add(data, download(tmp_path, hertfordshire=540), "--write")
    assert "hertfordshire 2026: 99 → 90" in told.stdout
    assert [share(data, day)["hertfordshire"] for day in (date(2026, 12, 6), TODAY)] == [99, 90]


@pytest.mark.parametrize(("words", "code", "said"), [
    (["--released", "19/11/2026"], 2, 'released: expected a day such as "2026-06-30"'),
    (["--released", "2027-01-01"], 2, "released: 2027-01-01 is still to come"),
    (["--area", "atlantis"], 2, 'area: "atlantis" is not known'),
])
def test_words_that_are_not_understood_end_with_2(data, tmp_path, words, code, said):
    told = add(data, download(tmp_path, hertfordshire=594), *words)
    assert (told.exit_code, said in told.stderr) == (code, True), told.output


def test_an_older_file_is_told_and_written_only_when_asked(data, tmp_path):
    before, file = held(data), download(tmp_path, year=2020, hertfordshire=500)
    told = add(data, file, "--write")
    assert "Older than what is held: downloaded.csv: its figures end 2020-03-31, those held 2025-03-31." in told.stdout
    assert (told.exit_code, "downloaded.csv is older than what is held" in told.stderr) == (3, True)
    assert held(data) == before


def test_a_file_of_no_release_ends_with_3_and_changes_nothing(data, tmp_path):
    before = held(data)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    told = add(data, str(tmp_path / "other.csv"), "--write")
    assert (told.exit_code, "other.csv" in told.stderr) == (3, True)
    assert held(data) == before


def test_a_part_that_is_more_than_its_whole_ends_with_3_and_changes_nothing(data, tmp_path):
    before, file = held(data), Path(download(tmp_path, hertfordshire=594))
    file.write_text(file.read_text().replace("Suitability total,600", "Suitability total,590"))
    told = add(data, str(file), "--write")
    assert told.exit_code == 3
    assert ("downloaded.csv: care_leavers_suitable_19_21 would count more than its whole, of 1 areas and periods: "
            "hertfordshire 2026") in told.stderr
    assert held(data) == before
