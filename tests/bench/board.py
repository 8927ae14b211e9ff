"""Scrolling the board of 300 open cycles: how long a frame takes by wheel, by page and by jumps, and reading it all."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from coachdesk.changes import Actor
from coachdesk.queries.board import board
from coachdesk.queries.table import Where
from coachdesk.queries.today import open_cycle_count
from coachdesk.services import cycle_phases, cycles
from coachdesk.store.desk import Desk, open_desk
from tests.bench.figures import Figure, Spread, Times, frame_figures, measured
from tests.bench.yardstick import Options

CYCLES = 300
FRAMES = {"wheel": 400, "page": 200, "jump": 200}
ANNA = Actor(1, "Anna Petrov", "coordinator")
MOMENT = datetime(2026, 11, 17, 10, 42).astimezone()


def run(options: Options) -> list[Figure]:
    """Frames are timed from the event to the end of painting, offscreen: what a screen adds is the same for all."""
    found: list[Figure] = []
    with _desk() as desk:
        with desk.read() as conn:
            read = [measured(lambda: board(conn, Where(), MOMENT.date())) for _ in range(options.runs + 1)][1:]
            cards = board(conn, Where(), MOMENT.date()).count
        what = f"reading the board of {cards} cycles"
        found.append(Figure("board", what, "ms", Spread.of([one * 1000 for one in read]), runs=len(read)))
        found += frame_figures("board", f"scroll a board of {cards} cycles by {{way}}", _scrolled(desk))
    return found


@contextmanager
def _desk() -> Iterator[Desk]:
    """The sample agency with 300 open cycles, most of them in Coach."""
    from coachdesk.sample import make

    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "Harbor.desk")
        make(path, now=lambda: MOMENT)
        with open_desk(path, clock=lambda: MOMENT) as desk:
            with desk.read() as conn:
                people = [row[0] for row in conn.exec_driver_sql("select id from staff where left_on is null")]
                published = "select id from standard_version where status = 'published'"
                versions = [row[0] for row in conn.exec_driver_sql(published)]
                begun = open_cycle_count(conn)
                teams = [row[0] for row in conn.exec_driver_sql("select id from team")]
            dice = random.Random(7)
            for number in range(CYCLES - begun):
                values = {"version_id": versions[number % len(versions)], "team_id": teams[number % len(teams)],
                          "coach_id": people[number % 5]}  # fmt: skip
                cycle = cycles.open_cycle(desk, ANNA, values, staff_ids=dice.sample(people[5:], 2)).result
                for _ in range((0, 1, 1, 2)[number % 4]):
                    cycle_phases.advance(desk, ANNA, cycle, "For the figures.")
                if number % 12 == 11:
                    cycle_phases.pause_cycle(desk, ANNA, cycle, "For the figures.")
            yield desk


def _scrolled(desk: Desk) -> dict[str, Times]:
    """The board in a window, its longest lane scrolled."""
    from PySide6.QtCore import QCoreApplication, QSettings

    from tests.bench.tables import application
    from tests.ui.support import Recorder
    from ui import theme
    from ui.actions import Actions
    from ui.context import Context
    from ui.drafts import Drafts
    from ui.operations import Operations
    from ui.pages.cycles.board import BoardPart
    from ui.pages.cycles.page import cycles_listing
    from ui.runners import InlineRunner
    from ui.shell.ask import AskPerson

    application()
    with tempfile.TemporaryDirectory() as place:
        local = QSettings(str(Path(place, "window.ini")), QSettings.Format.IniFormat)
        ask = AskPerson(local)
        operations = Operations(desk, ANNA, Recorder(), InlineRunner())
        context = Context(
            desk, operations, Actions(parent=operations), Drafts(operations, parent=operations), ask,
            theme.current(), local, today=lambda: MOMENT.date(),
        )  # fmt: skip
        page = BoardPart(context, cycles_listing(context), ())
        page.resize(1240, 860)
        page.show()
        page.refresh(None)
        QCoreApplication.processEvents()
        lane = max(page.lanes.values(), key=lambda one: len(one.view.cards.cards)).view
        times = {name: _frames(page, lane, name) for name in FRAMES}
        page.close()
        page.deleteLater()
        operations.close()
        QCoreApplication.sendPostedEvents()
    return times


def _frames(page: Any, view: Any, name: str) -> Times:
    from PySide6.QtCore import QPointF, Qt

    from tests.bench.frames import press, timed_frames, turn_wheel

    dice, bar, way = random.Random(7), view.verticalScrollBar(), -1
    view.setCurrentIndex(view.cards.index(0, 0))
    view.scrollToTop()

    def wheel() -> None:
        nonlocal way
        if bar.value() in (bar.minimum(), bar.maximum()):
            way = -1 if bar.value() == bar.minimum() else 1
        turn_wheel(view, QPointF(80, 300), way * 120)

    def pages() -> None:
        nonlocal way
        if view.currentIndex().row() in (0, len(view.cards.cards) - 1):
            way = -1 if view.currentIndex().row() == 0 else 1
        press(view, Qt.Key.Key_PageDown if way < 0 else Qt.Key.Key_PageUp)

    def jump() -> None:
        bar.setValue((bar.value() + dice.randrange(200, bar.maximum() - 200)) % bar.maximum())

    step: Callable[[], None] = {"wheel": wheel, "page": pages, "jump": jump}[name]
    return timed_frames(page, step, FRAMES[name])
