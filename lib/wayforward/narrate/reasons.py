"""Why there is no figure, no change or no chart, in the words that stand as a `reason`; and what a note says of it."""

from wayforward.formats import half_up
from wayforward.statistics.results import NOT_WHOLE

SHARED_TIME = "each figure shares most of its time with the one before"
NONE_SINCE_PLAN = "there is no figure since the plan began"
CHANGED_BETWEEN = "what is counted changed in between"
THE_COUNTRY = "the country itself"
NO_COUNTRY_FIGURE = "no figure for England in one of the two periods"
TOO_SMALL = ", and the numbers in the council’s own returns are too small to be shown"


def refused_table(title: str) -> str:
    """What would be counted from a table that was refused."""
    return f"the table “{title}” of the council’s returns was refused"


def no_figure(area: str, published: bool, headline: bool, lacking: str) -> str:
    """A series without any figure: `published` where the plan names published figures of it; `lacking` says what the
    returns lack."""
    if published:
        return f"no published figure for {area} is at hand{lacking}"
    return f"no published figure covers this{' promise' if headline else ''}{lacking}"


def lacking_table(title: str) -> str:
    """What the council's returns lack, where it has supplied some."""
    return f", and the council’s returns at hand do not hold: {title}"


def last_period(status: str) -> str:
    """No forecast of a period that has a figure which cannot be used."""
    return f"the figure for the plan’s last period is {status}"


def begun(period: str, why: str) -> str:
    """Why a published figure stands where a return of the council is at hand."""
    return f"Of the council’s own return, {period} is {NOT_WHOLE}: {why}."


def begun_year(first: int, why: str) -> str:
    """A financial year some of whose quarters are not there."""
    return f"April {first} to March {first + 1} is {NOT_WHOLE}: {why}."


def received_too_early(table: str, on: str) -> str:
    """Of a table that came before the period had ended."""
    return f"“{table}” was received too early, on {on}"


def no_row(table: str, months: str) -> str:
    """Of a table without rows in some months; `months` as "in May 2025"."""
    return f"“{table}” has no row {months}"


def no_answer(table: str, months: str) -> str:
    """Of a survey that stops before it did in other years."""
    return f"“{table}” has no answer {months}, when answers came in other years"


def few_rows(table: str, months: str) -> str:
    """Of a table with months that seem cut short."""
    return f"“{table}” has far fewer rows {months} than in other months"


def mostly_unknown(unknown: float | None, total: float | None) -> str:
    """Of how many it is not known, where both numbers may be shown."""
    if unknown is None or total is None:
        return "not known for most of them"
    return f"not known for {half_up(unknown)} of {half_up(total)}"
