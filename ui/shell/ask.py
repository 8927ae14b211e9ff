"""Questions to the person at the window: plain wording, the verb on the button, Esc always means "leave it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from ui import theme
from ui.shell.fitting import fit

MOST_BUTTONS = 5  # beside each other in one row; more would be wider than a small screen
_ENDING = re.compile(r"\*(\.\w+)")


class TextDialog(QDialog):
    """One required text, such as a reason; the button wakes up when there is something in it."""

    def __init__(self, parent: QWidget | None, title: str, label: str, accept: str, long: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        caption = QLabel(label)
        caption.setWordWrap(True)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(caption)
        self._field: QPlainTextEdit | QLineEdit
        if long:
            self._field = QPlainTextEdit()
            self._field.setTabChangesFocus(True)
            self._field.setMinimumHeight(96)
        else:
            self._field = QLineEdit()
        self._field.textChanged.connect(self._look)
        field = self._field
        field.setAccessibleName(label)
        caption.setBuddy(field)
        layout.addWidget(field)
        layout.addSpacing(8)
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(
            accept or translate("Ask", "Continue"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        theme.mark(self.accept_button, role="primary")
        buttons.addButton(translate("Ask", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._look()
        fit(self)
        field.setFocus()

    def text(self) -> str:
        """What was typed, trimmed."""
        field = self._field
        return (field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()).strip()

    def _look(self) -> None:
        self.accept_button.setEnabled(bool(self.text()))


class ListDialog(QDialog):
    """One of a list, by Enter, a double click or the button; typing letters finds a line."""

    def __init__(self, parent: QWidget | None, title: str, text: str, lines: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        caption = QLabel(text)
        caption.setWordWrap(True)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(caption)
        self.list = QListWidget()
        self.list.setAccessibleName(text)
        self.list.addItems(list(lines))
        self.list.itemActivated.connect(self.accept)
        layout.addWidget(self.list)
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(translate("Ask", "Continue"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.mark(self.accept_button, role="primary")
        buttons.addButton(translate("Ask", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        fit(self)
        self.list.doItemsLayout()  # lines laid out before the theme was known would lie over each other
        self.list.setCurrentRow(0)
        self.list.setFocus()


class AskPerson:
    """The `Ask` of the real window."""

    def __init__(self, local: QSettings) -> None:
        self._local = local

    def confirm(self, parent: QWidget | None, title: str, text: str, accept: str, *, careful: bool = False) -> bool:
        """Yes or no, with the verb on the button."""
        box = _box(parent, title, text)
        yes = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(translate("Ask", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        theme.mark(yes, role="danger" if careful else "primary")
        box.setDefaultButton(no if careful else yes)
        box.setEscapeButton(no)
        box.exec()
        answer = box.clickedButton() is yes
        box.deleteLater()
        return answer

    def choose(self, parent: QWidget | None, title: str, text: str, options: Sequence[tuple[str, str]]) -> str | None:
        """One of several, as buttons or, where they are many, as a list; the first is the default."""
        if len(options) > MOST_BUTTONS:
            return self._choose_from_list(parent, title, text, options)
        box = _box(parent, title, text)
        buttons = {key: box.addButton(label, QMessageBox.ButtonRole.AcceptRole) for key, label in options}
        cancel = box.addButton(translate("Ask", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        first = buttons[options[0][0]]
        theme.mark(first, role="primary")
        box.setDefaultButton(first)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return next((key for key, button in buttons.items() if button is clicked), None)

    def _choose_from_list(
        self, parent: QWidget | None, title: str, text: str, options: Sequence[tuple[str, str]]
    ) -> str | None:
        dialog = ListDialog(parent, title, text, [label for _, label in options])
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        row = dialog.list.currentRow()
        dialog.deleteLater()
        return options[row][0] if accepted and row >= 0 else None

    def text(
        self, parent: QWidget | None, title: str, label: str, *, long: bool = False, accept: str = ""
    ) -> str | None:
        """A required text."""
        dialog = TextDialog(parent, title, label, accept, long)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        text = dialog.text()
        dialog.deleteLater()
        return text if accepted and text else None

    def open_file(self, parent: QWidget | None, title: str, patterns: str) -> Path | None:
        """An existing file, starting in the folder used last."""
        name, _ = QFileDialog.getOpenFileName(parent, title, self._folder(), patterns)
        return self._remember(name)

    def save_file(self, parent: QWidget | None, title: str, suggested: str, patterns: str) -> Path | None:
        """Where to write; asks before an existing file is replaced."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(Path(self._folder()) / suggested), patterns)
        path = self._remember(name)
        suffix = Path(suggested).suffix
        if path is None or not suffix or path.suffix.lower() in {suffix.lower(), *_ENDING.findall(patterns.lower())}:
            return path
        path = path.with_name(path.name + suffix)
        told = translate("Ask", "There is already a file {name} in {folder}. It would be replaced.")
        told = told.format(name=path.name, folder=path.parent)
        if path.exists() and not self.confirm(parent, title, told, translate("Ask", "Replace"), careful=True):
            return None
        return path

    def folder(self, parent: QWidget | None, title: str) -> Path | None:
        """An existing folder."""
        name = QFileDialog.getExistingDirectory(parent, title, self._folder())
        if name:
            self._local.setValue("folders/last", name)
        return Path(name) if name else None

    def _folder(self) -> str:
        last = str(self._local.value("folders/last", "") or "")
        return last if last and Path(last).is_dir() else str(Path.home())

    def _remember(self, name: str) -> Path | None:
        if not name:
            return None
        self._local.setValue("folders/last", str(Path(name).parent))
        return Path(name)


def _box(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
