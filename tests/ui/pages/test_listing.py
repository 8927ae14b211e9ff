"""The list page every family starts from: rows come before anything that is counted over all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from tests.ui.support import PaperDesk, make_context
from tests.ui.tables.conftest import FIVE, QUERY, make_desk
from ui.pages.listing import Empty, Listing, ListView, Menu


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
