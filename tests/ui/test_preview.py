"""The PDF preview: pages, search, zoom, copies; broken files are refused plainly."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from coachdesk.errors import DeskError, Unreadable
from tests.ui.support import Answers
from ui.preview import PdfPreview

PAGES = 5


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "pack.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    for page in range(PAGES):
        canvas.drawString(72, 700, f"Cycle number {page + 1} for the North team")
        canvas.showPage()
    canvas.save()
    return path


def preview_with(qtbot: QtBot, *answers: object) -> tuple[PdfPreview, list[DeskError]]:
    troubles: list[DeskError] = []
    preview = PdfPreview(Answers(*answers), lambda _parent, error: troubles.append(error))
    qtbot.addWidget(preview)
    preview.resize(900, 700)
    preview.show()
    qtbot.waitExposed(preview)
    return preview, troubles


def test_pages_are_counted_and_turned(qtbot: QtBot, pdf: Path) -> None:
    preview, _ = preview_with(qtbot)
    preview.show_file(pdf)
    assert preview.of.text() == "of 5"
    assert not preview.previous.isEnabled()
    preview.go_to(5)
    qtbot.waitUntil(lambda: preview.page == 5)
    assert not preview.next.isEnabled()
    preview.number.setValue(2)
    qtbot.waitUntil(lambda: preview.page == 2)


def test_search_tells_how_many_and_walks_around(qtbot: QtBot, pdf: Path) -> None:
    preview, _ = preview_with(qtbot)
    preview.show_file(pdf)
    preview.search.setText("North")
    qtbot.waitUntil(lambda: preview.count.text() == "5 places", timeout=5000)
    preview.find_next()
    assert preview.count.text() == "1 of 5"
    preview.find_next(-1)
    assert preview.count.text() == "5 of 5"
    qtbot.waitUntil(lambda: preview.page == 5)
    preview.find_next()
    assert preview.count.text() == "1 of 5"
    preview.search.setText("nowhere")
    qtbot.waitUntil(lambda: preview.count.text() == "not found", timeout=5000)
    assert not preview.found_next.isEnabled()


def test_zoom_keeps_within_reason_and_can_follow_the_width(qtbot: QtBot, pdf: Path) -> None:
    preview, _ = preview_with(qtbot)
    preview.show_file(pdf)
    assert preview.view.zoomMode() == QPdfView.ZoomMode.FitToWidth
    preview.larger.click()
    assert preview.view.zoomMode() == QPdfView.ZoomMode.Custom
    for _ in range(30):
        preview.larger.click()
    assert preview.view.zoomFactor() == 5.0
    preview.zooms.setCurrentIndex(0)
    preview.zooms.activated.emit(0)
    assert preview.view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_a_copy_is_the_same_bytes_from_a_file_or_from_memory(qtbot: QtBot, pdf: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "copy.pdf", tmp_path / "again.pdf"
    preview, troubles = preview_with(qtbot, first, second)
    preview.show_file(pdf)
    preview.save_as()
    preview.show_bytes(pdf.read_bytes(), "E-0212.pdf")
    assert not preview.folder.isVisible()
    preview.save_as()
    assert first.read_bytes() == second.read_bytes() == pdf.read_bytes()
    assert not troubles
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.pdf", "copy.pdf", "pack.pdf"]


def test_a_copy_that_cannot_be_written_is_told_and_leaves_nothing(qtbot: QtBot, pdf: Path, tmp_path: Path) -> None:
    preview, troubles = preview_with(qtbot, tmp_path / "missing folder" / "copy.pdf")
    preview.show_file(pdf)
    preview.save_as()
    assert len(troubles) == 1
    assert "could not be written" in troubles[0].happened


def test_the_text_of_a_page_can_be_copied(qtbot: QtBot, pdf: Path) -> None:
    preview, _ = preview_with(qtbot)
    preview.show_file(pdf)
    preview.copy.click()
    assert "Cycle number 1" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n" + b"x" * 200])
def test_what_is_no_pdf_is_refused_plainly(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    preview, _ = preview_with(qtbot)
    with pytest.raises(Unreadable, match=r"broken\.pdf is damaged or is no PDF"):
        preview.show_file(path)
    with pytest.raises(Unreadable):
        preview.show_bytes(content, "broken.pdf")
    with pytest.raises(Unreadable, match="no file"):
        preview.show_file(tmp_path / "gone.pdf")
    assert not preview.save.isEnabled()


def test_printing_keeps_every_page(qtbot: QtBot, pdf: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    preview, _ = preview_with(qtbot)
    preview.show_file(pdf)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == PAGES
