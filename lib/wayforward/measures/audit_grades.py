"""Audited cases rated good or outstanding.

No published figure exists. The council's case-audit records give it:

Counts      audits graded good or outstanding, by the moderated grade where there is one
Out of      audits with a grade in the period; those that require improvement or are inadequate stay in, and audits
            without a grade are left out and counted, as are those whose moderated grade is none of the scale: the
            auditor's own does not stand for it
Beside it   how the cases were chosen (random, themed): as a breakdown, and a series of the random samples alone
            (random, and random within strata), whose figure does not move with the themes; an audit of which it is not
            recorded how it was chosen is not in that series
Moderation  how far auditor and moderator agree: same grade, and weighted kappa with linear weights (quadratic ones, by
            parameter, forgive differences of one grade). A moderator who sees the auditor's grade agrees more often
Instead of  the auditor's own grade (`moderated=False`), which does not depend on how many were moderated
Caution     a rise can come from stricter or milder grading, and from which cases were chosen
Source      case-audit records
"""

import pandas as pd

from wayforward.counting.agreement import agreement
from wayforward.counting.audits import BY, RANDOM, audits
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, leave_out, proportion
from wayforward.returns.audits import GRADES

RETURNS = ("case_audits",)
WELL = ("G", "O")


def good(returns: Returns, moderated: bool = True, samples: tuple[str, ...] | None = None) -> Tally:
    """Audits graded good or outstanding out of all with a grade; of these ways of choosing cases, or of any (None)."""
    rows, made = audits(returns)
    grade = _moderated(returns, rows) if moderated else rows["GRADE"]
    if samples is not None:
        made = leave_out(made, "how the case was chosen is not recorded", rows["SAMPLE"].isna())
        made = leave_out(made, "not of the samples asked for", ~rows["SAMPLE"].isin(samples))
    made = leave_out(made, "not graded, or by a grade that is not on the scale", grade.isna())
    return Tally(made.assign(value=grade.isin(WELL).astype(float)), proportion, by=BY)


def _moderated(returns: Returns, rows: pd.DataFrame) -> pd.Series:
    """The moderated grade, or else the auditor's own; missing where the moderator's cannot be read."""
    return rows["MODERATED_GRADE"].fillna(rows["GRADE"]).mask(returns.unknown_code("case_audits", "MODERATED_GRADE"))


SERIES = {
    "audits_good_or_outstanding": good,
    "audits_good_or_outstanding_random": lambda returns: good(returns, samples=RANDOM),
}


def details(returns: Returns, weights: str = "linear") -> list[Detail]:
    """The grades by financial year, and how far auditor and moderator agree: by year, and of all years which way they
    differ."""
    if not returns.has("case_audits"):
        return []
    rows, made = audits(returns)
    rows = rows.assign(grade=_moderated(returns, rows), year=made["period"].str[:7])[made["left_out"].isna()]
    if rows.empty:
        return []
    by_year = [_agreement(year, part, weights) for year, part in rows.groupby("year")]
    return [_grades(rows), _agreements("How far auditor and moderator agree", by_year, ("Another grade",), weights),
            _agreements("Which way they differ, all years together", [_agreement("All years at hand", rows, weights)],
                        ("Moderator lower", "Moderator higher"), weights)]


def _grades(rows: pd.DataFrame) -> Detail:
    order, grades = list(GRADES.values()), rows["grade"].map(GRADES)
    table = pd.crosstab(rows["year"], grades).reindex(columns=order, fill_value=0).astype(float)
    counted = {grade: rows_of(rows[grades.eq(grade)], rows["year"][grades.eq(grade)], table.index) for grade in order}
    return Detail("Grades, moderated where they were", table.rename_axis("Year", axis=0).rename_axis(None, axis=1)
                  .reset_index(), dict.fromkeys(order, ("", 0)), people=tuple(order), total=False, table="case_audits",
                  counted=counted)


def _agreements(title: str, rows: list[dict], differ: tuple[str, ...], weights: str) -> Detail:
    """`differ` names the columns of audits whose two grades are not the same."""
    people = ("Same grade", *differ)
    units = dict.fromkeys(people, ("", 0)) | {"Share with the same": ("%", 0), "Weighted kappa": ("", 2),
                                              "Low": ("", 2), "High": ("", 2)}
    return Detail(title, pd.DataFrame(rows)[["Year", *units]], units, people=people, note=(
        f"Audits with both grades. Weighted kappa ({weights} weights) is 1 where all grades are the same and 0 where "
        "they agree no more often than by chance; low and high are its 95% limits."), total=False)


def _agreement(name: str, rows: pd.DataFrame, weights: str) -> dict:
    found = agreement(rows["GRADE"], rows["MODERATED_GRADE"], [*reversed(GRADES)], weights)
    return {"Year": name, "Same grade": float(found.same), "Another grade": float(found.lower + found.higher),
            "Moderator lower": float(found.lower), "Moderator higher": float(found.higher),
            "Share with the same": found.share, "Weighted kappa": found.kappa, "Low": found.low, "High": found.high}
