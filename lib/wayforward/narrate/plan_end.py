"""What is said once the plan has ended."""

from datetime import date

from wayforward.formats import day


def ended(on: date) -> str:
    """That the plan has ended, and what decides from then on."""
    return (f"The plan ended on {day(on.isoformat())}. Each promise is judged by the figures of periods that ended by "
            "then; later figures are shown beside them and decide nothing.")
