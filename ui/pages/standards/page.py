"""The Standards page: the library with its panel, and behind it the page of one standard."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.standards import STANDARDS
from coachdesk.queries.table import Where
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu, Toggle
from ui.pages.standards import moves
from ui.pages.standards.moves import LOOKING
from ui.pages.standards.panel import StandardPanel
from ui.pages.standards.record import StandardRecord
from ui.rights import offer_changes
from ui.widgets import button

FAMILIES = frozenset(
    {"standard", "standard_version", "criterion", "prompt_line", "role_requirement", "role", "cycle", "signal"}
)


class StandardsPage(ListPage):
    """List and record of practice standards."""

    key = "standards"
    families = FAMILIES
    can_create = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.record: StandardRecord | None = None
        offer_changes(context, self.starters, self.import_button, self.new)

    def make_listing(self) -> Listing:
        return Listing(
            query=STANDARDS,
            title=translate("Standards", "Standards"),
            placeholder=translate("Standards", "Filter standards (Ctrl+F)"),
            toggles=(Toggle("waiting", translate("Standards", "Draft waiting"), {"draft": frozenset({True})}),),
            menus=(
                Menu("status", translate("Standards", "Status"), "version_status"),
                Menu("area", translate("Standards", "Area"), _areas),
            ),
            empty=Empty(
                "book-open",
                translate("Standards", "No practice standards yet"),
                translate(
                    "Standards",
                    "A standard says in observable words what good practice looks like. Begin with a few from the "
                    "starter library, or write your own.",
                ),
                translate("Standards", "Choose starter standards"),
            ),
            first=("code", "title", "status", "version", "draft", "roles", "open_cycles", "area", "criteria"),
            importance=("code", "title", "status", "version", "open_cycles", "draft"),
            state=state_line,
        )

    def make_buttons(self) -> Sequence[QPushButton]:
        self.starters = button(translate("Standards", "Starter library…"), slot=self.add_starters)
        self.import_button = button(translate("Standards", "From a file…"), "", "upload", self.bring_in)
        self.new = button(translate("Standards", "New standard"), "primary", "plus", self.new_record)
        return self.starters, self.import_button, self.new

    def make_panel(self) -> QWidget:
        return StandardPanel(self.context, self.open_record)

    def open_words(self) -> str:
        return translate("Standards", "Open standard page")

    def first_step(self) -> None:
        self.add_starters()

    def add_starters(self) -> None:
        """Offer the starter library."""
        moves.add_starters(self.context, self)

    def bring_in(self) -> None:
        """Bring in a standard that another agency saved as a file."""
        if not self.context.read_only:
            moves.bring_in(self.context, self)

    def new_label(self) -> str:
        return translate("Standards", "New standard")

    def new_record(self) -> None:
        if not self.context.read_only:
            moves.write_new(self.context, self)

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        version_id = extra.pop("version_id", None)
        if place.record_id is None:
            self.show_list()
            super().activate(Place(place.page, None, extra))
            return
        if self.record is None:
            self.record = StandardRecord(self.context, lambda: self.context.navigate(Place(self.key)))
        self.show_in_front(self.record)
        self.record.show_standard(place.record_id, version_id)

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str = "", icon: str = "") -> ActionSpec:
            return ActionSpec(
                f"standards.{key}",
                text,
                lambda: self._do(key),
                icon,
                shortcut,
                self.key,
                enabled=lambda: self._may(key),
                changes_desk=key not in LOOKING,
            )

        return (
            action("edit", translate("Standards", "Edit draft"), "Ctrl+E", "pencil"),
            action("publish", translate("Standards", "Publish draft"), "Ctrl+Return", "circle-check"),
            action("print", translate("Standards", "Show the standard as printed"), "Ctrl+P", "printer"),
            action("compare", translate("Standards", "What changed between versions"), "Ctrl+D", "scale"),
            action("roles", translate("Standards", "Roles that require the standard"), "Ctrl+R", "users"),
            action("export", translate("Standards", "Save the standard for another agency"), "", "download"),
            ActionSpec(
                "standards.import",
                translate("Standards", "Bring in a standard from a file"),
                self.bring_in,
                "upload",
                "Ctrl+I",
                self.key,
                changes_desk=True,
            ),
            action("revise", translate("Standards", "Begin a new version"), "", "plus"),
            ActionSpec(
                "standards.starters",
                translate("Standards", "Add starter standards"),
                self.add_starters,
                "book-open",
                "Ctrl+L",
                self.key,
                changes_desk=True,
            ),
        )

    def help_text(self) -> str:
        return translate(
            "Standards",
            "A practice standard says in observable words what good practice looks like. Write it as a draft, publish "
            "it, and it never changes: a change is a new version, and everything that used the old one keeps pointing "
            "at it. Cycles, signals and the competence matrix all refer to standards.",
        )

    def _do(self, key: str) -> None:
        if self.record is not None:
            self.record.moves.do(key)

    def _may(self, key: str) -> bool:
        return self.record is not None and not self.list_is_shown and self.record.moves.may(key)


def _areas(conn: sa.Connection) -> Choices:
    return [(area, area) for area in lookups.areas(conn)]


def state_line(conn: sa.Connection, _day: object) -> str:
    """ "4 in force · 1 draft waiting"."""
    in_force = STANDARDS.count(conn, Where(among={"status": frozenset({"published"})}))
    drafts = STANDARDS.count(conn, Where(among={"draft": frozenset({True})}))
    told = translate("Standards", "{count} in force").format(count=in_force)
    if drafts == 1:
        told += translate("Standards", " · 1 draft waiting")
    elif drafts:
        told += translate("Standards", " · {count} drafts waiting").format(count=drafts)
    return told
