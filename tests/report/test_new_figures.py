"""What further figures would make of a report is what a report on them then says, and it is told in plain lines."""

import json
import shutil
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from small_data import care_leavers
from wayforward.finding import to_json
from wayforward.published.additions import Additions, read_additions, write
from wayforward.published.contract import FIGURES
from wayforward.report.new_figures import counts, lines
from wayforward.report.open import examine_measure, read_inputs
from wayforward.report.verdict_changes import lines as verdict_lines
from wayforward.report.verdict_changes import verdict_changes

SHARE, ALL, SUITABLE = "care_leavers_19_21_suitable_percent", "care_leavers_19_21_accommodation", \
    "care_leavers_19_21_suitable"
PLAN, PERIOD = "our-way-forward-2021-2026", "2025-26-Q4"
AS_AT, TODAY = date(2026, 6, 30), date(2026, 11, 30)


@pytest.fixture(scope="module")
def real():
    """The figures that the small folder holds."""
    return care_leavers()


@pytest.fixture
def data(small, tmp_path):
    """One to write in, as a parameter tells it."""
    return str(shutil.copytree(small, tmp_path / "data"))


@dataclass(frozen=True)
class Release:
    id: str = "suitability"


@dataclass(frozen=True)
class Offered:
    figures: pd.DataFrame
    left_out: pd.DataFrame
    neighbours: pd.DataFrame | None = None
    release: Release = Release()


def downloaded(rows, **values):
    """A release with next year's figures of the areas named: how many of 600 care leavers lived suitably."""
    told = [(area, series, str(number)) for area, suitable in values.items() for series, number in (
        (ALL, 600), (SUITABLE, suitable), (SHARE, round(suitable / 6, 1)))]
    base = rows[rows["area"].eq("hertfordshire") & rows["period"].eq("2025")].set_index("series")
    made = pd.DataFrame([base.loc[series].to_dict() | {
        "area": area, "series": series, "period": "2026", "value": number, "as_published": number,
        "known": "2026-11-15"} for area, series, number in told], columns=FIGURES)
    return made.assign(file="new.csv", line=made.index + 2)


def add(data, figures, **given) -> Additions:
    left_out = pd.DataFrame([("new.csv", "a level that is not kept", 12)], columns=["file", "reason", "rows"])
    return read_additions(f"{data}/published", [Offered(figures, left_out)], TODAY, **given)


def after(additions):
    return [*(additions.standing | additions.files).values()]


def findings(data, as_at):
    """What a report finds of the measure, as it would save it."""
    evidence = read_inputs(PERIOD, "hertfordshire", str(as_at), data)
    [measure] = [each for each in evidence.plan.measures if each.id == "care_leavers_accommodation"]
    return json.dumps([to_json(each) for each in examine_measure(measure, evidence).findings])


def found(data, as_at):
    """By series the verdict, its evidence and the latest figure."""
    return {each["series"]: (each["verdict"], each["evidence"], each["latest"]["value"])
            for each in json.loads(findings(data, as_at)) if each["latest"]}


def test_what_is_told_before_is_what_a_report_finds_after(data, real):
    additions = add(data, downloaded(real, hertfordshire=594, hampshire=480))
    before = found(data, TODAY)
    [change] = verdict_changes("hertfordshire", data, PLAN, PERIOD, TODAY, after(additions))
    assert found(data, TODAY) == before                                         # nothing is written
    write(additions)
    now = found(data, TODAY)["care_leavers_suitable_19_21"]
    assert now == (change.with_them.verdict, change.with_them.evidence, 594 / 600)
    assert before["care_leavers_suitable_19_21"][:2] == (change.without.verdict, change.without.evidence) == (
        "worsening", "some")
    assert change.changes and now[0] != "worsening"


def test_a_report_of_a_day_before_stays_as_it_was(data, real):
    revised = real.query("series == @SUITABLE and period == '2025' and area == 'hertfordshire'").assign(
        value="500", as_published="500", file="new.csv", line=9)
    additions = add(data, pd.concat([downloaded(real, hertfordshire=594), revised], ignore_index=True))
    before = findings(data, AS_AT)
    assert verdict_changes("hertfordshire", data, PLAN, PERIOD, AS_AT, after(additions)) == []
    write(additions)
    assert findings(data, AS_AT) == before
    assert findings(data, TODAY) != before


def test_verdicts_are_told_of_the_period_and_of_today(data, real):
    rows = downloaded(real, hertfordshire=594)
    told = verdict_lines(after(add(data, rows)), "hertfordshire", data, PLAN, PERIOD, AS_AT, TODAY)
    assert told[:3] == ["What it makes of hertfordshire, 2025-26-Q4, as known on 30 June 2026:",
                        "  nothing: no figure of its promises that was known by then is another",
                        "What it makes of the same as known today, 30 November 2026:"]
    [line] = told[3:]
    assert line.startswith("  promise 7, care_leavers_suitable_19_21: worsening, some evidence → ")
    assert line.endswith("(88.6%, year to 31 March 2025 → 99.0%, year to 31 March 2026)")
    known_by_then = add(data, rows, released=date(2026, 5, 1))
    told = verdict_lines(after(known_by_then), "hertfordshire", data, PLAN, PERIOD, AS_AT, TODAY)
    assert told == ["What it makes of hertfordshire, 2025-26-Q4, as known on 30 June 2026:", line]


def test_figures_of_areas_that_a_report_does_not_compare_change_no_verdict(data, real):
    rows = downloaded(real, kent=594)
    assert verdict_changes("hertfordshire", data, PLAN, PERIOD, TODAY, after(add(data, rows))) == []


def test_a_verdict_that_stays_is_told_with_its_figure(data, real):
    additions = add(data, downloaded(real, hertfordshire=531))
    [change] = verdict_changes("hertfordshire", data, PLAN, PERIOD, TODAY, after(additions))
    assert str(change) == ("promise 7, care_leavers_suitable_19_21: stays worsening, some evidence (88.6%, year to 31 "
                           "March 2025 → 88.5%, year to 31 March 2026)")


def test_what_would_be_added_is_counted_by_series_and_level(data, real):
    rows = real
    held = rows[rows["series"].eq(SHARE) & rows["period"].eq("2025")]
    other = {"value": "80.1", "as_published": "80.1"}
    hidden = {"value": "", "symbol": "c", "as_published": "c", "status": "suppressed"}
    again = pd.DataFrame([row | {"hertfordshire": other, "hampshire": hidden}.get(row["area"], {})
                          for row in held.to_dict("records") if row["area"] != "oxfordshire"])
    figures = pd.concat([downloaded(rows, hertfordshire=594, hampshire=480), again.assign(file="new.csv", line=20)],
                        ignore_index=True)
    additions = add(data, figures)
    shown = counts(additions).set_index(["series", "level"])
    own = shown.loc[(SHARE, "local authority")]
    assert own[["new", "revised", "unchanged", "gone"]].tolist() == [2, 2, 0, 1]
    assert own[["periods", "symbols", "largest"]].tolist() == ["2026", "c 1", "hertfordshire 2025: 89 → 80.1"]
    assert shown.loc[(SHARE, "country"), ["new", "unchanged"]].tolist() == [0, 1]
    told = lines(additions)
    assert told[0] == "suitability: new.csv"
    assert "  2 more series and levels: 2 figures, all unchanged" in told
    assert told[told.index("Left out:") + 1] == "  new.csv: a level that is not kept, 12 rows"
    assert told[-1] == ("In all: 6 new, 2 revised, 2 unchanged, 1 held and not in the files. "
                        "New figures are known from 15 November 2026 (usual calendar; 6). "
                        "Revised figures are known from 30 November 2026 (day added; 2).")
