"""What a person's hands do on a page: open it, press a button by its words, type into a field of the open form."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.forms.conftest import write
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages import Page

SomePage = TypeVar("SomePage", bound=Page)
Widget = TypeVar("Widget", bound=QWidget)


def show_page(qtbot: QtBot, kind: type[SomePage], context: Context, place: Place | None = None) -> SomePage:
    """The page in a window of its own, as the shell would show it; `context.navigate` leads back to it."""
    page = kind(context)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    visits = context.navigate

    def navigate(to: Place) -> None:
        visits(to)
        if to.page == page.key:
            page.activate(to)

    context.navigate = navigate
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.activate(place or Place(page.key))
    context.operations.changed.connect(lambda changes: page.refresh(changes) if changes.touches(*page.families) else 0)
    QApplication.processEvents()
    return page


def dialog_over(page: QWidget, kind: type[Widget] = FormDialog) -> Widget:  # type: ignore[assignment]  # the usual one
    """The open dialog."""
    QApplication.processEvents()
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def no_dialog(page: QWidget) -> bool:
    """Whether no form is open."""
    QApplication.processEvents()
    return not [one for one in page.findChildren(FormDialog) if one.isVisible()]


def button_of(where: QWidget, words: str) -> QAbstractButton:
    """The button one sees with these words."""
    QApplication.processEvents()
    found = [one for one in where.findChildren(QAbstractButton) if one.text() == words and one.isVisible()]
    assert found, f"no button says {words!r}; there are {buttons_of(where)}"
    return found[0]


def buttons_of(where: QWidget) -> list[str]:
    """The words on all buttons one sees."""
    QApplication.processEvents()
    return [one.text() for one in where.findChildren(QAbstractButton) if one.isVisible() and one.text()]


def press(where: QWidget, words: str) -> None:
    """Press the button with these words."""
    button_of(where, words).click()
    QApplication.processEvents()


def texts_of(where: QWidget) -> str:
    """All words one can read."""
    QApplication.processEvents()
    return "\n".join(one.text() for one in where.findChildren(QLabel) if one.isVisible())


def control(dialog: FormDialog, key: str) -> Any:
    """What gets the keyboard for a field."""
    return dialog.form.blocks[key].editor.control()


def type_into(dialog: FormDialog, key: str, text: str) -> None:
    """Go to a field, take out what is there, and type; the keyboard then goes on to the next field."""
    where = control(dialog, key)
    where.setFocus()
    where.selectAll()
    write(where, text)
    completer = where.completer() if isinstance(where, QLineEdit) else None
    popup = completer.popup() if completer is not None else None
    QTest.keyClick(popup if popup is not None and popup.isVisible() else where, Qt.Key.Key_Tab)


def choose(dialog: FormDialog, key: str, words: str) -> None:
    """Choose from a list, or tick the radio button with these words."""
    editor = dialog.form.blocks[key].editor
    combo = getattr(editor, "combo", None)
    if combo is not None:
        combo.setCurrentIndex(combo.findText(words))
    else:
        next(one for one in editor.controls() if one.property("text") == words).click()


def submit(dialog: FormDialog, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    """Ctrl+Enter."""
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return, keys)
    QApplication.processEvents()
