"""The finished texts of real findings prove; with one thing in them changed they do not."""

from collections import Counter
from random import Random

import pytest

from proof.corruptions import KINDS, changed
from proof.finished import AREAS, facts, files, plain, texts
from wayforward.proof import prove
from wayforward.proof.check import wrong_in

CHANGES = 500


@pytest.mark.parametrize("area", AREAS)
def test_finished_texts_prove(area):
    assert prove(plain(area), files(area)) == []
    assert len([story for story in texts(area).stories if story.note]) >= 10


def test_a_changed_text_does_not_prove():
    """Every number and every direction, and of all changes at least 98 %; docs/proof.md has the table."""
    made, caught = Counter(), Counter()
    for seed in range(CHANGES):
        random, kind = Random(seed), list(KINDS)[seed % len(KINDS)]
        area = random.choice(list(AREAS))
        one = changed(kind, texts(area), facts(area), random)
        made[kind] += 1
        caught[kind] += bool(list(wrong_in(one.texts, facts(area))))
    print("\n".join(f"{kind}: {caught[kind]} of {made[kind]}" for kind in KINDS))
    assert made.total() == CHANGES
    assert {kind: made[kind] - caught[kind] for kind in ("number", "direction")} == {"number": 0, "direction": 0}
    assert caught.total() >= 0.98 * CHANGES
