"""Children in care who feel included in the decisions that social workers make about their life.

No published figure exists. The council's own survey of children in care would give it:

Counts      children who answer that they feel included all or most of the time
Out of      children who answered the question; blanks are left out and counted, and the response rate stands beside
Source      survey of children in care (for example Your Life, Your Care); often every two years
Not this    taking part in reviews, which the SSDA903 return records: participation is not the feeling of inclusion
"""
