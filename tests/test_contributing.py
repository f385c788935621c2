"""CONTRIBUTING.md followed to the letter, block by block, in a copy of the project."""

import csv
import json
import re
import shlex
import zipfile

import pytest

from contributing import blocks, copy_project, files, follow, run
from wayforward.extend.to_fill import MARK

MEASURE = "Add a measure"
TITLE, SERIES = "Families referred again", "Referrals within 12 months of an earlier one"
THREE = ["lib/wayforward/measures/rereferrals.py", "plans/our-way-forward-2021-2026/plan.toml",
         "tests/measures/test_rereferrals.py"]
OTHERS = """
import wayforward as wf
report = wf.open_report(5, "2025-26-Q4", "hertfordshire")
told = report.others(report["families_first_assessments"], report["step_ups"])
print(told.words())
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The project as it was, and with the measure added."""
    return copy_project(tmp_path_factory.mktemp("project"))


def test_a_new_measure_touches_three_files_is_tested_and_told_by_its_notebook(home):
    before = files(home)
    [(_, command), *_] = blocks(MEASURE)
    begun = run(home, "-m", *shlex.split(command))
    assert begun.returncode == 0, begun.stderr
    assert sorted(line.removeprefix("Written: ") for line in begun.stdout.splitlines()[:3]) == THREE
    unfilled = run(home, "-m", "pytest", "-q", "-p", "no:cacheprovider", THREE[2])
    assert unfilled.returncode == 1 and "2 failed" in unfilled.stdout
    assert "still to be filled:" in unfilled.stdout
    assert "`published` in measures/rereferrals.py gives no counts of this series yet: fill it" in unfilled.stdout
    assert re.search(rf"plan\.toml, line \d+: {MARK}: the return", unfilled.stdout)
    again = run(home, "-m", *shlex.split(command))
    assert again.returncode == 2 and "rereferrals.py is there already" in again.stderr
    for name in THREE[::2]:
        (home / name).unlink()
    (home / THREE[1]).write_bytes(before[THREE[1]])
    follow(home, MEASURE)
    after = files(home)
    assert sorted(name for name in after if after[name] != before.get(name)) == THREE
    assert after[THREE[1]].startswith(before[THREE[1]].rstrip())      # its comments too
    done = run(home, "-m", "pytest", "-q", "-p", "no:cacheprovider", THREE[2], "tests/measures/test_contract.py")
    assert done.returncode == 0, done.stdout
    told = run(home, "-c", OTHERS)
    assert told.stdout.startswith(f"## 17. {TITLE}\n"), told.stderr
    assert "1,031 of 6,536 referrals to children’s social care came within 12 months" in told.stdout.replace("\n", " ")


@pytest.mark.long
def test_a_new_measure_is_in_all_that_a_run_and_its_pack_say(tmp_path):
    home = copy_project(tmp_path / "project")
    follow(home, MEASURE)
    follow(home, "Set targets, owners and reviews")
    done = run(home, "-m", "wayforward", "run", "2025-26-Q4", "--area", "hertfordshire")
    assert done.returncode == 0, done.stdout + done.stderr
    packed = run(home, "-m", "wayforward", "pack", "hertfordshire/2025-26-Q4")
    assert packed.returncode == 0, packed.stderr
    folder = home / "runs" / "hertfordshire" / "2025-26-Q4"
    public = {path.name: path.read_text(encoding="utf-8") for path in (folder / "public").iterdir()}
    assert f"17. {TITLE}" in public["5-early-help.html"] and 'id="rereferrals"' in public["5-early-help.html"]
    assert "Line chart of Referrals within 12 months" in public["5-early-help.html"]
    assert TITLE in public["0-panel-report.html"] and 'href="5-early-help.html#rereferrals"' in public[
        "0-panel-report.html"]
    assert "Head of Service, Leaving Care" in public["0-panel-report.html"]
    assert "target 95.0% by 31 March 2026" in public["3-back-on-track.html"]
    assert f"17. {TITLE}" in public["narrative.md"]
    [found] = [each for each in json.loads(public["findings.json"])["findings"] if each["measure"] == "rereferrals"]
    assert (found["latest"]["numerator"], found["latest"]["denominator"]) == (1031, 6536)
    with (folder / "pack" / "findings.csv").open(encoding="utf-8-sig") as table:
        assert any(SERIES in cells for cells in csv.reader(table))
    for name in ("panel-report.docx", "tables.xlsx", "tables.ods"):
        with zipfile.ZipFile(folder / "pack" / name) as parts:
            text = " ".join(parts.read(part).decode(errors="ignore") for part in parts.namelist())
        assert TITLE in text or SERIES in text, name


@pytest.mark.long
def test_the_other_chapters_can_be_followed_too(tmp_path):
    home = copy_project(tmp_path / "project")
    for chapter in ("Change a definition from a day on", "Add an authority", "Add a plan, or a reporting period"):
        assert blocks(chapter)
        follow(home, chapter)
    dated = run(home, "-c", "from wayforward import measures; "
                "print(measures.dated_of('care_leavers_accommodation')['care_leavers_suitable_19_21'].since)")
    assert dated.stdout.strip() == "2026-04-01", dated.stderr
    unfilled = run(home, "-m", "wayforward", "check", "--area", "kingston_and_richmond")
    assert unfilled.returncode == 3 and f"publisher of kingston_and_richmond: {MARK}" in unfilled.stderr
    assert (home / "params" / "2027-28-Q1.yaml").is_file()
    assert (home / "params/rules/our-way-forward-2021-2026/2027-28-Q1.json").is_file()
