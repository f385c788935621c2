"""The ledger: what was shown, as it was last; and no line that was tampered with."""

import hashlib
import json

import pytest

from wayforward.errors import RefusedInputs
from wayforward.ledger import CellKey, Edition, Ledger, line_of, read

KEY = CellKey("care_leavers", "suitable", "2025-03-31", "", "", "numerator")
CELL = KEY._asdict() | {"value": 522.0}


def edition(number: int, *cells: dict, period: str = "2025-26-Q4") -> Edition:
    return Edition("exampleshire", period, number, "2026-07-01", "ann", "", {"narrative.md": "ab12"}, cells)


@pytest.fixture
def path(tmp_path):
    """A ledger of three editions, two of them of one period; the second shows another value, and one more."""
    path = tmp_path / "exampleshire" / "ledger.jsonl"
    path.parent.mkdir()
    path.touch()
    for each in (edition(1, CELL), edition(2, CELL | {"value": 523.0}, CELL | {"part": "denominator", "value": 589}),
                 edition(1, period="2026-27-Q1")):
        path.write_bytes(path.read_bytes() + line_of(each, read(path)))
    return path


def test_without_a_file_nothing_was_published(tmp_path):
    assert read(tmp_path / "ledger.jsonl") == Ledger()
    assert (Ledger().shown, Ledger().sha256) == ({}, "")


def test_what_was_shown_is_known_as_it_was_last(path):
    ledger = read(path)
    assert ledger.shown == {KEY: 523.0, KEY._replace(part="denominator"): 589}
    assert [(each.period, each.edition) for each in ledger.editions] == [
        ("2025-26-Q4", 1), ("2025-26-Q4", 2), ("2026-27-Q1", 1)]
    assert [each.edition for each in ledger.of_period("2025-26-Q4")] == [1, 2]


def test_each_line_holds_the_hash_of_the_one_before(path):
    lines = path.read_bytes().splitlines()
    assert [json.loads(line)["previous"] for line in lines] == [
        "", *(hashlib.sha256(line).hexdigest() for line in lines[:2])]
    assert read(path).sha256 == hashlib.sha256(lines[2]).hexdigest()


@pytest.mark.parametrize(("spoil", "line", "said"), [
    (lambda lines: [lines[0].replace(b"522.0", b"520.0"), *lines[1:]], 2, "does not follow"),
    (lambda lines: [lines[0], lines[2]], 2, "does not follow"),
    (lambda lines: lines[1:], 1, "does not follow"),
    (lambda lines: [lines[1], lines[0], lines[2]], 1, "does not follow"),
    (lambda lines: [*lines[:2], lines[2][:-9]], 3, "cut off"),
    (lambda lines: [*lines, b"{}"], 4, "cut off"),
    (lambda lines: [*lines, b"[]"], 4, "cut off"),
    (lambda lines: [lines[0].replace(b"522.0", b'"522"')], 1, "expected an edition with area, period,"),
    (lambda lines: [lines[0].replace(b'"part": "numerator", ', b"")], 1, "expected an edition"),
])
def test_a_broken_chain_is_refused_with_its_line(path, spoil, line, said):
    path.write_bytes(b"\n".join(spoil(path.read_bytes().splitlines())) + b"\n")
    with pytest.raises(RefusedInputs, match=f"exampleshire/ledger.jsonl, line {line}: .*{said}"):
        read(path)
