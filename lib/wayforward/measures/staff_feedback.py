"""Feedback from staff surveys and engagement events.

The promise sets no number, and no published figure exists. The council's staff survey would give one:

Counts      favourable answers (4 or 5 of 5), over the items that stand in every wave
Out of      answers to those items, with the response rate (responses out of headcount) beside it
Direction   the plan names none; more favourable is taken as better
Source      staff survey; register of engagement events, with what was heard and what was done
"""
