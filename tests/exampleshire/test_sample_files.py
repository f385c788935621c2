"""The same bytes every time, and what is committed is what the generator writes today."""

import sys
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exampleshire import files
from exampleshire.chance import rounded
from exampleshire.county_map import draw_county
from exampleshire.files import DECEMBER, Return, table, text, where
from exampleshire.official import write_places, write_published
from exampleshire.ssda903 import draw_lives
from exampleshire.write import SEED, returns, write_sample

COMMITTED = Path(__file__).parents[2] / "data" / "sample"
MOST_BYTES = 12_000_000


@pytest.fixture(scope="module")
def lives():
    """The whole county's children."""
    return draw_lives(SEED, 1.0, draw_county(SEED))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def unpacked(path: Path) -> bytes:
    """A file's text, whatever library compressed it."""
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as whole:
        return whole.read(whole.namelist()[0])


def committed(made: Return) -> str:
    """The text of a return's committed file."""
    plain = COMMITTED / "returns" / made.name
    return unpacked(plain if plain.is_file() else plain.with_name(plain.name + ".zip")).decode()


def test_the_same_seed_writes_the_same_bytes(written, tmp_path):
    paths = write_sample(tmp_path, 0.1)
    assert contents(tmp_path) == contents(written)
    assert paths == sorted(tmp_path / name for name in contents(tmp_path))


def test_another_seed_is_another_county(written, tmp_path):
    write_sample(tmp_path, 0.002, seed=SEED + 1)
    same = "places/postcodes.csv.zip"
    assert (tmp_path / same).read_bytes() != (written / same).read_bytes()


def test_a_tenth_of_a_county_has_a_tenth_of_its_people(made):
    plans = {each.year: len(each.rows) for each in made if each.stem == "activeplans"}
    assert plans == {2021: 700, 2022: 810, 2023: 930, 2024: 1050, 2025: 1180, 2026: 1290}


def test_the_smallest_county_can_be_written(tmp_path):
    assert len(write_sample(tmp_path, 0.001)) > 150


def test_committed_data_are_small_and_complete(written):
    names = {name.removesuffix(".zip") for name in contents(COMMITTED)}
    assert names == {name.removesuffix(".zip") for name in contents(written)}
    assert sum(len(content) for content in contents(COMMITTED).values()) <= MOST_BYTES


def test_committed_data_are_what_the_generator_writes(lives):
    for each in returns(lives=lives):
        assert files.csv_text(each.rows) == committed(each), each.name


def test_committed_places_and_published_figures_are_what_the_generator_writes(tmp_path, lives):
    for path in [*write_places(tmp_path / "places", lives), *write_published(tmp_path / "published", lives, 1.0)]:
        assert unpacked(path) == unpacked(COMMITTED / path.relative_to(tmp_path))


@pytest.mark.parametrize("scale", [
    pytest.param(0.1, id="a small county"), pytest.param(1.0, id="the whole county", marks=pytest.mark.long)])
def test_nothing_is_decided_by_the_last_digits_of_a_draw(monkeypatch, scale):
    """A thousand times what processors differ by, added to whatever comes of a logarithm, a power or a sine, changes
    no byte: no value stands on the edge of a decision."""
    before = {each.name: files.csv_text(each.rows) for each in returns(SEED, scale)}
    noise = np.random.default_rng(1)
    users = [module for name, module in sys.modules.items()
             if name.startswith("exampleshire.") and hasattr(module, "rounded")]
    assert len(users) >= 10
    for module in users:
        monkeypatch.setattr(module, "rounded", lambda values: rounded(values * (1 + noise.normal(0, 1e-13,
                                                                                                np.shape(values)))))
    for each in returns(SEED, scale):
        assert files.csv_text(each.rows) == before[each.name], each.name


def test_an_archive_holds_no_clock(written):
    archives = sorted(written.rglob("*.zip"))
    assert archives
    for path in archives:
        with zipfile.ZipFile(path) as whole:
            (member,) = whole.infolist()
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert member.filename == path.name.removesuffix(".zip")


@pytest.mark.parametrize(("stem", "year", "month", "name"), [
    ("Episodes", 2025, files.JUNE, "2025-06-15/Episodes_2024-25.csv"),
    ("ks4", 2025, DECEMBER, "2025-12-15/ks4_2024-25.csv"),
    ("ks4", 2019, DECEMBER, "2020-12-15/ks4_2018-19.csv"),          # with the first delivery
    ("csww", 2020, DECEMBER, "2020-12-15/csww_2019-20.csv"),
])
def test_a_return_lies_in_the_folder_of_its_day(stem, year, month, name):
    assert Return(stem, year, pd.DataFrame(), month).name == name


def test_deliveries_are_two_a_year(written):
    days = sorted(path.name for path in (written / "returns").iterdir())
    assert days[0] == "2020-12-15" and days[-1] == "2026-06-15"
    assert len(days) == 2 * 6 and {day[5:] for day in days} == {"06-15", "12-15"}
    assert all(date.fromisoformat(day) for day in days)


def test_cells_are_written_plainly():
    days = pd.to_datetime(pd.Series(["2025-03-31", None, "2024-02-29"]))
    assert list(text(days)) == ["31/03/2025", "", "29/02/2024"]
    assert list(text(days, "%Y-%b-%d %H:%M:%S")) == ["2025-Mar-31 00:00:00", "", "2024-Feb-29 00:00:00"]
    assert list(text([2.0, 0.5, float("nan"), 12.34567])) == ["2", "0.5", "", "12.3457"]
    assert list(text([-0.0, 0.0, -0.00004, -1.5])) == ["0", "0", "0", "-1.5"]
    assert list(where([True, False], [3, 4])) == ["3", ""]
    assert table({"A": [1, 2], "B": "x"}).to_dict("list") == {"A": ["1", "2"], "B": ["x", "x"]}


def test_a_cell_with_a_comma_is_quoted():
    assert files.csv_text(pd.DataFrame({"A": ["x, y", 'say "z"']})) == 'A\n"x, y"\n"say ""z"""\n'
