"""Every kind of field, typed and chosen as a person does: what comes out, what is said, what a screen reader hears."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QWidget

from tests.ui.forms.conftest import PEOPLE, MakeForm, write
from ui.forms import Field, Form, Option
from ui.forms.picker import matching
from ui.forms.strength import strength_of


def control(form: Form, key: str) -> QWidget:
    return form.blocks[key].editor.control()


def leave(form: Form, key: str) -> None:
    """Take the keyboard out of a field."""
    control(form, key).clearFocus()


@pytest.mark.parametrize(
    ("kind", "typed", "value", "hint"),
    [
        ("text", "  José  ", "José", ""),
        ("text", "Jose\u0301", "José", ""),
        ("secret", " as typed ", " as typed ", ""),
        ("long_text", "one\ntwo ", "one\ntwo", ""),
        ("int", "1,200", 1200, ""),
        ("number", "2.5", 2.5, ""),
        ("minutes", "1h30", 90, "1 h 30 min"),
        ("minutes", "45", 45, ""),
        ("date", "tomorrow", date(2026, 11, 23), "Mon Nov 23, 2026"),
        ("date", "mañana", date(2026, 11, 23), "Mon Nov 23, 2026"),
        ("date", "3/14", date(2027, 3, 14), "Sun Mar 14, 2027"),
        ("time", "2:30p", time(14, 30), "2:30 PM"),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_said_back(
    make_form: MakeForm, kind: Any, typed: str, value: Any, hint: str
) -> None:
    form = make_form(Field("it", "It", kind))
    write(control(form, "it"), typed)
    assert form.values() == {"it": value}
    assert form.blocks["it"].hint() == hint
    assert form.is_dirty()
    assert form.check()


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("int", "2.5", "whole number"),
        ("number", "two", "Type a number"),
        ("minutes", "soon", "Type minutes"),
        ("date", "14/3", "did you mean 3/14"),
        ("time", "2:30", "Morning or afternoon"),
        ("file", "/no/such/file", "no such file"),
    ],
)
def test_what_is_not_understood_is_said_when_the_field_is_left(
    make_form: MakeForm, kind: Any, typed: str, told: str
) -> None:
    form = make_form(Field("it", "It", kind), Field("next", "Next"))
    control(form, "it").setFocus()
    write(control(form, "it"), typed)
    assert form.blocks["it"].problem_shown == ""
    control(form, "next").setFocus()
    assert told in form.blocks["it"].problem_shown
    assert told in control(form, "it").accessibleDescription()
    assert control(form, "it").property("tone") == "late"
    assert not form.check()
    control(form, "it").setText("")  # type: ignore[attr-defined]  # a QLineEdit
    assert form.blocks["it"].problem_shown == ""


def test_a_date_keeps_the_day_it_meant_and_is_written_out_when_left(make_form: MakeForm) -> None:
    form = make_form(Field("due", "Due", "date"))
    line = control(form, "due")
    line.setFocus()
    write(line, "+2w")
    assert form.snapshot() == {"due": "2026-12-06"}
    leave(form, "due")
    assert isinstance(line, QLineEdit)
    assert line.text() == "12/6/2026"


def test_a_date_is_changed_day_by_day_and_by_calendar_from_the_keyboard(make_form: MakeForm) -> None:
    form = make_form(Field("due", "Due", "date", maximum=date(2026, 12, 31)))
    line = control(form, "due")
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert form.values()["due"] == date(2026, 11, 22)
    QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = popup.findChildren(QCalendarWidget)[0]
    assert calendar.selectedDate() == QDate(2026, 11, 22)
    assert calendar.maximumDate() == QDate(2026, 12, 31)
    grid = calendar.findChild(QWidget, "qt_calendar_calendarview")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert form.values()["due"] == date(2026, 11, 23)
    assert QApplication.activePopupWidget() is None


def test_tab_leaves_a_date_at_once_and_what_is_typed_next_lands_in_the_next_field(make_form: MakeForm) -> None:
    form = make_form(Field("due", "Due", "date"), Field("who", "Who"))
    line = control(form, "due")
    line.setFocus()
    write(line, "yesterday")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is control(form, "who")
    write(control(form, "who"), "Priya")
    assert form.values() == {"due": date(2026, 11, 21), "who": "Priya"}


def test_letters_typed_on_a_button_inside_a_line_go_nowhere(make_form: MakeForm) -> None:
    form = make_form(Field("pass", "Passphrase", "secret"))
    editor: Any = form.blocks["pass"].editor
    write(editor.line, "harbor")
    QTest.keyClicks(editor.show_button, "lost")
    assert editor.line.text() == "harbor"
    QTest.keyClick(editor.show_button, Qt.Key.Key_Space)
    assert editor.show_button.isChecked()


def test_a_moment_needs_day_and_time_and_carries_its_zone(make_form: MakeForm) -> None:
    form = make_form(Field("at", "Held", "datetime", lean="past"))
    day, clock = form.blocks["at"].editor.controls()
    write(day, "fri")
    assert form.blocks["at"].problem() == "Type the time too."
    write(clock, "2:30p")
    found = form.values()["at"]
    assert found == datetime(2026, 11, 20, 14, 30).astimezone()
    assert found.tzinfo is not None
    assert form.blocks["at"].hint() == "Fri Nov 20, 2026 2:30 PM"
    assert clock.accessibleName() == "Held, time"
    form.set_values({"at": found})
    assert form.values()["at"] == found


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (Field("it", "It", "int", minimum=5), 4, "At least 5."),
        (Field("it", "It", "minutes", maximum=60), 61, "At most 60."),
        (Field("it", "It", "date", maximum=date(2026, 11, 22)), date(2026, 11, 23), "Not after Sun Nov 22, 2026."),
        (Field("it", "It", "date", minimum=date(2026, 11, 22)), date(2026, 11, 21), "Not before Sun Nov 22, 2026."),
    ],
)
def test_limits_are_told_with_their_figure(make_form: MakeForm, field: Field, value: Any, told: str) -> None:
    form = make_form(field)
    form.set_values({"it": value})
    assert not form.check()
    assert form.blocks["it"].problem_shown == told


def test_numbers_go_up_and_down_by_keys_within_their_limits(make_form: MakeForm) -> None:
    form = make_form(Field("n", "Number", "int", minimum=1, maximum=3), Field("m", "Minutes", "minutes"))
    for _ in range(5):
        QTest.keyClick(control(form, "n"), Qt.Key.Key_Up)
        QTest.keyClick(control(form, "m"), Qt.Key.Key_Up)
    assert form.values() == {"n": 3, "m": 25}
    for _ in range(9):
        QTest.keyClick(control(form, "n"), Qt.Key.Key_Down)
    assert form.values()["n"] == 1


def test_choices_by_letter_radio_ticks_and_tick(make_form: MakeForm) -> None:
    form = make_form(
        Field("kind", "Kind", "choice", required=True, choices="session_kind"),
        Field("severity", "Severity", "choice", choices="severity", buttons=True),
        Field("sources", "Sources", "choices", choices="data_source"),
        Field("seen", "Seen by the coachee", "check"),
    )
    assert form.values() == {"kind": None, "severity": None, "sources": [], "seen": False}
    QTest.keyClicks(control(form, "kind"), "ro")
    QTest.keyClick(control(form, "severity"), Qt.Key.Key_Space)
    boxes = form.blocks["sources"].editor.controls()
    for place in (2, 0):
        QTest.keyClick(boxes[place], Qt.Key.Key_Space)
    QTest.keyClick(control(form, "seen"), Qt.Key.Key_Space)
    assert form.values() == {
        "kind": "role_play", "severity": "minor", "sources": ["direct_observation", "product_review"], "seen": True,
    }  # fmt: skip
    assert boxes[0].accessibleName() == "Sources: Direct observation"


def test_long_choices_are_called_by_their_sentence(make_form: MakeForm) -> None:
    """Their words stand beside the tick, where a screen reader would not find them."""
    wordings = ["Writes what was seen, heard or said, with the time", "Escalates"]
    form = make_form(Field("codes", "Criteria", "choices", choices=list(enumerate(wordings))))
    names = [box.accessibleName() for box in form.blocks["codes"].editor.controls()]
    assert names == [f"Criteria: {wording}" for wording in wordings]


def test_nothing_is_held_against_a_name_while_its_list_is_open(make_form: MakeForm, qtbot: Any) -> None:
    form = make_form(Field("staff", "Staff", "pick", choices=PEOPLE))
    line = control(form, "staff")
    write(line, "mar")
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert form.blocks["staff"].problem_shown == ""
    leave(form, "staff")
    assert form.blocks["staff"].problem_shown != ""


def test_a_code_this_version_does_not_know_is_kept(make_form: MakeForm) -> None:
    form = make_form(
        Field("one", "One", "choice", choices="severity"), Field("more", "More", "choices", choices="severity")
    )
    form.set_values({"one": "grave", "more": ["minor", "grave"]})
    assert form.values() == {"one": "grave", "more": ["minor", "grave"]}


def test_the_wheel_over_a_choice_without_the_keyboard_scrolls_the_page(make_form: MakeForm) -> None:
    form = make_form(Field("other", "Other"), Field("kind", "Kind", "choice", choices="severity"))
    form.set_values({"kind": "moderate"})
    combo = control(form, "kind")

    def wheel() -> bool:
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, event)
        return event.isAccepted()

    control(form, "other").setFocus()
    wheel()
    assert form.values()["kind"] == "moderate"
    combo.setFocus()
    wheel()
    assert form.values()["kind"] == "major"


def test_a_person_is_found_without_accents_and_chosen_by_keyboard(make_form: MakeForm) -> None:
    form = make_form(Field("coach", "Coach", "pick", choices=lambda: PEOPLE), Field("next", "Next"))
    line = control(form, "coach")
    line.setFocus()
    write(line, "nguy")
    popup = form.blocks["coach"].editor.line.completer().popup()  # type: ignore[attr-defined]  # a PickEditor
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert form.values()["coach"] == 2
    assert form.blocks["coach"].hint() == "1077 · North team"
    assert not popup.isVisible()


def test_leaving_with_one_match_takes_it_and_with_several_asks(make_form: MakeForm) -> None:
    form = make_form(Field("coach", "Coach", "pick", choices=PEOPLE), Field("next", "Next"))
    line = control(form, "coach")
    line.setFocus()
    write(line, "łuk")
    QTest.keyClick(line.completer().popup(), Qt.Key.Key_Tab)  # type: ignore[attr-defined]  # a QLineEdit
    assert QApplication.focusWidget() is control(form, "next")
    assert form.values()["coach"] == 3
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]  # a QLineEdit
    write(line, "Maria Garcia")
    control(form, "next").setFocus()
    assert form.values()["coach"] is None
    assert form.blocks["coach"].problem_shown == "Choose one from the list."


def test_someone_no_longer_listed_keeps_the_place(make_form: MakeForm) -> None:
    form = make_form(Field("coach", "Coach", "pick", choices=PEOPLE))
    form.set_values({"coach": 77})
    assert form.values()["coach"] == 77
    assert form.check()


def test_matches_begin_with_those_that_start_so() -> None:
    options = [Option(1, "Northern Nowak"), Option(2, "Nowak Ann"), Option(3, "Nobody")]
    assert [one.key for one in matching(options, "nowak")] == [2, 1]
    assert [one.key for one in matching(PEOPLE, "garcia elm")] == [5]


def test_several_are_added_as_chips_and_taken_off_by_keyboard(make_form: MakeForm) -> None:
    form = make_form(Field("who", "Coachees", "picks", choices=PEOPLE))
    editor: Any = form.blocks["who"].editor
    line = control(form, "who")
    line.setFocus()
    for typed in ("dana", "nowak"):
        write(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert form.values()["who"] == [1, 3]
    assert line.text() == ""  # type: ignore[attr-defined]  # a QLineEdit
    assert [chip.accessibleName() for chip in editor.chips] == ["Remove Dana Whitfield", "Remove Łukasz Nowak"]
    assert [one.key for one in editor.line.matches()] == [2, 4, 5]
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert QApplication.focusWidget() is editor.chips[1]
    QTest.keyClick(editor.chips[1], Qt.Key.Key_Backspace)
    QTest.mouseClick(editor.chips[0], Qt.MouseButton.LeftButton)
    assert form.values()["who"] == []
    write(line, "zzz")
    assert "Choose from the list" in form.blocks["who"].problem()


def test_what_is_clicked_in_the_list_becomes_a_chip_and_leaves_nothing_in_the_line(make_form: MakeForm) -> None:
    form = make_form(Field("who", "Coachees", "picks", choices=PEOPLE))
    line: Any = control(form, "who")
    line.setFocus()
    for typed in ("dana", "nowak"):
        write(line, typed)
        popup = line.completer().popup()
        assert popup.isVisible()
        place = popup.visualRect(popup.model().index(0, 0)).center()
        QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()
        assert line.text() == ""
    assert form.values()["who"] == [1, 3]
    assert form.check()


def test_a_file_is_chosen_or_typed(make_form: MakeForm, tmp_path: Path) -> None:
    form = make_form(Field("file", "Evidence", "file", patterns="Any (*)"))
    editor: Any = form.blocks["file"].editor
    found = tmp_path / "evidence.txt"
    found.write_text("x")
    editor.choose = lambda parent, title, patterns: found if (title, patterns) == ("Evidence", "Any (*)") else None
    QTest.mouseClick(editor.browse, Qt.MouseButton.LeftButton)
    assert form.values()["file"] == str(found)
    assert form.check()


def test_a_passphrase_is_hidden_until_shown_and_judged_as_it_is_typed(make_form: MakeForm) -> None:
    form = make_form(Field("secret", "Passphrase", "secret", strength=True))
    editor: Any = form.blocks["secret"].editor
    write(editor.line, "password1")
    assert form.blocks["secret"].hint().startswith("Weak")
    assert editor.line.displayText() != "password1"
    QTest.mouseClick(editor.show_button, Qt.MouseButton.LeftButton)
    assert editor.line.displayText() == "password1"
    editor.line.clear()
    write(editor.line, "copper lantern tidy orbit")
    assert form.blocks["secret"].hint().startswith("Good")
    assert form.snapshot() == {}
    assert form.is_dirty()


def test_strength_grows_with_length_not_with_repeats() -> None:
    levels = [
        strength_of(text).level for text in ("", "aaaaaaaaaaaaaaaa", "Password2026", "tidy orbit lamp", "vM#8qL2w!x")
    ]
    assert levels == [0, 0, 0, 2, 1]
    assert strength_of("copper lantern tidy orbit").level == 2


def test_a_warning_is_shown_as_typed_without_standing_in_the_way(make_form: MakeForm, qtbot: Any) -> None:
    form = make_form(Field("text", "Text", lint=lambda text: ["Looks like a phone number."] if "555" in text else []))
    write(control(form, "text"), "call 555")
    qtbot.waitUntil(lambda: form.blocks["text"].warning() == "Looks like a phone number.")
    assert "phone number" in control(form, "text").accessibleDescription()
    assert form.check()
    control(form, "text").clear()  # type: ignore[attr-defined]  # a QLineEdit
    qtbot.waitUntil(lambda: form.blocks["text"].warning() == "")
