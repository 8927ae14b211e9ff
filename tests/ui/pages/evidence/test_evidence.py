"""The Evidence page: making packs and trackers, what is recorded of them, and what becomes of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.evidence import EXPORTS
from coachdesk.queries.scope import Scope
from coachdesk.queries.table import Where
from coachdesk.services import evidence, history
from coachdesk.store import trail
from coachdesk.store.desk import Desk, open_desk
from exports.pdf.pack import pack_in_memory, write_pack
from tests.ui.pages.conftest import ANNA, READER, MakeContext
from ui.context import Context, Place
from ui.pages.evidence import page as page_module
from ui.pages.evidence.look import LookDialog
from ui.pages.evidence.make import MakeExport, scope_of
from ui.pages.evidence.page import EvidencePage

TODAY = date(2026, 11, 17)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was opened outside of the program."""
    found: list[Path] = []
    monkeypatch.setattr(page_module, "open_outside", found.append)
    return found


def shown(qtbot: QtBot, context: Context, place: Place | None = None) -> EvidencePage:
    page = EvidencePage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activate(place or Place("evidence"))
    QApplication.processEvents()
    return page


def dialog_of(page: QWidget, kind: type[Any]) -> Any:
    QApplication.processEvents()
    return next(one for one in page.findChildren(kind) if one.isVisible())


def press(where: QWidget, text: str) -> None:
    QApplication.processEvents()
    next(one for one in where.findChildren(QPushButton) if one.text() == text and one.isVisible()).click()
    QApplication.processEvents()


def exports(desk: Desk) -> list[dict[str, Any]]:
    with desk.read() as conn:
        return [dict(zip((column.key for column in EXPORTS.columns), row, strict=True)) for _, row in EXPORTS.all(conn)]


def make(qtbot: QtBot, context: Context, verb: str, target: Path) -> EvidencePage:
    """Make a file through the page."""
    context.ask.answers.append(target)  # type: ignore[attr-defined]  # Answers
    page = shown(qtbot, context)
    press(page, verb)
    dialog = dialog_of(page, MakeExport)
    dialog.form.set_values({"period": "all", "cycles": [1]})
    dialog.panel.primary.click()
    return page


def test_a_tracker_is_written_recorded_and_offered_to_open(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path, opened: list[Path]
) -> None:
    with sample.read() as conn:
        head = trail.head(conn)
    target = tmp_path / "For the funder.xlsx"
    page = make(qtbot, context_for(sample), "Make tracker…", target)
    assert openpyxl.load_workbook(target).sheetnames[:2] == ["Summary", "Cycles"]
    (kept,) = exports(sample)
    assert kept["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (kept["kind"], kept["file_name"], kept["made_by"]) == ("tracker", "For the funder.xlsx", "Anna Petrov")
    assert (kept["trail_seq"], kept["trail_hash"]) == head
    assert not page.findChildren(MakeExport)[0].isVisible()
    assert page.toast.isVisible()
    press(page.toast, "Open folder")
    assert opened == [tmp_path]
    assert page.exports.panel.detail is not None
    assert page.exports.panel.detail.file_name == "For the funder.xlsx"


def test_a_pack_gets_its_ending_and_covers_only_what_was_asked(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    context = context_for(sample, answers=[tmp_path / "North"])
    page = shown(qtbot, context)
    press(page, "Make evidence pack…")
    dialog = dialog_of(page, MakeExport)
    dialog.form.set_values({"period": "last_month", "teams": [1], "cycles": [1]})
    dialog.panel.primary.click()
    text = PdfReader(tmp_path / "North.pdf").pages[0].extract_text()
    assert "North team" in text
    (kept,) = exports(sample)
    assert "Teams: North team" in kept["scope"]


def test_a_pack_can_be_looked_at_first_and_what_is_saved_is_what_was_seen(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    target = tmp_path / "seen.pdf"
    page = shown(qtbot, context_for(sample, answers=[target]))
    press(page, "Make evidence pack…")
    maker = dialog_of(page, MakeExport)
    maker.form.set_values({"period": "all", "cycles": [1]})
    press(maker, "Look at it first")
    look = dialog_of(page, LookDialog)
    assert look.preview.document.pageCount() > 5
    assert not look.preview.save.isVisible()  # the only way to save is the one that records it
    assert exports(sample) == []
    assert list(tmp_path.glob("*.pdf")) == []
    press(look, "Save pack…")
    (kept,) = exports(sample)
    assert kept["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert [one for one in page.findChildren(QDialog) if one.isVisible()] == []


def test_a_pack_in_memory_is_the_same_as_one_on_disk(sample: Desk, tmp_path: Path) -> None:
    with sample.read() as conn:
        scope = Scope(cycle_ids=frozenset({1}))
        seen = pack_in_memory(conn, scope, made_at=sample.clock())
        made = write_pack(conn, tmp_path / "a.pdf", scope, made_at=sample.clock())
    saved = seen.save(tmp_path / "b.pdf")
    assert (saved.sha256, saved.size, saved.pages, saved.trail_seq) == (
        made.sha256,
        made.size,
        made.pages,
        made.trail_seq,
    )


def test_backing_out_of_the_save_dialog_keeps_the_scope(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample, answers=[None]))
    press(page, "Make tracker…")
    dialog = dialog_of(page, MakeExport)
    dialog.form.set_values({"teams": [2]})
    dialog.panel.primary.click()
    assert dialog.isVisible()
    assert not dialog.panel.busy
    assert dialog.form.values()["teams"] == [2]
    assert exports(sample) == []


def test_a_folder_that_is_gone_is_told_calmly_and_nothing_is_recorded(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    context = context_for(sample)
    page = make(qtbot, context, "Make tracker…", tmp_path / "gone" / "tracker.xlsx")
    (trouble,) = context.operations.reporter.troubles  # type: ignore[attr-defined]  # Recorder
    assert "is not there" in trouble.happened
    assert exports(sample) == []
    assert dialog_of(page, MakeExport).panel.primary.isEnabled()


def test_a_cancelled_file_leaves_nothing_behind(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import exports.excel.tracker as tracker

    monkeypatch.setattr(tracker, "_STEP", 1)
    context = context_for(sample)
    said: list[str] = []
    context.operations.announced.connect(lambda what: said.append(what.text))
    plain_work = context.operations.work

    def cancelled_work(*args: Any, **more: Any) -> Any:
        plain_progress = context.operations._reporting  # the person presses Cancel as soon as it runs

        def reporting(job: Any) -> Callable[..., None]:
            job.cancel()
            return plain_progress(job)

        monkeypatch.setattr(context.operations, "_reporting", reporting)
        return plain_work(*args, **more)

    monkeypatch.setattr(context.operations, "work", cancelled_work)
    make(qtbot, context, "Make tracker…", tmp_path / "tracker.xlsx")
    assert said == ["Cancelled."]
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] in ([], ["window.ini"])
    assert exports(sample) == []


def test_days_the_wrong_way_round_are_said_at_the_field(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    press(page, "Make tracker…")
    dialog = dialog_of(page, MakeExport)
    dialog.form.set_values({"period": "own"})
    dialog.form.set_values({"from_": date(2026, 11, 2), "to": date(2026, 11, 1)})
    dialog.panel.primary.click()
    assert dialog.form.blocks["to"].problem_shown == "The last day is before the first."
    assert not dialog.panel.busy


def test_periods_become_days() -> None:
    assert scope_of({"period": "last_quarter"}, TODAY) == Scope(date(2026, 7, 1), date(2026, 9, 30))
    assert scope_of({"period": "all", "from_": date(2026, 1, 1)}, TODAY).everything
    own = {"period": "own", "from_": date(2026, 1, 1), "to": None, "cycles": [3]}
    assert scope_of(own, TODAY) == Scope(date(2026, 1, 1), None, cycle_ids=frozenset({3}))


def test_a_file_is_checked_against_what_was_recorded(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path, opened: list[Path]
) -> None:
    target = tmp_path / "tracker.xlsx"
    page = make(qtbot, context_for(sample), "Make tracker…", target)
    press(page.exports, "Check the file")
    assert page.where.states[exports(sample)[0]["sha256"]] == "same"
    press(page.exports, "Open")
    assert opened == [target]
    target.write_bytes(target.read_bytes() + b"x")
    press(page.exports, "Check the file")
    assert "changed since" in page.exports.list.table.model.cell(0, 0).text
    target.unlink()
    press(page.exports, "Open")
    assert opened == [target]  # not again
    assert "not there any more" in page.exports.list.table.model.cell(0, 0).text


def test_on_another_computer_the_file_is_found_by_hand_and_told_apart(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    context = context_for(sample)
    make(qtbot, context, "Make tracker…", tmp_path / "tracker.xlsx")
    context.local.clear()
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"something else")
    context.ask.answers.append(other)  # type: ignore[attr-defined]  # Answers
    page = shown(qtbot, context)
    press(page.exports, "Find the file…")
    assert page.where.states[exports(sample)[0]["sha256"]] == "changed"
    assert page.toast.isVisible()


def test_a_saved_pack_is_looked_at_inside_the_window(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    page = make(qtbot, context_for(sample), "Make evidence pack…", tmp_path / "pack.pdf")
    press(page.exports, "Look at it")
    look = dialog_of(page, LookDialog)
    assert look.preview.document.pageCount() > 5
    look.close()


def test_an_evidence_file_is_saved_and_checked(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    target = tmp_path / "copy.txt"
    page = shown(qtbot, context_for(sample, answers=[target]), Place("evidence", extra={"part": "items"}))
    detail = page.items.panel.detail
    assert detail is not None
    press(page.items, "Save a copy…")
    assert hashlib.sha256(target.read_bytes()).hexdigest() == detail.sha256
    press(page.items, "Check the file")
    assert detail.sha256 in page.items.panel.checked


def test_a_pdf_kept_as_evidence_is_shown_without_touching_the_disk(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    with sample.read() as conn:
        data = pack_in_memory(conn, Scope(cycle_ids=frozenset({1})), made_at=sample.clock()).data
        running = CYCLES.ids(conn, Where(among={"status": frozenset({"coaching"})}))[0]
    added = evidence.add_evidence(sample, ANNA, running, title="Signed form", file_name="form.pdf", data=data)
    page = shown(qtbot, context_for(sample), Place("evidence", added.result, extra={"part": "items"}))
    press(page.items, "Look at it")
    look = dialog_of(page, LookDialog)
    assert look.preview.document.pageCount() > 1
    assert not list(tmp_path.rglob("form.pdf"))
    look.close()


def test_the_segments_switch_between_the_lists_by_keyboard(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    files = next(one for one in page.exports.findChildren(QPushButton) if one.text() == "Evidence files")
    qtbot.keyClick(files, Qt.Key.Key_Space)
    assert page.front is page.items
    assert page.switch.choice() == "items"


def test_an_empty_desk_offers_the_first_pack(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(desk))
    offered = [
        one for one in page.exports.list.table.findChildren(QPushButton) if one.isVisible() and "pack" in one.text()
    ]
    assert [one.text() for one in offered] == ["Make evidence pack…"]
    offered[0].click()
    assert dialog_of(page, MakeExport).kind == "pack"


def test_a_desk_open_to_read_makes_files_but_keeps_no_note(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, tmp_path: Path
) -> None:
    reading = open_reading(sample)
    try:
        page = make(qtbot, context_for(reading, READER), "Make tracker…", tmp_path / "tracker.xlsx")
        assert (tmp_path / "tracker.xlsx").exists()
        assert exports(reading) == []
        assert page.toast.isVisible()
    finally:
        reading.close()


def open_reading(desk: Desk) -> Desk:
    """The same desk, as a second opener has it."""
    desk.close()
    return open_desk(desk.path, mode="read", clock=desk.clock)


def test_a_made_file_is_not_undone(sample: Desk, qtbot: QtBot, context_for: MakeContext, tmp_path: Path) -> None:
    make(qtbot, context_for(sample), "Make tracker…", tmp_path / "tracker.xlsx")
    assert history.state(sample, ANNA).undo_label == ""
