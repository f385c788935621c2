"""The service's own words of a report's period and area: put beside the findings, and told as inputs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wayforward.commentary.claims import commentary
from wayforward.commentary.draft import Draft
from wayforward.finding import Finding
from wayforward.input_tracking import Input


def with_commentary(findings: Sequence[Finding], drafts: Iterable[Draft]) -> list[Finding]:
    """A measure's findings, the headline with what the service says of the promise, or why that is refused."""
    own = {draft.measure: draft for draft in drafts if not draft.is_blank}
    return [replace(one, commentary=commentary(own[one.measure], findings))
            if one.headline and one.measure in own else one for one in findings]


def refused_files(findings: Iterable[Finding], drafts: Iterable[Draft], measures: Iterable[str]) -> list[str]:
    """The files of words that are not shown: of the findings, and those that are of none of the plan's measures."""
    refused = {one.measure for one in findings if one.commentary and one.commentary.refused}
    known = set(measures)
    return [draft.path for draft in drafts if draft.measure in refused or draft.measure not in known]


def as_inputs(drafts: Iterable[Draft]) -> tuple[Input, ...]:
    """Each file with its lines and fingerprint."""
    return tuple(Input(draft.path, draft.lines, draft.sha256) for draft in drafts)
