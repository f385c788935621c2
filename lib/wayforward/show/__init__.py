"""Draw it and tabulate it: charts and tables of findings, and of what was counted beside them."""

from wayforward.show.charts import chart
from wayforward.show.control import control_chart, control_table
from wayforward.show.figure_layout import BAND, BLUE, DPI, GREY, MUTED, NARROW, WIDE
from wayforward.show.glance import Chapter, Glance, links, rows, tiles
from wayforward.show.picture import Chart
from wayforward.show.returns_tables import (
           breakdown_table,
           detail_table,
           matches_table,
           reconciliation_table,
           row_reconciliation_table,
           screening_table,
)
from wayforward.show.sections import Section, gathered
from wayforward.show.stories import told
from wayforward.show.tables import (
           Table,
           benchmark_table,
           panel_table,
           robustness_table,
           series_table,
           table,
           words_table,
)
from wayforward.show.words import Aside, Prose, aside, folded, markdown, said

__all__ = [
           "BAND",
           "BLUE",
           "DPI",
           "GREY",
           "MUTED",
           "NARROW",
           "WIDE",
           "Aside",
           "Chapter",
           "Chart",
           "Glance",
           "Prose",
           "Section",
           "Table",
           "aside",
           "benchmark_table",
           "breakdown_table",
           "chart",
           "control_chart",
           "control_table",
           "detail_table",
           "folded",
           "gathered",
           "links",
           "markdown",
           "matches_table",
           "panel_table",
           "reconciliation_table",
           "robustness_table",
           "row_reconciliation_table",
           "rows",
           "said",
           "screening_table",
           "series_table",
           "table",
           "tiles",
           "told",
           "words_table",
]
