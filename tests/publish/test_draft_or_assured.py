"""A pack knows from the folder that it is made of whether that is a draft, and tells its title all the same."""

import json
from dataclasses import replace
from datetime import date

import pytest

from wayforward.assurance import ASSURED, DRAFT, assured
from wayforward.plan import load_plan
from wayforward.publish.public_run import PublicRun, read_public_run

NARRATIVE = "# The plan: Kent\n\n**Kent**, known on 30 June.\n\n- **None**: no promise\n\n## Ambition 1\n\nA story.\n"
RUN = PublicRun("2025-26-Q4", date(2026, 6, 30), False, (), NARRATIVE, load_plan("our-way-forward-2021-2026"))


@pytest.mark.parametrize("first", ["", f"{DRAFT}\n\n", f"{ASSURED}\n\n"])
def test_the_opening_begins_with_the_title_whatever_stands_above_it(first):
    run = replace(RUN, narrative=first + NARRATIVE)
    assert (run.title, run.opening[1], run.in_short) == (
        "The plan: Kent", "**Kent**, known on 30 June.", ["**None**: no promise"])


def test_a_published_folder_is_assured_and_a_runs_is_a_draft(tmp_path):
    manifest = {"parameters": {"plan": "our-way-forward-2021-2026"}, "assurance": DRAFT}
    found = {"period": "2025-26-Q4", "as_at": "2026-06-30", "invented": False, "findings": []}
    drafts = {"manifest.json": json.dumps(manifest).encode(), "findings.json": json.dumps(found).encode(),
              "narrative.md": f"{DRAFT}\n\n{NARRATIVE}".encode()}
    told = {}
    for name, files in (("run", drafts), ("published", assured(drafts))):
        (tmp_path / name).mkdir()
        for file, content in files.items():
            (tmp_path / name / file).write_bytes(content)
        told[name] = read_public_run(tmp_path / name)
    assert {name: (run.assured, run.title) for name, run in told.items()} == {
        "run": (False, "The plan: Kent"), "published": (True, "The plan: Kent")}
