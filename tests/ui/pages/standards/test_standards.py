"""The Standards page: starters, writing, publishing, versions and what changed, roles, the printed sheets."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.queries.standards import STANDARDS, StandardDetail, VersionDetail, standard_detail
from coachdesk.services import cycle_phases, cycles, standards
from coachdesk.services.library import starter_standards
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import CRITERIA, PROMPTS, TEXTS, Practice, note
from tests.ui.forms.conftest import write
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import (
    button_of,
    buttons_of,
    control,
    dialog_over,
    no_dialog,
    press,
    show_page,
    submit,
    texts_of,
    type_into,
)
from tests.ui.support import Visits
from ui.context import Context, Place
from ui.forms import Form, FormDialog
from ui.forms.rows import RowsEditor
from ui.pages.cycles.page import CyclesPage
from ui.pages.listing import ListPage
from ui.pages.parts import PartedPage
from ui.pages.signals.page import SignalsPage
from ui.pages.standards import words
from ui.pages.standards.compare import CompareVersions
from ui.pages.standards.page import StandardsPage
from ui.pages.standards.printed import PrintedStandard
from ui.pages.standards.starters import StarterDialog


def detail(desk: Desk, standard_id: int = 1) -> StandardDetail:
    with desk.read() as conn:
        found = standard_detail(conn, standard_id, desk.clock().date(), load_settings(conn))
    assert found is not None
    return found


def draft_of(desk: Desk) -> VersionDetail:
    draft = detail(desk).draft
    assert draft is not None
    return draft


def count(desk: Desk) -> int:
    with desk.read() as conn:
        return STANDARDS.count(conn)


def rows_of(dialog: FormDialog, key: str) -> RowsEditor:
    editor = dialog.form.blocks[key].editor
    assert isinstance(editor, RowsEditor)
    return editor


def row_form(dialog: FormDialog, key: str, place: int) -> Form:
    form = rows_of(dialog, key).rows[place].form
    assert isinstance(form, Form)
    return form


def page_of(qtbot: QtBot, context: Context, standard_id: int = 1) -> StandardsPage:
    page = show_page(qtbot, StandardsPage, context, Place("standards", standard_id))
    assert page.record is not None
    return page


# Beginning ------------------------------------------------------------------------------------------------------------


def test_an_empty_library_offers_the_starters_and_adds_them_as_drafts(
    qtbot: QtBot, desk: Desk, context: Context
) -> None:
    page = show_page(qtbot, StandardsPage, context)
    press(page.list.table.stack.currentWidget() or page, "Choose starter standards")
    dialog = dialog_over(page, StarterDialog)
    assert not dialog.add.isEnabled()
    assert dialog.add.accessibleDescription() == "Tick at least one standard in the list."
    rows, seen = dialog.chooser.list, []
    for place in range(rows.count()):
        seen.append(texts_of(dialog.chooser.preview))
        if rows.item(place).text()[:5] in ("HD-01", "SH-01"):
            QTest.keyClick(rows, Qt.Key.Key_Space)
        QTest.keyClick(rows, Qt.Key.Key_Down)
    assert len(set(seen)) == len(starter_standards()), "walking the list shows each of them"
    (told,) = [one for one in seen if "HD-01" in one]
    for words_shown in (
        "Whoever sees a first sign", "Escalates to the nurse line or supervisor within 4 hours", "Escalation trigger",
        "limit 4 h", "critical", "Prompt card", "Evidence that closes a cycle", "Ten records after the last session",
    ):  # fmt: skip
        assert words_shown in told
    QTest.keyClick(rows, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.chooser.preview, "and its text can be scrolled by the keyboard"
    before = dialog.chooser.preview.verticalScrollBar().value()
    QTest.keyClick(dialog.chooser.preview, Qt.Key.Key_Down)
    assert dialog.chooser.preview.verticalScrollBar().value() > before
    press(dialog, "Add 2 as drafts")
    assert not [one for one in page.findChildren(StarterDialog) if one.isVisible()]
    assert page.list.table.count_text() == "2 rows"
    assert {one.status for one in detail(desk).versions} == {"draft"}
    page.add_starters()
    again = dialog_over(page, StarterDialog)
    offered = {again.chooser.list.item(place).text()[:5] for place in range(again.chooser.list.count())}
    assert offered == {one.code for one in starter_standards()} - {"HD-01", "SH-01"}
    assert "In your library already: HD-01 and SH-01." in texts_of(again)


def test_when_every_starter_is_there_it_says_so(qtbot: QtBot, desk: Desk, context: Context) -> None:
    for one in starter_standards():
        standards.create_standard(desk, RENEE, code=one.code, title=one.title)
    page = show_page(qtbot, StandardsPage, context)
    told: list[str] = []
    context.operations.announced.connect(lambda said: told.append(said.text))
    page.add_starters()
    assert (no_dialog(page), told) == (True, ["Every standard of the starter library is here already."])


def test_a_standard_is_written_by_keyboard_and_its_page_opens(qtbot: QtBot, desk: Desk, context: Context) -> None:
    page = show_page(qtbot, StandardsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    type_into(dialog, "title", "Adequate welfare check")
    type_into(dialog, "code", "wc-01")
    type_into(dialog, "purpose", "Nobody is found too late.")
    criterion = row_form(dialog, "criteria", 0)
    write(criterion.first_control(), "Sees and speaks with the participant")
    criterion.blocks["kind"].editor.set_value("must_do")
    rows_of(dialog, "prompts").add_button.click()
    write(row_form(dialog, "prompts", 0).blocks["cue"].editor.control(), "No answer at the door")
    submit(dialog)
    assert no_dialog(page)
    assert not page.list_is_shown
    draft = draft_of(desk)
    assert (draft.code, [one.text for one in draft.criteria]) == ("WC-01", ["Sees and speaks with the participant"])
    assert [one.cue for one in draft.prompts] == ["No answer at the door"]
    said = texts_of(page)
    assert "WC-01 Adequate welfare check" in said
    assert "A draft: nobody works by it until it is published." in said


def test_a_code_that_is_taken_is_said_at_the_code(
    qtbot: QtBot, desk: Desk, practice: Practice, context: Context
) -> None:
    page = show_page(qtbot, StandardsPage, context)
    page.new_record()
    dialog = dialog_over(page)
    type_into(dialog, "title", "Another")
    type_into(dialog, "code", "hd-01")
    submit(dialog)
    assert dialog.form.blocks["code"].problem_shown == "Another standard has this code."
    assert count(desk) == 1


# Drafts and publishing ------------------------------------------------------------------------------------------------


def test_a_draft_is_edited_whole_and_keeps_what_was_not_touched(
    qtbot: QtBot, desk: Desk, practice: Practice, context: Context
) -> None:
    standards.new_draft(desk, RENEE, practice.standard)
    page = page_of(qtbot, context)
    press(page, "Look at the draft")
    press(page, "Edit draft")
    dialog = dialog_over(page)
    assert "code" not in dialog.form.blocks
    graded, plain = row_form(dialog, "criteria", 0), row_form(dialog, "criteria", 1)
    assert not graded.blocks["ideal"].isHidden()
    assert plain.blocks["ideal"].isHidden()
    threshold = plain.blocks["threshold"].editor.control()
    threshold.setFocus()
    threshold.selectAll()  # type: ignore[attr-defined]  # a line of text
    write(threshold, "2")
    submit(dialog)
    draft = draft_of(desk)
    assert [(one.code, one.threshold, one.ideal) for one in draft.criteria] == [
        ("1", None, "Sign and time"),
        ("2", 2, ""),
    ]
    assert [one.cue for one in draft.prompts] == ["Eats clearly less"]
    assert "limit 2 h" in texts_of(page)


def test_publishing_says_what_it_means_and_cannot_be_edited_afterwards(
    qtbot: QtBot, desk: Desk, practice: Practice, context: Context
) -> None:
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version})
    standards.new_draft(desk, RENEE, practice.standard)
    page = page_of(qtbot, context)
    assert "Publish…" not in buttons_of(page)
    press(page, "Look at the draft")
    press(page, "Publish…")
    dialog = dialog_over(page)
    said = texts_of(dialog)
    assert "Once published, version 2 never changes" in said
    assert "Version 1 is retired; cycles that began under it go on with it." in said
    submit(dialog)
    assert {one.number: one.status for one in detail(desk).versions} == {2: "published", 1: "retired"}
    assert not {"Edit draft", "Publish…"} & set(buttons_of(page))
    assert "Version 2 · Published" in texts_of(page)


def test_a_draft_that_is_not_ready_says_what_is_missing(qtbot: QtBot, desk: Desk, context: Context) -> None:
    standards.create_standard(desk, RENEE, code="WC-01", title="Welfare check")
    page = page_of(qtbot, context)
    press(page, "Publish…")
    dialog = dialog_over(page)
    submit(dialog)
    told = dialog.panel.banner.accessibleName()
    assert "The purpose is needed." in told
    assert "At least one criterion is needed." in told
    assert detail(desk).current is None


def test_deleting_the_only_draft_asks_and_leads_back_to_the_list(
    qtbot: QtBot, desk: Desk, context_for: MakeContext
) -> None:
    standards.create_standard(desk, RENEE, code="WC-01", title="Welfare check")
    context = context_for(desk, RENEE, answers=[False, True])
    page = page_of(qtbot, context)
    assert page.record is not None
    page.record.moves.do("drop")
    assert count(desk) == 1
    page.record.moves.do("drop")
    assert count(desk) == 0
    assert page.list_is_shown
    assert context.ask.asked[0].startswith("It is the only version")  # type: ignore[attr-defined]  # Answers


def test_retiring_asks_first(qtbot: QtBot, desk: Desk, practice: Practice, context_for: MakeContext) -> None:
    context = context_for(desk, RENEE, answers=[False, True])
    page = page_of(qtbot, context)
    assert page.record is not None
    page.record.moves.do("retire")
    assert detail(desk).current is not None
    page.record.moves.do("retire")
    assert detail(desk).current is None
    assert "no version in force" in texts_of(page)


# Versions -------------------------------------------------------------------------------------------------------------


def test_a_new_version_begins_as_a_copy_and_is_shown(
    qtbot: QtBot, desk: Desk, practice: Practice, context: Context
) -> None:
    page = page_of(qtbot, context)
    assert page.record is not None
    assert ("Begin a new version", "revise") in page.record.moves.offered()
    page.record.moves.do("revise")
    assert "Version 2 · Draft" in texts_of(page)
    assert ("Begin a new version", "revise") not in page.record.moves.offered()
    page.record.versions.opened.emit(str(practice.version))
    assert "Version 1 · Published" in texts_of(page)


def test_what_changed_is_told_side_by_side(qtbot: QtBot, desk: Desk, practice: Practice, context: Context) -> None:
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    standards.edit_draft(
        desk, RENEE, draft, code="HD-01", title="Health deterioration", version=TEXTS,
        criteria=[CRITERIA[0], {**CRITERIA[1], "text": "Escalates within 2 h"}], prompts=PROMPTS,
    )  # fmt: skip
    page = page_of(qtbot, context)
    press(page, "What changed")
    dialog = dialog_over(page, CompareVersions)
    said = texts_of(dialog)
    assert "Criterion 2\nWording\nchanged" in said
    assert "Escalates within <s>4</s> h" in said
    assert "Escalates within <b><u>2</u></b> h" in said
    dialog.new.setCurrentIndex(dialog.new.findData(practice.version))
    assert "Nothing: both say the same." in texts_of(dialog)
    dialog.reject()


def test_words_are_marked_and_markup_in_a_text_stays_text() -> None:
    assert words.marked("Call <now>", "Call <b>") == ("Call &lt;<s>now</s>&gt;", "Call &lt;<b><u>b</u></b>&gt;")
    assert words.marked("same", "same") == ("same", "same")
    assert words.marked("", "new words") == ("", "<b><u>new words</u></b>")


def test_r20_each_count_of_its_use_opens_the_list_it_counts(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for _ in range(2):
        note(desk, clock, practice)
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version})
    ended = cycles.open_cycle(desk, RENEE, {"version_id": practice.version}).result
    cycle_phases.cancel_cycle(desk, RENEE, ended, "Opened twice.")
    standards.retire(desk, RENEE, practice.version)
    visits = cast(Visits, context.navigate)
    page = page_of(qtbot, context)
    assert page.record is not None
    kinds: dict[str, type[PartedPage]] = {"cycles": CyclesPage, "signals": SignalsPage}
    pages = {key: show_page(qtbot, kind, context, Place(key)) for key, kind in kinds.items()}
    for name, count_of in (("Open cycles: 1", 1), ("Cycles in all: 2", 2), ("Signals: 2", 2)):
        found = page.record.used.findChildren(QPushButton)
        link = next(one for one in found if one.accessibleName() == f"{name}, show them")
        link.setFocus()
        QTest.keyClick(link, Qt.Key.Key_Space)
        place = visits[-1]
        pages[place.page].activate(place)
        front = pages[place.page].front
        assert isinstance(front, ListPage)
        assert front.list.table.model.rowCount() == count_of, name
        assert front.list.filters.values()["standard"] == frozenset({"HD-01"}), "also once it is retired"


# Roles, print, rights -------------------------------------------------------------------------------------------------


def test_roles_are_set_with_their_months(qtbot: QtBot, desk: Desk, practice: Practice, context: Context) -> None:
    page = page_of(qtbot, context)
    assert "No role requires it yet." in texts_of(page)
    press(page, "Change")
    dialog = dialog_over(page)
    assert dialog.form.blocks[f"months_{practice.role}"].isHidden()
    control(dialog, f"role_{practice.role}").click()
    type_into(dialog, f"months_{practice.role}", "6")
    submit(dialog)
    assert "Support worker, every 6 months" in texts_of(page)
    press(page, "Change")
    control(dialog_over(page), f"role_{practice.role}").click()
    submit(dialog_over(page))
    assert detail(desk).required_of == ()


def test_both_sheets_are_shown_as_printed_and_can_be_saved(
    qtbot: QtBot, desk: Desk, practice: Practice, context_for: MakeContext, tmp_path: Path
) -> None:
    target = tmp_path / "card.pdf"
    page = page_of(qtbot, context_for(desk, RENEE, answers=[target]))
    press(page, "As printed")
    dialog = dialog_over(page, PrintedStandard)
    assert dialog.preview.document.pageCount() == 1
    wide = dialog.preview.document.pagePointSize(0).width()
    press(dialog, "Prompt card")
    assert dialog.preview.document.pagePointSize(0).width() < wide
    dialog.preview.save_as()
    assert target.read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_a_reader_reads_prints_and_compares_but_changes_nothing(
    qtbot: QtBot, desk: Desk, practice: Practice, context_for: MakeContext
) -> None:
    standards.new_draft(desk, RENEE, practice.standard)
    page = page_of(qtbot, context_for(desk, READER))
    assert page.record is not None
    assert {key for _, key in page.record.moves.offered()} == {"print", "compare", "export"}
    press(page, "Look at the draft")
    assert not {"Edit draft", "Publish…", "Change"} & set(buttons_of(page))
    for key in ("edit", "publish", "drop", "revise", "roles"):
        page.record.moves.do(key)
    assert no_dialog(page)
    page.activate(Place("standards"))
    assert not {"New standard", "Starter library…"} & set(buttons_of(page))
    page.new_record()
    assert no_dialog(page)


def test_the_list_shows_drafts_that_wait(qtbot: QtBot, desk: Desk, practice: Practice, context: Context) -> None:
    standards.create_standard(desk, RENEE, code="WC-01", title="Welfare check")
    page = show_page(qtbot, StandardsPage, context)
    assert "1 in force · 1 draft waiting" in texts_of(page)
    button_of(page, "Draft waiting").click()
    QApplication.processEvents()
    assert page.list.table.count_text() == "1 of 2"
    assert "WC-01" in texts_of(page)
    page.open_record(2)
    assert not page.list_is_shown
    button_of(page, "Standards").click()
    assert page.list_is_shown
