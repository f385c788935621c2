"""What Tab offers inside a page's calls, in JupyterLab and IPython: what `vary` can set, and the names of series.

IPython completes names and keys by itself; what goes between brackets it cannot know, and offers files and commands.
"""

import re
from typing import Any

from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher
from IPython.core.getipython import get_ipython

from wayforward import measures
from wayforward.report.measure_tables import MeasureTables
from wayforward.report.vary import OF_THE_CHAIN

CALL = re.compile(r"""(\w+)\.(\w+)\(([^()]*)$""")       # a name, its method, and what is typed between the brackets
NAME, QUOTED = re.compile(r"(?:^|,)\s*(\w*)$"), re.compile(r"""(?:^|[,=\s])["'](\w*)$""")
OF_A_SERIES = {"story", "chart", "table", "figures", "data", "counts", "forecast", "why", "finding", "areas",
               "councils", "control", "robustness", "characteristics"}


def offered(page: MeasureTables, method: str, inside: str) -> list[str]:
    """What can be typed next, inside a call of a page: arguments of `vary`, or a series after a quotation mark. Told
    from the plan and the definition alone, so that nobody waits for a page to be worked out.

    inside: what is typed between the brackets so far, such as 'mi' or '"care_'
    """
    if method == "vary":
        names = [f"{name}=" for name in (*measures.choices_of(page.measure.id), *OF_THE_CHAIN)]
        begun = NAME.search(inside) if inside.count("[") == inside.count("]") else None
    else:
        names = [series.id for series in page.measure.series] if method in OF_A_SERIES else []
        begun = QUOTED.search(inside)
    return [name for name in names if begun and name.startswith(begun[1])]


@context_matcher(identifier="wayforward")
def matcher(context: CompletionContext) -> dict[str, Any]:
    """The same for IPython: alone where there is something to offer, else nothing."""
    call = CALL.search(context.full_text[:_place(context)])
    page = call and get_ipython().user_ns.get(call[1])
    found = offered(page, call[2], call[3]) if isinstance(page, MeasureTables) else []
    begun = re.search(r"\w*$", call[3])[0] if found else ""
    return {"completions": [SimpleCompletion(name, type="param") for name in found], "matched_fragment": begun,
            "suppress": bool(found)}


def _place(context: CompletionContext) -> int:
    """Where the cursor is in the cell's text."""
    lines = context.full_text.split("\n")
    return sum(len(line) + 1 for line in lines[:context.cursor_line]) + context.cursor_position


def install() -> None:
    """Makes the running IPython, if there is one, offer them."""
    shell = get_ipython()
    if shell is not None and matcher not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(matcher)
