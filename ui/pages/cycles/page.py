"""The Cycles page: the list with its panel, and behind it the page of one cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups, today
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Row, Where
from coachdesk.rules.moves import OPEN, STOPPED
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.cycles import forms
from ui.pages.cycles.options import CycleOptions, with_options
from ui.pages.cycles.panel import CyclePanel
from ui.pages.cycles.record import CycleRecord
from ui.pages.listing import Empty, Listing, ListPage, Menu, Toggle
from ui.tables import Cell, Look, due_cell
from ui.widgets import button

FAMILIES = frozenset(
    {
        "cycle", "cycle_phase", "cycle_criterion", "cycle_signal", "coachee", "cycle_pause", "gate_override",
        "amendment", "sustain_check", "measure", "session", "session_coachee", "action_step", "observation",
        "evidence", "staff", "standard_version", "signal", "setting", "holiday",
    }
)  # fmt: skip


class CyclesPage(ListPage):
    """List and record of coaching cycles."""

    key = "cycles"
    families = FAMILIES
    can_create = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.record: CycleRecord | None = None

    def make_listing(self) -> Listing:
        day = self.context.today()

        def due(value: date | None, _row: Row) -> Cell:
            return due_cell(value, day)

        return Listing(
            query=CYCLES,
            title=translate("Cycles", "Cycles"),
            placeholder=translate("Cycles", "Filter cycles (Ctrl+F)"),
            toggles=(Toggle("open", translate("Cycles", "Open"), {"status": frozenset({*OPEN, *STOPPED})}, on=True),),
            menus=(
                Menu("team", translate("Cycles", "Team"), _names("team")),
                Menu("standard", translate("Cycles", "Standard"), _standards),
                Menu("phase", translate("Cycles", "Phase"), "cycle_phase"),
                Menu("status", translate("Cycles", "Status"), "cycle_status"),
            ),
            looks={"due_on": Look(cell=due)},
            first=("number", "title", "coachees", "coach", "status", "next_step", "due_on"),
            importance=("number", "title", "next_step", "due_on", "status", "coachees", "coach"),
            empty=Empty(
                "repeat",
                translate("Cycles", "No coaching cycles yet"),
                translate(
                    "Cycles", "A cycle takes two weeks: diagnose, coach, validate, close. It starts from signals."
                ),
                translate("Cycles", "New cycle"),
            ),
            state=state_line,
        )

    def make_buttons(self) -> Sequence[QPushButton]:
        new = button(translate("Cycles", "New cycle"), "primary", "plus", self.new_record)
        new.setEnabled(not self.context.read_only)
        return (new,)

    def make_panel(self) -> QWidget:
        return CyclePanel(self.context, self.open_record)

    def row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        if len(ids) != 1:
            return ()
        opened = QAction(translate("Cycles", "Open cycle page"), self)
        opened.triggered.connect(lambda: self.open_record(ids[0]))
        return (opened,)

    def open_record(self, record_id: int) -> None:
        self.context.navigate(Place("cycles", record_id))

    def new_label(self) -> str:
        return translate("Cycles", "New cycle")

    def new_record(self, preset: Mapping[str, Any] | None = None) -> None:
        def show(options: CycleOptions) -> None:
            forms.new_cycle(self.context, options, self, preset, self._opened).open()

        with_options(self.context, self, show, signal_ids=(preset or {}).get("signal_ids", ()))

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        preset = extra.pop("new", None)
        if place.record_id is None:
            self.show_list()
            super().activate(Place(place.page, None, extra))
        else:
            if self.record is None:
                self.record = CycleRecord(self.context, lambda: self.context.navigate(Place("cycles")))
            self.show_in_front(self.record)
            self.record.show_cycle(place.record_id)
        if preset is not None:
            self.new_record(preset)

    def refresh(self, changes: Changes[Any] | None) -> None:
        super().refresh(changes)
        if self.record is not None and not self.list_is_shown:
            self.record.refresh(changes)

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str = "", icon: str = "") -> ActionSpec:
            return ActionSpec(
                f"cycles.{key}", text, lambda: self._do(key), icon, shortcut, "cycles", enabled=self._shows_open_cycle
            )

        return (
            action("session", translate("Cycles", "Record session"), "Ctrl+Shift+H", "message-square"),
            action("observation", translate("Cycles", "Record observation"), "Ctrl+Shift+O", "eye"),
            action("measure", translate("Cycles", "Measure"), "Ctrl+Shift+M", "gauge"),
            action("evidence", translate("Cycles", "Add evidence"), "Ctrl+Shift+E", "paperclip"),
            action("edit", translate("Cycles", "Edit cycle"), "Ctrl+E", "pencil"),
            action("next", translate("Cycles", "Next phase"), "Ctrl+Return", "arrow-right"),
        )

    def help_text(self) -> str:
        return translate(
            "Cycles",
            "A coaching cycle changes one practice in about two weeks. Open it from signals, settle the diagnosis, "
            "coach, let the validator see it live, measure again and close. Each gate says exactly what is missing.",
        )

    def _opened(self, changes: Changes[int]) -> None:
        self.open_record(changes.result)

    def _do(self, key: str) -> None:
        if self.record is not None:
            self.record.moves.do(key)

    def _shows_open_cycle(self) -> bool:
        shown = None if self.list_is_shown else self.record
        return shown is not None and shown.cycle is not None and not shown.cycle.over and not self.context.read_only


def _names(family: str) -> Any:
    def choices(conn: sa.Connection) -> list[tuple[str, str]]:
        return [(one.label, one.label) for one in lookups.places(conn, family)]

    return choices


def _standards(conn: sa.Connection) -> list[tuple[str, str]]:
    return [(one.label.split(" ", 1)[0], one.label) for one in lookups.published_versions(conn)]


def state_line(conn: sa.Connection, day: date) -> str:
    """ "12 open · 3 late"."""
    late = CYCLES.count(conn, Where(between={"due_on": (None, day - timedelta(days=1))}))
    open_text = translate("Cycles", "{count} open").format(count=today.open_cycle_count(conn))
    if not late:
        return open_text
    return f"{open_text} · " + translate("Cycles", "{count} late").format(count=late)
