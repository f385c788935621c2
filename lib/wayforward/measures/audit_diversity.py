"""Case audits that evidence a child's diversity and inclusion needs, and how these will be addressed.

No published figure exists. The council's case-audit records would give it:

Counts      audits answering yes to both limbs: the needs were considered, and it is said how they will be addressed
Out of      audits to which the question applied; "partly" is not yes, "not applicable" is left out and counted
Source      case-audit records, moderated where they were moderated
"""
