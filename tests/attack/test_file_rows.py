"""What no public file may hold, whatever its numbers, is told by its kind; the same files without it give nothing."""

import json

import pytest
from hand_made import END, finding, point, run, table
from test_places import png, put

from wayforward.attack import attack
from wayforward.attack.recipes import EXACT_ROWS, FINGERPRINT, INTERNAL, PATH, TIME, USER

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
RETURN = "returns/2026-04-01/care_leavers_2025-26.csv"


@pytest.fixture
def folder(tmp_path):
    """A run with a public folder in which there is nothing to tell of."""
    run(tmp_path / "r" / "public", [finding("far", [point(END, 20, 60)])])
    return tmp_path / "r"


def inputs(**about) -> str:
    official = {"path": "published/areas.csv", "rows": 3, "sha256": HASH}
    return json.dumps({"inputs": [{"path": RETURN, **about}, official]})


def files(*columns: str, cells: list[str]) -> str:
    return table("Files read", list(columns), cells)


HELD = {
    "exact rows": (EXACT_ROWS, "manifest.json", inputs(rows=3)),
    "exact rows in a page": (EXACT_ROWS, "a.html", files("File", "Rows", cells=[RETURN, "3"])),
    "a hash": (FINGERPRINT, "manifest.json", inputs(sha256=HASH)),
    "a hash by name": (FINGERPRINT, "files.json", json.dumps({RETURN: HASH})),
    "the first of a hash": (FINGERPRINT, "a.html", files("File", "Fingerprint (sha256)", cells=[RETURN, HASH[:12]])),
    "a hash in a list": (FINGERPRINT, "sums.txt", f"{HASH}  {RETURN}"),
    "a path": (PATH, "a.html", "<!-- /home/anna/wayforward/runs -->"),
    "a path of Windows": (PATH, "a.txt", r"read from C:\Users\anna\returns"),
    "a path in data": (PATH, "a.json", json.dumps({"from": "/srv/returns/x.csv"})),
    "a user name": (USER, "a.json", json.dumps({"user": "anna"})),
    "a picture's author": (USER, "a.png", png((b"tEXt", b"Author\0anna"))),
    "a time of day": (TIME, "a.json", json.dumps({"made": "2026-04-01T09:30:00"})),
    "a minute after midnight": (TIME, "a.json", json.dumps({"made": "2026-04-01T00:01:00"})),
    "a time in a drawing": (TIME, "a.svg", "<svg><metadata>2026-04-01T09:30</metadata></svg>"),
    "the time of a picture": (TIME, "a.png", png((b"tIME", bytes([7, 234, 4, 1, 9, 30, 0])))),
    "a file of the run's own": (INTERNAL, ".parts/1-page.json", "{}"),
}


@pytest.mark.parametrize("what", HELD)
def test_what_a_public_file_may_not_hold_is_told(folder, what):
    kind, name, content = HELD[what]
    put(folder, name, content)
    assert [each.kind for each in attack([folder])] == [kind]


@pytest.mark.parametrize(("name", "content"), [
    ("manifest.json", inputs(hmac=HASH, rows="about 10")),
    ("manifest.json", json.dumps({"code": HASH, "commit": HASH[:40]})),
    ("a.html", files("File", "Rows", cells=[RETURN, "about 10"])),
    ("a.html", files("File", "Rows", cells=["published/a.csv", "3"])),
    ("a.html", files("File", "Rows", cells=["scatter/means.csv", "3"])),
    ("a.html", '<a href="https://example.org/home/data/a.csv">as known on 30 June 2026</a>'),
    ("a.json", json.dumps({"day": "2026-04-01T00:00:00Z", "as in a cell": "2026-04-01 00:00:00"})),
    ("a.svg", '<svg><path d="M1/2 3"/></svg>'), ("a.png", png((b"tEXt", b"Software\0Matplotlib")))])
def test_what_it_may_hold_is_left_alone(folder, name, content):
    put(folder, name, content)
    assert attack([folder]) == []


def test_a_fingerprint_says_what_it_allows_and_where_it_stands(folder):
    put(folder, "manifest.json", inputs(sha256=HASH))
    (told,) = map(str, attack([folder]))
    assert told.splitlines()[0].startswith("fingerprint: manifest.json holds hashes without a key")
    assert RETURN in told and "r: manifest.json" in told.splitlines()[1]
