"""Say it: a finding in two registers. Every number and every word of direction comes from the finding; nothing is
computed.

story           for a councillor: short sentences, in this order: where_it_stands, how_sure, beside_others, with_care
technical       the note for a statistician: the same facts as estimates, intervals and tests
words           the sentences and single words of both, from templates/words.toml
no_figure, questions, forecast, composition, control, multiple_testing, reconciliation, plan_end, since, still_to_come,
glance, alt_text, movers, sections
                what is said of each
reasons, choices, charts    the words of reasons and notes, of other choices' names, and around charts
figures         the figures they are made of

A verdict of no clear change is never told as a fall or a rise, and never as "no change".
"""

from wayforward.narrate import control, reconciliation
from wayforward.narrate.questions import questions
from wayforward.narrate.story import story
from wayforward.narrate.technical import note

__all__ = ["control", "note", "questions", "reconciliation", "story"]
