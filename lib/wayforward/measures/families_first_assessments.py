"""Families First Assessments completed.

Early help is not a statutory return, so no published figure exists. The council's early-help records would give it:

Counts      Families First Assessments by the date they were completed; one family's is one, however many children
Beside it   the rate per 10,000 children aged 0 to 17, and the number of children
Caution     more assessments may mean more help, or more need
Published   only the population that the rate would use
Source      Early Help Module; Office for National Statistics, mid-year population estimates
"""
