"""What tables of published figures must hold: columns, code lists, and rules within and between columns.

Everything is judged as the text that stands in the files, so that a figure reads here as it reads in its source.
A table is a frame of text with two more columns, `file` and `line`, that tell where a rule is broken.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache

import pandas as pd
import pandera.pandas as pa

from wayforward.periods import span
from wayforward.published.editions import FIGURE, repeated

FIGURES = ["series", "area", "calendar", "period", "value", "symbol", "as_published", "unit", "status", "note",
           "citation", "known", "known_by"]
REGISTERS = {
    "areas": ["area", "name", "level", "la_code", "gss", "region", "invented"],
    "neighbours": ["area", "model", "rank", "neighbour", "known", "citation"],
    "sources": ["citation", "publisher", "title", "coverage", "licence", "transcribed_from"],
}
MORE = {"areas": ["from", "to", "successor", "earlier_gss"]}       # which a register may leave out, all together
PLACE = ["line", "file"]

# What official statistics in England write instead of a number they do not show.
SYMBOLS = {
    "c": "suppressed to protect people",
    "x": "not available",
    "z": "not applicable",
    "low": "rounds to 0 but is not 0",
    "k": "rounds to 0 but is not 0",
    "u": "of low reliability",
    "~": "no number, in older files",
    ":": "no number, in older files",
}
SHOWN = ("final", "provisional", "revised", "not comparable")
NOT_SHOWN = ("suppressed", "not available")
JOINT = "joint return"       # authorities that return together what each would return alone
PARTNERSHIP = "partnership"  # of authorities, which has no code of its own
LEVELS = ("local authority", "region", "country", JOINT, PARTNERSHIP, "district")
USUAL_CALENDAR, RELEASE_DATE, DAY_ADDED = BASES = ("usual calendar", "release date", "day added")


def problems(tables: dict[str, pd.DataFrame]) -> list[str]:
    """One sentence for every rule that a file breaks, of all files at once; empty where all is well.

    The rows of a file with wrong columns are not judged.
    """
    sound = {name: _whole(name, table) for name, table in tables.items()
             if _columns(table) in (_expected(name), _expected(name) + MORE.get(name, []))}
    found = [_wrong_columns(name, tables[name]) for name in tables.keys() - sound.keys()]
    figures = pd.concat([_no_rows(FIGURES), *(sound[name] for name in sorted(sound.keys() - REGISTERS.keys()))])
    known = sound.get("areas", figures)["area"], sound.get("sources", figures)["citation"]
    found += _broken(figure_rules(*known), figures)
    for name, rules in register_rules(*known).items():
        found += _broken(rules, sound.get(name, _no_rows(REGISTERS[name])))
    return sorted(found) or _unused(tables["sources"], {*figures["citation"], *tables["neighbours"]["citation"]})


def figure_rules(areas: Collection[str], citations: Collection[str]) -> pa.DataFrameSchema:
    """The contract of all tables of figures taken together."""
    return _contract(
        _rule("series: must be in snake_case", lambda rows: _is_slug(rows["series"])),
        _rule("area: must stand in areas.csv", lambda rows: rows["area"].isin(areas)),
        _one_within("calendar", "series"),
        _rule("period: must be a period of its calendar", lambda rows: ends(rows).notna()),
        _once("known", *FIGURE),
        _rule("known: must not bring again what the edition before says", lambda rows: ~repeated(rows)),
        _rule("value: must be a number or empty", lambda rows: rows["value"].eq("") | _number(rows["value"]).notna()),
        _rule("value: must lie within 0 and 100 where the unit is percent",
              lambda rows: rows["unit"].ne("percent") | _number(rows["value"]).fillna(0).between(0, 100)),
        _rule("symbol: must be empty or one of " + " ".join(SYMBOLS), lambda rows: rows["symbol"].isin(["", *SYMBOLS])),
        _rule("symbol: must be empty beside a value", lambda rows: rows["symbol"].eq("") | rows["value"].eq("")),
        _rule("as_published: must say the same number as value",
              lambda rows: _same(_number(rows["as_published"]), _number(rows["value"]))),
        _given("unit"),
        _one_within("unit", "series"),
        _one_of("status", SHOWN + NOT_SHOWN),
        _rule(f"status: must be {' or '.join(NOT_SHOWN)} where there is no value, and only there",
              lambda rows: rows["status"].isin(NOT_SHOWN).eq(rows["value"].eq(""))),
        _rule("status: must be suppressed where the symbol is c, and only there",
              lambda rows: rows["status"].eq("suppressed").eq(rows["symbol"].eq("c"))),
        _rule("note: must give the reason where the status is not comparable",
              lambda rows: rows["status"].ne("not comparable") | rows["note"].ne("")),
        _rule("citation: must stand in sources.csv", lambda rows: rows["citation"].isin(citations)),
        _rule("known: must be a day such as 2025-11-15", lambda rows: _day(rows["known"]).notna()),
        _rule("known: must not come before the period ends", lambda rows: ~(_day(rows["known"]) < ends(rows))),
        _one_of("known_by", BASES),
    )


def register_rules(areas: Collection[str], citations: Collection[str]) -> dict[str, pa.DataFrameSchema]:
    """The contracts of the areas, their statistical neighbours and the sources."""
    return {
        "areas": _contract(
            _rule("area: must be in snake_case", lambda rows: _is_slug(rows["area"])),
            _once("area"),
            _given("name"),
            _one_of("level", LEVELS),
            _like("la_code", r"(\d{3})?", "three digits or empty"),
            _rule("la_code: must be given for a local authority",
                  lambda rows: rows["la_code"].ne("") | rows["level"].ne("local authority")),
            _rule("gss: must be a code such as E10000015", lambda rows: rows["gss"].str.fullmatch(r"[A-Z]\d{8}") |
                  (rows["gss"].eq("") & rows["level"].isin([JOINT, PARTNERSHIP]))),
            _one_of("invented", ("yes", "no")),
            *(_rule(f"{column}: must be a day such as 2023-04-01, or empty",
                    lambda rows, column=column: rows[column].eq("") | _day(rows[column]).notna())
              for column in ("from", "to")),
            _rule("successor: must stand in areas.csv, areas apart by a space",
                  lambda rows: rows["successor"].map(lambda text: set(text.split()) <= set(areas))),
            _rule("successor: must be given where the area has ended, and only there",
                  lambda rows: rows["successor"].eq("").eq(rows["to"].eq(""))),
            _like("earlier_gss", r"([A-Z]\d{8})?", "a code such as E10000023, or empty"),
        ),
        "neighbours": _contract(
            _rule("area: must stand in areas.csv", lambda rows: rows["area"].isin(areas)),
            _rule("neighbour: must stand in areas.csv", lambda rows: rows["neighbour"].isin(areas)),
            _once("neighbour", "area", "model"),
            _like("rank", r"[1-9]\d*", "a whole number from 1 on"),
            _once("rank", "area", "model"),
            _rule("known: must be a day such as 2025-11-15", lambda rows: _day(rows["known"]).notna()),
            _one_within("known", "area", "model"),
            _rule("citation: must stand in sources.csv", lambda rows: rows["citation"].isin(citations)),
        ),
        "sources": _contract(_once("citation"), *(_given(column) for column in REGISTERS["sources"])),
    }


def _contract(*rules: pa.Check) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(checks=list(rules))


def _rule(words: str, holds: Callable[[pd.DataFrame], pd.Series]) -> pa.Check:
    """`words` say "column: what must be"; `holds` says of each row whether it is."""
    return pa.Check(holds, error=words)


def _given(column: str) -> pa.Check:
    return _rule(f"{column}: must be given", lambda rows: rows[column].ne(""))


def _one_of(column: str, allowed: Collection[str]) -> pa.Check:
    return _rule(f"{column}: must be one of {', '.join(allowed)}", lambda rows: rows[column].isin(allowed))


def _like(column: str, pattern: str, words: str) -> pa.Check:
    return _rule(f"{column}: must be {words}", lambda rows: rows[column].str.fullmatch(pattern))


def _once(column: str, *within: str) -> pa.Check:
    words = " ".join([f"{column}: must stand once", *(["for its", " and ".join(within)] if within else [])])
    return _rule(words, lambda rows: ~rows.duplicated([*within, column], keep=False))


def _one_within(column: str, *within: str) -> pa.Check:
    return _rule(f"{column}: must not differ within one {' and '.join(within)}",
                 lambda rows: rows.groupby(list(within))[column].transform("nunique").eq(1))


def _is_slug(text: pd.Series) -> pd.Series:
    return text.str.fullmatch(r"[a-z][a-z0-9_]*")


def _number(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text.where(text.str.fullmatch(r"-?\d+(\.\d+)?")))


def _same(left: pd.Series, right: pd.Series) -> pd.Series:
    return left.eq(right) | (left.isna() & right.isna())


def _day(text: pd.Series) -> pd.Series:
    return pd.to_datetime(text.where(text.str.fullmatch(r"\d{4}-\d\d-\d\d")), format="%Y-%m-%d", errors="coerce")


def ends(rows: pd.DataFrame) -> pd.Series:
    """The last day of each row's period; missing where it is none of its calendar."""
    return pd.to_datetime(pd.Series(map(_end, rows["calendar"], rows["period"]), rows.index, dtype=object))


@cache
def _end(calendar: str, period: str) -> date | None:
    try:
        return span(calendar, period).end
    except ValueError:
        return None


def _broken(rules: pa.DataFrameSchema, rows: pd.DataFrame) -> list[str]:
    """Each broken rule as "file, column: what must be, how many rows (the first one's line)"; never a value."""
    rows = rows.reset_index(drop=True)
    try:
        rules.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as refused:
        cases = refused.failure_cases.drop_duplicates(["check", "index"])   # pandera tells a row once a column
        places = rows.loc[cases["index"], PLACE].assign(rule=cases["check"].to_list())
        told = places.groupby(["file", "rule"])["line"].agg(["size", "min"])
        return [f"{file}, {rule}, {_rows(size)} (first at line {line})"
                for (file, rule), size, line in told.itertuples()]
    return []


def _unused(sources: pd.DataFrame, cited: set[str]) -> list[str]:
    """A source that nothing cites points to a table that has gone missing."""
    used = _contract(_rule("citation: must be cited by a table beside it", lambda rows: rows["citation"].isin(cited)))
    return _broken(used, sources)


def _expected(name: str) -> list[str]:
    return REGISTERS.get(name, FIGURES)


def _whole(name: str, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{column: "" for column in MORE.get(name, []) if column not in table})


def _columns(table: pd.DataFrame) -> list[str]:
    return list(table.columns.drop(PLACE))


def _wrong_columns(name: str, table: pd.DataFrame) -> str:
    return f"{name}.csv: must have the columns {', '.join(_expected(name))}; it has {', '.join(_columns(table))}"


def _no_rows(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=[*columns, *PLACE], dtype=str)


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"
