"""Editors for texts: one line, several lines, a secret, a file's path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.forms.editor import Editor
from ui.forms.fields import Field
from ui.forms.strength import strength_of
from ui.widgets import button, icon_button, label, put_inside

MOST_LINES = 14
LONGEST_LINE = 2_000

ChooseFile = Callable[[QWidget, str, str], Path | None]


def tidy(text: str) -> str:
    """As stored: composed characters, no blanks at the ends, lines ended by a single newline."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u2029", "\n")).strip()


class TextEditor(Editor):
    """One line of text."""

    single_line = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.placeholder)
        self.line.setMaxLength(int(field.maximum or LONGEST_LINE) if field.kind in ("text", "secret") else LONGEST_LINE)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.watch(self.line)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.row.addWidget(self.line)

    def control(self) -> QWidget:
        return self.line

    def value(self) -> Any:
        return tidy(self.line.text())

    def is_empty(self) -> bool:
        return not self.line.text().strip()

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def state(self) -> Any:
        return self.line.text()


class SecretEditor(TextEditor):
    """A passphrase: hidden until shown, with a line that says how good it is. Never tidied, never kept in a draft."""

    secret = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._judge = field.strength
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.show_button = icon_button("eye", translate("Forms", "Show what is typed"), parent=self.line)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show)
        put_inside(self.line, self.show_button)

    def value(self) -> Any:
        return self.line.text()

    def hint(self) -> str:
        return strength_of(self.line.text()).text if self._judge and self.line.text() else ""

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setIcon(theme.icon("eye-off" if shown else "eye"))
        self.show_button.setToolTip(
            translate("Forms", "Hide what is typed") if shown else translate("Forms", "Show what is typed")
        )


class _GrowingText(QPlainTextEdit):
    """Plain text that grows with what is typed, up to a limit; then it scrolls."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._least = max(lines, 2)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def _grow(self) -> None:
        # A plain document counts its height in lines.
        lines = min(max(int(self.document().size().height()), self._least), max(MOST_LINES, self._least))
        height = QFontMetrics(self.font()).lineSpacing() * lines + 20
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()


class LongTextEditor(Editor):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = _GrowingText(field.lines)
        self.box.setPlaceholderText(field.placeholder)
        self.box.textChanged.connect(self.changed)
        self.watch(self.box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)

    def control(self) -> QWidget:
        return self.box

    def value(self) -> Any:
        return tidy(self.box.toPlainText())

    def set_value(self, value: Any) -> None:
        self.box.setPlainText("" if value is None else str(value))

    def state(self) -> Any:
        return self.box.toPlainText()


def ask_for_file(parent: QWidget, title: str, patterns: str) -> Path | None:
    """The system's own dialog for an existing file."""
    found, _ = QFileDialog.getOpenFileName(parent, title, "", patterns)
    return Path(found) if found else None


class FileEditor(TextEditor):
    """An existing file, typed or chosen. `choose` can be replaced (Context.ask.open_file)."""

    def __init__(self, field: Field, parent: QWidget | None = None, choose: ChooseFile = ask_for_file) -> None:
        super().__init__(field, parent)
        self._name, self._patterns = field.name, field.patterns
        self.choose = choose
        self.browse = button(translate("Forms", "Choose…"), icon="folder-open", slot=self._browse)
        self.browse.setAccessibleName(translate("Forms", "Choose a file for {field}").format(field=field.name))
        self.row.addWidget(self.browse)

    def problem(self) -> str:
        typed = str(self.value())
        if typed and not Path(typed).is_file():
            return translate("Forms", "There is no such file.")
        return ""

    def _browse(self) -> None:
        found = self.choose(self, self._name, self._patterns)
        if found is not None:
            self.set_value(str(found))
        self.line.setFocus()


class NoteLabel(QWidget):
    """A static text inside a form."""

    def __init__(self, text: str, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(text, "" if tone else "muted", tone))
