"""Published figures: official statistics as tidy tables, their contract, and the files their publishers release."""
