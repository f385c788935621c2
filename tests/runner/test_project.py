import pytest

from wayforward import project
from wayforward.errors import RefusedParameters


def test_root_is_found_from_a_folder_below(home):
    assert project.root(home / "notebooks") == home


def test_root_is_found_from_the_library_when_the_current_folder_is_elsewhere(home, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(project, "__file__", str(home / "lib" / "wayforward" / "project.py"))
    assert project.root(tmp_path_factory.mktemp("elsewhere")) == home


def test_no_root_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "__file__", str(tmp_path / "project.py"))
    with pytest.raises(RefusedParameters, match="no project here"):
        project.root(tmp_path)


def test_paths_count_from_the_root_and_absolute_ones_stay(home):
    assert project.resolve("data") == home / "data"
    assert project.resolve("/elsewhere/data") == project.Path("/elsewhere/data")


def test_a_typed_path_becomes_one_that_counts_from_the_root(home, monkeypatch):
    monkeypatch.chdir(home / "notebooks")
    assert project.from_here(project.Path("../data")) == "data"
    assert project.from_here(project.Path("/elsewhere/data")) == "/elsewhere/data"


def test_a_published_path_never_tells_of_the_machine(home):
    assert project.shown(home / "data" / "a.csv") == "data/a.csv"
    assert project.shown(project.Path("/home/someone/a.csv")) == "a.csv"
