"""Drift proposals above the list and on their page; finding a signal; what a reader may do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import cycles, signals
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
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
)
from tests.ui.pages.signals.conftest import entries, rows
from tests.ui.support import make_operations
from ui.context import Context, Place
from ui.pages.signals.page import SignalsPage
from ui.widgets.basics import ClickSurface

# Drift ----------------------------------------------------------------------------------------------------------------


def test_r2_drift_is_said_above_the_list_and_goes_when_it_is_taken_up(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = [note(desk, clock, practice, back=back) for back in (20, 9)]
    page = show_page(qtbot, SignalsPage, context)
    assert not page.signals.strip.isVisible()
    ids.append(note(desk, clock, practice, back=2))
    page.refresh(None)
    assert page.signals.strip.isVisible()
    assert page.signals.strip.accessibleName().startswith("Drift: HD-01 criterion 2 · Dana Whitfield. 3 signals")
    before = entries(desk)
    press(page.signals.strip, "Look at drift")
    assert page.part == "drift"
    said = texts_of(page.drift)
    for part in ("Same criterion again (R2 a)", "Escalates within 4 h", "3 signals on one criterion", "S-0003"):
        assert part in said
    assert entries(desk) == before
    cycles.open_cycle(desk, RENEE, {}, signal_ids=ids)
    page.refresh(None)
    assert "No drift to look at" in texts_of(page.drift)


def test_r3_many_people_say_look_at_the_system_and_suggest_it(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for who in ("Dana", "Thanh", "Rosa"):
        note(desk, clock, practice, who, back=5)
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    assert any("Look at the system: 3 people" in one.accessibleName() for one in page.drift.findChildren(QWidget))
    press(page.drift, "Decide about the signals…")
    dialog = dialog_over(page)
    assert dialog.form.values()["triage"] == "system_fix"
    write(control(dialog, "triage_reason"), "The route sheet has no field for the time of the call.")
    submit(dialog)
    assert {row["triage"] for row in rows(desk)} == {"system_fix"}
    assert "No drift to look at" in texts_of(page.drift)


def test_the_signals_of_a_proposal_are_shown_in_the_list(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    aside = note(desk, clock, practice, back=9)
    signals.triage_signal(desk, RENEE, aside, "no_action", "First week")
    ids = {aside, *(note(desk, clock, practice, back=back) for back in (8, 2))}
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    press(page.drift, "Show 3 in the list")
    assert page.part == "list"
    assert set(page.signals.list.table.selected_ids()) == ids


def test_r2_a_proposal_is_set_aside_with_a_reason_and_brought_back(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for back in (9, 5, 2):
        note(desk, clock, practice, back=back)
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    press(page.drift, "Set aside…")
    dialog = dialog_over(page)
    submit(dialog)
    assert not no_dialog(page)  # a reason is needed
    write(control(dialog, "reason"), "The thermometer was broken.")
    submit(dialog)
    assert "No drift to look at" in texts_of(page.drift)
    page.drift.filters.set_values({"aside": True})
    said = texts_of(page.drift)
    assert "The thermometer was broken." in said
    assert "by Renee Okafor. It stays away until a signal is added." in said
    press(page.drift, "Bring it back")
    assert "Nothing was set aside" in texts_of(page.drift)
    page.drift.filters.clear()
    assert "3 signals on one criterion" in texts_of(page.drift)


def test_r2_a_proposal_that_is_being_worked_on_is_kept_apart_with_a_way_to_its_cycle(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for back, source in ((9, "complaint"), (5, "near_miss")):
        note(desk, clock, practice, back=back, source=source)
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    assert "1 proposal from the signals so far. Nothing happens until you decide." in texts_of(page.drift)
    dana = [practice.people["Dana"]]
    cycle = cycles.open_cycle(desk, RENEE, {"version_id": practice.version, "title": "Times"}, staff_ids=dana).result
    page.refresh(None)
    assert not page.signals.strip.isVisible()
    assert "1 is being worked on already." in texts_of(page.drift)
    press(page.drift, "Show what is being worked on")
    said = texts_of(page.drift)
    for part in ("Several inputs agree (R2 c)", "opened Mon Nov 9", "Nothing new is proposed until a newer signal."):
        assert part in said
    assert not {"Open a cycle…", "Set aside…"} & set(buttons_of(page.drift))
    gone: list[Place] = []
    context.navigate = gone.append
    next(one for one in page.drift.findChildren(ClickSurface) if one.accessibleName().endswith("Times")).click()
    assert gone == [Place("cycles", cycle)]
    # A newer signal proposes again, and says what runs already.
    page.drift.filters.clear()
    clock.go(days=1)
    note(desk, clock, practice, back=0, source="complaint", criterion_code="1")
    page.refresh(None)
    said = texts_of(page.drift)
    assert "Already on this matter:" in said
    assert "opened Mon Nov 9, before the newest signal" in said
    assert "Open a cycle…" in buttons_of(page.drift)


def test_proposals_are_narrowed_by_rule_team_and_words(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for back in (9, 5, 2):
        note(desk, clock, practice, back=back)
    note(desk, clock, practice, "Rosa", back=1, severity="major", criterion_code="1")
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra={"part": "drift"}))
    assert "2 proposals from the signals so far." in texts_of(page.drift)
    page.drift.filters.set_values({"rule": {"R2b"}})
    assert "Rosa Ortiz" in texts_of(page.drift)
    assert "Dana Whitfield" not in texts_of(page.drift)
    page.drift.filters.set_values({"text": "dana escalates"})
    assert "HD-01 criterion 2 · Dana Whitfield" in texts_of(page.drift)
    assert "HD-01 criterion 1 · Rosa Ortiz" not in texts_of(page.drift)
    page.drift.filters.set_values({"text": "nobody"})
    press(page.drift, "Show all of them")
    assert "Rosa Ortiz" in texts_of(page.drift)


# Finding and rights ---------------------------------------------------------------------------------------------------


class LateRunner:
    """Does nothing until told to go."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def deliver(self, call: Callable[[], None]) -> None:
        call()

    def close(self) -> None:
        self.go()

    def go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def test_a_jump_finds_a_signal_that_the_filter_hides_also_while_rows_are_being_read(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    hidden = note(desk, clock, practice, back=9)
    cycles.open_cycle(desk, RENEE, {}, signal_ids=[hidden])
    note(desk, clock, practice, back=2)
    runner = LateRunner()
    context.operations, _ = make_operations(desk, runner=runner)
    page = show_page(qtbot, SignalsPage, context, Place("signals", hidden))
    runner.go()
    QApplication.processEvents()
    assert page.signals.list.table.current_id() == hidden
    assert "S-0001" in texts_of(page.signals.panel)
    assert not page.signals.list.filters.active()


def test_enter_on_a_row_goes_to_what_can_be_done(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    note(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context)
    page.signals.list.table.view.setFocus()
    QTest.keyClick(page.signals.list.table.view, Qt.Key.Key_Return)
    assert page.signals.panel.primary is QApplication.focusWidget()
    assert button_of(page.signals.panel, "Open a cycle…") is page.signals.panel.primary


def test_a_reader_sees_everything_and_changes_nothing(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context_for: MakeContext
) -> None:
    for back in (9, 5, 2):
        note(desk, clock, practice, back=back)
    context = context_for(desk, READER)
    page = show_page(qtbot, SignalsPage, context)
    assert buttons_of(page.signals.panel) == []
    assert not page.signals.new.isVisible()
    assert page.signals.row_actions([1]) == ()
    page.new_record()
    assert no_dialog(page)
    page.signals.list.table.view.selectAll()
    assert buttons_of(page.signals.panel) == []
    press(page.signals.strip, "Look at drift")
    assert "Show 3 in the list" in buttons_of(page.drift)
    assert not {"Open a cycle…", "Decide about the signals…"} & set(buttons_of(page.drift))


def test_an_empty_desk_offers_the_first_step_to_those_who_may_take_it(
    qtbot: QtBot, desk: Desk, context_for: MakeContext
) -> None:
    page = show_page(qtbot, SignalsPage, context_for(desk, RENEE))
    page.signals.list.filters.clear()
    press(page.signals.list.table.stack.currentWidget() or page, "Note a signal")
    assert dialog_over(page)
    looking = show_page(qtbot, SignalsPage, context_for(desk, READER))
    looking.signals.list.filters.clear()
    assert "No signals yet" in texts_of(looking)
    assert buttons_of(looking.signals.list.table.stack.currentWidget() or looking) == []
