"""Editors that find one or several out of many: type a part of the name, with or without accents, and choose."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui.forms.editor import Editor
from ui.forms.fields import Field, Option, options_of
from ui.widgets import FlowLayout, button, icon_button, put_inside

MOST_SHOWN = 200
KEY_ROLE = int(Qt.ItemDataRole.UserRole)
LABEL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """Lower case without accents, so that "nguyen" finds "Nguyễn"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in spread if not unicodedata.combining(one)).translate(_LETTERS)


def matching(options: Sequence[Option], text: str) -> list[Option]:
    """Options that hold every typed word; those that begin with the text first."""
    words = folded(text).split()
    found = [
        (0 if folded(one.label).startswith(" ".join(words)) else 1, place, one)
        for place, one in enumerate(options)
        if all(word in folded(f"{one.label} {one.detail}") for word in words)
    ]
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])]


class PickLine(QLineEdit):
    """A line with a list of what matches. `picked` gives the Option; leaving with one match left takes it.

    new: the words of one more entry that takes what was typed as it is, "" for none; its Option's key is the text.
    """

    picked = Signal(object)
    emptied_back = Signal()  # Backspace in the empty line

    def __init__(self, options: Callable[[], Sequence[Option]], parent: QWidget | None = None, new: str = "") -> None:
        super().__init__(parent)
        self._options = options
        self._new = new
        self._items = QStandardItemModel(self)
        self._completer = QCompleter(self._items, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(LABEL_ROLE)
        self._completer.setMaxVisibleItems(10)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        cast("Any", self._completer.activated)[QModelIndex].connect(self._chosen)  # overloads are not in the stubs
        self.setCompleter(self._completer)
        self.textEdited.connect(self._fill)

    def matches(self) -> list[Option]:
        """What the typed text fits."""
        return matching(self._options(), self.text())

    def take_if_clear(self) -> bool:
        """Pick what was typed if only one option fits; says whether it was."""
        text = folded(self.text()).strip()
        if not text:
            return False
        found = self.matches()
        exact = [one for one in found if folded(one.label) == text]
        clear = exact if len(exact) == 1 else found
        if not found and self._new:
            clear = [self._unlisted()]
        if len(clear) == 1:
            self.picked.emit(clear[0])
            return True
        return False

    def show_all(self) -> None:
        """Open the list with everything there is."""
        self._fill("" if self.property("chosen") else self.text())
        self._completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and (popup is None or not popup.isVisible()):
            self.show_all()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied_back.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self.property("chosen"):
            self.take_if_clear()
        super().focusOutEvent(event)

    def _fill(self, text: str) -> None:
        self._items.clear()
        found = matching(self._options(), text)
        for option in found[:MOST_SHOWN]:
            item = QStandardItem(f"{option.label}  ·  {option.detail}" if option.detail else option.label)
            item.setEditable(False)
            item.setData(option, KEY_ROLE)
            item.setData(option.label, LABEL_ROLE)
            self._items.appendRow(item)
        typed = folded(text).strip()
        if self._new and typed and all(folded(one.label) != typed for one in found):
            item = QStandardItem(self._new.format(name=text.strip()))
            item.setEditable(False)
            item.setData(self._unlisted(), KEY_ROLE)
            item.setData(text.strip(), LABEL_ROLE)
            self._items.appendRow(item)
        more = len(found) - MOST_SHOWN
        told = ""
        if not found and not (self._new and typed):
            told = translate("Forms", "Nothing matches")
        elif more > 0:
            told = translate("Forms", "{count} more: type to find them").format(count=more)
        if told:
            item = QStandardItem(told)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setData(self.text(), LABEL_ROLE)
            self._items.appendRow(item)

    def _unlisted(self) -> Option:
        name = " ".join(self.text().split())
        return Option(name, name)

    def _chosen(self, index: QModelIndex) -> None:
        option = index.data(KEY_ROLE)
        if isinstance(option, Option):
            self.picked.emit(option)


class PickEditor(Editor):
    """One out of many."""

    single_line = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = field.choices
        self._options: list[Option] | None = None
        self._key: Any = None
        self._new = field.new
        self.line = PickLine(self.options, new=field.new)
        self.line.setPlaceholderText(field.placeholder or translate("Forms", "Type to find"))
        self.line.picked.connect(self._take)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.entered)
        self.watch(self.line)
        self.open_button = icon_button("chevron-down", translate("Forms", "Show the list"), self._open, self.line)
        self.open_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Down does the same
        put_inside(self.line, self.open_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)

    def options(self) -> list[Option]:
        """What there is to pick; asked for once."""
        if self._options is None:
            self._options = options_of(self._choices)
        return self._options

    def control(self) -> QWidget:
        return self.line

    def value(self) -> Any:
        return self._key

    def set_value(self, value: Any) -> None:
        option = next((one for one in self.options() if one.key == value), None)
        self._key = value
        if value is None:
            text = ""
        elif self._new and isinstance(value, str):
            text = option.label if option else value
        else:  # someone no longer offered (a leaver) keeps the place until another is picked
            text = option.label if option else translate("Forms", "(no longer listed)")
        self.line.setText(text)
        self.line.setProperty("chosen", value is not None)
        self.line.setCursorPosition(0)
        self.changed.emit()

    def state(self) -> Any:
        return {"key": self._key, "text": "" if self._key is not None else self.line.text()}

    def set_state(self, state: Any) -> None:
        kept = state if isinstance(state, dict) else {}
        self.set_value(kept.get("key"))
        if self._key is None:
            self.line.setText(str(kept.get("text", "")))

    def problem(self) -> str:
        if self._key is None and self.line.text().strip():
            return translate("Forms", "Choose one from the list.")
        return ""

    def is_empty(self) -> bool:
        return self._key is None and not self.line.text().strip()

    def hint(self) -> str:
        option = next((one for one in self.options() if one.key == self._key), None) if self._key is not None else None
        if option is None and self._new and isinstance(self._key, str):
            return translate("Forms", "Not in the list yet; it is added when you save.")
        return option.detail if option else ""

    def _take(self, option: Option) -> None:
        self.set_value(option.key)

    def _edited(self, text: str) -> None:
        self._key = None
        self.line.setProperty("chosen", False)
        self.changed.emit()

    def _open(self) -> None:
        self.line.setFocus()
        self.line.show_all()


class PicksEditor(Editor):
    """Several out of many, each shown as a chip that can be taken off again."""

    single_line = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = field.choices
        self._options: list[Option] | None = None
        self._keys: list[Any] = []
        self.line = PickLine(self._left_over)
        self.line.setPlaceholderText(field.placeholder or translate("Forms", "Type to find and add"))
        self.line.picked.connect(self._add)
        self.line.emptied_back.connect(self._to_last_chip)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self._enter)
        self.watch(self.line)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6, line_gap=6)
        self.chips: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line)
        layout.addWidget(self._chips)
        self._chips.hide()

    def options(self) -> list[Option]:
        """What there is to pick; asked for once."""
        if self._options is None:
            self._options = options_of(self._choices)
        return self._options

    def control(self) -> QWidget:
        return self.line

    def value(self) -> Any:
        return list(self._keys)

    def set_value(self, value: Any) -> None:
        self._keys = list(dict.fromkeys(value or ()))
        self.line.clear()
        self._show_chips()
        self.changed.emit()

    def state(self) -> Any:
        return {"keys": list(self._keys), "text": self.line.text()}

    def set_state(self, state: Any) -> None:
        kept = state if isinstance(state, dict) else {}
        self.set_value(kept.get("keys") or [])
        self.line.setText(str(kept.get("text", "")))

    def problem(self) -> str:
        return translate("Forms", "Choose from the list, or clear what was typed.") if self.line.text().strip() else ""

    def is_empty(self) -> bool:
        return not self._keys and not self.line.text().strip()

    def remove(self, key: Any) -> None:
        """Take one off."""
        place = self._keys.index(key)
        self._keys.remove(key)
        self._show_chips()
        self.changed.emit()
        if self.chips:
            self.chips[min(place, len(self.chips) - 1)].setFocus()
        else:
            self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.chips:
            away = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            if away:
                self.remove(watched.property("key"))
                return True
        return super().eventFilter(watched, event)

    def _left_over(self) -> list[Option]:
        return [one for one in self.options() if one.key not in self._keys]

    def _add(self, option: Option) -> None:
        self._keys.append(option.key)
        self._empty_line()
        # Chosen in the list, Qt writes the label into the line after this: take it away again, it has done its work.
        QTimer.singleShot(0, self.line, lambda: self._empty_line() if self.line.text() == option.label else None)
        self._show_chips()
        self.changed.emit()

    def _empty_line(self) -> None:
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)

    def _enter(self) -> None:
        if self.line.text().strip():
            self.line.take_if_clear()
        else:
            self.entered.emit()

    def _to_last_chip(self) -> None:
        if self.chips:
            self.chips[-1].setFocus()

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        labels = {one.key: one.label for one in self.options()}
        before: QWidget = self.line
        for key in self._keys:
            name = labels.get(key, translate("Forms", "(no longer listed)"))
            chip = button(f"{name}  ×".replace("&", "&&"), role="chip", slot=partial(self.remove, key))
            chip.setProperty("key", key)
            chip.setAccessibleName(translate("Forms", "Remove {name}").format(name=name))
            chip.setToolTip(chip.accessibleName())
            chip.installEventFilter(self)
            self.chips.append(chip)
            self._flow.addWidget(chip)
            chip.show()  # at once, so that it can take the keyboard
            QWidget.setTabOrder(before, chip)
            before = chip
        self._chips.setVisible(bool(self.chips))
        self._chips.updateGeometry()
