"""Widgets keep what a person needs: readable in narrow windows, told to screen readers, complete by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import (
    Banner,
    Card,
    CheckList,
    CheckRow,
    ClickSurface,
    Columns,
    ElidedLabel,
    EmptyState,
    Entry,
    FlowLayout,
    FrontStack,
    KeyValues,
    PageFrame,
    PageHeader,
    Phase,
    PhaseRibbon,
    Pill,
    ProgressPanel,
    SegmentedButtons,
    SplitView,
    StatTile,
    TextLabel,
    Timeline,
    Toast,
    button,
    icon_button,
    label,
)

PHASES = [
    Phase("Diagnose", "done", "Nov 9 – Nov 11", "rule locked"),
    Phase("Coach", "now", pill="day 8 of 14"),
    Phase("Validate", "next"),
    Phase("Close", "next"),
]


def shown(widget: QWidget, qtbot: QtBot, width: int = 900, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.wait(1)
    return widget


def named(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text() == text)


def test_text_of_people_is_never_read_as_markup(qtbot: QtBot) -> None:
    hostile = "<img src='file:///etc/passwd'><b>Dana</b>"
    plain = label(hostile)
    qtbot.addWidget(plain)
    assert plain.textFormat() == Qt.TextFormat.PlainText
    timeline = Timeline()
    timeline.set_entries([Entry("<i>Nov 17</i>", hostile)])
    shown(timeline, qtbot)
    rich = next(one for one in timeline.findChildren(TextLabel) if one.textFormat() == Qt.TextFormat.RichText)
    assert "<img" not in rich.text()
    assert "&lt;img" in rich.text()


def test_wrapping_text_asks_for_its_natural_width_and_grows_when_squeezed(qtbot: QtBot) -> None:
    text = label("Escalated within 4 h of first sign in at least 9 of 10 records, after the last session.")
    qtbot.addWidget(text)
    line = text.fontMetrics().horizontalAdvance(text.text())
    assert text.sizeHint().width() >= line
    assert text.heightForWidth(line // 3) >= 3 * text.fontMetrics().height()


def test_elided_text_is_whole_in_its_tool_tip_and_for_screen_readers(qtbot: QtBot) -> None:
    text = "Rights-respecting practice in supportive housing"
    cut = ElidedLabel(text)
    shown(cut, qtbot, width=120, height=24)
    assert cut.text().endswith("…")
    assert (cut.toolTip(), cut.accessibleName(), cut.whole_text()) == (text, text, text)
    cut.resize(600, 24)
    assert (cut.text(), cut.toolTip()) == (text, "")


def test_an_empty_pill_takes_no_room(qtbot: QtBot) -> None:
    pill = Pill("2 missing", "late")
    qtbot.addWidget(pill)
    assert not pill.isVisible(), "before it has its place it would be a window of its own"
    pill.set("")
    assert pill.isHidden()
    pill.set("1 missing")
    assert not pill.isHidden()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_surface_is_pressed_by_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    surface = ClickSurface("tile")
    shown(surface, qtbot)
    with qtbot.waitSignal(surface.clicked):
        qtbot.keyClick(surface, key)


def test_flow_goes_on_in_the_next_line_when_there_is_no_room(qtbot: QtBot) -> None:
    host = QWidget()
    flow = FlowLayout(host)
    for text in ("Open", "Mine", "Team", "Standard", "Due"):
        flow.addWidget(button(text))
    one_line = flow.heightForWidth(2000)
    assert flow.heightForWidth(200) >= 2 * one_line
    shown(host, qtbot, width=200, height=300)
    assert all(one.geometry().right() <= 200 for one in host.findChildren(QPushButton))


def test_flow_that_is_filled_again_while_shown_places_every_widget_the_last_one_too(qtbot: QtBot) -> None:
    host, page = QWidget(), QWidget()
    QVBoxLayout(page).addWidget(host)  # as on a page: its own size does not change when it is filled again
    flow = FlowLayout(host)
    shown(page, qtbot, width=900)
    for _ in range(2):
        while taken := flow.takeAt(0):
            taken.widget().hide()
        pills = [Pill(text, "ok", host) for text in ("Current 84", "Expiring 10", "Expired 4", "Not verified 28")]
        for pill in pills:
            flow.addWidget(pill)
        qtbot.wait(1)
        lefts = [pill.x() for pill in pills]
        assert lefts == sorted(set(lefts)), "they stand beside each other, in their order"
        assert len({pill.y() for pill in pills}) == 1


def test_columns_stack_when_narrow_and_come_back_when_wide(qtbot: QtBot) -> None:
    cards = [Card(name) for name in ("Gate", "Sessions", "Measure")]
    columns = Columns([(card, 1, 300) for card in cards])
    shown(columns, qtbot, width=1000)
    assert columns.shown_columns() == 3
    columns.resize(700, 600)
    assert columns.shown_columns() == 2
    columns.resize(400, 900)
    qtbot.wait(1)
    assert columns.shown_columns() == 1
    assert len({card.x() for card in cards}) == 1
    columns.resize(1000, 600)
    qtbot.wait(1)
    assert len({card.y() for card in cards}) == 1


def test_header_buttons_go_below_the_title_in_a_narrow_window(qtbot: QtBot) -> None:
    header = PageHeader("C-2026-0041 · Escalating health deterioration")
    made = [button(text) for text in ("Record session", "Print cycle", "Go to Validate…")]
    for one in made:
        header.add_button(one)
    shown(header, qtbot, width=1100)
    title = next(one for one in header.findChildren(QLabel) if one.text().startswith("C-2026"))
    assert made[0].mapTo(header, made[0].rect().topLeft()).x() > title.geometry().right()
    header.resize(480, 300)
    qtbot.wait(1)
    tops = [one.mapTo(header, one.rect().topLeft()).y() for one in made]
    assert min(tops) > title.geometry().bottom()
    assert all(one.mapTo(header, one.rect().topRight()).x() <= 480 for one in made)


def test_the_breadcrumb_leads_back(qtbot: QtBot) -> None:
    went: list[str] = []
    header = PageHeader("C-2026-0041")
    header.set_breadcrumb([("Cycles", lambda: went.append("cycles"))])
    shown(header, qtbot)
    qtbot.mouseClick(named(header, "Cycles"), Qt.MouseButton.LeftButton)
    assert went == ["cycles"]


def test_one_segment_is_always_chosen(qtbot: QtBot) -> None:
    views = SegmentedButtons([("table", "Table"), ("board", "Board")])
    shown(views, qtbot)
    assert views.choice() == "table"
    with qtbot.waitSignal(views.chosen) as heard:
        qtbot.mouseClick(named(views, "Board"), Qt.MouseButton.LeftButton)
    assert (heard.args, views.choice()) == (["board"], "board")


def test_the_ribbon_is_one_tab_stop_walked_by_arrow_keys(qtbot: QtBot) -> None:
    ribbon = PhaseRibbon()
    ribbon.set_phases(PHASES)
    shown(ribbon, qtbot)
    ribbon.activateWindow()
    cells = ribbon.findChildren(ClickSurface)
    stops = [cell for cell in cells if cell.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert [cell.accessibleName() for cell in stops] == ["Coach: day 8 of 14"]
    stops[0].setFocus()
    qtbot.keyClick(stops[0], Qt.Key.Key_Right)
    assert cells[2].hasFocus()
    with qtbot.waitSignal(ribbon.chosen) as heard:
        qtbot.keyClick(cells[2], Qt.Key.Key_Return)
    assert heard.args == [2]


def test_the_ribbon_tells_state_and_dates_in_words(qtbot: QtBot) -> None:
    ribbon = PhaseRibbon()
    ribbon.set_phases(PHASES)
    qtbot.addWidget(ribbon)
    first = ribbon.findChildren(ClickSurface)[0]
    assert (first.accessibleName(), first.accessibleDescription()) == ("Diagnose: done", "Nov 9 – Nov 11 · rule locked")


def test_the_ribbon_folds_to_two_rows_when_narrow(qtbot: QtBot) -> None:
    ribbon = PhaseRibbon()
    ribbon.set_phases(PHASES)
    shown(ribbon, qtbot, width=500)
    assert len({cell.y() for cell in ribbon.findChildren(ClickSurface)}) == 2


def test_requirements_say_met_or_missing_in_words(qtbot: QtBot) -> None:
    checks = CheckList()
    checks.set_rows(
        [
            CheckRow("Direct observation", True),
            CheckRow("Second data source", False, link="Record a review", key="review"),
            CheckRow("Follow-up date", False, overridden=True),
            CheckRow("Feedback within 24 h", False, "No session yet.", judged=False),
        ]
    )
    shown(checks, qtbot)
    told = {one.accessibleName() for one in checks.findChildren(TextLabel)}
    assert {"Met: Direct observation", "Missing: Second data source", "Overridden: Follow-up date"} <= told
    assert "Nothing to judge yet: Feedback within 24 h" in told
    assert "Nothing to judge yet. No session yet." in {one.text() for one in checks.findChildren(TextLabel)}
    assert checks.missing() == 1
    with qtbot.waitSignal(checks.linked) as heard:
        qtbot.mouseClick(named(checks, "Record a review"), Qt.MouseButton.LeftButton)
    assert heard.args == ["review"]


def test_an_entry_with_a_key_opens_and_one_without_does_not(qtbot: QtBot) -> None:
    timeline = Timeline()
    timeline.set_entries([Entry("Nov 17", "Shadow check-in", key="s-7"), Entry("Nov 9", "Opened")])
    shown(timeline, qtbot)
    surfaces = timeline.findChildren(ClickSurface)
    assert [one.accessibleName() for one in surfaces] == ["Nov 17 · Shadow check-in"]
    with qtbot.waitSignal(timeline.opened) as heard:
        qtbot.keyClick(surfaces[0], Qt.Key.Key_Return)
    assert heard.args == ["s-7"]


def test_an_empty_page_offers_the_first_step(qtbot: QtBot) -> None:
    empty = EmptyState("radar", "No signals yet", "Signals are moments when practice drifted.", "Log a signal")
    shown(empty, qtbot)
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(named(empty, "Log a signal"), Qt.MouseButton.LeftButton)


def test_a_banner_can_be_acted_on_and_closed(qtbot: QtBot) -> None:
    banner = Banner("The plan expires in 12 days.", "attention", "Show")
    shown(banner, qtbot)
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(named(banner, "Show"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert banner.isHidden()


def test_a_tile_is_read_as_number_and_words(qtbot: QtBot) -> None:
    tile = StatTile("3", "need you this week", "attention", pill=("due", "attention"))
    shown(tile, qtbot)
    surface = tile.findChildren(ClickSurface)[0]
    assert (surface.accessibleName(), surface.accessibleDescription()) == ("3 need you this week", "due")
    with qtbot.waitSignal(tile.clicked):
        qtbot.mouseClick(surface, Qt.MouseButton.LeftButton)


def test_pairs_show_a_dash_for_nothing_and_take_widgets(qtbot: QtBot) -> None:
    pairs = KeyValues()
    pairs.set_rows([("Before", "4 of 10 (17–69%)"), ("After", ""), ("Names", Pill("check names", "attention"))])
    shown(pairs, qtbot)
    told = [one.accessibleName() for one in pairs.findChildren(QLabel) if one.accessibleName()]
    assert {"Before: 4 of 10 (17–69%)", "After: —", "Names"} <= set(told)


def test_cancel_is_told_once_and_then_cannot_be_pressed(qtbot: QtBot) -> None:
    heard: list[bool] = []
    panel = ProgressPanel("Making the pack")
    panel.cancelled.connect(lambda: heard.append(True))
    shown(panel, qtbot)
    panel.set_progress(3, 10, "page 3 of 10")
    cancel = named(panel, "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert heard == [True]


def test_a_toast_offers_undo_and_stays_inside_its_window(qtbot: QtBot) -> None:
    undone: list[bool] = []
    host = shown(QWidget(), qtbot, width=500)
    toast = Toast(host)
    toast.show_text("Saved: session of Tue Nov 17", "Undo", lambda: undone.append(True))
    assert host.rect().contains(toast.geometry())
    host.resize(360, 200)
    assert host.rect().contains(toast.geometry())
    qtbot.mouseClick(named(toast, "Undo"), Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert toast.isHidden()


def test_a_toast_goes_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Toast, "SECONDS", 0)
    toast = Toast(shown(QWidget(), qtbot))
    toast.show_text("Saved")
    qtbot.waitUntil(toast.isHidden)


def test_the_record_panel_steps_aside_in_a_narrow_window(qtbot: QtBot) -> None:
    main, panel = QWidget(), QWidget()
    split = SplitView(main, panel)
    shown(split, qtbot, width=1200)
    assert main.isVisible()
    assert panel.isVisible()
    split.resize(600, 400)
    assert main.isVisible()
    assert not panel.isVisible()
    split.open_panel()
    assert panel.isVisible()
    assert not main.isVisible()
    qtbot.mouseClick(named(split, "Back to the list"), Qt.MouseButton.LeftButton)
    assert main.isVisible()
    split.resize(1200, 400)
    assert panel.isVisible()


def test_icon_buttons_say_what_they_do(qtbot: QtBot) -> None:
    made = icon_button("plus", "Record session")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("Record session", "Record session")
    assert made.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_columns_make_room_for_what_is_added_after_they_folded(qtbot: QtBot) -> None:
    cards = [Card(name) for name in ("Gate", "Sessions", "Measure")]
    columns = Columns([(card, 1, 300) for card in cards])
    frame = PageFrame()
    frame.add(columns)
    frame.add_stretch()
    shown(frame, qtbot, width=1100, height=2000)  # high enough for no scroll bar: widths stay, heights must follow
    for width in (700, 400, 1100):
        frame.resize(width, 2000)
        qtbot.wait(1)
    texts = [cards[2].add_text(f"Requirement {number} of this long list") for number in range(30)]
    qtbot.waitUntil(lambda: texts[-1].isVisible())
    qtbot.wait(1)
    assert cards[2].height() >= cards[2].heightForWidth(cards[2].width())
    assert {text.height() for text in texts} == {texts[0].heightForWidth(texts[0].width())}


def test_a_stack_is_as_large_as_the_view_in_front(qtbot: QtBot) -> None:
    stack = FrontStack()
    qtbot.addWidget(stack)
    low, high = QLabel("low"), QLabel("high")
    high.setMinimumHeight(500)
    for one in (low, high):
        stack.addWidget(one)
    assert stack.minimumSizeHint().height() < 100
    stack.setCurrentWidget(high)
    assert stack.minimumSizeHint().height() == 500
