"""The board as hands and ears meet it: cards walked by keys, moved through gates, dropped, narrowed like the table."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.queries.board import BoardCard
from coachdesk.rules.lanes import LANES
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import ANNA, MakeContext
from tests.ui.pages.hands import button_of, dialog_over, no_dialog, press, show_page, texts_of, type_into
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.cycles.board import BoardPart
from ui.pages.cycles.board_cards import MIME
from ui.pages.cycles.board_lane import LaneView
from ui.pages.cycles.page import CyclesPage


def shown(qtbot: QtBot, context: Context, **extra: Any) -> tuple[CyclesPage, BoardPart]:
    page = show_page(qtbot, CyclesPage, context, Place("cycles", extra={"part": "board", **extra}))
    front = page.front
    assert isinstance(front, BoardPart)
    return page, front


def cards(board: BoardPart) -> dict[str, list[str]]:
    return {lane: [card.number for card in board.lanes[lane].view.cards.cards] for lane in LANES}


def only(board: BoardPart, lane: str) -> tuple[LaneView, BoardCard]:
    """The lane's view with its first card chosen."""
    view = board.lanes[lane].view
    view.setFocus()
    view.choose(0)
    card = view.current_card()
    assert card is not None
    return view, card


def status_of(desk: Desk, cycle_id: int) -> str:
    with desk.read() as conn:
        return str(conn.exec_driver_sql(f"select status from cycle where id = {cycle_id}").scalar_one())


def test_every_open_cycle_has_a_card_in_the_lane_of_its_phase(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    _, board = shown(qtbot, context_for(sample))
    assert {lane: len(found) for lane, found in cards(board).items()} == {
        "diagnose": 1, "coach": 1, "validate": 1, "close": 0, "stopped": 2,
    }  # fmt: skip
    assert board.lanes["coach"].view.accessibleName() == "Coach, 1 cycle"
    assert board.lanes["close"].view.accessibleName() == "Close, 0 cycles"
    view, card = only(board, "coach")
    told = str(view.cards.data(view.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))
    for words in (card.number, "Written with the time, called within four hours", "3, North team", "Renee Okafor"):
        assert words in told


def test_arrows_walk_from_lane_to_lane_past_empty_ones_and_enter_opens(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    page, board = shown(qtbot, context)
    view, _ = only(board, "validate")
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert board.lanes["stopped"].view.hasFocus(), "the empty lane Close is passed"
    assert not view.selectedIndexes()
    QTest.keyClick(board.lanes["stopped"].view, Qt.Key.Key_Left)
    assert view.hasFocus()
    current = view.current_card()
    assert current is not None
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.part == "list"
    assert page.record is not None
    assert page.record.cycle is not None
    assert page.record.cycle.id == current.id
    press(page, "Cycles")  # the crumb leads back to the board it was opened from
    assert page.part == "board"


def test_ctrl_right_goes_through_the_gate_and_names_what_is_missing(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    """R4, R6: the board is no way around a gate."""
    page, board = shown(qtbot, context_for(sample))
    view, card = only(board, "diagnose")
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    dialog: FormDialog = dialog_over(page)
    assert "There is no baseline with its count." in texts_of(dialog)
    assert "Planned and not done yet: Baseline" in texts_of(dialog)
    type_into(dialog, "override_reason", "The house opens on Monday.")
    assert dialog.panel.primary.isEnabled()
    press(dialog, "Go on without it")
    assert status_of(sample, card.id) == "coaching"
    assert card.number in cards(board)["coach"]
    current = board.current_card()
    assert current is not None
    assert current.id == card.id, "the keyboard goes with the card"
    assert page.focusWidget() is board.lanes["coach"].view


def carried(card: BoardCard) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, str(card.id).encode())
    return data


def drop(view: LaneView, card: BoardCard) -> bool:
    """Drop a card on a lane as Qt tells it; whether the lane took it."""
    data, none = carried(card), Qt.KeyboardModifier.NoModifier
    moved = QDragMoveEvent(QPointF(20, 200), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    view.dragMoveEvent(moved)
    event = QDropEvent(QPointF(20, 200), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    event.ignore()
    view.dropEvent(event)
    QApplication.processEvents()
    assert moved.isAccepted() == event.isAccepted()
    return event.isAccepted()


def test_a_card_dropped_on_the_next_phase_meets_its_gate(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page, board = shown(qtbot, context_for(sample))
    _, card = only(board, "coach")
    assert drop(board.lanes["validate"].view, card)
    dialog: FormDialog = dialog_over(page)
    assert "scenario note" in texts_of(dialog)
    safe, override = button_of(dialog, "Add what is missing"), button_of(dialog, "Go on without it")
    assert (safe.property("role"), override.property("role")) == ("primary", "")
    assert safe.hasFocus(), "Enter goes back and mends"
    assert not override.isEnabled()
    assert override.accessibleDescription() == "First write: Reason to go on without it"
    type_into(dialog, "override_reason", "   ")
    assert not override.isEnabled(), "blanks are no reason"
    assert safe.hasFocus(), "and the keyboard goes past the override"
    QTest.keyClick(safe, Qt.Key.Key_Return)
    assert no_dialog(page)
    assert status_of(sample, card.id) == "coaching"
    assert card.number in cards(board)["coach"], "it stays where the desk says it is"


@pytest.mark.parametrize(("start", "to"), [("diagnose", "validate"), ("diagnose", "close"), ("coach", "diagnose")])
def test_a_lane_the_rules_do_not_lead_to_takes_no_card(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, start: str, to: str
) -> None:
    page, board = shown(qtbot, context_for(sample))
    _, card = only(board, start)
    assert not drop(board.lanes[to].view, card)
    assert no_dialog(page)


def test_dropping_on_stopped_pauses_with_a_reason_and_back_resumes(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    """R10: pausing needs a reason."""
    page, board = shown(qtbot, context_for(sample))
    _, card = only(board, "coach")
    assert drop(board.lanes["stopped"].view, card)
    dialog = dialog_over(page)
    assert dialog.windowTitle() == f"Pause: {card.number}"
    dialog.panel.submit()
    assert "Type something here." in texts_of(dialog), "R10 asks why"
    type_into(dialog, "reason", "The house is closed for repairs.")
    dialog.panel.submit()
    assert status_of(sample, card.id) == "paused"
    paused = next(one for one in board.board.lanes["stopped"] if one.id == card.id)
    assert paused.due_on is None
    assert drop(board.lanes["coach"].view, paused)
    assert status_of(sample, card.id) == "coaching"


def test_the_menu_of_a_card_lists_what_its_status_allows(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    _, board = shown(qtbot, context_for(sample))
    _, card = only(board, "validate")
    menu = board.menu_of(card)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Open cycle page", "Close cycle…", "Back to Coach…", "Pause…", "Escalate…", "Cancel cycle…"]  # fmt: skip
    menu.deleteLater()


def test_a_reader_looks_and_moves_nothing(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    reader = type(ANNA)(ANNA.profile_id, ANNA.name, "reader")
    page, board = shown(qtbot, context_for(sample, actor=reader))
    view, card = only(board, "diagnose")
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert no_dialog(page)
    assert not drop(board.lanes["coach"].view, card)
    menu = board.menu_of(card)
    assert [action.text() for action in menu.actions()] == ["Open cycle page"]
    menu.deleteLater()


def test_table_and_board_share_what_their_filters_keep(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page, board = shown(qtbot, context_for(sample))
    board.filters.set_values({"open": True, "team": {"North team"}})
    assert sum(len(found) for found in cards(board).values()) == 1
    page.show_part("list")
    assert page.cycles.list.filters.values()["team"] == frozenset({"North team"})
    assert page.cycles.list.table.model.rowCount() == 1
    page.cycles.list.filters.set_values({"open": True, "text": "Linh"})
    page.show_part("board")
    assert board.filters.search.text() == "Linh"
    assert cards(board)["diagnose"] != []
    assert sum(len(found) for found in cards(board).values()) == 1
    page.show_part("calendar")
    assert page.front.filters.search.text() == "Linh"  # type: ignore[attr-defined]  # the calendar has filters too
    page.show_part("board")
    board.filters.set_values({"text": "nobody of this name"})
    board.refresh(None)
    assert "No cycle here" in texts_of(page)
    press(board, "Clear filters")
    assert board.filters.search.text() == ""
    assert any(cards(board).values())


def test_an_empty_desk_is_told_what_belongs_on_the_board_and_how_to_begin(
    qtbot: QtBot, desk: Desk, context_for: MakeContext
) -> None:
    page, board = shown(qtbot, context_for(desk))
    assert "No coaching cycles yet" in texts_of(board)
    button_of(board.stack, "New cycle").click()
    assert dialog_over(page).windowTitle().startswith("New coaching cycle")


def test_what_changes_elsewhere_shows_on_the_board(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    from coachdesk.services import cycle_phases

    page, board = shown(qtbot, context_for(sample))
    _, card = only(board, "coach")
    page.refresh(cycle_phases.pause_cycle(sample, ANNA, card.id, "On leave"))
    assert card.number in cards(board)["stopped"]
