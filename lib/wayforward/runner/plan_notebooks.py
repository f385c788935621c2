"""The notebooks of a new plan, made of those there are: each measure's section carries over with its prose, under the
plan's own ambitions."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from wayforward.plan import Ambition, Plan
from wayforward.runner.notebooks import ambition, find_notebooks

SECTION = re.compile(r'^## \d+\. .*<a id="(\w+)"></a>', re.DOTALL)
PAGE, OTHERS = re.compile(r'^(\w+) = report\["\w+"\]', re.MULTILINE), "report.others("
NUMBER, OPENED, CHAPTER = re.compile(r"^## \d+\. "), re.compile(r"open_report\(\d+"), "## "
AFTER = "## What this adds up to"
# What a plan without outcomes, or without statements, has nothing to say about: how such cells begin
OF_BEES = ("## The outcome bees", "panel.bees")
OF_STATEMENTS = ("## What the ambition will look like", "report.vision", "## What the promises do not reach",
                 "panel.kinds", "panel.coverage", "panel.uncovered")


def write_notebooks(plan: Plan, name: str, period: str, folder: Path) -> list[str]:
    """Writes a plan's notebooks into a folder, not yet executed: the panel's and one for each ambition, which open with
    the plan, its area and a period. Their names."""
    there = [nbformat.read(path, as_version=4) for path in find_notebooks()]
    panel = next(nb for path, nb in zip(find_notebooks(), there, strict=True) if not ambition(path))
    others = [nb for nb in there if nb is not panel]
    sections = {measure: cells for nb in others for measure, cells in _sections(nb.cells)}
    made = {"0-panel-report": [_titled(panel.cells[0], f"{plan.title}: the panel’s page"), *panel.cells[1:]]} | {
        each.notebook: _of_ambition(others[0].cells, each, plan, sections) for each in plan.ambitions}
    for stem, cells in made.items():
        nb = nbformat.v4.new_notebook(cells=list(_settled(cells, plan, name, period)), metadata=panel.metadata)
        nbformat.write(nb, folder / f"{stem}.ipynb")
    return [f"{stem}.ipynb" for stem in made]


def _sections(cells: list[NotebookNode]) -> Iterator[tuple[str, list[NotebookNode]]]:
    """Each measure's cells: from its heading to the next of the same rank."""
    chapters = [at for at, cell in enumerate(cells) if cell.cell_type == "markdown" and cell.source.startswith(CHAPTER)]
    for at, until in zip(chapters, [*chapters[1:], len(cells)], strict=True):
        if found := SECTION.match(cells[at].source):
            yield found[1], [cell for cell in cells[at:until] if not cell.source.startswith(OTHERS)]


def _of_ambition(frame: list[NotebookNode], ambition: Ambition, plan: Plan, sections: dict) -> list[NotebookNode]:
    """Another ambition's notebook around this one's sections, without its own prose."""
    first = next(at for at, cell in enumerate(frame) if SECTION.match(cell.source))
    last = next(at for at, cell in enumerate(frame) if cell.source.startswith(AFTER))
    title = f"Ambition {ambition.number}: {ambition.title.rstrip('.')}"
    opening = [_opened(cell, ambition.number) for cell in frame[1:first] if cell.cell_type == "code"]
    told = [cell for measure in plan.measures_of(ambition.number)
            for cell in _numbered(sections[measure.id], measure.number)]
    return [_titled(frame[0], title), *opening, *told, *_others(frame, told), *frame[last:]]


def _others(frame: list[NotebookNode], told: list[NotebookNode]) -> list[NotebookNode]:
    """The cell that shows the measures which the notebook does not lay out."""
    pages = [name for cell in told for name in PAGE.findall(cell.source)]
    return [_worded(cell, f"{OTHERS}{', '.join(pages)})") for cell in frame if cell.source.startswith(OTHERS)]


def _titled(cell: NotebookNode, title: str) -> NotebookNode:
    return _worded(cell, f"# {title}")


def _opened(cell: NotebookNode, number: int) -> NotebookNode:
    return _worded(cell, OPENED.sub(f"open_report({number}", cell.source))


def _numbered(cells: list[NotebookNode], number: int) -> list[NotebookNode]:
    return [_worded(cells[0], NUMBER.sub(f"## {number}. ", cells[0].source)), *cells[1:]]


def _worded(cell: NotebookNode, source: str) -> NotebookNode:
    return NotebookNode({**cell, "source": source})


def _settled(cells: list[NotebookNode], plan: Plan, name: str, period: str) -> Iterator[NotebookNode]:
    """The cells as they were never executed, with the plan's own parameters, without what it has nothing to say of."""
    empty = (() if plan.bees else OF_BEES) + (
        () if plan.priorities or any(each.statements for each in plan.ambitions) else OF_STATEMENTS)
    kept = [cell for cell in cells if not (empty and cell.source.startswith(empty))]
    for number, cell in enumerate(kept):
        own = copy.deepcopy(cell)
        own["id"] = f"cell-{number}"
        if own.cell_type == "code":
            own["outputs"], own["execution_count"] = [], None
        if "parameters" in own.metadata.get("tags", []):
            own["source"] = _with_defaults(own.source, {"period": period, "area": plan.area, "plan": name})
        yield own


def _with_defaults(source: str, values: dict[str, str]) -> str:
    """A parameters cell with other defaults."""
    for name, value in values.items():
        source = re.sub(rf'^{name} = "[^"]*"', f'{name} = "{value}"', source, flags=re.MULTILINE)
    return source
