"""One field in a form: its label, editor, help, what was understood, warnings and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.rules.typed_dates import say_date
from ui import theme
from ui.forms.choices import ButtonsEditor, CheckEditor, ChoiceEditor, ChoicesEditor
from ui.forms.dates import DateEditor, MomentEditor, TimeEditor, Today
from ui.forms.editor import Editor
from ui.forms.fields import Field
from ui.forms.numbers import IntEditor, MinutesEditor, NumberEditor
from ui.forms.picker import PickEditor, PicksEditor
from ui.forms.privacy import Watch
from ui.forms.rows import MakeForm, RowsEditor
from ui.forms.texts import FileEditor, LongTextEditor, SecretEditor, TextEditor
from ui.widgets import TextLabel, label

LINT_AFTER_MS = 300

_SIMPLE: dict[str, Callable[[Field], Editor]] = {
    "text": TextEditor,
    "long_text": LongTextEditor,
    "secret": SecretEditor,
    "choice": ChoiceEditor,
    "choices": ChoicesEditor,
    "check": CheckEditor,
    "int": IntEditor,
    "minutes": MinutesEditor,
    "number": NumberEditor,
    "time": TimeEditor,
    "pick": PickEditor,
    "picks": PicksEditor,
    "file": FileEditor,
}


def make_editor(field: Field, today: Today, make_form: MakeForm) -> Editor:
    """The editor for a field's kind."""
    if field.kind == "date":
        return DateEditor(field, today)
    if field.kind == "datetime":
        return MomentEditor(field, today)
    if field.kind == "rows":
        return RowsEditor(field, make_form)
    if field.kind == "choice" and field.buttons:
        return ButtonsEditor(field)
    return _SIMPLE[field.kind](field)


class FieldBlock(QWidget):
    """A field as it stands in a form. `bare` leaves the label out (rows of a single field).

    watch: what warns of its text as it is typed (R22), where the field says that it is watched.
    """

    changed = Signal()

    def __init__(
        self, field: Field, editor: Editor, label_text: str, bare: bool = False, watch: Watch | None = None
    ) -> None:
        super().__init__()
        self.field = field
        self._watch = watch if field.watched else None
        self.editor = editor
        self._spoken_prefix = ""
        self._understood = ""
        self._problem_shown = ""
        self._label = TextLabel(label_text)  # a criterion may be as long as a sentence
        self._required = label(translate("Forms", "required") if field.required else "", "small", "plain")
        self._hint = label("", "small", "plain")
        self._help = label(field.help, "small", "plain")
        self._warning = label("", "small", "attention")
        self.problem_label = label("", "error")
        self.problem_label.setProperty("alert", True)
        self._lint_timer = QTimer(self, singleShot=True, interval=LINT_AFTER_MS)
        self._lint_timer.timeout.connect(self.lint)
        self._lay_out(bare)
        self._name_parts()
        editor.changed.connect(self._on_changed)
        editor.left.connect(self._on_left)
        if self._watch is not None:
            self._watch.changed.connect(self._look_again)
        self._refresh_hint()

    def _lay_out(self, bare: bool) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        theme.mark(self._label, role="field")
        if isinstance(self.editor, CheckEditor):
            self.editor.set_label(self._label.text())
            self._label.hide()
        else:
            self._label.setBuddy(self.editor.control())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._required)
        head.addStretch(1)
        if not bare and not (isinstance(self.editor, CheckEditor) and not self.field.required):
            layout.addLayout(head)
        else:
            for one in (self._label, self._required):
                one.setParent(self)
                one.hide()
        layout.addWidget(self.editor)
        for one in (self._hint, self._help, self._warning, self.problem_label):
            layout.addWidget(one)
            one.setVisible(bool(one.text()))
        self._required.setVisible(bool(self._required.text()) and not bare)

    # What the form asks ---------------------------------------------------------------------------------------------

    def problem(self) -> str:
        """What is wrong with the field as it stands, "" for nothing."""
        told = self.editor.problem()
        if told:
            return told
        if self.field.required and self.editor.is_empty():
            return self._missing()
        return self._out_of_range()

    def show_problem(self, text: str) -> None:
        """Show a problem under the field and tell screen readers; "" takes it away."""
        if text == self._problem_shown:
            return
        self._problem_shown = text
        self.problem_label.setText(text)
        self.problem_label.setVisible(bool(text))
        self.editor.show_tone("late" if text else "")
        self._describe()
        if text and self.isVisible():
            spoken = f"{self.field.name}: {text}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.problem_label, spoken))

    @property
    def problem_shown(self) -> str:
        """The problem on screen."""
        return self._problem_shown

    def call_itself(self, prefix: str) -> None:
        """What a screen reader says before the field's name ("Criterion 2")."""
        self._spoken_prefix = prefix
        self._name_parts()

    def lint(self) -> None:
        """Show what the field's lint warns about now, and what its text was understood as."""
        self._lint_timer.stop()
        text = self.editor.value()
        if self.field.understood is not None:
            self._understood = self.field.understood(text) if isinstance(text, str) else ""
            self._refresh_hint()
        if self.field.lint is None and self._watch is None:
            return
        found = "\n".join(self._warnings(text)) if isinstance(text, str) and text else ""
        if found != self._warning.text():
            self._warning.setText(found)
            self._warning.setVisible(bool(found))
            self._describe()

    def _warnings(self, text: str) -> list[str]:
        own = self.field.lint(text) if self.field.lint is not None else ()
        return [*own, *(self._watch.warnings(self.field, text) if self._watch is not None else ())]

    def warning(self) -> str:
        """The warning on screen."""
        return self._warning.text()

    def hint(self) -> str:
        """What the line of understanding says."""
        return self._hint.text()

    # Events ---------------------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._refresh_hint()
        if self._problem_shown:
            self.show_problem(self.problem())
        if self.field.lint is not None or self.field.understood is not None or self._watch is not None:
            self._lint_timer.start()
        self.changed.emit()

    def _look_again(self) -> None:
        """The roster was read, or somebody else was chosen: names may be fine now that were not before."""
        if not self.editor.is_empty():
            self._lint_timer.start()

    def _on_left(self) -> None:
        self._refresh_hint()
        # Nothing typed yet is not held against anybody before they submit.
        if not self.editor.is_empty():
            self.show_problem(self.problem())
        if self._lint_timer.isActive() and self.isVisible():  # not while the form is being taken down
            self.lint()

    def _refresh_hint(self) -> None:
        text = self.editor.hint() or self._understood
        if text != self._hint.text():
            self._hint.setText(text)
            self._hint.setVisible(bool(text))
            self._describe()

    # Words ----------------------------------------------------------------------------------------------------------

    def _name_parts(self) -> None:
        name = " ".join(part for part in (self._spoken_prefix, self.field.name) if part)
        if self.field.required:
            name = translate("Forms", "{field}, required").format(field=name)
        self.setAccessibleName(name)
        if isinstance(self.editor, RowsEditor):
            self.editor.setAccessibleName(name)
            self._describe()
            return
        for one in self.editor.controls():
            if isinstance(self.editor, ButtonsEditor | ChoicesEditor):
                own = one.property("sentence") or str(one.property("text")).replace("&&", "&")
                one.setAccessibleName(f"{name}: {own}")
            elif one.accessibleName() == "" or one is self.editor.control():
                one.setAccessibleName(name)
        self._describe()

    def _describe(self) -> None:
        parts = (self._problem_shown, self._warning.text(), self._hint.text(), self.field.help)
        text = " ".join(part for part in parts if part)
        for one in self.editor.controls():
            one.setAccessibleDescription(text)

    def _missing(self) -> str:
        if self.field.kind in ("choice", "choices", "pick", "picks", "file"):
            return translate("Forms", "Choose something here.")
        if self.field.kind == "check":
            return translate("Forms", "Tick this to go on.")
        if self.field.kind == "rows":
            return translate("Forms", "Add at least one.")
        if self.field.kind in ("date", "datetime", "time"):
            return translate("Forms", "Type when.")
        return translate("Forms", "Type something here.")

    def _out_of_range(self) -> str:
        field = self.field
        value: Any = self.editor.value()
        if value is None or field.kind not in ("int", "number", "minutes", "date", "rows"):
            return ""
        measured = len(value) if field.kind == "rows" else value
        say = say_date if isinstance(value, date) else str
        if field.minimum is not None and measured < field.minimum:
            told = (
                translate("Forms", "Not before {limit}.")
                if say is say_date
                else translate("Forms", "At least {limit}.")
            )
            return told.format(limit=say(field.minimum))
        if field.maximum is not None and measured > field.maximum:
            told = (
                translate("Forms", "Not after {limit}.") if say is say_date else translate("Forms", "At most {limit}.")
            )
            return told.format(limit=say(field.maximum))
        return ""
