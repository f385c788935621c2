"""The pack as a whole: in its place or not at all."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publish.public_folder import write_public
from wayforward.attack import attack
from wayforward.cli import app
from wayforward.publish import PackRefused, make_pack, pack

NAMES = ["findings.csv", "findings.csv-metadata.json", "panel-report.docx", "panel-report.pdf", "tables.ods",
         "tables.xlsx"]


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    return write_public(tmp_path_factory.mktemp("run") / "public", "exampleshire")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_pack_takes_the_place_of_the_one_before(public, tmp_path):
    out = tmp_path / "pack"
    out.mkdir()
    (out / "former.docx").write_text("former")
    make_pack(public, out)
    assert names(out) == NAMES and names(tmp_path) == ["pack"]


def test_a_pack_that_says_something_else_is_not_written(public, tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "findings_csv", lambda run: b"series,origin,period\n")
    with pytest.raises(PackRefused, match=r"the pack is not written: \d+ of the things") as refused:
        make_pack(public, tmp_path / "pack")
    assert refused.value.exit_code == 4 and names(tmp_path) == []
    assert refused.value.problems[-1] == f"and {int(str(refused.value).split(': ')[1].split()[0]) - 20} more"


def test_the_command(public, tmp_path):
    done = CliRunner().invoke(app, ["pack", str(public.parent)])
    assert done.exit_code == 0 and done.stdout.count("Written: ") == 6
    assert names(public.parent / "pack") == NAMES
    elsewhere = CliRunner().invoke(app, ["pack", str(public), "--out", str(tmp_path / "out")])
    assert elsewhere.exit_code == 0 and names(tmp_path / "out") == NAMES


def test_what_the_command_refuses(public, tmp_path):
    def refused(*words):
        done = CliRunner().invoke(app, ["pack", *map(str, words)])
        return done.exit_code, done.stderr.strip()
    code, why = refused(public)
    assert code == 2 and "expected --out with a folder to write into" in why
    assert refused(public.parent, "--template", tmp_path / "none.docx")[0] == 2
    code, why = refused(tmp_path, "--out", tmp_path / "out")
    assert code == 2 and "has no findings.json, narrative.md, manifest.json" in why


def test_what_a_pack_says_gives_nobody_away(public, tmp_path):
    """Every file of it is read, the PDF too, and nothing is found in it."""
    run = Path(shutil.copytree(public, tmp_path / "public"))
    make_pack(public, run / "pack")
    assert [str(one) for one in attack([run])] == []
