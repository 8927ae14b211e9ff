"""The one place where text becomes safe for a worksheet cell: literal, never a formula, never lost, never fatal.

Excel's own limits (32,767 UTF-16 units in a cell, no control characters, "_x0041_" read as an escape) are met here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from coachdesk.i18n import translate
from exports.plain import FORBIDDEN, visible

CELL_LIMIT = 32_767
"""Longest text of one cell, in UTF-16 units (ECMA-376, Excel specifications and limits)."""

TITLE_LIMIT = 31
"""Longest sheet title, in characters."""

_CARE = re.compile(f"[&<>{FORBIDDEN}]|_x[0-9A-Fa-f]{{4}}_")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_TITLE = re.compile(r"[\[\]:*?/\\]")
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that was longer than a cell may hold: what the cell shows, and the whole text in cell-sized parts."""

    shown: str
    parts: tuple[str, ...]


def cell_xml(text: str) -> str:
    """`text` as the content of a `<t>` element. Fast for plain text, which nearly all text is."""
    if _CARE.search(text) is None:
        return text
    text = _ESCAPE.sub("_x005F_", visible(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def units(text: str) -> int:
    """The length Excel counts: UTF-16 units."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def split_long(text: str) -> Overflow | None:
    """None when `text` fits one cell; else what to show there (marked, never silently cut) and the whole in parts."""
    if len(text) * 2 <= CELL_LIMIT or units(text) <= CELL_LIMIT:
        return None
    step = CELL_LIMIT // 2  # safe even when every character takes two units
    parts = [text[start : start + step] for start in range(0, len(text), step)]
    mark = translate("Exports", "… [cut here: {count} characters in all, see the sheet “{sheet}”]")
    mark = mark.format(count=f"{len(text):,}", sheet=long_texts_title())
    return Overflow(parts[0][: step - len(mark)] + mark, tuple(parts))


def long_texts_title() -> str:
    """The sheet where texts longer than a cell stand in full."""
    return translate("Exports", "Long texts")


def sheet_title(wanted: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """A title Excel accepts: at most 31 characters, none of []:*?/\\, no quote at either end, not used before."""
    base = _TITLE.sub(" ", visible(wanted)).strip().strip("'").strip() or translate("Exports", "Sheet")
    while units(base) > TITLE_LIMIT:
        base = base[:-1].rstrip()
    title, number = base, 1
    while title.casefold() in {name.casefold() for name in taken}:
        number += 1
        tail = f" ({number})"
        title = base[: TITLE_LIMIT - len(tail)].rstrip() + tail
    return title


def serial(value: date | datetime) -> int | float | str:
    """A date or a naive local moment as Excel's day count; before March 1900 as ISO text, which Excel cannot count."""
    days = value.toordinal() - _EXCEL_DAY_ZERO
    if days < 61:
        return value.isoformat()
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1_000_000
        return round(days + seconds / 86400, 10)
    return days
