"""The public folder of a run, of a few measures: the reduced findings and the narrative as a run writes them."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from proof.finished import PERIOD, findings
from wayforward.assurance import DRAFT
from wayforward.finding import Accountability, Commentary, Finding, Reply, to_json
from wayforward.judge import TargetStatus
from wayforward.narrate import sections
from wayforward.publish import PublicRun, pack_files, read_public_run
from wayforward.report.public_finding import public_finding

AREAS = ("hampshire", "exampleshire")       # published figures; counted from returns, and invented
PLAN = "our-way-forward-2021-2026"
OPENING = ["# Our Way Forward: the county, January to March 2026", "**The county**, as known on 30 June 2026.",
           "{short}",
           "**New** since the report for October to December 2025:", "- **7. Care leavers.** New: the figure for 2025.",
           "**Figures of the plan's last year still to come**", "- **7. Care leavers.** The figure for 2026.",
           "**The promises’ tests together.** All promises were tested.", "No verdict changes by this."]
WORDS = Commentary("Rents rose faster than grants.", "More homes are being leased.", "Head of Homes", date(2026, 7, 10))
ANSWERS = Accountability("Head of Homes", ("Care leavers aged 19 to 21: 95% by 31 March 2026",), date(2026, 9, 30))


def write_public(folder: Path, area: str) -> Path:
    """The folder, with the three files that a pack is made of."""
    found = [with_words(one) for one in findings(area)]
    folder.mkdir(parents=True)
    told = {"schema": 2, "area": area, "invented": found[0].invented, "period": PERIOD, "as_at": "2026-06-30",
            "findings": [public_finding(to_json(one)) for one in found]}
    opening = "\n\n".join([DRAFT, *OPENING]).format(short=sections.in_short(found))
    narrative = f"{opening}\n\n{sections.chapter('All', found)}"
    (folder / "findings.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "narrative.md").write_text(narrative, encoding="utf-8")
    manifest = {"assurance": DRAFT, "parameters": {"plan": PLAN}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def with_words(one: Finding) -> Finding:
    """Beside the headline of care leavers what the service says, and a reply to the first of its questions."""
    if not one.headline or one.number != 7:
        return one
    reply = Reply(one.questions[0], "The landlords’ survey says so.", "Head of Homes", date(2026, 7, 20))
    return replace(one, commentary=WORDS, replies=(reply,), target=TargetStatus.OFF_COURSE, accountability=ANSWERS)


@cache
def made(folder: Path, area: str) -> tuple[PublicRun, dict[str, bytes]]:
    """The run and its pack."""
    run = read_public_run(folder if folder.is_dir() else write_public(folder, area))
    return run, pack_files(run)
