"""Who may sign a run, and that whatever becomes of a signed file is told by its name."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from runner.conftest import write_notebook, write_project
from runner.signing import DAY, PEOPLE, sign_as, signed
from wayforward import cli
from wayforward.assurance import USUAL, Roles, read_roles
from wayforward.errors import RefusedParameters, RefusedPublication
from wayforward.runner.gate import Attacked
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period
from wayforward.runner.sign_off import seen, sign, sign_off

RUN = "exampleshire/2025-26-Q4"
GATHERED = ("attack.json", "disclosure.json", "disclosure.md", "findings.json", "manifest.json", "proof.json")
SEALED = ["public/1-local-community.html", "public/findings.json", "public/manifest.json", "public/narrative.md",
          "internal/1-local-community.ipynb", *(f"internal/{name}" for name in GATHERED)]
ALL = "the analyst, the assurer and the approver"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A project with a whole run of one notebook."""
    place = tmp_path_factory.mktemp("finished")
    write_project(place)
    write_notebook(place, "1-local-community")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run_period(RunParameters(period="2025-26-Q4", area="exampleshire")).exit_code == 0
    return place


@pytest.fixture
def run(finished, tmp_path, monkeypatch):
    """The run in a copy of the project, which is also the current folder."""
    monkeypatch.chdir(shutil.copytree(finished, tmp_path / "home"))
    return tmp_path / "home" / "runs" / RUN


def wayforward(*words: str):
    return CliRunner().invoke(cli.app, list(words))


# What is sealed

def test_everything_that_can_be_read_is_sealed(run):
    assert sorted(seen(run)) == sorted(SEALED)
    assert sign_off(signed(run)) == sign_off(run)
    assert (sign_off(run).whole, sign_off(run).problems) == (True, [])


@pytest.mark.parametrize("name", SEALED)
def test_one_byte_changed_of_any_sealed_file_is_told_by_its_name(run, name):
    signed(run)
    content = bytearray((run / name).read_bytes())
    content[len(content) // 2] ^= 1
    (run / name).write_bytes(content)
    assert sign_off(run).broken == (f"{name} was changed since it was signed by {ALL}",)
    done = wayforward("sign-off", RUN)
    assert (done.exit_code, f"  - {name} was changed since it was signed by {ALL}" in done.stdout) == (4, True)
    assert "put the files back as they were, or run again with --force and sign anew" in done.stdout


def test_what_is_added_or_taken_away_is_told(run):
    signed(run)
    (run / "public" / "findings.json").unlink()
    (run / "public" / "more.csv").write_text("x")
    assert sign_off(run).broken == (f"public/findings.json is gone since it was signed by {ALL}",
                                    f"public/more.csv was added since it was signed by {ALL}")


def test_any_byte_of_the_sign_off_itself_is_told(run):
    signed(run)
    content = (run / "sign-off.json").read_bytes()
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 1
        (run / "sign-off.json").write_bytes(changed)
        with pytest.raises(RefusedPublication, match="is not as it was written"):
            sign_off(run)


def test_a_signature_taken_out_is_told(run):
    signed(run)
    entries = json.loads((run / "sign-off.json").read_text())["signatures"]
    for left in (entries[1:], [entries[0], entries[2]], entries[::-1]):
        (run / "sign-off.json").write_text(json.dumps({"signatures": left}, ensure_ascii=False, indent=1,
                                                      sort_keys=True) + "\n")
        with pytest.raises(RefusedPublication, match="is not as it was written"):
            sign_off(run)


def test_of_one_who_signed_before_a_change_and_one_after_the_first_is_told(run):
    """The second signature is not taken while the first one's seal is broken."""
    sign_as(run, "analyst")
    page = run / "internal" / "1-local-community.ipynb"
    page.write_text(page.read_text() + " ")
    with pytest.raises(RefusedPublication, match="the seal is broken") as told:
        sign_as(run, "assurer")
    assert told.value.problems == ["internal/1-local-community.ipynb was changed since it was signed by the analyst"]


def test_the_same_signatures_are_the_same_bytes_and_hold_nothing_of_the_machine(run, monkeypatch):
    monkeypatch.setenv("USER", "somebody-here")
    monkeypatch.setenv("LOGNAME", "somebody-here")
    first = (signed(run) / "sign-off.json").read_text()
    (run / "sign-off.json").unlink()
    assert (signed(run) / "sign-off.json").read_text() == first
    assert "somebody-here" not in first and str(run.parents[2]) not in first
    assert [(each["role"], each["by"], each["day"]) for each in json.loads(first)["signatures"]] == [
        (role, by, "2026-07-01") for role, by in PEOPLE.items()]


def test_another_run_of_the_period_is_signed_anew(run):
    signed(run)
    write_notebook(run.parents[2], "1-local-community", body="2 + 2")
    assert run_period(RunParameters(period="2025-26-Q4", area="exampleshire")).whole
    assert sign_off(run).missing == ("analyst", "assurer", "approver")
    assert sign_off(run.parent / "revisions" / "2025-26-Q4" / "1").whole


def test_a_run_that_is_found_fresh_stays_signed(run):
    signed(run)
    assert run_period(RunParameters(period="2025-26-Q4", area="exampleshire")).unchanged
    assert sign_off(run).whole


# Who may sign

@pytest.mark.parametrize(("role", "by", "note", "said"), [
    ("auditor", "Di Day", "read it whole", "role: expected analyst, assurer, approver; got auditor"),
    ("analyst", "Di Day", "read it whole", "role: the analyst has signed; what is signed stands"),
    ("approver", "Di Day", "read it whole", "role: the approver signs after the assurer"),
    ("assurer", " ", "read it whole", "by: expected a name; got “”"),
    ("assurer", " ann  AMES", "read it whole", "by: ann AMES has signed as the analyst, and nobody signs twice"),
    ("assurer", "Di Day", " fine.      ", "note: expected 10 characters or more, in words of your own; got 5")])
def test_who_may_not_sign_is_told_why(run, role, by, note, said):
    sign_as(run, "analyst")
    with pytest.raises(RefusedParameters) as told:
        sign(run, role, by, note, DAY)
    assert (told.value.problems, len(sign_off(run).signatures)) == ([said], 1)


def test_all_that_is_wrong_is_told_at_once(run):
    sign_as(run, "analyst")
    with pytest.raises(RefusedParameters) as told:
        sign(run, "approver", "Ann Ames", "fine", DAY)
    assert [each.partition(":")[0] for each in told.value.problems] == ["role", "by", "note"]


def test_a_person_may_hold_two_roles_where_the_project_says_so(run):
    small = Roles(("analyst", "approver"), ("approver",), one_role_a_person=False)
    for role in small.roles:
        sign(run, role, "Ann Ames", "we are few here", DAY, small)
    assert sign_off(run, small).whole


def test_a_run_that_gives_somebody_away_is_not_signed(run, monkeypatch):
    monkeypatch.setattr("wayforward.runner.sign_off.read_attacked", lambda run: Attacked("gives away", ("3: 64 − 61",)))
    with pytest.raises(RefusedPublication, match="may not be published, and so is not signed off"):
        sign_as(run, "analyst")


def test_a_run_that_is_not_whole_is_not_signed(run):
    write_notebook(run.parents[2], "2-trauma-informed", body="raise ValueError")
    result = run_period(RunParameters(period="2025-26-Q4", area="exampleshire"))
    with pytest.raises(RefusedPublication, match="is not a whole run"):
        sign_as(result.folder, "analyst")


# The file that says who signs

def test_the_file_of_the_project_says_what_is_usual(tmp_path):
    from wayforward import project

    assert read_roles(project.resolve("params/sign-off.toml")) == USUAL == read_roles(tmp_path / "none.toml")


@pytest.mark.parametrize(("text", "problems"), [
    ('roles = ["a"]\nlast = []', ["one_role_a_person: expected, and not there"]),
    ('roles = []\nlast = ["a"]\none_role_a_person = 1', [
        "roles: expected one or more, each once", "last: expected some of roles",
        "one_role_a_person: expected true or false"]),
    ('roles = "a"\nlast = []\none_role_a_person = true', ['roles: expected a list of names, such as ["analyst"]']),
    ('roles = ["a"]\nlast = []\none_role_a_person = true\nx = 1', [
        "x: not known; expected roles, last, one_role_a_person"])])
def test_everything_wrong_with_it_is_told(tmp_path, text, problems):
    (tmp_path / "sign-off.toml").write_text(text)
    with pytest.raises(RefusedParameters) as told:
        read_roles(tmp_path / "sign-off.toml")
    assert told.value.problems == problems


# The command

def test_the_command_signs_and_shows_who_signed(run, monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TODAY", "2026-07-01")
    assert wayforward("sign-off", RUN).stdout.splitlines() == [
        "Nobody has signed.", "Not signed off:", "  - the analyst has not signed", "  - the assurer has not signed",
        "  - the approver has not signed"]
    for role, by in PEOPLE.items():
        done = wayforward("sign-off", RUN, "--by", by, "--role", role, "--note", "read page by page")
        assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "2026-07-01, analyst: Ann Ames. read page by page", "2026-07-01, assurer: Bo Burns. read page by page",
        "2026-07-01, approver: Cy Cole. read page by page", f"Signed off: {len(SEALED)} files are as they were sealed."]


def test_half_of_the_options_is_refused(run):
    done = wayforward("sign-off", RUN, "--by", "Ann Ames")
    assert (done.exit_code, done.stderr) == (
        2, "not signed: expected --by, --role, --note; there is no --role and no --note\n")
