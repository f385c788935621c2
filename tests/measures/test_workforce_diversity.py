"""Promise 16 from worker and personnel rows: who is counted, how far from the communities, and group by group."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.composition import dissimilarity, ratios, years
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.errors import MissingReturn
from wayforward.measures import groups_from_returns
from wayforward.measures.workforce_diversity import COMPARISONS, SERIES, details, residents, social_workers, staff

CSWW = """
    SWENo | AgencyWorker | FTE | GenderCurrent | OrgRole | Ethnicity | RoleStartDate | RoleEndDate
    a     | 0            | 1   | F             | 1       | WBRI      | 01/02/2015    |
    b     | 0            | 1   | F             | 5       | WROM      | 01/02/2015    |              # Roma: White
    c     | 0            | 1   | M             | 5       | BAFR      | 01/02/2015    |
    d     | 0            | 1   | F             | 3       | BCRB      | 01/02/2015    |
    e     | 0            | 1   | F             | 5       | CHNE      | 01/02/2015    |              # Chinese: Asian
    f     | 0            | 1   | F             | 5       | REFU      | 01/02/2015    |              # refused: not known
    g     | 0            | 1   | F             | 5       |           | 01/02/2015    |
    h     | 0            | 1   | F             | 5       | MWBC      | 01/02/2015    | 30/06/2025   # left in June
    i     | 1            | 1   | F             | 5       | AIND      | 01/02/2015    |              # agency
"""
STAFF = """
    STAFF_ID | START      | LEFT       | FTE | GRADE | SEX | BORN       | ETHNICITY
    a        | 01/05/2010 |            | 1   | SM    | F   | 01/01/1970 | WBRI       # 55
    b        | 01/05/2010 |            | 1   | PR    | F   | 31/03/2000 | BAFR       # 25 today
    c        | 01/05/2010 |            | 1   | PR    | F   | 01/04/2000 | WBRI       # 24
    d        | 01/05/2010 |            | 1   | TM    | M   | 01/01/1955 | OOTH       # 70
    e        | 01/05/2010 | 01/10/2024 | 1   | PR    | M   | 01/01/1980 | WBRI       # left
    f        | 01/05/2010 |            | 1   | PR    |     |            | NOBT
"""
COMMUNITIES = """
    return_year | CHARACTERISTIC | GROUP                           | AGES  | RESIDENTS
    2021        | ethnic group   | White                           | all   | 700
    2021        | ethnic group   | Mixed or multiple ethnic groups | all   | 50
    2021        | ethnic group   | Asian, Asian British: Indian    | all   | 60
    2021        | ethnic group   | Asian, Asian British: Chinese   | all   | 40
    2021        | ethnic group   | Black, Black British            | all   | 100
    2021        | ethnic group   | Other ethnic group              | all   | 50
    2021        | ethnic group   | White                           | 16-64 | 300
    2021        | ethnic group   | Mixed or multiple ethnic groups | 16-64 | 25
    2021        | ethnic group   | Asian, Asian British            | 16-64 | 75
    2021        | ethnic group   | Black, Black British            | 16-64 | 75
    2021        | ethnic group   | Other ethnic group              | 16-64 | 25
    2021        | sex            | Females                         | 16-64 | 510
    2021        | sex            | Males                           | 16-64 | 490
    2021        | age            | 16 to 24                        | 16-64 | 200
    2021        | age            | 25 to 49                        | 16-64 | 500
    2021        | age            | 50 to 64                        | 16-64 | 300
    2011        | sex            | Females                         | 16-64 | 900
    2011        | sex            | Males                           | 16-64 | 100
"""


def returns(**tables):
    return returns_of(**{"csww_workers": CSWW, "hr_staff": STAFF, "communities": COMMUNITIES, **tables})


def only(series):
    (row,) = counts(SERIES[series](returns())).to_dict("records")
    return row


# Who is counted, and how far

def test_social_workers_against_residents_of_all_ages():
    """Of a to e: White 2, Asian 1, Black 2. Over-represented are Asian (0.2 of 0.1) and Black (0.4 of 0.1)."""
    row = only("workforce_dissimilarity")
    shares = {"White": (2 / 5, 0.7), "Mixed": (0, 0.05), "Asian": (1 / 5, 0.1), "Black": (2 / 5, 0.1),
              "Other": (0, 0.05)}
    assert row["value"] == pytest.approx(sum(abs(one - other) for one, other in shares.values()) / 2)
    assert (row["numerator"], row["denominator"], row["period"]) == (1 + 2, 5, "2025")
    assert row["parity"] == pytest.approx(0.1 + 0.1)


def test_against_residents_of_working_age():
    """500 of them: White 0.6, Mixed 0.05, Asian 0.15, Black 0.15, Other 0.05."""
    row = only("workforce_dissimilarity_working_age")
    assert row["value"] == pytest.approx((1 / 5 - 0.15) + (2 / 5 - 0.15))


def test_every_worker_is_accounted_for():
    told = row_reconciliation(social_workers(returns()))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 5, "agency worker": 1, "ethnic group not known": 2, "not in post on 30 September": 1}


def test_all_staff_in_post_on_31_march():
    """White 2, Black 1, Other 1 of four."""
    row = only("workforce_dissimilarity_all_staff")
    assert row["value"] == pytest.approx((1 / 4 - 0.1) + (1 / 4 - 0.05))
    told = row_reconciliation(staff(returns()))
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 4, "ethnic group not known": 1, "not in post on 31 March": 1}


def test_sex_and_age_against_the_newest_residents_of_working_age():
    """Three women of three against 0.51, as the newest table has it, as the man is 70. Ages 55, 25 and 24."""
    assert only("workforce_sex_dissimilarity")["value"] == pytest.approx(3 / 3 - 0.51)
    told = row_reconciliation(staff(returns(), "sex", "16-64")).set_index("reason")["rows"]
    assert told.to_dict() == {"counted": 3, "not in post on 31 March": 1, "not of working age": 1, "sex not known": 1}
    everyone = counts(staff(returns(), "sex", "16-64", everyone=True))["value"].tolist()
    assert everyone == pytest.approx([3 / 4 - 0.51])
    row = only("workforce_age_dissimilarity")
    assert row["denominator"] == 3
    assert row["value"] == pytest.approx((1 / 3 - 0.2) + (1 / 3 - 0.3))
    told = row_reconciliation(staff(returns(), "age", "16-64")).set_index("reason")["rows"]
    assert (told["age not known"], told["of no group that the communities are counted in"]) == (1, 1)


def test_by_level():
    """Managers: a White and d Black; others: White, Black, Asian."""
    found = breakdown(social_workers(returns()), "Level", "2025").set_index("group")
    assert found["denominator"].to_dict() == {"Managers": 2, "Others": 3}
    assert found.loc["Managers", "value"] == pytest.approx(1 / 2 - 0.1)
    assert found.loc["Others", "value"] == pytest.approx((1 / 3 - 0.1) + (1 / 3 - 0.1))


def test_both_ends_of_working_age_are_in_it_and_someone_without_a_date_of_birth_stays():
    edges = """
        STAFF_ID | START      | LEFT       | FTE | GRADE | SEX | BORN       | ETHNICITY
        a        | 01/05/2010 |            | 1   | PR    | F   | 01/04/1960 | WBRI       # 64, 65 tomorrow
        b        | 01/05/2010 |            | 1   | PR    | M   | 31/03/1960 | WBRI       # 65 today
        c        | 01/05/2010 |            | 1   | PR    | F   | 31/03/2009 | WBRI       # 16 today
        d        | 01/05/2010 |            | 1   | PR    | M   | 01/04/2009 | WBRI       # 15, 16 tomorrow
        e        | 01/05/2010 |            | 1   | PR    | M   |            | WBRI       # age not known: stays
        f        | 01/05/2010 |            | 1   | PR    | X   | 01/01/1980 | WBRI       # no code: sex not known
        g        | 01/05/2010 |            | 1   | PR    | F   | 01/01/1980 | WXYZ       # no code: stays, by sex
    """
    cases = staff(returns(hr_staff=edges), "sex", "16-64").cases["left_out"]
    assert cases.fillna("counted").tolist() == ["counted", "not of working age", "counted", "not of working age",
                                                "counted", "sex not known", "counted"]
    by_ethnic = staff(returns(hr_staff=edges)).cases["left_out"].fillna("counted").tolist()
    assert by_ethnic == ["counted"] * 6 + ["ethnic group not known"]


# Residents

CENSUS = pd.DataFrame([
    {"series": f"residents_percent_{group}", "area": "here", "value": share}
    for group, share in {"white": 70.0, "mixed": 5.0, "asian": 10.0, "black": 10.0, "other": 5.0}.items()])


def test_without_communities_the_published_census_is_taken_for_ethnic_groups_of_all_ages():
    alone = returns_of(figures=CENSUS, csww_workers=CSWW, hr_staff=STAFF)
    assert counts(social_workers(alone))["value"].item() == pytest.approx(only("workforce_dissimilarity")["value"])
    with pytest.raises(MissingReturn):
        social_workers(alone, ages="16-64")
    with pytest.raises(MissingReturn):
        social_workers(returns_of(csww_workers=CSWW))
    two_areas = pd.concat([CENSUS, CENSUS.assign(area="there")])
    with pytest.raises(MissingReturn):
        social_workers(returns_of(figures=two_areas, csww_workers=CSWW))


def test_subgroups_of_the_census_are_added_up():
    assert residents(returns(), "ethnic group", "all").to_dict() == {
        "White": 0.7, "Mixed or multiple": 0.05, "Asian": 0.1, "Black": 0.1, "Other": 0.05}


def test_communities_without_the_group_leave_everyone_out():
    only_sex = returns(communities="\n".join(
        line for line in COMMUNITIES.splitlines() if "ethnic" not in line))
    assert counts(social_workers(only_sex)).empty
    reasons = set(row_reconciliation(social_workers(only_sex))["reason"])
    assert "of no group that the communities are counted in" in reasons


@pytest.mark.parametrize(("band", "ends"), [
    ("16 to 24", (16, 24)), ("16-24", (16, 24)), ("Aged 65 and over", (65, 150)), ("75+", (75, 150)),
    ("under 16", (0, 15)), ("16", (16, 16)), ("all", None)])
def test_an_age_band_by_its_name(band, ends):
    assert years(band) == ends


# The distance, and the ratios

SHARES = st.lists(st.integers(1, 50), min_size=3, max_size=3).map(lambda parts: np.array(parts) / sum(parts))


@given(SHARES, st.lists(st.sampled_from("abc"), min_size=1, max_size=60))
def test_the_distance_is_half_the_sum_of_the_differences(shares, groups):
    community = pd.Series(shares, list("abc"))
    (row,) = dissimilarity(community)(pd.DataFrame({"period": "2025", "group": groups}), ["period"]).to_dict("records")
    own = pd.Series(groups).value_counts(normalize=True).reindex(list("abc"), fill_value=0)
    assert row["value"] == pytest.approx((own - community).abs().sum() / 2, abs=1e-12)
    assert row["value"] == pytest.approx(row["numerator"] / row["denominator"] - row["parity"], abs=1e-12)
    assert -1e-12 <= row["value"] <= 1


def test_ratios_have_the_wilson_interval_of_the_share():
    """40 of 100 against 0.1. Wilson: (k + z²/2 ± z √(k (n − k) / n + z²/4)) / (n + z²)."""
    found = ratios(pd.Series(["a"] * 40 + ["b"] * 60), pd.Series({"a": 0.1, "b": 0.9})).set_index("group").loc["a"]
    z = 1.959963984540054
    middle, half = 40 + z ** 2 / 2, z * (40 * 60 / 100 + z ** 2 / 4) ** 0.5
    low, high = (middle - half) / (100 + z ** 2), (middle + half) / (100 + z ** 2)
    assert found[["workforce", "ratio"]].to_list() == pytest.approx([0.4, 4])
    assert found[["ratio_low", "ratio_high"]].to_list() == pytest.approx([low / 0.1, high / 0.1])


def test_a_group_without_residents_has_no_ratio():
    found = ratios(pd.Series(["a", "b"]), pd.Series({"a": 1.0, "b": 0.0})).set_index("group")
    assert found.loc["a", "ratio"] == 0.5
    assert found.loc["b", ["ratio", "ratio_low"]].isna().all()


# Group by group

def test_the_latest_make_up_of_a_series():
    rows = groups_from_returns("workforce_diversity", "workforce_dissimilarity", returns())
    assert list(rows.columns) == ["group", "name", "heads", "workforce", "residents", "ratio"]
    assert rows.attrs["label"] == "30 September 2025"
    black = rows.set_index("group").loc["Black, African, Caribbean or Black British"]
    assert black["name"] == "Black"
    assert black.drop("name").to_list() == pytest.approx([2, 2 / 5, 0.1, 4])
    sexes = groups_from_returns("workforce_diversity", "workforce_sex_dissimilarity", returns())
    assert sexes.set_index("group")["heads"].to_dict() == {"Female": 3, "Male": 0}
    assert sexes.attrs["label"] == "31 March 2025"


def test_details_tell_every_comparison_and_the_managers():
    made = details(returns())
    assert len(made) == len(COMPARISONS) + 2
    by_title = {each.title: each for each in made}
    managers = by_title["Social workers: managers and others by ethnic group, 2025"]
    black = managers.rows.set_index("Group").loc["Black, African, Caribbean or Black British"]
    assert black[["Managers", "Managers share", "Managers ratio", "Others", "Others ratio"]].to_list() == pytest.approx(
        [1, 1 / 2, 5, 1, (1 / 3) / 0.1])
    assert managers.people == ("Managers", "Others")
    assert [managers.units[name] for name in ("Managers", "Managers share", "Managers ratio")] == [
        ("", 0), ("%", 1), ("", 2)]
    for each in made:
        assert set(each.units) == set(each.rows.columns[1:]) and set(each.people) <= set(each.units)


def test_details_are_left_out_where_a_table_is_not_at_hand():
    assert details(returns_of()) == []
    titles = [each.title for each in details(returns_of(figures=CENSUS, csww_workers=CSWW))]
    assert titles == ["Social workers by ethnic group, and residents of all ages, 2025",
                      "Social workers: managers and others by ethnic group, 2025"]
