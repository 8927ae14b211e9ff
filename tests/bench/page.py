"""Opening a page: until everything it first shows is painted, against its own SQL on the bare driver."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.store import sqlite
from coachdesk.store.desk import Desk, open_desk
from tests.bench.figures import Figure, Pairs, Spread
from tests.bench.yardstick import Options, ten_years

STALL_MS = 50.0
Statements = list[tuple[str, Any]]


@contextmanager
def listened() -> Iterator[Statements]:
    """The SQL that is sent to any desk, with its parameters, from any thread."""
    found: Statements = []
    lock = threading.Lock()

    def heard(_conn: object, _cursor: object, sql: str, values: Any, _context: object, _many: bool) -> None:
        with lock:
            found.append((sql, values))

    sa.event.listen(sa.Engine, "before_cursor_execute", heard)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", heard)


def bare(conn: Any, statements: Statements) -> float:
    """The seconds the statements take on a bare connection, every row read, in one transaction."""
    gc.collect()
    begun = time.perf_counter()
    conn.execute("BEGIN")
    for sql, values in statements:
        conn.execute(sql, values).fetchall()
    conn.execute("COMMIT")
    return time.perf_counter() - begun


@dataclass
class Opened:
    """What opening one page found, a value for each time."""

    pairs: Pairs = field(default_factory=Pairs)
    first_rows: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    first_time: float = 0.0


class Opener:
    """Opens pages in windows over one desk, each time in a new window, as the program does."""

    def __init__(self, desk: Desk) -> None:
        from PySide6.QtCore import QSettings

        from coachdesk.queries.agency import actors
        from tests.ui.support import Answers, Recorder
        from ui import app, theme
        from ui.pages.registry import PAGES
        from ui.shell.surroundings import Surroundings
        from ui.steadfast import keep_singletons

        keep_singletons()
        self.entries = PAGES
        self.desk = desk
        self.app = app.make_application()
        self.look = theme.install(self.app, "light")
        self.local = QSettings(str(Path(os.environ["HOME"], "window.ini")), QSettings.Format.IniFormat)
        self.reporter = Recorder()
        self.around = Surroundings(self.local, self.reporter, Answers(), self.look, PAGES)
        with desk.read() as conn:
            self.actor = actors(conn)[0]

    def open(self, key: str, heard: Statements | None = None) -> tuple[float, float | None, float]:
        """Seconds until the page is whole, seconds until a table's first rows (None: no table), longest stall (ms).

        heard: is left with the reading statements the page sent until it was whole, not those of the window around it.
        """
        from PySide6.QtWidgets import QLabel

        from tests.bench.windows import stalls, wait_until, watched
        from ui.context import Place
        from ui.pages import Page, PageEntry
        from ui.shell.program import Program
        from ui.shell.window import MainWindow
        from ui.tables import DeskTable

        class Blank(Page):
            key = "blank"

        told: list[Any] = []
        entry = next(one for one in self.entries if one.key == key)
        blank = PageEntry("blank", "Blank", entry.icon, lambda: Blank)
        doors = [QLabel] * 5
        pages = [blank, watched(entry, lambda page: told[0]())]
        window = MainWindow(self.around.context_for(self.desk, self.actor), Program(*doors), pages)
        window.context.operations.setParent(window)
        window.resize(1440, 900)
        window.show()
        window.start(Place("blank"))
        wait_until(window.context.operations.when_idle)
        gc.collect()
        first: list[float] = []
        before = len(heard or ())
        begun = time.perf_counter()

        def go(done: Any) -> None:
            told.append(done)
            window.go(Place(key))
            page = window.page
            for table in page.findChildren(DeskTable) if page is not None else ():
                if table.isVisible():
                    table.model.reordered.connect(lambda _asked: first.append(time.perf_counter() - begun))

        with stalls() as stall:
            begun = time.perf_counter()
            wait_until(go)
            whole = time.perf_counter() - begun
        if heard is not None:
            heard[:] = [one for one in heard[before:] if one[0].lstrip()[:6].upper() in ("SELECT", "WITH R")]
        wait_until(window.context.operations.when_idle)
        window.close()
        window.deleteLater()
        self.app.sendPostedEvents()
        self.app.processEvents()
        if self.reporter.bugs:
            raise self.reporter.bugs[0]
        return whole, first[0] if first else None, stall.longest

    def measure(self, key: str, runs: int) -> Opened:
        """The page in new windows, and its SQL alone, in turn."""
        found = Opened()
        with listened() as statements:
            found.first_time = self.open(key)[0]
        kept = [
            (sql, values) for sql, values in statements if sql.lstrip()[:6].upper() in ("SELECT", "WITH R", "WITH ")
        ]
        conn = sqlite.connect(self.desk.path, self.desk.key, write=False)
        try:
            bare(conn, kept)
            for _ in range(runs):
                whole, first, stall = self.open(key)
                found.pairs.ours.append(whole)
                found.pairs.floor.append(bare(conn, kept))
                found.stalls.append(stall)
                if first is not None:
                    found.first_rows.append(first)
        finally:
            conn.close()
        return found


def run(options: Options, keys: Sequence[str] = ()) -> list[Figure]:
    """Every page of the rail, or those named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: list[Figure] = []
    with open_desk(ten_years(options.scale), mode="read") as desk:
        opener = Opener(desk)
        for key in keys or [entry.key for entry in opener.entries]:
            page = opener.measure(key, options.runs)
            note = f"the first time in the program {page.first_time * 1000:.0f} ms"
            found.append(page.pairs.figure("page", f"open {key}, all painted", "s", 2.0, note))
            if page.first_rows:
                ours = Spread.of(page.first_rows)
                found.append(Figure("page", f"open {key}, first rows", "s", ours, runs=options.runs))
            longest = Spread.of(page.stalls)
            found.append(Figure("page", f"open {key}, longest stall", "ms", longest, reach=STALL_MS, runs=options.runs))
    return found
