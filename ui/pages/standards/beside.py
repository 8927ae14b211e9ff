"""A form with the printed page beside it: what is typed is seen as it would be on paper, a moment later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.pack import agency_name
from coachdesk.queries.standards import VersionDetail
from coachdesk.store.desk import Desk
from ui import theme
from ui.context import Context
from ui.forms import FormDialog, FormSpec
from ui.widgets import label
from ui.widgets.placing import take_size

AFTER_TYPING_MS = 700
WITH_PAGE = 1180
LEAST_FOR_PAGE = 900
PAGE_WIDTH = 480


class PrintedPage(QWidget):
    """One page, drawn from bytes; the next drawing takes its place without jumping."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buffer: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(translate("Standards", "The standard as printed"))
        theme.current().changed.connect(self._dress)
        self._dress()
        self.told = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(translate("Standards", "As printed"), "strong"))
        column.addWidget(self.view, 1)
        column.addWidget(self.told)

    def show_bytes(self, data: bytes) -> None:
        """Show this PDF, scrolled as the one before."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        bar.setValue(place)
        pages = self.document.pageCount()
        one = translate("Standards", "Fits on one page.")
        many = translate("Standards", "Takes {count} pages; shorter wording brings it onto one.")
        self.told.setText(one if pages == 1 else many.format(count=pages))

    def _dress(self) -> None:
        """The desk the page lies on follows the theme; the page stays white, as printed."""
        look = self.view.palette()
        look.setColor(QPalette.ColorRole.Dark, theme.color("press"))
        self.view.setPalette(look)


class FormBesidePage(FormDialog):
    """A form dialog that shows `shown(values)` as printed beside it, as long as the window is wide enough."""

    def __init__(
        self,
        context: Context,
        spec: FormSpec,
        draft_key: str,
        shown: Callable[[Mapping[str, Any]], VersionDetail],
        values: Mapping[str, Any] | None,
        parent: QWidget | None,
        keep: bool = True,
    ) -> None:
        super().__init__(spec, context.drafts if keep else None, draft_key, context.today, values, parent)
        self.context = context
        self._shown = shown
        self.page = PrintedPage()
        self.page.setMinimumWidth(PAGE_WIDTH)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.removeWidget(self.panel)
            row = QHBoxLayout()
            row.setSpacing(20)
            row.addWidget(self.panel, 1)
            row.addWidget(self.page)
            layout.addLayout(row, 1)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_TYPING_MS)
        self._soon.timeout.connect(self.draw)
        self.form.changed.connect(self._soon.start)
        self.draw()

    def draw(self) -> None:
        """Draw the page from what the form says now."""
        self._soon.stop()
        if self.page.isHidden():
            return
        version, now = self._shown(self.form.values()), self.context.desk.clock()

        def made(desk: Desk) -> bytes:
            from exports.pdf.standard import as_it_would_print

            with desk.read() as conn:
                agency = agency_name(conn)
            return as_it_would_print(version, agency, now)

        self.context.operations.work(self, made, done=self.page.show_bytes, progress=False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            take_size(self, QSize(WITH_PAGE, 900))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= LEAST_FOR_PAGE
        if wide == self.page.isHidden():
            self.page.setVisible(wide)
            self.draw()

    def hideEvent(self, event: QHideEvent) -> None:
        self._soon.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The page takes the height it is given; growing with the form is for dialogs without one.
        return QWidget.eventFilter(self, watched, event)
