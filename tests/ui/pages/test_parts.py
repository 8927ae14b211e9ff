"""Pages of several parts: one in front, built when first shown, remembered, each with its own actions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.changes import Changes
from tests.ui.support import make_context
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.parts import Part, PartedPage


class Side(Page):
    """A part that notes what it is asked."""

    def __init__(self, name: str, page: Deck) -> None:
        super().__init__(page.context)
        self.name = name
        self.said: list[object] = []
        self.row = QVBoxLayout(self)
        page.built.append(name)

    def place_switch(self, switch: QWidget) -> None:
        self.row.addWidget(switch)

    def activate(self, place: Place) -> None:
        self.said.append((place.record_id, place.extra))

    def refresh(self, changes: Changes[object] | None) -> None:
        self.said.append("refresh")

    def page_actions(self) -> Sequence[ActionSpec]:
        return (ActionSpec(f"deck.{self.name}.do", f"Do {self.name}", lambda: self.said.append("done")),)


class Deck(PartedPage):
    """Two parts."""

    key = "deck"

    def __init__(self, context: Context) -> None:
        self.built: list[str] = []
        super().__init__(context)

    def make_parts(self) -> Sequence[Part]:
        return (Part("list", "List", lambda: Side("list", self)), Part("board", "Board", lambda: Side("board", self)))

    def side(self, key: str) -> Side:
        """A part as what it is."""
        view = self.view(key)
        assert isinstance(view, Side)
        return view


def make(qtbot: QtBot, folder: Path) -> Deck:
    page = Deck(make_context(folder))
    qtbot.addWidget(page)
    page.context.actions.register_all(page.page_actions())
    page.context.actions.set_scope("deck")
    page.show()
    return page


def test_a_part_is_built_when_it_is_first_shown_and_found_again_next_time(qtbot: QtBot, tmp_path: Path) -> None:
    page = make(qtbot, tmp_path)
    assert page.built == ["list"]
    board = next(one for one in page.findChildren(QPushButton) if one.text() == "Board")
    qtbot.keyClick(board, Qt.Key.Key_Space)
    assert page.built == ["list", "board"]
    assert page.front is page.side("board")
    assert page.switch.choice() == "board"
    assert page.side("board").said == [(None, None)]
    again = Deck(page.context)
    qtbot.addWidget(again)
    assert again.built == ["board"]


def test_a_record_is_shown_by_the_first_part_unless_another_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    page = make(qtbot, tmp_path)
    page.show_part("board")
    page.activate(Place("deck", 7))
    assert page.part == "list"
    assert page.side("list").said[-1] == (7, {})
    page.activate(Place("deck", 8, {"part": "board", "team": "3"}))
    assert page.part == "board"
    assert page.side("board").said[-1] == (8, {"team": "3"})


def test_a_part_behind_is_read_again_only_when_it_comes_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    page = make(qtbot, tmp_path)
    page.show_part("board")
    page.refresh(None)
    assert "refresh" not in page.side("list").said
    page.show_part("list")
    page.show_part("board")
    page.show_part("list")
    assert page.side("list").said.count("refresh") == 1


def test_actions_of_a_part_sleep_while_another_is_in_front(qtbot: QtBot, tmp_path: Path) -> None:
    page = make(qtbot, tmp_path)
    actions = page.context.actions
    page.show_part("board")
    assert actions.qaction("deck.board.do").isEnabled()
    assert not actions.qaction("deck.list.do").isEnabled()
    actions.qaction("deck.show.list").trigger()
    assert page.part == "list"
    assert actions.qaction("deck.list.do").isEnabled()
    assert not actions.qaction("deck.board.do").isEnabled()
