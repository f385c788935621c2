"""Text as text: what comes from data never becomes markup, wherever Markdown or HTML is read.

Notebooks, their pages and narrative.md are Markdown, which lets raw HTML through. Every word that is not our own goes
into it by `escaped`. Each character that Markdown (with GitHub's tables, links and strikes), HTML or MathJax could read
as more than itself becomes a character reference: readers see the character, and no reader of markup sees a mark. The
same text may stand inside an HTML element. Words without such characters stay as they are. Tables (great_tables) and
texts of pictures escape what they are given by themselves.
"""

import re

BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*|\A\s{2,}")
MARKS = re.compile(r"""
      [\\$]                                             # mathematics
    | [`*\[\]|~@]                                       # code, emphasis, links, tables, strikes, addresses
    | (?<![^\W_])_ | _(?![^\W_])                        # emphasis; inside a word it is none
    | <(?=[A-Za-z/!?])                                  # a tag; "p < 0.05" is none
    | &(?=[\#\w])                                       # a character reference
    | :(?=//) | (?<=\bwww)\.                            # links without brackets
    | (?:(?<=\A)|(?<=\A[ ])) (?: [#>+=] | -(?=[\s-]|\Z) )       # headings, quotations, lists
    """, re.VERBOSE | re.IGNORECASE)
NUMBERED = re.compile(r"\A( ?\d+)([.)])(?=\s|\Z)")
ALONE = "\\$"       # an element around them, so that MathJax, which reads the page, finds no pair


def escaped(text: str) -> str:
    """A text from data for use in a line of Markdown or inside an HTML element; line breaks become spaces.

    >>> escaped("Windsor & Maidenhead"), escaped("<b>1</b> *2* [3](x)")
    ('Windsor & Maidenhead', '&lt;b>1&lt;/b> &#42;2&#42; &#91;3&#93;(x)')
    """
    line = BREAKS.sub(" ", text)
    return NUMBERED.sub(lambda found: found[1] + _reference(found[2]), MARKS.sub(lambda mark: _shown(mark[0]), line))


def capitalised(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _shown(mark: str) -> str:
    named = {"<": "&lt;", "&": "&amp;"}.get(mark) or _reference(mark)
    return f"<span>{named}</span>" if mark in ALONE else named


def _reference(mark: str) -> str:
    return f"&#{ord(mark)};"
