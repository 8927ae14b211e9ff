"""The roster as a view of the Staff page: the list with its panel, behind it the page of one person, and the import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.staff import STAFF, supervisors
from coachdesk.queries.table import Where
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.importing.drop import dropped_table
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu, Toggle
from ui.pages.staff import doings, forms
from ui.pages.staff.options import StaffOptions, with_options
from ui.pages.staff.panel import StaffPanel
from ui.pages.staff.record import StaffRecord
from ui.pages.staff.roster.dialog import open_import
from ui.rights import offer_changes
from ui.widgets import button

HERE = frozenset({"active", "on_leave"})
FAMILIES = frozenset(
    {
        "staff",
        "posting",
        "role",
        "team",
        "site",
        "cycle",
        "coachee",
        "session",
        "session_coachee",
        "signal",
        "competence",
        "role_requirement",
    }
)


class StaffList(ListPage):
    """List and record of staff members."""

    key = "staff"
    families = FAMILIES
    can_create = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.doings = doings.StaffDoings(context, self)
        super().__init__(context, parent)
        self.record: StaffRecord | None = None
        self.setAcceptDrops(True)
        self.list.table.current_changed.connect(lambda _id: context.actions.refresh())

    def make_listing(self) -> Listing:
        return Listing(
            query=STAFF,
            title=translate("Staff", "Staff"),
            placeholder=translate("Staff", "Filter staff (Ctrl+F)"),
            toggles=(
                Toggle("active", translate("Staff", "Active"), {"status": HERE}, on=True),
                Toggle("coaches", translate("Staff", "Coaches"), {"is_coach": frozenset({True})}),
            ),
            menus=(
                Menu("team", translate("Staff", "Team"), _names("team")),
                Menu("role", translate("Staff", "Role"), _names("role")),
                Menu("site", translate("Staff", "Site"), _names("site")),
                Menu("supervisor", translate("Staff", "Supervisor"), _supervisors),
            ),
            empty=Empty(
                "users",
                translate("Staff", "Nobody here yet"),
                translate(
                    "Staff",
                    "Bring your people in with the roster of your payroll or HR program: an Excel workbook or a CSV. "
                    "You see what would happen before anything is written.",
                ),
                translate("Staff", "Import roster…"),
            ),
            importance=("name", "role", "team", "status", "supervisor"),
            state=state_line,
        )

    def make_buttons(self) -> Sequence[QPushButton]:
        self.import_button = button(translate("Staff", "Import roster…"), "", "upload", self.import_roster)
        self.new_button = button(translate("Staff", "New staff member"), "primary", "user-plus", self.new_record)
        offer_changes(self.context, self.import_button, self.new_button)
        return (self.import_button, self.new_button)

    def make_panel(self) -> QWidget:
        return StaffPanel(self.context, self.open_record, self.doings.open_entry)

    def open_words(self) -> str:
        return translate("Staff", "Open page")

    def row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        found = list(super().row_actions(ids))
        if found and not self.context.read_only:
            do = self.doings.do
            found += [None, self.row_action(translate("Staff", "Edit…"), partial(do, doings.EDIT, ids[0]))]
            for key, text in doings.offered(self._status(ids[0])):
                found.append(self.row_action(text, partial(do, key, ids[0])))
        return found

    def new_label(self) -> str:
        return translate("Staff", "New staff member")

    def new_record(self) -> None:
        if self.context.read_only:
            return

        def show(options: StaffOptions) -> None:
            forms.new_person(self.context, options, self, self._added).open()

        with_options(self.context, self, show)

    def first_step(self) -> None:
        self.import_roster()

    def import_roster(self) -> None:
        """Open the roster import."""
        if not self.context.read_only:
            open_import(self.context, self)

    def activate(self, place: Place) -> None:
        if place.record_id is None:
            self.show_list()
            super().activate(place)
        else:
            if self.record is None:
                self.record = StaffRecord(self.context, lambda: self.context.navigate(Place("staff")))
            self.show_in_front(self.record)
            self.record.show_person(place.record_id)
        self.context.actions.refresh()

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str, icon: str, statuses: frozenset[str]) -> ActionSpec:
            return ActionSpec(
                f"staff.{key}",
                text,
                lambda: self._do(key),
                icon,
                shortcut,
                "staff",
                enabled=lambda: self._may(statuses),
                changes_desk=True,
            )

        every = HERE | {"left"}
        return (
            action(doings.EDIT, translate("Staff", "Edit staff member"), "Ctrl+E", "pencil", every),
            action(doings.MOVE, translate("Staff", "Move staff member"), "Ctrl+M", "map-pin", every),
            action(doings.ON_LEAVE, translate("Staff", "On leave"), "", "pause", frozenset({"active"})),
            action(doings.OFF_LEAVE, translate("Staff", "Back from leave"), "", "play", frozenset({"on_leave"})),
            action(doings.LEAVE, translate("Staff", "Record last day"), "", "log-out", HERE),
            action(doings.BACK, translate("Staff", "Is back"), "", "undo-2", frozenset({"left"})),
        )

    def help_text(self) -> str:
        return translate(
            "Staff",
            "Everybody who works here or did, with where they worked when. Import the roster of your HR program as "
            "often as you like: people are found by their number and updated. Move people from a day on; what was "
            "before stays in history, so that last quarter’s reports show last quarter’s teams.",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.context.read_only and dropped_table(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_table(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            open_import(self.context, self, path)

    def _added(self, changes: Changes[int]) -> None:
        self.open_record(changes.result)

    def _person(self) -> int | None:
        """Whom an action is about: the person shown, or the one with the keyboard in the list."""
        if not self.list_is_shown and self.record is not None and self.record.person is not None:
            return self.record.person.id
        return self.list.table.current_id()

    def _may(self, statuses: frozenset[str]) -> bool:
        staff_id = self._person()
        if staff_id is None:
            return False
        if not self.list_is_shown and self.record is not None and self.record.person is not None:
            return self.record.person.status in statuses
        return self._status(staff_id) in statuses

    def _status(self, staff_id: int) -> str:
        """The status the list shows for somebody, "" when they are not in it."""
        model = self.list.table.model
        row = model.rows_of([staff_id]).get(staff_id)
        values = model.values(row) if row is not None else None
        return str(values[STAFF.index("status")]) if values is not None else ""

    def _do(self, key: str) -> None:
        staff_id = self._person()
        if staff_id is not None:
            self.doings.do(key, staff_id)


def _names(family: str) -> Any:
    def choices(conn: sa.Connection) -> Choices:
        return [(one.label, one.label) for one in lookups.places(conn, family)]

    return choices


def _supervisors(conn: sa.Connection) -> Choices:
    return [(name, name) for name in supervisors(conn)]


def state_line(conn: sa.Connection, _day: date) -> str:
    """ "39 people · 4 coaches · 1 on leave"."""
    here = STAFF.count(conn, Where(among={"status": HERE}))
    coaches = STAFF.count(conn, Where(among={"status": HERE, "is_coach": frozenset({True})}))
    away = STAFF.count(conn, Where(among={"status": frozenset({"on_leave"})}))
    if not here:
        return ""
    people = translate("Staff", "1 person") if here == 1 else translate("Staff", "{count} people")
    coach = translate("Staff", "1 coach") if coaches == 1 else translate("Staff", "{count} coaches")
    parts = [people.format(count=here), coach.format(count=coaches)]
    if away:
        parts.append(translate("Staff", "{count} on leave").format(count=away))
    return " · ".join(parts)
