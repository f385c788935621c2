"""The sentences of stories and notes from templates/words.toml, checked when they are read, and filled in.

What a reader meets is worded there, by whoever can read a sentence; here is what each sentence has to say (its slots)
and how it is put together. A slot's name says which fact of the finding it holds; proof/ reads the finished sentences
back by the same names.
"""

import tomllib
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from wayforward.formats import listed
from wayforward.judge import Evidence, Verdict

FILE = "words.toml"
BY_DIRECTION = {"higher", "lower", "parity"}
TABLES = {      # what each table of single words and limits has to hold
    "limits": {"story_words", "sentence_words", "middle_sentence_words", "reading_grade"},
    "verdict": {str(each) for each in Verdict}, "evidence": {str(each) for each in Evidence},
    "promised": BY_DIRECTION, "better": BY_DIRECTION | {"none"}, "chance": {"strong", "some"}, "likely": None}
TWENTIETHS, TIE = 20, 1e-9     # a half is rounded up, whatever the last digit says
REGISTERS = ("story", "note", "question", "alt")


class WordsRefused(ValueError):
    """The file of sentences does not say what has to be said; it names every line that does not."""


@cache
def words() -> dict[str, dict[str, Any]]:
    """The tables of words.toml. WordsRefused where a sentence or a word is missing, unknown, or has other slots than
    the sentence of that name has to fill."""
    return read_words(files("wayforward").joinpath("templates", FILE).read_text(encoding="utf-8"))


def read_words(text: str) -> dict[str, dict[str, Any]]:
    """See `words`; `text` is the file's content."""
    tables = tomllib.loads(text)
    wrong = [*_tables_wrong(tables), *(problem for register in REGISTERS if register in tables
                                       for problem in _sentences_wrong(register, tables[register]))]
    if wrong:
        raise WordsRefused(f"{FILE} is refused; put right, or take back, what was changed:\n" + "\n".join(wrong))
    return tables


def say(register: str, name: str, /, **facts: str) -> str:
    """A sentence of a register ("story", "note" or "alt") with its facts, which are already in words.

    >>> say("story", "never_seen_fall")
    'Even a steady fall to the best figure there can be would hardly have shown yet.'
    """
    return words()[register][name].format(**facts)


def verdict_words(verdict: Verdict, evidence: Evidence = Evidence.NONE) -> str:
    """A verdict with its evidence as readers meet it.

    >>> verdict_words(Verdict.WORSENING, Evidence.SOME)
    'Getting worse, on some evidence'
    """
    return words()["verdict"][verdict] + words()["evidence"][evidence]


def verdict_of(judged: Any) -> str:
    """Those of a finding, or of whatever has a verdict and its evidence."""
    return verdict_words(judged.verdict, judged.evidence)


def likely(probability: float) -> str:
    """A probability in the words of the government's yardstick, to the nearest twentieth, between which its limits lie.

    >>> likely(0.85), likely(0.3)
    ('highly likely', 'unlikely')
    """
    told = round(TWENTIETHS * probability + TIE) / TWENTIETHS
    return max((float(least), said) for least, said in words()["likely"].items() if float(least) <= told)[1]


def slots(sentence: str) -> set[str]:
    """The names in a sentence's brackets."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _tables_wrong(tables: dict[str, dict]) -> list[str]:
    wrong = [f"[{name}]: expected; it is not there" for name in (*TABLES, *REGISTERS) if name not in tables]
    for name, expected in TABLES.items():
        found = set(tables.get(name, {}))
        if expected is not None and name in tables and found != expected:
            wrong.append(f"[{name}]: expected {listed(sorted(expected))}; got {listed(sorted(found))}")
    return wrong


def _sentences_wrong(register: str, sentences: dict[str, str]) -> list[str]:
    expected = SENTENCES[register]
    wrong = [f"[{register}] {name}: expected; it is not there" for name in expected if name not in sentences]
    wrong += [f"[{register}] {name}: no sentence of this name is ever said" for name in sentences
              if name not in expected]
    return wrong + [f"[{register}] {name}: expected the brackets {_named(expected[name])}; got {_named(slots(said))}"
                    for name, said in sentences.items() if name in expected and slots(said) != set(expected[name])]


def _named(names: Any) -> str:
    return listed([f"{{{name}}}" for name in sorted(names)]) or "none"


def _slots_of(*lines: str) -> dict[str, tuple[str, ...]]:
    """ "count: when value counted" as a sentence's name and slots."""
    split = (line.partition(":") for line in lines)
    return {name: tuple(rest.split()) for name, _, rest in split}

SENTENCES = {      # what each sentence has to fill in
    "story": _slots_of(
        "people: when numerator denominator of counted value", "share: numerator denominator",
        "share_in_ten: numerator denominator in_ten", "share_on_average: numerator denominator",
        "share_on_average_in_ten: numerator denominator in_ten", "in_ten: in_ten", "count: when value counted",
        "percentage: when value of counted", "figure: when of counted value", "make_up: when value of counted",
        "promised: promised", "better: better", "down: baseline baseline_period change rounding",
        "up: baseline baseline_period change rounding", "lower: baseline baseline_period change rounding",
        "higher: baseline baseline_period change rounding", "level: baseline baseline_period",
        "started_highest: figures", "started_lowest: figures", "sure_by_trend: times",
        "sure_by_trend_measured: others wobble times", "sure_by_trend_alone: times", "sure_by_change: points times",
        "sure_by_others: others times", "sure_by_place_higher: neighbours", "sure_by_place_lower: neighbours",
        "open_by_trend", "open_by_trend_measured: others wobble", "open_by_own_swings", "open_though_changed",
        "open_by_change: points", "open_by_others: others", "open_others_moved: others", "open_not_testable",
        "open_apart", "open_by_place_highest: areas place", "open_by_place_lowest: areas place",
        "open_neighbours_moved: neighbours", "open_too_few_others", "too_little: Reason", "too_little_one",
        "leapt_up: before after step", "leapt_down: before after step", "leapt_why", "tests_agree: tests",
        "tests_agree_two", "tests_agree_one", "tests_differ: tests agreeing dissent",
        "tests_differ_one_agrees: tests dissent", "tests_all_differ: tests dissent", "tests_differ_one: dissent",
        "england_went: england_then england_now", "england_stayed: england_now", "england_stands: england_now",
        "england_went_similar: england_then england_now similar similar_now",
        "england_stayed_similar: england_now similar similar_now",
        "england_stands_similar: england_now similar similar_now", "similar: similar similar_now",
        "ranked: rank areas rank_low rank_high", "ranked_surely: rank areas", "ranked_bare: rank areas",
        "rest: apart side others", "rest_clear: apart side others", "rest_level: others",
        "place_of_change: rank areas first rank_low rank_high", "place_of_change_surely: rank areas first",
        "place_of_latest: rank areas first rank_low rank_high", "place_of_latest_surely: rank areas first",
        "unknown: unknown_count unknown", "unknown_without: known_value", "unknown_hidden: unknown",
        "stand_in: stand_in", "provisional: periods", "provisional_several: count", "with_care: periods remark",
        "with_care_several: count remark", "revised_since: periods remark", "revised_since_several: count remark",
        "not_comparable: Periods remark", "not_comparable_several: count remark", "not_whole: Periods remark",
        "not_whole_several: count remark", "suppressed: periods", "suppressed_several: count",
        "not_available: periods remark", "not_available_several: count remark", "caveat: caveat",
        "redefined: redefined", "not_seen_fall: least", "not_seen_rise: least", "not_seen_change: least",
        "never_seen_fall", "never_seen_rise", "later: later", "target: target", "lacking: Reason",
        "could_be_counted: supplied_by", "refused: table", "refused_why: rule where", "refused_cure"),
    "note": _slots_of(
        "verdict: Verdict evidence decided_by", "verdict_open: Verdict decided_by", "verdict_bare: Verdict",
        "latest: value latest_period low high", "slope: slope step p points method",
        "slope_interval: slope step slope_low slope_high p points method",
        "slope_of_others: others slope step p points method",
        "change: baseline_period change step change_low change_high p",
        "change_bare: baseline_period change step reason", "last_year: last_year step",
        "last_year_interval: last_year step last_year_low last_year_high",
        "england: relative step relative_low relative_high", "similar: similar similar_change step",
        "rank: areas rank rank_low rank_high", "rank_bare: areas rank", "beyond: standing_low standing_high step p",
        "rest: others rest step rest_low rest_high p method", "rest_none: reason",
        "place_of_change: areas rank rank_low rank_high", "place_of_latest: areas rank rank_low rank_high",
        "unknown: unknown_count known_value", "unknown_both: unknown_first unknown_count known_first known_value",
        "agree: tests", "agree_one", "dissent: differ tests dissenters",
        "forecast: end outlook_low outlook_high method",
        "forecast_odds: end outlook_low outlook_high method side goal likely odds", "forecast_level",
        "forecast_none: reason", "seen: least step points",
        "seen_later: least step points least_later end points_later",
        "scatter: others periods known sigma step df correlation spread", "parts: apart step share",
        "parts_interval: apart apart_low apart_high step share share_low share_high limits", "parts_none: reason",
        "groups: groups", "groups_hidden: hidden", "reconciled: reconciled", "from_returns"),
    "question": _slots_of(
        "leapt: before after", "worse: baseline_period", "better: baseline_period", "contested: differ tests",
        "unknown: unknown_count unknown", "behind: similar_now", "stand_in", "not_seen: least", "never_seen",
        "not_testable", "untested", "no_figure", "refused"),
    "alt": _slots_of(
        "line: title area figures first first_period last last_period", "point: title area last last_period",
        "none: title", "beside: name first last", "beside_point: name last", "not_whole: periods",
        "verdict: verdict"),
}
