"""Patterns in the window: a click on a bar leads to its signals; baselines are frozen with a reason (R19)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from coachdesk.services import cycles
from coachdesk.store.desk import Desk
from tests.helpers import audits
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note
from tests.ui.forms.conftest import write
from tests.ui.pages.conftest import READER, MakeContext
from tests.ui.pages.hands import buttons_of, choose, control, dialog_over, no_dialog, press, show_page, submit, texts_of
from tests.ui.support import Visits
from ui.charts import ChartView
from ui.context import Context, Place
from ui.pages.signals.page import SignalsPage

PATTERNS = Place("signals", extra={"part": "patterns"})


def some_months(desk: Desk, clock: Clock, practice: Practice) -> None:
    for month, count in ((7, 2), (8, 3), (9, 4), (10, 1)):
        for _ in range(count):
            note(desk, clock, practice, back=(clock().date() - date(2026, month, 5)).days)


def click_spot(view: ChartView, place: int) -> None:
    drawing = view.drawing()
    assert drawing is not None
    spot = drawing.spots[place]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x), round(spot.y)))


def test_r19_a_click_on_a_bar_or_enter_on_a_point_shows_its_signals(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = {note(desk, clock, practice, who, back=5) for who in ("Dana", "Thanh", "Rosa")}
    note(desk, clock, practice, "Maria", back=40, criterion_code="1")
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    view = page.patterns
    assert "4 signals on 2 criteria; no few make most of them." in texts_of(view)
    assert "comes from 3 people: look at the work, not only at the people." in texts_of(view)
    click_spot(view.pareto.chart, 0)
    assert page.part == "list"
    assert set(page.signals.list.table.selected_ids()) == ids
    page.show_part("patterns")
    chart = view.signals.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert page.part == "list"
    assert len(page.signals.list.table.selected_ids()) == 1


def test_r19_a_screen_reader_hears_the_chart_and_a_table_has_its_figures(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    some_months(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    told = page.patterns.signals.chart.accessibleDescription()
    assert told.startswith("Signals per month. 5 measurements from Jul 1, 2026")
    said = texts_of(page.patterns.signals)
    for part in ("Sep 2026", "not over yet", "too few to tell a shift from chance"):
        assert part in said
    assert "4" in buttons_of(page.patterns.signals)


def test_r19_a_baseline_is_frozen_and_taken_back_and_a_point_left_out(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    some_months(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    card = page.patterns.signals
    press(card, "Freeze baseline…")
    dialog = dialog_over(page)
    choose(dialog, "day", "Aug 2026")
    submit(dialog)
    assert not no_dialog(page)  # a reason is needed
    write(control(dialog, "reason"), "Before the new sheet.")
    submit(dialog)
    assert "Baseline frozen up to Aug 31, 2026 by Renee Okafor: Before the new sheet." in texts_of(card)
    assert "baseline median 2.5" in card.chart.accessibleDescription()
    press(card, "Leave a point out…")
    dialog = dialog_over(page)
    choose(dialog, "day", "Sep 2026")
    write(control(dialog, "reason"), "The flood.")
    submit(dialog)
    assert "left out: The flood." in texts_of(card)
    press(card, "Take back")
    press(card, "Take back")
    assert "The flood." not in texts_of(card)
    assert "Baseline frozen" not in texts_of(card)


def test_patterns_are_narrowed_and_counted_by_cause_week_and_team(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    some_months(desk, clock, practice)
    note(desk, clock, practice, source="complaint")
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    view = page.patterns
    press(view.pareto, "Cause")
    assert "For 11 nobody has said yet what led to them" in texts_of(view.pareto)
    press(view.signals, "Week")
    assert "week of Nov 9, 2026" in texts_of(view.signals)
    assert "North team" in texts_of(view.teams)
    view.filters.set_values({"source": {"complaint"}})
    assert view.pareto.shown is not None
    assert [row.bar.count for row in view.pareto.shown.found.rows] == [1]
    view.filters.set_values({"standard": {99}, "period": {"3"}})
    assert view.wanted().first == date(2026, 9, 1)


def test_a_long_table_is_shown_in_short_and_whole_and_short_again(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    note(desk, clock, practice, back=150)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    card = page.patterns.signals
    press(card, "Week")
    assert "week of Jun 8, 2026" not in texts_of(card)
    for _ in range(2):
        press(card, "Show all 23")
        assert "week of Jun 8, 2026" in texts_of(card)
        assert "1" in buttons_of(card)
        press(card, "Show fewer")
        assert "week of Jun 8, 2026" not in texts_of(card)


def test_r19_audits_show_the_share_that_met(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    note(desk, clock, practice)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    assert "No finished audits yet." in texts_of(page.patterns.audits)
    audits.finished(desk, practice, [(0, 2)])
    page.refresh(None)
    card = page.patterns.audits
    assert "HD-01, all criteria" in [card.subject.itemText(place) for place in range(card.subject.count())]
    assert "9 of 10" in texts_of(card)
    card.subject.setCurrentIndex(card.subject.findText("HD-01 criterion 1"))
    assert "10 of 10" in texts_of(card)


def test_without_signals_the_part_says_what_belongs_here_and_readers_decide_nothing(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context_for: MakeContext
) -> None:
    page = show_page(qtbot, SignalsPage, context_for(desk, READER), PATTERNS)
    assert "No patterns yet" in texts_of(page.patterns)
    some_months(desk, clock, practice)
    page.refresh(None)
    assert not {"Freeze baseline…", "Leave a point out…"} & set(buttons_of(page.patterns.signals))


RARE = (date(2026, 3, 2), date(2026, 4, 20), date(2026, 6, 1), date(2026, 7, 13), date(2026, 9, 7), date(2026, 10, 5))


def test_r19_days_between_rare_signals_are_shown_and_decided_about(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    ids = [note(desk, clock, practice, back=(clock().date() - day).days) for day in RARE]
    cycle = cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, signal_ids=ids[:1]).result
    seen = context.navigate
    assert isinstance(seen, Visits)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    view = page.patterns
    page.activate(Place("signals", extra={"part": "patterns", "standard": {practice.standard}}))
    card = view.signals
    press(card, "Days between")
    said = texts_of(card)
    for part in (
        "Ended on",
        "Oct 5, 2026",
        "35",
        "not over yet",
        "Control limits need 10 gaps that count; there are 5.",
    ):
        assert part in said or part in buttons_of(card)
    assert "Days between signals" in card.chart.accessibleDescription()
    press(card, "Leave a point out…")
    dialog = dialog_over(page)
    choose(dialog, "day", "Jul 13, 2026")
    write(control(dialog, "reason"), "The flood.")
    submit(dialog)
    assert "left out: The flood." in texts_of(card)
    choose_from(card.criterion, "Criterion 1: Writes what was seen, with the time")
    assert "No signal was noted, so there is nothing between." in texts_of(card)
    choose_from(card.criterion, "All criteria")
    press(card, "Staff days between")
    assert "The flood." not in texts_of(card)  # a decision belongs to its chart
    chart = card.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)  # after the points come the cycles
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert seen[-1].page == "cycles"
    assert seen[-1].record_id == cycle


def choose_from(combo: QComboBox, words: str) -> None:
    """Choose from a list beside the chart."""
    assert combo.isVisible()
    place = combo.findText(words)
    assert place >= 0, [combo.itemText(at) for at in range(combo.count())]
    combo.setCurrentIndex(place)


def test_r19_common_signals_are_told_why_nothing_lies_between(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    for back in range(0, 40, 4):
        note(desk, clock, practice, back=back)
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    card = page.patterns.signals
    assert not card.criterion.isVisible()  # of several standards, codes mean nothing
    press(card, "Days between")
    assert "Signals are not rare here: 8.2 a month. Counted by month they tell a change sooner" in texts_of(card)
    assert not card.chart.isVisible()
    assert not {"Freeze baseline…", "Leave a point out…"} & set(buttons_of(card))
    press(card, "Month")
    assert card.chart.isVisible()


def test_r19_audits_show_the_records_between_those_that_did_not_meet(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, context: Context
) -> None:
    note(desk, clock, practice)
    audits.finished(desk, practice, [(2, 2), (7, 2)])
    page = show_page(qtbot, SignalsPage, context, PATTERNS)
    card = page.patterns.audits
    press(card, "Records between")
    assert "2 records that met since the last one that did not" in texts_of(card)
    assert "4" in texts_of(card)
