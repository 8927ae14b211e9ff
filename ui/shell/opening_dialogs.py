"""The dialogs of opening: passphrase, somebody else has it, damaged, restore a backup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from coachdesk.rules.wording import clock_words, day_words
from ui import theme
from ui.shell.fitting import fit
from ui.widgets import button, icon_button, label, put_inside

if TYPE_CHECKING:
    from coachdesk.store.backup import Backup


class PassphraseField(QWidget):
    """A passphrase with an eye to look at what was typed."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.field.textChanged.connect(self.changed)
        self.eye = icon_button("eye", translate("Passphrase", "Show what is typed"), self._toggle, self.field)
        self.eye.setCheckable(True)
        put_inside(self.field, self.eye)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        self.setFocusProxy(self.field)

    def text(self) -> str:
        """What was typed, exactly."""
        return self.field.text()

    def _toggle(self) -> None:
        shown = self.eye.isChecked()
        self.eye.setIcon(theme.icon("eye-off" if shown else "eye"))
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class PassphraseDialog(QDialog):
    """Asks for a desk's passphrase; stays open while it is tried and says when it was wrong."""

    given = Signal(str)
    restore = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passphrase")
        self.setWindowTitle(translate("Passphrase", "Open {desk}").format(desk=path.name))
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label(path.stem, role="section"))
        caption = label(translate("Passphrase", "Passphrase"), role="field")
        self.passphrase = PassphraseField(translate("Passphrase", "Passphrase"))
        caption.setBuddy(self.passphrase)
        self.wrong = label("", role="error")
        self.wrong.hide()
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.setAccessibleName(translate("Passphrase", "Opening"))
        keep = self.wait.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.wait.setSizePolicy(keep)
        self.wait.hide()
        for part in (caption, self.passphrase, self.wrong, self.wait):
            layout.addWidget(part)
        self.lost = button(translate("Passphrase", "Restore a backup instead…"), role="link", slot=self._restore)
        self.lost.hide()
        row = QHBoxLayout()
        row.addWidget(self.lost)
        row.addStretch(1)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(translate("Passphrase", "Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.mark(self.ok, role="primary")
        buttons.addButton(translate("Passphrase", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        layout.addLayout(row)
        self.passphrase.changed.connect(self._look)
        self._tries = 0
        self._look()
        fit(self)

    def show_wrong(self, error: DeskError) -> None:
        """It did not open: say so, keep the field ready."""
        self._tries += 1
        self.wrong.setText(" ".join(part for part in (error.happened, error.to_do) if part))
        self.wrong.show()
        self.lost.setVisible(self._tries > 1)
        self._wait(False)
        self.passphrase.field.selectAll()
        self.passphrase.field.setFocus()
        fit(self)

    def _give(self) -> None:
        if self.passphrase.text():
            self._wait(True)
            self.given.emit(self.passphrase.text())

    def _wait(self, waiting: bool) -> None:
        self.wait.setVisible(waiting)
        self.passphrase.setEnabled(not waiting)
        self.ok.setEnabled(not waiting)

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.passphrase.text()))

    def _restore(self) -> None:
        self.restore.emit()
        self.reject()


class ChoiceDialog(QDialog):
    """A trouble with ways on: what happened, what was kept, and buttons; Esc leaves it."""

    chosen = Signal(str)

    def __init__(
        self,
        error: DeskError,
        choices: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
        *,
        title: str = "",
        leave: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title or translate("Open", "Open desk"))
        self.setMinimumWidth(480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label(error.happened, role="section"))
        for text in (error.kept, error.to_do):
            if text:
                layout.addWidget(label(text, selectable=True))
        layout.addSpacing(8)
        buttons = QDialogButtonBox()
        for key, text, role in choices:
            one = button(text, role=role)
            one.setObjectName(f"choose.{key}")
            buttons.addButton(one, QDialogButtonBox.ButtonRole.ActionRole)
            one.clicked.connect(lambda _on=False, key=key: self._choose(key))
        buttons.addButton(leave or translate("Open", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setAccessibleDescription(str(error))
        fit(self)

    def _choose(self, key: str) -> None:
        self.accept()
        self.chosen.emit(key)


class RestoreDialog(QDialog):
    """The proven backups of a desk, newest first. The restored desk gets a name of its own; nothing is overwritten."""

    chosen = Signal(object)  # Backup

    def __init__(self, desk: Path, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("restore")
        self.setWindowTitle(translate("Restore", "Restore a backup of {desk}").format(desk=desk.name))
        self.resize(560, 420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        text = (
            translate(
                "Restore",
                "Each of these was restored once, and found whole, when it was made. The one you choose becomes a desk "
                "of its own beside the others; {desk} stays exactly as it is.",
            )
            if backups
            else translate(
                "Restore",
                "There are no proven backups beside {desk}. If you keep copies elsewhere (a stick, a second folder), "
                "open the copy itself.",
            )
        )
        layout.addWidget(label(text.format(desk=desk.name)))
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Restore", "Proven backups, newest first"))
        local = QLocale()
        for backup in backups:
            at = backup.made_at.astimezone()
            made = f"{day_words(at.date())}, {clock_words(at)}"
            line = translate("Restore", "{made} · {count} changes in its history · {size}")
            size = local.formattedDataSize(backup.size, 1, local.DataSizeFormat.DataSizeTraditionalFormat)
            told = line.format(made=made, count=f"{backup.seq:,}", size=size)
            item = QListWidgetItem(told)
            item.setData(Qt.ItemDataRole.UserRole, backup)
            self.list.addItem(item)
        self.list.setVisible(bool(backups))
        self.list.itemActivated.connect(lambda _item: self._restore())
        layout.addWidget(self.list, 1)
        if not backups:
            layout.addStretch(1)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(translate("Restore", "Restore this one…"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.mark(self.ok, role="primary")
        self.ok.setVisible(bool(backups))
        buttons.addButton(translate("Restore", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._restore)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        if backups:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _restore(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
