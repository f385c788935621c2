"""Exploring: one state of what can be looked at, with what it shows and the code that makes it.

In JupyterLab `wf.explore()` is a chooser (see chooser); everywhere else it shows the state it was opened with, whole.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from IPython.display import display

from wayforward import show
from wayforward.areas import local_authorities
from wayforward.errors import RefusedParameters, WayforwardError
from wayforward.plan import Plan, load_plan
from wayforward.plans import DEFAULT
from wayforward.report.compare_pages import compare
from wayforward.report.open import EXAMPLES
from wayforward.report.pages import Page, open_report
from wayforward.show.session import somebody_looks_on

OPENED = ("data", "plan", "published", "audience")
REFUSED = WayforwardError, LookupError      # what there is not, said in words


@dataclass(frozen=True)
class State:
    """What is chosen: of which area, period, measure and series; `by` which characteristic it is broken down over the
    years; `beside` which other area; `varied`, what is set otherwise, by name; `opened`, how reports are opened."""

    area: str
    period: str
    measure: str
    series: str = ""
    by: str = ""
    beside: str = ""
    varied: tuple[tuple[str, Any], ...] = ()
    opened: tuple[tuple[str, str], ...] = ()

    @property
    def plan(self) -> Plan:
        return load_plan(dict(self.opened).get("plan", DEFAULT))

    def real(self, area: str = "") -> Page:
        """The page, nothing varied; or another area's."""
        ambition = next(one for one in self.plan.ambitions if one.id == self.plan.measure(self.measure).ambition)
        return open_report(ambition.number, self.period, area or self.area, **dict(self.opened))[self.measure]

    def page(self) -> Page:
        """The page, varied where something is set otherwise."""
        return self.real().vary(**dict(self.varied)) if self.varied else self.real()

    def code(self) -> str:
        """The lines that make what is shown, to paste into one cell."""
        varied = ", ".join(f"{name}={typed(value)}" for name, value in self.varied)
        lines = [f"page = {self._opening(self.area)}" + (f".vary({varied})" if varied else "")]
        if self.beside:
            lines.append(f"other = {self._opening(self.beside)}")
        return "\n".join([*lines, "display(", *(f"    {call}," for call in self._calls()), ")"])

    def _calls(self) -> Iterator[str]:
        """What is displayed, as it is typed."""
        of = typed(self.series) if self.series else ""
        yield from (["page.changes()"] if self.varied else [])
        yield from (f"page.story({of})", f"page.chart({of})", f"page.table({of})")
        if self.by:
            yield f"page.breakdown({typed(self.by)}, " + (f"series={of}, " if of else "") + 'over="year")'
        if self.beside:
            yield f"wf.compare(page, other).chart({of})"

    def _opening(self, area: str) -> str:
        given = "".join(f", {name}={typed(value)}" for name, value in self.opened)
        number = next(one.number for one in self.plan.ambitions if one.id == self.plan.measure(self.measure).ambition)
        return f'wf.open_report({number}, "{self.period}", "{area}"{given})["{self.measure}"]'

    def parts(self) -> Iterator[Any]:
        """What it shows, in the order of the code. WayforwardError or LookupError for what there is not."""
        page, of = self.page(), self.series or None
        yield from ([page.changes()] if self.varied else [])
        yield from (page.story(*([of] if of else [])), page.chart(of), page.table(of))
        if self.by:
            yield page.breakdown(self.by, series=of, over="year")
        if self.beside:
            yield compare(page, self.real(self.beside)).chart(of)

    def shown(self) -> show.Section:
        """The code, and all that it makes; or why there is nothing."""
        try:
            return show.Section(show.Code(self.code()), *self.parts())
        except REFUSED as refused:
            return show.Section(show.Code(self.code()), show.said(str(refused)))


def typed(value: Any) -> str:
    """A value as it is typed in code.

    >>> typed(("2024", "2025")), typed(25.0), typed(None)
    ('["2024", "2025"]', '25', 'None')
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(typed, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else repr(value)


class Explorer:
    """A state, shown; in JupyterLab under widgets that choose another."""

    def __init__(self, state: State):
        self.state = state

    def choose(self, **changes: Any) -> "Explorer":
        """The same with some of the state changed (see State): `choose(measure="wellbeing")`."""
        return Explorer(replace(self.state, **changes))

    def code(self) -> str:
        """The lines that make what is shown."""
        return self.state.code()

    def __repr__(self) -> str:
        return f"{self.code()}\n\n{self.state.shown().words()}"

    def _ipython_display_(self) -> None:
        if somebody_looks_on():
            from wayforward.report.chooser import Chooser
            Chooser(self).show()
        else:
            display(self.state.shown())


def explore(area: str = EXAMPLES["area"], period: str = EXAMPLES["period"], measure: str = "",
            **opened: str) -> Explorer:
    """A chooser of area, measure, series, period, breakdown, comparison and variations, which shows story, chart, table
    and the code that makes them.

    area, period: as in open_report; measure: an id of the plan, its first where none is named; opened: what else
    open_report takes: data, plan, published, audience. RefusedParameters, with those there are, for an unknown one.

        wf.explore("oxfordshire", measure="care_leavers_accommodation")
    """
    if unknown := opened.keys() - set(OPENED):
        raise RefusedParameters(f"explore: expected {', '.join(OPENED)}; got {', '.join(sorted(unknown))}")
    plan, known = load_plan(opened.get("plan", DEFAULT)), local_authorities(opened.get("data", EXAMPLES["data"]))
    wrong = [] if area in known else [f'area: "{area}" is not known']
    if measure and measure not in (ids := [one.id for one in plan.measures]):
        wrong.append(f'measure: expected one of {", ".join(ids)}; got "{measure}"')
    if wrong:
        raise RefusedParameters("there is nothing to explore:", wrong)
    return Explorer(State(area, period, measure or plan.measures[0].id, opened=tuple(opened.items())))
