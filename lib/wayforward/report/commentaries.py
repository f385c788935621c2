"""The service's own words of a report's period and area: put beside the findings, and told as inputs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wayforward.commentary.claims import commentary
from wayforward.commentary.draft import Draft
from wayforward.commentary.replies import Replied, replies
from wayforward.finding import Finding
from wayforward.input_tracking import Input


def with_words(findings: Sequence[Finding], drafts: Iterable[Draft], replied: Iterable[Replied]) -> list[Finding]:
    """A measure's findings, the headline with what the service says of the promise and replies to its questions, or why
    that is refused."""
    own = {draft.measure: draft for draft in drafts if not draft.is_blank}
    return [_with_words(one, findings, own.get(one.measure),
                        [each for each in replied if each.draft.measure == one.measure]) if one.headline else one
            for one in findings]


def _with_words(headline: Finding, findings: Sequence[Finding], draft: Draft | None, replied: list[Replied]) -> Finding:
    said = commentary(draft, findings) if draft else None
    return replace(headline, commentary=said, replies=replies(replied, findings))


def refused_files(findings: Iterable[Finding], drafts: Iterable[Draft], measures: Iterable[str],
                  replied: Iterable[Replied] = ()) -> list[str]:
    """The files of words that are not shown, or not whole: of the findings, of none of the plan's measures, and replies
    to questions that are not asked."""
    headlines = [one for one in findings if one.headline]
    refused = {one.measure for one in headlines if one.commentary and one.commentary.refused}
    shown = {(one.measure, each.question) for one in headlines for each in one.replies if not each.refused}
    known, told = set(measures), {one.measure for one in headlines}
    files = [draft.path for draft in drafts if draft.measure in refused or draft.measure not in known]
    return files + list(dict.fromkeys(each.draft.path for each in replied if each.draft.measure not in known or (
        each.draft.measure in told and (each.draft.measure, each.question.words) not in shown)))


def as_inputs(drafts: Iterable[Draft], replied: Iterable[Replied] = ()) -> tuple[Input, ...]:
    """Each file with its lines and fingerprint."""
    every = [*drafts, *(each.draft for each in replied)]
    return tuple(dict.fromkeys(Input(draft.path, draft.lines, draft.sha256) for draft in every))
