"""Groups that two tables name differently: "in none of them" and "in none recorded", "Unknown" and "not known"."""

import re
from functools import cache

NOT_KNOWN = re.compile(r"\b(?:not (?:known|recorded|stated|given|obtained|available)|unknown|missing)\b")
NONE = re.compile(r"^(?:in )?(?:none|neither|no group)(?: of (?:them|these|the groups|these groups)| recorded)?$")
SOME = re.compile(r"^in (?:a|an|any|one)\b.*\bgroups?\b.*$")
FROM_TO = re.compile(r"(\d+) (?:to|and|or|-|–) (\d+)")
OTHER = re.compile(r"^(?:any )?others?(?: \w+ groups?| groups?)?$")


@cache
def plain_label(text: str) -> str:
    """A group's name as a reader compares it.

    >>> plain_label("In none of them"), plain_label("in none recorded"), plain_label("Unknown"), plain_label("16 to 17")
    ('none', 'none', 'not known', '16 and 17')
    """
    words = " ".join(re.sub(r"[^\w\s–-]", " ", text.casefold().replace("’", "'")).split())
    words = FROM_TO.sub(r"\1 and \2", re.sub(r"^aged? ", "", words))
    if NONE.match(words):
        return "none"
    if SOME.match(words):
        return "some"
    if NOT_KNOWN.fullmatch(words):
        return "not known"
    return "other" if OTHER.match(words) else words
