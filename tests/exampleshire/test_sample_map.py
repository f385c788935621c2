"""An invented map, and published figures of a county that is not there: one agrees, one is rounded, one is wrong."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exampleshire.chance import age, birthday, carry_over, choose, stratified_uniform, stream
from exampleshire.county_map import DISTRICTS, GSS, NEIGHBOURS, districts, draw_county
from exampleshire.official import EXACT, ROUNDED, TOO_MANY, WRONG
from exampleshire.write import SEED
from wayforward import measures
from wayforward.counting.tally import counts
from wayforward.published.figures import read_published

REAL = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def county():
    return draw_county(SEED)


def test_no_postcode_could_be_a_real_one(county):
    codes = county.postcodes["postcode"]
    assert codes.str.fullmatch(r"[XQV][A-HJ-Y]\d \d[ABD-HJLNP-UW-Z]{2}").all()
    assert codes.is_unique


def test_the_county_is_some_fifty_kilometres_across_and_others_lie_around_it(county):
    rows = county.postcodes
    away = np.hypot(rows["easting"] - 150_000, rows["northing"] - 1_150_000) / 1000
    assert away[rows["inside"]].max() <= 25.1
    assert away[~rows["inside"]].min() > 26 and 140 < away.max() < 151
    assert rows["easting"].between(0, 700_000).all() and rows["northing"].between(0, 1_300_000).all()


def test_ten_districts_and_eight_neighbours(county):
    own = districts()
    assert list(own.loc[own["authority"].eq(GSS), "name"]) == list(DISTRICTS)
    assert own["authority"].nunique() == 1 + len(NEIGHBOURS)
    assert set(county.postcodes["district"]) == set(own["district"])


def test_no_real_area_bears_a_code_or_name_of_these():
    real = pd.read_csv(REAL / "published" / "areas.csv", dtype=str)
    assert not set(districts()["authority"]) & set(real["gss"])
    assert not {name.lower() for name in (*NEIGHBOURS, "exampleshire")} & set(real["name"].str.lower())


def test_some_postcodes_are_terminated(county):
    directory = county.directory().set_index("POSTCODE")
    lost = ~county.postcodes["postcode"].isin(directory.index)
    assert 5 < lost.sum() < 60 and 5 < directory["EASTING"].eq("").sum() < 60


def test_far_is_far_and_outside(county):
    """Nobody lives so near to 20 miles that rounding decides."""
    rng = stream(1, "test")
    homes = county.homes(rng, 2000)
    rows = county.postcodes
    for far in (True, False):
        placed = county.placed(rng, homes, np.full(2000, far))
        miles = np.hypot(*(rows[name].to_numpy()[homes] - rows[name].to_numpy()[placed]
                           for name in ("easting", "northing"))) / 1609.3
        outside = ~rows["inside"].to_numpy()[placed]
        assert ((miles > 20.5) & outside).all() if far else not ((miles > 19.5) & outside).any()


def figures(measured):
    return measured.figures.set_index(["series", "period"])["value"]


def test_published_figures_keep_the_contract(written):
    published = read_published(written / "published", date(2026, 6, 30))
    assert list(published.areas["area"]) == ["exampleshire"] and published.areas["invented"].all()
    assert len(published.neighbours) == 0 and set(published.sources["citation"]) == {"invented"}


def test_of_three_published_figures_one_agrees_one_is_rounded_and_one_is_wrong(measured):
    far = counts(measures.from_returns("placed_far_from_home")["far_from_home"](measured)).set_index("period")
    theirs = figures(measured)
    for year in (2021, 2022, 2023, 2024, 2025):
        assert theirs["looked_after", str(year)] == far.loc[str(year), "denominator"]
    assert theirs["placed_outside_far", str(EXACT)] == far.loc[str(EXACT), "numerator"]
    assert theirs["placed_outside_far", str(WRONG)] == far.loc[str(WRONG), "numerator"] + TOO_MANY
    assert theirs["placed_outside_far_percent", str(ROUNDED)] == np.floor(100 * far.loc[str(ROUNDED), "value"] + 0.5)
    assert ("placed_outside_far", str(ROUNDED)) not in theirs.index
    unknown = theirs["placed_inside_unknown", str(EXACT)] + theirs["placed_outside_unknown", str(EXACT)]
    assert unknown == far.loc[str(EXACT), "unknown"]


def test_ages_are_counted_in_birthdays():
    born = np.array(["2004-02-29", "2005-03-31", "2005-04-01"], dtype="M8[D]")
    assert list(age(born, np.datetime64("2023-02-28"))) == [18, 17, 17]
    assert list(age(born, np.datetime64("2023-03-31"))) == [19, 18, 17]
    assert [str(day) for day in birthday(born, 18)] == ["2022-03-01", "2023-03-31", "2023-04-01"]


def test_the_same_chance_gives_the_same_word():
    words = choose({"a": 1, "b": 3}, np.array([0.0, 0.24, 0.25, 0.999]))
    assert list(words) == ["a", "a", "b", "b"]


def test_chances_stay_even_from_year_to_year():
    """So that whoever lies under a level is a true share of that level in every year, and mostly the same people."""
    rng = stream(1, "test of chances")
    first = rng.random(20_000)
    later = carry_over(rng, carry_over(rng, first, 0.6), 0.6)
    assert abs((later < 0.3).mean() - 0.3) < 0.015
    assert abs((later == first).mean() - 0.36) < 0.015


def test_even_chances_give_exact_shares():
    for size in (0, 1, 10, 1000):
        assert abs((stratified_uniform(stream(1, "even"), size) < 0.3).sum() - 0.3 * size) <= 1
