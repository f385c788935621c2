"""Case audits that evidence a child's diversity and inclusion needs, and how these will be addressed.

No published figure exists. The council's case-audit records give it:

Counts      audits answering yes to both limbs: the needs were considered, and it is said how they will be addressed
Out of      audits to which the question applied; "partly" is not yes, "not applicable" is left out and counted
No escape   where the first limb fails, "not applicable" to the second is no way out: what was not considered cannot
            be addressed, and the audit stays in and does not count. Where the needs were considered and there was
            nothing to address, the audit is left out
Left out    audits in which either limb has no answer, or one that is none of the four
Beside it   each limb by itself, out of the audits with an answer to it
Instead of  "partly" as yes: `yes=("Y", "P")`
Caution     audited cases are chosen, often by theme: read it by sample
Source      case-audit records; the answers are the auditor's, as the records give no moderated one for this question
"""

import pandas as pd

from wayforward.counting.audits import BY, audits
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, leave_out, proportion
from wayforward.returns.audits import ANSWERS

RETURNS = ("case_audits",)
CONSIDERED, ADDRESSED = "DIVERSITY_CONSIDERED", "DIVERSITY_ADDRESSED"


def considered_and_addressed(returns: Returns, yes: tuple[str, ...] = ("Y",)) -> Tally:
    """Audits with one of `yes` to both limbs, out of those to which the question applied."""
    rows, made = audits(returns)
    first, second = rows[CONSIDERED], rows[ADDRESSED]
    made = leave_out(made, "the question did not apply", first.eq("NA"))
    made = leave_out(made, "not answered", first.isna() | second.isna())
    made = leave_out(made, "considered, and nothing to address", first.isin(yes) & second.eq("NA"))
    return Tally(made.assign(value=(first.isin(yes) & second.isin(yes)).astype(float)), proportion, by=BY)


def answered_yes(returns: Returns, column: str, yes: tuple[str, ...] = ("Y",)) -> Tally:
    """Audits with one of `yes` to one limb, out of those with an answer to it."""
    rows, made = audits(returns)
    made = leave_out(made, "the question did not apply", rows[column].eq("NA"))
    made = leave_out(made, "not answered", rows[column].isna())
    return Tally(made.assign(value=rows[column].isin(yes).astype(float)), proportion, by=BY)


SERIES = {
    "audits_diversity_considered": considered_and_addressed,
    "audits_diversity_first_limb": lambda returns: answered_yes(returns, CONSIDERED),
    "audits_diversity_second_limb": lambda returns: answered_yes(returns, ADDRESSED),
}


def details(returns: Returns) -> list[Detail]:
    """How each limb was answered, in the latest financial year with audits."""
    if not returns.has("case_audits"):
        return []
    rows, made = audits(returns)
    year = made.loc[made["left_out"].isna(), "period"].str[:7]
    latest = rows.loc[year.index[year.eq(year.max())]]
    limbs = {"Considered": CONSIDERED, "Addressed": ADDRESSED}
    order = [*ANSWERS.values(), "Not answered"]
    answers = {name: latest[column].map(ANSWERS).fillna("Not answered") for name, column in limbs.items()}
    table = pd.DataFrame({name: given.value_counts() for name, given in answers.items()}).reindex(order).fillna(0.0)
    return [Detail(f"How the two questions were answered, financial year {year.max()}",
                   table.rename_axis("Answer").reset_index(), dict.fromkeys(limbs, ("", 0)), people=tuple(limbs),
                   table="case_audits", counted={name: rows_of(latest, given, order)
                                                 for name, given in answers.items()})]
