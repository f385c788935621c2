"""What a story may not leave out: where the figure stands, where it began, how sure that is, and what casts doubt."""

from collections.abc import Callable, Iterator

from wayforward.proof.facts import Facts
from wayforward.proof.sentences import Match, Wrong

NEEDED: tuple[tuple[str, tuple[str, ...], Callable[[Facts], bool]], ...] = (
    ("where the figure stands", ("people", "count", "percentage", "figure", "make_up"),
     lambda f: f["latest"] is not None),
    ("where it began", ("down", "up", "lower", "higher", "level"),
     lambda f: f["latest"] is not None and f["baseline"] is not None and f.get("change", "estimate") is not None),
    ("how sure that is", ("sure_",), lambda f: f.decided),
    ("why it is open", ("open_", "leapt_"), lambda f: not f.decided and f["decided_by"] != "nothing"),
    ("that other tests do not see it", ("doubt_",), lambda f: f.decided and 0 < f.tests <= 2 * f.dissenters),
    ("what other tests say", ("tests_",), lambda f: f["latest"] is not None and f.tests > 0),
    ("that it stands in for the promise", ("stand_in",), lambda f: f["latest"] is not None and bool(f["stand_in"])),
)


def left_out(matches: list[Match], facts: Facts) -> Iterator[Wrong]:
    """What of it is not there."""
    names = [one.template.name for one in matches]
    for what, starts, is_needed in NEEDED:
        if is_needed(facts) and not any(name.startswith(starts) for name in names):
            yield Wrong("the story", f"nothing of {what}", f"{what} belongs to it")
