"""A cycle's own page by mouse and keyboard: each card shows its side of the cycle and leads to what can be done."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QToolButton, QWidget

from coachdesk.changes import Actor
from coachdesk.queries.notes import notes_for
from coachdesk.services import agency, cycle_phases, evidence, notes, sustain
from coachdesk.store.desk import Desk
from tests.helpers.cycling import (
    VALIDATOR,
    closed,
    coaching,
    criteria_of,
    diagnosed,
    held,
    measured,
    seen,
    validating,
    whole,
)
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
from tests.ui.pages.conftest import READER
from tests.ui.pages.cycles.conftest import Show
from tests.ui.pages.hands import (
    buttons_of,
    choose,
    control,
    dialog_over,
    no_dialog,
    press,
    submit,
    texts_of,
    type_into,
)
from tests.ui.support import Visits
from ui.jobs import Announcement
from ui.pages.cycles.looking import FileView
from ui.pages.cycles.record_views import RecordView

HOURS = {
    "rule_kind": "duration",
    "rule_unit": "h",
    "rule_measure": "Hours to the call",
    "rule_direction": "at_most",
    "rule_threshold": "4",
    "rule_smallest_count": 3,
}


def view_over(page: QWidget) -> RecordView:
    return dialog_over(page, RecordView)


def test_a_scenario_exercise_is_handed_in_and_reviewed_with_a_key_for_each_criterion(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = coaching(desk, clock, practice)
    page = show(cycle)
    page.doings.do("scenario")
    dialog = dialog_over(page)
    type_into(dialog, "scenario", "Two meals left; what now?")
    type_into(dialog, "answer", "I call the nurse line.")
    submit(dialog)
    assert no_dialog(page)
    assert "review due" in texts_of(page.people)
    clock.go(hours=2)
    page.gate.list.linked.emit("scenarios")
    dialog = dialog_over(page)
    first = criteria_of(desk, practice.version)[0]
    control(dialog, f"rating_{first}").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    type_into(dialog, "feedback", "Right call.")
    submit(dialog)
    (kept,) = whole(desk, clock, cycle).scenarios
    assert [(one.code, one.result) for one in kept.ratings] == [("1", "met"), ("2", "partly")]
    assert kept.feedback == "Right call."
    assert "1 of 2 criteria met, reviewed by Maria Garcia. Right call." in texts_of(page.people)
    page.people.timeline.opened.emit(f"scenario:{kept.id}")
    assert "Two meals left; what now?" in texts_of(view_over(page))
    press(view_over(page), "Correct the exercise…")
    dialog = dialog_over(page)
    assert "reviewer_id" not in dialog.form.blocks, "who reviewed it is corrected in the review"
    type_into(dialog, "answer", "I write the time and call.")
    submit(dialog)
    assert no_dialog(page)
    (mended,) = whole(desk, clock, cycle).scenarios
    assert (mended.answer, mended.scenario, mended.reviewer) == (
        "I write the time and call.", "Two meals left; what now?", "Maria Garcia",
    )  # fmt: skip
    page.people.timeline.opened.emit(f"scenario:{kept.id}")
    assert "I write the time and call." in texts_of(view_over(page))


def test_a_second_observer_rates_the_same_event_and_the_page_says_where_they_differ(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = validating(desk, clock, practice)
    first = seen(desk, clock, practice, cycle)
    page = show(cycle)
    page.people.timeline.opened.emit(f"observation:{first}")
    press(view_over(page), "Second observer…")
    dialog = dialog_over(page)
    for criterion, words in zip(criteria_of(desk, practice.version), ("Met", "Not met"), strict=True):
        choose(dialog, f"rating_{criterion}", words)
    submit(dialog)
    assert no_dialog(page)
    told = texts_of(page.people)
    assert "Same rating on 1 of 2 (9–91%) criteria, AC1 0.20." in told
    assert "Talk about criterion 2: Rosa Ortiz saw “met”, Maria Garcia “not met”." in told
    page.people.timeline.opened.emit(f"observation:{first}")
    view = view_over(page)
    assert "Second observer…" not in buttons_of(view), "there is one already"


def test_an_observation_is_corrected_where_it_is_read(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = validating(desk, clock, practice)
    first = seen(desk, clock, practice, cycle)
    page = show(cycle)
    page.people.timeline.opened.emit(f"observation:{first}")
    press(view_over(page), "Correct…")
    dialog = dialog_over(page)
    choose(dialog, f"rating_{criteria_of(desk, practice.version)[1]}", "Not met")
    submit(dialog)
    assert no_dialog(page)
    (kept,) = whole(desk, clock, cycle).observations
    assert [(one.code, one.result) for one in kept.ratings] == [("1", "met"), ("2", "not_met")]
    assert "1 of 2 criteria met" in texts_of(page.people)


def test_r18_times_are_measured_and_compared_on_the_page(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = diagnosed(desk, clock, practice, rule=HOURS, signals=[note(desk, clock, practice)])
    page = show(cycle)
    page.doings.do("measure")
    dialog = dialog_over(page)
    assert "met" not in dialog.form.blocks, "a list of times has no count of records that met"
    type_into(dialog, "figures", "9, 12, twenty")
    submit(dialog)
    assert "“twenty” is no figure here" in texts_of(dialog)
    type_into(dialog, "figures", "9, 12, 20")
    submit(dialog)
    assert no_dialog(page)
    assert "median 12 h, n = 3" in texts_of(page.figures)
    assert page.rule.text.text() == "Hours to the call: median at most 4 h, on at least 3 times"
    cycle_phases.advance(desk, RENEE, cycle)
    measured(desk, clock, practice, cycle, "post", kind="duration", figures="1, 2, 3")
    page.refresh(None)
    told = texts_of(page.figures)
    assert "Consistent with improvement; too few to be sure (exact test p = 0.10)." in told
    assert "Rule met: median 2 h, n = 3." in told


def test_r4_the_form_of_the_baseline_asks_whether_trigger_records_are_in_it(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = diagnosed(desk, clock, practice, signals=[note(desk, clock, practice)])
    page = show(cycle)
    page.doings.do("measure")
    dialog = dialog_over(page)
    type_into(dialog, "met", "4")
    type_into(dialog, "total", "10")
    control(dialog, "triggers_included").click()
    submit(dialog)
    assert "Records behind the signals are still among those judged (R4)." in texts_of(page.figures)
    assert "Records that opened the cycle are still in the baseline; leave them out." in texts_of(page.gate)


def test_a_measure_is_removed_only_after_asking(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = diagnosed(desk, clock, practice)
    measured(desk, clock, practice, cycle, "baseline")
    page = show(cycle, answers=[False, True])
    press(page.figures, "Remove…")
    assert len(whole(desk, clock, cycle).measures) == 1
    press(page.figures, "Remove…")
    assert whole(desk, clock, cycle).measures == ()
    assert "Remove…" not in buttons_of(page.figures)


def test_confidence_is_rated_with_words_and_the_own_rating_stays_apart(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = coaching(desk, clock, practice)
    page = show(cycle)
    press(page.people, "not rated")
    dialog = dialog_over(page)
    choose(dialog, "confidence_before", "2 · Talked through")
    choose(dialog, "self_before", "4 · Present just in case")
    submit(dialog)
    assert "2" in buttons_of(page.people), "the supervisor's rating"
    (row,) = whole(desk, clock, cycle).coachees
    assert (row.confidence_before, row.self_before) == (2, 4)


def test_private_notes_are_seen_by_their_author_and_by_others_once_shared(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = coaching(desk, clock, practice)
    luis = Actor(
        agency.add_profile(desk, RENEE, name="Luis Marín", role="supervisor").result, "Luis Marín", "supervisor"
    )
    page = show(cycle)
    press(page.notes, "Write")
    dialog = dialog_over(page)
    type_into(dialog, "text", "Too quick with advice")
    submit(dialog)
    assert "Too quick with advice" in texts_of(page.notes)
    assert "Too quick with advice" not in texts_of(show(cycle, luis).notes)
    press(page.notes, "Share")
    assert "Too quick with advice" in texts_of(show(cycle, luis).notes)
    assert "Edit" not in buttons_of(show(cycle, luis).notes), "only its author changes it"
    with desk.read() as conn:
        assert [one.shared for one in notes_for(conn, cycle, 1)] == [True]


def test_a_private_note_is_removed_after_asking(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = coaching(desk, clock, practice)
    notes.write_note(desk, RENEE, cycle, "Too quick with advice")
    page = show(cycle, answers=[True])
    press(page.notes, "Remove…")
    assert "Too quick" not in texts_of(page.notes)


def test_escalating_asks_why_and_who_decides(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = coaching(desk, clock, practice)
    page = show(cycle)
    page.doings.do("escalate")
    dialog = dialog_over(page)
    type_into(dialog, "reason", "Twelve visits a shift")
    submit(dialog)
    assert "Type something here." in texts_of(dialog), "who decides is needed"
    type_into(dialog, "to", "Program director")
    submit(dialog)
    assert no_dialog(page)
    assert "Escalated to Program director. Twelve visits a shift" in texts_of(page)
    assert "Clocks stopped" in texts_of(page.departures)


def test_r8_r20_a_check_that_finds_the_drift_back_opens_the_cycle_that_follows(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    first = closed(desk, clock, practice)
    clock.go(days=31)
    page = show(first)
    assert "late" in texts_of(page.after)
    press(page.after, "Record…")
    dialog = dialog_over(page)
    choose(dialog, "status", "Recurred")
    type_into(dialog, "note", "Two late calls again")
    submit(dialog)
    assert "Two late calls again" in texts_of(page.after)
    press(page.after, "Open a cycle…")
    submit(dialog_over(page))
    again = whole(desk, clock, first).sustain[0].next_cycle_id
    assert again is not None
    visits = page.context.navigate
    assert isinstance(visits, Visits)
    assert visits[-1].record_id == again
    following = whole(desk, clock, again)
    assert following.previous_id == first
    assert [one.code for one in following.criteria] == ["1", "2"]
    assert whole(desk, clock, first).number in buttons_of(show(again).diagnosis)


def test_r16_closing_as_achieved_offers_competence_and_writes_nothing_by_itself(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = validating(desk, clock, practice)
    seen(desk, clock, practice, cycle)
    measured(desk, clock, practice, cycle, "post", met=10)
    page = show(cycle)
    page.doings.do("next")
    dialog = dialog_over(page)
    choose(dialog, f"outcome_{practice.people['Dana']}", "Achieved")
    submit(dialog)
    assert whole(desk, clock, cycle).status == "closed"
    offer = dialog_over(page)
    assert "Competence of Dana Whitfield" in offer.windowTitle()
    offer.close()
    assert "Record competence of 1 person…" in buttons_of(page.after), "it stays on offer"


def test_r22_a_wrong_file_is_taken_out_with_a_reason(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = coaching(desk, clock, practice)
    evidence.add_evidence(desk, RENEE, cycle, title="Log", file_name="log.txt", data=b"Mrs. H. called")
    page = show(cycle)
    (away,) = (one for one in page.evidence.findChildren(QToolButton) if one.accessibleName() == "Remove E-0001")
    away.click()
    dialog = dialog_over(page)
    type_into(dialog, "reason", "It names a participant.")
    submit(dialog)
    assert no_dialog(page)
    assert whole(desk, clock, cycle).evidence == ()
    assert "No files yet." in texts_of(page.evidence)


def test_evidence_is_looked_at_without_leaving_the_desk(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = coaching(desk, clock, practice)
    evidence.add_evidence(desk, RENEE, cycle, title="Log", file_name="log.txt", data=b"14:10 nurse line called")
    page = show(cycle)
    heard: list[Announcement] = []
    page.context.operations.announced.connect(heard.append)
    twin = {"title": "Again", "file_name": "log.txt", "data": b"14:10 nurse line called"}
    page.context.operations.run(page, evidence.add_evidence, cycle, **twin)
    assert [(one.text, one.notes) for one in heard] == [
        ("Evidence added", ("The same file is here already: E-0001.",))
    ], "R20: the toast names the item that holds these bytes"
    press(page.evidence, "Open")
    view = dialog_over(page, FileView)
    shown = view.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.toPlainText() == "14:10 nurse line called"


def test_what_departed_from_the_rules_stands_together(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = diagnosed(desk, clock, practice)
    cycle_phases.advance(desk, RENEE, cycle, "The log was lost in the move.")
    clock.go(days=8)
    held(desk, clock, practice, cycle, starts_at=clock() - timedelta(days=5), feedback_at=clock() - timedelta(days=5))
    cycle_phases.pause_cycle(desk, RENEE, cycle, "On leave")
    told = texts_of(show(cycle).departures)
    for words in (
        "The log was lost in the move.",
        "There is no baseline",
        "Clocks stopped",
        "Entered late (R10): N-0001",
    ):
        assert words in told


def test_r9_a_closed_cycle_offers_no_change_of_its_records(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = closed(desk, clock, practice)
    page = show(cycle)
    for card in (page.diagnosis, page.figures, page.evidence):
        assert not {"Edit", "Measure…", "Remove…", "Add"} & set(buttons_of(card))
    check = whole(desk, clock, cycle).sustain[0].id
    sustain.record_sustain(desk, RENEE, check, "held", checked_by=practice.people[VALIDATOR], met=5, total=5)
    page.refresh(None)
    assert "5 of 5 records" in texts_of(page.after)
    assert "Over time" in texts_of(page.figures), "before, after and a counted check make a series (R19)"


def test_a_reader_is_offered_nothing_that_writes(desk: Desk, clock: Clock, practice: Practice, show: Show) -> None:
    cycle = coaching(desk, clock, practice)
    buttons = {*buttons_of(show(cycle, READER))}
    written = {"More", "Record session", "Go to Validate…", "Write", "Edit", "Add", "Measure…", "not rated"}
    assert not written & buttons
