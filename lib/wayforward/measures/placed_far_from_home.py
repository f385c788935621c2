"""Children looked after placed outside the council's boundary and more than 20 miles from home.

Counts      children placed outside the local authority's boundary and more than 20 miles, in a straight line, from
            the home they came into care from
Out of      all children looked after on 31 March, except those in an agreed series of short breaks
Unknown     a child whose distance is not known (unaccompanied asylum-seeking children, confidential adoption
            placements) is counted in the total and not as far away, as the Department for Education does
Beside it   the same percentage among the children whose distance is known: a rise in unaccompanied children lowers
            the headline with no change for anyone else
Source      SSDA903 return; Department for Education, children looked after in England, placement location
Caution     many of a year's children are last year's, so years are not independent of each other
Differs     nothing: the published counts are used as they stand
"""

import pandas as pd

from wayforward.measures.counts import proportion, without_unknown


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    far = proportion(figures, "placed_outside_far", "looked_after",
                     unknown=("placed_inside_unknown", "placed_outside_unknown"),
                     percent="placed_outside_far_percent")
    return {"far_from_home": far, "far_from_home_distance_known": without_unknown(far)}
