"""Judging records by keyboard: quick, saved at once, independent the second time; and what follows (R4, R18, R22)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.queries.signals import SIGNALS
from coachdesk.services import audits, cycles
from coachdesk.store.desk import Desk
from tests.helpers.audits import detail, finished, judge_all, open_audit
from tests.helpers.desks import RENEE
from tests.helpers.practice import Practice
from tests.ui.pages.audits.conftest import audits_of
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import choose, control, dialog_over, no_dialog, press, submit, texts_of, type_into
from tests.ui.support import Recorder
from ui.context import Context, Place
from ui.operations import Operations
from ui.pages.audits.findings import FindingsDialog
from ui.pages.audits.judgements import JudgementModel
from ui.pages.audits.record import AuditRecordPage
from ui.runners import ThreadRunner


def record_of(qtbot: QtBot, context: Context, audit_id: int) -> AuditRecordPage:
    _, view = audits_of(qtbot, context, audit_id)
    assert view.record is not None
    return view.record


def type_keys(record: AuditRecordPage, keys: str) -> None:
    record.grid.setFocus()
    QTest.keyClicks(record.grid, keys)
    QApplication.processEvents()


def unjudged(model: JudgementModel) -> int:
    """How many judgements are still to make."""
    return sum(
        model.is_criterion(column) and not model.result(row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )


def test_a_record_is_judged_with_a_key_for_each_criterion(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    assert record.grid.currentIndex().row() == 0
    type_keys(record, "mn3")
    audit = detail(desk, audit_id)
    first, second = audit.records[:2]
    assert dict(audit.first) == {(first.id, 1): "met", (first.id, 2): "not_met", (second.id, 1): "not_applicable"}
    index = record.grid.currentIndex()
    assert (index.row(), index.column()) == (1, 2), "it goes on by itself"
    assert "Record 2 of 10" in record.cell.text()
    assert "Escalates within 4 h (critical)" in record.cell.text()
    assert "1 of 10 records judged" in texts_of(record)


def test_the_whole_audit_by_keys_then_finished(qtbot: QtBot, desk: Desk, context: Context, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    assert not record.finish.isEnabled()
    type_keys(record, "1122" + "m" * 16)
    assert record.finish.isEnabled()
    assert "9 of 10" in record.whole.text()
    press(record, "Finish audit")
    assert detail(desk, audit_id).status == "done"
    assert not record.grid.editable
    type_keys(record, "n")
    assert len(detail(desk, audit_id).unmet) == 2, "a finished audit takes no more judgements"


def test_backspace_takes_back_and_delete_empties(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    type_keys(record, "mmm")
    QTest.keyClick(record.grid, Qt.Key.Key_Backspace)
    assert len(detail(desk, audit_id).first) == 2
    assert (record.grid.currentIndex().row(), record.grid.currentIndex().column()) == (1, 1)
    QTest.keyClick(record.grid, Qt.Key.Key_Up)
    QTest.keyClick(record.grid, Qt.Key.Key_Delete)
    assert len(detail(desk, audit_id).first) == 1
    context.operations.undo()
    assert len(detail(desk, audit_id).first) == 2, "each key can be undone by name"


def test_what_is_typed_while_a_save_is_under_way_goes_with_the_next(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    context = context_for(desk, RENEE)
    context.operations = Operations(desk, RENEE, Recorder(), ThreadRunner())
    record = record_of(qtbot, context, audit_id)
    qtbot.waitUntil(lambda: record.grid.currentIndex().isValid())
    before = desk.trail_head()[0]
    for key in "mnmamn":
        QTest.keyClick(record.grid, key)
    model = record.grid.judged
    assert model.result(0, 1) == "met", "what is typed is seen at once"
    qtbot.waitUntil(lambda: len(detail(desk, audit_id).first) == 6)
    assert desk.trail_head()[0] - before < 6, "nobody waits for a save"
    qtbot.waitUntil(lambda: not context.operations.busy)
    assert unjudged(model) == 14
    context.operations.close()


def test_the_second_judgement_sees_nothing_of_the_first(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice, size=20)
    judge_all(desk, audit_id, [(0, 1)])
    record = record_of(qtbot, context, audit_id)
    twice = [one for one in detail(desk, audit_id).records if one.twice]
    press(record, "Second judgement")
    assert not record.grid.isEnabled()
    press(record, "Name them…")
    dialog = dialog_over(record)
    type_into(dialog, "second_assessor_id", "rosa")
    submit(dialog)
    assert no_dialog(record)
    assert record.grid.isEnabled()
    assert record.grid.judged.rowCount() == len(twice)
    assert unjudged(record.grid.judged) == 2 * len(twice)
    assert not record.results_card.isVisible(), "figures would give the first judgements away"
    assert "Not met" not in texts_of(record)
    type_keys(record, "m" * 2 * len(twice))
    assert detail(desk, audit_id).waiting_twice == {}
    assert record.agreement_card.isVisible()
    assert "Gwet AC1" in record.agreement.text()
    assert record.finish.isEnabled()


def test_who_wrote_a_record_is_said_with_f2(qtbot: QtBot, desk: Desk, context: Context, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    QTest.keyClick(record.grid, Qt.Key.Key_F2)
    dialog = dialog_over(record)
    type_into(dialog, "staff_id", "whitfield")
    type_into(dialog, "record_on", "11/2")
    control(dialog, "note").setPlainText("Call Dana Whitfield")
    dialog.form.blocks["note"].lint()
    assert "Dana Whitfield" in dialog.form.blocks["note"].warning(), "R22, as it is typed"
    control(dialog, "note").setPlainText("")
    submit(dialog)
    first = detail(desk, audit_id).records[0]
    assert (first.staff, str(first.record_on)) == ("Dana Whitfield", "2026-11-02")
    assert record.window().focusWidget() is record.grid, "judging goes on where it was"


def test_findings_are_looked_at_then_noted_as_signals(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    known = {f"HC-{number:04}": audits.Known(practice.people["Dana"]) for number in range(1, 31)}
    audit_id = finished(desk, practice, [(0, 1), (1, 2), (2, 2)], known=known)
    record = record_of(qtbot, context, audit_id)
    assert "3 findings are not noted" in record.follow.text()
    press(record, "Note signals…")
    dialog = dialog_over(record, FindingsDialog)
    assert [row.severity.currentText() for row in dialog.rows] == ["Minor", "Moderate", "Moderate"]
    dialog.rows[1].words.setText("Call Thanh Nguyễn")
    assert "Thanh" in dialog.rows[1].warning.text(), "R22, as it is typed"
    dialog.rows[1].words.setText("Seen at 8, called at 3 pm")
    dialog.rows[2].chosen.click()
    assert dialog.accept_button.text() == "Note 2 signals"
    dialog.accept_button.click()
    with desk.read() as conn:
        rows = [row for _, row in SIGNALS.all(conn, order=(("number", False),))]
    assert [row[SIGNALS.index("what_happened")] for row in rows][1] == "Seen at 8, called at 3 pm"
    assert [row[SIGNALS.index("staff")] for row in rows] == ["Dana Whitfield", "Dana Whitfield"]
    assert len(detail(desk, audit_id).unmet) == 1


def test_a_finished_audit_becomes_the_baseline_of_a_cycle(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    audit_id = finished(desk, practice, [(0, 1)])
    cycle_id = cycles.open_cycle(
        desk,
        RENEE,
        {"title": "Escalation", "version_id": practice.version},
        signal_ids=[],
        staff_ids=[],
        criterion_ids=[1, 2],
    ).result
    record = record_of(qtbot, context, audit_id)
    press(record, "Use as measure…")
    dialog = dialog_over(record)
    choose(dialog, f"stage_{cycle_id}", "Before (baseline)")
    submit(dialog)
    assert [(use.cycle_id, use.stage) for use in detail(desk, audit_id).uses] == [(cycle_id, "baseline")]
    assert "Before (baseline) of" in record.follow.text()


def test_more_records_giving_up_and_the_draw_as_text(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    record.moves.do("draw_more")
    submit(dialog_over(record))
    assert record.grid.judged.rowCount() == 15
    record.moves.do("copy")
    copied = QApplication.clipboard().text()
    assert "Seed: 7" in copied
    assert "HC-0030" in copied
    record.moves.do("give_up")
    dialog = dialog_over(record)
    submit(dialog)
    assert dialog.isVisible(), "a reason is needed"
    control(dialog, "reason").setPlainText("The wrong month")
    submit(dialog)
    assert detail(desk, audit_id).status == "given_up"
    assert "Given up: The wrong month" in record.follow.text()


def test_cells_are_told_to_screen_readers(qtbot: QtBot, desk: Desk, context: Context, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    record = record_of(qtbot, context, audit_id)
    type_keys(record, "m")
    model = record.grid.judged
    spoken = model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    code = detail(desk, audit_id).records[0].code
    assert spoken == f"{code}, criterion 1 · Writes what was seen, with the time: Met"
    name = QAccessible.queryAccessibleInterface(record.grid).text(QAccessible.Text.Name)
    assert name == "Records and criteria"


def test_who_may_only_read_judges_nothing(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    context = context_for(desk, READER)
    assert context.read_only
    record = record_of(qtbot, context, audit_id)
    type_keys(record, "mm")
    assert detail(desk, audit_id).first == {}
    assert not record.finish.isVisible()
    assert not record.keys.isVisible()


def test_the_list_leads_to_the_audit_and_back(qtbot: QtBot, desk: Desk, context: Context, practice: Practice) -> None:
    audit_id = open_audit(desk, practice, title="Progress notes")
    _, view = audits_of(qtbot, context)
    assert "Progress notes" in texts_of(view.panel)
    press(view.panel, "Judge records")
    assert not view.list_is_shown
    assert view.record is not None
    assert view.record.audit is not None
    assert view.record.audit.id == audit_id
    view.activate(Place("signals"))
    assert view.list_is_shown
