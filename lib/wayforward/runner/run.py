"""One period's run: check, execute the five ambitions and then the panel, gather, move into place."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from wayforward import project
from wayforward.areas import local_authorities
from wayforward.errors import FailedRun, RefusedParameters
from wayforward.periods import read_date
from wayforward.report.sources import refuse_inputs
from wayforward.runner.execute import Outcome, Watch, execute
from wayforward.runner.folder import building, held, put_in_place
from wayforward.runner.manifest import manifest
from wayforward.runner.merge import Part, merged_findings, merged_inputs, narrative, read_part, write_json
from wayforward.runner.pages import first_heading, page
from wayforward.runner.parameters import RunParameters, check_run, together

PARTS = "parts"   # what the notebooks write, until it is merged


@dataclass(frozen=True)
class RunResult:
    """Where a run lies and what became of it. `whole`: every notebook completed, none left out."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    whole: bool

    @property
    def exit_code(self) -> int:
        """0 if all that was asked for went well; a failure's own code where all failures share it; 1 otherwise."""
        codes = {outcome.exit_code for outcome in self.outcomes} - {0}
        return codes.pop() if len(codes) == 1 else FailedRun.exit_code if self.problems else 0


def run_period(parameters: RunParameters, ambitions: Collection[int] | None = None, runs: Path | None = None,
               watch: Watch = lambda event: None) -> RunResult:
    """Runs a period's notebooks into runs/<area>/<period>/; a failed or partial run into <period>.incomplete/.

    ambitions: the notebooks asked for, by number; None is all five and the panel
    runs: the folder of runs, the project's own if not given
    watch: is given a Step as each cell starts and an Outcome as each notebook ends

    Raises RefusedParameters or RefusedInputs before anything starts, Busy if another run holds the area and period.
    """
    notebooks = find_notebooks()
    asked = choose(notebooks, ambitions)
    check_run(parameters, asked)
    parameters = parameters.settled()
    refuse_inputs(parameters.area, parameters.data, read_date(parameters.as_at))
    target = Path(runs or project.resolve("runs")).absolute() / parameters.area / parameters.period
    with held(target), building(target) as folder:
        outcomes = execute_all(notebooks, asked, parameters, folder, watch)
        problems = gather(notebooks, outcomes, parameters, folder)
        whole = not problems and asked == notebooks
        return RunResult(settle(folder, target, whole), tuple(outcomes), tuple(problems), whole)


def check_all(asked: list[RunParameters], ambitions: Collection[int] | None = None) -> None:
    """RefusedParameters with the problems of all the runs asked for, or nothing."""
    notebooks = choose(find_notebooks(), ambitions)
    together(lambda each=each: check_run(each, notebooks) for each in asked)


def find_notebooks() -> list[Path]:
    """The project's notebooks in the order of execution: the ambitions by number, the panel (0) last."""
    found = sorted(project.resolve("notebooks").glob("[0-9]-*.ipynb"))
    return sorted(found, key=lambda path: (ambition(path) == 0, path.name))


def ambition(notebook: Path) -> int:
    """The number a notebook's name begins with; 0 is the panel's."""
    return int(notebook.name[0])


def choose(notebooks: list[Path], ambitions: Collection[int] | None) -> list[Path]:
    """The notebooks of some ambitions, without the panel, which needs them all; every one for None."""
    known = [ambition(path) for path in notebooks if ambition(path)]
    if not known:
        raise RefusedParameters("notebooks/ holds no ambition's notebook, such as 1-local-community.ipynb")
    unknown = [number for number in ambitions or () if number not in known]
    if unknown:
        raise RefusedParameters(f"ambition: expected one of {known}; got {unknown}")
    return notebooks if not ambitions else [path for path in notebooks if ambition(path) in ambitions]


def execute_all(notebooks: list[Path], asked: list[Path], parameters: RunParameters, folder: Path,
                watch: Watch) -> list[Outcome]:
    """One outcome a notebook, those included that did not run. The panel needs every ambition; else nothing waits."""
    parts = folder / PARTS
    parts.mkdir()
    values = parameters.model_dump() | {"findings": project.from_here(parts)}
    outcomes: list[Outcome] = []
    for notebook in notebooks:
        if notebook not in asked:
            outcome = Outcome(notebook.stem, "not run", reason="not asked for")
        elif ambition(notebook) == 0 and any(outcome.state != "completed" for outcome in outcomes):
            outcome = Outcome(notebook.stem, "not run", reason="needs every ambition's findings")
        else:
            outcome = execute(notebook, folder / notebook.name, values, watch)
        outcomes.append(outcome)
        watch(outcome)
    return outcomes


def gather(notebooks: list[Path], outcomes: list[Outcome], parameters: RunParameters, folder: Path) -> list[str]:
    """Writes findings, narrative, pages and manifest beside the executed notebooks; a sentence for each problem."""
    parts = take_parts(outcomes, folder / PARTS)
    inputs, changed = merged_inputs(parts)
    area = local_authorities(parameters.data)[parameters.area]
    header = {"area": parameters.area, "invented": area.invented, "period": parameters.period,
              "as_at": parameters.as_at}
    write_json(folder / "findings.json", merged_findings(header, parts))
    (folder / "narrative.md").write_text(narrative(parts), encoding="utf-8")
    write_json(folder / "manifest.json", manifest(parameters, inputs, notebooks, outcomes), sort_keys=True)
    write_pages(folder, f"{area.shown}, {parameters.period}")
    failed = [f"{outcome.notebook}: {outcome.state}; {outcome.reason}" for outcome in outcomes if outcome.exit_code]
    return failed + changed


def take_parts(outcomes: list[Outcome], parts: Path) -> list[Part]:
    """What the completed notebooks wrote; a failed one's findings are not proven. The folder is removed."""
    taken = [read_part(parts / f"{outcome.notebook}.json") for outcome in outcomes if outcome.state == "completed"]
    shutil.rmtree(parts)
    return taken


def write_pages(folder: Path, of: str) -> None:
    """A page beside every executed notebook; `of`, area and period, tells its title from other runs' pages."""
    for notebook in sorted(folder.glob("*.ipynb")):
        html = page(notebook, f"{first_heading(notebook)} – {of}")
        notebook.with_suffix(".html").write_text(html, encoding="utf-8")


def settle(folder: Path, target: Path, whole: bool) -> Path:
    """Moves a run into its place; only a whole one takes the period's own, and ends an earlier incomplete one."""
    incomplete = target.with_name(f"{target.name}.incomplete")
    put_in_place(folder, target if whole else incomplete)
    if whole:
        shutil.rmtree(incomplete, ignore_errors=True)
    return target if whole else incomplete
