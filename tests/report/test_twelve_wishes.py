"""The lines of docs/exploring.md, run as they stand there; what each gives is checked by its numbers."""

import os
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from wayforward import project

TEXT = (project.root() / "docs" / "exploring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^### (?P<wish>[^\n]+)\n\n)?^```python\n(?P<code>.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
WISHES = ["By district, over the years", "More than 25 miles in place of 20", "Without 2024", "Beside other neighbours",
          "The numbers in Excel", "The frame behind a chart", "The chart in another style",
          "The forecast, year by year", "Two periods compared", "Why there is no figure",
          "Another authority", "Without one school"]
HOMES = "care_leavers_suitable_19_21"
LAST = pd.Timestamp("2025-03-31")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The names that the page's blocks make, run in order, in a folder of their own."""
    before, folder = Path.cwd(), tmp_path_factory.mktemp("exploring")
    os.chdir(folder)
    names = {"folder": folder}
    try:
        for _, code in BLOCKS:
            exec(compile(code, "docs/exploring.md", "exec"), names)
    finally:
        os.chdir(before)
    return names


def figures(page, series: str) -> pd.DataFrame:
    """What is counted of a series, by its period's last day."""
    data = page.data(series)
    return data[data["origin"].eq(page.finding(series).origin)].set_index("end")


def test_each_wish_takes_two_lines_at_most():
    wished = [(wish, code) for wish, code in BLOCKS if wish]
    assert [wish for wish, _ in wished] == WISHES
    assert all(1 <= len(code.splitlines()) <= 2 for _, code in wished)


def test_the_councils_that_moved_are_named(told):
    assert sorted(told["councils"].moved["area"]) == ["bexley", "essex", "merton", "surrey"]


def test_by_district_over_the_years(told):
    rows = told["districts"].data
    whole = figures(told["far"], "far_from_home")
    assert rows.groupby("end")["denominator"].sum().to_dict() == whole["denominator"].to_dict()
    vale = rows[rows["group"].eq("Ashmere Vale")].set_index("end").loc["2026-03-31"]
    assert (vale["numerator"], vale["denominator"], vale["value"]) == (16, 94, 0.170)       # 16 / 94 = 0.1702
    assert rows[["end", "group"]].duplicated().sum() == 0


def test_further_than_25_miles(told):
    real, further = (figures(told[name], "far_from_home") for name in ("far", "further"))
    assert real.loc["2026-03-31", ["numerator", "denominator"]].tolist() == [146, 992]
    assert further.loc["2026-03-31", ["numerator", "denominator"]].tolist() == [133, 992]
    assert further.loc["2026-03-31", "value"] == 0.134                                      # 133 / 992 = 0.1341
    assert (further["numerator"] < real["numerator"]).all()
    changes = told["further"].changes().data.set_index(["series", "which"])
    assert changes.loc[("far_from_home", "as defined"), "latest"] == 0.147                  # 146 / 992 = 0.1472
    assert changes.loc[("far_from_home", "varied"), "latest"] == 0.134


def test_without_2024(told):
    real, without = (figures(told[name], HOMES) for name in ("homes", "without"))
    assert set(real.index) - set(without.index) == {pd.Timestamp("2024-03-31")}
    assert without["value"].equals(real["value"].drop(pd.Timestamp("2024-03-31")))
    verdicts = told["without"].changes().data.set_index(["series", "which"])["verdict"]
    younger = verdicts["care_leavers_suitable_17_18"]
    assert younger.to_dict() == {"as defined": "no clear change", "varied": "improving"}


def test_beside_other_neighbours(told):
    rows = told["beside"].data(HOMES, areas=True)
    latest = rows[rows["end"].eq(LAST)].set_index("area")
    theirs = latest.loc[latest["level"].eq("neighbour"), "value"]
    assert sorted(theirs.index) == ["Essex", "Hampshire", "Kent", "Surrey", "West Sussex"]
    assert latest.loc[latest["level"].eq("median"), "value"].item() == pytest.approx(theirs.median())
    assert latest.loc["Hertfordshire", "value"] == pytest.approx(522 / 589)


def test_the_numbers_in_excel(told):
    book = load_workbook(told["folder"] / told["workbook"])
    assert book.sheetnames == ["figures", "verdicts", "notes"]
    heads, *rows = book["figures"].iter_rows(values_only=True)
    last = next(row for row in (dict(zip(heads, each, strict=True)) for each in rows)
                if row["series"] == HOMES and row["end"] == datetime(2025, 3, 31))
    assert (last["numerator"], last["denominator"]) == (522, 589) and last["value"] == pytest.approx(522 / 589)
    notes = dict(book["notes"].iter_rows(min_row=2, values_only=True))
    assert "Source" in notes["Care leavers in suitable accommodation: definition and source"]
    assert notes["As known on"] == "30 June 2026" and "fewer than 10" in notes["Small-number rule"]
    read = pd.read_csv(told["folder"] / told["table"])
    assert read.loc[read["end"].eq("2025-03-31"), "numerator"].tolist() == [522]


def test_the_frame_behind_a_chart(told):
    data = told["chart"].data
    own = data[data["level"].eq("own")].set_index("end")
    assert own.loc[LAST, "value"] == pytest.approx(522 / 589)
    assert set(data["level"]) == {"own", "country", "region", "neighbour", "median"}


def test_the_chart_in_another_style(told):
    assert told["chart"].figure.axes[0].get_ylim() == (60, 100)
    assert told["chart"].figure.axes[0].lines[0].get_color() == "black"
    assert (told["folder"] / "homes.png").read_bytes() == told["picture"]
    assert told["picture"] != told["homes"].chart().png()


def test_the_forecast_year_by_year(told):
    years = told["years"].set_index("end")
    assert [day.year for day in years.index] == [2025, 2026]        # known by June 2025: to 2024; the plan ends in 2026
    width = years["high"] - years["low"]
    assert (width > 0).all() and width.iloc[1] > width.iloc[0]
    outlook = told["earlier"].finding().outlook
    assert years.iloc[-1][["low", "high"]].tolist() == pytest.approx([outlook.low, outlook.high])
    assert years["goal"].tolist() == pytest.approx([453 / 484] * 2)


def test_two_periods_compared(told):
    row = told["periods"].data.set_index("series").loc[HOMES]
    assert row["latest_first"] == pytest.approx(514 / 582) and row["latest_second"] == pytest.approx(522 / 589)
    assert row["difference"] == pytest.approx(522 / 589 - 514 / 582, abs=1e-6)
    assert told["periods"].labels == ("January to March 2025", "January to March 2026")


def test_why_there_is_no_figure(told):
    assert told["why"].data.startswith("No published figure covers this promise. It could be counted from")


def test_another_authority(told):
    row = told["areas"].data.set_index("series").loc[HOMES]
    assert (row["area_first"], row["area_second"]) == ("Hertfordshire", "Oxfordshire")
    theirs = figures(told["oxford"], HOMES).loc[LAST]
    assert row["difference"] == pytest.approx(theirs["numerator"] / theirs["denominator"] - 522 / 589, abs=1e-6)


def test_without_one_school(told):
    gap = told["school"].finding()
    assert gap.varied == "without schools 9992061 in place of none" and gap.varied in gap.title
    cases = told["school"]._examined.own.counted[gap.series].tally.cases
    left = cases["left_out"].eq("in a school that is left out")
    assert left.sum() > 100 and set(cases.loc[left, "cluster"]) == {"9992061"}
    assert not cases.loc[cases["left_out"].isna(), "cluster"].eq("9992061").any()
