"""Rows of a form: added, moved, removed and put back by keyboard, and which field of which row is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.forms.conftest import MakeForm, write
from ui.forms import Field

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def test_rows_are_added_moved_removed_and_put_back_by_keyboard(make_form: MakeForm) -> None:
    form = make_form(
        Field("steps", "Steps", "rows", row_name="Step", fields=(Field("what", "What"), Field("n", "N", "int")))
    )
    editor: Any = form.blocks["steps"].editor
    for text in ("one", "two", "three"):
        editor.add_button.setFocus()
        QTest.keyClick(editor.add_button, Qt.Key.Key_Space)
        write(QApplication.focusWidget(), text)  # type: ignore[arg-type]  # the new row's first field
    assert [row["what"] for row in form.values()["steps"]] == ["one", "two", "three"]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Step 3 What"
    QTest.keyClick(focused, Qt.Key.Key_Up, ALT_SHIFT)
    assert [row["what"] for row in form.values()["steps"]] == ["one", "three", "two"]
    assert QApplication.focusWidget() is focused
    assert focused.accessibleName() == "Step 2 What"
    QTest.keyClick(focused, Qt.Key.Key_Delete, ALT_SHIFT)
    assert [row["what"] for row in form.values()["steps"]] == ["one", "two"]
    assert QApplication.focusWidget() is editor.rows[1].form.first_control() or editor.rows[1].isAncestorOf(
        QApplication.focusWidget()  # type: ignore[arg-type]  # something has the keyboard
    )
    QTest.mouseClick(editor.back_button, Qt.MouseButton.LeftButton)
    assert [row["what"] for row in form.values()["steps"]] == ["one", "three", "two"]


def test_the_keyboard_goes_to_the_field_of_the_row_that_is_wrong(make_form: MakeForm) -> None:
    form = make_form(
        Field("steps", "Steps", "rows", row_name="Step", fields=(Field("what", "What"), Field("n", "N", "int")))
    )
    form.set_values({"steps": [{"what": "one", "n": 1}, {"what": "two", "n": 2}]})
    editor: Any = form.blocks["steps"].editor
    wrong = editor.rows[1].form.blocks["n"].editor.control()
    write(wrong, "four")
    assert not form.check()
    assert QApplication.focusWidget() is wrong


def test_empty_rows_are_left_out_and_the_least_number_is_kept(make_form: MakeForm) -> None:
    form = make_form(
        Field(
            "lines", "Lines", "rows", minimum=2, maximum=3, row_name="Line", required=True, fields=(Field("t", "Text"),)
        )
    )
    editor: Any = form.blocks["lines"].editor
    assert len(editor.rows) == 2
    assert form.values() == {"lines": []}
    assert not form.check()
    assert form.blocks["lines"].problem_shown == "Add at least one."
    write(editor.rows[1].form.first_control(), "stop and call")
    assert form.values() == {"lines": [{"t": "stop and call"}]}
    editor.add()
    assert editor.add() is None
    assert not editor.add_button.isEnabled()
