"""A code that no layout knows counts as not known, wherever a measure asks for its column."""

import pandas as pd
import pytest

from tables import returns_of
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import ALWAYS, holds

CODES = [(table.name, column.name) for table in TABLES.values() for column in table.columns if column.kind == "code"]
DATED = [(table.name, column.name, code) for table in TABLES.values() for column in table.columns
         for code, years in column.dated.items() if years != ALWAYS]


@pytest.mark.parametrize(("table", "column"), CODES)
def test_every_column_of_codes_holds_known_codes_or_nothing(table, column):
    codes = list(TABLES[table].column(column).codes)
    cells = [*codes, "", "no such code", codes[0].swapcase() + "?"]
    text = "\n".join(f"{cell} | another" for cell in [column, *cells])
    returns = returns_of(**{table: text})
    assert returns.table(table)[column].fillna("").tolist() == [*codes, "", "", ""]
    assert returns.unknown_code(table, column).tolist() == [*[False] * len(codes), False, True, True]


@pytest.mark.parametrize(("table", "column", "code"), DATED)
def test_a_code_of_other_years_says_what_it_says(table, column, code):
    """The screening warns of it; what it means is in no doubt."""
    years = TABLES[table].column(column).dated[code]
    (other,) = {year for year in ((years[0] or 0) - 1, (years[1] or 0) + 1) if year > 2000 and not holds(years, year)}
    returns = returns_of(**{table: f"return_year | {column}\n{other} | {code}"})
    assert returns.table(table)[column].tolist() == [code]
    assert not returns.unknown_code(table, column).any()


def test_a_table_without_unknown_codes_is_as_it_was_read():
    returns = returns_of(case_audits="AUDIT_ID | GRADE\na | G")
    assert returns.table("case_audits")["GRADE"].tolist() == ["G"]
    pd.testing.assert_series_equal(returns.unknown_code("case_audits", "GRADE"), pd.Series([False]))
