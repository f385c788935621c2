"""What the plan wants to be true, and which of its measures speak to it."""

import pandas as pd

from wayforward.plan import Plan, Statement


def coverage(plan: Plan) -> pd.DataFrame:
    """Which measures speak to each thing the plan wants to be true, one row for each; many are spoken to by none.

    Columns: `what` ("will look like", "priority", "I am", "bee"), `id`, `text`, `measures` (their numbers) and
    `evidence`: "outcome measure" if one of them is, else "indicators only", else "none". Bees and priorities are
    spoken to by the measures that name them, statements by the measures with a series that is evidence for them.
    """
    wanted = [
        ("will look like", "evidence", [s for ambition in plan.ambitions for s in ambition.statements]),
        ("priority", "priorities", plan.priorities),
        ("I am", "evidence", [s for bee in plan.bees for s in bee.statements]),
        ("bee", "bees", [Statement(id=bee.id, text=bee.name) for bee in plan.bees]),
    ]
    rows = [(what, s.id, s.text, *_spoken_to(plan, field, s.id)) for what, field, statements in wanted
            for s in statements]
    return pd.DataFrame(rows, columns=["what", "id", "text", "measures", "evidence"])


def _spoken_to(plan: Plan, field: str, id: str) -> tuple[tuple[int, ...], str]:
    speaking = [measure for measure in plan.measures if id in getattr(measure, field)]
    types = {measure.type for measure in speaking}
    evidence = "outcome measure" if "outcome measure" in types else "indicators only" if types else "none"
    return tuple(measure.number for measure in speaking), evidence
