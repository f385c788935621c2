"""The README is true: its sentence is the story's, its paths are there, its commands exist."""

import re

import pytest

import wayforward as wf
from wayforward import project
from wayforward.cli import app

README = (project.root() / "README.md").read_text(encoding="utf-8")
WORDS = " ".join(README.replace("\n> ", " ").split())


def test_the_quoted_sentence_begins_the_story():
    story = wf.open_report(3, "2025-26-Q4", "hertfordshire")["care_leavers_accommodation"].finding().story
    quoted = re.search(r"(\*\*Worsening.*?\)\.)", WORDS)[1]
    assert story.startswith(quoted)


def test_the_picture_is_there():
    assert (project.root() / re.search(r"!\[.+?\]\((.+?)\)", README)[1]).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:lib|data|notebooks|params|tests)/[\w./-]+)`", README))))
def test_paths_are_there(path):
    assert (project.root() / path).exists()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\bwayforward (run|check|measures|coverage|[a-z]+-[a-z]+)\b",
                                                          README))))
def test_commands_exist(command):
    named = {each.name or each.callback.__name__.replace("_", "-") for each in app.registered_commands}
    assert command in named
