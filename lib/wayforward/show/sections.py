"""Several things as one that a notebook cell shows."""

from IPython.display import display

from wayforward.formats import listed
from wayforward.markup import Markup
from wayforward.show.words import Aside, aside, markdown


class Section:
    """Charts, tables and sentences as one thing: each is a display of its own, in order, just as it would be alone."""

    def __init__(self, *parts):
        self.parts = [one for part in parts for one in (part.parts if isinstance(part, Section) else [part])]

    def _ipython_display_(self) -> None:
        for part in self.parts:
            display(part)

    def words(self) -> str:
        """Everything in it as plain text."""
        return "\n\n".join(part.words() for part in self.parts)


def gathered(heading: str, named: dict[str, object], without: Aside | None = None) -> Section:
    """What there is of several things under a heading, and at its end one sentence with the names of what there is not,
    and why where that is known; `without` instead, where it is given. No heading where there is nothing at all."""
    there = [part for part in named.values() if not isinstance(part, Aside)]
    missing = [f"{name} ({part.why})" if part.why else name for name, part in named.items() if isinstance(part, Aside)]
    remark = without or (aside(f"Not at hand: {listed(missing)}.") if missing else None)
    headed = [markdown(Markup("### {}").format(heading))] if there else []
    return Section(*headed, *there, *([remark] if remark else []))
