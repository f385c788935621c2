"""The chooser in JupyterLab: widgets above, and below them what they choose, as displays that the notebook keeps.

What cannot be shown is told in words between the two, and what was shown last stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from IPython.display import Javascript, display

from wayforward import show
from wayforward.areas import local_authorities
from wayforward.errors import WayforwardError
from wayforward.markup import Markup, in_html
from wayforward.periods import quarters, reporting_period
from wayforward.report.choices import Choice
from wayforward.report.chooser_widgets import NONE, Options, as_text, choose, grid, offer, read, widget_of
from wayforward.report.explore import State
from wayforward.report.pages import Page
from wayforward.today import today

if TYPE_CHECKING:
    from wayforward.report.explore import Explorer

PLACES = 7          # displays that are filled, or emptied: the code, and what it makes at most
NOTHING = show.markdown(Markup(""))
CLASS = "wayforward-chooser"
# Keys typed in a list are the list's, those with Ctrl apart. JupyterLab would take them for its own, where two d delete
# the cell and an arrow leaves it. The widgets are drawn a while after they are displayed
KEYS = Javascript(f"""(function keep(times) {{
    document.querySelectorAll(".{CLASS}").forEach(each =>
        each.onkeydown = key => key.ctrlKey || key.metaKey || key.stopPropagation());
    if (times) setTimeout(keep, 500, times - 1);
}})(20)""")
OTHERWISE = "<b>Set otherwise</b>: the whole chain again. In lists, Ctrl or Shift chooses several."
WORKING = '<div role="status">Working …</div>'
READY = '<div role="status">Below: the lines that make what is shown, to paste into a cell, and what they show.</div>'
REFUSED = '<div role="alert"><b>This cannot be shown.</b> {}{}</div>'
STAYS = "<b>Below is still what was chosen before.</b>"
UNFORESEEN = Markup("It should not have failed ({}). These lines, in a cell of their own, show where: <pre>{}</pre>")


class Chooser:
    """The widgets of an explorer, and the displays below them; the explorer's state follows."""

    def __init__(self, explorer: "Explorer"):
        self._explorer, self._places, self._quiet = explorer, [], False
        self._choices: dict[str, Choice] = {}
        self._areas = _areas(explorer.state)
        self.context, self.details = _context(explorer.state, self._areas), _details()
        self.variations: dict[str, widgets.ValueWidget] = {}
        self.status, self.otherwise = widgets.HTML(WORKING), widgets.VBox()
        self.box = widgets.VBox([grid([*self.context.values(), *self.details.values()]), self.otherwise, self.status])
        self.box.add_class(CLASS)
        for name, widget in (self.context | self.details).items():
            widget.observe(self._changed(name), names="value")

    def show(self) -> None:
        """Displays the widgets, and then what is chosen."""
        display(self.box)
        self._places = [display(part, display_id=True) for part in (KEYS, *[NOTHING] * (PLACES - 1))]
        self.start()

    def start(self) -> None:
        """The state that the explorer was opened with."""
        self._take(self._explorer.state, anew=True)

    def _changed(self, name: str) -> Callable[[dict], None]:
        def change(_: dict) -> None:
            if not self._quiet:
                self._take(*self._chosen(name))
        return change

    def _chosen(self, name: str) -> tuple[State, bool]:
        """The state that the widgets say now, and whether it is another page's: then all but the series of the same
        measure begins anew."""
        before = self._explorer.state
        context = {each: widget.value for each, widget in self.context.items()}
        first = {each: getattr(before, each) for each in context}
        beside = self.details["beside"].value or NONE
        if not self._choices or context != first:
            kept = before.series if context["measure"] == before.measure else NONE
            beside = NONE if beside == context["area"] else beside
            return replace(before, **context, series=kept, by=NONE, beside=beside, varied=()), True
        series, by = self.details["series"], self.details["by"].value or NONE
        varied = tuple((each, now) for each, choice in self._choices.items()
                       if (now := read(choice, self.variations[each].value)) != choice.default)
        return replace(before, series=series.value if series.index else NONE, beside=beside, varied=varied,
                       by=NONE if name == "series" else by), False

    def _take(self, state: State, anew: bool) -> None:
        """A state shown; or in words why it cannot be, and the one before stays."""
        self.status.value = WORKING
        try:
            page = state.real()
            parts = [show.Code(state.code()), *state.parts()]
            self._offer(state, page, anew)
            self._explorer.state = state
            self._fill([*parts, *[NOTHING] * (PLACES - len(parts))])
        except Exception as error:         # what a widget raises, nobody who reads the notebook is shown
            self.status.value = REFUSED.format(_why(error, state), STAYS if self._choices else "")
        else:
            self.status.value = READY

    def _fill(self, parts: list[Any]) -> None:
        for place, part in zip(self._places, parts, strict=bool(self._places)):
            place.update(part)

    # What there is to choose

    def _offer(self, state: State, page: Page, anew: bool) -> None:
        """What the page of a state offers, in the same widgets; what can be set otherwise, only on another page."""
        self._quiet = True
        try:
            titles = {one.series: one.title for one in reversed(page.findings)}
            offer(self.details["series"], [(titles[name], name) for name in page.series], state.series)
            offer(self.details["by"], _or_none((each, each) for each in page.characteristics(state.series or None)),
                  state.by)
            offer(self.details["beside"], _or_none(each for each in self._areas if each[1] != state.area), state.beside)
            if anew:
                self._offer_variations(state, page)
        finally:
            self._quiet = False

    def _offer_variations(self, state: State, page: Page) -> None:
        given, names = dict(state.varied), {area: name for name, area in self._areas}
        self._choices = page.choices()
        self.variations = {name: widget_of(choice, given.get(name, choice.default), names)
                           for name, choice in self._choices.items()}
        for name, widget in self.variations.items():
            widget.observe(self._changed(name), names="value")
        back = widgets.Button(description="All as defined")
        back.on_click(self._as_defined)
        head = widgets.HBox([widgets.HTML(OTHERWISE), back])
        self.otherwise.children = [head, grid([*self.variations.values()])] if self.variations else []

    def _as_defined(self, _: Any) -> None:
        """Nothing set otherwise."""
        self._quiet = True
        for name, widget in self.variations.items():
            default = self._choices[name].default
            widget.value = as_text(default) if isinstance(widget, widgets.Text) else default
        self._quiet = False
        self._take(*self._chosen("varied"))


def _areas(state: State) -> Options:
    known = local_authorities(dict(state.opened).get("data", "data"))
    return sorted(((place.shown, area) for area, place in known.items()), key=lambda each: each[0])


def _context(state: State, areas: Options) -> dict[str, widgets.Dropdown]:
    measures = [(f"{one.number}. {one.title}", one.id) for one in state.plan.measures]
    return {"area": choose("Area", areas, state.area), "period": choose("Period", _periods(state), state.period),
            "measure": choose("Measure", measures, state.measure, whole=True)}


def _details() -> dict[str, widgets.Dropdown]:
    return {"series": choose("Series", [], NONE, whole=True), "by": choose("By group, over years", [], NONE),
            "beside": choose("Compared with", [], NONE)}


def _periods(state: State) -> Options:
    """The quarters since the plan began whose reports can be made today, the latest first, and the one opened."""
    began, now = state.plan.start, today()
    there = [each for each in map(reporting_period, quarters(began.year - 1, now.year + 1))
             if each.end > began and each.as_at <= now]
    named = [(f"{each.code}: {each.label.partition(' (')[0]}", each.code) for each in reversed(there)]
    return named if state.period in dict(map(reversed, named)) else [(state.period, state.period), *named]


def _or_none(options: Iterable[tuple[str, str]]) -> Options:
    return [("–", NONE), *options]


def _why(error: Exception, state: State) -> str:
    """What an error says to a reader, as HTML: of what was foreseen its words, of anything else its kind alone."""
    if isinstance(error, WayforwardError):
        listed = "".join(f"<li>{in_html(each)}</li>" for each in error.problems)
        return f"{in_html(error.summary)}" + (f"<ul>{listed}</ul>" if listed else " ")
    if isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError):
        return f"{in_html(str(error))}. "
    return UNFORESEEN.format(in_html(type(error).__name__), in_html(state.code()))
