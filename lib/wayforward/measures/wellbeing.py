"""Children's and young people's well-being, by their own report.

The promise speaks of survey responses and sets no number. The council's own surveys would give it:

Measures    the average of the Short Warwick–Edinburgh Mental Well-being Scale (metric score, 7 to 35, higher is
            better), by year group and sex, so that a change of respondents is not read as a change in well-being
Out of      pupils who answered all seven items, with the response rate beside it
Published   the average Strengths and Difficulties score (0 to 40, lower is better) of children looked after for 12
            months or more, aged 5 to 16, as their carers see them: a proxy, for one group of children, and not
            their own words
Interval    none: the average is published without its spread, so it is read against the neighbours' changes
Source      Department for Education, children looked after (outcomes), from the SSDA903 return
"""

import pandas as pd

from wayforward.measures.counts import average


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {"sdq_average": average(figures, "sdq_average")}
