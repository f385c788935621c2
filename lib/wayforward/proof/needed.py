"""What a story, or its note, may not leave out: where a figure stands, where it began, how sure that is, all doubt."""

from collections.abc import Callable, Iterator

from wayforward.proof.facts import Facts
from wayforward.proof.sentences import Match, Wrong

IN_EITHER = ("stand_in", "redefined")
NEEDED: tuple[tuple[str, tuple[str, ...], Callable[[Facts], bool]], ...] = (
    ("where the figure stands", ("people", "count", "percentage", "figure", "make_up"),
     lambda f: f["latest"] is not None),
    ("where it began", ("down", "up", "lower", "higher", "level"),
     lambda f: f["latest"] is not None and f["baseline"] is not None and f.get("change", "estimate") is not None),
    ("why there is no figure", ("lacking", "refused", "not_", "suppressed"), lambda f: f["latest"] is None),
    ("how sure that is", ("sure_",), lambda f: f.decided),
    ("why it is open", ("open_", "leapt_"), lambda f: not f.decided and f["decided_by"] != "nothing"),
    ("what other tests say", ("tests_",), lambda f: f["latest"] is not None and f.tried > 0),
    ("that it is counted anew", ("redefined",), lambda f: f["latest"] is not None and bool(f["redefined"])),
    ("that it stands in for the promise", ("stand_in",), lambda f: f["latest"] is not None and bool(f["stand_in"])),
)


def left_out(story: list[Match], note: list[Match], facts: Facts) -> Iterator[Wrong]:
    """What of it is not there; what a figure stands in for may be told in the note."""
    names = [*(one.template.name for one in story),
             *(one.template.name for one in note if one.template.name in IN_EITHER)]
    for what, starts, is_needed in NEEDED:
        if is_needed(facts) and not any(name.startswith(starts) for name in names):
            yield Wrong("the story", f"nothing of {what}", f"{what} belongs to it")
