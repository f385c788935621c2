"""The first page: what needs somebody, what is new, every area and period, and each area's newest verdicts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wayforward.formats import listed
from wayforward.markup import Markup, in_html
from wayforward.portal.area_page import by_plan, name_of, newest_changes, readable, signs, verdict_cell
from wayforward.portal.changes import words_of
from wayforward.portal.frame import PAGE, anchor, bullets, folded, link, page, paragraph, relative, row, section, table
from wayforward.portal.periods import AreaPeriod
from wayforward.portal.shown_run import Promise

FEW = 12        # areas of which what is new is told at once
Areas = Mapping[str, Sequence[AreaPeriod]]
SEARCH = ("To find an area, a promise, a period or a verdict, search with the browser (Ctrl and F, or Find in page); "
          "each area has a page with every promise in every period.")


def index_page(areas: Areas, folder: Path, inside: bool) -> bytes:
    """The page that lies in a folder, of its areas' periods; `inside`: of runs, and not of what was published."""
    return page("Runs" if inside else "What was published", filter(None, (
        *_opening(areas, inside), section("What needs somebody", _troubles(areas) if inside else []),
        section("What is new", [*_news(areas)]), section("Areas and periods", [*_periods(areas, folder)]),
        section("Newest verdicts", [*_verdicts(areas)]))))


def _opening(areas: Areas, inside: bool) -> Iterator[Markup]:
    periods = {each.period for group in areas.values() for each in group}
    runs = [run for group in areas.values() for each in group for run in (*each.earlier, each.standing, each.incomplete)
            if run]
    what = "runs" if inside else "editions"
    if not runs:
        yield paragraph(f"There are no {what} here yet.")
        return
    yield paragraph(f"Areas: {len(areas):,}; periods: {len(periods):,}, {min(periods)} to {max(periods)}; {what}: "
                    f"{len(runs):,}. {SEARCH}")
    invented = [name_of(group) for group in areas.values() if any(
        each.standing and each.standing.invented for each in group)]
    if invented:
        yield paragraph(f"Invented, and nothing of it real: {listed(invented)}.")


def _troubles(areas: Areas) -> list[Markup]:
    """What failed, is not whole, was refused or is not as it was signed, or that there is nothing such; and what waits
    for a signature."""
    told = [Markup("{}: {}").format(_to_period(group, each), in_html(" ".join(each.troubles)))
            for group in areas.values() for each in reversed(group) if each.troubles]
    whole = [] if told else [paragraph("Every run is whole, and nothing was refused.")]
    return [*whole, *([bullets(told)] if told else []), *_to_sign(areas)]


def _to_sign(areas: Areas) -> Iterator[Markup]:
    """How many runs of the newest period wait for a signature, and which."""
    newest = max((each.period for group in areas.values() for each in group if readable(each)), default="")
    runs = [(group, each) for group in areas.values() for each in group if each.period == newest and readable(each)]
    drafts = [_to_period(group, each) for group, each in runs if each.state.kind == "draft"]
    if drafts:
        yield paragraph(f"Drafts of {newest} that wait for a signature: {len(drafts):,} of {len(runs):,} runs.")
        yield bullets(drafts) if len(drafts) <= FEW else folded("Which wait for a signature", bullets(drafts))


def _to_period(group: Sequence[AreaPeriod], period: AreaPeriod) -> Markup:
    return link(f"{period.area}/{PAGE}#{anchor(period.period)}", f"{name_of(group)}, {period.period}")


def _news(areas: Areas) -> Iterator[Markup]:
    """The changed verdicts of the areas that have the newest period."""
    newest = max((each.period for group in areas.values() for each in group if readable(each)), default="")
    shown = {area: [each for each in group if readable(each)] for area, group in areas.items()}
    reached = {area: by_plan(group)[-1] for area, group in shown.items() if group and group[-1].period == newest}
    told = {area: newest_changes(group) for area, group in reached.items()}
    if not reached:
        return
    changed = [_area_news(areas[area], lines) for area, lines in told.items() if lines]
    before = sum(len(group) > 1 for group in reached.values())
    since = f" Of {before:,} with a period before it, verdicts changed, or how sure they are, in {len(changed):,}."
    yield paragraph(f"The newest period is {newest}, which {len(reached):,} of {len(areas):,} areas have."
                    f"{since if before else ''}")
    yield bullets(changed) if len(changed) <= FEW else folded(f"What changed in {newest}", bullets(changed))


def _area_news(group: Sequence[AreaPeriod], lines: list[str]) -> Markup:
    return Markup("{}{}").format(link(f"{group[0].area}/{PAGE}", name_of(group)), bullets(lines))


def _periods(areas: Areas, folder: Path) -> Iterator[Markup]:
    """The state of each area and period, in a word."""
    periods = sorted({each.period for group in areas.values() for each in group})
    if periods:
        yield table("periods", "The state of each area's periods", ["Area", "Newest panel report", *periods], (
            row(link(f"{area}/{PAGE}", name_of(group)), (_report(group, folder), *_states(group, periods)))
            for area, group in areas.items()))


def _report(group: Sequence[AreaPeriod], folder: Path) -> Markup:
    last = next((each for each in reversed(group) if readable(each) and each.standing.pages), None)
    if last is None:
        return Markup("<td></td>")
    run = last.standing
    return Markup("<td>{}</td>").format(link(f"{relative(run.place.folder, folder)}/{run.pages[0]}", last.period))


def _states(group: Sequence[AreaPeriod], periods: list[str]) -> Iterator[Markup]:
    found = {each.period: each for each in group}
    for period in periods:
        state = found[period].state if period in found else None
        later = "; later one not whole" if state and found[period].standing and found[period].incomplete else ""
        yield Markup('<td class="{}">{}</td>').format(
            Markup(state.kind), in_html(state.brief + later)) if state else Markup("<td></td>")


def _verdicts(areas: Areas) -> Iterator[Markup]:
    """Each area's verdicts in its newest run: how many have each, promise by promise, then the areas one by one."""
    newest = {area: next((each.standing for each in reversed(group) if readable(each)), None)
              for area, group in areas.items()}
    found = {area: {each.measure: each for each in run.promises} for area, run in newest.items() if run}
    promises = {each.measure: each for own in found.values() for each in own.values()}
    ordered = sorted(promises.values(), key=lambda each: each.number)
    if not ordered:
        return
    yield bullets(_counted(each, [own[each.measure] for own in found.values() if each.measure in own])
                  for each in ordered)
    yield signs(each for own in found.values() for each in own.values())
    heads = ["Area", *(str(each.number) for each in ordered)]
    yield table("newest", "The newest verdict of each area's promises, by their numbers", heads, (
        row(link(f"{area}/{PAGE}", name_of(areas[area])), (verdict_cell(own.get(each.measure)) for each in ordered))
        for area, own in found.items()))


def _counted(promise: Promise, given: list[Promise]) -> str:
    """How many areas have each verdict, the most frequent first."""
    counts = sorted(Counter(words_of(each).partition(",")[0].lower() for each in given).items(),
                    key=lambda item: (-item[1], item[0]))
    return f"{promise.number}. {promise.title}: {', '.join(f'{count:,} {words}' for words, count in counts)}"
