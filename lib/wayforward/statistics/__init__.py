"""What happened, and how sure we are: intervals, change, trend, comparison.

Nothing here knows a child's row, a promise, or which direction is good. Frames or numbers in, frozen results out.
A quantity that cannot be said honestly is None with a reason in words, never NaN and never 0.
"""
