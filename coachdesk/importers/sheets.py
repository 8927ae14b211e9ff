"""The one way to read a table file: `read_table(path)` gives plain rows, or one `Unreadable` saying what is wrong."""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from coachdesk.i18n import translate
from coachdesk.importers.delimited import read_delimited
from coachdesk.importers.grid import LIMITS, Budget, Limits, Row, Table, unreadable
from coachdesk.importers.kinds import recognise, wrong_kind
from coachdesk.importers.workbook import SheetPart, Workbook, open_workbook
from coachdesk.importers.worksheet import read_sheet

Liking = Callable[[Sequence[Row]], float]
"""How much the first rows of a sheet look like the wanted list; 0 or less means not at all."""

Pulse = Callable[[], object]

PEEK = 40  # rows looked at to choose between sheets
SHEETS = 20  # sheets looked at


def read_table(
    path: Path,
    *,
    sheet: str = "",
    liking: Liking | None = None,
    encoding: str = "",
    delimiter: str = "",
    limits: Limits = LIMITS,
    pulse: Pulse | None = None,
) -> Table:
    """Read a workbook (.xlsx) or a text table (.csv, .tsv, .txt), told apart by content.

    sheet: which sheet of a workbook; when "", the visible one that `liking` scores highest, and a note says so.
    encoding, delimiter: of a text table, when the ones found out are wrong.  pulse: called now and then while reading;
    what it raises stops the reading.
    """
    data = read_bytes(path, limits)
    budget = Budget(limits) if pulse is None else Budget(limits, _beating(pulse))
    notes: list[str] = []
    titles: tuple[str, ...] = ()
    kind = recognise(data)
    if kind == "xlsx":
        book = open_workbook(data, budget)
        visible = [part for part in book.sheets if not part.hidden] or list(book.sheets)
        titles = tuple(part.title for part in visible)
        chosen = _choose(book, visible, sheet, liking, notes)
        rows = read_sheet(book, chosen)
        sheet = chosen.title
    else:
        rows, told = read_delimited(data, budget, encoding=encoding, delimiter=delimiter)
        notes.extend(told)
        sheet = ""
    if not rows:
        raise wrong_kind(translate("Import", "empty"), translate("Import", "Choose the file that holds the list."))
    empty = rows[-1].number - len(rows)
    return Table(path.name, kind, sheet, titles, rows, empty, tuple(notes), hashlib.sha256(data).hexdigest())


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of an ordinary file, read once and whole, so that it cannot change while we look at it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # asked before opening: opening a pipe would wait for ever
            raise wrong_kind(translate("Import", "not an ordinary file"))
        with path.open("rb") as file:
            if status.st_size > limits.file_bytes:
                raise unreadable(
                    translate("Import", "The file is larger than {limit} MB.").format(
                        limit=limits.file_bytes // 1_000_000
                    ),
                    translate("Import", "Copy the list alone into a new workbook, save it and import that one."),
                )
            return file.read(status.st_size)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise unreadable(
            translate("Import", "The file {name} cannot be opened: {reason}.").format(name=path.name, reason=reason),
            translate("Import", "Check that it is still there, that no other program holds it, and try again."),
        ) from error


def _beating(pulse: Pulse) -> Callable[[], float]:
    """The clock that the budget looks at after every row, with a beat each time."""

    def now() -> float:
        pulse()
        return time.monotonic()

    return now


def _choose(
    book: Workbook, visible: list[SheetPart], wanted: str, liking: Liking | None, notes: list[str]
) -> SheetPart:
    if wanted:
        for part in book.sheets:
            if part.title == wanted:
                return part
        raise unreadable(
            translate("Import", "The workbook has no sheet called {name}.").format(name=wanted),
            translate("Import", "Choose one of these: {names}.").format(names=", ".join(p.title for p in visible)),
        )
    if len(visible) == 1 or liking is None:
        return visible[0]
    scored = []
    for place, part in enumerate(visible[:SHEETS]):
        rows = read_sheet(book, part, PEEK)
        scored.append((liking(rows) if rows else -1.0, -place, part))
    chosen = max(scored, key=lambda entry: entry[:2])[2]
    notes.append(
        translate("Import", "The workbook has {count} sheets; this is {name}, which looks most like the list.").format(
            count=len(visible), name=chosen.title
        )
    )
    return chosen
