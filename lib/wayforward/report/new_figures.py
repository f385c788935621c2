"""What `wayforward figures add` tells: what downloaded releases would add, by series and level, in plain lines."""

from collections.abc import Iterator

import pandas as pd

from wayforward.formats import day, listed
from wayforward.published.additions import Additions
from wayforward.published.compare_figures import ADDED, KINDS, NEW, REVISED, UNCHANGED, numbers
from wayforward.published.contract import LEVELS

GONE = "gone"
BY = ["release", "series", "level"]
WORDS = ["periods", "symbols", "largest"]
HEADINGS = {GONE: "not in the file", "periods": "new periods", "symbols": "no number", "largest": "largest revision"}
INDENT = "  "


def lines(additions: Additions) -> list[str]:
    """All of it, release by release."""
    rows = additions.compared
    told = [line for release in rows["release"].unique() for line in _of_release(additions, release)]
    return [*told, *_models(additions), *_left_out(additions.left_out),
            *(f"Older than what is held: {file}: {why}." for file, why in additions.older.items()),
            *(f"Look at this: {warning}." for warning in additions.warnings), _in_all(additions)]


def counts(additions: Additions) -> pd.DataFrame:
    """A row for each release, series and level: how many figures are of each kind; `gone`: how many are held that the
    files do not have; `periods` of new ones; `symbols`, or nothing, in the place of new and revised numbers; `largest`
    revision."""
    gone = additions.gone.groupby(["series", "level"]).size().to_dict()
    rows = [dict(zip(BY, key, strict=True)) | _counted(part) | {GONE: gone.get(key[1:], 0)}
            for key, part in additions.compared.groupby(BY)]
    order = {level: place for place, level in enumerate(LEVELS)}
    return pd.DataFrame(rows, columns=[*BY, *KINDS, GONE, *WORDS]).sort_values(
        BY, key=lambda column: column.map(order) if column.name == "level" else column, ignore_index=True)


def _counted(rows: pd.DataFrame) -> dict[str, object]:
    added, kinds = rows[rows["kind"].isin(ADDED)], rows["kind"].value_counts()
    return {**{kind: kinds.get(kind, 0) for kind in KINDS}, "periods": _periods(rows[rows["kind"].eq(NEW)]),
            "symbols": _symbols(added), "largest": _largest(rows[rows["kind"].eq(REVISED)])}


def _of_release(additions: Additions, release: str) -> list[str]:
    table = counts(additions).query("release == @release").drop(columns="release")
    files = additions.compared.loc[additions.compared["release"].eq(release), "file"].unique()
    quiet = table[list(KINDS)].sum(axis="columns").eq(table[UNCHANGED]) & table[GONE].eq(0)
    lines = _in_columns(table[~quiet]) if not quiet.all() else []
    if quiet.any():
        held, more = table.loc[quiet, UNCHANGED].sum(), "" if quiet.all() else "more "
        lines.append(f"{quiet.sum():,} {more}series and levels: {held:,} figures, all unchanged")
    return [f"{release}: {listed(sorted(files))}", *(INDENT + line.rstrip() for line in lines)]


def _in_columns(table: pd.DataFrame) -> list[str]:
    """A table as lines: words at the left, numbers at the right, no column that says nothing."""
    said = table[[name for name in table if table[name].ne(0).any() and table[name].ne("").any()]]
    lines = [said.rename(columns=HEADINGS).columns, *said.itertuples(index=False)]
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    sides = [">" if name in (*KINDS, GONE) else "<" for name in said]
    return ["  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(line, sides, widths, strict=True)).rstrip()
            for line in cells]


def _periods(rows: pd.DataFrame) -> str:
    """The periods of rows, of more than two the first and the last."""
    found = sorted(rows["period"].unique())
    return ", ".join(found) if len(found) < 3 else f"{found[0]} … {found[-1]}"


def _symbols(rows: pd.DataFrame) -> str:
    """How often a symbol stands in the place of a number, or nothing: "c 12, z 3, none 1"."""
    found = rows.loc[rows["value"].eq(""), "symbol"].replace("", "none").value_counts()
    return ", ".join(f"{symbol} {count:,}" for symbol, count in found.items())


def _largest(rows: pd.DataFrame) -> str:
    """The revision that moves a number most, or the first where none is of a number."""
    if rows.empty:
        return ""
    apart = (numbers(rows["value"]) - numbers(rows["held_value"])).abs().fillna(-1.0)
    row = rows.loc[apart.idxmax()]
    before, now = (row[name] or "nothing" for name in ("held_as_published", "as_published"))
    return f"{row['area']} {row['period']}: {before} → {now}"


def _models(additions: Additions) -> list[str]:
    return [f"neighbours, model {model}: {kind}, of {part['area'].nunique():,} areas, known from "
            f"{day(part['known'].min())}" for (model, kind), part in additions.models.groupby(["model", "kind"])]


def _left_out(left_out: pd.DataFrame) -> list[str]:
    return ["Left out:", *(f"{INDENT}{file}: {reason}" + (f", {rows:,} rows" if rows else "")
                           for file, reason, rows in left_out.itertuples(index=False))] if len(left_out) else []


def _in_all(additions: Additions) -> str:
    kinds = additions.compared["kind"].value_counts()
    told = [f"{kinds.get(kind, 0):,} {kind}" for kind in KINDS if kinds.get(kind) or kind == NEW]
    return f"In all: {', '.join([*told, f'{len(additions.gone):,} held and not in the files'])}." + "".join(
        f" {words}" for words in _known(additions.rows))


def _known(rows: pd.DataFrame) -> Iterator[str]:
    """Since when the new and revised figures are known."""
    for kind, part in rows.groupby("kind"):
        days = part.groupby(["known", "known_by"]).size().sort_index()
        (last, basis), count = days.index[-1], days.iloc[-1]
        others = f", the others from {day(days.index[0][0])} on" if len(days) > 1 else ""
        yield f"{kind.title()} figures are known from {day(last)} ({basis}; {count:,}){others}."
