"""A run's pack leaves with it: assured, in the template of its draft, and only where it is the pack of that run."""

import io
from pathlib import Path

import pytest
from docx import Document

from publish.public_folder import write_public
from wayforward.assurance import assured
from wayforward.errors import RefusedPublication
from wayforward.publish import make_pack, read_back
from wayforward.publish.public_run import public_run
from wayforward.runner.published_pack import published_pack
from wayforward.runner.sign_off import seen


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    """A run's folder with its pack, in a council's template."""
    run = tmp_path_factory.mktemp("run")
    write_public(run / "public", "exampleshire")
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Elsewhere"
    document.save(run / "council.docx")
    make_pack(run / "public", run / "pack", run / "council.docx")
    return run


def drafts(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run / "public").iterdir()}


def test_leaves_assured_and_in_its_template(run):
    files = assured(drafts(run))
    made = published_pack(run, drafts(run), files)
    pack = {Path(name).name: content for name, content in made.items()}
    assert {str(Path(name).parent) for name in made} == {"pack"} and len(pack) == 6
    assert read_back(pack, public_run(files)) == [] and read_back(pack, public_run(drafts(run)))
    head = Document(io.BytesIO(pack["panel-report.docx"])).sections[0].header
    assert [each.text for each in head.paragraphs] == [
        "Assured and signed off. Exampleshire (invented): nothing here is real", "Elsewhere"]


def test_of_a_run_without_one_nothing_leaves(run, tmp_path):
    assert published_pack(tmp_path, drafts(run), assured(drafts(run))) == {}


def test_a_pack_that_is_not_the_run_s_does_not_leave(run, tmp_path):
    other = tmp_path / "other"
    (other / "pack").mkdir(parents=True)
    for path in (run / "pack").iterdir():
        (other / "pack" / path.name).write_bytes(path.read_bytes())
    rows = (other / "pack/findings.csv").read_bytes().splitlines(keepends=True)
    (other / "pack/findings.csv").write_bytes(b"".join(rows[:-1]))
    with pytest.raises(RefusedPublication, match="is not the pack of this run"):
        published_pack(other, drafts(run), assured(drafts(run)))
    for name in [path.name for path in (run / "pack").iterdir()]:
        (other / "pack" / name).write_bytes(b"not whole")
        with pytest.raises(RefusedPublication, match="is not the pack of this run"):
            published_pack(other, drafts(run), assured(drafts(run)))
        (other / "pack" / name).write_bytes((run / "pack" / name).read_bytes())
    (other / "pack/tables.ods").unlink()
    with pytest.raises(RefusedPublication, match="make it again"):
        published_pack(other, drafts(run), assured(drafts(run)))


def test_whoever_signs_seals_the_pack_too(run):
    before = seen(run)
    assert {name for name in before if name.startswith("pack/")} == {
        f"pack/{path.name}" for path in (run / "pack").iterdir()}
    path = run / "pack/findings.csv"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b" ")
    assert [name for name, sha256 in seen(run).items() if before[name] != sha256] == ["pack/findings.csv"]
    path.write_bytes(content)
