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


def aside(text: str) -> Markdown:
    """A remark in the place of something that is not there."""
    return markdown(f"*{escaped(text)}*")
