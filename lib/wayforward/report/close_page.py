"""A plan's close, laid out: the body of its page, and the same as plain text. What it says is worded in narrate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from wayforward.finding import to_json
from wayforward.formats import brief_period, day, listed
from wayforward.markup import Markup, in_html
from wayforward.narrate import plan_close as words
from wayforward.narrate.still_to_come import part_of_month
from wayforward.narrate.words import verdict_of, verdict_words
from wayforward.report.plan_close import ClosedFigure, ClosedPromise, PlanClose, State, months_after, used
from wayforward.report.whose import opening
from wayforward.show.glance import verdict as verdict_signed
from wayforward.show.sparkline import sparkline

IN_SHORT = {State.FINAL: "Final", State.WAITING: "Waiting for a figure", State.PROVISIONAL: "May still be revised",
            State.OPEN: "The plan has not ended", State.NEVER_MEASURED: "Never measured"}
OTHERS, UNKNOWN, LESSONS = "Beside other councils", "What could not be known, and why", "Lessons for measuring"
INSIDE = ("For reading inside. This page is no part of a run: it is not signed off, it was not tried whether it gives "
          "somebody away, and it is not published.")
ALL_LESSONS = "The plan set a direction for each promise, and no figure to reach and no day to reach it by."


@dataclass(frozen=True)
class ToldFigure:
    """One figure of a promise, told: its title ("" of a promise's only one), and sentences by what they are about."""

    figure: ClosedFigure
    title: str
    settled: str
    verdict: str
    course: tuple[str, ...]
    about: dict[str, tuple[str, ...]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them, as they are proved."""
        return (self.settled, self.verdict, *self.course, *(each for own in self.about.values() for each in own))


def told(promise: ClosedPromise) -> tuple[ToldFigure, ...]:
    """Every figure of a promise."""
    return tuple(_told(each, len(promise.figures) > 1) for each in promise.figures)


def _told(figure: ClosedFigure, titled: bool) -> ToldFigure:
    one, never = figure.finding, figure.state == State.NEVER_MEASURED
    months = figure.last and months_after(figure.last)
    about = {OTHERS: filter(None, [words.beside_others(one)]), UNKNOWN: words.not_known(one),
             LESSONS: words.lessons(one, figure.lessons, months, len(used(one)))}
    return ToldFigure(figure, one.title if titled else "", words.settled(one, figure.state, figure.last),
                      "" if never else words.verdict(one, figure.final_verdict is not None),
                      tuple(words.course(one)), {name: said for name, each in about.items() if (said := tuple(each))})


def title(close: PlanClose) -> str:
    """The page's name; another council's page does not say that the plan was its own."""
    setting = close.evidence.setting
    what = "its measures elsewhere" if setting.promised_by else "what became of it"
    return f"{close.plan.title}: {what} – {setting.names[setting.area]}"


def body(close: PlanClose) -> Markup:
    """The page without its frame."""
    parts = [Markup("<h1>{}</h1>").format(in_html(title(close))), *_head(close), *_waiting(close)]
    for ambition in close.plan.ambitions:
        parts.append(Markup("<h2>Ambition {}: {}</h2>").format(ambition.number, in_html(ambition.title)))
        parts += [_promise(each, close) for each in close.promises
                  if each.headline.finding.ambition == ambition.number]
    return Markup("\n").join([*parts, *_bees(close), *_foot(close)])


def _head(close: PlanClose) -> list[Markup]:
    rows = [Markup("<li><strong>{}</strong>: {}</li>").format(*map(in_html, each)) for each in _in_short(close)]
    return [_paragraph(INSIDE), _paragraph(_opening(close)),
            Markup('<ul class="in-short">{}</ul>').format(Markup("").join(rows))]


def _opening(close: PlanClose) -> str:
    """Whose report, as plain text."""
    return unescape(str(opening(close.evidence)).replace("*", ""))


def _in_short(close: PlanClose) -> Iterator[tuple[str, str]]:
    """How many promises there are of each state, and which; the final ones verdict by verdict."""
    by_name: dict[str, list[str]] = {}
    for promise in sorted(close.promises, key=lambda each: list(IN_SHORT).index(each.state)):
        one, final = promise.headline.finding, promise.final_verdict
        name = f"{IN_SHORT[promise.state]}{f', {verdict_words(final).lower()}' if final else ''}"
        by_name.setdefault(name, []).append(f"{one.measure_title} ({one.number})")
    for name, own in by_name.items():
        yield name, f"{len(own)} of {len(close.promises)}: {listed(own)}."


def _waiting(close: PlanClose) -> list[Markup]:
    rows = [Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(*map(in_html, each))
            for each in _awaited(close)]
    if not rows:
        return []
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(each) for each in ("Figure", "Of", "When"))
    return [Markup("<h2>{}</h2><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        _to_come(close), heads, Markup("\n").join(rows))]


def _to_come(close: PlanClose) -> str:
    """What a figure that is waited for is called: while the plan runs it is not yet the last."""
    return "Figures still to come" if close.of_state(State.OPEN) else "Last figures still to come"


def _awaited(close: PlanClose) -> Iterator[tuple[str, str, str]]:
    """Each figure that the plan's close waits for: its name, its period, its day."""
    for each in (figure for promise in close.promises for figure in promise.figures if figure.last):
        one, last = each.finding, each.last
        usual = part_of_month(last.usual) if last.usual else "when it is delivered" if one.origin != "published" \
            else "no day is known"
        yield (f"{one.number}. {one.title}", brief_period(last.period),
               f"was due {usual}; not added yet" if last.due and last.usual else usual)


def _promise(promise: ClosedPromise, close: PlanClose) -> Markup:
    one = promise.headline.finding
    figures = Markup("\n").join(_figure(each, close) for each in told(promise))
    return Markup('<section class="closed" id="{}"><h3>{}. {}</h3>\n<blockquote><p>{}</p></blockquote>\n{}</section>'
                  ).format(Markup(one.measure), one.number, in_html(one.measure_title), in_html(one.promise), figures)


def _figure(figure: ToldFigure, close: PlanClose) -> Markup:
    finding = figure.figure.finding
    heading = Markup("<h4>{}</h4>").format(in_html(figure.title)) if figure.title else Markup("")
    state = Markup('<p class="state {}">{}{}</p>').format(
        Markup(figure.figure.state.replace("_", "-")), _verdict(figure), in_html(figure.settled))
    course = Markup('<div class="ends">{}<p>{}</p></div>').format(
        sparkline(finding, close.plan.start), in_html(" ".join(figure.course))) if figure.course else Markup("")
    about = Markup("").join(Markup("<dt>{}:</dt> <dd>{}</dd>").format(in_html(name), in_html(" ".join(said)))
                            for name, said in figure.about.items())
    return Markup("{}{}{}<dl>{}</dl>").format(heading, state, course, about)


def _verdict(figure: ToldFigure) -> Markup:
    """The verdict with its sign, before the sentence; of one that is not final, that it is so far."""
    if not figure.verdict:
        return Markup("")
    lead = "" if figure.figure.final_verdict else "So far: "
    return Markup('<span class="now">{}{}</span> ').format(lead, verdict_signed(figure.figure.finding))


def _bees(close: PlanClose) -> list[Markup]:
    if not close.plan.bees:
        return []
    rows = [Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
        in_html(bee.name), in_html(bee.description), Markup("<br>").join(map(in_html, said)))
        for bee, said in _by_bee(close)]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(each) for each in (
        "Bee", "In the plan’s words", "Promises"))
    return [Markup("<h2>The outcome bees, none to be read alone</h2>"),
            Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
                heads, Markup("\n").join(rows))]


def _by_bee(close: PlanClose) -> Iterator[tuple]:
    """Each bee with what became of the promises that speak to it."""
    by_id = {each.headline.finding.measure: each for each in close.promises}
    for bee in close.plan.bees:
        yield bee, [f"{one.headline.finding.number}. {one.headline.finding.measure_title}: {_short(one)}"
                    for one in (by_id[measure.id] for measure in close.plan.measures if bee.id in measure.bees)]


def _short(promise: ClosedPromise) -> str:
    if promise.state == State.FINAL:
        return f"{verdict_of(promise.headline.finding).lower()}, final"
    return "never measured" if promise.state == State.NEVER_MEASURED else \
        f"{verdict_of(promise.headline.finding).lower()} so far, not final"


def _closing_words(close: PlanClose) -> list[str]:
    """What holds for all promises: what no target means, and by which rule they are judged."""
    targets = any(each.target for measure in close.plan.measures for each in measure.series)
    return [*([] if targets else [ALL_LESSONS]), close.evidence.judged_by.sentence(),
            f"As known on {day(close.evidence.as_at)}."]


def _foot(close: PlanClose) -> list[Markup]:
    return [Markup("<h2>For the next plan, and how this was judged</h2>"), *map(_paragraph, _closing_words(close))]


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(in_html(text))


def lines(close: PlanClose) -> list[str]:
    """The same as plain text."""
    made = [title(close), INSIDE, _opening(close), "", *(f"{name}: {said}" for name, said in _in_short(close)), ""]
    waiting = [f"  {name}, {period}: {when}" for name, period, when in _awaited(close)]
    made += [f"{_to_come(close)}:", *waiting, ""] if waiting else []
    for promise in close.promises:
        made += [*_promise_lines(promise), ""]
    bees = [f"  {bee.name}: {'; '.join(said)}" for bee, said in _by_bee(close)]
    return [*made, *(["The outcome bees, none to be read alone:", *bees, ""] if bees else []), *_closing_words(close)]


def _promise_lines(promise: ClosedPromise) -> Iterable[str]:
    one = promise.headline.finding
    yield f"{one.number}. {one.measure_title}"
    yield f"  In the plan’s words: “{one.promise}”"
    for each in told(promise):
        if each.title:
            yield f"  {each.title}:"
        yield f"  {' '.join(filter(None, (each.verdict, each.settled, *each.course)))}"
        yield from (f"  {name}: {' '.join(said)}" for name, said in each.about.items())


def proofs(close: PlanClose) -> Iterator[tuple[dict[str, Any], str]]:
    """Each figure's finding, plain as in findings.json, with all that is said of it."""
    for figure in (each for promise in close.promises for each in told(promise)):
        yield to_json(figure.figure.finding), " ".join(filter(None, figure.sentences))
