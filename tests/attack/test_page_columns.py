"""Which columns of a page's tables count no people, by their headings."""

import pytest

from wayforward.attack.page_cells import NOT_COUNTS


@pytest.mark.parametrize(("heading", "counts"), [
    ("Promise", False),                     # its number in the plan
    ("Children promised a home", True),
    ("Promises kept for", True),
    ("Published", False),
    ("Counted", True),
])
def test_a_heading_says_whether_a_column_counts_people(heading, counts):
    assert (NOT_COUNTS.search(heading) is None) == counts
