"""A plan's close as files: its page, and the same as plain values; proved before it is written."""

import json
from dataclasses import dataclass
from pathlib import Path

from wayforward.assurance import DRAFT
from wayforward.errors import FailedRun
from wayforward.proof import wrong_of_figure
from wayforward.report.close_page import body, lines, proofs, title
from wayforward.report.plan_close import PlanClose
from wayforward.runner.plain_page import plain_page
from wayforward.runner.run_folder import make_private, write

STYLE = """
.closed { break-inside: avoid-page; margin-bottom: 2rem; }
.closed h4 { margin: 1rem 0 .25rem; }
.state { padding: .4rem .75rem; border: 1px solid #b0b4b7; border-left-width: 6px; }
.state.final { border-color: #1a1a1a; }
.now { display: flex; flex-wrap: wrap; gap: .4rem; font-weight: 600; }
.ends { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
.ends svg { flex: none; width: 12rem; height: 3.2rem; }
.ends p { flex: 1 1 16rem; margin: 0; }
dl { margin: .5rem 0; }
dt, dd { display: inline; margin: 0; }
dt { font-weight: 600; }
dd::after { content: "\\A"; white-space: pre; }
@media screen and (max-width: 40rem) {
  table, thead, tbody, tr, th, td { display: block; border: 0; }
  thead { display: none; }
  tr { border-bottom: 1px solid #b0b4b7; padding: .4rem 0; }
}
@media print {
  .closed { margin-bottom: 6pt; }
  .ends svg { width: 32mm; height: 9mm; }
}
"""


class NotProved(FailedRun):
    """A sentence of a close says what its finding does not."""

    exit_code = 4


@dataclass(frozen=True)
class Closed:
    """A plan's close as it was written: where, and its lines as plain text."""

    page: Path
    values: Path
    lines: list[str]


def write_close(close: PlanClose, folder: Path) -> Closed:
    """Writes <plan>.html and <plan>.json into a folder, for their owner alone. NotProved, and nothing is written,
    where a sentence says what its finding does not."""
    prove(close)
    make_private(folder)
    page, values = (folder / f"{close.evidence.plan_name}.{kind}" for kind in ("html", "json"))
    write(page, plain_page(title(close), str(body(close)), STYLE, DRAFT).encode())
    write(values, (json.dumps(close.as_parts(), ensure_ascii=False, indent=1) + "\n").encode())
    return Closed(page, values, lines(close))


def prove(close: PlanClose) -> None:
    """Holds each sentence against its figure's finding; NotProved names all that do not agree."""
    wrong = [f"promise {finding['number']} ({finding['title']}): “{each.sentence}” says {each.says}; the finding says "
             f"{each.finding}" for finding, said in proofs(close)
             for each in wrong_of_figure(finding, "close", said)]
    if wrong:
        raise NotProved("the close does not prove, and is not written; put the sentence in templates/words.toml right, "
                        "or what fills it in:", wrong)
