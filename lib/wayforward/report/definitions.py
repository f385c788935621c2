"""A promise as a page states it: the plan's words, why it matters, how it is counted, and who answers for it."""

from wayforward import measures
from wayforward.finding import Accountability
from wayforward.formats import day, listed, number
from wayforward.markup import Markup
from wayforward.plan import Measure, Plan, Series


def promise(measure: Measure, promised_by: str = "") -> Markup:
    """The promise in the plan's words, and why it matters, as Markdown; `promised_by` names the council on another's
    page."""
    whose = Markup(" of {}").format(promised_by) if promised_by else ""
    return Markup("> **Promise {}{}.** {}\n\n{}").format(measure.number, whose, measure.promise, measure.why)


def definition(measure: Measure, plan: Plan) -> Markup:
    """The rule by which it is counted, what kind of measure that is, which way is better, and who answers for it, as
    Markdown."""
    reason = measure.headline.better_reason
    direction = Markup("*Direction*: {}\n\n").format(reason) if reason else ""
    return Markup("{}\n\n{}*An {}*: {}\n\n{}{}").format(
        Markup(_as_list(measures.definition(measure.id))), _earlier(measure), measure.type, measure.type_reason,
        direction, _answered_for(measure, plan))


def _earlier(measure: Measure) -> Markup:
    """The definitions that held before today's, one a paragraph."""
    titles = {series.id: series.title for series in measure.series}
    return Markup("").join(
        Markup("*Before {}* ({}): {}. Figures of then cannot be compared with those since.\n\n").format(
            day(dated.since.isoformat()), titles[name], dated.words)
        for name, dated in measures.dated_of(measure.id).items())


def target_in_words(series: Series) -> str:
    """What a council has set itself of a series: "Turnover: 12% by 31 March 2026"."""
    goal = number(series.target.value, series.unit, series.decimals)
    return f"{series.title}: {goal} by {day(series.target.by.isoformat())}"


def accountability(measure: Measure) -> Accountability | None:
    """Who answers for a promise, with the targets that are set of it; None where there is neither."""
    targets = tuple(target_in_words(each) for each in measure.series if each.target)
    return Accountability(measure.owner, targets, measure.next_review) if measure.owner or targets else None


def _answered_for(measure: Measure, plan: Plan) -> Markup:
    """Bees, owner, checker and next review of a definition, in one line."""
    bees = listed([bee.name for bee in plan.bees if bee.id in measure.bees])
    return Markup("*Speaks to*: {}. *Owner*: {}. *Definition checked by*: {}. *Next review*: {}.").format(
        bees, measure.owner or "not yet named", measure.checked_by or "nobody yet",
        day(measure.next_review.isoformat()))


def _as_list(docstring: str) -> str:
    """A measure's docstring as Markdown: terms stand in the first twelve columns, what they mean beside them."""
    return "\n\n".join(_paragraph(part.splitlines()) for part in docstring.split("\n\n"))


def _paragraph(lines: list[str]) -> str:
    in_columns = all(line[11:12] == " " for line in lines) and lines[0][:12].endswith("  ")
    if not in_columns:
        return " ".join(lines)
    terms: list[list[str]] = []
    for line in lines:
        term, meaning = line[:12].strip(), line[12:].strip()
        if term and not term[0].islower():
            terms.append([term, meaning])
        else:       # a term's second line starts in small letters, a meaning's with none
            terms[-1] = [f"{terms[-1][0]} {term}".strip(), f"{terms[-1][1]} {meaning}"]
    return "\n".join(f"- **{term}**: {meaning}" for term, meaning in terms)
