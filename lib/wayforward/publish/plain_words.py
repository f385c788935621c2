"""Our own Markdown as words without markup, and what stands on every page and sheet."""

import html
import re

from wayforward.markup import visible

TAG = re.compile(r"</?[a-z][^>]*>|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")      # and the marks of emphasis


def plain(markdown: str) -> str:
    """A line of our Markdown as its readers see it.

    >>> plain("**Care &#42; leavers.** p < 0.05")
    'Care * leavers. p < 0.05'
    """
    return "".join(text for text, _ in runs(markdown))


def runs(markdown: str) -> list[tuple[str, bool]]:
    """A line of our Markdown in pieces, each with whether it is strong.

    >>> runs("**New** since March")
    [('New', True), (' since March', False)]

    Words that are marked as ours (`markup.Markup`) are read as any other.
    """
    pieces = html.unescape(TAG.sub("", str(markdown).replace("**", "\0"))).split("\0")
    return [(visible(piece), place % 2 == 1) for place, piece in enumerate(pieces) if piece]
