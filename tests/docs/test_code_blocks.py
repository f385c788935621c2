"""Every code block of the documents: Python runs and gives what stands below it, commands are understood, files are
read."""

import ast
import configparser
import contextlib
import io
import re
import shlex
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from docs.documents import INLINE, PAGES, ROOT, blocks, commands
from wayforward.cli import app

BIN = Path(sys.executable).parent
OF_THE_PROJECT = ("data", "params", "plans", "commentary", "notebooks", "environment.yml")
OF_THE_SYSTEM = {"git", "mkdir", "dask"}
A_FILE = re.compile(r"# \w[\w./-]*/[\w.-]+\.py\b")
TARGETS = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
TYPED = sorted({line for text in PAGES.values() for line in commands(text)})
NAMED = sorted({line for text in PAGES.values() for line in INLINE.findall(text)} - set(TYPED))
READS = ("measures", "coverage", "returns", "runs")     # that are cheap, and only read
WITH_PYTHON = [name for name, text in PAGES.items() if any(block.language == "python" for block in blocks(text))]
DATA = [(name, block) for name, text in PAGES.items() for block in blocks(text)
        if block.language in ("toml", "yaml", "ini")]


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """The project as it is, with runs of its own, of which there are none."""
    for name in OF_THE_PROJECT:
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(code: str, names: dict) -> str:
    """What a block prints, and what its last line gives, as a notebook has them; a file that is shown is only read."""
    told, whole = io.StringIO(), ast.parse(code)
    if A_FILE.match(code):
        return ""
    last = whole.body.pop() if isinstance(whole.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(told):
        exec(compile(whole, "<document>", "exec"), names)
        given = eval(compile(ast.Expression(last.value), "<document>", "eval"), names) if last else None
    return told.getvalue() + (f"{given!r}\n" if given is not None else "")


@pytest.mark.parametrize("name", WITH_PYTHON)
def test_python_runs_and_gives_what_stands_below_it(home, name):
    names, given = {}, None
    for block in blocks(PAGES[name]):
        if block.language == "text" and given is not None:
            assert given == block.text, f"{name}, line {block.line}"
        given = run(block.text, names) if block.language == "python" else None


def test_a_block_gives_what_a_notebook_would_show():
    names = {}
    assert run("a = 1\nprint(a)\na + 1", names) == "1\n2\n"
    assert run("b = a + 2", names) == ""
    assert names["b"] == 3
    assert run("# lib/wayforward/measures/one.py, at its end\nraise ValueError", names) == ""
    with pytest.raises(SyntaxError):
        run("# tests/test_one.py\nan error", names)


@pytest.mark.parametrize("line", TYPED)
def test_what_is_typed_is_understood(line):
    assert not wrong(line, whole=True)


@pytest.mark.parametrize("line", NAMED)
def test_what_is_named_in_passing_is_understood(line):
    assert not wrong(line, whole=False)


def wrong(line: str, whole: bool) -> str:
    """Why a command line would not be understood, with all that stands in brackets; `whole`: it has all that it
    needs."""
    for part in re.split(r"&&|\|\||\|", line):
        program, *words = shlex.split(re.sub(r"\d?>+\s*\S+|[\[\]]", "", part))
        found = wrong_words(Path(program), words, whole)
        if found:
            return found
    return ""


def wrong_words(program: Path, words: list[str], whole: bool) -> str:
    """Why a program would not understand its words."""
    if program.name == "make":
        return ", ".join(word for word in words if "=" not in word and word not in TARGETS)
    if program.name == "wayforward":
        return misunderstood(words, whole)
    there = (BIN / program.name).exists() if program.parts[:1] == (".venv",) else \
        program.name in OF_THE_SYSTEM or (BIN / program.name).exists()
    return "" if there else f"no program {program}"


def misunderstood(words: list[str], whole: bool) -> str:
    """What of a line the command line does not know, parsed and not run."""
    command = get_command(app)
    while hasattr(command, "commands") and words and words[0] != "--help":
        if words[0] not in command.commands:
            return f"no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    try:
        command.make_context("wayforward", words)
    except Exception as error:      # of click, or of the copy of it that typer has
        in_passing = type(error).__name__ in ("MissingParameter", "NoArgsIsHelpError", "BadParameter")
        return "" if in_passing and not whole else f"{type(error).__name__}: {error}"
    except click.exceptions.Exit:
        pass
    return ""


@pytest.mark.parametrize(("line", "why"), [
    ("wayforward walk", "no command walk"), ("wayforward run --aera kent", "No such option"),
    ("wayforward figures add", "Missing"), ("wayforward run --ambition many", "valid integer"), ("make walk", "walk"),
    ("make run && .venv/bin/walk", "no program"), ("walk", "no program")])
def test_what_would_not_be_understood_is_seen(line, why):
    assert why.lower() in wrong(line, whole=True).lower()


@pytest.mark.parametrize("line", [line for line in TYPED + NAMED if re.search(
    rf"wayforward ({'|'.join(READS)})( --\w+ \w+)*( >.*)?$", line)])
def test_what_only_reads_is_run(home, line):
    done = CliRunner().invoke(app, shlex.split(line.partition(">")[0])[1:])
    assert done.exit_code == 0, done.output
    assert done.stdout


@pytest.mark.parametrize(("name", "block"), DATA, ids=lambda each: each if isinstance(each, str) else str(each.line))
def test_what_is_written_into_files_can_be_read(name, block):
    if block.language == "toml":
        assert tomllib.loads(block.text)
    elif block.language == "yaml":
        assert yaml.safe_load(block.text)
    else:
        read = configparser.ConfigParser()
        read.read_string(block.text)
        assert read.sections()
