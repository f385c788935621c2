"""Text as text: what comes from data never becomes markup, wherever Markdown or HTML is read.

Notebooks, their pages and narrative.md are Markdown, which lets raw HTML through. There are two types, and no third way
from one to the other: text, which is escaped wherever it goes, and `Markup`, which our own code and templates wrote.
Text put into Markup by `format`, `+`, `join` or a template is escaped on the way. Each character that Markdown (with
GitHub's tables, links and strikes), HTML or MathJax could read as more than itself becomes a character reference:
readers see the character, and no reader of markup sees a mark. Letters that nobody sees, such as those that turn the
direction of writing, are left out. Words without such characters stay as they are.
"""

import html
import re

import markupsafe
from jinja2 import Environment, PackageLoader, StrictUndefined

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
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ALONE = "\\$"       # an element around them, so that MathJax, which reads the page, finds no pair


class Markup(markupsafe.Markup):
    """Markdown or HTML of our own.

    >>> Markup("**{}** and {}").format("*a*", Markup("*b*"))
    Markup('**&#42;a&#42;** and *b*')
    """

    __slots__ = ()

    @classmethod
    def escape(cls, text: object) -> "Markup":
        """See `escaped`."""
        return escaped(text)


def escaped(text: object) -> Markup:
    """A text from data for use in a line of Markdown or inside an HTML element; line breaks become spaces. Markup stays
    as it is.

    >>> str(escaped("Windsor & Maidenhead")), str(escaped("<b>1</b> *2* [3](x)"))
    ('Windsor & Maidenhead', '&lt;b>1&lt;/b> &#42;2&#42; &#91;3&#93;(x)')
    """
    if isinstance(text, Markup):
        return text
    line = visible(BREAKS.sub(" ", str(text)))
    return Markup(NUMBERED.sub(lambda found: found[1] + _reference(found[2]), MARKS.sub(lambda mark: _shown(mark[0]),
                                                                                        line)))


def in_html(text: str) -> Markup:
    """A text from data for use in HTML alone, in an attribute too.

    >>> str(in_html('<b> "*"'))
    '&lt;b&gt; &quot;*&quot;'
    """
    return Markup(html.escape(visible(text)))


def visible(text: str) -> str:
    """A text without the letters that nobody sees; line breaks and other space stay.

    >>> visible("Jo\\u200bhn \\u202eenaJ")
    'John enaJ'
    """
    return text if text.isprintable() else "".join(each for each in text if each.isprintable() or each.isspace())


TEMPLATES = Environment(loader=PackageLoader("wayforward"), undefined=StrictUndefined, autoescape=True,
                        finalize=escaped)        # the marks are in the templates; all that is put into them is text


def capitalised(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _shown(mark: str) -> str:
    named = {"<": "&lt;", "&": "&amp;"}.get(mark) or _reference(mark)
    return f"<span>{named}</span>" if mark in ALONE else named


def _reference(mark: str) -> str:
    return f"&#{ord(mark)};"


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("1 in 2")
    ("'=1+1", '1 in 2')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
