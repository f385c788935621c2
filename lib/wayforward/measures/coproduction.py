"""Service development projects that show engagement and co-production with children and young people.

No published figure exists. The council's register of projects gives it:

Counts      projects with evidence that children and young people were engaged, or co-produced the work
Ladder      none, informed, consulted, engaged, co-designed, co-produced. "Engaged" and above count, as the promise says
            engagement and co-production; the parameter `least` moves the line (`least="co-design"` is the narrow
            reading). A level without a reference to its evidence does not count
Out of      all service development projects on the register in the period: those on the year's register that ran on
            any day of it. A project of several years counts in each of them. A project without a starting day is
            taken to have begun, one without an end to be running; one that ends before it begins ran on no day
Unknown     a project whose level is not recorded, or by no word of the ladder, stays in the total and is not counted
Instead of  projects that ended in the year, which says nothing of work under way; signed-off evidence only: sign-off
            is shown beside it, because it follows the work by months
Direction   the plan names none; a higher proportion is taken as better
Shown as    n of N: a council runs few such projects, and a percentage of few misleads. Projects are not people, and
            small numbers of them are shown
Source      register of service development projects, with the evidence's reference
"""

import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import Tally, cases, leave_out, proportion
from wayforward.counting.years import on
from wayforward.periods import financial_year
from wayforward.returns.coproduction import LADDER

RETURNS = ("coproduction_register",)
LEAST = "engage"


def coproduced(returns: Returns, least: str = LEAST) -> Tally:
    """Projects at or above the rung `least`, with evidence, out of all that ran in the year."""
    rows = returns.table("coproduction_register")
    begins, ends = on(rows, 4, 1, years=1), on(rows, 3, 31)
    made = cases(rows, rows["return_year"].map(financial_year), unknown=rows["LEVEL"].isna(), Service=rows["SERVICE"],
                 value=(rows["LEVEL"].isin(rungs(least)) & rows["EVIDENCE"].notna()).astype(float))
    made = leave_out(made, "ends before it begins", rows["ENDED"] < rows["STARTED"])
    made = leave_out(made, "begins after the year", rows["STARTED"] > ends)
    made = leave_out(made, "ended before the year", rows["ENDED"] < begins)
    return Tally(made, proportion, by=("Service",))


def rungs(least: str) -> list[str]:
    """The rungs of the ladder from `least` up."""
    return list(LADDER)[list(LADDER).index(least):]


SERIES = {"projects_coproduced": coproduced}


def details(returns: Returns) -> list[Detail]:
    """The latest year's projects on each rung: how many, with evidence, and signed off."""
    if not returns.has("coproduction_register"):
        return []
    register, counted = returns.table("coproduction_register"), coproduced(returns).counted
    latest = counted["period"].max()
    rows = register.loc[counted.index[counted["period"].eq(latest)]]
    rung = rows["LEVEL"].map(LADDER).fillna("Not recorded")
    table = pd.DataFrame({"Projects": rung.notna(), "With evidence": rows["EVIDENCE"].notna(),
                          "Signed off": rows["SIGNED_OFF"].notna()}).astype(float).groupby(rung).sum()
    table = table.reindex([*LADDER.values(), "Not recorded"], fill_value=0.0).rename_axis("Level").reset_index()
    return [Detail(f"Projects by level of engagement, financial year {latest}", table,
                   dict.fromkeys(("Projects", "With evidence", "Signed off"), ("", 0)))]
