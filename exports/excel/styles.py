"""Cell styles by kind of value, made once per workbook from the shared tokens, as style numbers for the row writer."""

# ruff: noqa: SLF001 - style numbers are only to be had from openpyxl's own style table

from __future__ import annotations

from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from exports import style

FONT = "Calibri"
"""A face every spreadsheet program has or replaces well; Excel cannot carry our own."""

DATE_FORMAT = "m/d/yyyy"
MOMENT_FORMAT = "m/d/yyyy\\ h:mm\\ AM/PM"
"""US form; the values are true dates, so each reader may show them in another."""

Look = Literal[
    "title",
    "subtitle",
    "heading",
    "header",
    "header_right",
    "body",
    "strong",
    "muted",
    "link",
    "count",
    "muted_count",
    "share",
    "note",
]

_FORMATS = {"int": "#,##0", "minutes": "#,##0", "number": "General", "date": DATE_FORMAT, "datetime": MOMENT_FORMAT}
_RIGHT = {"int", "minutes", "number"}


class Styles:
    """Style numbers (`s` attributes) of one workbook. `look` is for words around tables, `kind` for table cells."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._pattern: Any = WriteOnlyCell(book.create_sheet("pattern"))
        book.remove(book["pattern"])
        self._known: dict[tuple[str, ...], int] = {}

    def kind(self, kind: str, *, link: bool = False, guarded: bool = False) -> int:
        """A table cell holding a value of this kind. guarded: text that begins like a formula keeps being text when
        somebody edits the cell."""
        key = ("kind", kind, str(link), str(guarded))
        if key not in self._known:
            ink = style.color("accent" if link else "text")
            self._known[key] = self._add(
                font=Font(
                    name=FONT,
                    size=10,
                    color=style.argb(ink),
                ),
                border=Border(bottom=Side(style="thin", color=style.argb(style.color("faint")))),
                alignment=Alignment(
                    horizontal="right" if kind in _RIGHT else "left",
                    vertical="top",
                    indent=1 if kind in _RIGHT else 0,
                    wrap_text=kind in ("text", "long_text", "choice"),
                ),
                number_format=_FORMATS.get(kind, "@" if kind in ("text", "long_text") else "General"),
                quotePrefix=guarded,
            )
        return self._known[key]

    def look(self, look: Look) -> int:
        """A cell outside the tables' bodies."""
        key = ("look", look)
        if key not in self._known:
            self._known[key] = self._add(**_looks()[look])
        return self._known[key]

    def _add(self, **wanted: Any) -> int:
        cell = self._pattern
        cell._style = type(cell._style)()
        for name, value in wanted.items():
            setattr(cell, name, value)
        number = self._book._cell_styles.add(cell._style)  # type: ignore[attr-defined]  # what Cell.style_id does
        return int(number)


def _looks() -> dict[Look, dict[str, Any]]:
    text, muted, accent = (style.argb(style.color(name)) for name in ("text", "muted", "accent"))
    white, line = style.argb(style.color("on_accent")), style.argb(style.color("line"))
    under = Border(bottom=Side(style="thin", color=style.argb(style.color("faint"))))
    top = Alignment(vertical="top", wrap_text=True)
    return {
        "title": {"font": Font(name=FONT, size=18, bold=True, color=text)},
        "subtitle": {"font": Font(name=FONT, size=10, color=muted)},
        "heading": {"font": Font(name=FONT, size=12, bold=True, color=accent)},
        "header": {
            "font": Font(name=FONT, size=10, bold=True, color=white),
            "fill": PatternFill("solid", fgColor=accent),
            "border": Border(bottom=Side(style="medium", color=line)),
            "alignment": Alignment(vertical="center", wrap_text=True),
            "number_format": "@",
        },
        "header_right": {
            "font": Font(name=FONT, size=10, bold=True, color=white),
            "fill": PatternFill("solid", fgColor=accent),
            "border": Border(bottom=Side(style="medium", color=line)),
            "alignment": Alignment(horizontal="right", vertical="center", wrap_text=True),
            "number_format": "@",
        },
        "body": {"font": Font(name=FONT, size=10, color=text), "border": under, "alignment": top},
        "strong": {"font": Font(name=FONT, size=10, bold=True, color=text), "border": under, "alignment": top},
        "muted": {"font": Font(name=FONT, size=10, color=muted), "border": under, "alignment": top},
        "link": {"font": Font(name=FONT, size=10, color=accent, underline="single"), "border": under},
        "count": {"font": Font(name=FONT, size=10, color=text), "border": under, "number_format": "#,##0"},
        "muted_count": {"font": Font(name=FONT, size=10, color=muted), "border": under, "number_format": "#,##0"},
        "share": {"font": Font(name=FONT, size=10, color=text), "border": under, "number_format": "0%"},
        "note": {"font": Font(name=FONT, size=9, italic=True, color=muted), "alignment": top},
    }


def tone_style(tone: str) -> DifferentialStyle:
    """How a conditional format paints a word of this tone."""
    shade = style.shade(tone)
    return DifferentialStyle(
        font=Font(color=style.argb(shade.ink), bold=tone in ("late", "attention")),
        fill=PatternFill("solid", bgColor=style.argb(shade.ground), fgColor=style.argb(shade.ground)),
    )
