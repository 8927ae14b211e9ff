"""Editors for choices: a list to open, radio buttons, several ticks, one tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLayout, QRadioButton, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.forms.editor import Editor, QuietCombo
from ui.forms.fields import Field, Option, options_of
from ui.widgets import FlowLayout, TextLabel

LONG = 32  # letters; longer labels stand below each other and wrap


class ChoiceEditor(Editor):
    """One of a few, from a list to open; letters jump to an entry."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = QuietCombo()
        self.combo.setPlaceholderText(field.placeholder or translate("Forms", "Choose…"))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        if not field.required and field.default is None:  # with a default it always has a value
            self.combo.addItem(translate("Forms", "(none)"), None)
        for option in options_of(field.choices):
            self.combo.addItem(option.label, option.key)
        self.combo.setCurrentIndex(-1)
        self.combo.currentIndexChanged.connect(self.changed)
        self.watch(self.combo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)

    def control(self) -> QWidget:
        return self.combo

    def value(self) -> Any:
        return self.combo.currentData() if self.combo.currentIndex() >= 0 else None

    def set_value(self, value: Any) -> None:
        if value is None:
            self.combo.setCurrentIndex(-1)
            return
        place = next((at for at in range(self.combo.count()) if self.combo.itemData(at) == value), -1)
        if place < 0:  # a code this version does not know is kept, never dropped in silence
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)


class ButtonsEditor(Editor):
    """One of very few, all of them in sight. A digit chooses the one in that place and goes on to the next field."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._options: list[Option] = options_of(field.choices)
        self.buttons: list[QRadioButton] = []
        layout = FlowLayout(self, gap=16, line_gap=4)
        for place, option in enumerate(self._options):
            made = QRadioButton(option.label.replace("&", "&&"))
            self._group.addButton(made, place)
            self.buttons.append(made)
            layout.addWidget(made)
            self.watch(made)
        self._group.idToggled.connect(lambda _id, _on: self.changed.emit())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A digit chooses and goes on: a list of criteria is rated in one go, a key for each.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            place = event.key() - Qt.Key.Key_1
            if 0 <= place < len(self.buttons):
                self.buttons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.buttons[place].setChecked(True)
                self.buttons[place].focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def control(self) -> QWidget:
        return next((one for one in self.buttons if one.isChecked()), self.buttons[0])

    def controls(self) -> list[QWidget]:
        return list(self.buttons)

    def value(self) -> Any:
        chosen = self._group.checkedId()
        return self._options[chosen].key if chosen >= 0 else None

    def set_value(self, value: Any) -> None:
        self._group.setExclusive(False)
        for option, made in zip(self._options, self.buttons, strict=True):
            made.setChecked(value is not None and option.key == value)
        self._group.setExclusive(True)


class _Sentence(TextLabel):
    """The wrapping text beside a tick; a tick's own text would not wrap. Pressing it ticks."""

    def __init__(self, box: QCheckBox, text: str) -> None:
        super().__init__(text)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)
            self._box.click()


def with_sentence(box: QCheckBox, text: str) -> QWidget:
    """The tick with a text beside it that wraps, as its own would not; the tick needs its accessible name set."""
    box.setProperty("sentence", text)
    theme.mark(box, role="tick")
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 2, 0, 2)
    across.setSpacing(theme.px("tight"))
    across.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(_Sentence(box, text), 1, Qt.AlignmentFlag.AlignVCenter)
    return row


class ChoicesEditor(Editor):
    """Several of a few, each with a tick."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options_of(field.choices)
        self._unknown: list[Any] = []
        self.boxes: list[QCheckBox] = []
        sentences = any(len(option.label) > LONG for option in self._options)
        layout: QLayout = QVBoxLayout(self) if sentences else FlowLayout(self, gap=16, line_gap=4)
        layout.setContentsMargins(0, 0, 0, 0)
        for option in self._options:
            box = QCheckBox("" if sentences else option.label.replace("&", "&&"))
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes.append(box)
            layout.addWidget(with_sentence(box, option.label) if sentences else box)
            self.watch(box)

    def control(self) -> QWidget:
        return self.boxes[0] if self.boxes else self

    def controls(self) -> list[QWidget]:
        return list(self.boxes)

    def value(self) -> Any:
        ticked = [option.key for option, box in zip(self._options, self.boxes, strict=True) if box.isChecked()]
        return [*ticked, *self._unknown]

    def set_value(self, value: Any) -> None:
        wanted = list(value or ())
        known = [option.key for option in self._options]
        self._unknown = [one for one in wanted if one not in known]
        for key, box in zip(known, self.boxes, strict=True):
            box.setChecked(key in wanted)


class CheckEditor(Editor):
    """One tick; the field's label stands beside it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.watch(self.box)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)  # only as wide as its text, and so its ring

    def set_label(self, text: str) -> None:
        """The words beside the tick, with the mark of their Alt letter; long ones wrap."""
        if len(text) <= LONG + 8:
            self.box.setText(text)
            return
        self._layout.removeWidget(self.box)
        row = with_sentence(self.box, text.replace("&&", "&"))
        for sentence in row.findChildren(TextLabel):
            sentence.setText(text)
            sentence.setBuddy(self.box)
        self._layout.addWidget(row)

    def control(self) -> QWidget:
        return self.box

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
