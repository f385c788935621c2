"""The service's own words as they stand beside a story, told apart from it; or that they were refused, and why."""

from wayforward.finding import Commentary, Finding, Reply
from wayforward.formats import day
from wayforward.markup import Markup

SAYS = "The service says"
REFUSED = "The service’s words are not shown"
REPLIES = "The service’s reply"


def service_words(finding: Finding) -> tuple[Markup, ...]:
    """Its paragraphs as Markdown; none where the service has said nothing."""
    words = finding.commentary
    if words is None:
        return ()
    if words.refused:
        return (Markup("**{}.** They contradict the finding, or are not whole: {}.").format(
            REFUSED, "; ".join(words.refused)),)
    return _shown(words)


def replies(finding: Finding) -> tuple[Markup, ...]:
    """Under each question of the finding what the service replies, why that is not shown, or that there is none yet."""
    given = {each.question: each for each in finding.replies}
    return tuple(_reply(given.get(question)) for question in finding.questions)


def replied(finding: Finding) -> tuple[Markup, ...]:
    """Each reply that is shown, under its promise and its question, as one paragraph a part."""
    lead = Markup("**{}. {}.**").format(finding.number, finding.measure_title)
    return tuple(Markup("{} {}\n\n{}").format(lead, each.question, _reply(each)) for each in finding.replies
                 if not each.refused)


def _reply(reply: Reply | None) -> Markup:
    if reply is None:
        return Markup("{}: not yet given.").format(REPLIES)
    if reply.refused:
        return Markup("**The service’s reply is not shown.** It contradicts the finding, or is not whole: {}.").format(
            "; ".join(reply.refused))
    return Markup("**{}:** {} {}, {}.").format(REPLIES, reply.words, reply.owner, day(reply.date.isoformat()))


def _shown(words: Commentary) -> tuple[Markup, ...]:
    signed = f"{words.owner}, {day(words.date.isoformat())}. These words are the service’s; the verdict is not."
    return (Markup("**{}:** {}").format(SAYS, words.reason), Markup("**What it is doing:** {}").format(words.action),
            Markup("{}").format(signed))
