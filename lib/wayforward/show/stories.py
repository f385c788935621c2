"""A story on a page: the words for a councillor, folded under them the note for the statistician, and beneath both what
the service itself says."""

from wayforward.finding import Finding
from wayforward.markup import Markup
from wayforward.narrate import sections
from wayforward.narrate.service_words import replied, service_words

FOLDED = "For the statistician"     # and of which figure: each toggle has a name of its own


def told(finding: Finding, titled: bool = False) -> Markup:
    """Story and note as Markdown within an element of their own, which says by its id whose they are; `titled`: under
    the figure's name, where a promise has several."""
    story = sections.titled(finding) if titled else Markup(finding.story)
    note = Markup("\n\n<details>\n<summary>{}</summary>\n\n{}\n\n</details>").format(
        f"{FOLDED}: {finding.title}", Markup(finding.note)) if finding.note else Markup("")
    whole = Markup('<div class="story" id="{}">\n\n{}{}\n\n</div>').format(Markup(story_id(finding)), story, note)
    return Markup("\n\n").join(filter(None, (whole, beside(finding))))


def beside(finding: Finding) -> Markup:
    """The service's own words under the story, in an element of their own; "" where there are none."""
    words = service_words(finding)
    return _quoted(Markup("\n\n").join(words)) if words else Markup("")


def replies_told(finding: Finding) -> Markup:
    """What the service replies to the promise's questions, each in an element of its own; "" where it does not."""
    return Markup("\n\n").join(map(_quoted, replied(finding)))


def _quoted(words: Markup) -> Markup:
    return Markup('<blockquote class="service">\n\n{}\n\n</blockquote>').format(words)


def story_id(finding: Finding) -> str:
    """The id of a finding's story on a page."""
    return f"story-{finding.measure}-{finding.series}-{finding.origin}"
