"""What can go wrong, by whose door it came in; each class carries the exit code of the command line.

A message says what was expected, what came and where, and what to do. Many problems are told at once.
No message may hold a value from a row about a child: rule, file, column and row count only.
"""


class WayforwardError(Exception):
    """Something a person has to act on. `problems` holds one plain sentence each."""

    exit_code = 1

    def __init__(self, summary: str, problems: list[str] | None = None):
        self.summary = summary
        self.problems = list(problems or [])
        super().__init__("\n".join([summary, *(f"  - {problem}" for problem in self.problems)]))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the words alone, and not the way through the library to them."""
        return f"{type(self).__name__}: {self}".splitlines()


class RefusedParameters(WayforwardError):
    """A run was asked for in words the suite does not know; nothing has started."""

    exit_code = 2


class RefusedPlan(WayforwardError):
    """plan.toml does not hold together; nothing has started."""

    exit_code = 2


class RefusedInputs(WayforwardError):
    """A data file breaks its contract."""

    exit_code = 3


class RefusedReturn(RefusedInputs):
    """A table of the returns breaks its rules: what it feeds is not counted, and everything else is. `table` is its
    name."""

    def __init__(self, table: str, problems: list[str] | None = None):
        self.table = table
        super().__init__(f"the return {table} is refused; put it right and run again", problems)


class FailedRun(WayforwardError):
    """At least one notebook of a run did not complete."""

    exit_code = 1


class RefusedPublication(WayforwardError):
    """A run may not be published: it gives somebody away, is not whole, or is not what it was."""

    exit_code = 4


class Busy(WayforwardError):
    """Another run holds this area and period."""

    exit_code = 6


class MissingReturn(WayforwardError):
    """A return that a measure needs is not at hand: a finding of "no data", not a failure. `table` is its name."""

    def __init__(self, table: str):
        self.table = table
        super().__init__(f"the return {table} is not at hand")
