"""The service's words of an area and period held against today's findings, without a run."""

from collections.abc import Iterable

from wayforward import project
from wayforward.commentary.claims import problems_of
from wayforward.commentary.folder import HOME
from wayforward.commentary.replies import reply_problems
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.finding import Finding
from wayforward.periods import reporting_period
from wayforward.report.open import ReportInputs, examine_measure


def headlines(evidence: ReportInputs, measures: Iterable[str]) -> list[Finding]:
    """The headline findings of the measures named, of all where none is; RefusedParameters for one of no plan."""
    known = {measure.id: measure for measure in evidence.plan.measures}
    unknown = [name for name in measures if name not in known]
    if unknown:
        raise RefusedParameters("measure: not of the plan; `wayforward measures` has them all:", unknown)
    found = [examine_measure(known[name], evidence).findings for name in measures or known]
    return [next(one for one in findings if one.headline) for findings in found]


def check_words(evidence: ReportInputs, areas: Iterable[str]) -> int:
    """How many files say something, and well; RefusedInputs with every problem of the others, and of the folders'
    names. `areas`: all that can be reported on."""
    measures = {measure.id: measure for measure in evidence.plan.measures}
    problems = strange_folders(areas)
    filled = [draft for draft in evidence.drafts if not draft.is_blank]
    for draft in filled:
        measure = measures.get(draft.measure)
        findings = examine_measure(measure, evidence).findings if measure else []
        problems += [f"{draft.path}: {problem}" for problem in problems_of(draft, findings)]
    for replied in evidence.replied:
        measure = measures.get(replied.draft.measure)
        findings = examine_measure(measure, evidence).findings if measure else []
        problems += [f"{replied.draft.path}: {problem}" for problem in reply_problems(replied, findings)]
    if problems:
        raise RefusedInputs("the service’s words are refused; put them right, or a run shows none of these files:",
                            problems)
    return len(filled) + len({replied.draft.path for replied in evidence.replied})


def strange_folders(areas: Iterable[str]) -> list[str]:
    """A sentence for each folder of words that is of no area or no period, and is never read."""
    home, known = project.root() / HOME, set(areas)
    found = [path for path in sorted(home.glob("*")) if path.is_dir()]
    strange = [f"{HOME}/{path.name}: no area has this name; `wayforward runs` and areas.csv have their names"
               for path in found if path.name not in known]
    return strange + [f"{project.shown(path)}: no period; expected one such as 2025-26-Q4" for each in found
                      for path in sorted(each.glob("*")) if path.is_dir() and not _is_period(path.name)]


def _is_period(name: str) -> bool:
    try:
        return bool(reporting_period(name))
    except RefusedParameters:
        return False
