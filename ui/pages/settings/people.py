"""The people who use this desk: the history names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.agency import PROFILE, PROFILES
from coachdesk.services import agency
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Option
from ui.forms.fields import Part
from ui.pages.listing import Empty
from ui.pages.settings.agency import with_staff
from ui.pages.settings.section import Section, desk_table
from ui.rights import offer_changes
from ui.widgets import button

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A profile with what its form offers."""

    id: int
    values: Values
    staff: tuple[Option, ...]


class PeopleSection(Section):
    """A table of profiles."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "People who use this desk"),
            translate(
                "Settings",
                "Every change is recorded under a name. Readers may only look. Choose who works here at the right end "
                "of the status bar.",
            ),
        )
        self.new = self.add_button(
            button(translate("Settings", "Add person…"), "primary", "user-plus", self.add_person)
        )
        offer_changes(context, self.new)
        empty = Empty("users", translate("Settings", "Nobody yet"), "")
        self.table = desk_table(context, PROFILES, empty, self.add_person)
        self.table.opened.connect(self.edit_person)
        self.add(self.table, 1)

    def load(self, changes: Changes[Any] | None = None) -> None:
        self.table.refresh(None)

    def add_person(self) -> None:
        """One more person."""
        with_staff(self.context, self, lambda staff: person_form(self.context, staff, self).open())

    def edit_person(self, profile_id: int) -> None:
        """Change one, or take them off."""
        if self.context.read_only:
            return
        today = self.context.today()

        def read(conn: sa.Connection) -> Person:
            row = conn.execute(sa.select(PROFILE).where(PROFILE.c.id == profile_id)).mappings().one()
            values = {key: row[key] for key in ("name", "initials", "role", "staff_id", "active")}
            found = lookups.active_staff(conn, today)
            return Person(profile_id, values, tuple(Option(one.id, one.label, one.hint) for one in found))

        self.context.operations.read(
            read, done=lambda one: person_form(self.context, one.staff, self, one).open(), owner=self
        )


def person_form(
    context: Context, staff: tuple[Option, ...], parent: QWidget | None, person: Person | None = None
) -> FormDialog:
    """A person who uses the desk; a new one without `person`."""
    parts: list[Part] = [
        Beside(
            (
                Field("name", translate("Settings", "Name"), required=True),
                Field(
                    "initials",
                    translate("Settings", "Initials"),
                    help=translate("Settings", "Made from the name when left empty."),
                ),
            )
        ),
        Field(
            "role",
            translate("Settings", "Role"),
            "choice",
            choices="profile_role",
            buttons=True,
            required=True,
            default="supervisor",
            help=translate("Settings", "Coordinators keep standards and settings; readers may only look."),
        ),
        Field(
            "staff_id",
            translate("Settings", "On the roster as"),
            "pick",
            choices=staff,
            help=translate("Settings", "Today then shows first what waits for this person."),
        ),
    ]
    if person is not None:
        parts.append(
            Field(
                "active",
                translate("Settings", "Uses the desk"),
                "check",
                help=translate("Settings", "Untick it for somebody who left. The history keeps the name."),
            )
        )
    spec = FormSpec(
        translate("Settings", "Add a person") if person is None else translate("Settings", "Change a person"),
        translate("Settings", "Add person") if person is None else translate("Settings", "Save person"),
        parts,
    )
    key = f"profile.{person.id if person else 'new'}"
    dialog = FormDialog(spec, context.drafts, key, context.today, person.values if person else None, parent)
    if person is None:
        dialog.save_with(context.operations, agency.add_profile, lambda found: found)
    else:
        dialog.save_with(context.operations, agency.edit_profile, lambda found: {"profile_id": person.id, **found})
    return dialog
