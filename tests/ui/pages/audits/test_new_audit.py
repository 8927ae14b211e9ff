"""Opening an audit: the frame as it is typed, the advice that follows it, records from a file (R22)."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from coachdesk.queries.audits import AUDITS
from coachdesk.store.desk import Desk
from tests.helpers.audits import detail
from tests.helpers.desks import RENEE
from tests.helpers.practice import Practice
from tests.helpers.sheet_files import workbook
from tests.ui.pages.audits.conftest import audits_of
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.hands import control, dialog_over, no_dialog, press, submit, type_into
from ui.context import Context
from ui.forms import FormDialog
from ui.pages.signals.page import SignalsPage


def opened(qtbot: QtBot, context: Context) -> tuple[SignalsPage, FormDialog]:
    page, view = audits_of(qtbot, context)
    view.new_record()
    return page, dialog_over(page)


def frame(qtbot: QtBot, dialog: FormDialog, text: str) -> None:
    """Type a frame and wait until it was understood."""
    control(dialog, "frame").setPlainText(text)
    qtbot.wait(450)


def test_an_audit_is_opened_by_keyboard_and_its_page_is_shown(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    page, dialog = opened(qtbot, context)
    type_into(dialog, "version_id", "hd-01")
    type_into(dialog, "team_id", "north")
    type_into(dialog, "assessor_id", "garcia")
    frame(qtbot, dialog, "HC-0001 to HC-0120")
    assert dialog.form.blocks["frame"].hint().startswith("120 records. Draw 20:")
    assert dialog.form.values()["sample_size"] == 20, "the advice is taken until somebody says otherwise"
    type_into(dialog, "seed", "7")
    submit(dialog)
    assert no_dialog(page)
    audit = detail(desk, 1)
    assert (len(audit.records), len(audit.frame), audit.seed, audit.team) == (20, 120, 7, "North team")
    assert [one.code for one in audit.criteria] == ["1", "2"]
    view = audits_of(qtbot, context, 1)[1]
    assert view.record is not None


def test_the_advice_follows_the_frame_but_not_over_a_persons_own_number(
    qtbot: QtBot, context: Context, practice: Practice
) -> None:
    _, dialog = opened(qtbot, context)
    frame(qtbot, dialog, "HC-0001 to HC-0007")
    assert dialog.form.values()["sample_size"] == 7
    frame(qtbot, dialog, "HC-0001 to HC-0060")
    assert dialog.form.values()["sample_size"] == 12
    type_into(dialog, "sample_size", "30")
    frame(qtbot, dialog, "HC-0001 to HC-0080")
    assert dialog.form.values()["sample_size"] == 30


def test_r22_names_in_the_frame_are_flagged_as_typed_and_refused(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice
) -> None:
    page, dialog = opened(qtbot, context)
    type_into(dialog, "version_id", "hd-01")
    frame(qtbot, dialog, "HC-0001 to HC-0020\nEdmund Fisk\nHC-0003")
    warning = dialog.form.blocks["frame"].warning()
    assert "“Edmund Fisk” looks like a name" in warning
    assert "Listed twice: HC-0003" in warning
    type_into(dialog, "assessor_id", "garcia")
    submit(dialog)
    assert not no_dialog(page)
    with desk.read() as conn:
        assert AUDITS.count(conn) == 0


def test_a_frame_is_read_from_a_file_with_who_wrote_what(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, practice: Practice, tmp_path: Path
) -> None:
    rows = [(f"N-{number:03}", "101" if number % 2 else "Nguyễn, Thanh", "11/3/2026") for number in range(1, 13)]
    path = workbook(tmp_path / "notes.xlsx", {"Notes": [("Note #", "Written by", "Date"), *rows]})
    page, dialog = opened(qtbot, context_for(desk, RENEE, answers=(path,)))
    press(dialog, "Records from a file…")
    assert dialog.form.values()["frame"].splitlines()[:2] == ["N-001", "N-002"]
    assert dialog.form.values()["frame_note"] == "notes.xlsx, column Note #"
    qtbot.wait(450)
    type_into(dialog, "version_id", "hd-01")
    type_into(dialog, "assessor_id", "garcia")
    submit(dialog)
    assert no_dialog(page)
    records = detail(desk, 1).records
    assert len(records) == 10
    assert {one.staff for one in records} == {"Dana Whitfield", "Thanh Nguyễn"}
    assert {str(one.record_on) for one in records} == {"2026-11-03"}
