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
from tests.bench.figures import Figure, Spread, Times, frame_figures
from tests.bench.yardstick import Options

STAFF, STANDARDS = 500, 40
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
    figures = frame_figures("matrix", f"matrix of {STAFF} by {STANDARDS}, {{way}}", times)
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


def _frames(grid: Any, name: str) -> Times:
    from PySide6.QtCore import QCoreApplication, QPointF, Qt

    from tests.bench.frames import press, timed_frames, turn_wheel

    dice = random.Random(7)
    view = grid.cells
    down, across = view.verticalScrollBar(), view.horizontalScrollBar()
    view.setCurrentIndex(grid.model.index(0, 1))
    view.scrollToTop()
    QCoreApplication.processEvents()

    def wheel() -> None:
        turn_wheel(view, QPointF(400, 400))
        if down.value() == down.maximum():
            down.setValue(0)

    def page() -> None:
        press(view, Qt.Key.Key_PageDown)
        if view.currentIndex().row() == grid.model.rowCount() - 1:
            view.setCurrentIndex(grid.model.index(0, 1))

    def jump() -> None:
        down.setValue(dice.randrange(down.maximum()))

    def sideways() -> None:
        across.setValue((across.value() + 60) % max(across.maximum(), 1))

    def arrow() -> None:
        press(view, dice.choice((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left)))

    steps: dict[str, Callable[[], None]] = {
        "wheel": wheel, "page": page, "jump": jump, "sideways": sideways, "arrow": arrow,
    }  # fmt: skip
    return timed_frames(grid, steps[name], FRAMES[name], may_rest=True)  # a key at the edge moves nothing
