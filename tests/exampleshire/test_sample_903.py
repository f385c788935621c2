"""The rules of the 903 return between the cells of a row and the rows of a child, on the invented children."""

import pandas as pd
import pytest

from exampleshire.ssda903 import BLANK_ENDS
from exampleshire.story import YEARS
from wayforward.periods import age_on

SHORT_BREAKS = ["V3", "V4"]
FOSTER, ADOPTION = ["U1", "U2", "U3", "U4", "U5", "U6"], ["A3", "A4", "A5", "A6"]


@pytest.fixture(params=YEARS)
def year(request):
    return request.param


@pytest.fixture
def episodes(values, year):
    """One row an episode with what follows it, in order of child and day, those with the planted blank end aside."""
    rows = values["ssda903_episodes"][year].reset_index(drop=True)
    later = rows.groupby("CHILD")["DECOM"].shift(-1)
    blank = rows["DEC"].isna() & later.notna()
    assert blank.sum() == BLANK_ENDS
    told = ["DECOM", "RNE", "LS", "PLACE", "PL_POST", "PLACE_PROVIDER", "HOME_POST"]
    following = rows.groupby("CHILD")[told].shift(-1)
    return rows.join(following.add_prefix("next_"))[~blank]


def day(year):
    return pd.Timestamp(year, 3, 31)


def test_an_end_has_a_reason_and_a_reason_an_end(episodes):
    assert episodes["DEC"].notna().eq(episodes["REC"].notna()).all()


def test_an_episode_that_ends_for_another_is_followed_on_the_same_day(episodes):
    ends = episodes[episodes["REC"].eq("X1")]
    assert len(ends) > 0
    assert ends["next_DECOM"].eq(ends["DEC"]).all()


def test_after_leaving_care_a_child_starts_again_with_s(episodes):
    left = episodes[episodes["REC"].notna() & episodes["REC"].ne("X1") & episodes["next_DECOM"].notna()]
    assert left["next_RNE"].eq("S").all() and left["next_DECOM"].gt(left["DEC"]).all()


def test_episodes_are_those_open_in_the_year_as_known_on_31_march(episodes, year):
    assert episodes["DECOM"].le(day(year)).all()
    assert ~episodes["DEC"].lt(pd.Timestamp(year - 1, 4, 1)).any()
    assert ~episodes["DEC"].gt(day(year)).any()


def test_the_reason_for_a_new_episode_says_what_changed(episodes):
    """L: the order alone; P: the place alone; B: both; T: the kind of place, the same carer; U: that and the order."""
    rows = episodes[episodes["REC"].eq("X1")]
    order = rows["next_LS"].ne(rows["LS"])
    place = rows["next_PLACE"].ne(rows["PLACE"])
    post = rows["next_PL_POST"].fillna("").ne(rows["PL_POST"].fillna(""))
    reason = rows["next_RNE"]
    assert order.eq(reason.isin(["L", "B", "U"])).all()
    assert ~(post & reason.isin(["L", "T", "U"])).any() and ~(place & reason.eq("L")).any()
    assert place[reason.isin(["T", "U"])].all()
    same = rows["next_PLACE_PROVIDER"].fillna("").eq(rows["PLACE_PROVIDER"].fillna(""))
    assert same[reason.isin(["L", "T", "U"])].all()
    told = rows["REASON_PLACE_CHANGE"].notna()
    assert told.eq(reason.isin(["P", "B", "T", "U"])).all()


def test_the_home_that_a_child_came_from_does_not_change(episodes):
    rows = episodes[episodes["REC"].eq("X1")]
    assert rows["next_HOME_POST"].fillna("").eq(rows["HOME_POST"].fillna("")).all()


def test_short_breaks_have_no_postcodes_and_stay_apart(episodes):
    breaks = episodes["LS"].isin(SHORT_BREAKS)
    assert episodes.loc[breaks, ["HOME_POST", "PL_POST"]].isna().all(axis=None)
    assert not set(episodes.loc[breaks, "CHILD"]) & set(episodes.loc[~breaks, "CHILD"])


def test_only_confidential_places_have_no_postcode(episodes):
    none = episodes["PL_POST"].isna()
    assert none.eq(episodes["PLACE"].isin(ADOPTION) | episodes["LS"].isin(SHORT_BREAKS)).all()


def test_providers_fit_the_place(episodes):
    """Parents for a child placed with them, and nobody else; none for placements of other kinds."""
    assert episodes["PLACE"].eq("P1").eq(episodes["PLACE_PROVIDER"].eq("PR0")).all()
    assert episodes["PLACE"].str[0].isin(["Z", "T"]).eq(episodes["PLACE_PROVIDER"].isna()).all()


def test_adoption_follows_a_placement_order_and_a_placement(episodes):
    adopted = episodes[episodes["REC"].isin(["E11", "E12"])]
    assert adopted["PLACE"].isin(ADOPTION).all() and adopted["LS"].eq("E1").all()


def test_nobody_is_18_in_care_and_nobody_too_young_lives_alone(values, episodes, year):
    born = episodes["CHILD"].map(values["ssda903_header"][year].set_index("CHILD")["DOB"])
    assert born.notna().all()
    assert age_on(born, episodes["DECOM"]).lt(18).all()
    ended = episodes["DEC"].notna()
    assert (age_on(born[ended], episodes.loc[ended, "DEC"] - pd.Timedelta(days=1)) < 18).all()
    assert age_on(born, episodes["DECOM"])[episodes["PLACE"].isin(["H5", "P2", "K3"])].ge(16).all()
    assert age_on(born, episodes["DEC"])[episodes["REC"].isin(["E5", "E6", "E7", "E17"])].ge(16).all()


def test_unaccompanied_children_are_in_their_table_and_mostly_without_a_home(values, episodes, year):
    table = values["ssda903_uasc"][year].set_index("CHILD")
    alone = episodes[episodes["CHILD"].isin(table.index)]
    assert set(table.index) == set(alone["CHILD"])
    assert alone["LS"].eq("V2").all() and alone["CIN"].eq("N8").all()
    assert alone["HOME_POST"].isna().mean() > 0.5
    over = table["DUC"].notna()
    assert table.loc[over, "DUC"].eq(table.loc[over, "DOB"] + pd.DateOffset(years=18)).mean() > 0.9   # but 29 February


def test_everyone_of_the_return_is_in_the_header(values, year):
    header = set(values["ssda903_header"][year]["CHILD"])
    for name in ("episodes", "reviews", "uasc", "oc2", "oc3"):
        assert set(values[f"ssda903_{name}"][year]["CHILD"]) <= header, name


def test_upns_have_their_real_form_and_an_authority_that_is_none(values, year):
    number = values["ssda903_header"][year]["UPN"]
    assert number.str.fullmatch(r"UN[13]|[A-HJ-NP-RT-Z]999\d{9}").all()
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    for each in number[~number.str.startswith("UN")].head(50):
        assert each[0] == letters[sum(int(digit) * place for place, digit in enumerate(each[1:], 2)) % 23]


def test_oc2_is_of_children_in_care_for_twelve_months(values, year):
    """A score or a reason from 4 to 16, and neither at another age."""
    oc2 = values["ssda903_oc2"][year]
    years = age_on(oc2["DOB"], day(year))
    given = oc2["SDQ_SCORE"].notna().astype(int) + oc2["SDQ_REASON"].notna().astype(int)
    assert given.eq(years.between(4, 16).astype(int)).all()
    episodes = values["ssda903_episodes"][year]
    first = episodes[~episodes["LS"].isin(SHORT_BREAKS)].groupby("CHILD")["DECOM"].min().reindex(oc2["CHILD"])
    before = first.le(pd.Timestamp(year - 1, 3, 31)).to_numpy()
    assert before.all()
    assert oc2["HEALTH_CHECK"].notna().eq(years.lt(5)).all()


def test_care_leavers_tell_only_while_in_touch(values, year):
    oc3 = values["ssda903_oc3"][year]
    touch = oc3["IN_TOUCH"].eq("YES")
    assert oc3["ACTIV"].notna().eq(touch).all() and oc3["ACCOM"].notna().eq(touch).all()
    assert not oc3["ACCOM"].isin(["S1", "X1"]).any()
    assert age_on(oc3["DOB"], day(year)).between(17, 21).all()


def test_reviews_come_twice_a_year_while_a_child_is_in_care(values, year):
    reviews, episodes = values["ssda903_reviews"][year], values["ssda903_episodes"][year]
    assert set(reviews["CHILD"]) <= set(episodes.loc[~episodes["LS"].isin(SHORT_BREAKS), "CHILD"])
    assert not reviews.duplicated(["CHILD", "REVIEW"]).any()
    assert 1.2 < reviews.groupby("CHILD").size().mean() < 2.2
