"""The same bytes on every processor: the invented county, findings, stories and tables, by other arithmetic than that
of the machine at hand.

numpy leaves out what NPY_DISABLE_CPU_FEATURES names, OpenBLAS computes as OPENBLAS_CORETYPE says, and the C library
does without its fused operations: each in a process of its own, which stands for another processor.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

TELL = Path(__file__).with_name("tell.py")
WIDER = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])    # what this processor can do without
INTEL = platform.machine() in ("x86_64", "AMD64")
UNFUSED = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F"}


def _by(vectors: list[str], algebra: str) -> dict[str, str]:
    """Without the vector instructions of a list, and with OpenBLAS for a processor."""
    without = {"NPY_DISABLE_CPU_FEATURES": " ".join(vectors)}
    return without | {"OPENBLAS_CORETYPE": algebra} if INTEL else without


MACHINES = {"widest": _by([], "SkylakeX" if "X86_V4" in WIDER else "Nehalem"),
            "narrower": _by(WIDER[1:], "Haswell" if WIDER else "Nehalem"),
            "narrowest": _by(WIDER, "Prescott") | UNFUSED}


def _told(folder: Path, setting: Mapping[str, str], scale: float) -> Path:
    folder.mkdir()
    done = subprocess.run([sys.executable, TELL, folder, str(scale)], env=os.environ | setting, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module", params=[
    pytest.param((0.03, ["widest", "narrowest"]), id="a small county"),
    pytest.param((1.0, list(MACHINES)), id="the whole county", marks=pytest.mark.long)])
def told(request, tmp_path_factory):
    """What machines say of a county of a size, and of the real one, a folder each; two at a time."""
    scale, names = request.param
    place = tmp_path_factory.mktemp("machines")
    with ThreadPoolExecutor(2) as pool:
        folders = pool.map(lambda name: _told(place / name, MACHINES[name], scale), names)
        return dict(zip(names, folders, strict=True))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))
            if path.is_file() and path.name != "machine.json"}


def test_each_of_them_computes_in_its_own_way(told):
    found = {name: json.loads((folder / "machine.json").read_text()) for name, folder in told.items()}
    vectors = {"widest": WIDER, "narrower": WIDER[:1], "narrowest": []}
    assert {name: machine["vectors"] for name, machine in found.items()} == {name: vectors[name] for name in found}
    algebra = {str(machine["algebra"]) for machine in found.values()}
    assert not INTEL or len(algebra) >= min(len(found), 3 if len(WIDER) > 1 else 2)


def test_they_write_the_same_county_and_say_the_same_of_it_and_of_the_real_one(told):
    here, *others = map(contents, told.values())
    assert len(here) > 200 and others
    for there in others:
        assert here.keys() == there.keys()
        assert [path for path in here if here[path] != there[path]] == []
