"""Scrolling 1,000,000 rows: how long a frame takes by wheel, by page and by jumps, and what the table weighs."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from coachdesk.queries.signals import SIGNALS
from tests.bench.figures import Figure, Spread, percentile
from tests.bench.machine import memory_now
from tests.bench.tables import desk_and_operations, shown
from tests.bench.yardstick import Options

FRAME_MS, MEMORY_MB = 16.0, 60.0
FRAMES = {"wheel": 600, "page": 300, "jump": 200}


def run(options: Options) -> list[Figure]:
    """Frames are timed from the event to the end of painting, offscreen: what a screen adds is the same for all."""
    with desk_and_operations() as (desk, operations):
        from PySide6.QtCore import QCoreApplication

        with desk.read() as conn:  # the desk's own page cache (64 MB at most) is full before and after
            for _row in SIGNALS.all(conn):
                pass
        memory = [memory_now()]
        table = shown(desk, operations)
        count = table.model.rowCount()
        times = {name: _frames(table, name) for name in FRAMES}
        memory.append(memory_now())
        table.close()
        table.deleteLater()
        QCoreApplication.sendPostedEvents()
    found = []
    for name, (taken, worked) in times.items():
        spread = Spread(percentile(taken, 0.99), min(taken), max(taken))
        note = f"median {percentile(taken, 0.5):.1f} ms; 99% within {percentile(worked, 0.99):.1f} ms of processor time"
        what = f"scroll {count:,} rows by {name}, 99% of frames within"
        found.append(Figure("scroll", what, "ms", spread, reach=FRAME_MS, runs=len(taken), note=note))
    grown = memory[1] - memory[0]
    spread = Spread(grown, grown, grown)
    found.append(Figure("scroll", f"memory of {count:,} rows, scrolled through", "MB", spread, reach=MEMORY_MB))
    return found


def _frames(table: Any, name: str) -> tuple[list[float], list[float]]:
    """The ms each frame took, and the ms the processor worked on it for this thread."""
    from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from tests.bench.windows import timed_frames

    dice = random.Random(7)
    view, bar = table.view, table.view.verticalScrollBar()
    view.setCurrentIndex(table.model.index(0, 0))
    view.scrollToTop()

    def wheel() -> None:
        at = QPointF(400, 400)
        where = view.viewport().mapToGlobal(at)
        none, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
        turned = QWheelEvent(at, where, QPoint(), QPoint(0, -120), buttons, none, Qt.ScrollPhase.NoScrollPhase, False)
        QCoreApplication.sendEvent(view.viewport(), turned)

    def page() -> None:
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(view, pressed)

    def jump() -> None:
        bar.setValue(dice.randrange(bar.maximum()))

    step: Callable[[], None] = {"wheel": wheel, "page": page, "jump": jump}[name]
    return timed_frames(table, step, FRAMES[name])
