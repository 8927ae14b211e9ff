"""The pages there are, in the order of the navigation rail.

To add a page: write a `Page` subclass (ui/pages/__init__.py) in ui/pages/<noun>/, a loader function here that imports
it when it is first needed, and one entry in PAGES at its place (today, cycles, signals, standards, staff, evidence |
trail, settings). Only pages that exist are listed: the rail shows exactly this. Pages never import this module.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from coachdesk.i18n import QT_TRANSLATE_NOOP
from ui.context import Context
from ui.pages import Counter, Page, PageEntry
from ui.shell.first_start.step import Step

if TYPE_CHECKING:
    import sqlalchemy as sa


def _cycles() -> type[Page]:
    from ui.pages.cycles.page import CyclesPage

    return CyclesPage


def _open_cycles(conn: sa.Connection, _today: date) -> Counter | None:
    from coachdesk.queries.today import open_cycle_count

    count = open_cycle_count(conn)
    return Counter(str(count)) if count else None


PAGES: list[PageEntry] = [
    PageEntry(
        "cycles",
        QT_TRANSLATE_NOOP("Pages", "Cycles"),
        "repeat",
        _cycles,
        _open_cycles,
        frozenset({"cycle"}),
    ),
]

FIRST_STEPS: list[Callable[[Context], Step]] = []
"""Steps that pages bring to the first start, right after the desk is made: the roster import. Each is a function that
imports its step when it is called."""
