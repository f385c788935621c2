"""What is said in the place of a figure whose return was refused: that it was, the first reason, what to do."""

from wayforward.finding import Finding, Refusal

CURE = "“wayforward check” says what to put right"


def sentence(finding: Finding) -> str:
    """The refusal in full; empty for a finding that was not refused."""
    refused = finding.refused
    if refused is None:
        return ""
    return (f"The council's own return “{refused.title}” was refused by the screening, and nothing is counted from it. "
            f"{_why(refused)}{CURE}.")


def _why(refused: Refusal) -> str:
    """The first problem as a sentence, where it is known, and how many there are more."""
    if not refused.rule:
        return ""
    others = f", the first of {refused.problems} problems" if refused.problems > 1 else ""
    where = ", ".join(part for part in (refused.file, refused.column) if part)
    return f"The reason{others}: {refused.rule} ({where}). "


def brief(finding: Finding) -> str:
    """The same beside a verdict: "the return “…” was refused"; empty for a finding that was not."""
    return f"the return “{finding.refused.title}” was refused" if finding.refused else ""
