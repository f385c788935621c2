"""What was measured of other areas: the edition that was known on a day, and that it belongs to the figures held."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from wayforward.errors import RefusedInputs
from wayforward.published.scatter import (
    COLUMNS,
    FOLDER,
    MEANS,
    SCATTER,
    VALUES,
    made_from,
    read_scatter,
    write_scatter,
)

DATA = Path(__file__).parents[2] / "data"


def row(known: str, area: str = "here", scale: float = 2.5, series: str = "gap") -> dict:
    return {"measure": "attainment", "series": series, "known": known, "area": area, "areas": 140, "periods": 8,
            "unit": "own", "scale": scale, "df": 12.0, "correlation": 0.1, "spread": 0.15}


def mean(known: str, end: str, value: float) -> dict:
    return {"measure": "attainment", "series": "gap", "known": known, "end": end, "areas": 141, "mean": value}


def value(known: str, area: str, figure: float) -> dict:
    return {"measure": "attainment", "series": "gap", "known": known, "end": "2023-08-31", "area": area,
            "value": figure, "error": 0.5}


@pytest.fixture
def folder(tmp_path):
    tables = {SCATTER: pd.DataFrame([row("2024-02-29"), row("2025-02-28", scale=2.0), row("2025-02-28", "there", 9.0),
                                     row("2024-02-29", series="index")])[COLUMNS[SCATTER]],
              MEANS: pd.DataFrame([mean("2024-02-29", "2023-08-31", 11.0), mean("2025-02-28", "2023-08-31", 11.5),
                                   mean("2025-02-28", "2024-08-31", 12.0)])[COLUMNS[MEANS]],
              VALUES: pd.DataFrame([value("2024-02-29", "here", 11.0), value("2024-02-29", "there", 10.0),
                                    value("2025-02-28", "here", 11.5)])}
    write_scatter(tmp_path / FOLDER, tables, "abc  figures.parquet\n")
    return tmp_path / FOLDER


@pytest.mark.parametrize(("as_at", "scales", "means"), [
    (date(2024, 2, 28), [], []),
    (date(2025, 2, 27), [2.5, 2.5], [11.0]),
    (date(2025, 2, 28), [2.0, 2.5], [11.5, 12.0]),      # each series its newest edition
])
def test_a_day_knows_the_newest_edition_by_then(folder, as_at, scales, means):
    rows, of_periods, _, files = read_scatter(folder, as_at, "here")
    assert sorted(rows["scale"]) == scales
    assert of_periods["mean"].tolist() == means
    assert [(file.path, file.rows) for file in files] == [
        ("scatter/scatter.parquet", 4), ("scatter/means.csv", 3), ("scatter/values.parquet", 3)]


def test_the_figures_of_an_edition_are_those_of_all_areas(folder):
    _, _, values, _ = read_scatter(folder, date(2026, 1, 1), "here")
    edition = values.of("attainment", "gap", "2024-02-29")
    assert list(zip(edition["area"], edition["value"], edition["error"], strict=True)) == [
        ("here", 11.0, 0.5), ("there", 10.0, 0.5)]
    assert values.of("attainment", "gap", "2023-02-28").empty


def test_an_area_of_which_nothing_was_measured_has_no_row(folder):
    rows, of_periods, _, _ = read_scatter(folder, date(2026, 1, 1), "elsewhere")
    assert rows.empty and of_periods.empty


def test_without_the_folder_nothing_was_measured(tmp_path):
    rows, of_periods, values, files = read_scatter(tmp_path / FOLDER, date(2026, 1, 1), "here")
    assert rows.empty and of_periods.empty and files == ()
    assert values.of("attainment", "gap", "2024-02-29").empty


@pytest.mark.parametrize(("name", "raw", "said"), [
    (SCATTER, b"no table", "scatter.parquet: must be a Parquet table"),
    (VALUES, b"no table", "values.parquet: must be a Parquet table"),
    (MEANS, b"measure,series,known\n", "means.csv: must have the columns measure, series, known, end, areas, mean; it "
                                       "has measure, series, known"),
    (MEANS, None, "means.csv: expected; it is not there"),
])
def test_a_damaged_file_is_refused_with_what_to_do(folder, name, raw, said):
    (folder / name).unlink()
    if raw is not None:
        (folder / name).write_bytes(raw)
    with pytest.raises(RefusedInputs) as refused:
        read_scatter(folder, date(2026, 1, 1), "here")
    assert said in str(refused.value) and "wayforward figures scatter" in str(refused.value)


def test_the_same_rows_are_the_same_bytes(folder, tmp_path):
    again = {name: (folder / name).read_bytes() for name in COLUMNS}
    write_scatter(folder, {**{name: pd.read_parquet(folder / name) for name in (SCATTER, VALUES)},
                           MEANS: pd.read_csv(folder / MEANS)}, "")
    assert {name: (folder / name).read_bytes() for name in COLUMNS} == again


def test_what_was_measured_belongs_to_the_figures_that_are_held():
    """Where figures have come or changed: `wayforward figures scatter`."""
    assert (DATA / FOLDER / "made_from.txt").read_text(encoding="utf-8") == made_from(DATA / "published")


def test_what_is_held_is_within_what_can_be():
    rows = pd.read_parquet(DATA / FOLDER / SCATTER)
    assert (rows["scale"] > 0).all() and (rows["df"] > 1).all() and (rows["spread"] > 0).all()
    assert rows["correlation"].between(-0.5, 0.95).all() and (rows["areas"] >= 59).all()
    assert not rows.duplicated(["series", "known", "area"]).any()
    assert rows.groupby(["series", "known"])["periods"].nunique().eq(1).all()


def test_the_figures_that_are_held_are_of_the_areas_that_were_measured():
    """Each with an error above 0, once an area and period."""
    rows, measured = (pd.read_parquet(DATA / FOLDER / name) for name in (VALUES, SCATTER))
    assert rows["value"].notna().all() and (rows["error"] > 0).all()
    assert not rows.duplicated(["series", "known", "area", "end"]).any()
    edition = ["measure", "series", "known", "area"]
    assert set(map(tuple, rows[edition].to_numpy())) == set(map(tuple, measured[edition].to_numpy()))
