"""Temporary copies are no other user's business, and nothing of a killed process stays."""

import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from wayforward.errors import RefusedParameters
from wayforward.runner import private_folder
from wayforward.runner.private_folder import own_folder, sweep

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes and links as Unix has them")

FETCH = """\
import sys
from wayforward.runner.fetch import fetch_data
print(fetch_data(sys.argv[1]), flush=True)
sys.stdin.read()
"""
KERNEL = """\
import sys, time
from jupyter_client.manager import KernelManager
from wayforward.runner.notebook.connection import connection
manager = KernelManager(config=connection())
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print(manager.connection_file, manager.provisioner.pid, flush=True)
sys.stdin.read()
"""
SWEEP = "from wayforward.runner.private_folder import sweep; sweep()"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A temporary folder of the test's own, here and in the processes that it starts; its name is short, as a
    system's is."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="w") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        monkeypatch.setattr(private_folder, "_owned", {})
        yield Path(folder)


@pytest.fixture
def data(tmp_path):
    """A folder of returns, as a place elsewhere has it."""
    (tmp_path / "data" / "extracts").mkdir(parents=True)
    (tmp_path / "data" / "extracts" / "header.csv").write_text("CHILD\n1\n")
    return (tmp_path / "data").as_uri()


def start(program: str, *args: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", program, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)


def kept(temporary: Path) -> set[str]:
    """The files that lie anywhere in the temporary folder, but the lock of all."""
    return {path.name for path in temporary.rglob("*") if not path.is_dir()} - {f"{private_folder.GATE}.lock"}


def ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{process}/stat").exists() and Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"


def test_what_a_killed_process_fetched_is_gone_at_the_next_start(temporary, data):
    with start(FETCH, data) as process:
        assert (Path(process.stdout.readline().strip()) / "extracts" / "header.csv").read_text() == "CHILD\n1\n"
        process.kill()
    assert "header.csv" in kept(temporary)
    subprocess.run([sys.executable, "-c", SWEEP], check=True)
    assert kept(temporary) == set()


def test_what_a_living_process_fetched_stays_and_goes_with_it(temporary, data):
    with start(FETCH, data) as process:
        folder = Path(process.stdout.readline().strip())
        sweep()
        assert (folder / "extracts" / "header.csv").is_file()
        process.stdin.close()
        process.wait()
    assert kept(temporary) == set()


def test_the_key_file_and_sockets_of_a_killed_kernel_are_gone_at_the_next_start(temporary):
    with start(KERNEL) as process:
        file, kernel = process.stdout.readline().split()
        process.kill()
    assert {name.rpartition("-")[2] for name in kept(temporary)} >= {Path(file).name.rpartition("-")[2]}
    for _ in range(1_000):
        if ended(int(kernel)):
            break
        time.sleep(0.01)        # a kernel looks once a second whether its parent lives
    sweep()
    assert kept(temporary) == set()


def test_another_process_has_another_folder_and_a_fork_is_another(temporary):
    first = own_folder()
    process = os.fork()
    if not process:
        os._exit(own_folder() == first)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    subprocess.run([sys.executable, "-c", SWEEP], check=True)
    assert own_folder() == first and first.is_dir()
    assert sorted(path.name for path in first.parent.iterdir()) == sorted(
        [first.name, f"{first.name}.lock", f"{private_folder.GATE}.lock"])


def test_only_this_user_may_enter_and_read(temporary):
    own_folder()
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in temporary.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not path.is_dir()} == {0o600}


def a_link(base: Path, aside: Path, monkeypatch) -> None:
    base.symlink_to(aside)


def an_open_folder(base: Path, aside: Path, monkeypatch) -> None:
    base.mkdir()
    base.chmod(0o750)


def a_folder_of_another_user(base: Path, aside: Path, monkeypatch) -> None:
    base.mkdir(0o700)
    monkeypatch.setattr(Path, "lstat", lambda path: os.stat_result((0o40700, 0, 0, 1, os.getuid() + 1, *[0] * 5)))


@pytest.mark.parametrize(("place", "told"), [
    (a_link, "it is a link or a file, no folder"), (an_open_folder, "its mode is 0750, not 0700"),
    (a_folder_of_another_user, "it belongs to another user")])
def test_a_folder_where_another_could_have_a_hand_in_it_is_refused(temporary, monkeypatch, place, told):
    base, aside = own_folder().parent, temporary / "aside"
    base.rename(aside)
    monkeypatch.setattr(private_folder, "_owned", {})
    place(base, aside, monkeypatch)
    for call in (own_folder, sweep):
        with pytest.raises(RefusedParameters, match=f"{base}: .*{told}; take it away, or set TMPDIR"):
            call()


def test_a_path_too_long_for_sockets_is_not_used_for_them(temporary, monkeypatch):
    long = temporary / ("long" * 15)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    monkeypatch.setattr(private_folder, "SHORT", temporary)
    assert own_folder().is_relative_to(long)
    assert not own_folder(sockets=True).is_relative_to(long)
    assert own_folder(sockets=True).is_relative_to(temporary)
