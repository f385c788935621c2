"""The attainment gap between all pupils and disadvantaged pupils.

Gap         the plan's wording: all pupils less disadvantaged pupils. Beside it the Department's wording: all other
            pupils less disadvantaged pupils. The two are tied by gap (all) = (1 − share disadvantaged) × gap
            (others), so they can disagree in sign when the share changes
Key stage 4 average Attainment 8 score, in points, and Progress 8 (others less disadvantaged only)
Key stage 2 percentage reaching the expected standard in reading, writing and maths
Gap index   the Department's index, 0 for no gap to 10 for the widest, computed within the authority: pupils are ranked
            among the county's own by their English and maths results, so it is not comparable with the national index
Who         pupils at the end of the key stage in the authority's state-funded schools; disadvantaged: eligible for
            free school meals in the last six years, looked after, or left care by adoption or a similar order
Comparable  not in 2019/20 and 2020/21 (schools set the grades at key stage 4, no tests at key stage 2); grading in
            2021/22 lay between the two; before 2017/18 the highest possible Attainment 8 score was another
Interval    published: none, as averages and whole percentages come without spread or counts, so a change is read
            against the neighbours' changes. From pupils' own results: from the spread between schools, as pupils of one
            school are alike in more than disadvantage (see `gaps`); none where either group comes from fewer than 5
            schools; where the return names no schools from single pupils, and then too narrow. All pupils hold the
            disadvantaged among them, and that gap's error counts the share as drawn with them
Left out    of the pupil rows: schools that are not state-funded (a pupil whose row is empty there is in one that is;
            where it holds no code that can be read, that is not known, and the pupil is left out), disadvantage not
            recorded, and whoever lacks the result: an Attainment 8 score; a Progress 8 score; at key stage 2 one of
            the three subjects, unless another says the standard was not reached
Ranks       by the mean of English and maths: grades at key stage 4, where a subject without a grade counts as 0, as it
            does in Attainment 8; scaled scores at key stage 2, where a pupil who lacks one of the two is left out, as
            the Department does. A return without any result of a subject gives no index. Same results share their
            ranks. In a breakdown pupils are ranked within their group
Choices     `ungraded` None leaves out, and a number ranks, pupils who lack one of the two results;
            `without_schools` leaves the pupils of some schools out (by LAESTAB)
Caution     the same schools stand in every year, so from pupils' results the error of a change, put together from two
            years' errors, is too large
Stand-ins   all pupils less children in need, pupils on SEN support and pupils with an EHC plan: groups that overlap
            with the disadvantaged and are not the same, so they point to the promise and do not measure it
Source      Department for Education, key stage 4 performance (final), key stage 2 attainment (revised), outcomes for
            children in need; the council's pupil-level results
Differs     September's key stage 2 results lack most looked-after children, whom December's revision adds
"""

from functools import partial

import pandas as pd

from wayforward.counting.characteristics import ethnic_group, in_words, sex
from wayforward.counting.contract import Returns
from wayforward.counting.counts import NO_SPREAD, ROUNDED_GAP, side_by_side
from wayforward.counting.counts import gap as published_gap
from wayforward.counting.gaps import gap, index
from wayforward.counting.supplementary_tables import Detail, rows_of, rows_where
from wayforward.counting.tally import Tally, cases, leave_out
from wayforward.counting.years import by_year
from wayforward.periods import academic_year

RETURNS = ("key_stage_4", "key_stage_2")
SEND = {"N": "None", "K": "SEN support", "E": "EHC plan"}
YES_NO = {"1": "Yes", "0": "No"}
BY = ("Sex", "Ethnic group", "SEND", "English as an additional language")
SUBJECTS = ("READ_EXP", "WRIT_EXP", "MATH_EXP")

# What has to be known of a year, in the words of the published figures.
BY_SCHOOLS = ("not comparable", "grades set by schools, exams cancelled")
MIDWAY = ("final", "grading midway between 2019 and 2021")
GRADES = {"2019/20": BY_SCHOOLS, "2020/21": BY_SCHOOLS, "2021/22": MIDWAY}
ATTAINMENT_8 = GRADES | {"2015/16": ("not comparable", "maximum score 80, later 90"),
                         "2016/17": ("not comparable", "maximum score 87, later 90")}
NO_BASELINE = ("not comparable", "no key stage 2 baseline")
PROGRESS_8 = GRADES | {"2024/25": NO_BASELINE, "2025/26": NO_BASELINE}
TESTS = dict.fromkeys(("2019/20", "2020/21"), ("not comparable", "no tests were held"))
# The three averages behind a gap to all, what turns them into the series' unit, and half of their last digit.
GAPS = {"attainment8_gap_all": True, "attainment8_gap_others": False, "ks2_gap_all": True, "ks2_gap_others": False,
        "progress8_gap_others": False}
STAND_INS = ("in_need", "sen_support", "ehc_plan")
AVERAGES = {
    "attainment8_gap_all": (("attainment8_all", "attainment8_others", "attainment8_disadvantaged"), 1.0, 0.05),
    "ks2_gap_all": (("ks2_rwm_all_percent", "ks2_rwm_others_percent", "ks2_rwm_disadvantaged_percent"), 0.01, 0.5),
}


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "attainment8_gap_all": published_gap(figures, "attainment8_all", "attainment8_disadvantaged"),
        "attainment8_gap_others": published_gap(figures, "attainment8_others", "attainment8_disadvantaged"),
        "ks2_gap_all": published_gap(figures, "ks2_rwm_all_percent", "ks2_rwm_disadvantaged_percent", 0.01,
                                     ROUNDED_GAP),
        "ks2_gap_others": published_gap(figures, "ks2_rwm_others_percent", "ks2_rwm_disadvantaged_percent", 0.01,
                                        ROUNDED_GAP),
        "progress8_gap_others": published_gap(figures, "progress8_others", "progress8_disadvantaged",
                                              reason=NO_SPREAD),
        **{f"attainment8_gap_{group}": published_gap(figures, "attainment8_all", f"attainment8_{group}")
           for group in STAND_INS},
    }


def published_averages(figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """The published averages behind a series of `AVERAGES`, to tell what its change is made of: area, period, start,
    end, label, status, note, and `all`, `others`, `disadvantaged` in the series' unit, each rounded to within
    `half_unit`."""
    names, scale, half_unit = AVERAGES[series]
    values, about = side_by_side(figures, *names)
    return about.join(values.set_axis(["all", "others", "disadvantaged"], axis=1) * scale).assign(
        half_unit=half_unit * scale).reset_index()


def context(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    share = share_disadvantaged(figures, "attainment8_all", "attainment8_others", "attainment8_disadvantaged",
                                half_unit=0.05)
    return {"share_disadvantaged_ks4": share.assign(series="share_disadvantaged_ks4")}


def share_disadvantaged(figures: pd.DataFrame, upper: str, others: str, disadvantaged: str,
                        half_unit: float) -> pd.DataFrame:
    """The share of pupils who are disadvantaged, worked back from three published averages: 1 − gap_all / gap_others.

    Averages are rounded to within `half_unit`, so the share is only known to lie between `low` and `high` (fractions;
    bounds, not an interval). One row per area and period, columns as counts plus low and high.
    """
    values, about = side_by_side(figures, upper, others, disadvantaged)
    all_, rest, group = (values[name] for name in (upper, others, disadvantaged))
    value = (rest - all_) / (rest - group)
    # furthest off where all pupils' average errs one way and the other two the other way: their difference stays
    low, high = ((rest - all_ + error) / (rest - group) for error in (-2 * half_unit, 2 * half_unit))
    return about.assign(value=value, low=low.clip(lower=0.0), high=high.clip(upper=1.0)).reset_index()


def attainment8(returns: Returns, of_all: bool = True, without_schools: tuple[str, ...] = ()) -> Tally:
    """Attainment 8, in points: all pupils (or the others) less the disadvantaged."""
    rows = returns.table("key_stage_4")
    pupils = _without(returns.once(_at_16), rows, without_schools)
    scored = leave_out(pupils, "no Attainment 8 score", rows["ATT8"].isna())
    return Tally(scored.assign(value=rows["ATT8"]), gap(of_all, ATTAINMENT_8), BY)


def progress8(returns: Returns, without_schools: tuple[str, ...] = ()) -> Tally:
    """Progress 8, in grades: the others less the disadvantaged, of pupils who have a score."""
    rows = returns.table("key_stage_4")
    pupils = _without(returns.once(_at_16), rows, without_schools)
    scored = leave_out(pupils, "no Progress 8 score", rows["P8SCORE"].isna())
    return Tally(scored.assign(value=rows["P8SCORE"]), gap(False, PROGRESS_8), BY)


def key_stage_2(returns: Returns, of_all: bool = True, without_schools: tuple[str, ...] = ()) -> Tally:
    """Reaching the expected standard in reading, writing and maths, as fractions: all (or the others) less the
    disadvantaged."""
    rows = returns.table("key_stage_2")
    subjects = rows[list(SUBJECTS)]
    reached, missed = subjects.eq("1").all(axis=1), subjects.eq("0").any(axis=1)
    pupils = _without(returns.once(_at_11), rows, without_schools)
    pupils = leave_out(pupils, "a result in reading, writing or maths is missing", ~reached & ~missed)
    return Tally(pupils.assign(value=reached.astype(float)), gap(of_all, TESTS), BY)


def index_ks4(returns: Returns, ungraded: float | None = 0.0, without_schools: tuple[str, ...] = ()) -> Tally:
    """The gap index from the mean of English and maths grades; `ungraded` stands for a grade that is not there."""
    rows = returns.table("key_stage_4")
    pupils = _without(returns.once(_at_16), rows, without_schools)
    return _index(pupils, rows[["ENG_GRADE", "MATH_GRADE"]], "no grade in English or maths", ungraded, GRADES)


def index_ks2(returns: Returns, ungraded: float | None = None, without_schools: tuple[str, ...] = ()) -> Tally:
    """The gap index from the mean of reading and maths scaled scores; `ungraded` stands for one that is not there."""
    rows = returns.table("key_stage_2")
    pupils = _without(returns.once(_at_11), rows, without_schools)
    return _index(pupils, rows[["READSCORE", "MATSCORE"]], "no scaled score in reading or maths", ungraded, TESTS)


def _index(pupils: pd.DataFrame, results: pd.DataFrame, reason: str, ungraded: float | None, remarks) -> Tally:
    """A year whose return has no result of a subject at all has no index, whatever stands for a missing one."""
    given = results.notna().groupby(pupils["return_year"]).transform("any").all(axis=1)
    pupils = leave_out(pupils, "the return has no such results", ~given)
    filled = results if ungraded is None else results.fillna(ungraded)
    pupils = leave_out(pupils, reason, filled.isna().any(axis=1))
    return Tally(pupils.assign(value=filled.mean(axis=1, skipna=False)), index(remarks), BY)


def _pupils(returns: Returns, name: str) -> pd.DataFrame:
    """Pupils of a table as cases, of the authority's state-funded schools and with disadvantage known."""
    rows = returns.table(name)
    words = (sex(rows["SEX"], "category"), ethnic_group(rows["ETHNICITY"], "category"),     # a nation's fit in memory
             in_words(rows["SENF"], SEND, "category"), in_words(rows["EAL"], YES_NO, "category"))
    pupils = cases(rows, by_year(rows, academic_year), disadvantaged=rows["FSM6CLA1A"].eq("1"),
                   cluster=rows["LAESTAB"].astype("category"), **dict(zip(BY, words, strict=True)))
    pupils = leave_out(pupils, "not in a state-funded school", rows["STATE_FUNDED"].eq("0"))
    unread = returns.unknown_code(name, "STATE_FUNDED")
    pupils = leave_out(pupils, "not known whether in a state-funded school", unread)
    return leave_out(pupils, "disadvantage not recorded", rows["FSM6CLA1A"].isna())


def _without(pupils: pd.DataFrame, rows: pd.DataFrame, schools: tuple[str, ...]) -> pd.DataFrame:
    return leave_out(pupils, "in a school that is left out", rows["LAESTAB"].isin(schools))


def _at_16(returns: Returns) -> pd.DataFrame:
    return _pupils(returns, "key_stage_4")


def _at_11(returns: Returns) -> pd.DataFrame:
    return _pupils(returns, "key_stage_2")


def details(returns: Returns) -> list[Detail]:
    """Both groups' averages and the share disadvantaged, year by year, at each key stage whose return is at hand."""
    made = []
    if returns.has("key_stage_4") and len(returns.table("key_stage_4")):
        made.append(_averages("Attainment 8 by group", attainment8(returns), ("points", 1), "key_stage_4"))
    if returns.has("key_stage_2") and len(returns.table("key_stage_2")):
        made.append(_averages("Reaching the expected standard at key stage 2 by group", key_stage_2(returns), ("%", 1),
                              "key_stage_2"))
    return made


def _averages(title: str, tally: Tally, unit: tuple[str, int], table: str) -> Detail:
    values = tally.counted.groupby(["period", "disadvantaged"])["value"].agg(["sum", "size"]).unstack()
    sums, sizes = (values[each].reindex(columns=[True, False]).fillna(0.0) for each in ("sum", "size"))
    average, pupils = sums / sizes.where(sizes > 0), sizes.sum(axis=1)
    everyone = sums.sum(axis=1) / pupils
    rows = pd.DataFrame({
        "Academic year": values.index, "Pupils": pupils, "Disadvantaged": sizes[True],
        "Share disadvantaged": sizes[True] / pupils, "All pupils": everyone, "Others": average[False],
        "Disadvantaged pupils": average[True], "Gap to all": everyone - average[True],
        "Gap to others": average[False] - average[True]}).reset_index(drop=True)
    step = ("percentage points", unit[1]) if unit[0] == "%" else unit
    units = {"Pupils": ("", 0), "Disadvantaged": ("", 0), "Share disadvantaged": ("%", 1), "All pupils": unit,
             "Others": unit, "Disadvantaged pupils": unit, "Gap to all": step, "Gap to others": step}
    counted = rows_of(tally.counted, tally.counted["period"], values.index)
    disadvantaged = rows_where(counted, lambda rows: rows["disadvantaged"])
    return Detail(title, rows, units, ("Pupils", "Disadvantaged"),
                  "The gap to all pupils is the gap to the others times the share that is not disadvantaged, so it "
                  "narrows when more pupils count as disadvantaged.", total=False, table=table,
                  counted={"Pupils": counted, "Disadvantaged": disadvantaged})


SERIES = {
    "attainment8_gap_all": partial(attainment8, of_all=True),
    "attainment8_gap_others": partial(attainment8, of_all=False),
    "ks2_gap_all": partial(key_stage_2, of_all=True),
    "ks2_gap_others": partial(key_stage_2, of_all=False),
    "progress8_gap_others": progress8,
    "gap_index_ks4": index_ks4,
    "gap_index_ks2": index_ks2,
}
