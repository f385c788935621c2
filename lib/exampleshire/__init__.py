"""The invented county of exampleshire: returns of every kind in their real layouts, with planted truths.

One seed gives one county, the same bytes on every run. Nothing of it is real, and nothing of it may stand under the
name of a real council. What is true in it, and so what a report should find, stands in `story`.
"""

from exampleshire.write import SEED, write_sample

__all__ = ["SEED", "write_sample"]
