"""The Cycles page: as a table with a panel, as a board, as a calendar, and the templates; behind them one cycle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups, today
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Row, Where
from coachdesk.rules.moves import OPEN, STOPPED
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.cycles import opening
from ui.pages.cycles.board import BoardPart
from ui.pages.cycles.calendar import CalendarPart
from ui.pages.cycles.panel import CyclePanel
from ui.pages.cycles.record import CycleRecord
from ui.pages.filtering import ListingFilters
from ui.pages.listing import Empty, Listing, ListPage, Menu, Toggle
from ui.pages.parts import Part, PartedPage
from ui.pages.templates.page import TemplatesPart
from ui.rights import offer_changes
from ui.tables import Cell, Look, due_cell
from ui.widgets import button

FAMILIES = frozenset(
    {
        "cycle", "cycle_phase", "cycle_criterion", "cycle_signal", "coachee", "cycle_pause", "gate_override",
        "amendment", "sustain_check", "measure", "session", "session_coachee", "action_step", "observation",
        "evidence", "staff", "standard_version", "signal", "setting", "holiday", "cycle_step", "template",
        "template_step", "scenario_exercise", "scenario_rating", "coach_note", "corrective_action", "action_signal",
    }
)  # fmt: skip


class CyclesPage(PartedPage):
    """Everything about coaching cycles. Table, board and calendar keep what their common filters keep."""

    key = "cycles"
    families = FAMILIES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._back_to = "list"
        super().__init__(context, parent)

    def make_parts(self) -> Sequence[Part]:
        return (
            Part(
                "list",
                translate("Cycles", "Table"),
                lambda: self._filtered(CyclesList(self.context, self.go_back, self.stack)),
            ),
            Part("board", translate("Cycles", "Board"), lambda: self._filtered(self._board())),
            Part("calendar", translate("Cycles", "Calendar"), lambda: self._filtered(self._calendar())),
            Part("templates", translate("Cycles", "Templates"), lambda: TemplatesPart(self.context, self.stack)),
        )

    @property
    def cycles(self) -> CyclesList:
        """The list, which also shows one cycle's own page."""
        view = self.view("list")
        if not isinstance(view, CyclesList):
            raise TypeError(type(view))
        return view

    @property
    def record(self) -> CycleRecord | None:
        """The page of one cycle, once one was shown."""
        return self.cycles.record

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        preset = extra.pop("new", None)
        if place.record_id is not None and "part" not in extra and self.part != "list":
            self._back_to = self.part
        elif place.record_id is None:
            self._back_to = "list"
        super().activate(Place(place.page, place.record_id, extra))
        if place.record_id is not None and self._back_to != "list":
            # A look at one cycle from the board is no decision for the table.
            self.context.local.setValue(f"parts/{self.key}", self._back_to)
        if preset is not None:
            self.new_record(preset)

    def new_label(self) -> str:
        return translate("Cycles", "New template") if self.part == "templates" else translate("Cycles", "New cycle")

    def new_record(self, preset: Mapping[str, Any] | None = None) -> None:
        if preset is None and self.part == "templates":
            self.front.new_record()
        else:
            opening.open_new(self.context, self, preset)

    def go_back(self) -> None:
        """From a cycle's page to where it was opened."""
        self.context.navigate(Place(self.key, extra={"part": self._back_to}))

    def show_part(self, key: str) -> None:
        before = self._filters_of(self._views[self.part]) if self._views else None
        super().show_part(key)
        after = self._filters_of(self.front)
        if before is not None and after is not None and before is not after:
            after.set_values(before.values())

    def _filters_of(self, view: Page) -> ListingFilters | None:
        if isinstance(view, CyclesList):
            return view.list.filters
        return view.filters if isinstance(view, BoardPart | CalendarPart) else None

    def _filtered(self, view: Page) -> Page:
        """A view made later begins with what the filters keep now."""
        made, front = self._filters_of(view), self._filters_of(self.front) if self._views else None
        if made is not None and front is not None:
            made.set_values(front.values())
        return view

    def _board(self) -> BoardPart:
        buttons = _new_buttons(self.context, self.new_record)
        return BoardPart(self.context, cycles_listing(self.context), buttons, self.stack)

    def _calendar(self) -> CalendarPart:
        buttons = _new_buttons(self.context, self.new_record)
        return CalendarPart(self.context, cycles_listing(self.context), buttons, self.stack)


def _new_buttons(context: Context, new: Callable[[], object]) -> tuple[QPushButton, ...]:
    made = button(translate("Cycles", "New cycle"), "primary", "plus", new)
    offer_changes(context, made)
    return (made,)


def cycles_listing(context: Context) -> Listing:
    """The list of cycles as data; board and calendar take their filters from it."""
    day = context.today()

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
            translate("Cycles", "A cycle takes two weeks: diagnose, coach, validate, close. It starts from signals."),
            translate("Cycles", "New cycle"),
        ),
        state=state_line,
    )


class CyclesList(ListPage):
    """The table of cycles, and in front of it the page of one. `back` leads to where it was opened."""

    key = "cycles"
    can_create = True

    def __init__(self, context: Context, back: Callable[[], object], parent: QWidget | None = None) -> None:
        self._back = back
        super().__init__(context, parent)
        self.record: CycleRecord | None = None

    def make_listing(self) -> Listing:
        return cycles_listing(self.context)

    def make_buttons(self) -> Sequence[QPushButton]:
        return _new_buttons(self.context, self.new_record)

    def make_panel(self) -> QWidget:
        return CyclePanel(self.context, self.open_record)

    def open_words(self) -> str:
        return translate("Cycles", "Open cycle page")

    def new_label(self) -> str:
        return translate("Cycles", "New cycle")

    def new_record(self) -> None:
        opening.open_new(self.context, self)

    def activate(self, place: Place) -> None:
        if place.record_id is None:
            self.show_list()
            super().activate(place)
        else:
            if self.record is None:
                self.record = CycleRecord(self.context, self._back)
            self.show_in_front(self.record)
            self.record.show_cycle(place.record_id)

    def page_actions(self) -> Sequence[ActionSpec]:
        def action(key: str, text: str, shortcut: str = "", icon: str = "") -> ActionSpec:
            return ActionSpec(
                f"cycles.{key}", text, lambda: self._do(key), icon, shortcut, "cycles", enabled=self._shows_open_cycle,
                changes_desk=True,
            )  # fmt: skip

        return (
            action("session", translate("Cycles", "Record session"), "Ctrl+Shift+H", "message-square"),
            action("observation", translate("Cycles", "Record observation"), "Ctrl+Shift+O", "eye"),
            action("measure", translate("Cycles", "Measure"), "Ctrl+Shift+M", "gauge"),
            action("evidence", translate("Cycles", "Add evidence"), "Ctrl+Shift+E", "paperclip"),
            action("edit", translate("Cycles", "Edit cycle"), "Ctrl+E", "pencil"),
            ActionSpec(
                "cycles.action",
                translate("Cycles", "Open a corrective action beside the cycle"),
                lambda: self._do("action"),
                "clipboard-check",
                scope="cycles",
                enabled=lambda: self._shown_cycle() is not None,
                changes_desk=True,
            ),
            action("next", translate("Cycles", "Next phase"), "Ctrl+Return", "arrow-right"),
        )

    def help_text(self) -> str:
        return translate(
            "Cycles",
            "A coaching cycle changes one practice in about two weeks. Open it from signals, settle the diagnosis, "
            "coach, let the validator see it live, measure again and close. Each gate says exactly what is missing.",
        )

    def _do(self, key: str) -> None:
        if self.record is not None:
            self.record.moves.do(key)

    def _shows_open_cycle(self) -> bool:
        shown = self._shown_cycle()
        return shown is not None and not shown.over

    def _shown_cycle(self) -> CycleDetail | None:
        return self.record.cycle if self.record is not None and not self.list_is_shown else None


def _names(family: str) -> Any:
    def choices(conn: sa.Connection) -> list[tuple[str, str]]:
        return [(one.label, one.label) for one in lookups.places(conn, family)]

    return choices


def _standards(conn: sa.Connection) -> list[tuple[str, str]]:
    """Every standard that a cycle may have: its cycles stay findable when it is retired."""
    return [(one.label.split(" ", 1)[0], one.label) for one in lookups.standards(conn)]


def state_line(conn: sa.Connection, day: date) -> str:
    """ "12 open · 3 late"."""
    late = CYCLES.count(conn, Where(between={"due_on": (None, day - timedelta(days=1))}))
    open_text = translate("Cycles", "{count} open").format(count=today.open_cycle_count(conn))
    if not late:
        return open_text
    return f"{open_text} · " + translate("Cycles", "{count} late").format(count=late)
