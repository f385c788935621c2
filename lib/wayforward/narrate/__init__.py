"""Say it: a finding in sentences. Every number and every word of direction comes from the finding; nothing is computed.

sentences       the story, one function a sentence; its order and fixed words are in templates/story.md.j2
comparisons, robustness, scatter, forecast, gap, composition, control, multiple_testing, refused, reconciliation,
plan_end, since, still_to_come
                what is said of each
reasons, choices, charts    the words of reasons and notes, of other choices' names, and around charts
figures         the figures they are made of

A verdict of no clear change is never told as a fall or a rise, and never as "no change".
"""

from wayforward.narrate import control, reconciliation, refused, scatter
from wayforward.narrate.comparisons import ranked
from wayforward.narrate.figures import value_of
from wayforward.narrate.sentences import alt_text, story, verdict_words

__all__ = ["alt_text", "control", "ranked", "reconciliation", "refused", "scatter", "story", "value_of",
           "verdict_words"]
