"""The list of corrective actions with its panel, and behind it the page of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import actions, lookups
from coachdesk.queries.actions import ACTIONS
from coachdesk.queries.table import Row, Where
from coachdesk.rules.corrective import WAITING
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.actions.moves import ActionMoves
from ui.pages.actions.panel import ActionPanel
from ui.pages.actions.record import ActionRecord
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu, Toggle
from ui.rights import offer_changes
from ui.tables import Cell, Look, due_cell
from ui.widgets import button


class ActionsList(ListPage):
    """Corrective actions: the first part of the Actions page."""

    key = "actions"
    can_create = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.record: ActionRecord | None = None
        super().__init__(context, parent)
        self.moves = ActionMoves(context, self)
        offer_changes(context, self.new)

    def make_listing(self) -> Listing:
        day, status, total = self.context.today(), ACTIONS.index("status"), ACTIONS.index("steps")

        def due(value: date | None, row: Row) -> Cell:
            return due_cell(value, day, row[status] == "open")

        def steps(value: int, row: Row) -> Cell:
            text = translate("Actions", "{done} of {total}")
            return Cell(text.format(done=value, total=row[total]), right=True)

        return Listing(
            query=ACTIONS,
            title=translate("Actions", "Corrective actions"),
            placeholder=translate("Actions", "Filter actions (Ctrl+F)"),
            toggles=(
                Toggle("waiting", translate("Actions", "Open or to verify"), {"status": frozenset(WAITING)}, on=True),
            ),
            menus=(
                Menu("status", translate("Actions", "Status"), "action_status"),
                Menu("team", translate("Actions", "Team"), _teams),
                Menu("standard", translate("Actions", "Standard"), _standards),
                Menu("cause", translate("Actions", "Cause"), "cause"),
            ),
            looks={"due_on": Look(cell=due), "steps_done": Look(cell=steps)},
            first=(
                "number", "title", "status", "owner", "due_on", "steps_done", "standard", "team", "signals",
                "verified_by",
            ),
            importance=("number", "title", "status", "due_on", "owner", "steps_done", "team"),
            empty=Empty(
                "clipboard-check",
                translate("Actions", "No corrective actions yet"),
                translate(
                    "Actions",
                    "When several people drift on one criterion, the work needs a change: contain it, find the cause, "
                    "change something, and let somebody else verify it.",
                ),
                translate("Actions", "New corrective action"),
            ),
            state=state_line,
            panel_width=380,
        )  # fmt: skip

    def make_buttons(self) -> Sequence[QPushButton]:
        self.new = button(translate("Actions", "New corrective action"), "primary", "plus", self.new_record)
        return (self.new,)

    def make_panel(self) -> QWidget:
        return ActionPanel(self.context, self.open_record)

    def open_words(self) -> str:
        return translate("Actions", "Open action page")

    def new_label(self) -> str:
        return translate("Actions", "New corrective action")

    def new_record(self, preset: Mapping[str, Any] | None = None) -> None:
        self.moves.new(preset, self._opened)

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        preset = extra.pop("new", None)
        if place.record_id is None:
            self.show_list()
            super().activate(Place(place.page, None, extra))
        else:
            if self.record is None:
                self.record = ActionRecord(self.context, lambda: self.context.navigate(Place(self.key)))
            self.show_in_front(self.record)
            self.record.show_action(place.record_id)
        if preset is not None:
            self.new_record(preset)

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str, icon: str) -> ActionSpec:
            return ActionSpec(
                f"actions.{key}", text, lambda: self._do(key), icon, shortcut, self.key, enabled=lambda: self._may(key),
                changes_desk=True,
            )  # fmt: skip

        return (
            action("done", translate("Actions", "Mark action as done"), "Ctrl+Shift+D", "check"),
            action("verify", translate("Actions", "Verify action"), "Ctrl+Shift+Y", "shield-check"),
            action("evidence", translate("Actions", "Add evidence to action"), "Ctrl+Shift+E", "paperclip"),
            action("edit", translate("Actions", "Edit action"), "Ctrl+E", "pencil"),
        )

    def help_text(self) -> str:
        return translate(
            "Actions",
            "A corrective action changes the work where several people drift: made safe at once, the cause found, "
            "steps with one named owner, done, then verified by somebody else. Coaching can go on beside it.",
        )

    def _opened(self, changes: Changes[int]) -> None:
        self.open_record(changes.result)

    def _do(self, key: str) -> None:
        if self.record is not None:
            self.record.do(key)

    def _may(self, key: str) -> bool:
        shown = None if self.list_is_shown else self.record
        return bool(shown and shown.action and key in shown.action.moves)


def _teams(conn: sa.Connection) -> Choices:
    return [(one.label, one.label) for one in lookups.places(conn, "team")]


def _standards(conn: sa.Connection) -> Choices:
    return [(one.label.split(" ", 1)[0], one.label) for one in lookups.standards(conn)]


def state_line(conn: sa.Connection, day: date) -> str:
    """ "3 open or to verify, 1 of them late"."""
    waiting = actions.waiting_count(conn)
    if not waiting:
        return translate("Actions", "Nothing is open") if ACTIONS.count(conn) else ""
    before = (None, day - timedelta(days=1))
    late = ACTIONS.count(conn, Where(among={"status": frozenset({"open"})}, between={"due_on": before}))
    told = translate("Actions", "{count} open or to verify").format(count=waiting)
    if not late:
        return told
    return f"{told} · " + translate("Actions", "{count} late").format(count=late)
