"""Where people work: programs, teams, sites and roles; added, renamed, no longer offered."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.agency import PROGRAMS, ROLES, SITES, TEAM, TEAMS
from coachdesk.queries.table import TableQuery
from coachdesk.services import places
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec, Option
from ui.forms.fields import Part
from ui.pages.listing import Empty
from ui.pages.settings.section import Section, desk_table
from ui.rights import offer_changes
from ui.tables import DeskTable
from ui.widgets import SegmentedButtons, button

FAMILIES: dict[str, TableQuery] = {"program": PROGRAMS, "team": TEAMS, "site": SITES, "role": ROLES}
Values = dict[str, Any]


def words(family: str) -> tuple[str, str, str, str]:
    """The names of a kind of place: all of them, "Add ...", what one is, the sentence of the empty list."""
    return {
        "program": (
            translate("Settings", "Programs"),
            translate("Settings", "Add program…"),
            translate("Settings", "Program"),
            translate("Settings", "What your agency offers, such as home supports or supportive housing."),
        ),
        "team": (
            translate("Settings", "Teams"),
            translate("Settings", "Add team…"),
            translate("Settings", "Team"),
            translate("Settings", "Who works together. Drift is looked for by team; reports keep the team of the day."),
        ),
        "site": (
            translate("Settings", "Sites"),
            translate("Settings", "Add site…"),
            translate("Settings", "Site"),
            translate("Settings", "Where people work."),
        ),
        "role": (
            translate("Settings", "Roles"),
            translate("Settings", "Add role…"),
            translate("Settings", "Role"),
            translate("Settings", "What people are hired as. Standards are required by role."),
        ),
    }[family]


class PlacesSection(Section):
    """One table for each kind, one in front of the others."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Programs, teams, sites and roles"),
            translate(
                "Settings",
                "What is no longer in use is not offered any more; records that name it keep it.",
            ),
        )
        self.segment = SegmentedButtons(
            [(family, words(family)[0]) for family in FAMILIES], translate("Settings", "What is listed")
        )
        self.head.addWidget(self.segment)
        self.new = self.add_button(button("", "primary", "plus", self.add_place))
        offer_changes(context, self.new)
        self.stack = QStackedWidget()
        self.tables: dict[str, DeskTable] = {}
        for family, query in FAMILIES.items():
            title, verb, _, text = words(family)
            empty = Empty(
                "building-2", translate("Settings", "No {places} yet").format(places=title.lower()), text, verb
            )
            shown = desk_table(context, query, empty, self.add_place)
            shown.opened.connect(self.edit_place)
            self.tables[family] = shown
            self.stack.addWidget(shown)
        self.add(self.stack, 1)
        self.segment.chosen.connect(self.show_family)
        self.show_family("program")

    @property
    def family(self) -> str:
        """Which kind is in front."""
        return self.segment.choice()

    def show_family(self, family: str) -> None:
        """Bring a kind to the front."""
        self.segment.choose(family)
        self.stack.setCurrentWidget(self.tables[family])
        self.new.setText(words(family)[1])

    def load(self, changes: Changes[Any] | None = None) -> None:
        for one in self.tables.values():
            one.refresh(None)

    def add_place(self) -> None:
        """One more of the kind in front."""
        family = self.family
        self.context.operations.read(
            lookups.places,
            "program",
            done=lambda found: place_form(self.context, family, found, self).open(),
            owner=self,
        )

    def edit_place(self, place_id: int) -> None:
        """Rename one, or stop offering it."""
        if self.context.read_only:
            return
        family = self.family

        def show(found: tuple[tuple[lookups.Option, ...], Values]) -> None:
            programs, values = found
            place_form(self.context, family, programs, self, place_id, values).open()

        self.context.operations.read(_read_place, family, place_id, done=show, owner=self)


def _read_place(conn: sa.Connection, family: str, place_id: int) -> tuple[tuple[lookups.Option, ...], Values]:
    query = FAMILIES[family]
    row = query.rows(conn, [place_id])[place_id]
    values: Values = {"name": row[query.index("name")], "active": bool(row[query.index("active")])}
    if family == "team":
        values["program_id"] = conn.execute(sa.select(TEAM.c.program_id).where(TEAM.c.id == place_id)).scalar()
    return lookups.places(conn, "program"), values


def place_form(
    context: Context,
    family: str,
    programs: tuple[lookups.Option, ...],
    parent: QWidget | None,
    place_id: int | None = None,
    values: Values | None = None,
) -> FormDialog:
    """A program, team, site or role; a new one without `place_id`."""
    _, verb, one, _ = words(family)
    parts: list[Part] = [Field("name", translate("Settings", "Name"), required=True)]
    if family == "team":
        options = [Option(program.id, program.label, program.hint) for program in programs]
        parts.append(Field("program_id", translate("Settings", "Program"), "pick", choices=options))
    if place_id is not None:
        parts.append(
            Field(
                "active",
                translate("Settings", "In use"),
                "check",
                help=translate("Settings", "Untick it to stop offering it. Records that name it keep it."),
            )
        )
    title = verb.rstrip("…")
    if place_id is not None:
        title = translate("Settings", "Edit {name}").format(name=values["name"] if values else one)
    spec = FormSpec(title, title if place_id is None else translate("Settings", "Save"), parts)
    key = f"place.{family}.{place_id or 'new'}"
    dialog = FormDialog(spec, context.drafts, key, context.today, values, parent)
    if place_id is None:
        dialog.save_with(context.operations, places.add_place, lambda found: {"family": family, **found})
    else:
        dialog.save_with(
            context.operations, places.edit_place, lambda found: {"family": family, "place_id": place_id, **found}
        )
    return dialog
