"""The service's own words as they stand beside a story, told apart from it; or that they were refused, and why."""

from wayforward.finding import Commentary, Finding
from wayforward.formats import day
from wayforward.markup import Markup

SAYS = "The service says"
REFUSED = "The service’s words are not shown"


def service_words(finding: Finding) -> tuple[Markup, ...]:
    """Its paragraphs as Markdown; none where the service has said nothing."""
    words = finding.commentary
    if words is None:
        return ()
    if words.refused:
        return (Markup("**{}.** They contradict the finding, or are not whole: {}.").format(
            REFUSED, "; ".join(words.refused)),)
    return _shown(words)


def _shown(words: Commentary) -> tuple[Markup, ...]:
    signed = f"{words.owner}, {day(words.date.isoformat())}. These words are the service’s; the verdict is not."
    return (Markup("**{}:** {}").format(SAYS, words.reason), Markup("**What it is doing:** {}").format(words.action),
            Markup("{}").format(signed))
