"""Whose report a page is: the area and what came before it, the period, whose plan it is measured by, and where its
figures are from."""

from datetime import date

import pandas as pd

from wayforward.disclosure.rule import PUBLIC
from wayforward.formats import day, listed
from wayforward.markup import Markup
from wayforward.narrate import plan_end
from wayforward.published.figures import Published
from wayforward.report.open import ReportInputs

JOINTLY = "returned together with "      # as a note of a published figure begins
PART = "part of "


def opening(evidence: ReportInputs) -> Markup:
    """The first lines of a page, as Markdown."""
    area, published = evidence.setting.area, evidence.published
    name = evidence.setting.names[area]
    internal = Markup("**Internal: not for publication.**") if evidence.audience != PUBLIC else ""
    parts = [internal, Markup("**{}**, {}, as known on {}.").format(name, evidence.period.label, day(evidence.as_at)),
             _ended(evidence), history(area, published.areas), together(area, published), _measured_by(evidence, name),
             _where_from(evidence)]
    return Markup(" ").join(filter(None, parts))


def _ended(evidence: ReportInputs) -> str:
    """That the plan has ended, on the page of a period that ends later."""
    return plan_end.ended(evidence.plan.end) if evidence.period.end > evidence.plan.end else ""


def history(area: str, areas: pd.DataFrame) -> str:
    """When an authority began and what its area was before, or when it ended and what its area is since; nothing of one
    that has been there all the time."""
    register = areas.set_index("area")
    own, successors = register.loc[area], register["successor"].str.split()
    told = []
    if own["from"]:
        came_from = sorted((_as_before(register.loc[each, "name"], successors[each]) for each in register.index
                            if area in successors[each]), key=lambda told: (told.startswith(PART), told))
        told.append(f"{own['name']} began on {_day(own['from'])}" + (
            f"; before, its area was {_joined(came_from)}. No figure of before is joined to its own." if came_from
            else "."))
    if own["to"]:
        after = [register.loc[each, "name"] for each in successors[area]]
        told.append(f"{own['name']} ended on {_day(own['to'])}; its area is now {_joined(after)}" + (
            ", of which it became a part." if len(after) == 1 else "."))
    return " ".join(told)


def together(area: str, published: Published) -> str:
    """What an authority returns together with another, so that nothing is known of it alone."""
    own = published.figures[published.figures["area"].eq(area) & published.figures["note"].str.startswith(JOINTLY)]
    names, titles = published.areas.set_index("area")["name"], published.sources.set_index("citation")["title"]
    pairs = {(note.removeprefix(JOINTLY).partition(": see ")[0], titles[citation].partition(" (through")[0])
             for note, citation in zip(own["note"], own["citation"], strict=True)}
    return " ".join(f"{names[area]} and {other} make one return for “{title}”: nothing of it is known of either alone."
                    for other, title in sorted(pairs))


def _as_before(name: str, successors: list[str]) -> str:
    """What an area was of one that ended: all of it or a part."""
    return f"{PART}{name}" if len(successors) > 1 else name


def _joined(names: list[str]) -> str:
    """Names as a list; one that is a list itself does not run into the others."""
    return "; ".join(names) if any(", " in name for name in names) and len(names) > 1 else listed(names)


def _day(text: str) -> str:
    return day(date.fromisoformat(text).isoformat())


def _measured_by(evidence: ReportInputs, name: str) -> Markup:
    if not evidence.setting.promised_by:
        return Markup("Measured against the plan *{}*.").format(evidence.plan.title)
    return Markup("The plan is not {}’s: ambitions, promises and verdicts are worded as in *{}* of {}, and {}, which "
                  "promised none of it, is measured by the same rules.").format(
        name, evidence.plan.title, evidence.setting.promised_by, name)


def _where_from(evidence: ReportInputs) -> str:
    if evidence.invented:
        own = evidence.plan.area == evidence.setting.area
        return ("Nothing here is real: an invented county’s invented returns, to show how the suite works. " + (
            "The plan is invented too." if own else "The plan’s words are a real council’s; no figure here is."))
    if evidence.returns.received is None:
        return "Every figure is an official published one, or worked out from such figures."
    return ("Figures are counted from the council’s own returns, the newest received on "
            f"{day(evidence.returns.received.isoformat())}, where those give them, and are official published ones "
            "elsewhere; each says which.")
