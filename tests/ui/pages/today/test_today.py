"""The Today page on the sample agency and on a new desk."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.queries.first_steps import first_steps
from coachdesk.queries.today import TodayRow, today_rows
from coachdesk.services import cycle_phases, cycles, signals
from coachdesk.store.desk import Desk, load_settings
from tests.ui.pages.conftest import ANNA, READER, RENEE_SAMPLE, MakeContext
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.today.page import TodayPage, state_line
from ui.pages.today.worklist import Heading


def shown(qtbot: QtBot, context: Context, place: Place | None = None) -> TodayPage:
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activate(place or Place("today"))
    return page


def picture(page: TodayPage) -> list[str]:
    """The list as text: headings in brackets."""
    return [f"[{item.text} {item.count}]" if isinstance(item, Heading) else item.text for item in page.shown_items()]


def buttons(page: TodayPage) -> dict[str, QPushButton]:
    QApplication.processEvents()  # what is put into a layout shows itself a moment later
    return {one.text(): one for one in page.steps.findChildren(QPushButton) if one.isVisible()}


def headings(page: TodayPage) -> list[str]:
    return [line for line in picture(page) if line.startswith("[")]


def rows_of(desk: Desk) -> list[TodayRow]:
    with desk.read() as conn:
        return list(today_rows(conn, desk.clock(), load_settings(conn)))


def late(desk: Desk) -> int:
    return sum(row.state == "late" for row in rows_of(desk))


def test_everything_stands_in_one_list_the_most_pressing_first(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    rows = rows_of(sample)
    counted = {
        "Late": sum(row.state == "late" for row in rows),
        "Due today": sum(row.state == "today" for row in rows),
        "Due this week": sum(row.state in ("soon", "later") for row in rows),
        "Waiting without a day": sum(row.state == "none" and row.kind != "signal" for row in rows),
        "Signals to decide about": sum(row.kind == "signal" for row in rows),
    }
    assert all(counted.values())
    assert headings(page) == [f"[{title} {count}]" for title, count in counted.items()]
    assert [item for item in page.shown_items() if isinstance(item, TodayRow)] == rows
    assert page.state is not None
    assert (page.state.late, page.state.soon) == (counted["Late"], counted["Due today"] + counted["Due this week"])


def test_what_waits_for_the_person_comes_first_and_stands_there_only(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample, RENEE_SAMPLE))
    mine = [row for row in rows_of(sample) if row.who == "Renee Okafor"]
    assert headings(page)[0] == f"[Waiting for you {len(mine)}]"
    rows = [item for item in page.shown_items() if isinstance(item, TodayRow)]
    assert rows[: len(mine)] == mine
    assert "Renee Okafor" not in {row.who for row in rows[len(mine) :]}
    assert len(rows) == len(rows_of(sample))


def test_one_click_goes_to_the_record(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    where = page.list.visualRect(page.list.grouped.index(1)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    first = rows_of(sample)[0]
    assert page.context.navigate == [Place(first.page, first.record_id)]


def test_arrows_pass_over_headings_and_enter_opens(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.list.setFocus()
    for _ in range(late(sample)):  # from the first late thing over the next heading
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    row = page.list.grouped.item(page.list.currentIndex())
    assert isinstance(row, TodayRow)
    assert row.state == "today"
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.keyClick(page.list, Qt.Key.Key_End)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    last = rows_of(sample)[-1]
    assert page.context.navigate == [Place("cycles", row.record_id), Place("signals", last.record_id)]


def test_a_figure_narrows_the_list_and_the_same_figure_widens_it_again(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    everything = headings(page)
    page.late.clicked.emit()
    assert headings(page) == [f"[Late {late(sample)}]"]
    assert page.narrowed.isVisible()
    page.soon.clicked.emit()
    assert [line.rsplit(" ", 1)[0] for line in headings(page)] == ["[Due today", "[Due this week"]
    page.soon.clicked.emit()
    assert headings(page) == everything
    assert not page.narrowed.isVisible()


def test_the_other_figures_lead_to_their_pages(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    page.cycles.clicked.emit()
    page.signals.clicked.emit()
    assert page.context.navigate == [
        Place("cycles", extra={"open": True}),
        Place("signals", extra={"new": True}),
    ]


def test_a_change_is_shown_and_the_keyboard_stays_where_it_was(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    page.list.setCurrentIndex(page.list.grouped.index(2))
    before = page.list.grouped.item(page.list.currentIndex())
    due_today = {row.record_id for row in rows_of(sample) if row.state == "today" and row.page == "cycles"}
    assert due_today
    for cycle in due_today:
        page.refresh(cycle_phases.pause_cycle(sample, ANNA, cycle, "The house is closed for repairs."))
    assert not [row for row in rows_of(sample) if row.state == "today" and row.page == "cycles"]
    assert len([item for item in page.shown_items() if isinstance(item, TodayRow)]) == len(rows_of(sample))
    assert page.list.grouped.item(page.list.currentIndex()) == before


def test_a_row_says_everything_to_a_screen_reader(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    place, row = next((place, row) for place, row in enumerate(rows_of(sample), 1) if row.cycle)
    told = page.list.grouped.data(page.list.grouped.index(place), Qt.ItemDataRole.AccessibleTextRole)
    assert told == f"{row.text}, {row.words}, {row.cycle} · {row.who}"
    face = QAccessible.queryAccessibleInterface(page.list)
    assert face is not None
    assert face.text(QAccessible.Text.Name) == "Things to see to"


def test_a_new_desk_shows_the_first_steps_and_nothing_that_is_empty(
    qtbot: QtBot, desk: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(desk))
    assert page.steps.isVisible()
    assert not page.tiles.isVisible()
    assert not page.stack.isVisible()
    offered = buttons(page)
    assert list(offered) == ["Import roster…", "Go to Standards", "Note a signal", "New cycle"]
    offered["Import roster…"].click()
    offered["New cycle"].click()
    assert page.context.navigate == [Place("staff"), Place("cycles", extra={"new": {}})]


def test_a_first_step_is_begun_at_once_where_the_window_can(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    context = context_for(desk)
    begun: list[str] = []
    for action in ("staff.import", "signal.quick"):
        context.actions.register(ActionSpec(action, action, partial(begun.append, action)))
    page = shown(qtbot, context)
    buttons(page)["Import roster…"].click()
    buttons(page)["Note a signal"].click()
    assert begun == ["staff.import", "signal.quick"]
    assert page.context.navigate == []


def test_a_step_that_is_done_loses_its_button(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(desk))
    values = {"source": "incident", "occurred_on": date(2026, 11, 6), "severity": "minor", "what_happened": "Late."}
    signals.log_signal(desk, ANNA, values)
    cycles.open_cycle(desk, ANNA, values={}, signal_ids=[], staff_ids=[], criterion_ids=[])
    page.refresh(None)
    assert list(buttons(page)) == ["Import roster…", "Go to Standards"]
    with desk.read() as conn:
        assert first_steps(conn).done == 2


def test_the_sample_has_its_first_steps_behind_it(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    assert not shown(qtbot, context_for(sample)).steps.isVisible()


def test_who_only_reads_is_offered_no_first_step(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(desk, READER))
    assert buttons(page) == {}


@pytest.mark.parametrize(
    ("late", "soon", "said"),
    [
        (3, 5, "3 things are late, 5 due this week."),
        (1, 0, "1 thing is late, 0 due this week."),
        (0, 2, "Nothing is late, 2 due this week."),
        (0, 0, "Nothing is due this week."),
    ],
)
def test_the_line_under_the_title_says_how_things_stand(late: int, soon: int, said: str) -> None:
    assert state_line(late, soon) == said
