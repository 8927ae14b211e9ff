"""A whole form: conditions, problems, drafts as JSON, reading order, what fits in a narrow window."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.errors import Problem
from tests.ui.forms.conftest import PEOPLE, MakeForm, write
from ui.forms import Beside, Field, Form, Note, Section
from ui.forms.fields import plain, with_letter

ROW = (
    Field("what", "What", required=True),
    Beside((Field("who", "Who", "pick", choices=PEOPLE), Field("due", "Due", "date"))),
)
PARTS = (
    Section("Where", "and when"),
    Field("name", "Name", required=True, help="As on the badge."),
    Beside((Field("day", "Day", "date"), Field("long", "Length", "minutes"))),
    Field("kind", "Kind", "choice", choices="severity"),
    Field("why", "Why", "long_text", required=True, when=lambda values: values["kind"] == "major"),
    Note("Majors are looked at the same day.", when=lambda values: values["kind"] == "major"),
    Field("who", "Who", "picks", choices=PEOPLE),
    Field("steps", "Steps", "rows", row_name="Step", fields=ROW),
    Field("secret", "Secret", "secret"),
)  # fmt: skip


@pytest.fixture
def form(make_form: MakeForm) -> Form:
    """A form of most kinds."""
    return make_form(*PARTS)


def test_values_go_in_and_come_out_the_same(form: Form) -> None:
    values = {
        "name": "Dana", "day": date(2026, 3, 14), "long": 45, "kind": "major", "why": "a\nb", "who": [2, 1],
        "steps": [{"what": "call", "who": 4, "due": None}], "secret": "s",
    }  # fmt: skip
    form.set_values({**values, "unknown": 1})
    assert form.values() == values
    assert not form.is_dirty()


def test_a_field_is_asked_only_when_it_matters(form: Form) -> None:
    assert form.blocks["why"].isHidden()
    form.set_values({"name": "x", "kind": "major", "why": "because"})
    assert not form.blocks["why"].isHidden()
    assert form.values()["why"] == "because"
    form.blocks["kind"].editor.set_value("minor")
    assert form.blocks["why"].isHidden()
    assert form.values()["why"] == ""
    assert form.check()
    form.blocks["kind"].editor.set_value("major")
    assert form.values()["why"] == "because"


def test_problems_stand_at_their_fields_and_the_first_gets_the_keyboard(form: Form) -> None:
    form.set_values({"steps": [{"what": "call"}, {"what": "write", "who": 1}]})
    sight = QSignalSpy(form.wants_sight)
    homeless = form.show_problems(
        [
            Problem("steps.1.who", "On leave."),
            Problem("day", "Too early."),
            Problem("day", "Closed."),
            Problem("x", "?"),
        ]
    )
    rows: Any = form.blocks["steps"].editor
    assert rows.rows[1].form.blocks["who"].problem_shown == "On leave."
    assert form.blocks["day"].problem_shown == "Too early.\nClosed."
    assert homeless == [Problem("x", "?")]
    assert QApplication.focusWidget() is rows.rows[1].form.blocks["who"].editor.control()
    assert sight.count() == 1
    form.clear_problems()
    assert rows.rows[1].form.blocks["who"].problem_shown == ""


def test_required_and_broken_fields_are_named_on_checking(form: Form) -> None:
    form.set_values({"kind": "major"})
    write(form.blocks["day"].editor.control(), "14/3")
    rows: Any = form.blocks["steps"].editor
    row = rows.add()
    write(row.form.blocks["due"].editor.control(), "soon")
    assert not form.check()
    assert [problem.field for problem in form.problems()] == ["name", "day", "why", "steps"]
    assert QApplication.focusWidget() is form.blocks["name"].editor.control()
    assert row.form.blocks["what"].problem_shown == "Type something here."
    write(form.blocks["name"].editor.control(), "D")
    assert form.blocks["name"].problem_shown == ""


def test_unfinished_typing_survives_as_json_without_secrets(make_form: MakeForm, form: Form) -> None:
    write(form.blocks["name"].editor.control(), "Thanh Nguyễn ")
    write(form.blocks["day"].editor.control(), "14/3")
    write(form.blocks["long"].editor.control(), "1h3x")
    write(form.blocks["who"].editor.control(), "half a na")
    write(form.blocks["secret"].editor.control(), "hush")
    rows: Any = form.blocks["steps"].editor
    write(rows.add().form.first_control(), "call")
    text = json.dumps(form.snapshot())
    assert "hush" not in text
    again = make_form(*PARTS)
    again.restore(json.loads(text))
    assert again.snapshot() == form.snapshot()
    assert again.is_dirty()
    assert again.blocks["day"].editor.problem() == form.blocks["day"].editor.problem() != ""


@pytest.mark.parametrize(
    "broken", [[], {"day": 5, "who": "x", "steps": {"a": 1}, "name": None, "gone": 1}, {"steps": [5]}]
)
def test_a_draft_of_another_shape_does_no_harm(form: Form, broken: Any) -> None:
    form.restore(broken)
    form.values()
    assert form.blocks["name"].editor.value() == ""


def test_every_field_has_a_name_a_description_and_a_label_with_a_letter(form: Form) -> None:
    name = form.blocks["name"]
    spoken = QAccessible.queryAccessibleInterface(name.editor.control())
    assert spoken.text(QAccessible.Text.Name) == "Name, required"
    assert spoken.text(QAccessible.Text.Description) == "As on the badge."
    for block in form.blocks.values():
        for one in block.editor.controls():
            assert QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name), block.field.key
    letters = [block._label.text().partition("&")[2][:1].casefold() for block in form.blocks.values()]
    assert len(set(letters)) == len(letters)
    assert all(letters)


def test_alt_and_the_letter_go_to_the_field(form: Form) -> None:
    form.blocks["name"].editor.control().setFocus()
    QTest.keyClick(form, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is form.blocks["kind"].editor.control()


def test_tab_goes_in_reading_order(form: Form, qtbot: Any) -> None:
    form.set_values({"steps": [{"what": "one"}, {"what": "two"}]})
    rows: Any = form.blocks["steps"].editor
    rows.move_row(rows.rows[0], 1)
    qtbot.wait(1)  # let everything find its place
    form.blocks["name"].editor.control().setFocus()
    seen: list[QWidget] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    places = [
        (one.mapTo(form, one.rect().topLeft()).y() // 12, one.mapTo(form, one.rect().topLeft()).x()) for one in seen
    ]
    assert len(seen) > 14
    assert places == sorted(places)


def test_fields_side_by_side_stand_under_each_other_in_a_narrow_window(form: Form, qtbot: Any) -> None:
    day, length = form.blocks["day"], form.blocks["long"]
    assert day.y() == length.y()
    assert length.x() > day.x()
    form.resize(400, 700)
    qtbot.waitUntil(lambda: length.y() > day.y())
    assert length.x() == day.x()


def test_two_fields_of_one_key_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="same key"):
        Form((Field("a", "A"), Beside((Field("a", "B"),))))


def test_a_letter_for_alt_is_found_that_no_other_label_has() -> None:
    taken: set[str] = set()
    assert [with_letter(text, taken) for text in ("Name", "Number", "&Note", "Q && A", "不明")] == [
        "&Name", "N&umber", "&Note", "&Q && A", "不明",
    ]  # fmt: skip
    assert plain("Q && &A") == "Q & A"
