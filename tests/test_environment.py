"""One environment, from one lock with hashes, whichever way it is set up."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from jupyter_client.kernelspec import KernelSpecManager
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["develop"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BY_NAME = pytest.mark.parametrize("wanted", DIRECT, ids=lambda wanted: wanted.name)


def entries() -> list[tuple[Requirement, list[str]]]:
    """Each requirement of the lock with its hashes."""
    whole = LOCK.replace("\\\n", " ").splitlines()
    return [(Requirement(line.partition(" --hash=")[0]), re.findall(r" --hash=sha256:([0-9a-f]{64})\b", line))
            for line in whole if line.strip()]


PINNED = {canonicalize_name(requirement.name): requirement for requirement, _ in entries()
          if not requirement.marker or requirement.marker.evaluate()}


def pinned(name: str) -> str:
    """The one version that the lock has here."""
    (only,) = PINNED[canonicalize_name(name)].specifier
    return only.version


@BY_NAME
def test_what_the_project_needs_is_pinned_as_it_asks(wanted):
    assert wanted.specifier.contains(pinned(wanted.name))


@BY_NAME
def test_what_is_installed_is_the_locks(wanted):
    assert version(wanted.name) == pinned(wanted.name)


def test_everything_in_the_lock_has_one_version_and_its_hashes():
    assert len(entries()) > len(DIRECT)
    for requirement, hashes in entries():
        assert [each.operator for each in requirement.specifier] == ["=="], requirement.name
        assert hashes and len(set(hashes)) == len(hashes), requirement.name


def test_the_lock_names_no_registry_and_no_option_of_pip():
    assert "://" not in LOCK
    assert set(re.findall(r"(?:^|\s)(-[-\w]*)", LOCK)) == {"--hash"}


def test_the_environment_of_conda_users_is_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, from_lock = environment["dependencies"]
    assert pip == "pip"
    assert from_lock == {"pip": ["--require-hashes", "-r requirements.lock"]}
    name, _, wanted = python.partition("=")
    assert name == "python"
    assert SpecifierSet(PROJECT["requires-python"]).contains(wanted)


def test_this_python_is_one_that_the_project_allows():
    assert SpecifierSet(PROJECT["requires-python"]).contains(".".join(map(str, sys.version_info[:3])))


def recipe(target: str) -> list[str]:
    """The lines of a target of the Makefile; IndexError where there is none."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[0].strip().splitlines()


def test_the_two_commands_exist():
    assert recipe("run")[-1].endswith("/wayforward run --area hertfordshire --area exampleshire")
    assert " -m pytest" in "".join(recipe("test"))
    assert "--nbval --nbval-kernel-name wayforward-warm $(EXECUTED)" in "".join(recipe("test"))


def pythons(folder: Path, *versions: str) -> Path:
    """A folder with programs that say that they are Pythons of these versions."""
    folder.mkdir(parents=True)
    for each in versions:
        program = folder / f"python{each}"
        program.write_text(f"#!/bin/sh\necho {each}\n")
        program.chmod(0o755)
    return folder


def planned(*words: str, **environment: str) -> str:
    """What make would do."""
    done = subprocess.run([shutil.which("make"), "--dry-run", *words], cwd=ROOT, env=environment, capture_output=True,
                          text=True)
    return done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_the_tests_are_tried_under_the_oldest_and_the_newest_python_that_are_here(tmp_path):
    said = planned("test-all", PATH=str(pythons(tmp_path / "bin", "3.11", "3.12")), HOME=str(tmp_path))
    assert "Python 3.13 is not on this machine" in said
    assert all(f".venv-{tried}/bin/ruff" in said for tried in ("3.11", "3.12"))
    assert ".venv-3.13" not in said
    elsewhere = pythons(tmp_path / ".pyenv" / "versions" / "3.13.9" / "bin", "3.13").joinpath("python3.13")
    elsewhere.rename(elsewhere.with_name("python"))
    said = planned("test-all", PATH=str(tmp_path / "bin"), HOME=str(tmp_path))
    assert all(f".venv-{tried}/bin/ruff" in said for tried in ("3.11", "3.13"))
    assert ".venv-3.12" not in said


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
@pytest.mark.parametrize(("asked", "anew"), [("3.11", False), ("3.13", True)])
def test_an_environment_of_another_python_is_made_anew(tmp_path, asked, anew):
    made = pythons(tmp_path / "environment" / "bin", "3.11").joinpath("python3.11")
    made.rename(made.with_name("python"))
    (tmp_path / "environment" / "ready").touch()
    said = planned("lab", f"PYTHON=python{asked}", f"VENV={tmp_path / 'environment'}",
                   PATH=str(pythons(tmp_path / "bin", "3.11", "3.13")))
    assert ("-m venv --clear" in said) == anew
    assert "jupyter lab" in said


def test_the_machine_that_checks_types_what_the_readme_says():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    assert [command for command in commands if command.startswith("make ")] == ["make test", "make run"]
    assert "set -euo pipefail" in commands[:1]


def test_the_kernel_python3_is_this_environments(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(Path(sys.prefix) / "share" / "jupyter"))
    python = Path(KernelSpecManager().get_kernel_spec("python3").argv[0])
    assert python.parents[1] == Path(sys.prefix)
    assert python.exists()
