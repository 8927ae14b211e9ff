"""Forms under test: real keys, also of letters a keyboard does not have, and a drawer for drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.errors import StorageFailed
from ui.forms import Form, FormDialog, FormSpec, Option
from ui.forms.fields import Part

TODAY = date(2026, 11, 22)  # a Sunday
PEOPLE = [
    Option(1, "Dana Whitfield", "1042 · North team"),
    Option(2, "Thanh Nguyễn", "1077 · North team"),
    Option(3, "Łukasz Nowak", "1101 · West team"),
    Option(4, "Maria Garcia", "1102 · West team"),
    Option(5, "Maria Garcia", "1190 · Elm House"),
]


def write(widget: QWidget, text: str) -> None:
    """Type `text` into a widget as a person would, any letters (keyClicks ends the program for some)."""
    for one in text:
        if one == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif one.isascii():
            QTest.keyClicks(widget, one)
        else:
            event = QInputMethodEvent()
            event.setCommitString(one)
            QApplication.sendEvent(widget, event)


@dataclass
class Kept:
    values: Mapping[str, Any]
    saved_at: datetime


@dataclass
class Drawer:
    """Keeps drafts; `broken` makes keeping fail."""

    drafts: dict[str, Kept] = field(default_factory=dict)
    broken: bool = False
    times: int = 0

    def find(self, form: str) -> Kept | None:
        return self.drafts.get(form)

    def keep(self, form: str, values: Mapping[str, Any]) -> None:
        if self.broken:
            raise StorageFailed("The disk is full.")
        self.times += 1
        self.drafts[form] = Kept(values, datetime(2026, 11, 17, 10, 42))

    def discard(self, form: str) -> None:
        self.drafts.pop(form, None)


@pytest.fixture
def drawer() -> Drawer:
    """An empty drawer."""
    return Drawer()


MakeForm = Callable[..., Form]
MakeDialog = Callable[..., FormDialog]


@pytest.fixture
def make_form(qtbot: Any) -> MakeForm:
    """A shown form of these parts."""

    def make(*parts: Part, width: int = 640) -> Form:
        form = Form(parts, today=lambda: TODAY)
        qtbot.addWidget(form)
        form.resize(width, 500)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return make


@pytest.fixture
def make_dialog(qtbot: Any) -> MakeDialog:
    """An open dialog of these parts."""

    def make(*parts: Part, verb: str = "Save", **more: Any) -> FormDialog:
        dialog = FormDialog(FormSpec("Record session", verb, parts), today=lambda: TODAY, **more)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.open()
        return dialog

    return make
