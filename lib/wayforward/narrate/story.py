"""The story of a finding, for a councillor: verdict, where it stands, what was promised, where it began, how sure,
beside others, what to be careful of, what was left open. The note for the statistician: `technical`."""

from collections.abc import Iterable

from wayforward.finding import Finding
from wayforward.formats import brief_period, listed
from wayforward.judge import TargetStatus
from wayforward.markup import Markup, escaped
from wayforward.narrate import how_sure, with_care
from wayforward.narrate.against_the_rest import against
from wayforward.narrate.beside_others import beside_others
from wayforward.narrate.figures import the, value_of
from wayforward.narrate.no_figure import without_figure
from wayforward.narrate.where_it_stands import began, promised, stands
from wayforward.narrate.words import say, verdict_of, words

LATER_NAMED = 4      # figures of after the plan's end that a sentence names; of more, the newest


def story(finding: Finding) -> Markup:
    """The finding in short sentences, as Markdown, its verdict first."""
    (verdict, *first), *others = paragraphs(finding)
    told = [Markup(" ").join(filter(None, [Markup("**{}**").format(verdict), *map(escaped, first)])),
            *(Markup(" ").join(map(escaped, filter(None, sentences))) for sentences in others)]
    return Markup("\n\n").join(filter(None, told))


def paragraphs(finding: Finding) -> list[list[str]]:
    """The sentences of a story, paragraph by paragraph; the first is the verdict. What is said last is left out where
    the story would grow too long."""
    verdict = f"{verdict_of(finding)}."
    if finding.latest is None:
        return [[verdict, without_figure(finding), later(finding)]]
    tried, contested = how_sure.tried(finding), how_sure.contested(finding)
    first = [verdict, tried if contested else "", stands(finding), promised(finding), began(finding),
             how_sure.sure(finding), "" if contested else tried]
    second = [beside_others(finding), target(finding), later(finding)]
    left = words()["limits"]["story_words"] - length([*first, *second])
    care, apart, open_yet = with_care.foremost(finding), against(finding), how_sure.not_seen(finding)
    kept = _as_many_as_fit([care, apart, open_yet], left)
    return [first, second + [each for each in (apart, care, open_yet) if each in kept]]


def _as_many_as_fit(sentences: list[str], room: int) -> list[str]:
    """Those whose words fit one after the other into the room that is left."""
    told: list[str] = []
    for sentence in sentences:
        if length([*told, sentence]) <= room:
            told.append(sentence)
    return told


def length(sentences: Iterable[str]) -> int:
    """How many words they have."""
    return sum(len(sentence.split()) for sentence in sentences)


def later(finding: Finding) -> str:
    """The comparable figures of periods that end after the plan, where there are some."""
    after = [point for point in finding.points
             if point.usable and finding.plan_ended and point.end > finding.plan_ended]
    told = [f"{value_of(finding, point)} ({the(brief_period(point.period), finding.calendar)})"
            for point in after[-LATER_NAMED:]]
    return say("story", "later", later=listed(told)) if told else ""


def target(finding: Finding) -> str:
    """Where the figure stands to the council's own target, if one is set."""
    return "" if finding.target == TargetStatus.NONE_SET else say("story", "target", target=finding.target)

