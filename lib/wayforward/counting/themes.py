"""What many people wrote about, as lists of words and never as quotations.

Words       only words that at least as many different people wrote as the threshold. E-mail and web addresses, words
            with digits (postcodes, numbers, dates), numbers and days in words, and English stop words are dropped. A
            word counts where it is written in small letters; one that anybody writes with a capital within a sentence
            may be a name and is dropped altogether, and so is one on a list of given names, surnames and places
            (no_themes.txt), though it may mean something else (long, high). A sentence all in capitals is not read,
            as names cannot be told from other words in it. (A name that is not on the list, that as many people as
            the threshold write, and nobody with a capital, is beyond this)
Themes      each person's words (once each, however often written) are weighted by TF-IDF, so that words everybody
            writes weigh little, and parted into a few themes by non-negative matrix factorisation (Lee & Seung 1999,
            Nature 401:788), from a start that is the same every time: same comments, same themes, in whatever order
Told        a theme's heaviest words and how many people wrote at least two of them; a theme of fewer people than the
            threshold is not told
"""

import re
import warnings
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

THRESHOLD = 10
THEMES = 5
WORDS = 6
WEIGHT = 0.1        # of a theme's heaviest word, below which a word is not of the theme
SHORTEST = 3        # letters of a word

ADDRESS = re.compile(r"\S*\s?@\s?\S*|\S*://\S*|\bwww\.\S+|\S+\.(?:com|gov|net|org|uk)\b\S*", re.IGNORECASE)
DIGITS = re.compile(r"\S*\d\S*")
SENTENCE = re.compile(r"(?<=[.!?…])[\s\"'”’)]+|[\r\n]+[\s•*–-]*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")        # don't is one word, and no one's theme
POSSESSIVE = re.compile(r"['’]s?$")
FILLERS = {"got", "just", "lot", "lots", "really"}      # beside scikit-learn's stop words
NO_THEMES = Path(__file__).with_name("no_themes.txt")


def themes(comments: pd.DataFrame, threshold: int = THRESHOLD, number: int = THEMES, words: int = WORDS,
           capitals: float = 0.0) -> pd.DataFrame:
    """The themes of comments (columns RESPONDENT, COMMENT), the one of most people first: theme (its words), people.

    threshold   words and themes of fewer people than this are not told
    number      how many themes to look for at most, each told by at most `words` words
    capitals    the share of a word's uses within sentences that may carry a capital: 0 drops it for a single one
    """
    people = _words_by_person(comments, capitals)
    used = Counter(word for written in people for word in written)
    vocabulary = sorted(word for word, count in used.items() if count >= threshold)
    texts = sorted(" ".join(sorted(written & set(vocabulary))) for written in people)
    texts = [text for text in texts if text]
    found = _factorised(texts, vocabulary, number, words) if len(vocabulary) > 1 else []
    counted = {theme: sum(len(written & set(theme)) > 1 for written in people) for theme in found}
    rows = sorted(((-count, ", ".join(theme)) for theme, count in counted.items() if count >= threshold))
    return pd.DataFrame([(theme, float(-count)) for count, theme in rows], columns=["theme", "people"])


def _words_by_person(comments: pd.DataFrame, capitals: float) -> list[set[str]]:
    """The words of each person that may be told, names and stop words taken out."""
    written = comments.dropna(subset=["RESPONDENT", "COMMENT"]).groupby("RESPONDENT")["COMMENT"]
    split = [_split(" \n".join(texts)) for _, texts in written]
    small, large = (Counter(word for parts in split for word in parts[place]) for place in (0, 1))
    names = {word for word, count in large.items() if count > capitals * (count + small[word])}
    dropped = names | _no_themes() | _stop_words()
    return [{word for word in parts[0] if len(word) >= SHORTEST and word.isalpha()} - dropped for parts in split]


def _split(text: str) -> tuple[list[str], list[str]]:
    """The words of a text in small letters, and those (made small) that have a capital within a sentence."""
    plain = DIGITS.sub(" ", ADDRESS.sub(" ", text))
    small, large = [], []
    for sentence in SENTENCE.split(plain):
        if sentence.isupper():
            continue
        for place, word in enumerate(WORD.findall(sentence)):
            bare = POSSESSIVE.sub("", word)
            if word == word.lower():
                small.append(bare)
            elif place:
                large.append(bare.lower())
    return small, large


def _stop_words() -> set[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return set(ENGLISH_STOP_WORDS) | FILLERS


@cache
def _no_themes() -> frozenset[str]:
    """Given names, surnames, places, and days and numbers in words."""
    lines = NO_THEMES.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _factorised(texts: list[str], vocabulary: list[str], number: int, words: int) -> list[tuple[str, ...]]:
    """Each theme's heaviest words, heaviest first; themes of a single word are none."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(vocabulary=vocabulary, token_pattern=r"\S+", binary=True).fit_transform(texts)
    model = NMF(min(number, *weights.shape), init="nndsvd", random_state=0, max_iter=500)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):      # the error of a perfect fit, which is not used
        warnings.simplefilter("ignore", ConvergenceWarning)
        parts = model.fit(weights).components_.round(6)
    heaviest = [tuple(vocabulary[place] for place in (-part).argsort(kind="stable")[:words]
                      if part[place] > WEIGHT * part.max()) for part in parts]
    return [theme for theme in dict.fromkeys(heaviest) if len(theme) > 1]
