"""Scrolling the competence matrix of 500 staff and 40 standards: how long a frame takes, and the whole to come."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from coachdesk.queries.competence import Matrix, MatrixPerson, MatrixStandard
from coachdesk.rules.competence import CompetenceRecord, matrix
from coachdesk.settings import Settings
from tests.bench.figures import Figure, Spread, percentile
from tests.bench.yardstick import Options

STAFF, STANDARDS = 500, 40
FRAME_MS = 16.0
FRAMES = {"wheel": 600, "page": 300, "jump": 200, "sideways": 300, "arrow": 300}
DAY = date(2026, 11, 17)


def a_matrix(staff: int = STAFF, standards: int = STANDARDS, seed: int = 16) -> tuple[Matrix, float]:
    """A matrix in which every role requires everything, all standings mixed; and the ms the rule took for it."""
    dice = random.Random(seed)
    people = tuple(
        MatrixPerson(n, f"{n:04}", f"Nguyễn-Kowalski {n:03}, Dana", f"Role {n % 6}", f"Team {n % 9}", "active")
        for n in range(1, staff + 1)
    )
    columns = tuple(MatrixStandard(n, f"ST-{n:02}", f"Standard number {n}") for n in range(1, standards + 1))
    records, coached = [], set()
    for person in people:
        for column in columns:
            kind = dice.random()
            if kind < 0.12:
                coached.add((person.id, column.id))
            elif kind < 0.8:
                ends = DAY + timedelta(days=dice.randint(-60, 300))
                records.append(CompetenceRecord(person.id, column.id, ends - timedelta(days=365), True, ends))
    required = {person.id: [column.id for column in columns] for person in people}
    begun = time.perf_counter()
    cells = matrix(required, records, frozenset(coached), DAY, Settings())
    return Matrix(DAY, people, columns, cells), (time.perf_counter() - begun) * 1000


def run(options: Options) -> list[Figure]:
    """Frames are timed from the event to the end of painting, offscreen: what a screen adds is the same for all."""
    del options
    found, ruled = a_matrix()
    with _grid() as (grid, model):
        from PySide6.QtCore import QCoreApplication

        begun = time.perf_counter()
        model.show_matrix(found)
        QCoreApplication.processEvents()
        shown = (time.perf_counter() - begun) * 1000
        times = {name: _frames(grid, name) for name in FRAMES}
    figures = []
    for name, (taken, worked) in times.items():
        spread = Spread(percentile(taken, 0.99), min(taken), max(taken))
        note = f"median {percentile(taken, 0.5):.1f} ms; 99% within {percentile(worked, 0.99):.1f} ms of processor time"
        what = f"matrix of {STAFF} by {STANDARDS}, {name}, 99% of frames within"
        figures.append(Figure("matrix", what, "ms", spread, reach=FRAME_MS, runs=len(taken), note=note))
    whole = Spread(ruled, ruled, ruled)
    figures.append(Figure("matrix", f"how {STAFF * STANDARDS:,} cells stand (R16)", "ms", whole, reach=200.0))
    figures.append(Figure("matrix", "from its data to the screen", "ms", Spread(shown, shown, shown), reach=200.0))
    return figures


@contextmanager
def _grid() -> Any:
    from ui import app, theme
    from ui.pages.competence.grid import MatrixGrid
    from ui.pages.competence.model import MatrixModel

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_QPA_UPDATE_IDLE_TIME"] = "0"  # paint at once: without a screen Qt would wait for more to paint
    theme.install(app.make_application(), "light")
    model = MatrixModel()
    grid = MatrixGrid(model)
    grid.resize(1400, 860)
    grid.show()
    yield grid, model
    grid.close()
    grid.deleteLater()


def _frames(grid: Any, name: str) -> tuple[list[float], list[float]]:
    """The ms each frame took, and the ms the processor worked on it for this thread."""
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    painted = False

    class Painting(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            nonlocal painted
            if event.type() == QEvent.Type.UpdateRequest:
                watched.event(event)
                painted = True
                return True
            return False

    filter_ = Painting()
    grid.installEventFilter(filter_)
    dice = random.Random(7)
    view = grid.cells
    down, across = view.verticalScrollBar(), view.horizontalScrollBar()
    view.setCurrentIndex(grid.model.index(0, 1))
    view.scrollToTop()
    QCoreApplication.processEvents()

    def wheel() -> None:
        at, none = QPointF(400, 400), Qt.KeyboardModifier.NoModifier
        turned = QWheelEvent(
            at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(view.viewport(), turned)
        if down.value() == down.maximum():
            down.setValue(0)

    def press(key: Qt.Key) -> None:
        pressed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(view, pressed)

    def page() -> None:
        press(Qt.Key.Key_PageDown)
        if view.currentIndex().row() == grid.model.rowCount() - 1:
            view.setCurrentIndex(grid.model.index(0, 1))

    def jump() -> None:
        down.setValue(dice.randrange(down.maximum()))

    def sideways() -> None:
        across.setValue((across.value() + 60) % max(across.maximum(), 1))

    def arrow() -> None:
        press(dice.choice((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left)))

    steps: dict[str, Callable[[], None]] = {
        "wheel": wheel, "page": page, "jump": jump, "sideways": sideways, "arrow": arrow,
    }  # fmt: skip
    step, taken, worked = steps[name], [], []
    for number in range(FRAMES[name] + 20):
        begun, busy = time.perf_counter(), time.thread_time()
        painted = False
        step()
        waited = 0
        while not painted and waited < 50:  # a key at the edge moves nothing, so nothing is painted
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            waited += 1
        if number >= 20 and painted:
            taken.append((time.perf_counter() - begun) * 1000)
            worked.append((time.thread_time() - busy) * 1000)
    grid.removeEventFilter(filter_)
    return taken, worked
