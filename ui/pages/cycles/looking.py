"""Looking at an evidence file without letting it leave the sealed desk: PDFs, pictures and texts inside the window.

Office files are not opened from here, since that would put an open copy on the disk; a copy is saved on purpose.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QFont, QImageReader, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.evidence import EvidenceDetail
from coachdesk.services import evidence
from coachdesk.store.desk import Desk
from ui.context import Context
from ui.widgets import button, label

LARGEST = 40_000_000  # pixels; a small file may unfold to a picture that no memory holds
MOST_TEXT = 1_000_000  # letters shown of a text


def look(context: Context, item: EvidenceDetail, parent: QWidget | None, save: Callable[[], None]) -> None:
    """Show the file, checked against its hash, or offer to save a copy where it cannot be shown here."""

    def read(desk: Desk) -> bytes:
        return evidence.content(desk, item.id)[1]

    def show(data: bytes) -> None:
        if item.media_type == "application/pdf":
            from ui.pages.evidence.look import LookDialog, look_at

            title = translate("Cycles", "{number} · {title}").format(number=item.number, title=item.title)
            dialog = LookDialog(context, title, parent=parent)
            look_at(context, dialog, lambda made: made.show_bytes(data, item.file_name))
            return
        made = FileView(item, data, parent)
        if made.shown:
            made.open()
            return
        made.deleteLater()
        text = translate("Cycles", "{name} is not shown inside CoachDesk. Save a copy and open it in its own program?")
        if context.ask.confirm(
            parent, item.number, text.format(name=item.file_name), translate("Cycles", "Save a copy…")
        ):
            save()

    context.operations.work(
        parent, read, done=show, label=translate("Cycles", "Reading {number}").format(number=item.number)
    )


class FileView(QDialog):
    """A picture or a text from the desk's memory. `shown`: whether it could be made visible."""

    def __init__(self, item: EvidenceDetail, data: bytes, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Cycles", "{number} · {title}").format(number=item.number, title=item.title))
        inside = self._inside(item, data)
        self.shown = inside is not None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label(item.file_name, "muted"))
        if inside is not None:
            column.addWidget(inside, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(translate("Cycles", "Close"), slot=self.reject))
        column.addLayout(row)
        room = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize(QSize(820, 720).boundedTo(room))

    def _inside(self, item: EvidenceDetail, data: bytes) -> QWidget | None:
        if item.media_type.startswith("text/"):
            view = QPlainTextEdit()
            view.setReadOnly(True)
            view.setPlainText(data.decode("utf-8", errors="replace")[:MOST_TEXT])
            view.setAccessibleName(item.title)
            fixed = QFont("monospace")
            fixed.setStyleHint(QFont.StyleHint.Monospace)
            view.setFont(fixed)
            return view
        if item.media_type.startswith("image/"):
            return self._picture(item, data)
        return None

    def _picture(self, item: EvidenceDetail, data: bytes) -> QWidget | None:
        held = QByteArray(data)
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > LARGEST:
            return None
        picture = QPixmap.fromImage(reader.read())
        if picture.isNull():
            return None
        shown = QLabel()
        shown.setPixmap(picture)
        shown.setAccessibleName(item.title)
        area = QScrollArea()
        area.setWidget(shown)
        return area
