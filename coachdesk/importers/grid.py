"""What a table file becomes: plain rows with their row numbers, and the limits that keep a hostile file harmless."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import NamedTuple

from coachdesk.errors import Unreadable
from coachdesk.i18n import translate
from coachdesk.settings import Settings

Scalar = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes. `text` is the formula with its "=", `shown` the result the workbook remembers."""

    text: str
    shown: Scalar


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error of the spreadsheet program, for example "#N/A"."""

    code: str


Value = Scalar | Formula | CellError
"""One cell. Dates without a time of day are `date`. Nothing is None; a text is kept exactly as it stands."""


class Row(NamedTuple):
    """One row: its number in the file, counted from 1 as a spreadsheet program counts, and its cells from column A."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask of us. Far above any roster, far below what hurts the computer.

    file_bytes: on disk.  parts: entries in the zip.  inflated_bytes: all entries unpacked.  ratio: unpacked to packed,
    for entries over 1 MB.  rows, columns, cells, text: in one table (text in characters).
    seconds: reading altogether.
    """

    file_bytes: int = 50_000_000
    parts: int = 2_000
    inflated_bytes: int = 250_000_000
    ratio: int = 200
    rows: int = 50_000
    columns: int = 500
    cells: int = 1_000_000
    text: int = 20_000_000
    seconds: float = 20.0


LIMITS = Limits()


def limits_of(settings: Settings) -> Limits:
    """The agency's own limits; what it does not set stays as it is."""
    return replace(
        LIMITS,
        file_bytes=settings.import_max_mb * 1_000_000,
        inflated_bytes=settings.import_max_inflated_mb * 1_000_000,
        rows=settings.import_max_rows,
    )


def unreadable(happened: str, to_do: str) -> Unreadable:
    """The refusal of a file: reading never changes anything, so what was kept is always the same."""
    return Unreadable(happened, translate("Import", "Nothing was imported; the desk is as it was."), to_do)


def damaged() -> Unreadable:
    """The refusal of a file that starts like a workbook and does not go on like one."""
    return unreadable(
        translate("Import", "The workbook is damaged: parts of it are missing or cannot be read."),
        translate("Import", "Open it in the program that made it, save it again as .xlsx and import that copy."),
    )


def too_large(what: str, limit: int) -> Unreadable:
    """The refusal of a file that asks for more than `limit`; `what` names the thing counted, in words."""
    return unreadable(
        translate("Import", "The file is too large to import: it has more than {limit} {what}.").format(
            limit=f"{limit:,}", what=what
        ),
        translate("Import", "Keep only the sheet with the list, delete what is not part of it, and import that copy."),
    )


@dataclass(slots=True)
class Budget:
    """What reading one file has used so far; each spending beyond the limits is an `Unreadable`."""

    limits: Limits = LIMITS
    now: Callable[[], float] = clock.monotonic
    cells: int = 0
    text: int = 0
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = self.now() + self.limits.seconds

    def spend(self, cells: int, text: int) -> None:
        """Count `cells` cells and `text` characters, and look at the clock."""
        self.cells += cells
        self.text += text
        if self.cells > self.limits.cells:
            raise too_large(translate("Import", "cells"), self.limits.cells)
        if self.text > self.limits.text:
            raise too_large(translate("Import", "characters of text"), self.limits.text)
        self.look_at_clock()

    def look_at_clock(self) -> None:
        """Stop a file that takes too long."""
        if self.now() > self.deadline:
            raise unreadable(
                translate("Import", "Reading the file took longer than {seconds} seconds and was stopped.").format(
                    seconds=int(self.limits.seconds)
                ),
                translate("Import", "Save the list alone, without other sheets and formatting, and import that copy."),
            )


@dataclass(frozen=True, slots=True)
class Table:
    """A file's table, ready to be mapped.

    name: the file's name.  kind: "xlsx" or "text".  sheet: the sheet read, "" for a text file.  sheets: all sheets to
    choose from.  rows: all rows that hold anything.  empty_rows: how many rows between and above them hold nothing.
    notes: sentences about how it was read (sheet chosen, encoding, delimiter).  sha256: of the file's bytes.
    """

    name: str
    kind: str
    sheet: str
    sheets: tuple[str, ...]
    rows: tuple[Row, ...]
    empty_rows: int
    notes: tuple[str, ...]
    sha256: str


def column_letters(index: int) -> str:
    """The spreadsheet name of a column counted from 0: A, B, ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
