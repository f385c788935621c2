"""Which plans there are: each a folder in the project's plans/, known by its name."""

from pathlib import Path

from wayforward import project
from wayforward.errors import RefusedPlan

PLANS, FILE = "plans", "plan.toml"
DEFAULT = "our-way-forward-2021-2026"       # of a run that names none


def plan_names() -> list[str]:
    """The names of the plans, in order."""
    return sorted(path.parent.name for path in project.resolve(PLANS).glob(f"*/{FILE}"))


def plan_folder(plan: str) -> Path:
    """Where a plan lies. RefusedPlan, with those that there are, for any other name."""
    if plan not in (known := plan_names()):
        raise RefusedPlan(f"plan: there is no plan {plan!r}; {PLANS}/ holds {', '.join(known) or 'none'}")
    return project.resolve(PLANS) / plan
