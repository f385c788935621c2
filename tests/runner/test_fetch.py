from pathlib import Path

import fsspec
import pytest

from wayforward.errors import RefusedInputs
from wayforward.runner.fetch import fetch_data

FILES = {"published/areas.csv": b"area,name\n", "extracts/2026-04-20/a.csv": b"", "README.md": b"what lies here\n"}


@pytest.fixture
def memory():
    """A folder of files in fsspec's own memory."""
    place = fsspec.filesystem("memory")
    place.pipe({f"/county/data/{name}": content for name, content in FILES.items()})
    yield place
    place.rm("/county", recursive=True)


@pytest.fixture
def disk(tmp_path):
    for name, content in FILES.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_bytes(content)
    return tmp_path / "data"


def content(folder: str) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*")
            if path.is_file()}


@pytest.mark.parametrize("path", ["data", "/srv/data", "data/extracts", ""])
def test_a_path_is_given_back(path):
    assert fetch_data(path) == path


def test_a_folder_from_memory(memory):
    folder = fetch_data("memory://county/data")
    assert content(folder) == FILES
    assert Path(folder).name == "data"


def test_a_folder_from_a_disk(disk):
    assert content(fetch_data(disk.as_uri())) == FILES


def test_the_copy_is_for_this_user_only(memory):
    assert Path(fetch_data("memory://county/data")).parent.stat().st_mode & 0o077 == 0


def test_it_is_copied_once(memory, monkeypatch):
    first = fetch_data("memory://county/data")
    monkeypatch.setattr(type(memory), "get", None)
    assert fetch_data("memory://county/data") == first


def test_a_change_there_is_fetched_and_the_old_copy_goes(disk):
    old = fetch_data(disk.as_uri())
    (disk / "README.md").write_bytes(b"what lies there\n")      # as long as before
    (disk / "published" / "areas.csv").unlink()
    new = fetch_data(disk.as_uri())
    assert content(new) == {"README.md": b"what lies there\n", "extracts/2026-04-20/a.csv": b""}
    assert not Path(old).exists()


def test_a_file_that_came_short_is_refused(memory, monkeypatch):
    def half(place, remotes, locals):
        for path in locals:
            Path(path).write_bytes(b"wh")
    monkeypatch.setattr(type(memory), "get", half)
    with pytest.raises(RefusedInputs, match=r"README\.md.*: not as long as it is there; run again"):
        fetch_data("memory://county/data")


def test_a_folder_that_changes_meanwhile_is_refused(memory, monkeypatch):
    fetch = type(memory).get

    def late(place, *paths):
        fetch(place, *paths)
        place.pipe("/county/data/late.csv", b"")
    monkeypatch.setattr(type(memory), "get", late)
    with pytest.raises(RefusedInputs, match="it changed meanwhile; run again"):
        fetch_data("memory://county/data")


@pytest.mark.parametrize(("url", "told"), [
    ("memory://nowhere", "a folder that holds files is expected there"),
    ("memory://county/data/README.md", "a folder that holds files is expected there"),
    ("carrier-pigeon://user:word@roof/data", "data: carrier-pigeon://roof/data cannot be fetched: Protocol not known"),
])
def test_what_cannot_be_fetched_is_refused(memory, url, told):
    with pytest.raises(RefusedInputs) as refusal:
        fetch_data(url)
    assert told in str(refusal.value)
    assert "word" not in str(refusal.value)


@pytest.mark.parametrize("name", ["../out.csv", "extracts/../../out.csv", "a\\..\\out.csv", "a\0.csv"])
def test_a_name_that_leads_out_of_the_folder_is_refused(memory, monkeypatch, name):
    monkeypatch.setattr(type(memory), "find", lambda place, base, detail: {f"{base}/{name}": {
        "name": "/county/data/README.md", "size": 15}})
    with pytest.raises(RefusedInputs, match="leads out of the folder; rename it there"):
        fetch_data("memory://county/data")


def test_the_files_of_the_copy_are_for_this_user_only(memory):
    modes = {path.stat().st_mode & 0o777 for path in Path(fetch_data("memory://county/data")).rglob("*")
             if path.is_file()}
    assert modes == {0o600}
