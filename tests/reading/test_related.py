"""Tables of one return that do not belong together, registers in which nothing is found, columns that went empty: each
tried on a few rows, with what is told, how many rows, and whether the table may be counted."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tables import text_table
from wayforward.errors import RefusedInputs
from wayforward.reading.area_returns import Returns, read_returns
from wayforward.reading.emptied_columns import emptied_columns
from wayforward.returns.layout import Column, Table

CAME = "2025-06-15"
GSS, LA_CODE = "E10000015", "919"


def postcodes(cells: pd.Series) -> pd.DataFrame:
    """A directory: IN1 1AA to IN1 9AA lie in the area, OUT1 1AA outside it, and no other is known."""
    authority = cells.str.extract(r"^(IN|OUT)1 \dAA$")[0].map({"IN": GSS, "OUT": "E10000099"})
    return pd.DataFrame({"easting": 0.0, "northing": 0.0, "district": authority, "authority": authority,
                         "district_name": authority}, index=cells.index)


class Folder:
    """A folder of deliveries, written as text tables."""

    def __init__(self, path: Path):
        self.path = path

    def put(self, name: str, text: str, day: str = CAME) -> "Folder":
        place = self.path / day / f"{name}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        text_table(text).to_csv(place, index=False)
        return self

    @property
    def returns(self) -> Returns:
        return read_returns(self.path, date(2026, 6, 30), postcodes=postcodes, gss=GSS, la_code=LA_CODE,
                            districts=lambda: frozenset({"Dacorum", "E07000096"}))

    def told(self, *tables: str) -> list[tuple]:
        """Severity, rule, column, rows and of how many, of every problem."""
        return [(each.severity, each.rule, each.column, each.rows, each.of) for each in self.returns.problems(*tables)]

    def counts(self, table: str) -> bool:
        try:
            self.returns.table(table)
        except RefusedInputs:
            return False
        return True


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "area")


def header(*children: str, sex: str = "F", born: str = "01/02/2010") -> str:
    return "CHILD | SEX | DOB | ETHNIC\n" + "\n".join(f"{child} | {sex} | {born} | WBRI" for child in children)


def oc3(*children: str, born: str = "01/02/2005") -> str:
    return "CHILD | DOB | IN_TOUCH | ACTIV | ACCOM\n" + "\n".join(
        f"{child} | {born} | YES | F1 | U1" for child in children)


def episodes(*children: str, home: str = "IN1 1AA", place: str = "IN1 2AA") -> str:
    heading = "CHILD | DECOM | RNE | LS | CIN | PLACE | DEC | REC | HOME_POST | PL_POST\n"
    return heading + "\n".join(f"{child} | 02/05/2024 | S | C2 | N1 | U4 | | | {home} | {place}" for child in children)


FIVE = ("0011", "0012", "0013", "0014", "0015")


def test_tables_that_belong_together_are_not_remarked(folder):
    folder.put("Header_2024-25", header(*FIVE)).put("Episodes_2024-25", episodes(*FIVE))
    assert folder.told() == []
    assert len(folder.returns.table("ssda903_episodes")) == 5


@pytest.mark.parametrize(("known", "of", "severity"), [(20, 25, "warn"), (19, 25, "refuse"), (0, 4, "warn"),
                                                       (0, 5, "refuse")])
def test_a_fifth_of_the_children_without_a_header_is_warned_of_and_more_refuse(folder, known, of, severity):
    """Five of 25 are a fifth, six are more; four of four are too few to say so."""
    children = [f"7{each:04}" for each in range(of)]
    folder.put("Header_2024-25", header("1", *children[:known])).put("Episodes_2024-25", episodes(*children))
    ((found, rule, column, rows, among),) = folder.told()
    assert (found, column, rows, among) == (severity, "CHILD", of - known, of)
    assert rule.startswith("children that stand in no SSDA903 header of 2024-25")
    assert folder.counts("ssda903_episodes") == (severity == "warn")
    assert folder.counts("ssda903_header")


@pytest.mark.parametrize(("spoil", "cause"), [
    (lambda child: child.lstrip("0"), "leading zeros are lost in one of them"),
    (lambda child: f"x{child}", "capitals and small letters differ"),
    (lambda child: f"X-{child}", "spaces and signs differ"),
    (lambda child: "-" + child.lstrip("0"), "spaces, signs, capitals and leading zeros differ"),
    (lambda child: f"7{child}", "the two are of different downloads or years"),
])
def test_the_cause_is_named_where_it_shows(folder, spoil, cause):
    capital = ("X" if spoil("1") in ("x1", "X-1") else "")
    folder.put("Header_2024-25", header(*(capital + child for child in FIVE)))
    folder.put("Episodes_2024-25", episodes(*map(spoil, FIVE)))
    assert folder.told() == [
        ("refuse", f"children that stand in no SSDA903 header of 2024-25: {cause}", "CHILD", 5, 5)]


@pytest.mark.parametrize(("others", "told"), [
    (("98",), ("refuse", ": leading zeros are lost in one of them", 3, 3)), (("98", "99"), ("warn", "", 4, 4))])
def test_the_cause_is_that_of_more_than_half_of_the_children(folder, others, told):
    """Of 11 and 12 zeros are lost: two children of three, or of four."""
    folder.put("Header_2024-25", header("0011", "0012")).put("Episodes_2024-25", episodes("11", "12", *others))
    severity, cause, rows, of = told
    assert folder.told("ssda903_episodes") == [
        (severity, f"children that stand in no SSDA903 header of 2024-25{cause}", "CHILD", rows, of)]


def test_one_child_whose_number_is_known_to_be_damaged_refuses(folder):
    folder.put("Header_2024-25", header("0011")).put("Episodes_2024-25", episodes("11"))
    assert folder.told() == [
        ("refuse", "children that stand in no SSDA903 header of 2024-25: leading zeros are lost in one of them",
         "CHILD", 1, 1)]


def test_identifiers_that_can_be_read_are_and_meet(folder):
    folder.put("Header_2024-25", header("'11", "'12")).put("Episodes_2024-25", episodes("11.0", "12.0"))
    assert folder.told() == [
        ("warn", "whole numbers written with a point and zeros", "CHILD", 2, None),
        ("warn", "an apostrophe in front of cells", "CHILD", 2, None)]


def test_scientific_notation_is_refused_though_it_meets(folder):
    """Both tables lost the same digits: all children look alike."""
    folder.put("Header_2024-25", header("1.2E+11")).put("Episodes_2024-25", episodes("1.2E+11"))
    words = "numbers in scientific notation (as 1.2E+05), whose last digits are lost"
    assert folder.told() == [("refuse", words, "CHILD", 1, None)] * 2


PLANS = "activeplanstableid | requeststableid\n1 | 71\n2 | 72"
REQUESTS = "persontableid | requeststableid\n81 | 71\n82 | 72"
PERSONS = "persontableid | personbirthdate | sex\n81 | 2012-Feb-03 00:00:00 | F\n82 | 2012-Feb-03 00:00:00 | M"


def placements(*plans: str, urn: str = "100") -> str:
    return "activeplanstableid | urn | sensetting | placementrank\n" + "\n".join(
        f"{plan} | {urn} | | 1" for plan in plans)


def test_a_table_of_a_later_download_is_refused_and_the_days_are_named(folder):
    folder.put("activeplans_2025", PLANS).put("requests_2025", REQUESTS).put("person_2025", PERSONS)
    folder.put("placementdetail_2025", placements("901", "902", "903", "904", "905"), day="2025-06-22")
    assert folder.told() == [
        ("refuse", "active plans that stand in no SEN2 active plans of 2024-25: they were received on different days "
         "(2025-06-22 and 2025-06-15), and each download may number its rows anew", "activeplanstableid", 5, 5)]


def test_persons_of_another_download_only_take_away_who_they_are(folder):
    folder.put("activeplans_2025", PLANS).put("requests_2025", REQUESTS)
    folder.put("person_2025", PERSONS.replace("81 |", "91 |").replace("82 |", "92 |"))
    ((severity, rule, column, rows, of),) = folder.told()
    assert (severity, column, rows, of) == ("warn", "persontableid", 2, 2)
    assert rule == "persons that stand in no SEN2 persons of 2024-25"
    assert folder.counts("sen2_requests")


def test_what_two_tables_say_of_one_child(folder):
    """Born on 1 February in the header; one of five on the 3rd in OC3, which is no change of places."""
    born = oc3(*FIVE).replace("0011 | 01/02/2005", "0011 | 03/02/2005")
    folder.put("Header_2024-25", header(*FIVE, born="01/02/2005")).put("OC3_2024-25", born)
    assert folder.told() == [
        ("warn", "says another thing of the same children than SSDA903 header", "DOB", 1, 5)]
    folder.put("OC3_2024-25", oc3(*FIVE, born="02/01/2005"))        # 2 January for 1 February, five times
    assert folder.told() == [
        ("refuse", "day and month have changed places against SSDA903 header", "DOB", 5, 5)]


@pytest.mark.parametrize("other", ["02/01/2006", "05/01/2005", "02/05/2005"])
def test_a_day_of_which_one_part_alone_fits_has_not_been_turned_round(folder, other):
    """Born on 1 February 2005: another year; a month that is the day, but not the other way; and the reverse."""
    folder.put("Header_2024-25", header(*FIVE, born="01/02/2005"))
    folder.put("OC3_2024-25", oc3(*FIVE).replace("0011 | 01/02/2005", f"0011 | {other}"))
    assert folder.told() == [("warn", "says another thing of the same children than SSDA903 header", "DOB", 1, 5)]


def test_days_turned_round_and_others_are_told_apart(folder):
    """2 January for 1 February of four children, and the 3rd of February of one."""
    folder.put("Header_2024-25", header(*FIVE, born="01/02/2005"))
    folder.put("OC3_2024-25", oc3(*FIVE, born="02/01/2005").replace("0011 | 02/01/2005", "0011 | 03/02/2005"))
    assert folder.told() == [
        ("refuse", "day and month have changed places against SSDA903 header", "DOB", 4, 5),
        ("warn", "says another thing of the same children than SSDA903 header", "DOB", 1, 5)]


def test_codes_of_two_years_that_say_the_same_are_the_same(folder):
    """2 and F are female; M is not."""
    folder.put("Header_2024-25", header(*FIVE, sex="F"))
    uasc = "CHILD | SEX | DOB | DUC\n" + "\n".join(f"{child} | {{}} | 01/02/2010 |" for child in FIVE)
    for written, told in (("2", 0), ("M", 5)):
        folder.put("UASC_2024-25", uasc.format(*written * 5))
        assert sum(rows for _, rule, _, rows, _ in folder.told() if rule.startswith("says another thing")) == told


def test_another_sex_is_no_day_that_was_turned_round(folder):
    folder.put("Header_2024-25", header(*FIVE, sex="F"))
    folder.put("UASC_2024-25", "CHILD | SEX | DOB | DUC\n0011 | M | 01/02/2010 |")
    assert folder.told() == [("warn", "says another thing of the same children than SSDA903 header", "SEX", 1, 1)]


@pytest.mark.parametrize(("children", "severity", "rule"), [
    (100, "warn", "says another thing of the same children than"),
    (99, "refuse", "day and month have changed places against")])
def test_one_of_a_hundred_days_turned_round_may_be_a_slip(folder, children, severity, rule):
    """2 January for 1 February, once."""
    ids = [str(each) for each in range(100, 100 + children)]
    folder.put("Header_2024-25", header(*ids, born="01/02/2005"))
    folder.put("OC3_2024-25", oc3(*ids, born="01/02/2005").replace("100 | 01/02/2005", "100 | 02/01/2005"))
    assert folder.told() == [(severity, f"{rule} SSDA903 header", "DOB", 1, children)]


def test_a_table_that_the_others_need_is_missing_in_one_year(folder):
    """UASC of 2024 is there and that of 2025 is not: who is unaccompanied is not known, and is not nobody."""
    for year, day in ((2024, "2024-06-15"), (2025, CAME)):
        name = f"{year - 1}-{year % 100}"
        folder.put(f"Header_{name}", header(*FIVE, sex="1" if year < 2025 else "M"), day)
        folder.put(f"Episodes_{name}", episodes(*FIVE).replace("02/05/2024", f"02/05/{year - 1}"), day)
    assert folder.told() == []
    folder.put("UASC_2023-24", "CHILD | SEX | DOB | DUC\n0011 | 1 | 01/02/2010 |", "2024-06-15")
    assert folder.told() == [
        ("refuse", "no SSDA903 unaccompanied asylum-seeking children of 2024-25 beside it", "", None, None)]
    (problem,) = folder.returns.problems()
    assert problem.file == "area/2025-06-15/Episodes_2024-25.csv"
    assert not folder.counts("ssda903_uasc")
    assert folder.counts("ssda903_episodes")


def test_a_table_that_cannot_be_read_is_told_as_that_and_not_as_missing(folder):
    folder.put("Header_2024-25", header(*FIVE)).put("Episodes_2024-25", episodes(*FIVE))
    (folder.path / CAME / "Header_2024-25.csv").write_bytes(b"")
    assert folder.told() == [("refuse", "an empty file", "", None, None)]
    assert not folder.counts("ssda903_header")
    assert folder.counts("ssda903_episodes")


def test_postcodes_that_the_directory_does_not_have(folder):
    folder.put("Episodes_2024-25", episodes(*FIVE, home="IN1 1", place="IN1 2"))
    cut = ": postcodes are cut, as regional data sets hold them"
    assert folder.told() == [
        ("refuse", f"homes not found in the directory of postcodes{cut}", "HOME_POST", 5, 5),
        ("refuse", f"placements not found in the directory of postcodes{cut}", "PL_POST", 5, 5)]
    folder.put("Episodes_2024-25", episodes(*FIVE) + "\n" + episodes("9", home="", place="").splitlines()[1])
    assert folder.told() == []      # an empty cell is not looked up
    assert [(match.column, match.filled, match.found) for match in folder.returns.matches()] == [
        ("HOME_POST", 5, 5), ("PL_POST", 5, 5), ("HOME_POST", 5, 5)]


@pytest.mark.parametrize(("cut", "cause"), [(3, ""), (4, ": postcodes are cut, as regional data sets hold them")])
def test_postcodes_are_cut_where_more_than_half_of_them_are(folder, cut, cause):
    ids = [str(each) for each in range(100, 106)]
    unknown = "\n".join(episodes(*ids[cut:], place="ZZ1 1AA").splitlines()[1:])
    folder.put("Episodes_2024-25", f"{episodes(*ids[:cut], place='IN1 2')}\n{unknown}")
    assert folder.told() == [
        ("refuse", f"placements not found in the directory of postcodes{cause}", "PL_POST", 6, 6)]


def test_homes_that_are_another_councils(folder):
    folder.put("Episodes_2024-25", episodes(*FIVE, home="OUT1 1AA"))
    assert folder.told() == [("refuse", "homes not found in the area", "HOME_POST", 5, 5)]


def test_far_fewer_found_than_in_an_earlier_year(folder):
    """All twenty in 2024; fifteen of twenty in 2025 is over half and yet more than a fifth down; sixteen is not."""
    ids = [str(each) for each in range(100, 120)]
    before = episodes(*ids).replace("02/05/2024", "02/05/2023")
    folder.put("Episodes_2023-24", before, "2024-06-15")
    for known, told in ((16, []), (15, [("refuse", "placements not found in the directory of postcodes, far more than "
                                         "in 2023-24", "PL_POST", 5, 20)])):
        rows = episodes(*ids[:known]) + "\n" + "\n".join(
            episodes(*ids[known:], place="ZZ1 1AA").splitlines()[1:])
        folder.put("Episodes_2024-25", rows)
        assert folder.told() == told


@pytest.mark.parametrize(("children", "told"), [
    (10, [("warn", "placements not found in the directory of postcodes, far more than in 2023-24", "PL_POST", 3, 10)]),
    (9, [])])
def test_of_fewer_than_ten_cells_a_share_is_not_compared(folder, children, told):
    """All of ten, or of nine, in 2024; all but three in 2025."""
    ids = [str(each) for each in range(100, 100 + children)]
    folder.put("Episodes_2023-24", episodes(*ids).replace("02/05/2024", "02/05/2023"), "2024-06-15")
    lost = "\n".join(episodes(*ids[-3:], place="ZZ1 1AA").splitlines()[1:])
    folder.put("Episodes_2024-25", f"{episodes(*ids[:-3])}\n{lost}")
    assert folder.told() == told


GIAS = """
    URN | LA (code) | TypeOfEstablishment (code) | EstablishmentNumber
    100 | 919       | 1                          | 2000
    101 | 919       | 7                          | 7000
"""


def test_schools_that_the_register_does_not_have(folder):
    folder.put("activeplans_2025", PLANS).put("edubasealldata_2025", GIAS)
    folder.put("placementdetail_2025", placements("1", "2"))
    assert folder.told() == []
    folder.put("placementdetail_2025", placements(*"12121", urn="E100-7"))
    assert folder.told("sen2_placements")[0] == ("refuse", "schools not found in the register of schools", "urn", 5, 5)
    folder.put("placementdetail_2025", placements(*"1212", urn="E100-7"))
    assert folder.told("sen2_placements")[0][0] == "warn"


def test_a_register_without_a_school_of_the_council(folder):
    others = "".join(f"\n    {urn} | 0919 | 1 | 20{urn}" for urn in range(10, 13))
    folder.put("edubasealldata_2025", GIAS.replace("919", "0919") + others)
    assert folder.told() == [("refuse", "schools not found under the area's own code", "LA (code)", 5, 5)]


@pytest.mark.parametrize(("years", "looked_up_in"), [
    ((2023, 2024, 2025), 2025), ((2023, 2024), 2024), ((2024, 2026), 2024), ((2026, 2027), 2026)])
def test_schools_are_looked_up_in_the_newest_register_that_is_no_newer_or_the_oldest(folder, years, looked_up_in):
    """Plans of 2025: school 100 stands in that register alone."""
    folder.put("activeplans_2025", PLANS).put("placementdetail_2025", placements("1", "2"))
    for year in years:
        register = GIAS if year == looked_up_in else GIAS.replace("100 |", "102 |")
        folder.put(f"edubasealldata_{year}", register, f"{year}-06-15")
    assert folder.told("sen2_placements") == []


def test_pupils_schools_and_districts_are_warned_of(folder):
    pupils = "UPN | LAESTAB | SEX | FSM6CLA1A | ATT8\n1 | 9194 | M | 0 | 40\n2 | 919/2000 | F | 1 | 50"
    folder.put("edubasealldata_2025", GIAS).put("ks4_2024-25", pupils, "2025-12-15")
    assert folder.told() == []      # one of two
    folder.put("ks4_2024-25", pupils.replace("919/2000", "9195"), "2025-12-15")
    assert folder.told() == [("warn", "schools not found in the register of schools", "LAESTAB", 2, 2)]
    folder.put("triage_2024-25", """
        DECISION_ID | FAMILY_ID | DECIDED    | OUTCOME | DISTRICT
        1           | 11        | 01/05/2024 | EH      | dacorum
        2           | 12        | 02/05/2024 | EH      | E07000096
        3           | 13        | 03/05/2024 | EH      | Nowhere
    """)
    assert folder.told("early_help_triage") == []
    folder.put("triage_2024-25", "DECISION_ID | FAMILY_ID | DECIDED | OUTCOME | DISTRICT\n"
                                 "1 | 11 | 01/05/2024 | EH | Nowhere")
    assert folder.told("early_help_triage") == [
        ("warn", "districts not found among the area's districts", "DISTRICT", 1, 1)]


@pytest.mark.parametrize(("filled", "told"), [
    (20, []), (10, []),     # half as full as before is not far less
    (9, [("warn", "emptier than it was: filled in 100% of the rows of 2023-24", "PL_POST", 11, 20)]),
    (2, [("refuse", "emptier than it was: filled in 100% of the rows of 2023-24", "PL_POST", 18, 20)]),
    (0, [("refuse", "empty, and was not: filled in 100% of the rows of 2023-24", "PL_POST", 20, 20)]),
])
def test_a_column_that_was_full_and_is_not(folder, filled, told):
    ids = [str(each) for each in range(100, 120)]
    folder.put("Episodes_2023-24", episodes(*ids).replace("02/05/2024", "02/05/2023"), "2024-06-15")
    rows = episodes(*ids[:filled]) + "\n" + "\n".join(episodes(*ids[filled:], place="").splitlines()[1:])
    folder.put("Episodes_2024-25", rows)
    assert folder.told() == told
    assert folder.counts("ssda903_episodes") == (filled > 2)


def test_a_tenth_of_what_was_filled_before_is_the_line_and_not_a_tenth_of_all_rows(folder):
    """12 of 20 before: 6 % of the rows would be a tenth of it; 2 of 20 are 10 %, and only warned of."""
    for name, filled, came in (("Episodes_2023-24", 12, "2024-06-15"), ("Episodes_2024-25", 2, "2025-06-15")):
        ids = [str(each) for each in range(100, 120)]
        rows = episodes(*ids[:filled]) + "\n" + "\n".join(episodes(*ids[filled:], place="").splitlines()[1:])
        folder.put(name, rows.replace("02/05/2024", f"02/05/{name[9:13]}"), came)
    assert folder.told() == [("warn", "emptier than it was: filled in 60% of the rows of 2023-24", "PL_POST", 18, 20)]


def test_what_an_emptied_column_does_depends_on_who_needs_it():
    needed, wanted = Column("PLACE"), Column("NOTE", needed=False)
    table = Table("visits", "Visits", ("visits",), (needed, wanted))
    full = pd.DataFrame({"PLACE": ["a"] * 20, "NOTE": ["b"] * 20})
    effects = {problem.column: (problem.severity, problem.effect.partition(",")[0]) for _, problem in emptied_columns(
        table, {2024: full, 2025: full.assign(PLACE=None, NOTE=None)})}
    assert effects == {"PLACE": ("refuse", "what is asked of it is not known"),
                       "NOTE": ("warn", "broken down by it")}


def test_a_column_that_only_breakdowns_need_warns_and_one_that_is_rightly_empty_does_not(folder):
    """There is no Progress 8 of 2024-25."""
    def pupils(sen: str, progress: str) -> str:
        return "UPN | LAESTAB | SEX | FSM6CLA1A | ATT8 | SENF | P8SCORE\n" + "\n".join(
            f"{each} | 9192000 | M | 0 | 40 | {sen} | {progress}" for each in range(20))

    folder.put("ks4_2023-24", pupils("N", "0.5"), "2024-12-15")
    folder.put("ks4_2024-25", pupils("", "").replace("\n", "\n9"), "2025-12-15")
    assert folder.told() == [
        ("warn", "empty, and was not: filled in 100% of the rows of 2023-24", "SENF", 20, 20)]
