"""A text table as a frame: columns parted by |, a remark after #, empty cells missing. For tests that are read."""

from io import StringIO

import pandas as pd


def table(text: str) -> pd.DataFrame:
    """The rows of a text table, numbers as numbers."""
    lines = [line.split("#")[0].strip() for line in text.strip().splitlines()]
    frame = pd.read_csv(StringIO("\n".join(lines)), sep=r"\s*\|\s*", engine="python", dtype=str)
    return frame.apply(_numbers)


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().equals(column.notna()) and numbers.notna().any() else column


def series(*figures: tuple, kind: str = "proportion") -> pd.DataFrame:
    """Points of one area, (year, numerator, denominator) each at 31 March, with their intervals."""
    from wayforward.statistics.intervals import with_intervals

    rows = pd.DataFrame(figures, columns=["year", "numerator", "denominator"])
    rows = rows.assign(end=pd.to_datetime(rows["year"].astype(str) + "-03-31").dt.date, status="final", reason=None,
                       note=None, unknown=float("nan"), value=rows["numerator"] / rows["denominator"],
                       label="year to 31 March " + rows["year"].astype(str), area="here")
    return with_intervals(rows.assign(start=rows["end"]), kind)


def published_figures(calendar: str, series: dict[str, dict[str, float]], area: str = "here") -> pd.DataFrame:
    """Published figures of one area: for each series its value by period; NaN is a suppressed one."""
    from wayforward.periods import span

    spans = [(name, period, value, span(calendar, period))
             for name, values in series.items() for period, value in values.items()]
    return pd.DataFrame([
        {"series": name, "area": area, "calendar": calendar, "period": period, "start": when.start, "end": when.end,
         "label": when.label, "value": float(value), "as_published": f"{value:g}", "known": when.end,
         "status": "suppressed" if value != value else "final", "note": ""}
        for name, period, value, when in spans])


def returns_of(figures: pd.DataFrame | None = None, received: str | None = None, **tables: str):
    """Returns made of text tables, one a table of the catalogue by its name, read as the layout says. A column
    `return_year` says of which return a row is; without it all are of 2025."""
    from datetime import date

    from wayforward.reading.area_returns import Returns
    from wayforward.returns.catalogue import TABLES
    from wayforward.returns.layout import renamed, typed

    def of_all_years(name: str, text: str) -> pd.DataFrame:
        rows = renamed(text_table(text), TABLES[name])
        years = rows.pop("return_year") if "return_year" in rows else pd.Series("2025", rows.index)
        parts = [typed(part, TABLES[name], int(year)) for year, part in rows.groupby(years, sort=True)]
        return pd.concat(parts).sort_index()

    loaders = {name: (lambda name=name, text=text: of_all_years(name, text)) for name, text in tables.items()}
    known = date.fromisoformat(received) if received else None
    return Returns(loaders, figures=figures, received=known, postcodes=_on_a_grid, la_code="919", gss="E10000015")


def text_table(text: str) -> pd.DataFrame:
    """The rows of a text table as a file's reader gives them: text, an empty cell "". No remark holds a |."""
    lines = [line.split("#")[0].strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line]
    return pd.DataFrame(cells[1:], columns=cells[0], dtype=str)


def _on_a_grid(postcodes: pd.Series) -> pd.DataFrame:
    """A directory for tests: "IN 10" lies 10 miles east of the origin within the county, "OUT 25" 25 miles east and
    outside it; any other postcode is not known."""
    parts = postcodes.str.extract(r"^(IN|OUT) (\d+(?:\.\d+)?)$")
    inside = parts[0].map({"IN": "E10000015", "OUT": "E10000099"})
    district = inside.str.replace("E10", "E07")
    return pd.DataFrame({"easting": parts[1].astype(float) * 1609.3, "northing": parts[1].astype(float) * 0.0,
                         "district": district, "authority": inside, "district_name": district}, index=postcodes.index)
