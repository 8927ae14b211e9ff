"""Cycles as a calendar: a month of due dates with its agenda beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.due_dates import DueDates, due_dates
from coachdesk.queries.table import Where
from coachdesk.store.desk import load_settings
from ui import theme
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.cycles.calendar_agenda import AgendaList, agenda_items
from ui.pages.cycles.calendar_grid import MonthGrid, month_span, moved_month
from ui.pages.filtering import ListingFilters
from ui.pages.listing import Listing
from ui.tables.cells import locale_now
from ui.widgets import Card, PageFrame, PageHeader, SplitView, button, icon_button, label


def read_dates(conn: sa.Connection, where: Where, first: date, last: date, today: date) -> DueDates:
    """What is due in a span, of the cycles a filter keeps. The chip "Open" keeps sustain checks of closed ones too."""
    asked = {key: among for key, among in where.among.items() if key != "status"}
    kept = None
    if asked or where.text:
        kept = set(CYCLES.ids(conn, Where(where.text, asked)))
    return due_dates(conn, first, last, today, load_settings(conn), kept)


def month_words(day: date) -> str:
    """ "November 2026"."""
    name = locale_now().standaloneMonthName(day.month)
    return translate("Calendar", "{month} {year}").format(month=name, year=day.year)


class CalendarPart(Page):
    """The calendar as a part of the Cycles page. `listing`: whose filters it narrows by."""

    key = "cycles"
    can_create = True
    can_filter = True

    def __init__(
        self, context: Context, listing: Listing, buttons: Sequence[QPushButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._listing = listing
        self.header = PageHeader(listing.title)
        for one in buttons:
            self.header.add_button(one)
        self.filters = ListingFilters(context, listing.placeholder, listing.toggles, listing.menus)
        self.filters.changed.connect(self._read)
        self.grid = MonthGrid(context.today())
        self.agenda = AgendaList()
        self._month = context.today().replace(day=1)
        self._build()
        self.filters.read_choices()

    def _build(self) -> None:
        self.month = label("", "section")
        back = icon_button("chevron-left", translate("Calendar", "Month before (Page Up)"), lambda: self.go(-1))
        on = icon_button("chevron-right", translate("Calendar", "Month after (Page Down)"), lambda: self.go(1))
        now = button(translate("Calendar", "Today"), slot=self.go_to_today)
        top = QHBoxLayout()
        top.setSpacing(theme.px("gap"))
        for one in (back, on, self.month):
            top.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        top.addWidget(now)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap"))
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        side = Card(translate("Calendar", "Agenda"))
        side.add(self.agenda)
        side.body.setStretch(side.body.count() - 1, 1)
        self.split = SplitView(left, side, 320)
        frame = PageFrame()
        for shown in (self.header, self.filters):
            frame.add(shown)
        frame.add(self.split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.grid.day_chosen.connect(self._chosen)
        self.grid.opened.connect(self._open)
        self.grid.asked_month.connect(self.go)
        self.grid.entered.connect(lambda: self.agenda.go_to(self.grid.day, focus=True))
        self.agenda.opened.connect(lambda event: self._open(event.cycle_id))

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        day = extra.pop("day", None)
        if extra:
            self.filters.set_values(extra)
        if isinstance(day, date):
            self.grid.choose(day)
        self._read()

    def refresh(self, changes: Changes[Any] | None) -> None:
        del changes
        self.grid.today = self.context.today()
        self.filters.read_choices()
        self._read()

    def focus_filter(self) -> None:
        self.filters.focus_search()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def page_actions(self) -> Sequence[ActionSpec]:
        return (
            ActionSpec(
                "cycles.calendar.today", translate("Calendar", "Go to today"), self.go_to_today, "calendar", "Alt+Home",
                self.key,
            ),
        )  # fmt: skip

    def help_text(self) -> str:
        return translate(
            "Calendar",
            "What falls due on which day: phases, planned sessions and steps, follow-ups, sustain checks. Arrows walk "
            "through the days, Page Up and Page Down through the months, Enter goes to the agenda. Closed days are "
            "gray and named; nothing is due on them.",
        )

    # Days -------------------------------------------------------------------------------------------------------------

    def go(self, months: int) -> None:
        """Some months back or on."""
        self.grid.choose(moved_month(self.grid.day, months))

    def go_to_today(self) -> None:
        """Back to today."""
        self.grid.choose(self.context.today())
        self.grid.setFocus()

    def _chosen(self, day: date) -> None:
        if day.replace(day=1) != self._month:
            self._month = day.replace(day=1)
            self._read()
        else:
            self.agenda.go_to(day)

    def _read(self) -> None:
        first, last = month_span(self.grid.day)
        self._month = self.grid.day.replace(day=1)
        self.month.setText(month_words(self.grid.day))
        self.context.operations.read(
            read_dates, self.filters.where(), first, last, self.context.today(), done=self._show, owner=self,
            latest=f"{id(self)}.dates",
        )  # fmt: skip
        if self._listing.state is not None:
            self.context.operations.read(
                self._listing.state, self.context.today(), done=self.header.set_state, owner=self,
                latest=f"{id(self)}.state",
            )  # fmt: skip

    def _show(self, found: DueDates) -> None:
        self.grid.show_dates(found)
        self.agenda.show_items(agenda_items(found, found.first, found.last))
        self.agenda.go_to(self.grid.day)

    def _open(self, cycle_id: int) -> None:
        self.context.navigate(Place("cycles", cycle_id))
