"""A standard as it is printed: the one page and the prompt card, shown inside the window, to save or print."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from coachdesk.queries.standards import VersionDetail
from coachdesk.store.desk import Desk
from ui.context import Context
from ui.pages.standards import words
from ui.preview import PdfPreview
from ui.widgets import SegmentedButtons, button, label


class PrintedStandard(QDialog):
    """Shows either sheet of a version; it is made anew each time, from the records as they are."""

    def __init__(self, context: Context, version: VersionDetail, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.version = version
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = f"{version.code} · {words.version_name(version.number)}"
        self.setWindowTitle(title)
        self.setMinimumSize(480, 400)
        self.sheets = SegmentedButtons(
            [
                ("standard", translate("Standards", "One page")),
                ("prompt_card", translate("Standards", "Prompt card")),
                *([("scenario", translate("Standards", "Scenario"))] if version.scenario else []),
            ]
        )
        self.sheets.chosen.connect(self.show_sheet)
        self.preview = PdfPreview(context.ask, context.operations.reporter.trouble, self)
        top = QHBoxLayout()
        top.addWidget(label(title, "title"), 1)
        top.addWidget(self.sheets)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(translate("Standards", "Close"), slot=self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry().size() - QSize(24, 48)
        self.resize(QSize(860, 860).boundedTo(room))
        self.show_sheet("standard")

    def show_sheet(self, sheet: str) -> None:
        """Make this sheet and show it: "standard", "prompt_card" or "scenario"."""
        self.sheets.choose(sheet)
        version, now = self.version, self.context.desk.clock()

        def made(desk: Desk) -> bytes:
            from exports.pdf.standard import as_printed

            with desk.read() as conn:
                return as_printed(conn, version.id, sheet, now)

        self.context.operations.work(
            self, made, done=self._shower(sheet), label=translate("Standards", "Preparing the sheet")
        )

    def _shower(self, sheet: str) -> Callable[[bytes], None]:
        part = {
            "prompt_card": translate("Standards", "prompt card"),
            "scenario": translate("Standards", "scenario"),
        }.get(sheet, "")
        name = " ".join(word for word in (self.version.code, f"v{self.version.number}", part) if word)

        def show(data: bytes) -> None:
            try:
                self.preview.show_bytes(data, f"{name}.pdf")
            except DeskError as error:
                self.context.operations.reporter.trouble(self, error)

        return show
