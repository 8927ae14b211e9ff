"""The audits as a part of the Signals page: the list with its panel, and behind it the page of one audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.audits import AUDITS
from coachdesk.queries.table import Where
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.audits.moves import AuditMoves
from ui.pages.audits.panel import AuditPanel
from ui.pages.audits.record import AuditRecordPage
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu, Toggle
from ui.rights import offer_changes
from ui.widgets import button

PART = "audits"


class AuditsView(ListPage):
    """List and record of documentation audits. A place's extra {"audit": id} opens one."""

    key = "signals"
    can_create = True
    panel: AuditPanel

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.moves = AuditMoves(context, self)
        super().__init__(context, parent)
        self.record: AuditRecordPage | None = None
        offer_changes(context, self.new)

    def make_listing(self) -> Listing:
        return Listing(
            query=AUDITS,
            title=translate("Audits", "Documentation audits"),
            placeholder=translate("Audits", "Filter audits (Ctrl+F)"),
            toggles=(Toggle("judging", translate("Audits", "In progress"), {"status": frozenset({"judging"})}),),
            menus=(
                Menu("status", translate("Audits", "Status"), "audit_status"),
                Menu("standard", translate("Audits", "Standard"), _standards),
                Menu("team", translate("Audits", "Team"), _teams),
            ),
            empty=Empty(
                "clipboard-list",
                translate("Audits", "No audits yet"),
                translate(
                    "Audits",
                    "An audit draws records by chance and judges each against a standard. It shows how practice "
                    "stands, and what was not met can become signals.",
                ),
                translate("Audits", "New audit"),
            ),
            first=(
                "number", "opened_on", "status", "standard", "title", "team", "records", "judged", "met", "total",
                "assessor", "cycle",
            ),
            importance=("number", "title", "status", "standard", "met", "total", "opened_on", "team", "records"),
            state=state_line,
            panel_width=360,
        )  # fmt: skip

    def make_buttons(self) -> Sequence[QPushButton]:
        self.new = button(translate("Audits", "New audit"), "primary", "plus", self.new_record)
        return (self.new,)

    def make_panel(self) -> AuditPanel:
        return AuditPanel(self.context, self.open_record)

    def open_words(self) -> str:
        return translate("Audits", "Open audit page")

    def open_record(self, record_id: int) -> None:
        self.context.navigate(Place(self.key, extra={"part": PART, "audit": record_id}))

    def new_label(self) -> str:
        return translate("Audits", "New audit")

    def new_record(self) -> None:
        def opened(changes: Changes[int]) -> None:
            self.open_record(changes.result)

        self.moves.new(opened)

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        audit_id = extra.pop("audit", None)
        if audit_id is None:
            self.show_list()
            super().activate(Place(place.page, place.record_id, extra))
            return
        if self.record is None:
            self.record = AuditRecordPage(self.context, self._back)
        self.show_in_front(self.record)
        self.record.show_audit(int(audit_id))
        self.record.focus_grid()
        self.context.actions.refresh()

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str = "", icon: str = "") -> ActionSpec:
            return ActionSpec(
                f"audits.{key}", text, self._doing(key), icon, shortcut, self.key, enabled=lambda: self._may(key),
                changes_desk=key != "copy",
            )  # fmt: skip

        return (
            action("finish", translate("Audits", "Finish the audit"), "Ctrl+Return", "circle-check"),
            action("signals", translate("Audits", "Note signals from the audit"), "", "radar"),
            action("measure", translate("Audits", "Use the audit as a measure of a cycle"), "", "scale"),
            action("edit", translate("Audits", "Edit the audit"), "", "pencil"),
            action("draw_more", translate("Audits", "Draw more records"), "", "plus"),
            action("copy", translate("Audits", "Copy how the draw was made"), "", "copy"),
            action("give_up", translate("Audits", "Give up the audit"), "", "circle-x"),
        )

    def help_text(self) -> str:
        return translate(
            "Audits",
            "List the records that could be looked at and let chance draw some: the list and the seed are kept, so "
            "anybody can repeat the draw. Judge each record with M (met), N (not met) and A (not applicable); every "
            "key is saved at once. A share is judged a second time by somebody else. When all is judged, finish the "
            "audit, note what was not met as signals, or use it as a measure of a cycle.",
        )

    def _back(self) -> None:
        self.context.navigate(Place(self.key, extra={"part": PART}))

    def _doing(self, key: str) -> Callable[[], object]:
        return lambda: self._moves().do(key)

    def _may(self, key: str) -> bool:
        return self._moves().may(key)

    def _moves(self) -> AuditMoves:
        """Those of the audit in front: its page's, or the chosen row's."""
        return self.record.moves if self.record is not None and not self.list_is_shown else self.panel.moves


def _teams(conn: sa.Connection) -> Choices:
    return [(one.label, one.label) for one in lookups.places(conn, "team")]


def _standards(conn: sa.Connection) -> Choices:
    return [(one.label.split(" ", 1)[0], one.label) for one in lookups.standards(conn)]


def state_line(conn: sa.Connection, _day: date) -> str:
    """ "1 in progress of 5"."""
    total = AUDITS.count(conn)
    going_on = AUDITS.count(conn, Where(among={"status": frozenset({"judging"})}))
    if not total:
        return ""
    if not going_on:
        return translate("Audits", "{total} audits, none in progress").format(total=total)
    return translate("Audits", "{count} in progress of {total}").format(count=going_on, total=total)
