"""A small exampleshire, made once for all tests of it, as its files hold it and as measures read it."""

from datetime import date

import pytest

from exampleshire.write import SEED, returns, write_sample
from wayforward.reading.area_returns import Returns
from wayforward.reading.recognise import STEMS
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import plain, renamed, typed

SCALE = 0.1


@pytest.fixture(scope="session")
def made():
    """Every table of every year."""
    return list(returns(SEED, SCALE))


@pytest.fixture(scope="session")
def values(made):
    """Each table's years, typed: name → year → rows."""
    found = {name: {} for name in TABLES}
    for each in made:
        table = STEMS[plain(each.stem)]
        assert each.year not in found[table.name], "written twice"
        found[table.name][each.year] = typed(renamed(each.rows, table), table, each.year)
    return found


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The same county on disk."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, SCALE)
    return folder


@pytest.fixture(scope="session")
def measured(values, written):
    """The county's returns as measures are given them, with its published figures."""
    import pandas as pd

    from exampleshire.county_map import GSS, LA_CODE
    from wayforward.published.figures import read_published
    from wayforward.reading.postcodes import Directory

    loaders = {name: (lambda years=years: pd.concat(years.values(), ignore_index=True))
               for name, years in values.items() if years}
    figures = read_published(written / "published", date(2026, 6, 30)).figures
    return Returns(loaders, figures, date(2026, 6, 15), Directory.of_folder(written / "places"), LA_CODE, GSS)
