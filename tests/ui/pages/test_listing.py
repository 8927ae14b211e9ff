"""The list page every family starts from: rows come before anything that is counted over all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.support import PaperDesk, make_context
from tests.ui.tables.conftest import FIVE, QUERY, make_desk
from ui.context import Context, Place
from ui.pages.listing import Empty, Listing, ListPage, ListView, Menu
from ui.pages.record_panel import RecordPanel
from ui.widgets import TextLabel


def test_a_list_asks_for_its_rows_before_its_menus_and_counts(qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[str] = []
    desk = make_desk(FIVE)

    class Watched(PaperDesk):
        def read(self) -> Any:
            asked.append("rows")
            return desk.read()

    def state(_conn: object, _today: date) -> str:
        asked[-1] = "state"
        return "5 cycles"

    def choices(_conn: object) -> list[tuple[str, str]]:
        asked[-1] = "menu"
        return [("coaching", "Coaching")]

    empty = Empty("repeat", "No cycles yet", "A cycle belongs here.")
    menus = (Menu("status", "Status", choices),)
    listing = Listing(QUERY, "Cycles", "Filter cycles", empty, menus=menus, state=state)
    view = ListView(make_context(tmp_path, Watched()), listing, key="cycles")
    qtbot.addWidget(view)
    assert asked[0] == "rows"
    assert {"state", "menu"} <= set(asked)
    desk.engine.dispose()


def test_the_details_beside_a_list_can_be_put_away_and_stay_away(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(FIVE)

    class Read(PaperDesk):
        def read(self) -> Any:
            return desk.read()

    def made() -> ListView:
        empty = Empty("repeat", "No cycles yet", "A cycle belongs here.")
        listing = Listing(QUERY, "Cycles", "Filter cycles", empty)
        view = ListView(context, listing, key="cycles", panel=QLabel("C-01 in short"))
        qtbot.addWidget(view)
        view.resize(1100, 600)
        view.show()
        return view

    context = make_context(tmp_path, Read())
    view = made()
    assert view.split is not None
    assert view.split.panel_shown
    narrower = view.table.view.width()
    qtbot.mouseClick(view.panel_button, Qt.MouseButton.LeftButton)
    assert not view.split.panel_shown
    qtbot.waitUntil(lambda: view.table.view.width() > narrower)
    assert view.panel_button.accessibleName() == "Show the details beside the list"
    again = made()
    assert again.split is not None
    assert not again.split.panel_shown
    again.toggle_panel()
    assert again.split.panel_shown
    assert again.panel_button.isChecked()
    desk.engine.dispose()


def test_the_hint_stands_beside_an_empty_list_and_does_not_flash_beside_a_full_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    class Panel(RecordPanel):
        def _fill(self, found: object) -> None:
            self._say(f"cycle {found}")

    class Cycles(ListPage):
        key = "cycles"

        def make_listing(self) -> Listing:
            return Listing(QUERY, "Cycles", "Filter cycles", Empty("repeat", "No cycles yet", "A cycle belongs here."))

        def make_panel(self) -> RecordPanel:
            return Panel(self.context, "Choose a cycle.", lambda _conn, one, _today: one)

    def said(page: ListPage) -> list[str]:
        assert page.panel is not None
        return [one.text() for one in page.panel.findChildren(TextLabel) if not one.isHidden()]

    def shown(rows: list[Any]) -> ListPage:
        desk = make_desk(rows)

        class Read(PaperDesk):
            def read(self) -> Any:
                return desk.read()

        context: Context = make_context(tmp_path, Read())
        page = Cycles(context)
        qtbot.addWidget(page)
        assert said(page) == []
        page.activate(Place("cycles"))
        page.show()
        desk.engine.dispose()
        return page

    assert said(shown([])) == ["Choose a cycle."]
    assert said(shown(FIVE)) == ["cycle 1"]
