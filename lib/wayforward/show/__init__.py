"""Draw it and tabulate it: charts and tables of findings, and of what was counted beside them.

Each name is imported when it is first asked for: whoever opens a report waits for no library that draws.
"""

from importlib import import_module

_MODULES = {
    "charts": "chart",
    "compare_chart": "comparison_chart",
    "control": "control_chart control_table",
    "exports": "Exports to_csv to_excel",
    "figure_layout": "BAND BLUE DPI GREY MUTED NARROW WIDE",
    "glance": "Chapter Glance links rows tiles",
    "movers": "movers_chart movers_table",
    "picture": "Chart",
    "returns_tables": "breakdown_over_time breakdown_table detail_table matches_table "
                      "reconciliation_table row_reconciliation_table screening_table",
    "sections": "Section gathered",
    "stories": "replies_told told",
    "tables": "Table benchmark_table panel_table robustness_table series_table table words_table",
    "waiting": "waited_for",
    "words": "Aside Code Prose aside folded markdown said",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"wayforward.show has {', '.join(__all__)}; not {name!r}")
    return getattr(import_module(f"wayforward.show.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
