"""A form in a dialog: submitting, being refused, leaving and coming back, on any screen, by keyboard alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Problem, Refused, StorageFailed
from tests.ui.forms.conftest import Drawer, MakeDialog, write
from tests.ui.support import make_operations
from ui.forms import Field, FormDialog, FormSpec
from ui.forms.dates import when_text

CONTROL = Qt.KeyboardModifier.ControlModifier
NAME, NOTE = Field("name", "Name", required=True), Field("note", "Note", "long_text")


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_it_opens_on_the_first_empty_field_and_submits_checked_values(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME, NOTE, verb="Hold session")
    sent = QSignalSpy(dialog.submitted)
    assert focused() is dialog.form.blocks["name"].editor.control()
    assert dialog.panel.primary.text() == "Hold session"
    QTest.mouseClick(dialog.panel.primary, Qt.MouseButton.LeftButton)
    assert sent.count() == 0
    assert dialog.form.blocks["name"].problem_shown == "Type something here."
    write(focused(), "Dana")
    QTest.mouseClick(dialog.panel.primary, Qt.MouseButton.LeftButton)
    assert sent.at(0) == [{"name": "Dana", "note": ""}]
    assert dialog.panel.busy
    assert not dialog.form.isEnabled()
    dialog.panel.succeed()
    assert not dialog.isVisible()


def test_enter_submits_a_single_line_and_goes_on_in_a_longer_form(make_dialog: MakeDialog) -> None:
    single = make_dialog(NAME)
    sent = QSignalSpy(single.submitted)
    write(focused(), "Dana")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert sent.count() == 1
    single.panel.succeed()

    longer = make_dialog(NAME, Field("team", "Team"), NOTE)
    sent = QSignalSpy(longer.submitted)
    write(focused(), "Dana")
    for key in ("name", "team"):
        assert focused() is longer.form.blocks[key].editor.control()
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    write(focused(), "a")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    write(focused(), "b")
    assert sent.count() == 0
    QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    assert sent.at(0) == [{"name": "Dana", "team": "", "note": "a\nb"}]


def test_enter_in_a_line_never_presses_a_button_that_happens_to_be_there(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME, Field("team", "Team"))
    other = QPushButton("Other", dialog)
    other.setDefault(True)
    other.show()
    pressed = QSignalSpy(other.clicked)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert pressed.count() == 0


def test_enter_on_a_button_presses_that_button(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME)
    dialog.panel.cancel.setFocus()
    QTest.keyClick(dialog.panel.cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_a_second_press_while_saving_does_nothing(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME)
    sent = QSignalSpy(dialog.submitted)
    write(focused(), "Dana")
    dialog.panel.submit()
    dialog.panel.submit()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert sent.count() == 1
    assert dialog.isVisible()
    assert dialog.panel.progress.isVisible()
    dialog.panel.idle()
    assert focused() is dialog.form.blocks["name"].editor.control()


def test_a_refusal_is_shown_where_it_belongs_and_nothing_typed_is_lost(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME, NOTE)
    write(focused(), "Dana")
    dialog.panel.submit()
    dialog.panel.refuse(
        Refused("Not saved.", [Problem("note", "Say why."), Problem("", "The cycle is paused.")], "Resume it first.")
    )
    assert dialog.form.blocks["note"].problem_shown == "Say why."
    assert focused() is dialog.form.blocks["note"].editor.control()
    assert dialog.panel.banner.accessibleName() == "Not saved. Resume it first.\n•  The cycle is paused."
    assert dialog.form.values()["name"] == "Dana"
    dialog.panel.submit()
    dialog.panel.fail(StorageFailed("The disk is full.", "Nothing was changed.", "Make room."))
    assert dialog.panel.banner.accessibleName() == "The disk is full. Nothing was changed. Make room."


def test_save_with_calls_the_service_and_closes_when_it_was_done(make_dialog: MakeDialog, drawer: Drawer) -> None:
    calls: list[Any] = []

    def hold(desk: Any, actor: Actor, *, name: str) -> Changes[int]:
        if name == "Dan":
            raise Refused("Not saved.", [Problem("name", "Too short.")])
        calls.append((actor.name, name))
        return Changes(1, "Hold session", {}, 7)

    operations, recorder = make_operations()
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    done: list[Any] = []
    dialog.save_with(operations, hold, lambda values: {"name": values["name"]}, done=done.append)
    write(focused(), "Dan")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.form.blocks["name"].problem_shown == "Too short."
    assert "session.new" in drawer.drafts
    write(focused(), "a")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert calls == [("Renee Okafor", "Dana")]
    assert done[0].result == 7
    assert not dialog.isVisible()
    assert drawer.drafts == {}
    assert recorder.troubles == []


def test_esc_keeps_what_was_typed_and_offers_it_again(make_dialog: MakeDialog, drawer: Drawer) -> None:
    first = make_dialog(NAME, NOTE, drafts=drawer, draft_key="session.new")
    assert first.panel.cancel.text() == "Cancel"
    save = first.panel.primary.geometry()
    write(focused(), "Dana")
    QApplication.processEvents()
    assert first.panel.cancel.text() == "Keep draft and close"
    assert first.panel.primary.geometry() == save  # it does not move away under the pointer
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not first.isVisible()

    again = make_dialog(NAME, NOTE, drafts=drawer, draft_key="session.new")
    assert again.panel.offer.isVisible()
    assert not again.form.isEnabled()
    assert focused() is again.panel.continue_button
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert again.form.values()["name"] == "Dana"
    assert again.form.is_dirty()
    assert not again.panel.offer.isVisible()


def test_starting_afresh_forgets_the_draft(make_dialog: MakeDialog, drawer: Drawer) -> None:
    drawer.keep("session.new", {"name": "Dana"})
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    QTest.mouseClick(dialog.panel.afresh_button, Qt.MouseButton.LeftButton)
    assert drawer.drafts == {}
    assert dialog.form.values()["name"] == ""
    assert dialog.form.isEnabled()


def test_leaving_an_unanswered_offer_keeps_the_draft(make_dialog: MakeDialog, drawer: Drawer) -> None:
    drawer.keep("session.new", {"name": "Dana"})
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    dialog.panel.submit()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert drawer.drafts["session.new"].values == {"name": "Dana"}


def test_drafts_are_kept_by_themselves_every_few_seconds(
    make_dialog: MakeDialog, drawer: Drawer, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.forms.panel.KEEP_EVERY_MS", 40)
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    write(focused(), "Dana")
    qtbot.waitUntil(lambda: drawer.drafts.get("session.new") is not None)
    assert drawer.drafts["session.new"].values == {"name": "Dana"}
    dialog.form.blocks["name"].editor.set_value("")
    qtbot.waitUntil(lambda: drawer.drafts == {})


def test_when_the_draft_cannot_be_kept_the_dialog_stays_open_and_says_so(
    make_dialog: MakeDialog, drawer: Drawer
) -> None:
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    write(focused(), "Dana")
    drawer.broken = True
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "The disk is full." in dialog.panel.banner.accessibleName()


def test_without_drafts_typing_is_thrown_away_only_on_purpose(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME)
    write(focused(), "Dana")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.mouseClick(dialog.panel.discard, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_the_cross_of_the_window_keeps_the_draft_too(make_dialog: MakeDialog, drawer: Drawer) -> None:
    dialog = make_dialog(NAME, drafts=drawer, draft_key="session.new")
    write(focused(), "Dana")
    dialog.close()
    assert not dialog.isVisible()
    assert drawer.drafts["session.new"].values == {"name": "Dana"}


def test_a_form_filled_with_values_is_clean_until_changed(make_dialog: MakeDialog, drawer: Drawer) -> None:
    dialog = make_dialog(NAME, values={"name": "Dana"}, drafts=drawer, draft_key="staff.edit.1")
    assert dialog.panel.cancel.text() == "Cancel"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert drawer.times == 0


def test_values_that_come_up_later_leave_what_was_typed_a_draft(make_dialog: MakeDialog, drawer: Drawer) -> None:
    dialog = make_dialog(NAME, NOTE, drafts=drawer, draft_key="session.new")
    write(focused(), "Dana")
    dialog.form.set_values({"note": "Filled in by itself"})
    assert dialog.form.is_dirty()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert drawer.find("session.new") is not None, "Esc never loses typing"


def test_what_is_filled_in_for_somebody_counts_as_typed(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(NAME, NOTE)
    dialog.form.set_values({"name": "Dana"})
    assert not dialog.form.is_dirty()
    dialog.form.fill({"note": "Read from a file"})
    assert dialog.form.is_dirty()


def test_it_stands_over_the_middle_of_its_window_and_whole_on_the_screen(make_dialog: MakeDialog, qtbot: Any) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.setGeometry(40, 30, 700, 500)
    owner.show()
    many = [Field(f"f{place}", f"Field {place}") for place in range(30)]
    for fields in ((NAME,), many):
        dialog = FormDialog(FormSpec("A form", "Save", tuple(fields)), parent=owner)
        dialog.open()
        room, frame = dialog.screen().availableGeometry(), dialog.frameGeometry()
        assert room.contains(frame)
        if fields is not many:
            assert (frame.center() - owner.frameGeometry().center()).manhattanLength() <= 4
        dialog.close()
    corner = QWidget()
    qtbot.addWidget(corner)
    corner.setGeometry(owner.screen().availableGeometry().adjusted(600, 500, 0, 0))
    corner.show()
    dialog = FormDialog(FormSpec("A form", "Save", tuple(many)), parent=corner)
    dialog.open()
    assert dialog.screen().availableGeometry().contains(dialog.frameGeometry())
    dialog.close()


def test_on_a_small_screen_it_scrolls_inside_and_the_buttons_stay_in_sight(make_dialog: MakeDialog, qtbot: Any) -> None:
    dialog: FormDialog = make_dialog(*(Field(f"f{place}", f"Field {place}", required=True) for place in range(30)))
    room = dialog.screen().availableGeometry().size()
    assert dialog.height() <= room.height()
    for size in (QSize(600, 330), QSize(360, 300)):  # 1280x720 at 200 %, and smaller
        dialog.resize(size)
        qtbot.waitUntil(lambda wanted=size: dialog.size() == wanted)
        qtbot.wait(1)
        for button in (dialog.panel.primary, dialog.panel.cancel):
            corner = button.mapTo(dialog, button.rect().bottomRight())
            assert dialog.rect().contains(corner)
            assert button.width() >= button.sizeHint().width()
    area = dialog.panel.area
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
    dialog.form.show_problems([Problem("f29", "Here.")])
    last = dialog.form.blocks["f29"].editor.control()
    top = last.mapTo(area.viewport(), last.rect().topLeft()).y()
    assert 0 <= top <= area.viewport().height()


def test_it_grows_with_what_comes_up_but_not_against_a_hand_that_made_it_small(
    make_dialog: MakeDialog, qtbot: Any
) -> None:
    more = [Field(f"f{place}", f"Field {place}", when=lambda values: bool(values["more"])) for place in range(4)]
    dialog: FormDialog = make_dialog(NAME, Field("more", "Say more", "check"), *more)
    area = dialog.panel.area
    assert area is not None
    low = dialog.height()
    QTest.keyClick(dialog.form.blocks["more"].editor.control(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.height() > low + 4 * 40)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    dialog.resize(dialog.width(), low)
    write(dialog.form.blocks["f0"].editor.control(), "Dana")
    qtbot.wait(20)
    assert dialog.height() == low


def test_the_keyboard_begins_in_sight_when_the_first_empty_field_is_far_down(
    make_dialog: MakeDialog, qtbot: Any
) -> None:
    fields = [Field(f"f{place}", f"Field {place}") for place in range(30)]
    dialog: FormDialog = make_dialog(*fields, values={f"f{place}": "full" for place in range(25)})
    area = dialog.panel.area
    assert area is not None
    last = dialog.form.blocks["f25"].editor.control()
    assert focused() is last
    qtbot.waitUntil(lambda: area.viewport().rect().contains(last.mapTo(area.viewport(), last.rect().bottomLeft())))


def test_a_row_just_added_comes_into_sight(make_dialog: MakeDialog, qtbot: Any) -> None:
    fields = [Field(f"f{place}", f"Field {place}") for place in range(30)]
    step = Field("steps", "Steps", "rows", row_name="Step", fields=(Field("text", "What", "long_text", lines=4),))
    dialog: FormDialog = make_dialog(*fields, step)
    area, rows = dialog.panel.area, dialog.form.blocks["steps"].editor
    assert area is not None
    add = rows.controls()[-1]
    area.ensureWidgetVisible(add, 0, 0)
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    written = focused()
    assert written is not add
    assert rows.isAncestorOf(written)
    qtbot.waitUntil(lambda: area.viewport().rect().contains(written.mapTo(area.viewport(), QPoint(0, 20))))


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (datetime(2026, 11, 22, 10, 42), "today at 10:42 AM"),
        (datetime(2026, 11, 17, 10, 42), "on Tuesday at 10:42 AM"),
        (datetime(2026, 11, 2, 22, 5), "on Mon Nov 2, 2026 at 10:05 PM"),
    ],
)
def test_when_a_draft_was_begun_is_said_as_people_say_it(saved: datetime, said: str) -> None:
    assert when_text(saved, datetime(2026, 11, 22, 11, 0)) == said


def test_the_drawer_of_the_window_fits() -> None:
    """The stand-in used here has what ui.drafts.Drafts has."""
    from ui.drafts import Drafts

    assert all(hasattr(Drafts, name) for name in ("find", "keep", "discard"))
