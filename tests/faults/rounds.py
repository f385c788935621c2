"""A round: faults upon a project, one run after another, and in the end a plain run that must put all right."""

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from faults import checks
from faults.checks import Verdict
from faults.disk import unmount
from faults.kinds import Kind
from faults.project import Project, Run, start
from wayforward.runner.pools.warm.template import Template

LONGEST = 150       # seconds of a run
Faults = Sequence[tuple[Kind, str]]         # a fault, and the notebook to which it is done


def reference(home: Path, shared: Template, ambitions: int = 3) -> Project:
    """A project whose data changed after a whole run. Beside its runs lies what an interrupted run would leave that had
    finished every notebook."""
    project = Project(home, ambitions).make()
    _plain(project, shared)
    for stem in project.stems:
        project.count(stem, "a.csv", 7)
    began = time.monotonic()
    _plain(project, shared)
    project.seconds = time.monotonic() - began
    project.target.rename(project.finished)
    (project.target.parent / "revisions" / project.target.name / "1").rename(project.target)
    shutil.rmtree(project.target.parent / "revisions")
    return project


def _plain(project: Project, shared: Template) -> None:
    code = start(project, shared).process.wait(LONGEST)
    told = (project.home / "told.txt").read_text()
    assert (code, checks.content(project.target / "internal/findings.json")) == (0, project.findings()), told


def another(project: Project, home: Path) -> Project:
    """A copy to do harm to."""
    shutil.copytree(project.home, home)
    return Project(home, project.ambitions, seconds=project.seconds)


def suffer(project: Project, courses: Sequence[Faults], random: Random, shared: Template) -> Verdict:
    """One run for each course of faults, judged each time; then a plain run, judged too."""
    verdict, good = Verdict(), set()
    try:
        for faults in courses:
            _outdate(project, good)
            _fault(project, faults, random, shared, verdict, good)
        _let_finish(project, shared, verdict, good)
    finally:
        unmount(project)
    return verdict


def _outdate(project: Project, good: set[bytes]) -> None:
    """There is always something to do: where what stands there is what would be found now, the data change. What
    stands there must never be lost."""
    standing = checks.content(project.target / "internal/findings.json")
    good |= {standing} - {None}
    if standing == project.findings():
        for stem in project.stems:
            project.count(stem, "a.csv", 7 + len(good))


def _fault(project: Project, faults: Faults, random: Random, shared: Template, verdict: Verdict,
           good: set[bytes]) -> None:
    for kind, stem in faults:
        kind.before(project, stem, random)
    before = _Before(project)
    project.changed()
    spoilt = next((kind.spoilt for kind, _ in faults if kind.spoilt), None)
    module = ("faults.fault_injection", spoilt[0], str(random.randrange(*spoilt[1:]))) if spoilt else ("wayforward",)
    run = start(project, None if any(kind.own for kind, _ in faults) else shared, module)
    for kind, stem in faults:
        kind.during(run, stem, random)
    codes = _codes(run, verdict)
    verdict.orphans += checks.orphans(checks.mark(project), shared.pid)
    for kind, stem in faults:
        kind.after(project, stem)
    verdict.add(checks.judged(project, codes, good, shared.pid))
    verdict.wrong += [f"ended with {code}" for code in codes if not any(code in kind.ends for kind, _ in faults)]
    told = checks.states(project.incomplete) if codes == [1] and project.incomplete.exists() else {}
    verdict.wrong += [f"{stem}: said to be {state}" for stem, state in told.items()
                      if state not in _truthful(stem, faults)]
    if codes == [0]:
        before.judge(verdict)


def _truthful(stem: str, faults: Faults) -> frozenset[str]:
    """What may become of a notebook."""
    own = [kind.states for kind, done_to in faults if kind.aimed and done_to == stem]
    anywhere = [kind.states for kind, _ in faults if not kind.aimed]
    return frozenset().union(*(own or [{"completed", "not run"}]), *anywhere)


def _codes(run: Run, verdict: Verdict) -> list[int]:
    codes = []
    for each in (run, *run.others):
        try:
            codes.append(each.process.wait(LONGEST))
        except subprocess.TimeoutExpired:
            verdict.wrong.append("does not end")
            each.process.kill()
            codes.append(each.process.wait())
    if run.others and sorted(codes) != [0, 6]:
        verdict.wrong.append(f"of two at once, they ended with {codes}")
    return codes


def _let_finish(project: Project, shared: Template, verdict: Verdict, good: set[bytes]) -> None:
    """The plain run, after which all is well."""
    before = _Before(project)
    project.versions = [project.findings()]
    code = start(project, shared).process.wait(LONGEST)
    verdict.add(checks.judged(project, [code], good, shared.pid))
    if code or checks.content(project.target / "internal/findings.json") != project.findings():
        verdict.wrong.append(f"the next run ended with {code}: {(project.home / 'told.txt').read_text()[-600:]}")
    else:
        before.judge(verdict)
    verdict.wrong += [f"{path.name} is left" for path in (project.building, project.incomplete) if path.exists()]


class _Before:
    """What lay there before a run that becomes a whole one: of that it must execute nothing again, and all else."""

    def __init__(self, project: Project):
        self.project, self.reusable = project, checks.reusable(project)
        self.standing = {checks.content(place / "internal/manifest.json") for place in (project.target, project.ready)}

    def judge(self, verdict: Verdict) -> None:
        stems = {*self.project.stems} | ({checks.PANEL} & {*self.reusable})     # the panel is looked at last
        unchanged = checks.content(self.project.target / "internal/manifest.json") in self.standing
        executed = set() if unchanged else checks.executed(self.project)
        if executed & stems != stems - {*self.reusable}:
            verdict.wrong.append(f"executed {sorted(executed)}, and there lay {sorted(self.reusable)}")
        verdict.resumed += sum(place == self.project.building for place in self.reusable.values())
