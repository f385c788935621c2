"""Sentences as a notebook shows them, whatever they hold."""

from IPython.display import Markdown

from wayforward.markup import escaped


def markdown(source: str) -> Markdown:
    """Markdown in which every word from data is `escaped`. IPython's own constructor takes what begins with http for an
    address to fetch, and the name of a file for the file."""
    made = Markdown()
    made.data = source
    return made


def said(text: str) -> Markdown:
    """A sentence or a paragraph of text."""
    return markdown(escaped(text))


class Aside(Markdown):
    """A remark in the place of something that is not there; see `aside`."""

    why = ""


def aside(text: str, why: str = "") -> Aside:
    """A remark in the place of something that is not there, with the reason where there is one to tell."""
    made = Aside()
    made.why = why
    told = f"{text.removesuffix('.')}: {why}." if why else text
    made.data = f"*{escaped(told)}*"
    return made
