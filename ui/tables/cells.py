"""What a cell shows: text, tone and manner, made from a value by its column's kind, in the formats of the locale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from PySide6.QtCore import QDate, QLocale, QTime
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.table import Column, Row
from coachdesk.rules.typed_dates import say_date

Manner = Literal["text", "muted", "pill", "check"]
LONGEST_TIP = 1200


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ready to paint, copy and speak.

    text: what is read and copied.  manner: how it is painted.  tone: the color of a pill.  right: aligned right.
    tip: more to say when pointed at.  spoken: what a screen reader says when it is more than the text.
    """

    text: str = ""
    manner: Manner = "text"
    tone: str = "plain"
    right: bool = False
    tip: str = ""
    spoken: str = ""


CellMaker = Callable[[Any, Row], Cell]


@dataclass(frozen=True, slots=True)
class Look:
    """What is special about one column, declared by a page.

    cell: makes the Cell from (value, whole row) instead of the kind's own way.  delegate: paints the column instead of
    the table's own delegate; gets the view as parent.  hint: more about the column, told when its title is pointed at.
    """

    cell: CellMaker | None = None
    delegate: Callable[[QWidget], QAbstractItemDelegate] | None = None
    hint: str = ""


EMPTY = Cell()


def locale_now() -> QLocale:
    """The locale of the moment; the C locale (no settings at all) counts as US English."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return locale


def date_text(value: date, locale: QLocale) -> str:
    """ "Nov 24, 2026" in the US, the system's short form with a full year elsewhere."""
    shown = QDate(value.year, value.month, value.day)
    if locale.language() == QLocale.Language.English and locale.territory() == QLocale.Country.UnitedStates:
        return locale.toString(shown, "MMM d, yyyy")
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in pattern:
        pattern = pattern.replace("yy", "yyyy")
    return locale.toString(shown, pattern)


def time_text(value: time, locale: QLocale) -> str:
    """ "2:30 PM" or "14:30", as the locale has it."""
    shown = locale.toString(QTime(value.hour, value.minute), locale.timeFormat(QLocale.FormatType.ShortFormat))
    return shown.replace("\u202f", " ")


def moment_text(value: datetime, locale: QLocale) -> str:
    """Date and time on this computer's clock; a value without a zone is taken as it is."""
    local = value.astimezone() if value.tzinfo is not None else value
    return f"{date_text(local.date(), locale)} {time_text(local.time(), locale)}"


def minutes_text(minutes: int) -> str:
    """ "45 min", "1 h 30 min"."""
    hours, rest = divmod(abs(int(minutes)), 60)
    sign = "-" if minutes < 0 else ""
    if not hours:
        return translate("Tables", "{minutes} min").format(minutes=f"{sign}{rest}")
    if not rest:
        return translate("Tables", "{hours} h").format(hours=f"{sign}{hours}")
    return translate("Tables", "{hours} h {minutes} min").format(hours=f"{sign}{hours}", minutes=rest)


def number_text(value: float, locale: QLocale) -> str:
    """At most two decimals, none when whole."""
    if float(value).is_integer():
        return locale.toString(int(value))
    shown = locale.toString(float(value), "f", 2)
    return shown.rstrip("0").rstrip(locale.decimalPoint())


def _text(value: Any) -> Cell:
    whole = str(value)
    line = " ".join(whole.split())
    return Cell(line, tip=whole[:LONGEST_TIP] if "\n" in whole.strip() else "")


def _choice(choice: str) -> Callable[[Any], Cell]:
    def made(value: Any) -> Cell:
        code = str(value)
        return Cell(vocabulary.label(choice, code), "pill", vocabulary.tone(choice, code))

    return made


def _check(value: Any) -> Cell:
    return Cell(translate("Tables", "Yes"), "check", "ok") if value else Cell(translate("Tables", "No"), "check")


def _date(value: date, locale: QLocale) -> Cell:
    return Cell(date_text(value, locale), tip=say_date(value))


def maker_for(column: Column, look: Look | None = None) -> CellMaker:
    """The function (value, row) -> Cell of a column. A value missing or "" is an empty cell."""
    if look is not None and look.cell is not None:
        return look.cell
    where = locale_now()
    kinds: dict[str, Callable[[Any], Cell]] = {
        "int": lambda value: Cell(where.toString(int(value)), right=True),
        "number": lambda value: Cell(number_text(value, where), right=True),
        "minutes": lambda value: Cell(minutes_text(value), right=True),
        "date": lambda value: _date(value, where),
        "datetime": lambda value: Cell(moment_text(value, where)),
        "bool": _check,
        "choice": _choice(column.choice),
    }
    made = kinds.get(column.kind, _text)
    return lambda value, _row: EMPTY if value is None or value == "" else made(value)


def due_cell(value: date | None, today: date, open_: bool = True) -> Cell:
    """A due date as people read it: late and due-today ones as pills with words, the rest as "Tue Nov 24"."""
    if value is None:
        return EMPTY
    said = say_date(value)
    short = said.rsplit(",", 1)[0] if value.year == today.year else said
    days = (today - value).days
    if not open_ or days < 0:
        return Cell(short, tip=said)
    if days == 0:
        return Cell(translate("Tables", "today"), "pill", "attention", tip=said)
    late = translate("Tables", "1 day late") if days == 1 else translate("Tables", "{days} days late")
    weekday, day = short.split(" ", 1)
    return Cell(f"{weekday if days < 7 else day}, {late.format(days=days)}", "pill", "late", tip=said)
