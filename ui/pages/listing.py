"""The list page every family's page starts from: header, filters, the one table, and a panel for the row chosen.

A page declares a `Listing` and overrides what is its own: header buttons, row actions, the panel's content, what
opening a row does. Filters turn into a `Where`; the sentence under the title comes from a query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.table import TableQuery
from ui import theme
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.filtering import Choices, ListingFilters, Menu, Toggle
from ui.pages.record_page import RecordPage
from ui.tables import DeskTable, Look, QueryReader, SettingsLayouts, TableSpec
from ui.widgets import EmptyState, PageFrame, PageHeader, SplitView, icon_button

__all__ = ["Choices", "Empty", "ListPage", "ListView", "Listing", "Menu", "Toggle", "days_ago", "scrolling"]


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where there are no records yet: icon, title, what belongs here, the first step's verb."""

    icon: str
    title: str
    text: str
    verb: str = ""


@dataclass(frozen=True)
class Listing:
    """A list page as data. state: a query (conn, today) giving the sentence under the title.

    first: the columns shown at first, from left to right, where the table's own order is not the best to look at.
    importance: which of these stay in a narrow window, the most important first; () as they stand.
    """

    query: TableQuery
    title: str
    placeholder: str
    empty: Empty
    toggles: tuple[Toggle, ...] = ()
    menus: tuple[Menu, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)
    order: tuple[tuple[str, bool], ...] = ()
    first: tuple[str, ...] = ()
    importance: tuple[str, ...] = ()
    state: Callable[[sa.Connection, date], str] | None = None
    panel_width: int = 340


class ListView(QWidget):
    """The list itself, usable as a page or as part of one."""

    def __init__(
        self,
        context: Context,
        listing: Listing,
        *,
        key: str,
        buttons: Sequence[QPushButton] = (),
        panel: QWidget | None = None,
        first_step: Callable[[], object] | None = None,
        row_actions: Callable[[list[int]], Sequence[QAction | None]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.listing = listing
        self._first_step = first_step
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # From outside in: Qt goes through a whole tree of widgets each time it gets another parent.
        self.header = PageHeader(listing.title, parent=self)
        for one in buttons:
            self.header.add_button(one)
        self.filters = ListingFilters(context, listing.placeholder, listing.toggles, listing.menus, self)
        spec = TableSpec(
            key=key,
            title=listing.title,
            columns=listing.query.columns,
            reader=QueryReader(listing.query, context.desk.read, context.operations, self),
            order=listing.order,
            looks=listing.looks,
            first=listing.first,
            importance=listing.importance,
        )

        def make_table(inside: QWidget) -> DeskTable:
            self.table = DeskTable(spec, SettingsLayouts(context.local), self._empty, row_actions, inside)
            return self.table

        self.panel = panel
        self.split: SplitView | None = None
        if panel is not None:
            self.split = SplitView(make_table, partial(scrolling, panel), listing.panel_width, self)
        else:
            make_table(self)
        self._key = key
        if self.split is not None:
            self._add_panel_button(self.split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("between"))
        column.addWidget(self.header)
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        column.addWidget(self.filters)
        column.addWidget(self.split or self.table, 1)
        self.filters.changed.connect(self._filter)
        self.table.filter_cleared.connect(self.filters.clear)
        self._filter()  # the rows first: what follows counts over all of them
        self.filters.read_choices()
        self._read_state()

    def _add_panel_button(self, split: SplitView) -> None:
        """Under the table: give the list all the room, or show the panel again; remembered on this computer."""
        self.panel_button = icon_button("panel-right", "", self.toggle_panel, self.table)
        self.panel_button.setCheckable(True)
        self.table.add_tool(self.panel_button)
        if str(self.context.local.value(f"panel/{self._key}", "true")).lower() == "false":
            split.close_panel()
        split.panel_open.connect(lambda _shown: self._say_panel(split))
        self._say_panel(split)

    def toggle_panel(self) -> None:
        """Show the panel beside the list, or put it away."""
        if self.split is None:
            return
        shown = not self.split.panel_shown
        if not self.split.narrow:
            self.context.local.setValue(f"panel/{self._key}", shown)
        (self.split.open_panel if shown else self.split.close_panel)()
        self._say_panel(self.split)

    def _say_panel(self, split: SplitView) -> None:
        self.panel_button.setChecked(split.panel_shown)
        told = (
            translate("Listing", "Hide the details beside the list")
            if split.panel_shown
            else translate("Listing", "Show the details beside the list")
        )
        self.panel_button.setToolTip(told)
        self.panel_button.setAccessibleName(told)

    def add_above(self, widget: QWidget) -> None:
        """Put something between the header and the filters: a line about what waits."""
        self._above.addWidget(widget)

    def refresh(self, changes: Changes[Any] | None) -> None:
        """Read again what changed; the table keeps its place."""
        family = self.listing.query.family
        own = None if changes is None else changes.touched.get(family)
        # A change of another family (a session of a cycle) may show in any row.
        self.table.refresh(own if own is not None and len(changes.touched if changes else {}) == 1 else None)
        self.filters.read_choices()
        self._read_state()

    def _filter(self) -> None:
        self.table.set_where(self.filters.where())

    def _read_state(self) -> None:
        if self.listing.state is not None:
            self.context.operations.read(
                self.listing.state,
                self.context.today(),
                done=self.header.set_state,
                owner=self,
                latest=f"{id(self)}.state",
            )

    def _empty(self) -> QWidget:
        empty = self.listing.empty
        first_step = None if self.context.read_only else self._first_step
        shown = EmptyState(empty.icon, empty.title, empty.text, empty.verb if first_step else "")
        if first_step is not None:
            shown.acted.connect(first_step)
        return shown


def scrolling(panel: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """The panel in a frame of its own: a long one scrolls beside the list, inside the frame, instead of with it."""
    frame = QScrollArea(parent)
    theme.mark(frame, role="panel")
    frame.setWidgetResizable(True)
    frame.setFrameShape(QScrollArea.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    frame.setWidget(panel)
    panel.setAutoFillBackground(False)  # Qt fills it with the ground of a page
    return frame


class ListPage(Page):
    """A page that is one list. Subclasses set `listing` and override the hooks."""

    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        frame = PageFrame(self.stack)
        self.stack.addWidget(frame)
        self.panel = self.make_panel()
        self.list = ListView(
            context,
            self.make_listing(),
            key=self.key,
            buttons=self.make_buttons(),
            panel=self.panel,
            first_step=self.first_step,
            row_actions=self.row_actions,
            parent=frame.canvas,
        )
        frame.add(self.list, 1)
        self.list.table.opened.connect(self.open_record)
        self.list.table.current_changed.connect(self._show)
        self._wanted: list[int] = []
        self.list.table.model.busy_changed.connect(self._rows_came)

    # What a page makes its own ---------------------------------------------------------------------------------------

    def make_listing(self) -> Listing:
        """The list's declaration."""
        raise NotImplementedError

    def make_buttons(self) -> Sequence[QPushButton]:
        """Buttons at the right of the header, the primary one last."""
        return ()

    def make_panel(self) -> QWidget | None:
        """The panel beside the list, with `show_record(id | None)`; None for a list alone."""
        return None

    def open_words(self) -> str:
        """The verb for going to the chosen row's own page; "" where rows have none."""
        return ""

    def row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        """The context menu for these rows."""
        words = self.open_words()
        return (self.row_action(words, partial(self.open_record, ids[0])),) if words and len(ids) == 1 else ()

    def row_action(self, text: str, slot: Callable[[], object]) -> QAction:
        """A line of the context menu."""
        made = QAction(text, self)
        made.triggered.connect(lambda _checked=False: slot())
        return made

    def open_record(self, record_id: int) -> None:
        """Enter or a double click on a row: to its own page, where rows have one."""
        if self.open_words():
            self.context.navigate(Place(self.key, record_id))

    def show_list(self) -> None:
        """Bring the list to the front."""
        self.stack.setCurrentIndex(0)

    def show_in_front(self, record: RecordPage) -> None:
        """Bring a record's own page to the front of the list; it stays for the next time."""
        if self.stack.indexOf(record) < 0:
            self.stack.addWidget(record)
        self.stack.setCurrentWidget(record)

    @property
    def list_is_shown(self) -> bool:
        """Whether the list is in front, not a record."""
        return self.stack.currentIndex() == 0

    def first_step(self) -> None:
        """The button of the empty state."""
        self.new_record()

    # What every list page does ---------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        if place.extra:
            self.list.filters.set_values(place.extra)
        if place.record_id is not None:
            self.reveal([place.record_id])
        else:
            self._rows_came(self.list.table.model.busy)

    def reveal(self, record_ids: Sequence[int]) -> None:
        """Choose these rows as soon as they are there; filters that hide one are taken off."""
        self._wanted = list(record_ids)
        self._show(record_ids[0])
        if self.list.split is not None:
            self.list.split.open_panel()
        self._rows_came(self.list.table.model.busy)

    def refresh(self, changes: Changes[Any] | None) -> None:
        self.list.refresh(changes)
        self._show(self.list.table.current_id())
        front = self.stack.currentWidget()
        if isinstance(front, RecordPage):
            front.refresh(changes)

    def place_switch(self, switch: QWidget) -> None:
        self.list.header.set_switch(switch)

    def focus_filter(self) -> None:
        self.show_list()
        self.list.filters.focus_search()

    def _rows_came(self, busy: bool) -> None:
        """Choose what was asked for; else, with a panel beside the list, there is always something to see in it."""
        table = self.list.table
        if busy or not table.model.loaded:
            return
        if self._wanted:
            if len(table.model.rows_of(self._wanted)) < len(self._wanted) and self.list.filters.active():
                self.list.filters.clear()  # the rows are read again, and this is called again
                return
            wanted, self._wanted = self._wanted, []
            table.select(wanted)
        elif self.panel is not None and table.current_id() is None:
            if table.model.rowCount():
                table.select(list(table.model.ids()[:1]))
            else:
                self._show(None)

    def _show(self, record_id: int | None) -> None:
        show = getattr(self.panel, "show_record", None)
        if show is not None:
            show(record_id)


def days_ago(day: date, today: date) -> str:
    """ "today", "yesterday", "5 days ago"."""
    days = (today - day).days
    if days == 0:
        return translate("Listing", "today")
    if days == 1:
        return translate("Listing", "yesterday")
    return translate("Listing", "{days} days ago").format(days=days)
