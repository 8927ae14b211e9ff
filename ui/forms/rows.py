"""The editor for a list of small forms: criteria, prompt lines, action steps; added, moved and removed by keyboard too.

Alt+Shift+Up and Down move the row that has the keyboard, Alt+Shift+Delete removes it. A removed row can be put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from ui import theme
from ui.forms.editor import Editor
from ui.forms.fields import Field, Values
from ui.widgets import button, icon_button, label


class RowForm(Protocol):
    """What a row needs of its small form: ui.forms.form.Form."""

    changed: Any

    def values(self) -> dict[str, Any]: ...
    def set_values(self, values: Values) -> None: ...
    def snapshot(self) -> dict[str, Any]: ...
    def restore(self, snapshot: Mapping[str, Any]) -> None: ...
    def is_empty(self) -> bool: ...
    def problems(self) -> list[Problem]: ...
    def show_problems(self, problems: Iterable[Problem], focus: bool = True) -> list[Problem]: ...
    def show_problem(self, key: str, text: str) -> QWidget | None: ...
    def clear_problems(self) -> None: ...
    def first_control(self) -> QWidget: ...
    def wrong_control(self) -> QWidget | None: ...
    def tab_order(self) -> list[QWidget]: ...
    def call_itself(self, prefix: str) -> None: ...


MakeForm = Callable[[Field], RowForm]


def is_bare(field: Field) -> bool:
    """Whether a row is one field only, so that number and field fit in a line without a label."""
    only = field.fields[0] if len(field.fields) == 1 else None
    return isinstance(only, Field) and only.kind != "rows"


class _RowFrame(QFrame):
    """One row: its number, its small form and its buttons."""

    def __init__(self, owner: RowsEditor, form: RowForm, compact: bool) -> None:
        super().__init__()
        self.form = form
        self._owner = owner
        self.title = label("", "strong")
        self.up = icon_button("arrow-up", "", lambda: owner.move_row(self, -1))
        self.down = icon_button("arrow-down", "", lambda: owner.move_row(self, 1))
        self.away = icon_button("trash-2", "", lambda: owner.remove_row(self))
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for one in (self.up, self.down, self.away):
            buttons.addWidget(one)
        shown = cast("QWidget", form)
        if compact:
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            self.title.setContentsMargins(0, 7, 0, 0)  # level with the text in the line beside it
            row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(shown, 1)
            row.addLayout(buttons)
            row.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        else:
            theme.mark(self, role="panel")
            column = QVBoxLayout(self)
            column.setContentsMargins(12, 8, 12, 12)
            column.setSpacing(6)
            head = QHBoxLayout()
            head.addWidget(self.title, 1)
            head.addLayout(buttons)
            column.addLayout(head)
            column.addWidget(shown)
        self._compact = compact

    def number(self, place: int, count: int, name: str) -> None:
        """Say where this row stands."""
        shown = translate("Forms", "{name} {number}").format(name=name, number=place + 1)
        self.title.setText(f"{place + 1}." if self._compact else shown)
        self.setAccessibleName(shown)
        self.form.call_itself(shown)
        for one, text in (
            (self.up, translate("Forms", "Move {row} up")),
            (self.down, translate("Forms", "Move {row} down")),
            (self.away, translate("Forms", "Remove {row}")),
        ):
            one.setToolTip(text.format(row=shown))
            one.setAccessibleName(text.format(row=shown))
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    def tab_order(self) -> list[QWidget]:
        """What Tab goes through: the buttons stand before the fields, or beside the only one."""
        buttons: list[QWidget] = [self.up, self.down, self.away]
        fields = self.form.tab_order()
        return [*fields, *buttons] if self._compact else [*buttons, *fields]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == wanted:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._owner.move_row(self, -1 if event.key() == Qt.Key.Key_Up else 1)
                return
            if event.key() == Qt.Key.Key_Delete:
                self._owner.remove_row(self)
                return
        super().keyPressEvent(event)


class RowsEditor(Editor):
    """A list of small forms. The value is a list of their values, empty rows left out."""

    def __init__(self, field: Field, make_form: MakeForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._make_form = make_form
        self._name = field.row_name or translate("Forms", "Row")
        self._compact = is_bare(field)
        self._removed: tuple[int, Any] | None = None
        self.rows: list[_RowFrame] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6 if self._compact else 10)
        self.add_button = button(
            translate("Forms", "Add {name}").format(name=self._name.lower()), icon="plus", slot=self._add_and_go
        )
        self.back_button = button(translate("Forms", "Put back what was removed"), "link", slot=self._put_back)
        self.back_button.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._list)
        layout.addLayout(foot)
        for _ in range(int(field.minimum or 0)):
            self._insert(len(self.rows))

    def control(self) -> QWidget:
        return self.rows[0].form.first_control() if self.rows else self.add_button

    def wrong_control(self) -> QWidget:
        filled = (row.form.wrong_control() for row in self.rows if not row.form.is_empty())
        return next((one for one in filled if one is not None), self.control())

    def controls(self) -> list[QWidget]:
        return [self.add_button]

    def value(self) -> Any:
        return [row.form.values() for row in self.rows if not row.form.is_empty()]

    def set_value(self, value: Any) -> None:
        self._fill(list(value or ()), lambda form, one: form.set_values(one))

    def state(self) -> Any:
        return [row.form.snapshot() for row in self.rows]

    def set_state(self, state: Any) -> None:
        self._fill(state if isinstance(state, list) else [], lambda form, one: form.restore(one))

    def problem(self) -> str:
        for row in self.rows:
            if not row.form.is_empty():
                found = row.form.problems()
                if found:
                    return f"{row.accessibleName()}: {found[0].text}"
        return ""

    def is_empty(self) -> bool:
        return all(row.form.is_empty() for row in self.rows)

    def show_tone(self, tone: str) -> None:
        for row in self.rows:
            if not tone:
                row.form.clear_problems()
            elif not row.form.is_empty():
                row.form.show_problems(row.form.problems(), focus=False)

    def show_problem_at(self, rest: str, text: str) -> QWidget | None:
        place, _, inner = rest.partition(".")
        filled = [row for row in self.rows if not row.form.is_empty()]
        if place.isdigit() and int(place) < len(filled):
            return filled[int(place)].form.show_problem(inner, text)
        return None

    def add(self) -> _RowFrame | None:
        """Add an empty row at the end; None when there may be no more."""
        if self._field.maximum is not None and len(self.rows) >= self._field.maximum:
            return None
        row = self._insert(len(self.rows))
        self.changed.emit()
        return row

    def remove_row(self, row: _RowFrame) -> None:
        """Take a row out; it can be put back until the next one is."""
        place = self.rows.index(row)
        if not row.form.is_empty():
            self._removed = (place, row.form.snapshot())
            self.back_button.show()
        focused = QApplication.focusWidget()
        had_focus = focused is not None and row.isAncestorOf(focused)
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._renumber()
        self.changed.emit()
        if had_focus:
            near = self.rows[min(place, len(self.rows) - 1)] if self.rows else None
            (near.form.first_control() if near else self.add_button).setFocus()

    def move_row(self, row: _RowFrame, step: int) -> None:
        """Move a row up (-1) or down (1); the keyboard stays where it is."""
        place = self.rows.index(row)
        if not 0 <= place + step < len(self.rows):
            return
        focused = QApplication.focusWidget()
        self.rows.insert(place + step, self.rows.pop(place))
        self._list.removeWidget(row)
        self._list.insertWidget(place + step, row)
        self._renumber()
        if focused is not None and row.isAncestorOf(focused):
            # A button that has just been switched off at the end of the list cannot keep the keyboard.
            (focused if focused.isEnabled() else row.form.first_control()).setFocus()
        self.changed.emit()

    def _add_and_go(self) -> None:
        row = self.add()
        if row is not None:
            row.form.first_control().setFocus()

    def _put_back(self) -> None:
        if self._removed is not None:
            place, kept = self._removed
            row = self._insert(min(place, len(self.rows)))
            row.form.restore(kept)
            self._removed = None
            self.back_button.hide()
            row.form.first_control().setFocus()
            self.changed.emit()

    def _fill(self, entries: list[Any], put: Callable[[RowForm, Any], None]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for entry in entries:
            put(self._insert(len(self.rows)).form, entry)
        for _ in range(len(self.rows), int(self._field.minimum or 0)):
            self._insert(len(self.rows))
        self.changed.emit()

    def _insert(self, place: int) -> _RowFrame:
        form = self._make_form(self._field)
        row = _RowFrame(self, form, self._compact)
        form.changed.connect(self.changed)
        self.rows.insert(place, row)
        self._list.insertWidget(place, row)
        row.show()  # at once, so that its first field can take the keyboard
        self._renumber()
        return row

    def _renumber(self) -> None:
        for place, row in enumerate(self.rows):
            row.number(place, len(self.rows), self._name)
        # Tab follows the order on screen: hang all rows behind the add button, then move that behind the last row.
        before: QWidget = self.add_button
        for row in self.rows:
            for one in row.tab_order():
                QWidget.setTabOrder(before, one)
                before = one
        if self.rows:
            QWidget.setTabOrder(before, self.add_button)
            QWidget.setTabOrder(self.add_button, self.back_button)
        full = self._field.maximum is not None and len(self.rows) >= self._field.maximum
        self.add_button.setEnabled(not full)
