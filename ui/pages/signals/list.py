"""The list of signals with its panel, the line above it that says what they add up to, and quick entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.today import new_signal_count
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu, Toggle
from ui.pages.signals import forms
from ui.pages.signals.importing.dialog import open_import
from ui.pages.signals.moves import SignalMoves
from ui.pages.signals.options import SignalOptions, with_options
from ui.pages.signals.panel import SignalPanel
from ui.pages.signals.proposals import DriftStrip, read_drift
from ui.rights import offer_changes
from ui.widgets import button


class SignalsList(ListPage):
    """The signals themselves: the first part of the Signals page."""

    key = "signals"
    can_create = True
    panel: SignalPanel

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.moves = SignalMoves(context, self)
        super().__init__(context, parent)
        self.strip = DriftStrip(self._go_to_proposals)
        self.list.add_above(self.strip)
        self.list.table.selection_changed.connect(self._selected)
        offer_changes(context, self.bring, self.new)
        self._read_drift()

    def make_listing(self) -> Listing:
        return Listing(
            query=SIGNALS,
            title=translate("Signals", "Signals"),
            placeholder=translate("Signals", "Filter signals (Ctrl+F)"),
            toggles=(Toggle("new", translate("Signals", "Undecided"), {"triage": frozenset({"new"})}, on=True),),
            menus=(
                Menu("source", translate("Signals", "Source"), "signal_source"),
                Menu("severity", translate("Signals", "Severity"), "severity"),
                Menu("team", translate("Signals", "Team"), _teams),
                Menu("standard", translate("Signals", "Standard"), _standards),
                Menu("triage", translate("Signals", "Decision"), "triage"),
                Menu("staff_id", translate("Signals", "Who"), _everybody, quiet=True),  # a person's page leads here
            ),
            empty=Empty(
                "radar",
                translate("Signals", "No signals yet"),
                translate(
                    "Signals",
                    "Note what audits, incidents, near misses and partners show. Five fields are enough; "
                    "CoachDesk says when signals add up to drift.",
                ),
                translate("Signals", "Note a signal"),
            ),
            first=(
                "number", "occurred_on", "severity", "staff", "what_happened", "triage", "standard", "criterion",
                "team", "source", "cycle", "action",
            ),
            importance=("number", "what_happened", "staff", "occurred_on", "severity", "triage", "standard", "team"),
            state=state_line,
            panel_width=360,
        )  # fmt: skip

    def make_buttons(self) -> Sequence[QPushButton]:
        self.new = button(translate("Signals", "Note a signal"), "primary", "plus", self.new_record)
        self.bring = button(translate("Signals", "Import…"), "", "upload", self._import)
        return (self.bring, self.new)

    def make_panel(self) -> SignalPanel:
        return SignalPanel(self.context, self.moves)

    def row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        if not ids or self.context.read_only:
            return ()
        actions = [
            self.row_action(translate("Signals", "Open a cycle…"), lambda: self.moves.open_cycle(ids)),
            self.row_action(translate("Signals", "Add to a cycle…"), lambda: self.moves.add_to_cycle(ids)),
            self.row_action(translate("Signals", "Open a corrective action…"), lambda: self.moves.open_action(ids)),
            self.row_action(translate("Signals", "Add to a corrective action…"), lambda: self.moves.add_to_action(ids)),
            self.row_action(translate("Signals", "Decide…"), lambda: self.moves.decide(ids)),
        ]
        if len(ids) == 1:
            actions.append(self.row_action(translate("Signals", "Edit…"), lambda: self.moves.edit(ids[0])))
        return actions

    def open_record(self, record_id: int) -> None:
        """Enter: to what can be done with it."""
        if self.list.split is not None:
            self.list.split.open_panel()
        self.panel.show_record(record_id, focus=True)

    def new_label(self) -> str:
        return translate("Signals", "Note a signal")

    def new_record(self) -> None:
        def show(options: SignalOptions) -> None:
            forms.note_signal(self.context, options, self, None, self._noted, self.moves.open_cycle).open()

        if not self.context.read_only:
            with_options(self.context, self, show)

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        these = extra.pop("signals", ())
        super().activate(Place(place.page, place.record_id, extra))
        if these:
            self.reveal(list(these))

    def refresh(self, changes: Changes[object] | None) -> None:
        super().refresh(changes)
        self._read_drift()

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, call: Callable[[list[int]], object], shortcut: str, icon: str) -> ActionSpec:
            return ActionSpec(
                f"signals.{key}",
                text,
                lambda: call(self.list.table.selected_ids()),
                icon,
                shortcut,
                self.key,
                enabled=self._may_change_chosen,
                changes_desk=True,
            )

        return (
            action("cycle", translate("Signals", "Open a cycle from the chosen signals"), self.moves.open_cycle,
                   "Ctrl+Shift+O", "repeat"),
            action("add", translate("Signals", "Add the chosen signals to a cycle"), self.moves.add_to_cycle, "",
                   "plus"),
            action("action", translate("Signals", "Open a corrective action from the chosen signals"),
                   self.moves.open_action, "Ctrl+Shift+K", "clipboard-check"),
            action("add_to_action", translate("Signals", "Add the chosen signals to a corrective action"),
                   self.moves.add_to_action, "", "plus"),
            action("decide", translate("Signals", "Decide about the chosen signals"), self.moves.decide,
                   "Ctrl+Shift+D", "check"),
            action("edit", translate("Signals", "Edit signal"), lambda ids: self.moves.edit(ids[0]), "Ctrl+E",
                   "pencil"),
        )  # fmt: skip

    def help_text(self) -> str:
        return translate(
            "Signals",
            "A signal is one thing that was noticed: five fields and it is saved (Ctrl+Shift+S from anywhere). Decide "
            "about each one, or open a cycle from several. When signals add up to drift, a line above the list says "
            "so, with the rule and the figures; nothing happens until you decide.",
        )

    def _import(self) -> None:
        open_import(self.context, self.window())

    def _noted(self, changes: Changes[int]) -> None:
        self.reveal([changes.result])

    def _selected(self) -> None:
        self.panel.show_selection(self.list.table.selected_ids(), self.list.table.current_id())
        self.context.actions.refresh()

    def _may_change_chosen(self) -> bool:
        return self.list_is_shown and bool(self.list.table.selected_ids())

    def _go_to_proposals(self) -> None:
        self.context.navigate(Place(self.key, extra={"part": "drift"}))

    def _read_drift(self) -> None:
        self.context.operations.read(
            read_drift, self.context.today(), most=1, done=self.strip.show_drift, owner=self, latest="signals.strip"
        )


def _teams(conn: sa.Connection) -> Choices:
    return [(one.label, one.label) for one in lookups.places(conn, "team")]


def _everybody(conn: sa.Connection) -> Choices:
    return [(one.id, one.label) for one in lookups.everybody(conn)]


def _standards(conn: sa.Connection) -> Choices:
    return [(one.label.split(" ", 1)[0], one.label) for one in lookups.standards(conn)]


def state_line(conn: sa.Connection, _day: date) -> str:
    """ "5 undecided of 24"."""
    waiting, total = new_signal_count(conn), SIGNALS.count(conn)
    if not total:
        return ""
    if not waiting:
        return translate("Signals", "Every signal is decided about")
    return translate("Signals", "{waiting} undecided of {total}").format(waiting=waiting, total=total)
