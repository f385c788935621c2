"""The work of a run, as a worker does it. Nothing is written but a scratch folder; the run alone writes under runs/."""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from wayforward import project
from wayforward.assurance import DRAFT
from wayforward.council import plan_of
from wayforward.ledger import NAME as LEDGER
from wayforward.library import code_hashes
from wayforward.periods import read_date
from wayforward.report.sources import refuse_inputs
from wayforward.runner.cache.record import cells_hash
from wayforward.runner.fetch import fetch_data
from wayforward.runner.gate import Attacked, attacked
from wayforward.runner.job import Job, JobResult
from wayforward.runner.notebook.execute import execute
from wayforward.runner.notebook.pages import first_heading, page
from wayforward.runner.notebook.redaction import original_cells
from wayforward.runner.outcome import Outcome, Watch
from wayforward.runner.pools.warm import template
from wayforward.runner.private_folder import own_folder
from wayforward.runner.proved import Proved, proved
from wayforward.runner.run_folder import INTERNAL, PUBLIC, make_private, write_all


def perform(job: Job, watch: Watch) -> JobResult:
    """Executes a notebook and makes its page."""
    began, source, given = time.perf_counter(), project.resolve(job.notebook), parameters_here(job)
    code = code_hashes(job.parameters["plan"])
    with TemporaryDirectory(prefix=f"{source.stem}-", dir=job.scratch or own_folder()) as scratch:
        for stem, part in job.parts.items():
            (Path(scratch) / f"{stem}.json").write_bytes(part)
        executed = execute(source, given | {"findings": project.from_here(Path(scratch))}, watch,
                           kernel=job.kernel, seed=job.seed, cell_seconds=job.cell_seconds)
    if executed.outcome.state == "dead kernel" and template.lost():
        raise template.template_is_gone()
    nb, part = executed.nb, executed.part
    title = f"{first_heading(nb, source.stem)} – {job.title}"
    files = {f"{PUBLIC}/{source.stem}.html": page(nb, title, assurance=DRAFT).encode(),
             f"{INTERNAL}/{source.name}": (nbformat.writes(nb) + "\n").encode()}
    outcome = _with_write_phase(executed.outcome, time.perf_counter() - began)
    result = JobResult(outcome, files, cells_hash(original_cells(nb)), code)
    return replace(result, part=part.published(), reads=part.reads, ledger=part.ledger) if part else result


def _with_write_phase(outcome: Outcome, seconds: float) -> Outcome:
    """With all its seconds, and what followed the last cell among them as `write`; rounded."""
    phases = outcome.phases | {"write": seconds - outcome.seconds}
    return replace(outcome, seconds=round(seconds, 2), phases={name: round(value, 2) for name, value in phases.items()})


def screen_returns(job: Job, watch: Watch) -> None:
    """RefusedInputs where nothing of an area may be counted (see sources.refuse_inputs); else nothing."""
    given = parameters_here(job)
    plan = plan_of(given["plan"], given["area"])
    refuse_inputs(given["area"], given["data"], read_date(given["as_at"]), plan, job.strict)


def attack_files(job: Job, watch: Watch) -> Attacked:
    """Attacks the public files of a run."""
    with TemporaryDirectory(prefix="attack-", dir=job.scratch) as scratch:
        public, ledger = Path(scratch) / job.parameters["area"] / job.parameters["period"], Path(scratch) / LEDGER
        make_private(public)
        write_all(public, job.files)
        if job.before:
            ledger.write_bytes(job.before)
        return attacked(public, ledger)


def prove_texts(job: Job, watch: Watch) -> Proved:
    """Proves the texts of a run against its findings."""
    return proved(job.files)


def parameters_here(job: Job) -> dict[str, str]:
    """The parameters, their data folder brought here if it lies elsewhere."""
    return job.parameters | ({"data": fetch_data(job.data_from)} if job.data_from else {})
