"""Which of the library's files a notebook's code can reach."""

import hashlib
import json
import subprocess
import sys

import pytest

from wayforward import project
from wayforward.runner.cache.code_dependencies import EVERYTHING, LIBRARY, code_dependencies, named

FILES = {
    "__init__.py": 'from wayforward.clock import tick\n_PUBLIC = {"open_it": "wayforward.door", '
                   '"open_all": "wayforward.gate.wide"}\n',
    "door.py": "from wayforward.steps import one\n",
    "steps/one.py": "def go():\n    from wayforward import (  # now (or never)\n        late as later,\n    )\n",
    "late.py": "import wayforward.deep.down\n",
    "gate/wide.py": 'import_module(f"wayforward.steps.{name}")\n',
    **dict.fromkeys(["clock.py", "alone.py", "steps/__init__.py", "steps/two.py", "deep/__init__.py", "deep/down.py",
                     "gate/__init__.py", "plan.toml", "steps/words.j2", "runner/__init__.py", "runner/run.py",
                     "runner/page.css", "__pycache__/door.pyc", ".hidden", "door.py~"], "")}
ALWAYS = {"__init__.py", "clock.py", "plan.toml", "steps/words.j2"}
DOOR = {"door.py", "steps/__init__.py", "steps/one.py", "late.py", "deep/__init__.py", "deep/down.py"}
GATE = {"gate/__init__.py", "gate/wide.py", "steps/__init__.py", "steps/one.py", "steps/two.py", "late.py",
        "deep/__init__.py", "deep/down.py"}
ALL = {name for name in FILES if name.endswith(".py")} | ALWAYS


@pytest.fixture
def library(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(("code", "names"), [
    ("import wayforward as wf\nwf.open_it(1)\nwf . open_all()", {"open_it", "open_all"}),
    ("import pandas, wayforward as wf\nwf.open_it", {"open_it"}),
    ("import wayforward\nwayforward.open_it", {"open_it"}),
    ("import json, wayforward\nwayforward.open_it", {"open_it"}),
    ("import wayforward.judge, json", {"judge"}),
    ("from wayforward import judge, plan as p  # and so on", {"judge", "plan"}),
    ("from wayforward.steps import (one,  # the first (of two)\n  two)", {"steps", "steps.one", "steps.two"}),
    ("from wayforward.steps import one, \\\n  two", {"steps", "steps.one", "steps.two"}),
    ("x = 1; from wayforward import judge; y = 2", {"judge"}),
    ('import_module("wayforward.judge")', {"judge"}),
    ('import_module(f"wayforward.steps.{name}")', {"steps.*", "steps"}),
    ('import_module("wayforward." + name)', {EVERYTHING}),
    ("import wayforward as wf\ngetattr(wf, name)", {EVERYTHING}),
    ("import wayforward\ngetattr(wayforward, name)", {EVERYTHING}),
    ("%matplotlib inline\n!ls\nfrom wayforward import judge", {"judge"}),
    ("import pandas as pd\npd.wayforward = swf.a", set()),
])
def test_what_code_names_of_the_package(code, names):
    assert named(code) == names


@pytest.mark.parametrize(("cells", "files"), [
    ([], {"plan.toml", "steps/words.j2"}),
    (["import wayforward as wf\nwf.open_it()"], ALWAYS | DOOR),
    (["import wayforward as wf", "wf.open_it()"], ALWAYS | DOOR),
    (["from wayforward import open_all"], ALWAYS | GATE),
    (["from wayforward.clock import tick"], ALWAYS),
    (["from wayforward.steps import two"], ALWAYS | {"steps/__init__.py", "steps/two.py"}),
    (["import wayforward.nothing"], ALL),
    (["import wayforward as wf\nvars(wf)"], ALL),
    (["from wayforward.runner import run"], ALWAYS | {"runner/__init__.py", "runner/run.py"}),
])
def test_what_that_names_in_its_turn(library, cells, files):
    assert set(code_dependencies(cells, library)) == files


def test_a_file_is_known_by_its_content(library):
    cells = ["import wayforward as wf\nwf.open_it()"]
    before = code_dependencies(cells, library)
    assert before["door.py"] == hashlib.sha256(b"from wayforward.steps import one\n").hexdigest()[:16]
    (library / "alone.py").write_text("changed")
    assert code_dependencies(cells, library) == before
    (library / "late.py").write_text("from wayforward import alone")
    after = code_dependencies(cells, library)
    assert set(after) - set(before) == {"alone.py"}
    assert set(before) - set(after) == {"deep/__init__.py", "deep/down.py"}
    assert before["late.py"] != after["late.py"]
    assert before["door.py"] == after["door.py"]


def test_whatever_a_report_has_imported_in_the_end_is_reached():
    """The text is followed as far as Python itself goes."""
    code = ("import sys, json, wayforward as wf\npage = wf.open_report(3, '2025-26-Q4', 'hertfordshire')\n"
            "page.summary(), wf.open_panel\n"
            "print(json.dumps([each.__file__ for name, each in sys.modules.items() if name.startswith('wayforward')]))")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project.root())
    imported = {path.removeprefix(f"{LIBRARY}/") for path in json.loads(ran.stdout)}
    reached = set(code_dependencies([code]))
    assert imported - reached == set()
    assert {"judge.py", "measures/wellbeing.py", "plan.toml", "templates/story.md.j2"} <= reached
    assert not any(path.startswith(("runner/", "sample/", "cli.py")) for path in reached)
