"""The agency: its name and state, and who is accountable for coaching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.agency import AgencyDetail, agency_detail
from coachdesk.services import agency
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec, Option
from ui.pages.settings.section import Scrolling, Section
from ui.shell.states import STATES
from ui.tables.cells import date_text, locale_now
from ui.widgets import Card, KeyValues, Pill, button


def state_name(code: str) -> str:
    """ "Ohio"; what "" means is said in words."""
    return dict(STATES).get(code, code) or translate("Settings", "none: federal holidays only")


class AgencySection(Section):
    """Facts with a button that changes them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, translate("Settings", "Agency"))
        self.detail: AgencyDetail | None = None
        area = Scrolling()
        self.own = Card(translate("Settings", "The agency"))
        self.facts = KeyValues()
        self.own.add(self.facts)
        self.edit = button(translate("Settings", "Change…"), slot=self.edit_agency)
        self.edit.setAccessibleName(translate("Settings", "Change the agency"))
        self.own.add_action(self.edit)
        self.accountable = Card(translate("Settings", "Accountable coordinator"))
        self.accountable.add_text(
            translate(
                "Settings",
                "One person answers for coaching in this agency (R11). Trackers and packs name them.",
            ),
            "muted",
        )
        self.who = self.accountable.add_text("", "strong")
        self.nobody = Pill(translate("Settings", "nobody named yet"), "attention")
        self.accountable.add(self.nobody)
        self.name = button(translate("Settings", "Name somebody…"), slot=self.name_coordinator)
        self.name.setAccessibleName(translate("Settings", "Name the accountable coordinator"))
        self.accountable.add_action(self.name)
        for one in (self.own, self.accountable):
            area.column.addWidget(one)
        area.column.addStretch(1)
        self.add(area, 1)
        for made in (self.edit, self.name):
            made.setAutoDefault(False)

    def load(self, changes: Changes[Any] | None = None) -> None:
        self.context.operations.read(agency_detail, done=self._fill, owner=self, latest="settings.agency")

    def _fill(self, detail: AgencyDetail) -> None:
        self.detail = detail
        self.facts.set_rows(
            [
                (translate("Settings", "Name"), detail.name),
                (translate("Settings", "State"), state_name(detail.state)),
                (
                    translate("Settings", "Desk made on"),
                    date_text(detail.created_at.astimezone().date(), locale_now()),
                ),
            ]
        )
        self.who.setText(detail.coordinator)
        self.who.setVisible(bool(detail.coordinator))
        self.nobody.setVisible(not detail.coordinator)
        writable = not self.context.read_only
        self.edit.setVisible(writable)
        self.name.setVisible(writable)
        self.name.setText(
            translate("Settings", "Change…") if detail.coordinator else translate("Settings", "Name somebody…")
        )

    def edit_agency(self) -> None:
        """Name and state."""
        if self.detail is not None:
            agency_form(self.context, self.detail, self).open()

    def name_coordinator(self) -> None:
        """Who is accountable."""
        detail = self.detail
        if detail is not None:
            with_staff(self.context, self, lambda staff: coordinator_form(self.context, detail, staff, self).open())


def agency_form(context: Context, detail: AgencyDetail, parent: QWidget | None) -> FormDialog:
    """Name and state."""
    spec = FormSpec(
        translate("Settings", "Change the agency"),
        translate("Settings", "Save agency"),
        (
            Field("name", translate("Settings", "Name"), required=True),
            Field(
                "state",
                translate("Settings", "State"),
                "pick",
                choices=[Option(code, name, code) for code, name in STATES],
                placeholder=translate("Settings", "none: federal holidays only"),
                help=translate("Settings", "Its holidays count when due dates are set (R10)."),
            ),
        ),
    )
    values = {"name": detail.name, "state": detail.state or None}
    dialog = FormDialog(spec, context.drafts, "agency.edit", context.today, values, parent)
    dialog.save_with(
        context.operations,
        agency.edit_agency,
        lambda found: {"name": found["name"], "state": found["state"] or ""},
    )
    return dialog


def coordinator_form(
    context: Context, detail: AgencyDetail, staff: tuple[Option, ...], parent: QWidget | None
) -> FormDialog:
    """Who answers for coaching."""
    spec = FormSpec(
        translate("Settings", "Accountable coordinator"),
        translate("Settings", "Save coordinator"),
        (
            Field(
                "staff_id",
                translate("Settings", "Staff member"),
                "pick",
                choices=staff,
                help=translate("Settings", "Leave empty when nobody is named."),
            ),
        ),
    )
    values = {"staff_id": detail.coordinator_id}
    dialog = FormDialog(spec, context.drafts, "agency.coordinator", context.today, values, parent)
    dialog.save_with(context.operations, agency.name_coordinator, lambda found: {"staff_id": found["staff_id"]})
    return dialog


def with_staff(context: Context, owner: QWidget, show: Callable[[tuple[Option, ...]], None]) -> None:
    """Read who works here, then `show(options)`."""

    def read(conn: sa.Connection) -> tuple[Option, ...]:
        found = lookups.active_staff(conn, context.today())
        return tuple(Option(one.id, one.label, one.hint) for one in found)

    context.operations.read(read, done=show, owner=owner)
