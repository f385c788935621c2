"""What is shown as files: frames as CSV and as typed spreadsheets with notes, tables as pictures.

A text that a spreadsheet would take for a formula is made a text. Nothing is worked out or hidden here: a frame comes
as it may be seen.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from wayforward.markup import neutral, visible
from wayforward.show.figure_layout import DPI, MUTED, STYLE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Notes = Mapping[str, str]       # what a note is about → what it says
FRACTIONS = ("value", "low", "high", "baseline", "latest", "change", "change_low", "change_high", "difference")
WIDEST = 60                     # letters in a column
LINE, MARGIN = 0.2, 0.15         # inches that a line, and the space around it, take
SIZE = 10


class Exports:
    """What has `data`, a tidy frame, and `notes` on it, and can be taken away as a file."""

    data: pd.DataFrame
    notes: Notes

    def to_csv(self, path: str | Path) -> Path:
        """Writes the data as CSV (UTF-8, days as 2025-03-31, nothing where there is no number); returns the path.

        page.table().to_csv("homes.csv")
        """
        return to_csv(self.data, path)

    def to_excel(self, path: str | Path) -> Path:
        """Writes the data as a spreadsheet with numbers and days as such, and a sheet of notes; returns the path."""
        return to_excel({"data": self.data}, self.notes, path)


def to_csv(frame: pd.DataFrame, path: str | Path) -> Path:
    """A frame as CSV; see Exports.to_csv."""
    path = Path(path)
    _harmless(frame).to_csv(path, index=False, date_format="%Y-%m-%d", encoding="utf-8")
    return path


def to_excel(frames: Mapping[str, pd.DataFrame], notes: Notes, path: str | Path) -> Path:
    """Frames as the sheets of a spreadsheet, their names the sheets', and the notes as its last; returns the path."""
    path = Path(path)
    told = pd.DataFrame({"About": list(notes), "Note": list(notes.values())}, dtype=object)
    with pd.ExcelWriter(path, engine="openpyxl", date_format="YYYY-MM-DD", datetime_format="YYYY-MM-DD") as book:
        for name, frame in {**frames, "notes": told}.items():
            _harmless(frame).to_excel(book, sheet_name=name, index=False)
            _laid_out(book.sheets[name], frame)
    return path


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame in which no text, and no heading, is a formula."""
    texts = frame.select_dtypes(include=["object", "string", "category"])
    made = {name: [neutral(visible(cell)) if isinstance(cell, str) else cell for cell in texts[name]] for name in texts}
    return frame.assign(**made).rename(columns=lambda name: neutral(str(name)))


def _laid_out(sheet: "Worksheet", frame: pd.DataFrame) -> None:
    """Headings in bold that stay in sight, columns as wide as their words, fractions of percentages as percentages."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for place, name in enumerate(frame, start=1):
        longest = max([len(str(name)), *(len(str(cell)) for cell in frame[name].head(200))])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest, WIDEST) + 2
        sheet.cell(1, place).font = Font(bold=True)
        for row, unit in enumerate(frame.get("unit", []), start=2):
            if unit == "%" and name in FRACTIONS:
                sheet.cell(row, place).number_format = "0.0%"
    for row in sheet.iter_rows(min_row=2) if "Note" in frame else ():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


# Pictures of tables

def table_figure(title: str, rows: pd.DataFrame, right: tuple[str, ...] = ()) -> Figure:
    """A table of words as a figure: its title, its headings in bold, a line under each row."""
    cells = [[str(name) for name in rows], *([str(cell) for cell in row] for row in rows.to_numpy())]
    cells = [[fill(cell, WIDEST) for cell in row] for row in cells]
    wide = [max(map(_width, column)) + 2 * MARGIN for column in zip(*cells, strict=True)]
    tall = [max(cell.count("\n") + 1 for cell in row) * LINE + MARGIN for row in cells]
    title = fill(title, max(int(len(title) * (sum(wide) - 2 * MARGIN) / (1.2 * _width(title) or 1)), 20))
    wide[-1] += max(1.2 * _width(title) + 2 * MARGIN - sum(wide), 0)
    above = (title.count("\n") + 1) * LINE * 1.2 + 2 * MARGIN
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(sum(wide), above + sum(tall) + MARGIN), dpi=DPI)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, sum(wide)), ylim=(above + sum(tall) + MARGIN, 0))
        axes.axis("off")
        axes.text(MARGIN, MARGIN, title, weight="bold", size=12, va="top")
        _paint(axes, cells, wide, tall, above, [str(name) in right for name in rows])
    return figure


def _width(text: str) -> float:
    """How many inches the widest line of a text takes, in bold."""
    measure = RendererAgg(1, 1, DPI).get_text_width_height_descent
    return max(measure(line, FontProperties(family="DejaVu Sans", weight="bold", size=SIZE), False)[0]
               for line in text.split("\n")) / DPI


def _paint(axes, cells: list[list[str]], wide: list[float], tall: list[float], top: float, right: list[bool]) -> None:
    for number, (row, height) in enumerate(zip(cells, tall, strict=True)):
        left = 0.0
        for cell, width, to_right in zip(row, wide, right, strict=True):
            axes.text(left + (width - MARGIN if to_right else MARGIN), top + MARGIN / 2, cell, va="top",
                      ha="right" if to_right else "left", weight="bold" if number == 0 else "normal", size=SIZE)
            left += width
        top += height
        axes.plot([MARGIN, left - MARGIN], [top, top], color=MUTED, linewidth=1.2 if number == 0 else 0.4)


def as_png(figure: Figure) -> bytes:
    """A figure as a picture; the same bytes for the same figure and libraries."""
    buffer = io.BytesIO()
    figure.canvas.print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    return buffer.getvalue()


def written(content: bytes | str, path: str | Path | None) -> None:
    """Writes a picture where a path is given."""
    if path is not None:
        Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
