"""Models of statistical neighbours from a downloaded workbook, set against those that are held."""

from datetime import date

import numpy as np
import pandas as pd

from wayforward.published.compare_figures import NEW, REVISED, UNCHANGED
from wayforward.published.contract import REGISTERS

MODEL = ["area", "model"]
SAID = ["area", "model", "rank", "neighbour"]


def compare_models(offered: pd.DataFrame, held: pd.DataFrame, today: date, released: date | None) -> pd.DataFrame:
    """The offered neighbours, each with its `kind`: new where its area has none of that model, unchanged where the
    area's are all the same, else revised. A model is known from the release date, else from its usual day, and never
    after today.

    `offered` and `held` as text with the columns of the register; `offered` with file and line.
    """
    known = offered[MODEL].apply(tuple, axis="columns").isin(set(zip(held["area"], held["model"], strict=True))) \
        if len(offered) else pd.Series(dtype=bool)
    pairs = offered.merge(held[SAID].drop_duplicates().assign(there=True), on=SAID, how="left")
    same = pairs["there"].notna().groupby([offered[name] for name in MODEL]).transform("all")
    day = str(released) if released else offered["known"].where(offered["known"].le(str(today)), str(today))
    return offered.assign(kind=np.select([~known, same], [NEW, UNCHANGED], REVISED), known=day)[
        [*REGISTERS["neighbours"], "file", "line", "kind"]]


def changed(models: pd.DataFrame) -> list[str]:
    """Why models that are held already, and differ, are refused: a model is published once."""
    return [f"{file}, neighbour: the model {model} is held, and says something else of {part['area'].nunique():,} "
            f"areas ({len(part):,} rows, first at line {part['line'].min()}); a model is published once"
            for (file, model), part in models[models["kind"].eq(REVISED)].groupby(["file", "model"])]
