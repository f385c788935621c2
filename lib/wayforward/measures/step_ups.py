"""Step-ups from Families First Triage to statutory social care.

Early help is not a statutory return, so no published figure exists. The council's triage decisions would give it:

Counts      triage decisions that end with the family stepped up to statutory social care
Beside it   step-ups out of all triage decisions, and families referred again within 12 months
Caution     fewer step-ups may mean that help came early, or that risk was missed: never read alone
Source      Families First Triage decisions
"""
