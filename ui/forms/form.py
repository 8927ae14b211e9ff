"""The one form builder: declared parts in, values out; problems shown where they belong, drafts as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from coachdesk.errors import Problem
from coachdesk.rules.privacy import Roster
from ui.forms.block import FieldBlock, make_editor
from ui.forms.dates import Today
from ui.forms.fields import Beside, Field, Note, Part, Section, Values, fields_of, options_of, with_letter
from ui.forms.privacy import Watch
from ui.forms.rows import RowsEditor, is_bare
from ui.forms.texts import NoteLabel
from ui.widgets import label

NARROW = 520  # under this width fields side by side stand under each other
NAMING = frozenset({"pick", "picks", "choice", "choices"})  # what is chosen may be a person

Snapshot = dict[str, Any]


class Form(QWidget):
    """A form made of parts. `changed` at every change; `submit_asked` when Enter in the last line asks to go on.

    letters: find a letter for Alt for every label.  bare: a single field without its label (inside rows).
    people: names of those it is about, who may be named in it (R22).  above: the watch of the form it is a row of.
    """

    changed = Signal()
    submit_asked = Signal()
    wants_sight = Signal(QWidget)  # scroll there

    def __init__(
        self,
        parts: Sequence[Part],
        today: Today = date.today,
        letters: bool = True,
        bare: bool = False,
        parent: QWidget | None = None,
        *,
        people: Iterable[str] = (),
        above: Watch | None = None,
    ) -> None:
        super().__init__(parent)
        self._people = tuple(people)
        self._watch = Watch(self._about, above, self)
        self._today = today
        self._bare = bare
        self.blocks: dict[str, FieldBlock] = {}
        self._beside: list[QBoxLayout] = []
        self._holders: list[tuple[QWidget, list[FieldBlock]]] = []
        self._conditional: list[tuple[QWidget, Field | Note]] = []
        self._taken: set[str] = set()
        self._letters = letters
        self._settling = False
        keys = [field.key for field in fields_of(parts)]
        if len(keys) != len(set(keys)):
            raise ValueError("two fields of a form have the same key")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for part in parts:
            layout.addWidget(self._widget_for(part))
        for field in fields_of(parts):
            if field.default is not None:
                self.blocks[field.key].editor.set_value(field.default)
        for block in self.blocks.values():
            block.changed.connect(self._on_changed)
            block.editor.entered.connect(lambda one=block: self._on_enter(one))
            if block.field.kind in NAMING:
                block.changed.connect(self._watch.changed)
        self._apply_conditions()
        self._clean = self._states(secrets=True)

    # Values ---------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """All values by key; a field that is not shown counts as empty (None, "", [] or False by its kind)."""
        return {key: self._value(block) for key, block in self.blocks.items()}

    def set_values(self, values: Values) -> None:
        """Show these; keys that are not here are left alone, and so is what was typed there. These count as clean."""
        self.fill(values)
        states = self._states(secrets=True)
        self._clean = {**self._clean, **{key: states[key] for key in values if key in states}}

    def fill(self, values: Values) -> None:
        """Show these as if they were typed: they are kept as a draft, and asked about before they are lost."""
        for key, value in values.items():
            if key in self.blocks:
                self.blocks[key].editor.set_value(value)
        self.clear_problems()
        self._apply_conditions()

    def is_dirty(self) -> bool:
        """Whether anything was typed since the values were set."""
        return self._states(secrets=True) != self._clean

    def mark_clean(self) -> None:
        """What is typed now counts as untouched."""
        self._clean = self._states(secrets=True)

    def is_empty(self) -> bool:
        """Whether nothing is filled in at all."""
        return all(block.editor.is_empty() for block in self.blocks.values())

    def snapshot(self) -> Snapshot:
        """What was typed, as plain JSON, for a draft. Secrets are left out."""
        return self._states(secrets=False)

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Type again what `snapshot` kept; the form stays dirty. Unknown keys are ignored."""
        if not isinstance(snapshot, Mapping):
            return
        for key, state in snapshot.items():
            if key in self.blocks and not self.blocks[key].editor.secret:
                self.blocks[key].editor.set_state(state)
        self._apply_conditions()
        self.changed.emit()

    # Problems -------------------------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """What stands in the way as far as the form itself can tell."""
        found = ((key, block.problem()) for key, block in self.blocks.items() if not block.isHidden())
        return [Problem(key, text) for key, text in found if text]

    def check(self) -> bool:
        """Show what stands in the way; True when nothing does."""
        found = self.problems()
        self.show_problems(found)
        return not found

    def show_problems(self, problems: Iterable[Problem], focus: bool = True) -> list[Problem]:
        """Show each at its field and put the keyboard on the first; gives those that belong to no field here."""
        self.clear_problems()
        homeless: list[Problem] = []
        first: QWidget | None = None
        for problem in problems:
            where = self.show_problem(problem.field, problem.text)
            if where is None:
                homeless.append(problem)
            elif first is None:
                first = where
        if focus and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.wants_sight.emit(first)
        return homeless

    def show_problem(self, key: str, text: str) -> QWidget | None:
        """Show one problem; gives what has to be changed, None when no shown field has this key."""
        head, _, rest = key.partition(".")
        block = self.blocks.get(head)
        if block is None or block.isHidden():
            return None
        inner = block.editor.show_problem_at(rest, text) if rest else None
        if inner is not None:
            return inner
        told = f"{block.problem_shown}\n{text}" if block.problem_shown else text
        block.show_problem(told)
        return block.editor.wrong_control()

    def clear_problems(self) -> None:
        """Take all problems off the screen."""
        for block in self.blocks.values():
            block.show_problem("")
            if isinstance(block.editor, RowsEditor):
                block.editor.show_tone("")

    # Privacy (R22) --------------------------------------------------------------------------------------------------

    @property
    def is_watched(self) -> bool:
        """Whether any text of it is watched, also in its rows."""
        fields = [block.field for block in self.blocks.values()]
        return any(one.watched for field in fields for one in (field, *fields_of(field.fields)))

    def know_roster(self, roster: Roster) -> None:
        """From now on the roster's names are looked for too."""
        self._watch.know(roster)

    def _about(self) -> set[str]:
        """The people it is about: those given, and whoever is chosen in it now."""
        found = set(self._people)
        for block in self.blocks.values():
            if block.field.kind in NAMING and not block.isHidden():
                value = block.editor.value()
                chosen = value if isinstance(value, list) else [value]
                found.update(one.label for one in options_of(block.field.choices) if one.key in chosen)
        return found

    # Keyboard -------------------------------------------------------------------------------------------------------

    def wrong_control(self) -> QWidget | None:
        """What has to be changed first, as far as the form itself can tell; None when nothing is wrong."""
        wrong = [
            block.editor.wrong_control() for block in self.blocks.values() if not block.isHidden() and block.problem()
        ]
        return wrong[0] if wrong else None

    def first_control(self) -> QWidget:
        """Where the keyboard begins."""
        shown = [block for block in self.blocks.values() if not block.isHidden()]
        empty = [block for block in shown if block.editor.is_empty()]
        return (empty or shown)[0].editor.control() if shown else self

    def tab_order(self) -> list[QWidget]:
        """What Tab goes through, in reading order."""
        found: list[QWidget] = []
        for block in self.blocks.values():
            found += [
                one
                for one in block.editor.findChildren(QWidget)
                if one.focusPolicy() & Qt.FocusPolicy.TabFocus
                and one.focusProxy() is None
                and one.window() is block.window()  # the list of a combo box is a window of its own
            ]
        return found

    def call_itself(self, prefix: str) -> None:
        """What a screen reader says before each field ("Criterion 2")."""
        for block in self.blocks.values():
            block.call_itself(prefix)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self._beside:
            if row.direction() != wanted:
                row.setDirection(wanted)

    # Inside ---------------------------------------------------------------------------------------------------------

    def _widget_for(self, part: Part) -> QWidget:
        if isinstance(part, Field):
            return self._block_for(part)
        if isinstance(part, Beside):
            holder = QWidget()
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(14)
            blocks = [self._block_for(field) for field in part.fields]
            for block in blocks:
                row.addWidget(block, 1, Qt.AlignmentFlag.AlignTop)
            self._beside.append(row)
            self._holders.append((holder, blocks))
            return holder
        if isinstance(part, Section):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 8, 0, 0)
            column.setSpacing(2)
            column.addWidget(label(part.title, "section"))
            if part.text:
                column.addWidget(label(part.text, "muted"))
            return holder
        note = NoteLabel(part.text, part.tone)
        if part.when is not None:
            self._conditional.append((note, part))
        return note

    def _block_for(self, field: Field) -> FieldBlock:
        editor = make_editor(field, self._today, self._row_form)
        text = with_letter(field.label, self._taken) if self._letters else field.label
        block = FieldBlock(field, editor, text, self._bare, self._watch)
        self.blocks[field.key] = block
        if field.when is not None:
            self._conditional.append((block, field))
        return block

    def _row_form(self, field: Field) -> Form:
        """The small form of one row."""
        return Form(field.fields, today=self._today, letters=False, bare=is_bare(field), above=self._watch)

    def _value(self, block: FieldBlock) -> Any:
        if not block.isHidden():
            return block.editor.value()
        empties: dict[str, Any] = {"text": "", "long_text": "", "secret": "", "file": "", "check": False}
        return [] if block.field.kind in ("choices", "picks", "rows") else empties.get(block.field.kind)

    def _states(self, secrets: bool) -> Snapshot:
        kept = {key: block for key, block in self.blocks.items() if secrets or not block.editor.secret}
        return {key: block.editor.state() for key, block in kept.items()}

    def _on_changed(self) -> None:
        self._apply_conditions()
        self.changed.emit()

    def _apply_conditions(self) -> None:
        if not self._conditional or self._settling:
            return
        self._settling = True
        values = self.values()
        for widget, part in self._conditional:
            shown = part.when is None or bool(part.when(values))
            if widget.isHidden() == shown:
                widget.setVisible(shown)
                values = self.values()
        for holder, blocks in self._holders:  # a row of which nothing is shown takes no room
            holder.setVisible(any(not block.isHidden() for block in blocks))
        self._settling = False

    def _on_enter(self, block: FieldBlock) -> None:
        """Enter in a line goes to the next field; in the last line of a form without long texts it submits."""
        shown = [one for one in self.blocks.values() if not one.isHidden()]
        later = shown[shown.index(block) + 1 :]
        if later:
            later[0].editor.control().setFocus(Qt.FocusReason.TabFocusReason)
        elif all(one.editor.single_line or one.field.kind in ("check", "choice") for one in shown):
            self.submit_asked.emit()
