"""Days: the agency's own closed and open days, and beside them the coming days as the clocks see them (R10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.agency import HOLIDAYS, ComingDay, agency_detail, coming_days
from coachdesk.queries.table import Row
from coachdesk.rules.wording import day_words
from coachdesk.services import agency
from coachdesk.store.desk import load_settings
from ui import theme
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec
from ui.keep_focus import keeps_focus
from ui.pages.listing import Empty
from ui.pages.settings.agency import state_name
from ui.pages.settings.section import Scrolling, Section, desk_table
from ui.rights import offer_changes
from ui.tables import Cell, Look
from ui.widgets import Card, Pill, button, clear_layout, label

SIDE_BY_SIDE = 660  # pixels


def read_coming(conn: sa.Connection, today: date) -> tuple[tuple[ComingDay, ...], str]:
    """The coming days, and the agency's state."""
    return coming_days(conn, today, load_settings(conn)), agency_detail(conn).state


def open_words(is_open: bool) -> tuple[str, str]:
    """ "closed" or "open", with its tone."""
    return (translate("Settings", "open"), "ok") if is_open else (translate("Settings", "closed"), "info")


class Beside(QWidget):
    """Two widgets side by side, or one below the other where the window is narrow."""

    def __init__(self, one: QWidget, other: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px("between"))
        self._row.addWidget(one, 5)
        self._row.addWidget(other, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < SIDE_BY_SIDE
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


class DaysSection(Section):
    """A table of own days beside the list of what is coming."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Holidays and closed days"),
            translate(
                "Settings",
                "Due dates skip closed days. List here what only your agency closes, and public holidays it works on.",
            ),
        )
        self.new = self.add_button(button(translate("Settings", "Add day…"), "primary", "plus", self.add_day))
        offer_changes(context, self.new)
        looks = {"is_open": Look(cell=_open_cell)}
        empty = Empty(
            "calendar-days",
            translate("Settings", "No days of your own yet"),
            translate("Settings", "Public holidays count by themselves."),
            translate("Settings", "Add day…"),
        )
        columns = tuple(
            replace(one, title=QT_TRANSLATE_NOOP("Columns", "On this day"), width=12) if one.key == "is_open" else one
            for one in HOLIDAYS.columns
        )
        query = replace(HOLIDAYS, columns=columns)
        self.table = desk_table(context, query, empty, self.add_day, looks=looks, actions=self._actions)
        remove = QAction(self.table)
        remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        remove.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove.triggered.connect(self.remove_day)
        self.table.addAction(remove)
        self.card = Card(translate("Settings", "As the clocks see them"))
        self.where = self.card.add_text("", "muted")
        self._grid_holder = QWidget()
        self._grid_holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        longest = day_words(date(2000, 11, 22), date(1999, 1, 1))  # "Wed Nov 22, 2000": days stay on one line
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(longest) + 4)
        self.card.add(self._grid_holder)
        self.card.body.addStretch(1)
        area = Scrolling()
        area.column.addWidget(self.card, 1)
        area.setMinimumWidth(390)
        self.beside = Beside(self.table, area)
        self.add(self.beside, 1)

    def load(self, changes: Changes[Any] | None = None) -> None:
        self.table.refresh(changes.touched.get("holiday") if changes is not None else None)
        self.context.operations.read(
            read_coming, self.context.today(), done=self._fill, owner=self, latest="settings.days"
        )

    def add_day(self) -> None:
        """One more day."""
        day_form(self.context, self).open()

    def remove_day(self) -> None:
        """Take the chosen days off the list."""
        if not self.context.read_only:
            for holiday_id in self.table.selected_ids():
                self.context.operations.run(self, agency.remove_holiday, holiday_id)

    def _actions(self, ids: list[int]) -> list[QAction | None]:
        if self.context.read_only or not ids:
            return []
        remove = QAction(translate("Settings", "Take off the list"), self)
        remove.triggered.connect(self.remove_day)
        return [remove]

    @keeps_focus
    def _fill(self, found: tuple[tuple[ComingDay, ...], str]) -> None:
        days, state = found
        words = translate("Settings", "Federal holidays and those of {state}, and your own days, for the next year.")
        if not state:
            words = translate("Settings", "Federal holidays and your own days, for the next year.")
        self.where.setText(words.format(state=state_name(state)))
        clear_layout(self._grid)
        today = self.context.today()
        for place, day in enumerate(days):
            name = translate("Settings", "{name} (your own)").format(name=day.name) if day.own else day.name
            self._grid.addWidget(label(day_words(day.day, today)), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(name, "" if day.own else "muted"), place, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Pill(*open_words(day.is_open)), place, 2, Qt.AlignmentFlag.AlignTop)


def _open_cell(value: bool, _row: Row) -> Cell:
    text, tone = open_words(bool(value))
    return Cell(text, "pill", tone)


def day_form(context: Context, parent: QWidget | None) -> FormDialog:
    """A day of the agency's own."""
    kinds = [
        ("0", translate("Settings", "We are closed on this day")),
        ("1", translate("Settings", "We are open, although others close")),
    ]
    spec = FormSpec(
        translate("Settings", "Add a day"),
        translate("Settings", "Add day"),
        (
            Field("day", translate("Settings", "Day"), "date", required=True, lean="future"),
            Field(
                "name",
                translate("Settings", "Name"),
                required=True,
                placeholder=translate("Settings", "Staff retreat"),
            ),
            Field(
                "is_open",
                translate("Settings", "On this day"),
                "choice",
                choices=kinds,
                buttons=True,
                default="0",
                required=True,
            ),
        ),
    )
    dialog = FormDialog(spec, context.drafts, "holiday.add", context.today, None, parent)
    dialog.save_with(
        context.operations,
        agency.add_holiday,
        lambda found: {"day": found["day"], "name": found["name"], "is_open": found["is_open"] == "1"},
    )
    return dialog
