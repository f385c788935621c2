"""The README is true: its sentence is the story's, its paths are there, its commands exist."""

import re

import pytest

import wayforward as wf
from wayforward import project
from wayforward.cli import app

README = (project.root() / "README.md").read_text(encoding="utf-8")
LIBRARY = project.root() / "lib" / "wayforward"
WORDS = " ".join(README.replace("\n> ", " ").split())


def test_the_quoted_sentence_begins_the_story():
    story = wf.open_report(3, "2025-26-Q4", "hertfordshire")["care_leavers_accommodation"].finding().story
    quoted = re.search(r"(\*\*No clear change.*?points lower\.)", WORDS)[1]
    assert story.startswith(quoted)


def test_the_picture_is_there():
    assert (project.root() / re.search(r"!\[.+?\]\((.+?)\)", README)[1]).read_bytes().startswith(b"\x89PNG")


def test_it_is_short_enough_to_be_read():
    """Pictures' words and the flow apart, lines of a screen's width."""
    lines = README.splitlines()
    assert len(lines) < 120
    assert [line for line in lines if len(line) > 130 and not line.startswith(("![", "|"))] == []


@pytest.mark.parametrize("path", sorted(set(re.findall(
    r"[`(]((?:lib|data|docs|notebooks|params|plans|tests)/[\w./-]+)[`)]", README))))
def test_paths_are_there(path):
    assert (project.root() / path).exists()


ROWS = re.findall(r"^\| (.+?) \| (.+?) \|$", README.partition("## Where do I change")[2], re.MULTILINE)[1:]


@pytest.mark.parametrize(("change", "where"), ROWS, ids=[change for change, _ in ROWS])
def test_each_row_of_the_table_leads_somewhere(change, where):
    """Each name is a file, a folder or a command; `<…>` and … stand for any."""
    places = [name for name in re.findall(r"`([^`]+)`", where) if not name.startswith(("--", "make ", "wayforward "))]
    assert places
    for name in places:
        pattern = re.sub(r"<[^>]+>|…", "*", name).rstrip("/")
        assert any([*root.glob(pattern)] for root in (project.root(), LIBRARY)), name


def test_the_table_has_a_row_for_every_room():
    text = " ".join(where for _, where in ROWS)
    rooms = {path.parent.name for path in LIBRARY.glob("*/__init__.py")}
    assert "reading" in rooms
    assert {room for room in rooms if f"`{room}/" not in text} == set()


COMMANDS = r"\bwayforward (run|runs|check|compare|returns|sample|measures|coverage|publish|attack|[a-z]+-[a-z]+)\b"


@pytest.mark.parametrize("command", sorted(set(re.findall(COMMANDS, README))))
def test_commands_exist(command):
    named = {each.name or each.callback.__name__.replace("_", "-") for each in app.registered_commands}
    assert command in named
