"""The Today page: what is late, due and waiting for you; one click starts the next step of anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.agency import staff_of_profile
from coachdesk.queries.first_steps import FirstSteps, first_steps
from coachdesk.queries.today import TodayRow, new_signal_count, open_cycle_count, today_rows
from coachdesk.store.desk import load_settings
from ui import theme
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.today.beginnings import FirstStepsCard
from ui.pages.today.worklist import Heading, Item, WorkList
from ui.widgets import EmptyState, PageFrame, PageHeader, StatTile, button, label

READ_AGAIN_MS = 5 * 60 * 1000  # clocks run on while nobody changes anything


@dataclass(frozen=True, slots=True)
class TodayState:
    """All the page shows. own_id: the staff member the profile stands for, None for nobody."""

    rows: tuple[TodayRow, ...]
    open_cycles: int
    new_signals: int
    steps: FirstSteps
    own_id: int | None

    @property
    def late(self) -> int:
        """How many things are late."""
        return sum(row.state == "late" for row in self.rows)

    @property
    def soon(self) -> int:
        """How many are due within the week, today included."""
        return sum(is_soon(row) for row in self.rows)


def is_soon(row: TodayRow) -> bool:
    """Whether it is due within the week and not late."""
    return row.kind != "signal" and row.state in ("today", "soon", "later")


def read_today(conn: sa.Connection, now: datetime, profile_id: int) -> TodayState:
    """Everything for the page in one go."""
    settings = load_settings(conn)
    return TodayState(
        today_rows(conn, now, settings),
        open_cycle_count(conn),
        new_signal_count(conn),
        first_steps(conn),
        staff_of_profile(conn, profile_id),
    )


def state_line(late: int, soon: int) -> str:
    """ "3 things are late, 5 due this week." """
    if not late and not soon:
        return translate("Today", "Nothing is due this week.")
    if not late:
        told = translate("Today", "Nothing is late, {count} due this week.")
        return told.format(count=soon)
    if late == 1:
        told = translate("Today", "1 thing is late, {count} due this week.")
        return told.format(count=soon)
    return translate("Today", "{late} things are late, {count} due this week.").format(late=late, count=soon)


def grouped(state: TodayState, kept: str) -> list[Item]:
    """The rows under their headings. kept: "late" or "week" narrows to those; what waits for you comes first."""
    keep = {"late": lambda row: row.state == "late", "week": is_soon}.get(kept, lambda _row: True)
    rows = [row for row in state.rows if keep(row)]
    mine = [row for row in rows if state.own_id is not None and row.who_id == state.own_id]
    rest = [row for row in rows if row not in mine]
    groups = (
        (translate("Today", "Waiting for you"), mine, "accent"),
        (translate("Today", "Late"), [row for row in rest if row.state == "late"], "late"),
        (translate("Today", "Due today"), [row for row in rest if row.state == "today"], "attention"),
        (
            translate("Today", "Due this week"),
            [row for row in rest if is_soon(row) and row.state != "today"],
            "info",
        ),
        (
            translate("Today", "Waiting without a day"),  # an escalated cycle: its clocks stand still (R10)
            [row for row in rest if row.kind != "signal" and row.state == "none"],
            "plain",
        ),
        (translate("Today", "Signals to decide about"), [row for row in rest if row.kind == "signal"], "plain"),
    )
    items: list[Item] = []
    for title, found, tone in groups:
        if found:
            items += [Heading(title, len(found), tone), *found]
    return items


class TodayPage(Page):
    """Stat tiles over one list; on a new desk the first steps above it."""

    key = "today"
    families = frozenset(
        {
            "cycle", "cycle_phase", "cycle_pause", "cycle_criterion", "coachee", "measure", "session",
            "session_coachee", "action_step", "observation", "sustain_check", "signal", "staff", "standard_version",
            "setting", "holiday", "profile",
        }
    )  # fmt: skip

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: TodayState | None = None
        self._kept = ""
        # From outside in: Qt goes through a whole tree of widgets each time it gets another parent.
        frame = PageFrame(self)
        self.header = PageHeader(translate("Today", "Today"), parent=frame.canvas)
        self.steps = FirstStepsCard(frame.canvas)
        self.steps.chosen.connect(self._begin)
        self.steps.hide()
        self.stack = QStackedWidget(frame.canvas)
        theme.mark(self.stack, role="card")
        self.stack.setContentsMargins(4, 4, 4, 4)
        self.list = WorkList(self.stack)
        self.list.opened.connect(self._open)
        self._nothing = EmptyState(
            "circle-check",
            translate("Today", "Nothing is due"),
            translate("Today", "Whatever comes due within a week, and every new signal, will stand here."),
            parent=self.stack,
        )
        self.stack.addWidget(self.list)
        self.stack.addWidget(self._nothing)
        self.tiles = self._make_tiles(frame.canvas)
        self.rest = QWidget(frame.canvas)
        self.rest.hide()
        for widget in (self.header, self.tiles, self.steps, self._make_narrowed(frame.canvas)):
            frame.add(widget)
        frame.add(self.stack, 1)
        frame.add(self.rest, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self._again = QTimer(self, interval=READ_AGAIN_MS)
        self._again.timeout.connect(self._read)

    def activate(self, place: Place) -> None:
        self._keep(str((place.extra or {}).get("show", "")))
        self._read()

    def refresh(self, changes: Changes[Any] | None) -> None:
        self._read()

    def help_text(self) -> str:
        return translate(
            "Today",
            "Everything that is late or due within a week, what waits for you first. One click, or Enter, goes to the "
            "record where the next step is done. The figures at the top narrow the list.",
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)

    # The page ---------------------------------------------------------------------------------------------------------

    def _make_tiles(self, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.late = StatTile("–", translate("Today", "late"), parent=holder)
        self.soon = StatTile("–", translate("Today", "due this week"), parent=holder)
        self.cycles = StatTile("–", translate("Today", "open cycles"), parent=holder)
        self.signals = StatTile("–", translate("Today", "new signals"), parent=holder)
        self.late.clicked.connect(lambda: self._toggle("late"))
        self.soon.clicked.connect(lambda: self._toggle("week"))
        self.cycles.clicked.connect(lambda: self.context.navigate(Place("cycles", extra={"open": True})))
        self.signals.clicked.connect(lambda: self.context.navigate(Place("signals", extra={"new": True})))
        for tile in (self.late, self.soon, self.cycles, self.signals):
            row.addWidget(tile, 1)
        return holder

    def _make_narrowed(self, parent: QWidget) -> QWidget:
        self.narrowed = QWidget(parent)
        row = QHBoxLayout(self.narrowed)
        row.setContentsMargins(0, 0, 0, 0)
        self._narrowed_text = label("", "muted", parent=self.narrowed)
        row.addWidget(self._narrowed_text, 0, Qt.AlignmentFlag.AlignVCenter)
        words = translate("Today", "Show everything")
        row.addWidget(button(words, "link", slot=lambda: self._toggle(""), parent=self.narrowed))
        row.addStretch(1)
        self.narrowed.hide()
        return self.narrowed

    def _read(self) -> None:
        self.context.operations.read(
            read_today,
            self.context.desk.clock(),
            self.context.actor.profile_id,
            done=self._fill,
            owner=self,
            latest="today",
        )

    def _fill(self, state: TodayState) -> None:
        self.state = state
        self.header.set_state(state_line(state.late, state.soon))
        for tile, count, text, tone in (
            (self.late, state.late, translate("Today", "late"), "late"),
            (self.soon, state.soon, translate("Today", "due this week"), "attention"),
            (self.cycles, state.open_cycles, translate("Today", "open cycles"), ""),
            (self.signals, state.new_signals, translate("Today", "new signals"), "accent"),
        ):
            tile.set_values(f"{count:,}", text, tone if count else "")
        self.steps.setVisible(not state.steps.all_done)
        self.steps.show_steps(state.steps, not self.context.read_only)
        self._show()

    def _show(self) -> None:
        if self.state is None:
            return
        items = grouped(self.state, self._kept)
        self.list.show_items(items)
        if self._kept and not items:  # the last late thing was just seen to
            self._toggle("")
            return
        # A new desk shows what to begin with, and nothing that is empty.
        begun = bool(items or self.state.steps.all_done or self.state.open_cycles)
        self.tiles.setVisible(begun)
        self.stack.setVisible(begun)
        self.rest.setVisible(not begun)
        self.stack.setCurrentWidget(self.list if items else self._nothing)

    def _toggle(self, kept: str) -> None:
        self._keep("" if kept == self._kept else kept)
        self._show()
        self.list.setFocus()

    def _keep(self, kept: str) -> None:
        self._kept = kept if kept in ("late", "week") else ""
        self.narrowed.setVisible(bool(self._kept))
        self._narrowed_text.setText(
            translate("Today", "Only what is late.")
            if self._kept == "late"
            else translate("Today", "Only what is due this week.")
        )

    # What is chosen ---------------------------------------------------------------------------------------------------

    def _open(self, row: TodayRow) -> None:
        self.context.navigate(Place(row.page, row.record_id))

    def _begin(self, step: str) -> None:
        action = {"staff": "staff.import", "signal": "signal.quick"}.get(step, "")
        if action and self.context.actions.has(action) and self.context.actions.trigger(action):
            return
        places = {
            "staff": Place("staff"),
            "standard": Place("standards"),
            "signal": Place("signals"),
            "cycle": Place("cycles", extra={"new": {}}),
        }
        self.context.navigate(places[step])

    def shown_items(self) -> Sequence[Item]:
        """What the list shows, top to bottom."""
        return self.list.grouped.items
