"""A reporting period's notebooks, run from parameters to a whole folder of results.

parameters (refused before any kernel starts) → execute (one notebook, told truthfully) → merge (findings, narrative)
→ manifest (what went in) → folder (one holder at a time, moved into place whole); run strings them together.
"""
