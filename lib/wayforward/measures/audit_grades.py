"""Audited cases rated good or outstanding.

No published figure exists. The council's case-audit records would give it:

Counts      audits graded good or outstanding, by the moderated grade where there is one
Out of      audits with a grade in the period; those that require improvement or are inadequate stay in
Beside it   how the cases were chosen (random, themed), and how far auditor and moderator agree
Source      case-audit records
"""
