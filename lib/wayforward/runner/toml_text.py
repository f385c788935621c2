"""Plain values as a TOML file: tables of lists of tables, as plan.toml is laid out."""

import json
from datetime import date
from typing import Any


def toml_text(tables: dict[str, Any], place: str = "") -> str:
    """A file's text: of each table first its values, then the tables in it.

    >>> print(toml_text({"plan": {"title": "A “plan”", "start": date(2026, 4, 1), "units": ("%",)},
    ...                  "measures": [{"id": "a", "series": [{"id": "b", "headline": True}]}]}))
    [plan]
    title = "A “plan”"
    start = 2026-04-01
    units = ["%"]
    <BLANKLINE>
    [[measures]]
    id = "a"
    <BLANKLINE>
    [[measures.series]]
    id = "b"
    headline = true
    """
    blocks = []
    for name, table in tables.items():
        path = f"{place}{name}"
        many = isinstance(table, list)
        for each, head in [(one, f"[[{path}]]" if many else f"[{path}]") for one in (table if many else [table])]:
            values = {key: value for key, value in each.items() if not _is_table(value)}
            inner = {key: value for key, value in each.items() if _is_table(value)}
            lines = [f"{key} = {toml_value(value)}" for key, value in values.items()]
            blocks += ["\n".join([head, *lines]), *filter(None, [toml_text(inner, f"{path}.")])]
    return "\n\n".join(blocks)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(each, dict) for each in value))


def toml_value(value: Any) -> str:
    """A value as TOML writes it; TypeError for what it cannot.

    >>> toml_value('say "yes"'), toml_value(date(2026, 4, 1)), toml_value(False), toml_value(("a", 0.5))
    ('"say \\\\"yes\\\\""', '2026-04-01', 'false', '["a", 0.5]')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, int | float):
        return repr(value)
    raise TypeError(f"expected text, a number, a day, true or false, or a list of them; got {type(value).__name__}")
