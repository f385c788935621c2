"""Rules of the SSDA903 return, between the cells of a row and between the episodes of a child.

The numbers in brackets are those of the Department for Education's validation checks of the same matter. Header and
episodes are two files, so nothing here judges a child's age by the episodes.

Source      Department for Education, validation checks for the children looked-after return 2022 to 2023 … 2026 to
            2027, as implemented by the sector's own validator (data-to-insight/csc-validator-be-903)
"""

import pandas as pd

from wayforward.periods import age_on
from wayforward.returns.layout import Rule
from wayforward.returns.rules import both_or_neither, first_day, in_order, last_day, not_after

SHORT_BREAKS = ("V3", "V4")
HAS_NOTHING_TO_TELL = ("DIED", "RHOM")
NOT_KNOWN = "0"
OLDEST_CARE_LEAVER = 25
ENDS = (3, 31)


def _ends(rows: pd.DataFrame) -> pd.Series:
    return last_day(rows, *ENDS)


def _begins(rows: pd.DataFrame) -> pd.Series:
    return first_day(rows, *ENDS)


def _age(rows: pd.DataFrame, days: pd.Series) -> pd.Series:
    return age_on(rows["DOB"], days)


# Episodes: one row an episode, and a child's episodes follow each other.

def _in_sequence(rows: pd.DataFrame) -> pd.DataFrame:
    """The days of each child's episodes one after the other; of those that begin on one day the first to end comes
    first. Children are numbered: numbers are sorted many times as fast as texts."""
    child = pd.Series(pd.factorize(rows["CHILD"])[0], rows.index)
    days = rows[["DECOM", "DEC"]].assign(CHILD=child.where(child >= 0))
    return days.sort_values(["CHILD", "DECOM", "DEC"], kind="stable", na_position="last")


def begins_after_the_earlier_ones(rows: pd.DataFrame) -> pd.Series:
    """Whether no earlier episode of the child, open ones aside, goes on beyond the day on which this one begins."""
    ordered = _in_sequence(rows)
    latest = ordered["DEC"].groupby(ordered["CHILD"]).cummax()
    before = latest.groupby(ordered["CHILD"]).ffill().groupby(ordered["CHILD"]).shift()
    return ~(ordered["DECOM"] < before).reindex(rows.index)


def open_is_the_last(rows: pd.DataFrame) -> pd.Series:
    """Whether an episode without an end is the child's last."""
    ordered = _in_sequence(rows)
    later = ordered["DECOM"].groupby(ordered["CHILD"]).shift(-1).notna()
    return ~(ordered["DEC"].isna() & later).reindex(rows.index)


def continued(rows: pd.DataFrame) -> pd.Series:
    """Whether another episode of the child begins on the day on which one ends "for another to begin" (X1)."""
    starts = rows.groupby(["CHILD", "DECOM"]).size().rename("starts").reset_index()
    found = rows[["CHILD", "DEC"]].merge(starts, how="left", left_on=["CHILD", "DEC"], right_on=["CHILD", "DECOM"])
    others = found["starts"].fillna(0).set_axis(rows.index) - rows["DEC"].eq(rows["DECOM"])
    return ~(rows["REC"].eq("X1") & rows["DEC"].notna() & others.lt(1))


def starts_with_s(rows: pd.DataFrame) -> pd.Series:
    """Whether a child's first episode, if it began in the return's year, says that the child started then."""
    first = _in_sequence(rows).drop_duplicates("CHILD").index
    is_first = pd.Series(rows.index.isin(first), rows.index) & rows["CHILD"].notna()
    return ~(is_first & (rows["DECOM"] >= _begins(rows)) & rows["RNE"].ne("S"))


def no_postcode_in_short_breaks(rows: pd.DataFrame) -> pd.Series:
    """Whether home and placement are left blank in an agreed series of short-term breaks."""
    return ~(rows["LS"].isin(SHORT_BREAKS) & (rows["HOME_POST"].notna() | rows["PL_POST"].notna()))


DISTANCE = "the child may be counted in the wrong placement on 31 March"
EPISODES = (
    Rule("DEC: must not come before DECOM (356)", lambda rows: in_order(rows, "DECOM", "DEC"),
         "the episode counts on no day"),
    Rule("DECOM: must not come before an earlier episode of the child has ended (501)", begins_after_the_earlier_ones,
         DISTANCE),
    Rule("DEC: must be given where the child has a later episode (142)", open_is_the_last, DISTANCE),
    Rule("REC: must be given where DEC is, and only there (148)", lambda rows: both_or_neither(rows, "DEC", "REC"),
         "no figure changes: the day decides who is looked after, not the reason"),
    Rule("REC: X1 must be followed by an episode of the child that begins the same day (388)", continued,
         "the child may be missing on 31 March"),
    Rule("RNE: must be S in a child's first episode, if it began in the return's year (357)", starts_with_s,
         "an earlier episode may be missing, with the home that the child came from"),
    Rule("HOME_POST: must be blank, and PL_POST, in an agreed series of short-term breaks, V3 or V4 (398, 420)",
         no_postcode_in_short_breaks, "no figure changes: these episodes are left out of placements"),
    Rule("DECOM: must not come after the return's year ends (354)",
         lambda rows: not_after(rows, "DECOM", _ends(rows)), "the episode is not counted"),
    Rule("DEC: must not come after the return's year ends (385)", lambda rows: not_after(rows, "DEC", _ends(rows)),
         "the child is counted as looked after on 31 March"),
)


# Tables of one row a child, with the day of birth.

BORN_BY_THE_END = Rule("DOB: must not come after the return's year ends (301)",
                       lambda rows: not_after(rows, "DOB", _ends(rows)), "the age is not known")
HEADER = (
    BORN_BY_THE_END,
    Rule(f"DOB: must not make anyone older than {OLDEST_CARE_LEAVER} when the return's year began (351)",
         lambda rows: ~(_age(rows, _begins(rows)) > OLDEST_CARE_LEAVER),
         "the child is left out, as 18 or over on 31 March"),
)

UASC = (
    BORN_BY_THE_END,
    Rule("DUC: must not come after the 18th birthday (304)",
         lambda rows: not_after(rows, "DUC", rows["DOB"] + pd.DateOffset(years=18)),
         "no figure changes: whoever is listed counts as unaccompanied, then and for two years"),
)

REVIEWS = (
    Rule("REVIEW: must stand once for each child", lambda rows: ~rows.duplicated(["CHILD", "REVIEW"], keep=False),
         "no figure changes"),
    Rule("REVIEW: must not come before DOB", lambda rows: in_order(rows, "DOB", "REVIEW"), "no figure changes"),
    Rule("REVIEW: must not come after the return's year ends", lambda rows: not_after(rows, "REVIEW", _ends(rows)),
         "no figure changes"),
    Rule("REVIEW: must not come after the 18th birthday",
         lambda rows: ~(_age(rows, rows["REVIEW"]) >= 18), "no figure changes"),
    Rule("REVIEW_CODE: must be PN0 for children under 4 on the day of the review, and only for them (440, 441)",
         lambda rows: rows["REVIEW_CODE"].isna() | rows["DOB"].isna() | rows["REVIEW"].isna()
         | rows["REVIEW_CODE"].eq("PN0").eq(_age(rows, rows["REVIEW"]) < 4), "no figure changes"),
)


def _tells_sdq(rows: pd.DataFrame) -> pd.Series:
    return rows["SDQ_SCORE"].notna() | rows["SDQ_REASON"].notna()


SCORED = "no figure changes: scores count of children aged 5 to 16 on 31 March"
OC2 = (
    Rule("DOB: must not make the child 18 or over when the return's year began",
         lambda rows: ~(_age(rows, _begins(rows)) >= 18), SCORED),
    BORN_BY_THE_END,
    Rule("SDQ_SCORE: must not stand beside SDQ_REASON, which says why there is none (197a)",
         lambda rows: rows["SDQ_SCORE"].isna() | rows["SDQ_REASON"].isna(), "the score is counted"),
    Rule("SDQ_SCORE: must not be given, nor SDQ_REASON, under 4 at the end of the year or from 17 at its start "
         "(188, 189)", lambda rows: ~(_tells_sdq(rows) & (
             (_age(rows, _ends(rows)) < 4) | (_age(rows, _begins(rows)) >= 17))),
         SCORED),
    Rule("SDQ_SCORE: must be given, or SDQ_REASON, from 4 at the start of the year to 16 at its end (186)",
         lambda rows: _tells_sdq(rows) | ~((_age(rows, _begins(rows)) >= 4) & (_age(rows, _ends(rows)) <= 16)),
         "the child's score is not known"),
)


def _given(cells: pd.Series) -> pd.Series:
    return cells.notna() & cells.ne(NOT_KNOWN)


OC3 = (
    Rule("DOB: must make the care leaver 17 to 21 on 31 March (391)",
         lambda rows: rows["DOB"].isna() | _age(rows, _ends(rows)).between(17, 21), "the care leaver is not counted"),
    Rule("ACTIV: must be given and known, and ACCOM, of those the authority is in touch with (345)",
         lambda rows: rows["IN_TOUCH"].ne("YES") | (_given(rows["ACTIV"]) & _given(rows["ACCOM"])),
         "the care leaver counts as not known about in the one that is not given"),
    Rule("ACTIV: must be blank or 0, and ACCOM, of those who died or returned home (344)",
         lambda rows: ~(rows["IN_TOUCH"].isin(HAS_NOTHING_TO_TELL) & (_given(rows["ACTIV"]) | _given(rows["ACCOM"]))),
         "no figure changes: these care leavers are left out"),
)
