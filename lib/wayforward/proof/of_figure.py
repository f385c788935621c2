"""Sentences that are known to be of one figure, as those of a plan's close are, held against its finding."""

from typing import Any

from wayforward.proof.facts import Facts
from wayforward.proof.sentences import Reader, Wrong


def wrong_of_figure(finding: dict[str, Any], register: str, said: str) -> list[Wrong]:
    """What a text of a register says and the finding, plain as in findings.json, does not."""
    return Reader(Facts(finding), register).read(said).wrong
