"""Sentences as a notebook shows them, whatever they hold."""

from IPython.display import Markdown

from wayforward.markup import escaped


def said(text: str) -> Markdown:
    """A sentence or a paragraph."""
    return Markdown(escaped(text))


def aside(text: str) -> Markdown:
    """A remark in the place of something that is not there."""
    return Markdown(f"*{escaped(text)}*")
