"""The main window: navigation, keys, undo, persons, banners, closing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor, Changes
from tests.ui.shell.conftest import PEOPLE, PaperPage, SettingsPage, entries, paper_program, quick
from tests.ui.support import PaperDesk, PaperHistory, make_context, make_operations
from ui.context import Place
from ui.pages import Page, PageEntry
from ui.runners import ThreadRunner
from ui.shell.program import BackupState
from ui.shell.window import MainWindow

Make = Callable[..., MainWindow]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    both = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        both |= one
    qtbot.keyClick(window.focusWidget() or window, key, both)


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def told(window: MainWindow) -> list[Any]:
    assert isinstance(window.page, PaperPage)
    return window.page.told


def test_pages_are_built_when_first_shown_and_kept(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    assert [page.key for page in window.pages.built] == ["today"]
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    first = window.page
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert window.page is first
    assert told(window) == [("activate", None), ("activate", None)]


def test_the_other_pages_are_imported_before_they_are_asked_for_and_not_in_the_windows_own_time(
    qtbot: QtBot, tmp_path: Path
) -> None:
    done: list[str] = []

    def entry(one: PageEntry) -> PageEntry:
        def load() -> type[Page]:
            done.append(f"{one.key} {'here' if threading.current_thread() is threading.main_thread() else 'beside'}")
            return one.load()

        return replace(one, load=load)

    operations, _ = make_operations(runner=ThreadRunner())
    context = replace(make_context(tmp_path), operations=operations)
    window = MainWindow(context, paper_program(), [entry(one) for one in entries()])
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: not operations.busy)
    assert done == ["today here", "today beside", "staff beside", "settings beside"]
    assert [page.key for page in window.pages.built] == ["today"]
    window.close()


def test_back_and_forward_walk_the_places_visited(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.context.navigate(Place("staff", 7))
    window.context.navigate(Place("settings"))
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert (window.page.key if window.page else "", window.pages.way.here) == ("staff", Place("staff", 7))
    assert told(window)[-1] == ("activate", 7)
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    assert isinstance(window.page, SettingsPage)
    assert not window.context.actions.trigger("go.forward")


def test_coming_back_does_not_open_the_form_again(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.context.navigate(Place("staff", extra={"new": {"team_id": 3}, "text": "kim"}))
    window.context.navigate(Place("today"))
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.pages.way.here == Place("staff", extra={"text": "kim"})


def test_the_shown_page_hears_of_changes_at_once_and_hidden_ones_when_shown(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    staff = told(window)
    staff.clear()

    def edit(_desk: Any, _actor: Actor, label: str) -> Changes[None]:
        return Changes(5, label, {"staff": frozenset({7})}, None)

    window.context.operations.run(window, edit, "first")
    assert staff == [("refresh", "first")]
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    window.context.operations.run(window, edit, "second")
    assert staff == [("refresh", "first")]
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert staff[1:] == [("refresh", None), ("activate", None)]


def test_ctrl_n_and_ctrl_f_mean_the_shown_page(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert told(window)[-1] == "new"
    assert window.context.actions.qaction("page.new").text() == "New staff"
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert isinstance(window.page, PaperPage)
    assert window.focusWidget() is window.page.field
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    assert not window.context.actions.trigger("page.new")
    assert not window.context.actions.trigger("page.filter")


def test_undo_is_offered_by_name_and_works_by_key(qtbot: QtBot, make_window: Make) -> None:
    history = PaperHistory(undo_label="Hold session N-0012")
    window = make_window(history=history)
    window.setFocus()
    undo = window.context.actions.qaction("edit.undo")
    assert undo.text() == "Undo: Hold session N-0012"
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    window.context.actions.trigger("edit.undo")
    assert history.calls == ["undo"]
    assert not undo.isEnabled()
    assert window.context.actions.qaction("edit.redo").text() == "Redo: Hold session N-0012"
    window.context.actions.trigger("edit.redo")
    assert history.calls == ["undo", "redo"]


def test_a_page_action_works_on_its_page_only_and_a_global_one_before_its_page_exists(
    qtbot: QtBot, make_window: Make
) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_M, CTRL)
    assert told(window)[-1] == "mark"
    press(qtbot, window, Qt.Key.Key_S, CTRL, SHIFT)
    assert quick == ["signal"]
    assert [page.key for page in window.pages.built] == ["today"]


def test_the_rail_shows_counters_and_tells_them_to_screen_readers(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    button = window.rail.buttons["today"]
    assert button.accessibleName() == "Today, 3 late"
    assert button.isChecked()


def test_the_rail_is_one_tab_stop_walked_with_arrows(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    buttons = window.rail.buttons
    stops = [key for key, button in buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["today"]
    buttons["today"].setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, Qt.Key.Key_Down)
    assert window.focusWidget() is buttons["staff"]
    assert window.page is not None
    assert window.page.key == "today"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page.key == "staff"
    assert window.focusWidget() is buttons["staff"]
    press(qtbot, window, Qt.Key.Key_End)
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.page.key == "settings"


def test_the_rail_gets_narrow_in_a_small_window_and_stays_as_wished(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    assert not window.rail.narrow
    window.resize(1000, 700)
    assert window.rail.narrow
    window.context.actions.trigger("view.rail")
    assert not window.rail.narrow
    again = make_window()
    again.resize(1000, 700)
    assert not again.rail.narrow


def test_another_person_takes_over_from_the_status_bar(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    menu = window.status.person.menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "Renee Okafor · Coordinator",
        "Luis Marín · Supervisor",
        "Ann Reader · Reader",
        "People who use this desk…",
    ]
    menu.actions()[2].trigger()
    assert window.context.actor.name == "Ann Reader"
    assert window.status.person.text() == "Ann Reader · Reader"
    assert told(window)[-1] == ("refresh", None)
    assert window.context.read_only
    assert not window.context.actions.trigger("page.new")
    assert not window.context.actions.trigger("signal.quick")
    why = "You are here as a reader (Ann Reader), so you can look, print and export, but change nothing."
    assert window.banners.shown["read-only"].accessibleName() == why
    assert window.status.badge.isVisible()
    assert window.status.badge.toolTip() == why
    assert window.context.actions.qaction("signal.quick").toolTip() == why
    window.menus.menus["file"].aboutToShow.emit()
    assert window.menus.menus["file"].toolTipsVisible(), "a greyed line says why"
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert window.toast.isVisible(), "and so does its key"
    assert why in [one.text() for one in window.toast.findChildren(QLabel)]
    window.toast.hide()
    press(qtbot, window, Qt.Key.Key_J, CTRL)
    assert not window.toast.isVisible(), "no action has this key"
    window.take_person(PEOPLE[0])
    assert not window.banners.isVisible()
    assert not window.status.badge.isVisible()
    assert window.context.actions.trigger("signal.quick")


def test_enter_presses_the_button_with_the_keyboard_as_space_does(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    assert window.page is not None
    made, pressed = QPushButton("Tick off", window.page), []
    made.clicked.connect(lambda: pressed.append("once"))
    made.show()
    made.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Space)
    assert pressed == ["once", "once"]
    page = window.page
    assert isinstance(page, PaperPage)
    page.field.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert len(pressed) == 2, "a line of text keeps its Enter"


def test_warnings_of_the_desk_and_a_failing_backup_stand_above_the_page(qtbot: QtBot, make_window: Make) -> None:
    states = [BackupState(trouble="The backup folder is full."), BackupState()]
    program = paper_program(back_up=lambda _desk: states[1], backup_state=lambda _desk: states[0])
    window = make_window(PaperDesk(warnings=["This file is an older copy."]), program)
    assert set(window.banners.shown) == {"warning.0", "backup"}
    assert window.status.backup.text() == "Backup failed"
    window.banners.shown["backup"].acted.emit()
    assert set(window.banners.shown) == {"warning.0"}
    window.banners.shown["warning.0"].closed.emit()
    assert not window.banners.isVisible()


def test_a_read_only_desk_says_so_and_offers_no_changes(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(PaperDesk(writable=False), history=PaperHistory(undo_label="Something"))
    assert window.status.badge.isVisible()
    assert "open to read only" in window.banners.shown["read-only"].accessibleName()
    assert not window.context.actions.trigger("edit.undo")
    assert not window.context.actions.trigger("desk.backup")


def test_after_a_change_the_toast_offers_undo_and_the_bar_says_saved(qtbot: QtBot, make_window: Make) -> None:
    history = PaperHistory(undo_label="Move Dana")
    window = make_window(history=history)
    assert window.status.saved.text() == "All saved"
    window.context.operations.run(
        window, lambda _desk, _actor: Changes(5, "Move Dana", {"staff": frozenset({7})}, None)
    )
    assert window.toast.isVisible()
    assert window.status.saved.text().startswith("Saved ")
    window.toast._action.click()
    assert history.calls == ["undo"]


def test_the_palette_goes_to_pages_actions_and_records(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window._palette
    assert palette is not None
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "whit")
    qtbot.waitUntil(lambda: palette.model.rowCount() == 2)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.pages.way.here == Place("staff", 8)
    assert not palette.isVisible()

    press(qtbot, window, Qt.Key.Key_K, CTRL)
    assert palette.model.item(0).text() == "Lately"
    qtbot.keyClicks(palette.field, "mark sta")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told(window)[-1] == "mark")

    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_walks_over_group_names_and_around_the_ends(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.open_palette()
    palette = window._palette
    assert palette is not None
    qtbot.keyClicks(palette.field, "north")
    qtbot.waitUntil(lambda: palette.model.rowCount() == 3)
    seen = []
    for _ in range(3):
        seen.append(palette.list.currentIndex().data())
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert seen == ["Thanh Nguyễn", "Dana Whitfield", "Thanh Nguyễn"]
    palette.close_up()


def test_help_keys_and_about_open_and_close(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    press(qtbot, window, Qt.Key.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "Help: Today"
    qtbot.keyClicks(dialog.focusWidget(), "mark")
    shown = [what.text() for _, what, _ in dialog._rows if what.isVisible()]  # type: ignore[attr-defined]  # KeysDialog
    assert shown == ["Mark today"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.context.actions.trigger("help.about")
    about = QApplication.activeModalWidget()
    assert about is not None
    assert about.objectName() == "about"
    about.close()


def test_every_declared_action_has_its_place_and_no_key_is_taken_twice(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    for entry in entries():
        window.go(Place(entry.key))
    specs = window.context.actions.specs()
    in_menus = {action.objectName() for menu in window.menus.menus.values() for action in menu.actions()}
    for spec in specs:
        assert spec.text.strip()
        assert not spec.menu or spec.id in in_menus
    for scope in ("today", "staff", "settings"):
        keys = [key for spec in specs if spec.scope in ("app", scope) for key in spec.shortcuts]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("size", [(1280, 720), (760, 520), (640, 360)])
def test_nothing_of_the_frame_is_cut_off(qtbot: QtBot, make_window: Make, size: tuple[int, int]) -> None:
    window = make_window()
    window.resize(*size)
    window.open_palette()
    palette = window._palette
    assert palette is not None
    assert window.rect().contains(palette.geometry())
    for button in window.rail.buttons.values():
        assert button.height() >= 28
    status = window.status
    shown = [part for part in (status.desk, status.saved, status.backup, status.person) if part.isVisible()]
    assert all(status.rect().contains(part.geometry()) for part in shown)
    palette.close_up()
