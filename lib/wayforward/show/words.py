"""Sentences as a notebook shows them, whatever they hold."""

from IPython.display import Markdown

from wayforward.markup import Markup, escaped, in_html


class Prose(Markdown):
    """Markdown that is read as it is where no Markdown is shown."""

    def words(self) -> str:
        """As plain text."""
        return self.data

    __repr__ = words


class Aside(Prose):
    """A remark in the place of something that is not there; see `aside`."""

    why = ""


class Code:
    """Lines of code to read and to paste: one click selects them all."""

    def __init__(self, code: str):
        self.code = code

    def words(self) -> str:
        """The code."""
        return self.code

    __repr__ = words

    def _repr_html_(self) -> str:
        return str(Markup('<pre style="user-select: all"><code>{}</code></pre>').format(in_html(self.code)))


def markdown(source: Markup, kind: type[Prose] = Prose) -> Prose:
    """Markdown of our own, and of no other type: TypeError for a text, which may be of data. IPython's own constructor
    takes what begins with http for an address to fetch, and the name of a file for the file."""
    if not isinstance(source, Markup):
        raise TypeError(f"expected Markup, in which texts are escaped; got {type(source).__name__}: use `said`")
    made = kind()
    made.data = str(source)
    return made


def said(text: str) -> Prose:
    """A sentence or a paragraph of text."""
    return markdown(escaped(text))


def folded(heading: str, words: Markup) -> Prose:
    """Markdown folded away under a heading."""
    return markdown(Markup("<details>\n<summary>{}</summary>\n\n{}\n\n</details>").format(heading, words))


def aside(text: str, why: str = "") -> Aside:
    """A remark in the place of something that is not there, with the reason where there is one to tell."""
    told = f"{text.removesuffix('.')}: {why}." if why else text
    made = markdown(Markup("*{}*").format(told), Aside)
    made.why = why
    return made
