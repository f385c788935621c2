"""The widgets of the chooser: one for what there is to choose, one for each thing that can be set otherwise."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import ipywidgets as widgets

from wayforward.report.choices import Choice

NONE = ""
LABEL, ROWS, WHOLE = {"description_width": "12em"}, 6, "auto / 1 / auto / -1"
COLUMNS = {"grid_template_columns": "repeat(auto-fit, minmax(34em, 1fr))", "grid_gap": "0.2em 1.5em",
           "max_width": "84em"}
NAMES = {"without": "Without periods", "since": "From", "baseline": "Before the plan", "neighbours": "Neighbours",
         "threshold": "Numbers hidden below"}
Options = Sequence[tuple[str, str]]


def grid(children: Sequence[widgets.Widget]) -> widgets.GridBox:
    """Widgets side by side, as many as there is room for."""
    for child in children:
        child.style, child.layout.width = LABEL, "auto"
    return widgets.GridBox(children, layout=COLUMNS)


def choose(label: str, options: Options, value: str, whole: bool = False) -> widgets.Dropdown:
    """A list of which one is chosen: `value`, or the first where it is none of them; over the whole width of a grid."""
    widget = widgets.Dropdown(description=label, layout={"grid_area": WHOLE} if whole else {})
    offer(widget, options, value)
    return widget


def offer(widget: widgets.Dropdown, options: Options, value: str) -> None:
    """Another list in the same widget, so that a keyboard stays where it is."""
    there = [each for _, each in options]
    widget.options = options
    widget.value = value if value in there else next(iter(there), None)


def widget_of(choice: Choice, value: Any, names: Mapping[str, str]) -> widgets.ValueWidget:
    """What sets a choice otherwise; `names`: of areas."""
    label = NAMES.get(choice.name, choice.name.replace("_", " ").capitalize())
    if choice.kind in ("periods", "areas"):
        first = [each for each in choice.default if each in choice.allowed]
        rest = sorted(set(choice.allowed) - set(first), key=lambda each: names.get(each, each))
        return widgets.SelectMultiple(options=[(names.get(each, each), each) for each in [*first, *rest]],
                                      value=[each for each in value if each in choice.allowed],
                                      description=label, rows=ROWS)
    if choice.kind == "period":
        return choose(label, [(each, each) for each in choice.allowed], value)
    if choice.kind == "yes or no":
        return widgets.Checkbox(value=bool(value), description=label, indent=True)
    if choice.kind == "number" and value is not None:
        return widgets.FloatText(value=value, description=label)
    if choice.kind == "whole number" and value is not None:
        return widgets.IntText(value=value, description=label)
    return widgets.Text(value=as_text(value), description=label, continuous_update=False)


def as_text(value: Any) -> str:
    """A value as it stands in a line of text: a list with commas, nothing where there is none."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def read(choice: Choice, value: Any) -> Any:
    """A widget's value as the choice wants it; what is wrong with it, the page says."""
    if choice.kind in ("periods", "areas"):
        return choice.default if set(value) == set(choice.default) else tuple(value)
    if choice.kind == "list":
        given = tuple(each.strip() for each in value.split(",") if each.strip())
        return given or choice.default
    if value == NONE and choice.default is None:
        return None
    if choice.kind in ("number", "whole number"):
        with suppress(ValueError):
            return float(value) if choice.kind == "number" else int(value)
    return value
