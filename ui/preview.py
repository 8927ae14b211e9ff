"""A PDF inside the window: pages, zoom, search, page n of m, save, show in its folder, print where there is a printer.

Shows a file, or bytes that never touch the disk (an evidence item lives sealed in the desk). Qt's PDF module is
imported with this one, so import it when a preview is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QSize, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QKeySequence, QPainter, QPalette
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from coachdesk.errors import DeskError, StorageFailed, Unreadable
from coachdesk.i18n import translate
from ui import theme
from ui.context import Ask
from ui.widgets import FlowLayout, icon_button

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 5.0
PRINT_DPI = 200

Tell = Callable[[QWidget | None, DeskError], None]


def _refusal(error: QPdfDocument.Error, name: str) -> Unreadable | None:
    """Why a PDF is not shown, or None when it is."""
    kinds = QPdfDocument.Error
    if error == kinds.None_:
        return None
    happened = {
        kinds.FileNotFound: translate("Preview", "There is no file {name} any more."),
        kinds.IncorrectPassword: translate("Preview", "{name} is locked with a password of its own."),
        kinds.UnsupportedSecurityScheme: translate("Preview", "{name} is locked in a way this preview cannot open."),
    }.get(error, translate("Preview", "{name} is damaged or is no PDF."))
    return Unreadable(
        happened.format(name=name),
        translate("Preview", "The file was left as it is."),
        translate("Preview", "Try it in another PDF program, or make it again."),
    )


class PdfPreview(QWidget):
    """Shows one PDF. `show_file` or `show_bytes`; both raise Unreadable when it cannot be shown."""

    page_changed = Signal(int, int)  # page (from 1), pages

    def __init__(self, ask: Ask, tell: Tell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._tell = tell
        self._path: Path | None = None
        self._bytes = b""
        self._name = ""
        self._buffer: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.found = QPdfSearchModel(self)
        self.found.setDocument(self.document)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setSearchModel(self.found)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(translate("Preview", "Pages"))
        theme.current().changed.connect(self._dress)
        self._dress()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._make_bar())
        outer.addWidget(self.view, 1)
        self._keys()
        self.view.pageNavigator().currentPageChanged.connect(self._page_shown)
        self.found.countChanged.connect(self._show_found)
        self._show_state()

    def show_file(self, path: Path) -> None:
        """Show the PDF at `path`."""
        self._forget()
        problem = _refusal(self.document.load(str(path)), path.name)
        if problem is not None:
            self._show_state()
            raise problem
        self._path, self._name = path, path.name
        self._shown()

    def show_bytes(self, data: bytes, name: str) -> None:
        """Show a PDF that is only in memory; `name` is what saving suggests."""
        self._forget()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        problem = _refusal(self.document.error(), name)
        if problem is not None:
            self._show_state()
            raise problem
        self._bytes, self._name = data, name
        self._shown()

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self.view.pageNavigator().currentPage() + 1

    def go_to(self, page: int) -> None:
        """Show page `page`, from 1."""
        if 1 <= page <= self.document.pageCount():
            self.view.pageNavigator().jump(page - 1, QPointF(), self.view.zoomFactor())

    def _turn(self, by: int) -> None:
        self.go_to(self.page + by)

    def find_text(self, text: str) -> None:
        """Mark all places of `text`; `find_next` goes from one to the next."""
        if self.search.text() != text:
            self.search.setText(text)
        self.found.setSearchString(text.strip())
        self._show_found()

    def find_next(self, step: int = 1) -> None:
        """To the next place found (step -1: the one before), around the ends."""
        count = self.found.rowCount(self.found.index(-1, -1))
        if count:
            at = self.view.currentSearchResultIndex()
            to = (at + step) % count if at >= 0 else 0
            self.view.setCurrentSearchResultIndex(to)
            place = self.found.resultAtIndex(to)
            self.view.pageNavigator().jump(place.page(), place.location(), self.view.zoomFactor())
        self._show_found()

    def zoom(self, factor: float) -> None:
        """Enlarge by `factor`, within reason."""
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(factor, SMALLEST_ZOOM), LARGEST_ZOOM))
        self._show_zoom()

    def save_as(self) -> None:
        """Write a copy where the person says: beside it first, then in one step over."""
        target = self._ask.save_file(
            self, translate("Preview", "Save a copy"), self._name, translate("Preview", "PDF files (*.pdf)")
        )
        if target is None:
            return
        fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            fresh.write_bytes(self._bytes if self._path is None else self._path.read_bytes())
            fresh.replace(target)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            happened = translate("Preview", "The copy could not be written: {reason}.")
            self._tell(
                self,
                StorageFailed(
                    happened.format(reason=error.strerror or str(error)),
                    translate("Preview", "No half-written file was left behind."),
                    translate("Preview", "Choose another folder, or free some space."),
                ),
            )

    def show_folder(self) -> None:
        """Open the folder the file is in."""
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def copy_text(self) -> None:
        """The text of the page in sight, to the clipboard (also the way for a screen reader)."""
        QGuiApplication.clipboard().setText(self.document.getAllText(self.page - 1).text())

    def print_out(self) -> None:
        """Ask for a printer and print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.document.pageCount())
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)
        dialog.deleteLater()

    def print_on(self, printer: QPrinter) -> None:
        """Print the chosen pages on `printer`, each fitted to the sheet."""
        first = printer.fromPage() or 1
        last = printer.toPage() or self.document.pageCount()
        painter = QPainter()
        if not painter.begin(printer):
            return
        for page in range(first, last + 1):
            if page > first:
                printer.newPage()
            points = self.document.pagePointSize(page - 1)
            pixels = (points * PRINT_DPI / 72).toSize()
            image = self.document.render(page - 1, pixels)
            room = painter.viewport().size()
            painter.drawImage(_fitted(points, room), image)
        painter.end()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, gap=4, line_gap=4)
        self.previous = icon_button("chevron-up", translate("Preview", "Page before"), lambda: self._turn(-1))
        self.next = icon_button("chevron-down", translate("Preview", "Next page"), lambda: self._turn(1))
        self.number = QSpinBox()
        self.number.setAccessibleName(translate("Preview", "Page"))
        self.number.setKeyboardTracking(False)
        self.number.setFixedWidth(80)
        self.number.valueChanged.connect(self.go_to)
        self.of = QLabel()
        theme.mark(self.of, role="muted")
        self.smaller = icon_button("minus", translate("Preview", "Smaller"), lambda: self.zoom(self._factor() / 1.25))
        self.larger = icon_button("plus", translate("Preview", "Larger"), lambda: self.zoom(self._factor() * 1.25))
        self.zooms = QComboBox()
        self.zooms.setAccessibleName(translate("Preview", "Size"))
        self.zooms.addItem(translate("Preview", "Fit width"), "width")
        self.zooms.addItem(translate("Preview", "Whole page"), "page")
        for factor in ZOOMS:
            self.zooms.addItem(f"{factor:.0%}", factor)
        self.zooms.activated.connect(self._zoom_chosen)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Preview", "Find in this document"))
        self.search.setAccessibleName(translate("Preview", "Find in this document"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(220)
        self.search.textChanged.connect(self.find_text)
        self.search.returnPressed.connect(self.find_next)
        self.count = QLabel()
        theme.mark(self.count, role="muted")
        self.found_before = icon_button(
            "chevron-left", translate("Preview", "Place before"), lambda: self.find_next(-1)
        )
        self.found_next = icon_button("chevron-right", translate("Preview", "Next place"), self.find_next)
        self.copy = icon_button("copy", translate("Preview", "Copy the text of this page"), self.copy_text)
        self.save = icon_button("download", translate("Preview", "Save a copy…"), self.save_as)
        self.folder = icon_button("folder-open", translate("Preview", "Show in its folder"), self.show_folder)
        self.printing = icon_button("printer", translate("Preview", "Print…"), self.print_out)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.previous, self.next, self.number, self.of),
            (self.smaller, self.zooms, self.larger),
            (self.search, self.count, self.found_before, self.found_next),
            (self.copy, self.save, self.folder, self.printing),
        )
        for group in groups:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 12, 0)
            row.setSpacing(4)
            for one in group:
                row.addWidget(one)
            flow.addWidget(box)
        return bar

    def _keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl++", lambda: self.zoom(self._factor() * 1.25)),
            ("Ctrl+-", lambda: self.zoom(self._factor() / 1.25)),
            ("Ctrl+0", lambda: self._set_zoom("width")),
            ("F3", self.find_next),
            ("Shift+F3", lambda: self.find_next(-1)),
        )
        for key, act in keys:
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, act=act: act())
            self.addAction(action)

    def focus_search(self) -> None:
        """The keyboard into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def _forget(self) -> None:
        self.document.close()
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        self._path, self._bytes, self._name = None, b"", ""
        self.search.clear()

    def _shown(self) -> None:
        self._set_zoom("width")
        self.go_to(1)
        self._show_state()

    def _show_state(self) -> None:
        pages = self.document.pageCount()
        for part in (self.number, self.zooms, self.smaller, self.larger, self.search, self.copy, self.save):
            part.setEnabled(pages > 0)
        self.folder.setVisible(self._path is not None)
        self.printing.setVisible(bool(QPrinterInfo.availablePrinterNames()))
        self.number.setRange(min(1, pages), pages)
        self.of.setText(translate("Preview", "of {pages}").format(pages=f"{pages:,}"))
        self._page_shown(self.page - 1)
        self._show_found()

    def _page_shown(self, page: int) -> None:
        pages = self.document.pageCount()
        self.number.blockSignals(True)
        self.number.setValue(page + 1)
        self.number.blockSignals(False)
        self.previous.setEnabled(page > 0)
        self.next.setEnabled(page + 1 < pages)
        self.page_changed.emit(page + 1, pages)

    def _show_found(self) -> None:
        count = self.found.rowCount(self.found.index(-1, -1))
        at = self.view.currentSearchResultIndex()
        if not self.search.text().strip():
            told = ""
        elif not count:
            told = translate("Preview", "not found")
        elif at < 0:
            told = translate("Preview", "{count} places").format(count=f"{count:,}")
        else:
            told = translate("Preview", "{at} of {count}").format(at=f"{at + 1:,}", count=f"{count:,}")
        self.count.setText(told)
        self.found_before.setEnabled(count > 0)
        self.found_next.setEnabled(count > 0)

    def _zoom_chosen(self, place: int) -> None:
        self._set_zoom(self.zooms.itemData(place))

    def _set_zoom(self, chosen: str | float) -> None:
        if isinstance(chosen, float):
            self.zoom(chosen)
            return
        modes = {"width": QPdfView.ZoomMode.FitToWidth, "page": QPdfView.ZoomMode.FitInView}
        self.view.setZoomMode(modes[chosen])
        self._show_zoom()

    def _show_zoom(self) -> None:
        mode = self.view.zoomMode()
        if mode == QPdfView.ZoomMode.Custom:
            factor = self.view.zoomFactor()
            place = self.zooms.findData(factor)
            self.zooms.setCurrentIndex(place)
            if place < 0:
                self.zooms.setPlaceholderText(f"{factor:.0%}")
        else:
            self.zooms.setCurrentIndex(0 if mode == QPdfView.ZoomMode.FitToWidth else 1)

    def _factor(self) -> float:
        """The size in use, also while it follows the window's width."""
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom or not self.document.pageCount():
            return self.view.zoomFactor()
        points = self.document.pagePointSize(self.page - 1).width()
        pixels_per_point = self.logicalDpiX() / 72
        return self.view.viewport().width() / (points * pixels_per_point) if points else 1.0

    def _dress(self) -> None:
        """The desk the pages lie on follows the theme; pages stay white, as printed."""
        look = self.view.palette()
        look.setColor(QPalette.ColorRole.Dark, theme.color("press"))
        self.view.setPalette(look)


def _fitted(points: QSizeF, room: QSize) -> QRect:
    """The largest rectangle of the page's shape in the middle of the sheet."""
    size = points.scaled(QSizeF(room), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    return QRect((room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height())
