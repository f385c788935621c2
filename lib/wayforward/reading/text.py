"""What a reader makes of a part of a file: rows of text under their headings, and what it tells of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from wayforward.reading.problems import Problem


@dataclass(frozen=True)
class Mended:
    """Rows of another length than the headings as they stood, by line, and the headings."""

    names: list[str] = field(default_factory=list)
    cells: Mapping[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """Every cell as text, an empty one ""; the index is named problems.LINE where it tells each row's line.

    problems    what does not hinder the reading
    mended      rows that were cut or filled to the headings' length, where that may be wrong (see `ragged_rows`)
    """

    rows: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    mended: Mended = Mended()
