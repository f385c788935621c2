"""The chooser in JupyterLab: widgets above, and below them what they choose, as displays that the notebook keeps."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from IPython.display import display

from wayforward import show
from wayforward.areas import local_authorities
from wayforward.errors import WayforwardError
from wayforward.markup import Markup
from wayforward.report.choices import Choice
from wayforward.report.explore import State

if TYPE_CHECKING:
    from wayforward.report.explore import Explorer

NONE = ""
PLACES = 7          # displays that are filled, or emptied: the code, and what it makes at most
LAYOUT, LABELS = {"width": "32em"}, {"description_width": "12em"}
NOTHING = show.markdown(Markup(""))


class Chooser:
    """The widgets of an explorer, and the displays below them; the explorer's state follows."""

    def __init__(self, explorer: "Explorer"):
        self._explorer, self._places = explorer, []
        self._quiet = False
        self.context, self.details, self.variations = {}, {}, {}
        self.box = widgets.VBox()
        self._build()

    def show(self) -> None:
        """Displays the widgets and what is chosen."""
        display(self.box)
        self._places = [display(part, display_id=True) for part in self._parts()]

    def _parts(self) -> list[Any]:
        parts = self._explorer.state.shown().parts
        return [*parts, *[NOTHING] * (PLACES - len(parts))][:PLACES]

    # Building the widgets

    def _build(self) -> None:
        """Every widget anew, as the state has it: what there is to choose depends on what was chosen before."""
        state = self._explorer.state
        known = local_authorities(dict(state.opened).get("data", "data"))
        areas = sorted(((place.name, area) for area, place in known.items()), key=lambda each: each[0])
        self.context = {
            "area": _choose("Area", areas, state.area),
            "period": widgets.Text(state.period, description="Period", continuous_update=False),
            "measure": _choose("Measure", [(one.title, one.id) for one in state.plan.measures], state.measure)}
        self.details, self.variations = {}, {}
        with suppress(WayforwardError):             # what is shown below says why
            self._build_details(state, areas)
        for name, widget in (*self.context.items(), *self.details.items(), *self.variations.items()):
            widget.style, widget.layout = LABELS, LAYOUT
            widget.observe(self._changed(name), names="value")
        self.box.children = (*self.context.values(), *self.details.values(),
                             *([widgets.HTML("<b>Set otherwise</b>")] if self.variations else []),
                             *self.variations.values())

    def _build_details(self, state: State, areas: list[tuple[str, str]]) -> None:
        page = state.real()
        titles = {one.series: one.title for one in reversed(page.findings)}
        series = state.series or page.series[0]
        self.details = {
            "series": _choose("Series", [(titles[name], name) for name in page.series], series),
            "by": _choose("By group, over the years", [("–", NONE), *((each, each) for each in
                                                                     page.characteristics(series))], state.by),
            "beside": _choose("Compared with", [("–", NONE), *(each for each in areas if each[1] != state.area)],
                              state.beside)}
        given = dict(state.varied)
        self.variations = {name: _of(choice, given.get(name, choice.default))
                           for name, choice in page.choices().items()}
        self._choices = page.choices()

    # What is chosen

    def _changed(self, name: str) -> Callable[[dict], None]:
        def change(event: dict) -> None:
            if not self._quiet:
                self._take(name, event["new"])
        return change

    def _take(self, name: str, value: Any) -> None:
        """A value chosen: another area, period or measure begins anew; then all is shown again."""
        changes: dict[str, Any] = {name: value}
        if name in self.variations:
            changes = {"varied": tuple((each, read) for each, choice in self._choices.items()
                                       if (read := _read(choice, self.variations[each].value)) != choice.default)}
        elif name in self.context:
            changes |= {"series": NONE, "by": NONE, "varied": ()}
        self._explorer.state = self._explorer.choose(**changes).state
        if name in (*self.context, "series"):
            self._quiet = True
            self._build()
            self._quiet = False
        if self._places:
            for place, part in zip(self._places, self._parts(), strict=True):
                place.update(part)


def _choose(label: str, options: list[tuple[str, str]], value: str) -> widgets.Dropdown:
    there = [each for _, each in options]
    return widgets.Dropdown(options=options, value=value if value in there else there[0], description=label)


def _of(choice: Choice, value: Any) -> widgets.ValueWidget:
    """The widget that sets a choice."""
    label = choice.name.replace("_", " ").capitalize()
    if choice.kind in ("periods", "areas"):
        return widgets.SelectMultiple(options=choice.allowed, value=[each for each in value if each in choice.allowed],
                                      description=label)
    if choice.kind == "period":
        return _choose(label, [(each, each) for each in choice.allowed], value)
    if choice.kind == "yes or no":
        return widgets.Checkbox(value=bool(value), description=label, indent=True)
    if choice.kind == "number" and value is not None:
        return widgets.FloatText(value=value, description=label, continuous_update=False)
    if choice.kind == "whole number" and value is not None:
        return widgets.IntText(value=value, description=label, continuous_update=False)
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    return widgets.Text(value=text, description=label, continuous_update=False)


def _read(choice: Choice, value: Any) -> Any:
    """A widget's value as the choice wants it."""
    if choice.kind == "list":
        given = tuple(each.strip() for each in value.split(",") if each.strip())
        return given or (choice.default if choice.default is None else ())
    if choice.kind in ("periods", "areas"):
        return choice.default if set(value) == set(choice.default) else tuple(value)
    if value == "" and choice.default is None:
        return None
    with suppress(ValueError):                      # vary says what is wrong with it
        return float(value) if choice.kind == "number" else value
    return value
