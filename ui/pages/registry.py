"""The pages there are, in the order of the navigation rail.

To add a page: write a `Page` subclass (ui/pages/__init__.py) in ui/pages/<noun>/, a loader function here that imports
it when it is first needed, and one entry in PAGES at its place (today, cycles, signals, standards, staff, actions,
evidence | trail, settings). Only pages that exist are listed: the rail shows exactly this. Pages never import this
module.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from ui.context import Context
from ui.pages import Counter, GlobalAction, Page, PageEntry
from ui.shell.first_start.step import Step

if TYPE_CHECKING:
    import sqlalchemy as sa
    from PySide6.QtWidgets import QWidget


def _today() -> type[Page]:
    from ui.pages.today.page import TodayPage

    return TodayPage


def _late(conn: sa.Connection, today: date) -> Counter | None:
    from coachdesk.queries.today import counts
    from coachdesk.store.desk import load_settings

    # The clock's own time on the desk's day: a sample desk can be told as of another day.
    now = datetime.combine(today, datetime.now().time()).astimezone()
    late = counts(conn, now, load_settings(conn)).late
    return Counter(translate("Today", "{count} late").format(count=late), "late") if late else None


_CLOCKED = frozenset(
    {"cycle", "cycle_phase", "cycle_pause", "session", "action_step", "sustain_check", "signal", "setting", "measure",
     "observation", "coachee", "corrective_action"}
)  # fmt: skip


def _cycles() -> type[Page]:
    from ui.pages.cycles.page import CyclesPage

    return CyclesPage


def _open_cycles(conn: sa.Connection, _today: date) -> Counter | None:
    from coachdesk.queries.today import open_cycle_count

    count = open_cycle_count(conn)
    return Counter(str(count)) if count else None


def _signals() -> type[Page]:
    from ui.pages.signals.page import SignalsPage

    return SignalsPage


def _new_signals(conn: sa.Connection, _today: date) -> Counter | None:
    from coachdesk.queries.today import new_signal_count

    count = new_signal_count(conn)
    return Counter(translate("Signals", "{count} new").format(count=count)) if count else None


def _standards() -> type[Page]:
    from ui.pages.standards.page import StandardsPage

    return StandardsPage


def _quick_signal(context: Context, window: QWidget) -> None:
    from ui.pages.signals.moves import SignalMoves

    SignalMoves(context, window).note()


def _import_signals(context: Context, window: QWidget) -> None:
    from ui.pages.signals.importing.dialog import open_import

    open_import(context, window)


def _staff() -> type[Page]:
    from ui.pages.staff.page import StaffPage

    return StaffPage


def _import_roster(context: Context, window: QWidget) -> None:
    from ui.pages.staff.roster.dialog import open_import

    open_import(context, window)


def _roster_step(context: Context) -> Step:
    from ui.pages.staff.roster.step import RosterStep

    return RosterStep(context)


def _actions() -> type[Page]:
    from ui.pages.actions.page import ActionsPage

    return ActionsPage


def _waiting_actions(conn: sa.Connection, _today: date) -> Counter | None:
    from coachdesk.queries.actions import waiting_count

    count = waiting_count(conn)
    return Counter(str(count)) if count else None


def _evidence() -> type[Page]:
    from ui.pages.evidence.page import EvidencePage

    return EvidencePage


def _trail() -> type[Page]:
    from ui.pages.trail.page import TrailPage

    return TrailPage


def _settings() -> type[Page]:
    from ui.pages.settings.page import SettingsPage

    return SettingsPage


PAGES: list[PageEntry] = [
    PageEntry("today", QT_TRANSLATE_NOOP("Pages", "Today"), "house", _today, _late, _CLOCKED),
    PageEntry(
        "cycles",
        QT_TRANSLATE_NOOP("Pages", "Cycles"),
        "repeat",
        _cycles,
        _open_cycles,
        frozenset({"cycle"}),
    ),
    PageEntry(
        "signals",
        QT_TRANSLATE_NOOP("Pages", "Signals"),
        "radar",
        _signals,
        _new_signals,
        frozenset({"signal"}),
        actions=(
            GlobalAction(
                "signal.quick",
                QT_TRANSLATE_NOOP("Pages", "Note a signal"),
                _quick_signal,
                "radar",
                "Ctrl+Shift+S",
                "edit",
                QT_TRANSLATE_NOOP("Pages", "Note something that was noticed, from wherever you are"),
            ),
            GlobalAction(
                "signal.import",
                QT_TRANSLATE_NOOP("Pages", "Import signals…"),
                _import_signals,
                "upload",
                "",
                "file",
                QT_TRANSLATE_NOOP("Pages", "Bring in incidents, complaints or findings from an Excel or CSV list"),
            ),
        ),
    ),
    PageEntry("standards", QT_TRANSLATE_NOOP("Pages", "Standards"), "book-open", _standards),
    PageEntry(
        "staff",
        QT_TRANSLATE_NOOP("Pages", "Staff"),
        "users",
        _staff,
        actions=(
            GlobalAction(
                "staff.import",
                QT_TRANSLATE_NOOP("Pages", "Import roster…"),
                _import_roster,
                "upload",
                "Ctrl+Shift+I",
                "file",
                QT_TRANSLATE_NOOP("Pages", "Bring staff in from a workbook or CSV, after a look at what it would do"),
            ),
        ),
    ),
    PageEntry(
        "actions",
        QT_TRANSLATE_NOOP("Pages", "Actions"),
        "clipboard-check",
        _actions,
        _waiting_actions,
        frozenset({"corrective_action"}),
    ),
    PageEntry("evidence", QT_TRANSLATE_NOOP("Pages", "Evidence"), "file-check", _evidence),
    PageEntry("trail", QT_TRANSLATE_NOOP("Pages", "Trail"), "history", _trail, lower=True),
    PageEntry("settings", QT_TRANSLATE_NOOP("Pages", "Settings"), "settings", _settings, lower=True),
]

FIRST_STEPS: list[Callable[[Context], Step]] = [_roster_step]
"""Steps that pages bring to the first start, right after the desk is made: the roster import. Each is a function that
imports its step when it is called."""
