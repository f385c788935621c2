"""How hard a story is to read: words, sentences, and the grade of Flesch and Kincaid (1975).

grade = 0.39 · words / sentences + 11.8 · syllables / words − 15.59. A number, with its sign, decimals and sign of per
cent, is one word of one syllable, and its point ends no sentence. Syllables are groups of vowels, without a silent e at
the end; a word has one at least.
"""

import re

NUMBER = re.compile(r"[−+]?\d[\d,./–-]*\d(?:st|nd|rd|th)?%?|[−+]?\d(?:st|nd|rd|th)?%?")
END = re.compile(r"(?<=[.!?])[”’\"']?\s+(?=[“‘\"']?[A-Z0-9])")
VOWELS, SILENT = re.compile(r"[aeiouy]+"), re.compile(r"(?<![aeiouyl])es?$|(?<=[^td])ed$")


def plain(story: str) -> str:
    """A story without its marks of Markdown."""
    return re.sub(r"\s+", " ", story.replace("**", "").replace("&#8217;", "’")).strip()


def sentences(story: str) -> list[str]:
    """The sentences of a story."""
    return END.split(plain(story))


def words(text: str) -> list[str]:
    """The words of a text, a number one of them."""
    return [word for word in re.split(r"[\s–—]+", text) if re.search(r"\w", word)]


def grade(story: str) -> float:
    """The grade: the school year in which it can be read."""
    told = words(plain(story))
    return 0.39 * len(told) / len(sentences(story)) + 11.8 * sum(map(syllables, told)) / len(told) - 15.59


def syllables(word: str) -> int:
    """The syllables of a word."""
    bare = re.sub(r"[^a-z]", "", NUMBER.sub("", word.lower()))
    return max(1, len(VOWELS.findall(SILENT.sub("", bare))))
