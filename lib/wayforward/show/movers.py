"""All councils' changes in one picture, from the one that rose most against the rest to the one that fell most, and the
first and the last of them as a table."""

from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from wayforward.finding import Finding
from wayforward.formats import half_up, shown, signed
from wayforward.narrate import movers as words
from wayforward.narrate.figures import probability
from wayforward.show.charts import PATCH, sign
from wayforward.show.figure_layout import BLUE, GREY, MUTED, PLUM, Sheet, Words, blank, lay_out
from wayforward.show.picture import Chart
from wayforward.show.tables import Table, made_of
from wayforward.statistics.movers import how_many

EACH_END = 5        # rows of the table from either end
ROOM = 0.4          # of the changes' range, above and below them: a few small councils' intervals reach far beyond


def movers_chart(finding: Finding, rows: pd.DataFrame, rate: float) -> Chart:
    """Each council's change less the others' with its 95 % interval, in order; the report's own in blue, and those that
    moved at a false discovery rate in plum.

    rows: as from `movers`, with the councils' names (`name`)
    """
    ends = tuple((row["name"], row["apart"]) for _, row in rows.iloc[[0, -1]].iterrows())
    return Chart(f"{finding.series}-movers", words.title(finding), words.alt_text(finding, how_many(rows, rate), ends),
                 partial(_drawn, finding, rows, rate))


def movers_table(finding: Finding, rows: pd.DataFrame, rate: float) -> Table:
    """The councils at both ends and the report's own: change, change less the others', and p."""
    ends = [*rows.index[:EACH_END], *rows.index[rows["name"].eq(finding.area)], *rows.index[-EACH_END:]]
    told = rows.loc[sorted(set(ends))]
    unit = finding.unit, finding.decimals
    cells = [{"Place": half_up(place + 1), "Council": row["name"], "Change": signed(row["change"], *unit),
              "Less the others’": signed(row["apart"], *unit),
              "95% interval": f"{signed(row['low'], *unit)} to {signed(row['high'], *unit)}",
              "Chance": probability(row["p"]), "Among those that moved": "yes" if row["q"] <= rate else "no"}
             for place, row in told.iterrows()]
    return made_of(pd.DataFrame(cells), f"{finding.series}-movers", words.title(finding), left=("Council",),
                   bold=[at for at, name in enumerate(told["name"]) if name == finding.area])


def _drawn(finding: Finding, rows: pd.DataFrame, rate: float, sheet: Sheet) -> Figure:
    axes, place = blank(sheet), pd.Series(range(1, len(rows) + 1), rows.index, dtype=float)
    apart, low, high = (rows[name].map(lambda value: shown(value, finding.unit)) for name in ("apart", "low", "high"))
    axes.vlines(place, low, high, color="#BBBBBB", linewidth=1.2, zorder=1)
    axes.plot(place, apart, "o", color=GREY, markersize=2.5, zorder=2)
    axes.axhline(0, color=MUTED, linewidth=1, zorder=0)
    for chosen, colour in ((rows["q"] <= rate, PLUM), (rows["name"].eq(finding.area), BLUE)):
        axes.vlines(place[chosen], low[chosen], high[chosen], color=colour, linewidth=2, zorder=3)
        axes.plot(place[chosen], apart[chosen], "o", color=colour, markersize=5, zorder=4)
    for at in rows.index[rows["name"].eq(finding.area)]:
        axes.annotate(finding.area, (place[at], high[at]), xytext=(0, 4), textcoords="offset points", ha="center",
                      color=BLUE, weight="bold", bbox=PATCH)
    room = (apart.max() - apart.min()) * ROOM
    axes.set_ylim(apart.min() - room, apart.max() + room)
    around = Words(words.title(finding), words.subtitle(finding), words.how_to_read(rate))
    lay_out(axes, sheet, around, {float(at): half_up(at) for at in _named(len(rows))},
            sign(finding), [])
    return axes.figure


def _named(councils: int) -> list[int]:
    """The places written below."""
    return [1, *range(25, councils - 12, 25), councils]
