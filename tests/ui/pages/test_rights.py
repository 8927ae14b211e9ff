"""Who may only read sees no greyed button and nothing that writes, on any page; one banner says why."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.shell.conftest import paper_program
from ui.context import Place
from ui.pages.parts import PartedPage
from ui.pages.registry import PAGES
from ui.shell.window import MainWindow

# What a reader can do: look, find, print, export, prove a backup. Whatever else is added must say changes_desk.
MAY = {
    "desk.new", "desk.open", "desk.backup", "desk.restore", "desk.check", "desk.close", "app.quit", "page.filter",
    "app.find", "go.back", "go.forward", "page.reload", "view.rail", "help.page", "help.keys", "help.about",
    "evidence.tracker", "evidence.pack", "standards.print", "standards.compare", "standards.export", "trail.check",
    "cycles.board.open", "cycles.calendar.today", "staff.matrix.copy", "staff.matrix.export", "audits.copy",
}  # fmt: skip
KINDS = ("go.", "theme.")  # of these all
EMPTY = "Export what is shown…"  # sleeps for everybody while there is nothing to export


def visible(window: MainWindow) -> list[QAbstractButton]:
    QApplication.processEvents()
    return [one for one in window.pages.findChildren(QAbstractButton) if one.isVisible()]


def test_a_reader_meets_no_greyed_button_and_no_way_to_write_on_any_page(
    qtbot: QtBot, desk: Desk, context_for: MakeContext
) -> None:
    context = context_for(desk, READER)
    window = MainWindow(context, paper_program(profiles=lambda _conn: (READER,)), PAGES)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.start()
    assert window.banners.shown["read-only"].isVisible()
    primary: set[str] = set()
    for entry in PAGES:
        window.go(Place(entry.key))
        page = window.page
        parts = list(page._parts) if isinstance(page, PartedPage) else [""]
        for part in parts:
            if isinstance(page, PartedPage):
                page.show_part(part)
            greyed = {one.text() or one.accessibleName() for one in visible(window) if not one.isEnabled()}
            assert greyed <= {EMPTY}, f"{entry.key} {part}"
            primary |= {one.text() for one in visible(window) if one.property("role") == "primary"}
            context.actions.refresh()
            live = {spec.id for spec in context.actions.live() if context.actions.qaction(spec.id).isEnabled()}
            new = {"page.new"} if entry.key == "evidence" else set()  # a file of one's own
            more = {one for one in live - MAY - new if not one.startswith(KINDS) and ".show." not in one}
            assert more == set(), f"{entry.key} {part}"
    assert primary <= {"Make evidence pack…", "Go to standards"}, "files of their own, and places to look at"
    window.go(Place("settings", extra={"part": "limits"}))
    locked = [one for one in visible(window) if not one.isEnabled()]
    assert locked, "the days of the week, shown as they are"
    assert {one.toolTip() for one in locked} == {context.why_read_only}
    context.operations.actor = RENEE
    window.go(Place("cycles", extra={"part": "templates"}))
    words = {one.text() for one in visible(window)}
    assert "New template" in words, "the buttons follow the person who works here"
    window.close()
