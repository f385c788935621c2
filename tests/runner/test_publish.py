"""A run is published as it was signed and attacked, once, and the ledger tells of it; whatever is not so is refused."""

import shutil
from datetime import date
from functools import partial
from threading import Thread

import pytest
from typer.testing import CliRunner

from runner.conftest import SAVE, counted, official, write_notebook, write_project
from runner.signing import sign_as, signed
from wayforward import cli, ledger
from wayforward.assurance import assured
from wayforward.errors import RefusedPublication
from wayforward.ledger import CellKey
from wayforward.runner.cache.artifact_store import hashes
from wayforward.runner.gate import Attacked
from wayforward.runner.parameters import RunParameters
from wayforward.runner.publish import Publisher, copy_to, publish
from wayforward.runner.run import run_period
from wayforward.runner.sign_off import sign_off

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")
ANN = Publisher("ann", date(2026, 7, 1), "the first")
KEY = CellKey("m", "s", "2026-03-31", "", "", "numerator")


def telling(stem: str, value: int) -> str:
    """What a notebook saves that shows one number of people."""
    told = [KEY._asdict() | {"value": value}]
    return SAVE.format(stem=stem, findings=official(1, "s")).replace("part = {", f"part = {{'told': {told!r}, ")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A project with a whole run of one notebook, signed off."""
    place = tmp_path_factory.mktemp("finished")
    write_project(place)
    partial(write_notebook, place)("1-local-community", save=telling("1-local-community", 522))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run_period(GOOD).exit_code == 0
    signed(place / "runs" / "exampleshire" / "2025-26-Q4")
    return place


@pytest.fixture
def run(finished, tmp_path, monkeypatch):
    """The run in a copy of the project, which is also the current folder."""
    home = shutil.copytree(finished, tmp_path / "home")
    monkeypatch.chdir(home)
    return home / "runs" / "exampleshire" / "2025-26-Q4"


@pytest.fixture
def published(run):
    return run.parents[2] / "published"


def book(published) -> ledger.Ledger:
    return ledger.read(published / "exampleshire" / "ledger.jsonl")


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def as_published(run) -> dict[str, bytes]:
    """The public files of a run, drafts no more."""
    return {name: content.replace(b"Draft, not assured.", b"Assured and signed off.")
            for name, content in files(run / "public").items()}


def everything(place) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*")
            if path.is_file() and path.name != ".lock"}


def test_the_files_leave_as_they_are_but_drafts_no_more_and_the_ledger_tells_of_them(run, published):
    told = publish(run, published, ANN)
    assert (told.new, told.invented, told.folder) == (True, True, published / "exampleshire" / "2025-26-Q4" / "1")
    assert files(told.folder) == as_published(run)
    assert set(files(told.folder)) == {"1-local-community.html", "findings.json", "manifest.json", "narrative.md"}
    [edition] = book(published).editions
    assert (edition.area, edition.period, edition.edition, edition.published, edition.by, edition.why) == (
        "exampleshire", "2025-26-Q4", 1, "2026-07-01", "ann", "the first")
    assert edition.files == hashes(as_published(run))
    assert (told.folder.parent / "1.sign-off.json").read_bytes() == (run / "sign-off.json").read_bytes()
    assert book(published).told == {KEY: (522,)}
    assert [path.name for path in (published / "exampleshire").iterdir() if path.is_dir()] == ["2025-26-Q4"]


def test_nothing_that_is_published_is_for_others_to_read_until_it_is_copied_out(run, published, tmp_path):
    told = publish(run, published, ANN)
    assert {path.stat().st_mode & 0o077 for path in published.rglob("*")} == {0}
    place = copy_to(told, tmp_path / "web")
    assert (place, files(place)) == (tmp_path / "web" / "exampleshire" / "2025-26-Q4", as_published(run))
    assert copy_to(told, tmp_path / "web") == place


def test_publishing_the_same_again_is_told_and_changes_nothing(run, published):
    first = publish(run, published, ANN)
    before = everything(published)
    again = publish(run, published, Publisher("bob", date(2026, 8, 1)))
    assert (again.new, again.edition, again.folder) == (False, first.edition, first.folder)
    assert everything(published) == before
    assert again.lines()[0] == (
        "exampleshire, 2025-26-Q4 was published just so on 2026-07-01 by ann, as edition 1, and stands in "
        "published/exampleshire/2025-26-Q4/1; nothing has changed.")


def test_another_run_of_the_period_is_another_edition(run, published, notebook_here):
    publish(run, published, ANN)
    notebook_here("1-local-community", save=telling("1-local-community", 523))
    assert run_period(GOOD).whole
    told = publish(signed(run), published, ANN, gate=passes)
    assert (told.edition.edition, told.folder.name) == (2, "2")
    assert book(published).told == {KEY: (522, 523)}
    assert [edition.edition for edition in book(published).of_period("2025-26-Q4")] == [1, 2]
    assert (told.folder.parent / "1" / "manifest.json").is_file()


def passes(public, book) -> Attacked:
    return Attacked("passed")


@pytest.fixture
def notebook_here(run):
    return partial(write_notebook, run.parents[2])


def test_what_was_published_makes_the_notebooks_run_again(run, published):
    """And the same run, made again, is the same publication."""
    publish(run, published, ANN)
    again = run_period(GOOD)
    assert (again.unchanged, again.whole) == (False, True)
    log = (run / "internal/run.log").read_text()
    assert "1-local-community: is executed; the ledger of what was published appeared" in log
    assert not publish(run, published, ANN).new


def test_what_gives_somebody_away_stays(run, published, notebook_here):
    notebook_here("1-local-community", findings=counted(3))
    assert run_period(GOOD).exit_code == 4
    with pytest.raises(RefusedPublication, match="exampleshire, 2025-26-Q4 is not published: ") as refused:
        publish(run, published, ANN)
    assert refused.value.problems[0].startswith("3: ")
    assert (everything(published), refused.value.exit_code) == ({}, 4)


def test_what_leaves_is_attacked_beside_the_ledger(run, published):
    publish(run, published, ANN)
    (run.parents[2] / "data" / "published" / "areas.csv").touch()
    shutil.rmtree(published / "exampleshire" / "2025-26-Q4")
    seen = {}

    def gate(public, path):
        seen.update(files=files(public), editions=len(ledger.read(path).editions), name="/".join(public.parts[-2:]))
        return Attacked("gives away", ("4: 64 − 60",))

    with pytest.raises(RefusedPublication, match="64 − 60"):
        publish(another(run), published, ANN, gate=gate)
    assert seen == {"files": as_published(run), "editions": 1, "name": "exampleshire/2025-26-Q4"}
    assert len(book(published).editions) == 1


def another(run):
    """The same run, as if what left before had been other files."""
    path = run.parents[2] / "published" / "exampleshire" / "ledger.jsonl"
    path.write_text(path.read_text().replace('"narrative.md": "', '"narrative.md": "0'))
    return run


def spoil(name, text="x"):
    return lambda run: (run / name).write_text(text)


@pytest.mark.parametrize("harm", [
    spoil("public/1-local-community.html"), spoil("public/extra.csv"), spoil("public/narrative.md"),
    spoil("internal/disclosure.json", '{"rule": {}, "told": [], "hidden": []}'),
    lambda run: (run / "public/1-local-community.html").unlink()])
def test_a_run_that_was_changed_since_is_refused(run, published, harm):
    harm(run)
    with pytest.raises(RefusedPublication, match="the seal is broken; put the files back") as told:
        publish(run, published, ANN)
    [problem] = told.value.problems
    assert problem.endswith("since it was signed by the analyst, the assurer and the approver")
    (run / "sign-off.json").unlink()
    with pytest.raises(RefusedPublication, match="its files are not those that the run wrote; run it again"):
        publish(run, published, ANN)
    assert everything(published) == {}


def test_a_run_that_is_not_whole_is_refused(run, published, notebook_here):
    notebook_here("2-trauma-informed", "raise ValueError", findings="[]")
    result = run_period(GOOD)
    with pytest.raises(RefusedPublication, match=r"2025-26-Q4\.incomplete is not a whole run") as refused:
        publish(result.folder, published, ANN)
    assert refused.value.problems == ["2-trauma-informed: failed"]


def test_a_run_that_an_earlier_version_made_is_refused(run, published):
    (run / "internal/manifest.json").rename(run / "manifest.json")
    (run / "sign-off.json").unlink()
    with pytest.raises(RefusedPublication, match=r"has no readable internal/manifest\.json"):
        publish(run, published, ANN)


# The sign-off

def test_each_page_story_and_manifest_says_draft_until_it_is_published(run, published):
    draft, out = b"Draft, not assured.", files(publish(run, published, ANN).folder)
    says = {"1-local-community.html": 2, "narrative.md": 1, "manifest.json": 1, "findings.json": 0}     # screen, paper
    assert {name: content.count(draft) for name, content in files(run / "public").items()} == says
    assert {name: content.count(b"Assured and signed off.") for name, content in out.items()} == says
    assert not any(draft in content for content in out.values())


@pytest.mark.parametrize(("roles", "missing"), [
    ([], ["the analyst has not signed", "the assurer has not signed", "the approver has not signed"]),
    (["assurer"], ["the analyst has not signed", "the approver has not signed"]),
    (["analyst", "assurer"], ["the approver has not signed"])])
def test_a_run_that_not_everybody_has_signed_is_refused(run, published, roles, missing):
    (run / "sign-off.json").unlink()
    for role in roles:
        sign_as(run, role)
    with pytest.raises(RefusedPublication, match="exampleshire, 2025-26-Q4 is not published: it is not signed") as told:
        publish(run, published, ANN)
    assert (told.value.problems, told.value.exit_code, everything(published)) == (missing, 4, {})


def test_who_has_to_sign_is_the_projects_own_to_say(run, published):
    (run / "sign-off.json").unlink()
    toml = run.parents[2] / "params" / "sign-off.toml"
    toml.write_text('roles = ["head"]\nlast = []\none_role_a_person = true\n')
    words = ["sign-off", "exampleshire/2025-26-Q4", "--by", "Di Day", "--role", "head", "--note", "read it whole"]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    assert CliRunner().invoke(cli.app, ["publish", "exampleshire/2025-26-Q4", "--by", "ann"]).exit_code == 0
    toml.unlink()
    assert sign_off(run).missing == ("analyst", "assurer", "approver")


def test_what_changed_since_it_was_signed_is_named(run, published):
    (run / "internal" / "1-local-community.ipynb").write_text("{}")
    with pytest.raises(RefusedPublication) as told:
        publish(run, published, ANN)
    assert told.value.problems == ["internal/1-local-community.ipynb was changed since it was signed by the analyst, "
                                   "the assurer and the approver"]


def test_a_page_that_does_not_say_that_it_is_a_draft_is_refused():
    with pytest.raises(RefusedPublication, match="Draft, not assured") as told:
        assured({"1.html": b"<p>", "2.html": b"Draft, not assured.", "findings.json": b"{}"})
    assert told.value.problems == ["1.html"]


def test_a_broken_ledger_is_refused(run, published):
    publish(run, published, ANN)
    (published / "exampleshire" / "ledger.jsonl").write_text("{}\n")
    before = everything(published)
    done = CliRunner().invoke(cli.app, ["publish", "exampleshire/2025-26-Q4"])
    assert (done.exit_code, everything(published)) == (3, before)
    assert "exampleshire/ledger.jsonl, line 1" in done.stderr


def test_one_killed_between_ledger_and_folder_is_made_good_by_the_next(run, published):
    told = publish(run, published, ANN)
    before = everything(published)
    shutil.rmtree(told.folder)
    again = publish(run, published, ANN)
    assert (again.new, everything(published)) == (False, before)


def test_what_a_killed_one_was_copying_does_no_harm(run, published):
    left = published / "exampleshire" / ".building" / "exampleshire" / "2025-26-Q4"
    left.mkdir(parents=True)
    (left / "half.html").write_text("half")
    told = publish(run, published, ANN)
    assert files(told.folder) == as_published(run)


def test_of_two_at_once_one_publishes_and_one_is_told(run, published):
    told = []
    both = [Thread(target=lambda: told.append(publish(run, published, ANN).new)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert (sorted(told), len(book(published).editions)) == ([False, True], 1)


def test_the_command_line_says_what_it_did(run, published, tmp_path):
    words = ["publish", "exampleshire/2025-26-Q4", "--by", "ann", "--to", str(tmp_path / "web")]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "Published: exampleshire, 2025-26-Q4, edition 1, 4 files in published/exampleshire/2025-26-Q4/1; the ledger "
        "tells of 1 numbers of people.", "exampleshire is invented: nothing of this is real."]
    assert (tmp_path / "web" / "exampleshire" / "2025-26-Q4" / "findings.json").is_file()
    assert book(published).editions[0].by == "ann"
    assert CliRunner().invoke(cli.app, ["publish", "exampleshire/2025-26-Q3"]).exit_code == 2
