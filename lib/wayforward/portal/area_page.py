"""The page of an area: what is new, its verdicts over time, what changed when, and each period's pages and files."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from wayforward.formats import NOTHING, day
from wayforward.markup import Markup, in_html
from wayforward.portal.changes import changes, sign_of, words_of
from wayforward.portal.frame import anchor, bullets, folded, link, page, paragraph, relative, row, section, table
from wayforward.portal.periods import AreaPeriod
from wayforward.portal.shown_run import Promise, ShownRun
from wayforward.runner.run_folder import CLOSE

INVENTED = "Invented: nothing on this page is real."
CLOSED = ("The close of a plan, for reading inside: a draft, which is neither signed nor published. The command close "
          "makes it anew.")
NEWEST = ("Newest verdict", "Latest figure")


def area_page(periods: Sequence[AreaPeriod], folder: Path, closes: Iterable[str] = ()) -> bytes:
    """The page that lies in a folder, of an area's periods from the oldest; `closes`: the plans whose close lies in
    it."""
    shown = [each for each in periods if readable(each)]
    plans = by_plan(shown)[::-1]
    name = name_of(periods)
    above = Markup('<header><nav aria-label="Other pages"><a href="../index.html">All areas</a></nav></header>\n')
    return page(name, filter(None, (
        paragraph(INVENTED) if any(each.standing.invented for each in shown) else Markup(""),
        section("What is new", [*_news(shown)]),
        section("Verdicts over time", [part for own in plans for part in _verdicts(own, folder)]),
        section("What changed, period by period", [part for own in plans for part in _courses(own)]),
        section("What became of the plan", [paragraph(CLOSED), bullets(map(_close, closes))] if closes else []),
        section("Periods", [part for each in reversed(periods) for part in _period(each, folder)]))), above)


def name_of(periods: Sequence[AreaPeriod]) -> str:
    """An area's name as its newest readable run writes it."""
    runs = [run for each in periods for run in (*each.earlier, each.incomplete, each.standing) if run]
    return next((run.name for run in reversed(runs) if not run.problem), runs[-1].name)


def readable(period: AreaPeriod) -> bool:
    """Whether a whole run of the period can be read."""
    return period.standing is not None and not period.standing.problem


def by_plan(shown: Sequence[AreaPeriod]) -> list[list[AreaPeriod]]:
    """The periods of each plan, the newest period's plan last: another plan's promises are others, and not compared."""
    groups: dict[str, list[AreaPeriod]] = {}
    for each in reversed(shown):
        groups.setdefault(each.standing.plan, []).insert(0, each)
    return list(groups.values())[::-1]


def newest_changes(own: Sequence[AreaPeriod]) -> list[str]:
    """What the newest of a plan's periods says otherwise than the one before it here; nothing of a first one."""
    return [str(each) for each in changes(own[-2].standing, own[-1].standing)] if len(own) > 1 else []


def _news(shown: Sequence[AreaPeriod]) -> Iterator[Markup]:
    if not shown:
        return
    last = shown[-1]
    yield paragraph(f"Newest: {last.period}, as known on {day(last.standing.as_at)}. {' '.join(last.state.told)}")
    own = by_plan(shown)[-1]
    if len(own) > 1:
        yield from _told(f"Since {own[-2].period}", newest_changes(own))


def _told(since: str, lines: list[str]) -> Iterator[Markup]:
    """How many verdicts changed, or how sure they are, and which."""
    number = {0: "no verdict changed", 1: "one verdict changed, or how sure it is"}
    yield paragraph(f"{since}: {number.get(len(lines), f'{len(lines)} verdicts changed, or how sure they are')}.")
    yield bullets(lines)


def _verdicts(shown: Sequence[AreaPeriod], folder: Path) -> Iterator[Markup]:
    """Small multiples: a row a promise, a cell a period, each with its sign; in words at the end of the row."""
    last = shown[-1].standing
    promises = {each.measure: each for period in shown for each in period.standing.promises}
    found = [{each.measure: each for each in period.standing.promises} for period in shown]
    heads = ["Promise", *NEWEST, *(link(f"#{anchor(each.period)}", each.period) for each in shown)]
    yield signs(each for own in found for each in own.values())
    caption = f"The verdict of each promise, period by period{f' ({last.plan})' if last.plan else ''}"
    yield table(f"verdicts-{anchor(last.plan)}" if last.plan else "verdicts", caption, heads, (
        row(_promise(each, last, folder), (*_newest(found[-1].get(measure)),
                                           *(verdict_cell(one.get(measure)) for one in found)))
        for measure, each in sorted(promises.items(), key=lambda item: item[1].number)))


def _promise(promise: Promise, run: ShownRun, folder: Path) -> Markup:
    words = f"{promise.number}. {promise.title}"
    own = next((name for name in run.pages if name.startswith(f"{promise.ambition}-")), None)
    return link(f"{relative(run.place.folder, folder)}/{own}#{promise.measure}", words) if own else in_html(words)


def verdict_cell(promise: Promise | None) -> Markup:
    """A cell with the sign of a verdict, which is read aloud, and shown where a mouse rests, as its words."""
    if promise is None:
        return Markup("<td></td>")
    sign, kind = sign_of(promise)
    return Markup('<td class="{}"><span class="sign" role="img" aria-label="{}" title="{}">{}</span></td>').format(
        Markup(kind), in_html(words_of(promise)), in_html(words_of(promise)), sign)


def signs(given: Iterable[Promise]) -> Markup:
    """What each sign means."""
    known = {(*sign_of(each), words_of(each).partition(",")[0]) for each in given}
    return Markup('<p class="signs">{}</p>').format(Markup(" ").join(
        Markup('<span class="verdict {}"><span class="sign" aria-hidden="true">{}</span> {}</span>').format(
            Markup(kind), sign, in_html(words)) for sign, kind, words in sorted(known)))


def _newest(promise: Promise | None) -> tuple[Markup, Markup]:
    told = (words_of(promise), promise.latest or NOTHING) if promise else ("", "")
    return tuple(Markup("<td>{}</td>").format(in_html(each)) for each in told)


def _courses(shown: Sequence[AreaPeriod]) -> Iterator[Markup]:
    """What each period said otherwise than the one before, the newest first."""
    for before, after in reversed([*pairwise(shown)]):
        yield from _told(f"{before.period} to {after.period}", [
            str(each) for each in changes(before.standing, after.standing)])


def _period(period: AreaPeriod, folder: Path) -> Iterator[Markup]:
    """A period's state, its pages and files, its editions and its earlier runs."""
    yield Markup('<h3 id="{}">{}: {}</h3>').format(Markup(anchor(period.period)), in_html(period.period),
                                                  in_html(period.state.brief))
    if run := period.standing:
        yield paragraph(" ".join(filter(None, (run.as_at and f"As known on {day(run.as_at)}.", *period.state.told))))
        yield _ways(run, folder)
    if run := period.incomplete:
        yield Markup("<h4>Failed, or in part</h4>")
        yield bullets(period.state.told if period.standing is None else period.troubles)
        yield _ways(run, folder)
    yield folded(f"Editions published of {period.period}", bullets(
        _edition(each.number, each.on, each.why, relative(each.folder, folder)) for each in period.published))
    yield folded(f"Earlier {'runs' if not period.standing or not period.standing.assured else 'editions'} of "
                 f"{period.period}", _earlier(period, folder))


def _edition(number: int, on: str, why: str, where: str) -> Markup:
    return Markup("{}, {}{}").format(link(f"{where}/0-panel-report.html", f"Edition {number}"), in_html(day(on)),
                                     in_html(f": {why}" if why else ""))


def _earlier(period: AreaPeriod, folder: Path) -> Markup:
    """Each with its ways in, and what the one after it said otherwise."""
    told = [Markup("<h4>{}</h4>\n{}\n{}").format(
        f"{period.period}, number {run.place.edition}", _ways(run, folder), _difference(run, then))
        for run, then in pairwise((*period.earlier, period.standing))]
    return Markup("\n").join(reversed(told))


def _difference(run: ShownRun, then: ShownRun | None) -> Markup:
    if run.problem or then is None or then.problem:
        return paragraph(f"It cannot be read: {run.problem}.") if run.problem else Markup("")
    return Markup("\n").join(_told("In the next one", [str(each) for each in changes(run, then)]))


def _close(plan: str) -> Markup:
    return link(f"{CLOSE}/{plan}.html", plan)


def _ways(run: ShownRun, folder: Path) -> Markup:
    """The pages of a run, and its documents and data."""
    where = relative(run.place.folder, folder)
    lists = (("Pages", run.pages), ("Documents and data", run.files))
    return Markup("\n").join(Markup("<p>{}: {}</p>").format(name, Markup(" · ").join(
        link(f"{where}/{each}", page_name(each)) for each in names)) for name, names in lists if names)


def page_name(file: str) -> str:
    """A page as it is called: "Panel report", "3 Back on track"; another file by its name.

    >>> page_name("3-back-on-track.html"), page_name("../pack/tables.ods")
    ('3 Back on track', 'tables.ods')
    """
    name = file.rpartition("/")[2]
    number, _, words = name.removesuffix(".html").partition("-")
    if not name.endswith(".html") or not number.isdecimal():
        return name
    words = words.replace("-", " ").capitalize()
    return words if number == "0" else f"{number} {words}"
