"""A standard goes to another agency and comes from one by the window; the page beside the editor follows the typing."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from coachdesk.importers.standard_file import parse_standard
from coachdesk.queries.standards import STANDARDS, version_detail
from coachdesk.queries.table import Where
from coachdesk.services import standards
from coachdesk.services.library import as_version, starter_standards
from coachdesk.store.desk import Desk
from exports.standard_file import standard_text
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import run_loop
from tests.helpers.practice import CRITERIA, TEXTS, Practice
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.hands import choose, dialog_over, no_dialog, press, show_page, submit, texts_of, type_into
from tests.ui.support import Answers
from ui.context import Context, Place
from ui.pages.cycles.page import CyclesPage
from ui.pages.standards.beside import FormBesidePage
from ui.pages.standards.page import StandardsPage


def answering(context: Context, *answers: object) -> Answers:
    context.ask = answers_of = Answers(*answers)
    return answers_of


def wide(dialog: FormBesidePage) -> FormBesidePage:
    """The dialog on a screen that has room for the page."""
    dialog.resize(1180, 800)
    return dialog


def test_a_standard_is_saved_for_another_agency(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice, tmp_path: Path
) -> None:
    page = show_page(qtbot, StandardsPage, context, Place("standards", practice.standard))
    target = tmp_path / "HD-01 v1.toml"
    answering(context, target)
    assert page.record is not None
    page.record.moves.do("export")
    found = parse_standard(target.read_bytes())
    assert (found.code, found.agency, found.version) == ("HD-01", "Harbor Community Supports", 1)


def test_r22_a_name_in_it_is_asked_about_before_it_leaves(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice, tmp_path: Path
) -> None:
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    standards.edit_draft(
        desk, RENEE, draft, code="HD-01", title="Health deterioration", version=TEXTS, criteria=CRITERIA,
        prompts=[{"cue": "A fall", "call": "Dana Whitfield, (614) 555-0147"}],
    )  # fmt: skip
    page = show_page(qtbot, StandardsPage, context, Place("standards", practice.standard, {"version_id": draft}))
    asked = answering(context, False)
    assert page.record is not None
    page.record.moves.do("export")
    assert "Dana Whitfield" in str(asked.asked)
    assert "(614) 555-0147" in str(asked.asked)
    assert list(tmp_path.glob("*.toml")) == []


def test_a_file_is_looked_at_then_comes_in_as_a_draft_that_is_shown(
    qtbot: QtBot, desk: Desk, context: Context, tmp_path: Path, context_for: MakeContext
) -> None:
    file = tmp_path / "SH-01.toml"
    starter = next(one for one in starter_standards() if one.code == "SH-01")
    file.write_text(standard_text(as_version(starter, 3), "Lakeside Family Services", desk.clock().date()), "utf-8")
    page = show_page(qtbot, StandardsPage, context)
    answering(context, file)
    press(page, "From a file…")
    dialog = dialog_over(page, FormBesidePage)
    assert "From Lakeside Family Services, their version 3" in texts_of(dialog)
    wide(dialog)
    qtbot.waitUntil(lambda: dialog.page.document.pageCount() == 1)
    submit(dialog)
    assert no_dialog(page)
    assert page.record is not None
    assert page.record.shown is not None
    assert (page.record.shown.version.code, page.record.shown.version.status) == ("SH-01", "draft")


def test_a_taken_code_offers_a_new_version_or_another_code(
    qtbot: QtBot, desk: Desk, context: Context, practice: Practice, tmp_path: Path
) -> None:
    file = tmp_path / "HD-01.toml"
    file.write_text('coachdesk_standard = 1\ncode = "HD-01"\ntitle = "Their title"\npurpose = "Theirs"\n')
    page = show_page(qtbot, StandardsPage, context)
    answering(context, file, file)
    press(page, "From a file…")
    dialog = dialog_over(page, FormBesidePage)
    assert "You have a standard HD-01 already" in texts_of(dialog)
    assert "Differs from your version 1 in: Title, Purpose" in texts_of(dialog)
    choose(dialog, "how", "As a standard of its own, under another code")
    type_into(dialog, "code", "HD-01")
    submit(dialog)
    assert "has a standard HD-01 already" in texts_of(dialog)
    choose(dialog, "how", "As version 2 of your HD-01, a draft")
    submit(dialog)
    assert no_dialog(page)
    with desk.read() as conn:
        version = version_detail(conn, practice.version + 1)
        assert STANDARDS.count(conn, Where()) == 1
    assert version is not None
    assert (version.number, version.status, version.title) == (2, "draft", "Their title")


def test_a_cycle_opened_under_version_1_shows_version_1_after_version_3(
    qtbot: QtBot, desk: Desk, clock: Clock, context: Context
) -> None:
    loop = run_loop(desk, clock)
    for number in (2, 3):
        draft = standards.new_draft(desk, RENEE, loop.standard).result
        standards.edit_draft(
            desk, RENEE, draft, code="HD-01", title=f"Renamed for version {number}", version=TEXTS,
            criteria=[{"text": f"Wording of version {number}"}],
        )  # fmt: skip
        standards.publish(desk, RENEE, draft)
    page = show_page(qtbot, CyclesPage, context, Place("cycles", loop.closed))
    told = texts_of(page)
    assert "standard HD-01 version 1" in told
    assert "Escalates within 4 h of first sign" in told
    assert "Wording of version" not in told
    assert "Renamed for version" not in told
    shown = show_page(qtbot, StandardsPage, context, Place("standards", loop.standard, {"version_id": 1}))
    assert "HD-01 Escalating health deterioration" in texts_of(shown)  # the old version under its own title
    assert "Version 1 was retired" in texts_of(shown)


def test_a_broken_file_is_told_and_nothing_comes_in(qtbot: QtBot, desk: Desk, context: Context, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"a." * 50_000)
    page = show_page(qtbot, StandardsPage, context)
    answering(context, file)
    press(page, "From a file…")
    (error,) = context.operations.reporter.troubles  # type: ignore[attr-defined]  # the recorder of tests
    assert "not a practice standard" in error.happened
    assert no_dialog(page)


def test_the_page_beside_the_editor_shows_what_is_typed(qtbot: QtBot, desk: Desk, context: Context) -> None:
    page = show_page(qtbot, StandardsPage, context)
    page.new_record()
    dialog = wide(dialog_over(page, FormBesidePage))
    for key, text in (("code", "X-1"), ("title", "Welcome at the door"), ("purpose", "People feel at home.")):
        type_into(dialog, key, text)
    dialog.draw()
    qtbot.waitUntil(lambda: "Welcome at the door" in dialog.page.document.getAllText(0).text())
    assert "People feel at home." in dialog.page.document.getAllText(0).text()
    assert dialog.page.told.text() == "Fits on one page."
    with desk.read() as conn:
        assert STANDARDS.count(conn, Where()) == 0  # looking saved nothing
    dialog.resize(700, 700)
    assert dialog.page.isHidden()
