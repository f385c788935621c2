"""Declare the rule of a period when it is opened, before its figures are known."""

from collections.abc import Iterable
from pathlib import Path

from wayforward import project
from wayforward.council import plan_of
from wayforward.declared_rule import file_of, write_declared
from wayforward.errors import RefusedParameters
from wayforward.periods import read_date
from wayforward.plans import plan_names
from wayforward.report.could_be_seen import could_be_seen
from wayforward.report.rule_in_force import rule_in_force
from wayforward.report.scatter import editions_of
from wayforward.runner.parameters import load_parameters, parameters_file, parameters_files
from wayforward.today import today


def declare(periods: Iterable[str] = ()) -> list[Path]:
    """Writes the rule in force for each period and plan, and says which files; without periods, for all in params/ that
    have none. RefusedParameters, before anything is written, for a period that has one."""
    named = list(periods)
    wanted = [(plan, period) for period in named or (path.stem for path in parameters_files())
              for plan in plan_names()]
    there = [pair for pair in wanted if project.resolve(file_of(*pair)).exists()]
    if named and there:
        raise RefusedParameters("nothing was written, for these are declared already, and what was declared stands:",
                                [file_of(*pair) for pair in there])
    return [_declare(*pair) for pair in wanted if pair not in there]


def _declare(plan: str, period: str) -> Path:
    parameters = load_parameters(parameters_file(period)).settled()
    as_at, promises = read_date(parameters.as_at), plan_of(plan, parameters.area)
    visible = could_be_seen(parameters.area, parameters.data, min(as_at, today()), promises)
    return write_declared(plan, period, rule_in_force(promises, editions_of(parameters.data, as_at)), today(), visible)
