"""Service development projects that show engagement and co-production with children and young people.

No published figure exists. The council's register of projects would give it:

Counts      projects with evidence that children and young people were engaged, or co-produced the work
Out of      all service development projects on the register in the period
Direction   the plan names none; a higher proportion is taken as better
Shown as    n of N: a council runs few such projects, and a percentage of few misleads
Source      register of service development projects, with the evidence's reference
"""
