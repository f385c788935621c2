"""Published figures as their publishers' files hold them: of "Explore education statistics" and of LAIT.

Explore education statistics (EES) writes one row for a period, an area and a choice of filters, with the indicators
side by side; which column is which stands in the file's .meta.csv. The Local Authority Interactive Tool (LAIT) writes
one row for an area and a measure, with the years side by side. Both become one long table (TIDY), from which
`to_figures` takes the series that are wanted, for any area.

A cell that shows a symbol is a row without a value and with the symbol. It is never 0 and never left out.

Source      Department for Education: guidance on explore education statistics data files (dfe-analytical-services,
            analysts-guide and eesyscreener), and the tables that its local-authority-interactive-tool offers for
            download
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path

import numpy as np
import pandas as pd

from wayforward.errors import RefusedInputs
from wayforward.periods import academic_year, financial_year, span
from wayforward.published import contract
from wayforward.reading import files
from wayforward.reading.problems import Unreadable
from wayforward.returns.layout import plain

TIDY = ["gss", "la_code", "name", "level", "calendar", "period", "filters", "indicator", "value", "symbol",
        "as_published", "file"]
BETWEEN = " | "             # two filters in a row's `filters`

TIME = ["time_period", "time_identifier"]
# A level as EES writes it: our word, and the columns with its nine-character code, its three digits and its name.
LEVELS = {
    "National": ("country", "country_code", None, "country_name"),
    "Regional": ("region", "region_code", None, "region_name"),
    "Local authority": ("local authority", "new_la_code", "old_la_code", "la_name"),
}
# Every column that says where: no filter and no indicator.
WHERE = re.compile(
    r"geographic_level|(country|region|(old_|new_)?la|lad|pcon|lsip|ward|opportunity_area|planning_area|provider"
    r"|local_enterprise_partnership|english_devolved_area|police_force_area|trust|sponsor|school|institution|mat"
    r"|rsc_region_lead)_(code|name|id|urn|laestab|ukprn)")
FIRST_REGION = 970          # LAIT numbers England 970 and the regions from there on
PLAIN_NUMBER = r"-?\d+(\.\d+)?"
NUMBER = rf"{PLAIN_NUMBER}([eE][+-]?\d+)?"
# What stands where there is no number: a symbol, another mark without letters such as - or *, or an empty cell of R.
NO_NUMBER = "|".join([*map(re.escape, contract.SYMBOLS), r"[^\w\s]{1,2}", "NA", ""])


@dataclass(frozen=True)
class Wanted:
    """A series to be made of published rows.

    series      its name here
    indicator   the EES indicator's column, or the LAIT measure
    filters     filter → value; a filter that is not named must not make two rows of one area and period
    known       the day the file was released, or what makes of the day a period ends the day it is usually released
    calendar    what a year of the file means, where the file does not say it or says it too widely: "31 March"
    """

    series: str
    indicator: str
    unit: str
    citation: str
    known: date | Callable[[date], date]
    filters: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""
    status: str = "final"
    note: str = ""


def read_ees(path: Path) -> pd.DataFrame:
    """The rows of an EES file of the country, regions and local authorities, long: the columns of TIDY.

    Columns are known by name, in any order. <name>.meta.csv beside the file says which are filters and which are
    indicators; without it, or for a column it does not list, a column is an indicator if its cells are numbers and
    symbols alone. `calendar` is empty where the file does not say what its years mean (a reporting year, a term).

    Raises RefusedInputs, with file and column, for a file that is no table, lacks a column, has a time period that
    its identifier does not allow, or an indicator with cells that are neither numbers nor symbols.
    """
    path = Path(path)
    rows = _text(path)
    _need(rows, [*TIME, "geographic_level"], path)
    where = pd.concat([_where(rows, level, path) for level in LEVELS]).sort_index()
    filters, indicators = _kinds(rows, path)
    ids = where.join(_when(rows, path)).assign(filters=_joined(rows, filters))
    return _long(ids, rows.loc[ids.index, indicators], path)


def read_lait(path: Path, measure: str = "") -> pd.DataFrame:
    """A table of the Local Authority Interactive Tool, long: the columns of TIDY.

    A table made by hand names a measure in each row; one of a single measure does not, and `measure` must name it.
    Years are headings that start with four digits and stand as `period`; LAIT does not say what they mean, so that
    `calendar` is empty. A row without a number, such as the neighbours' mean, has no level. What is reckoned from the
    years (change, rank) is no figure and left out.

    Raises RefusedInputs, with file and column, as `read_ees` does.
    """
    path = Path(path)
    rows = _text(path)
    rows = rows.rename(columns={name: plain(name) for name in rows if not name[:1].isdigit()})
    _need(rows, ["lanumber", "laandregions"], path)
    if "measure" not in rows and not measure:
        raise RefusedInputs(f"{path.name}, Measure: must be a column, or be named when the file is read")
    years = [name for name in rows if re.match(r"\d{4}", name)]
    if not years:
        raise RefusedInputs(f"{path.name}, headings: must hold at least one year")
    ids = pd.DataFrame({
        "gss": "", "la_code": rows["lanumber"].where(rows["lanumber"].str.fullmatch(r"\d{3}"), ""),
        "name": rows["laandregions"], "level": rows["lanumber"].map(_lait_level), "calendar": "",
        "filters": "Topic=" + rows["topic"] if "topic" in rows else "",
        "indicator": rows.get("measure", measure)})
    return _long(ids, rows[years], path, across="period")


def to_figures(tidy: pd.DataFrame, wanted: Sequence[Wanted], areas: pd.DataFrame | None = None) -> pd.DataFrame:
    """Chosen rows as figures: text, in the columns of contract.FIGURES.

    `areas` is a register as areas.csv is one; its areas alone are taken, known by their codes or else by level and
    name. Without it, every area is taken and its name made into a slug.

    Raises RefusedInputs, with file and column, where nothing is found for a series, where more than one row falls on
    an area and period, and where a period does not fit the calendar.
    """
    found = [_chosen(tidy, each, areas) for each in wanted]
    return pd.concat([pd.DataFrame(columns=contract.FIGURES, dtype="str"), *found], ignore_index=True)


def _text(path: Path) -> pd.DataFrame:
    """The one table in a file, every cell text without spaces around it."""
    try:
        pieces = files.pieces(path)
        if len(pieces) != 1:
            raise RefusedInputs(f"{path.name}: must hold one table; it holds {len(pieces)}")
        rows = files.rows(pieces[0])
    except Unreadable as refused:
        raise RefusedInputs(f"{path.name}: cannot be read", [problem.rule for problem in refused.problems]) from None
    twice = rows.columns[rows.columns.duplicated()]
    if len(twice):
        raise RefusedInputs(f"{path.name}, {', '.join(twice)}: must stand once among the headings")
    return rows.apply(lambda cells: cells.str.strip())


def _need(rows: pd.DataFrame, columns: Iterable[str], path: Path) -> None:
    lacking = [column for column in columns if column not in rows]
    if lacking:
        raise RefusedInputs(f"{path.name}, {', '.join(lacking)}: must be there; the file has {', '.join(rows)}")


def _refuse(path: Path, column: str, must: str, broken: pd.Series) -> None:
    count = int(broken.sum())
    if count:
        raise RefusedInputs(f"{path.name}, {column}: {must} ({count:,} {'row' if count == 1 else 'rows'})")


def _where(rows: pd.DataFrame, written: str, path: Path) -> pd.DataFrame:
    """The areas of one level."""
    level, gss, la_code, name = LEVELS[written]
    own = rows[rows["geographic_level"].str.casefold().eq(written.casefold())]
    if not own.empty:
        _need(rows, [column for column in (gss, la_code, name) if column], path)
    return pd.DataFrame({"gss": own.get(gss, ""), "la_code": own[la_code] if la_code and not own.empty else "",
                         "name": own.get(name, ""), "level": level}, index=own.index)


def _when(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Calendar and period of each row; a calendar the file does not say is empty."""
    pairs = list(rows[TIME].itertuples(index=False, name=None))
    known = {pair: _period(*pair) for pair in set(pairs)}
    when = pd.DataFrame([known[pair] for pair in pairs], rows.index, columns=["calendar", "period"], dtype="str")
    _refuse(path, "time_period", "must be a year, or two following years such as 202425, as time_identifier asks",
            when["period"].eq(""))
    return when


def _period(time: str, identifier: str) -> tuple[str, str]:
    """Calendar and code of an EES time period; no code where the two do not go together."""
    words = identifier.casefold()
    years = f"{time[:4]}-{time[4:]}"
    quarter = re.fullmatch(r"financial year (q[1-4])", words)
    known = {"academic year": years.replace("-", "/"), "financial year": years, "calendar year": time}
    calendar, period = ("financial quarter", f"{years}-{quarter[1].upper()}") if quarter else (words, known.get(words))
    if period is None:
        sound = re.fullmatch(r"\d{4}|\d{6}", time)
        return "", (time if words == "reporting year" else f"{time} {identifier}") if sound else ""
    try:
        span(calendar, period)
    except ValueError:
        return "", ""
    return calendar, period


def _kinds(rows: pd.DataFrame, path: Path) -> tuple[list[str], list[str]]:
    """The names of the filters and of the indicators."""
    meta = _meta(path, rows)
    others = [name for name in rows if name not in TIME and not WHERE.fullmatch(name)]
    kinds = {name: meta.get(name) or ("Indicator" if _is_figures(rows[name]) else "Filter") for name in others}
    return [[name for name in others if kinds[name].casefold() == kind] for kind in ("filter", "indicator")]


def _meta(path: Path, rows: pd.DataFrame) -> dict[str, str]:
    """Column → Filter or Indicator, as the file beside says it."""
    beside = path.with_name(f"{path.name.removesuffix(path.suffix)}.meta.csv")
    if not beside.exists():
        return {}
    meta = _text(beside)
    _need(meta, ["col_name", "col_type"], beside)
    _refuse(beside, "col_type", "must be Filter or Indicator",
            ~meta["col_type"].str.casefold().isin(["filter", "indicator"]))
    _need(rows, meta["col_name"], path)
    return dict(zip(meta["col_name"], meta["col_type"], strict=True))


def _is_figures(cells: pd.Series) -> bool:
    """Whether a column holds numbers and symbols alone, and at least one of them."""
    return cells.str.fullmatch(f"{NUMBER}|{NO_NUMBER}", case=False).all() and cells.ne("").any()


def _joined(rows: pd.DataFrame, filters: list[str]) -> pd.Series:
    parts = [f"{name}=" + rows[name] for name in filters]
    return reduce(lambda left, right: left + BETWEEN + right, parts) if parts else pd.Series("", rows.index)


def _long(ids: pd.DataFrame, cells: pd.DataFrame, path: Path, across: str = "indicator") -> pd.DataFrame:
    """One row for each cell, in the order of the file. `across` is what the headings of the cells say."""
    parts = []
    for heading in cells:
        wrong = ~cells[heading].str.fullmatch(f"{NUMBER}|{NO_NUMBER}", case=False)
        _refuse(path, heading, "must hold plain numbers or the symbols of official statistics", wrong)
        parts.append(ids.assign(**{across: heading, "as_published": cells[heading]}))
    rows = pd.concat([*parts, pd.DataFrame(columns=[*ids.columns, across, "as_published"], dtype="str")])
    rows = rows.sort_index(kind="stable").reset_index(drop=True)
    value = pd.to_numeric(rows["as_published"], errors="coerce").astype(float)
    shown = rows["as_published"].mask(value.notna() | rows["as_published"].eq("NA"), "")
    return rows.assign(value=value, symbol=shown.str.casefold(), file=path.name)[TIDY]


def _lait_level(number: str) -> str:
    if not re.fullmatch(r"\d{3}", number):
        return ""
    if int(number) < FIRST_REGION:
        return "local authority"
    return "country" if int(number) == FIRST_REGION else "region"


def _chosen(tidy: pd.DataFrame, each: Wanted, areas: pd.DataFrame | None) -> pd.DataFrame:
    told = ", ".join(tidy["file"].unique())
    rows = tidy[tidy["indicator"].eq(each.indicator) & tidy["level"].isin(contract.LEVELS)]
    if rows.empty:
        raise RefusedInputs(f"{told}, {each.indicator}: must be there for the series {each.series}")
    for name, value in each.filters.items():
        part = f"{BETWEEN}{name}={value}{BETWEEN}"
        rows = rows[(BETWEEN + rows["filters"] + BETWEEN).str.contains(part, regex=False)]
        if rows.empty:
            raise RefusedInputs(f"{told}, {name}: must hold '{value}' for the series {each.series}")
    rows = rows.assign(area=_slugs(rows, areas)).loc[lambda chosen: chosen["area"].ne("")]
    rows = _in_calendar(rows, each, told)
    _refuse_twice(rows, each, told)
    return _figures(rows, each)


def _slugs(rows: pd.DataFrame, areas: pd.DataFrame | None) -> pd.Series:
    """The area of each row; empty where the register does not have it."""
    if areas is None:
        return rows["name"].str.casefold().str.replace(r"[^a-z0-9]+", "_", regex=True).str.strip("_")
    places = [(rows[code], areas.set_index(code)["area"].loc[lambda slugs: slugs.index != ""])
              for code in ("gss", "la_code")]
    places.append((rows["level"] + rows["name"], areas.set_index(areas["level"] + areas["name"])["area"]))
    return reduce(lambda found, place: found.fillna(place[0].map(place[1])), places,
                  pd.Series(np.nan, rows.index, dtype="str")).fillna("")


def _in_calendar(rows: pd.DataFrame, each: Wanted, told: str) -> pd.DataFrame:
    """The rows with the calendar and the period codes that the series keeps, and the day a period ends."""
    calendars = pd.Series(each.calendar, rows.index, dtype="str") if each.calendar else rows["calendar"]
    if calendars.eq("").any():
        raise RefusedInputs(f"{told}, time_identifier: does not say what a year means; name the calendar of the "
                            f"series {each.series}")
    codes = {period: _code(period, each.calendar) for period in rows["period"].unique()}
    rows = rows.assign(calendar=calendars, period=rows["period"].map(codes).astype("str"))
    try:
        ends = [span(*code).end for code in zip(rows["calendar"], rows["period"], strict=True)]
    except ValueError as refused:
        raise RefusedInputs(f"{told}, time_period: {refused}, for the series {each.series}") from None
    return rows.assign(end=pd.Series(ends, rows.index, dtype=object))


def _code(period: str, calendar: str) -> str:
    """A year, or two years by the one they end in, as a code of another calendar; anything else as it stands."""
    years = re.fullmatch(r"(\d{4})(?:[-/](?:\d{2})?(\d{2}))?", period)
    if not calendar or not years:
        return period
    last = int(years[1]) + bool(years[2])
    return {"academic year": academic_year, "financial year": financial_year}.get(calendar, str)(last)


def _refuse_twice(rows: pd.DataFrame, each: Wanted, told: str) -> None:
    twice = rows[rows.duplicated(["area", "calendar", "period"], keep=False)]
    if twice.empty:
        return
    parts = [dict(part.partition("=")[::2] for part in text.split(BETWEEN)) for text in twice["filters"].unique()]
    several = [name for name in parts[0] if len({str(part.get(name)) for part in parts}) > 1]
    raise RefusedInputs(f"{told}, {', '.join(several) or each.indicator}: must be one for an area and period of the "
                        f"series {each.series} ({len(twice)} rows)")


def _figures(rows: pd.DataFrame, each: Wanted) -> pd.DataFrame:
    symbol = rows["symbol"].where(rows["symbol"].isin(contract.SYMBOLS), "")
    status = symbol.map({"c": "suppressed"}).fillna("not available").where(rows["value"].isna(), each.status)
    known = [each.known if isinstance(each.known, date) else each.known(end) for end in rows["end"]]
    shown = {"value": _plainly(rows, ""), "as_published": _plainly(rows, rows["as_published"])}
    return pd.DataFrame({
        "series": each.series, "area": rows["area"], "calendar": rows["calendar"], "period": rows["period"], **shown,
        "symbol": symbol, "unit": each.unit, "status": status, "note": each.note, "citation": each.citation,
        "known": list(map(str, known)),
        "known_by": "release date" if isinstance(each.known, date) else "usual calendar",
    }, index=rows.index, columns=contract.FIGURES).astype("str")


def _plainly(rows: pd.DataFrame, otherwise) -> pd.Series:
    """The number as the file shows it, without powers of ten."""
    written_out = pd.Series([np.format_float_positional(value, trim="-") for value in rows["value"]], rows.index)
    shown = rows["as_published"].where(rows["as_published"].str.fullmatch(PLAIN_NUMBER), written_out)
    return shown.where(rows["value"].notna(), otherwise)
