"""A template's children live no longer than whoever they are for, whatever ends, and however it ends."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from wayforward.errors import WayforwardError
from wayforward.runner.pools.warm.template import ADDRESS, Link, LostTemplate, Template, available, lost, shared

pytestmark = pytest.mark.skipif(not available(), reason="this system cannot fork")

DEADLINE = 120
PARTS = '''
import json, os, random, subprocess, sys, threading, time
from pathlib import Path

def nothing():
    yield

def numbers():
    import numpy
    yield

def slow():
    while True:
        yield time.sleep(0.05)

def a_thread():
    threading.Thread(target=time.sleep, args=(600,), name="busy", daemon=True).start()
    yield

def code(number):
    return int(number)

def fail():
    raise ValueError("on purpose")

def write(path, text):
    Path(path).with_suffix(".half").write_text(text)
    Path(path).with_suffix(".half").rename(path)

def linger(path):
    """Tells its own number and that of a process it started, and stays."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    write(path, json.dumps([os.getpid(), started.pid]))
    time.sleep(600)

def look(path):
    """Tells what it finds itself to be."""
    fds = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
           if os.path.exists(f"/proc/self/fd/{fd}")] if sys.platform == "linux" else []
    write(path, json.dumps({
        "session": os.getsid(0), "group": os.getpgrp(), "number": os.getpid(), "env": dict(os.environ),
        "folder": os.getcwd(), "arguments": sys.argv, "main": sys.modules["__main__"].__name__,
        "main has": hasattr(sys.modules["__main__"], "TemplateProcess"), "input": sys.stdin.read(),
        "sockets": [fd for fd in fds if fd.startswith("socket:")]}))

def draw(path):
    write(path, json.dumps([random.random(), __import__("numpy").random.random()]))

def say(words, fd):
    os.write(int(fd), words.encode())

def at_exit(path):
    import atexit
    atexit.register(write, path, "done")
    threading.Thread(target=lambda: (time.sleep(0.2), write(path + ".thread", "done"))).start()
'''
OWNER = '''
import os, sys, time
from wayforward.runner.pools.warm.template import Template
template = Template("warm_parts:nothing")
child = template.fork("warm_parts:linger", [sys.argv[1]])
if os.fork() == 0:
    time.sleep(600)         # a fork of the owner's holds nothing up
print(template.pid, template.address, flush=True)
time.sleep(600)
'''
ASKER = '''
import sys, time
from wayforward.runner.pools.warm.template import Link
child = Link(sys.argv[1]).fork("warm_parts:linger", [sys.argv[2]])
time.sleep(600)
'''


@pytest.fixture(scope="module", autouse=True)
def parts(tmp_path_factory):
    """Functions to call in children, where a template finds them."""
    folder = tmp_path_factory.mktemp("parts")
    (folder / "warm_parts.py").write_text(PARTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        patch.delenv(ADDRESS, raising=False)
        yield folder


@pytest.fixture(scope="module")
def template(parts):
    with Template("warm_parts:numbers") as template:
        yield template


@pytest.fixture
def note(tmp_path):
    return tmp_path / "note"


def until(what):
    """What comes true, waited for."""
    end = time.monotonic() + DEADLINE
    while not (found := what()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
    return found


def told(note):
    until(note.exists)
    return json.loads(note.read_text())


def gone(*pids):
    """Whether none of these processes runs. (One that nobody reaps is gone too.)"""
    def runs(pid):
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False
    return not any(runs(pid) for pid in pids)


@contextmanager
def script(text, *args):
    process = subprocess.Popen([sys.executable, "-c", text, *map(str, args)], stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize(("call", "args", "code"), [
    ("warm_parts:code", ["7"], 7), ("warm_parts:nothing", [], 1), ("warm_parts:fail", [], 1), ("sys:exit", [], 0),
    ("sys:exit", ["words"], 1), ("warm_parts:missing", [], 1), ("no_such_module:f", [], 1), ("os:abort", [], -6)])
def test_a_child_ends_with_what_its_function_returns(template, call, args, code):
    child = template.fork(call, args)
    assert child.wait(DEADLINE) == child.poll() == child.returncode == code
    assert not child.lost


def test_a_child_has_a_session_a_folder_an_environment_and_a_main_module_of_its_own(template, note, tmp_path):
    child = template.fork("warm_parts:look", [str(note)], {"ONLY": "this"}, tmp_path)
    assert child.wait(DEADLINE) == 0
    assert told(note) == {"session": child.pid, "group": child.pid, "number": child.pid, "env": {"ONLY": "this"},
                     "folder": str(tmp_path), "arguments": ["warm_parts", str(note)], "main": "__main__",
                     "main has": False, "input": "", "sockets": []}


def test_a_child_has_the_environment_and_folder_of_its_asker_unless_told_otherwise(template, note, monkeypatch,
                                                                                   tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAID", "here and \udcff")       # no text, but an environment may hold it
    assert template.fork("warm_parts:look", [str(note)]).wait(DEADLINE) == 0
    assert (told(note)["folder"], told(note)["env"]["SAID"]) == (str(tmp_path), "here and \udcff")


def test_children_draw_different_random_numbers(template, tmp_path):
    for name in "ab":
        assert template.fork("warm_parts:draw", [str(tmp_path / name)]).wait(DEADLINE) == 0
    first, second = told(tmp_path / "a"), told(tmp_path / "b")
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_a_child_does_at_its_exit_what_an_interpreter_does(template, note):
    assert template.fork("warm_parts:at_exit", [str(note)]).wait(DEADLINE) == 0
    assert (note.read_text(), Path(f"{note}.thread").read_text()) == ("done", "done")


def test_open_files_are_handed_on(template):
    reading, writing = os.pipe()
    child = template.fork("warm_parts:say", ["hello"], fds=[writing])
    os.close(writing)
    assert child.wait(DEADLINE) == 0
    assert os.read(reading, 100) == b"hello"
    assert os.read(reading, 100) == b""         # nobody else holds it
    os.close(reading)


def test_one_that_runs_has_no_exit_code_and_waiting_may_be_limited(template, note):
    child = template.fork("warm_parts:linger", [str(note)])
    assert (child.poll(), child.wait(0.05), child.returncode) == (None, None, None)
    child.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_reaches_all_of_a_childs_processes(template, note, number):
    child = template.fork("warm_parts:linger", [str(note)])
    pids = told(note)
    child.send_signal(number)
    assert child.wait(DEADLINE) == -number
    until(lambda: gone(*pids))


def test_what_an_ended_child_left_running_ends_too(template, note):
    child = template.fork("warm_parts:linger", [str(note)])
    pids = told(note)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait(DEADLINE) == -signal.SIGKILL
    until(lambda: gone(*pids))


def test_letting_go_of_a_child_ends_it(template, note):
    child = template.fork("warm_parts:linger", [str(note)])
    pids = told(note)
    child.close()
    child.close()
    until(lambda: gone(*pids))
    assert child.poll() == -signal.SIGKILL


def test_the_end_of_an_asker_ends_its_children_and_no_others(template, note, tmp_path):
    mine = template.fork("warm_parts:linger", [str(tmp_path / "mine")])
    with script(ASKER, template.address, note) as asker:
        pids = told(note)
        asker.kill()
        until(lambda: gone(*pids))
    assert mine.poll() is None
    mine.close()


def test_the_end_of_the_owner_ends_all_and_leaves_nothing(note):
    with script(OWNER, note) as owner:
        pid, address = owner.stdout.readline().split()
        pids = told(note)
        owner.kill()
        until(lambda: gone(int(pid), *pids))
        assert not Path(address).parent.exists()


def test_the_end_of_the_owner_ends_a_template_that_still_imports():
    with script(OWNER.replace("warm_parts:nothing", "warm_parts:slow").replace("child =", "0 and"), "") as owner:
        pid, _ = owner.stdout.readline().split()
        owner.kill()
        until(lambda: gone(int(pid)))


def test_the_end_of_the_template_ends_all_that_it_forked(note):
    with Template("warm_parts:nothing") as template:
        child = template.fork("warm_parts:linger", [str(note)])
        pids = told(note)
        assert template.alive
        assert Link(template.address).alive
        os.kill(template.pid, signal.SIGKILL)
        assert child.wait(DEADLINE) == -signal.SIGKILL
        assert child.lost
        until(lambda: gone(*pids) and not template.alive)
        assert not Link(template.address).alive
        with pytest.raises(LostTemplate, match="run again"):
            template.fork("warm_parts:nothing")


def test_a_template_that_dies_as_it_is_asked_is_lost_and_not_waited_for():
    with Template("warm_parts:slow") as template, pytest.raises(LostTemplate):
        threading.Timer(1, os.kill, (template.pid, signal.SIGKILL)).start()
        template.fork("warm_parts:nothing")


@pytest.mark.parametrize("how", [lambda template: template.close(),
                                 lambda template: os.kill(template.pid, signal.SIGTERM)])
def test_a_closed_template_is_gone_with_all_it_forked(note, how):
    template = Template("warm_parts:nothing")
    child = template.fork("warm_parts:linger", [str(note)])
    pids = told(note)
    how(template)
    until(lambda: gone(template.pid, *pids))
    assert child.wait(DEADLINE) == -signal.SIGKILL
    assert not Path(template.address).parent.exists()
    template.close()


def test_an_interrupt_at_the_terminal_is_not_the_templates(template):
    os.kill(template.pid, signal.SIGINT)
    assert template.fork("warm_parts:code", ["3"]).wait(DEADLINE) == 3
    assert os.getsid(template.pid) == template.pid


def test_nobody_else_may_ask(template):
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (Path(template.address), Path(template.address).parent)]
    assert modes == [0o600, 0o700]


def test_a_template_with_another_thread_refuses():
    with Template("warm_parts:a_thread") as template:
        with pytest.raises(WayforwardError, match="must be one thread to fork, and also has: ") as refusal:
            template.fork("warm_parts:nothing")
        assert not isinstance(refusal.value, LostTemplate)
        assert template.alive


def test_forking_leaves_no_zombie_and_takes_no_memory(template):
    process = psutil.Process(template.pid)
    template.fork("warm_parts:code", ["0"]).wait(DEADLINE)
    before = process.memory_info().rss
    for _ in range(40):
        assert template.fork("warm_parts:code", ["0"]).wait(DEADLINE) == 0
    assert process.memory_info().rss - before < 2_000_000
    until(lambda: not process.children())
    assert process.num_fds() < 20


@pytest.fixture
def library(tmp_path, parts, monkeypatch):
    """A copy of the library, which templates take for theirs, with a module that can change."""
    own = Path(__file__).parents[2] / "lib" / "wayforward"
    shutil.copytree(own, tmp_path / "wayforward", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "wayforward" / "changing.py").write_text("def first():\n    yield\ndef number():\n    return 1\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{parts}")
    return tmp_path / "wayforward"


def test_changed_code_is_imported_anew_by_the_same_process_and_its_children_live_on(library, note):
    with Template("wayforward.changing:first") as template:
        earlier = template.fork("warm_parts:linger", [str(note)])
        pids = told(note)
        assert template.fork("wayforward.changing:number").wait(DEADLINE) == 1
        (library / "changing.py").write_text("def first():\n    yield\ndef number():\n    return 22\n")
        assert template.fork("wayforward.changing:number").wait(DEADLINE) == 22
        assert not gone(*pids)
        earlier.kill()
        assert earlier.wait(DEADLINE) == -signal.SIGKILL
        assert template.fork("warm_parts:look", [f"{note}2"]).wait(DEADLINE) == 0
        assert told(Path(f"{note}2"))["sockets"] == []
        assert psutil.Process(template.pid).children() == []


def test_code_that_cannot_be_imported_costs_no_child_its_life(library, note):
    with Template("wayforward.changing:first") as template:
        earlier = template.fork("warm_parts:linger", [str(note)])
        pids, whole = told(note), (library / "errors.py").read_text()
        (library / "errors.py").write_text("def half")
        with pytest.raises(WayforwardError, match="cannot import the library's changed code"):
            template.fork("wayforward.changing:number")
        assert not gone(*pids)
        (library / "errors.py").write_text(f"{whole}\n")
        assert template.fork("wayforward.changing:number").wait(DEADLINE) == 1
        assert earlier.poll() is None


def test_the_template_to_use_is_the_one_named_or_else_ones_own(monkeypatch, template):
    monkeypatch.setenv(ADDRESS, template.address)
    assert type(shared()) is Link
    assert shared().fork("warm_parts:code", ["5"]).wait(DEADLINE) == 5
    assert not lost()
    monkeypatch.setenv(ADDRESS, f"{template.address}.not")
    assert lost()
    with pytest.raises(LostTemplate):
        shared().fork("warm_parts:nothing")
    monkeypatch.delenv(ADDRESS)
    assert not lost()


def test_ones_own_template_is_started_once_and_again_when_it_is_lost(monkeypatch):
    monkeypatch.setattr("wayforward.runner.pools.warm.template.Template", lambda: Template("warm_parts:nothing"))
    monkeypatch.setattr("wayforward.runner.pools.warm.template._own", own := [])
    first = shared()
    assert shared() is first
    os.kill(first.pid, signal.SIGKILL)
    until(lost)
    assert shared() is not first
    assert not lost()
    assert shared().fork("warm_parts:code", ["4"]).wait(DEADLINE) == 4
    own[0].close()
