"""As many columns as fit, the important ones first, each as wide as its rows need."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from tests.ui.tables.conftest import Desk, MakeTable, titles
from ui.tables import DeskTable, SettingsLayouts
from ui.tables.fitting import Want, fitted

NUMBER, TITLE, DUE = Want(90, 90, 90), Want(80, 150, 300, grows=True), Want(110, 110, 110)


def test_with_much_room_all_is_whole_and_texts_take_what_is_left() -> None:
    assert fitted([NUMBER, TITLE, DUE], [0, 1, 2], 600) == [90, 400, 110]


def test_with_less_room_a_long_text_gives_first() -> None:
    assert fitted([NUMBER, TITLE, DUE], [0, 1, 2], 400) == [90, 200, 110]


def test_what_does_not_fit_waits_the_least_important_first() -> None:
    assert fitted([NUMBER, TITLE, DUE], [0, 2, 1], 300) == [90, 0, 110]


def test_what_the_person_asked_for_stays_and_squeezes_the_others_out() -> None:
    asked = Want(110, 110, 110, asked=True)
    assert fitted([NUMBER, TITLE, asked], [0, 1, 2], 260) == [90, 0, 110]


def test_one_column_is_always_there() -> None:
    assert fitted([TITLE, DUE], [0, 1], 100) == [100, 0]


wants = st.builds(
    lambda least, more, most, grows, asked: Want(least, least + more, least + more + most, grows, asked),
    st.integers(40, 200), st.integers(0, 150), st.integers(0, 300), st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.lists(wants, min_size=1, max_size=9), st.integers(40, 2500), st.randoms())
def test_nothing_is_cut_at_the_edge_unless_it_was_asked_for(many: list[Want], room: int, draw: object) -> None:
    order = list(range(len(many)))
    draw.shuffle(order)  # type: ignore[attr-defined]  # hypothesis' own random
    widths = fitted(many, order, room)
    shown = [place for place, width in enumerate(widths) if width]
    assert shown
    assert all(widths[place] >= many[place].least for place in shown)
    assert all(place in shown for place, want in enumerate(many) if want.asked)
    if sum(widths) > room:
        assert all(many[place].asked for place in shown) or len(shown) == 1
        assert all(widths[place] == many[place].least for place in shown)
    if any(many[place].grows for place in shown):
        assert sum(widths) >= room


def _edge(table: DeskTable) -> int:
    view = table.view
    return sum(view.columnWidth(place) for place in view.shown_sections()) - view.viewport().width()


def test_a_table_made_narrow_keeps_what_matters_and_cuts_nothing(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk, importance=("number", "due", "status"))
    for width in range(1000, 240, -20):
        table.resize(width, 420)
        assert _edge(table) <= 0, width
    assert titles(table) == "Cycle 1+ | Due"
    table.resize(1000, 420)
    assert titles(table) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"


def test_a_column_ticked_by_the_person_stays_in_a_narrow_table(
    desk: Desk, make_table: MakeTable, tmp_path: Path
) -> None:
    layouts = SettingsLayouts(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    table = make_table(desk, layouts=layouts)
    table.resize(320, 420)
    assert "Sessions" not in titles(table)
    table.view.show_column("sessions", True)
    assert "Sessions" in titles(table)
    assert _edge(table) <= 0
    again = make_table(desk, layouts=layouts)
    assert titles(again) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"  # the others only waited for room
    again.resize(320, 420)
    assert "Sessions" in titles(again)


def test_sorting_alone_leaves_the_columns_to_the_room(desk: Desk, make_table: MakeTable, tmp_path: Path) -> None:
    layouts = SettingsLayouts(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    make_table(desk, layouts=layouts).view.sort_by("due", True)
    again = make_table(desk, layouts=layouts)
    assert titles(again) == "Cycle | Standard | Coach | Status | Due 1- | Sessions"
    again.resize(320, 420)
    assert _edge(again) <= 0


def test_widths_the_person_dragged_are_left_alone(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    table.view.head.resizeSection(0, 300)
    table.resize(400, 420)
    assert table.view.columnWidth(0) == 300
    assert titles(table) == "Cycle 1+ | Standard | Coach | Status | Due | Sessions"


def test_a_longer_text_that_comes_gets_its_room(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    before = table.view.columnWidth(0)
    desk.run("UPDATE cycles SET number = ? WHERE id = 3", "C-2026-0003-continued-from-2025")
    table.refresh({3})
    assert table.view.columnWidth(0) > before
    assert _edge(table) <= 0


def test_the_columns_button_says_what_waits_for_more_room(desk: Desk, make_table: MakeTable) -> None:
    table = make_table(desk)
    table.resize(320, 420)
    assert "Sessions" in table.columns_button.toolTip()
    table.resize(1000, 420)
    assert "Sessions" not in table.columns_button.toolTip()
