"""A pick that also takes a name that is not in its list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.forms.conftest import MakeForm, write
from tests.ui.forms.test_fields import control
from ui.forms import Field, Option


def test_a_name_that_is_not_listed_can_be_added_by_choosing_or_just_by_leaving(make_form: MakeForm) -> None:
    field = Field("team", "Team", "pick", choices=[Option(1, "North team")], new="Add the team “{name}”")
    form = make_form(field, Field("next", "Next"))
    line = control(form, "team")
    line.setFocus()
    write(line, "North")
    popup = line.completer().popup()  # type: ignore[attr-defined]  # a QLineEdit
    model = popup.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["North team", "Add the team “North”"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)
    assert form.values()["team"] == "North"
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]  # a QLineEdit
    write(line, "Night  crew")
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert form.values()["team"] == "Night crew"
    assert form.blocks["team"].hint() == "Not in the list yet; it is added when you save."
    again = make_form(field, Field("next", "Next"))
    again.restore(form.snapshot())
    assert again.values()["team"] == "Night crew"


def test_what_is_listed_is_not_offered_as_new(make_form: MakeForm) -> None:
    field = Field("team", "Team", "pick", choices=[Option(1, "Équipe Nord")], new="Add “{name}”")
    form = make_form(field, Field("next", "Next"))
    line = control(form, "team")
    line.setFocus()
    write(line, "equipe nord")
    popup = line.completer().popup()  # type: ignore[attr-defined]  # a QLineEdit
    model = popup.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Équipe Nord"]
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert form.values()["team"] == 1
