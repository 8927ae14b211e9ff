"""Scrolling 1,000,000 rows: how long a frame takes by wheel, by page and by jumps, and what the table weighs."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from coachdesk.queries.signals import SIGNALS
from tests.bench.figures import Figure, Spread, Times, frame_figures
from tests.bench.machine import memory_now
from tests.bench.tables import desk_and_operations, shown
from tests.bench.yardstick import Options

MEMORY_MB = 60.0
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
    found = frame_figures("scroll", f"scroll {count:,} rows by {{way}}", times)
    grown = memory[1] - memory[0]
    spread = Spread(grown, grown, grown)
    found.append(Figure("scroll", f"memory of {count:,} rows, scrolled through", "MB", spread, reach=MEMORY_MB))
    return found


def _frames(table: Any, name: str) -> Times:
    from PySide6.QtCore import QPointF, Qt

    from tests.bench.frames import press, timed_frames, turn_wheel

    dice = random.Random(7)
    view, bar = table.view, table.view.verticalScrollBar()
    view.setCurrentIndex(table.model.index(0, 0))
    view.scrollToTop()
    step: Callable[[], None] = {
        "wheel": lambda: turn_wheel(view, QPointF(400, 400)),
        "page": lambda: press(view, Qt.Key.Key_PageDown),
        "jump": lambda: bar.setValue(dice.randrange(bar.maximum())),
    }[name]
    return timed_frames(table, step, FRAMES[name])
