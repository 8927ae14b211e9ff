"""Cycles as a board: a lane for each phase and one for what is stopped; cards go on through the gates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.board import Board, BoardCard, board
from coachdesk.rules.lanes import LANES, lane_move
from coachdesk.rules.moves import moves
from ui import theme
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.cycles.board_lane import Lane, LaneView
from ui.pages.cycles.moves import CycleMoves
from ui.pages.cycles.panel import read_cycle
from ui.pages.filtering import ListingFilters
from ui.pages.listing import Listing
from ui.widgets import EmptyState, PageFrame, PageHeader


def lane_title(lane: str) -> str:
    """What a lane is called."""
    return translate("Board", "Stopped") if lane == "stopped" else vocabulary.label("cycle_phase", lane)


class BoardPart(Page):
    """The board as a part of the Cycles page. `listing`: whose filters it narrows by."""

    key = "cycles"
    can_create = True
    can_filter = True

    def __init__(
        self, context: Context, listing: Listing, buttons: Sequence[QPushButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.moves = CycleMoves(context, self)
        self.board = Board(dict.fromkeys(LANES, ()))
        self._listing = listing
        self._wanted: int | None = None
        self.header = PageHeader(listing.title)
        for one in buttons:
            self.header.add_button(one)
        self.filters = ListingFilters(context, listing.placeholder, listing.toggles, listing.menus)
        self.filters.changed.connect(self._read)
        self.lanes = {lane: Lane(lane, lane_title(lane), partial(self.accepts, lane)) for lane in LANES}
        self._empty = EmptyState(
            "kanban",
            translate("Board", "No cycle here"),
            translate("Board", "No open cycle matches the filters. Clear them, or open a cycle."),
            translate("Board", "Clear filters"),
        )
        self._empty.acted.connect(self.filters.clear)
        first = listing.empty
        self._none_yet = EmptyState(first.icon, first.title, first.text, first.verb if buttons else "")
        for one in buttons[:1]:
            self._none_yet.acted.connect(one.click)
        self._build()
        self.filters.read_choices()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("gap") + 4)
        for lane in self.lanes.values():
            row.addWidget(lane, 1)
            view = lane.view
            view.opened.connect(self._open)
            view.menu_asked.connect(self._menu)
            view.step_asked.connect(self._step)
            view.side_asked.connect(partial(self._beside, lane.key))
            view.dropped.connect(partial(self._dropped, lane.key))
            view.entered_lane.connect(partial(self._entered, view))
        holder = QWidget()
        holder.setProperty("role", "canvas")
        holder.setLayout(row)
        self.area = QScrollArea()
        theme.mark(self.area, role="page")
        self.area.setProperty("sideways", True)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(holder)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self._empty)
        self.stack.addWidget(self._none_yet)
        frame = PageFrame()
        for one in (self.header, self.filters):
            frame.add(one)
        frame.add(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        if place.extra:
            self.filters.set_values(place.extra)
        self._read()

    def refresh(self, changes: Changes[Any] | None) -> None:
        del changes
        self.filters.read_choices()
        self._read()

    def focus_filter(self) -> None:
        self.filters.focus_search()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def page_actions(self) -> Sequence[ActionSpec]:
        return (
            ActionSpec(
                "cycles.board.next", translate("Board", "Move the card on"), lambda: self._step_current(1),
                "arrow-right", "", self.key, enabled=self._may_move, changes_desk=True,
                help=translate("Board", "Through the gate to the next phase (also Ctrl+Right)"),
            ),
            ActionSpec(
                "cycles.board.open", translate("Board", "Open the card's cycle"), self._open_current, "external-link",
                "", self.key, enabled=lambda: self.current_card() is not None,
            ),
        )  # fmt: skip

    def help_text(self) -> str:
        return translate(
            "Board",
            "Each card is a cycle in its phase. Arrows walk between cards, Enter opens one, Ctrl+Right takes it to the "
            "next phase; or drag it there. A gate that is not met lists what is missing.",
        )

    # Cards ------------------------------------------------------------------------------------------------------------

    def current_card(self) -> BoardCard | None:
        """The card that has, or last had, the keyboard."""
        for lane in self.lanes.values():
            if lane.view.hasFocus():
                return lane.view.current_card()
        return next((card for lane in self.lanes.values() if lane.view.selectedIndexes()
                     and (card := lane.view.current_card())), None)  # fmt: skip

    def card(self, cycle_id: int) -> BoardCard | None:
        """The card of a cycle."""
        return next((card for cards in self.board.lanes.values() for card in cards if card.id == cycle_id), None)

    def accepts(self, lane: str, cycle_id: int) -> bool:
        """Whether a card may be dropped on this lane."""
        card = self.card(cycle_id)
        if card is None or self.context.read_only:
            return False
        return bool(lane_move(card.status, card.phase, card.lane, lane))

    def _read(self) -> None:
        self.context.operations.read(
            board, self.filters.where(), self.context.today(), done=self._show, owner=self, latest=f"{id(self)}.board"
        )
        if self._listing.state is not None:
            self.context.operations.read(
                self._listing.state, self.context.today(), done=self.header.set_state, owner=self,
                latest=f"{id(self)}.state",
            )  # fmt: skip

    def _show(self, found: Board) -> None:
        had = next((lane for lane in self.lanes.values() if lane.view.hasFocus()), None)
        kept = self._wanted if self._wanted is not None else getattr(self.current_card(), "id", None)
        place = had.view.currentIndex().row() if had is not None else 0
        moved, self.board, self._wanted = self._wanted is not None, found, None
        for key, lane in self.lanes.items():
            cards = found.lanes[key]
            lane.view.cards.set_cards(cards, self.context.today())
            lane.set_count(len(cards))
            lane.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cards else Qt.FocusPolicy.NoFocus)
        nothing = self._none_yet if found.none_yet else self._empty
        self.stack.setCurrentWidget(self.area if found.count else nothing)
        if kept is not None:
            self._find_again(kept, had, place, moved)
        self.context.actions.refresh()

    def _find_again(self, cycle_id: int, had: Lane | None, place: int, moved: bool) -> None:
        """The keyboard stays with its card wherever that went, else where it stood. moved: a form has had it since."""
        for lane in self.lanes.values():
            row = lane.view.cards.row_of(cycle_id)
            if row >= 0:
                lane.view.choose(row)
                if had is not None or moved:
                    lane.view.setFocus()
                return
        if had is not None and had.view.cards.cards:
            had.view.choose(place)

    # Moving -----------------------------------------------------------------------------------------------------------

    def _open(self, cycle_id: int) -> None:
        self.context.navigate(Place("cycles", cycle_id))

    def _open_current(self) -> None:
        card = self.current_card()
        if card is not None:
            self._open(card.id)

    def _may_move(self) -> bool:
        return self.current_card() is not None

    def _step_current(self, way: int) -> None:
        card = self.current_card()
        if card is not None:
            self._step(card.id, way)

    def _step(self, cycle_id: int, way: int) -> None:
        """Ctrl+Right and Ctrl+Left: to the nearest lane that way which the card may go to."""
        card = self.card(cycle_id)
        if card is None or self.context.read_only:
            return
        if card.lane == "stopped":
            self._do(cycle_id, "resume")
            return
        place = LANES.index(card.lane)
        lanes = LANES[place + 1 : 4] if way > 0 else tuple(reversed(LANES[:place]))
        key = next((found for lane in lanes if (found := lane_move(card.status, card.phase, card.lane, lane))), "")
        if not key and way > 0 and card.lane == "close":
            key = "close" if card.status == "validating" else ""
        if key:
            self._do(cycle_id, key)

    def _dropped(self, lane: str, cycle_id: int) -> None:
        card = self.card(cycle_id)
        key = lane_move(card.status, card.phase, card.lane, lane) if card is not None else ""
        if key:
            self._do(cycle_id, key)

    def _do(self, cycle_id: int, key: str) -> None:
        """Read the cycle, then do the move as its own page would: through the gate, or with its reason."""

        def go(found: Any) -> None:
            cycle, _ = found
            if cycle is not None:
                self._wanted = cycle_id
                self.moves.cycle = cycle
                self.moves.do(key)

        self.context.operations.read(read_cycle, cycle_id, self.context.today(), done=go, owner=self)

    def _menu(self, cycle_id: int, where: QPoint) -> None:
        card = self.card(cycle_id)
        if card is not None:
            menu = self.menu_of(card)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(where)

    def menu_of(self, card: BoardCard) -> QMenu:
        """What can be done with a card."""
        menu = QMenu(self)

        def add(text: str, slot: Any) -> None:
            action = QAction(text, menu)
            action.triggered.connect(lambda _checked=False: slot())
            menu.addAction(action)

        add(translate("Board", "Open cycle page"), partial(self._open, card.id))
        if not self.context.read_only:
            menu.addSeparator()
            for move in moves(card.status, card.phase):
                if move.key != "accept":
                    add(move.label, partial(self._do, card.id, move.key))
        return menu

    def _beside(self, lane: str, way: int) -> None:
        """Left and Right: to the nearest lane that way with cards, at the same height."""
        place, row = LANES.index(lane), self.lanes[lane].view.currentIndex().row()
        for key in LANES[place + 1 :] if way > 0 else reversed(LANES[:place]):
            view = self.lanes[key].view
            if view.cards.cards:
                view.choose(row)
                view.setFocus()
                self.area.ensureWidgetVisible(view)
                return

    def _entered(self, view: LaneView) -> None:
        for lane in self.lanes.values():
            if lane.view is not view:
                lane.view.clearSelection()
        self.context.actions.refresh()
