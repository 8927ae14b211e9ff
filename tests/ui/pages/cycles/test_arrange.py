"""How a cycle's page is set: columns by width, by what is at hand; its header, banner and first words by phase."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import cycle_phases, cycles
from coachdesk.store.desk import Desk
from tests.helpers.cycling import coaching, diagnosed, validating
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice
from tests.ui.pages.cycles.conftest import Show
from tests.ui.pages.hands import dialog_over, no_dialog, press, texts_of
from ui.pages.cycles.arrange import PLANS, Arranged, plan_for
from ui.pages.cycles.panel import CyclePanel
from ui.pages.cycles.words import coachee_line

SMALL = (1240, 720)


@pytest.mark.parametrize(("width", "columns"), [(1240, 3), (1080, 2), (700, 1)])
def test_a_cycles_page_has_as_many_columns_as_fit(
    desk: Desk, clock: Clock, practice: Practice, show: Show, width: int, columns: int
) -> None:
    page = show(coaching(desk, clock, practice), size=(width, 720))
    assert page.columns.shown_columns() == columns
    page.resize(1240 if columns < 3 else 700, 720)
    QApplication.processEvents()
    assert page.columns.shown_columns() == (3 if columns < 3 else 1), "and follows the window"


def test_two_columns_of_a_running_cycle_are_about_as_long(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    page = show(coaching(desk, clock, practice), size=(1080, 720))
    cards = {name: getattr(page, "actions_beside" if name == "actions" else name) for name in PLANS[0][1][0]}
    lows = [
        max(cards[name].mapTo(page.columns, QPoint(0, cards[name].height())).y() for name in column)
        for column in page.columns.order()
    ]
    assert min(lows) / max(lows) > 0.6


def test_every_plan_names_every_card_once(qtbot: QtBot) -> None:
    names = sorted(PLANS[0][1][0])
    for plan in PLANS:
        for columns in plan.values():
            assert sorted(name for column in columns for name in column) == names
    with pytest.raises(ValueError, match="every card"):
        Arranged({name: QWidget() for name in names[1:]})


@pytest.mark.parametrize(
    ("status", "phase", "left", "middle"),
    [
        ("diagnosing", "diagnose", "gate", "diagnosis"),
        ("paused", "diagnose", "gate", "diagnosis"),
        ("coaching", "coach", "after", "people"),
        ("escalated", "validate", "actions", "people"),
        ("cancelled", "diagnose", "after", "people"),
    ],
)
def test_what_is_at_hand_stands_where_one_looks_first(status: str, phase: str, left: str, middle: str) -> None:
    plan = plan_for(status, phase)
    assert (plan[3][0][0], plan[3][1][0]) == (left, middle)


def test_the_header_offers_what_the_phase_at_hand_asks_for(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    page = show(diagnosed(desk, clock, practice), size=SMALL)
    press(page, "Edit diagnosis")
    dialog = dialog_over(page)
    assert "cause" in dialog.form.blocks
    dialog.panel.leave()
    page.show_cycle(coaching(desk, clock, practice))
    press(page, "Record session")
    assert "seen" in dialog_over(page).form.blocks
    dialog_over(page).panel.leave()
    page.show_cycle(validating(desk, clock, practice))
    press(page, "Record observation")
    assert "setting" in dialog_over(page).form.blocks


def test_r10_a_paused_cycle_says_since_when_and_why(
    qtbot: QtBot, desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    cycle = coaching(desk, clock, practice)
    page = show(cycle, size=SMALL)
    page.moves.do("pause")
    dialog = dialog_over(page)
    assert "Its clocks stop until it is resumed (R10)." in texts_of(dialog)
    dialog.form.blocks["reason"].editor.set_value("The house is closed.")
    dialog.panel.submit()
    assert no_dialog(page)
    assert "Paused since Mon Nov 9, clocks stand still. The house is closed." in texts_of(page)
    assert not page.record.isVisible(), "nothing is recorded by habit while it is paused"
    assert ("Record session…", "session") in page.moves.menu(page.cycle)  # type: ignore[arg-type]  # it shows one
    beside = CyclePanel(page.context, lambda _id: None)
    qtbot.addWidget(beside)
    beside.show_record(cycle)
    beside.show()
    assert "Paused" in texts_of(beside)
    assert "phase due" not in texts_of(beside)


def test_live_use_is_nothing_to_worry_about_before_validate(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    for make, tone in ((coaching, "plain"), (validating, "attention")):
        page = show(make(desk, clock, practice), size=SMALL)
        assert page.cycle is not None
        assert page.settings is not None
        (first, *_) = page.cycle.coachees
        assert coachee_line(page.cycle, first.staff_id, page.settings)[1] == ("not yet", tone)


def test_an_empty_cycle_says_what_belongs_into_it(desk: Desk, practice: Practice, show: Show) -> None:
    page = show(cycles.open_cycle(desk, RENEE, {}).result, size=SMALL)
    assert "Nobody is named yet (R4)." in texts_of(page.people)
    assert "No session" not in texts_of(page.people), "sessions come later"
    cycle_phases.advance(desk, RENEE, page.cycle.id, "Urgent; the rest follows tomorrow.")  # type: ignore[union-attr]  # it shows one
    page.refresh(None)
    assert "No session is recorded or planned yet." in texts_of(page.people)


def test_filling_the_page_again_leaves_an_open_form_alone(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    page = show(coaching(desk, clock, practice))
    press(page, "Record session")
    dialog = dialog_over(page)
    dialog.form.blocks["steps"].editor.add()  # type: ignore[attr-defined]  # an editor of rows
    hidden = [one for one in dialog.findChildren(QWidget) if not one.isVisible()]
    assert hidden
    page.refresh(None)
    QApplication.processEvents()
    assert [one for one in hidden if one.isVisible()] == []
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert set(windows) == {page, dialog}


def test_what_was_filled_in_has_its_room_before_it_is_painted(
    desk: Desk, clock: Clock, practice: Practice, show: Show
) -> None:
    page = show(coaching(desk, clock, practice))
    cycle_phases.escalate_cycle(desk, RENEE, page.cycle.id, "Two posts are vacant.", "Director")  # type: ignore[union-attr]  # it shows one
    page.refresh(None)  # no event was processed since
    for card in (page.people, page.steps, page.actions_beside):
        assert card.height() >= card.heightForWidth(card.width())
