"""One limit of the agency: its words, what is in force, and the field that says at once whether a value will do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from coachdesk import settings as agency_settings
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.rules.wording import WEEKDAYS
from coachdesk.setting_list import UNITS, Setting, Value
from ui import theme
from ui.widgets import FlowLayout, Pill, button, label

EDITOR_WIDTH = 256


def value_words(declared: Setting, value: Value) -> str:
    """A value as people say it: "Yes", "5 working days", "30, 60, 90 days", "Sat, Sun"."""
    if isinstance(value, bool):
        return translate("Settings", "Yes") if value else translate("Settings", "No")
    if declared.unit == "weekdays" and isinstance(value, tuple):
        return ", ".join(translate("Dates", WEEKDAYS[day]) for day in value) or translate("Settings", "none")
    text = ", ".join(f"{one:,}" for one in value) if isinstance(value, tuple) else f"{value:,}"
    unit = translate("Settings", UNITS[declared.unit]) if declared.unit else ""
    return f"{text} {unit}".strip()


def default_words(declared: Setting) -> str:
    """ "default 5": the unit stands beside the field already."""
    plain = isinstance(declared.default, bool) or declared.unit == "weekdays"
    value = value_words(declared, declared.default) if plain else typed(declared.default)
    return translate("Settings", "default {value}").format(value=value)


def typed(value: Value) -> str:
    """A value as it is typed."""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(int(value))


class _Line(QLineEdit):
    """A short field in which Esc takes back what was typed."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.escaped.emit()
            return
        super().keyPressEvent(event)


class LimitRow(QWidget):
    """`saved(text)` when a value should be kept. Values that cannot be are explained while they are typed."""

    saved = Signal(str)
    typing = Signal()

    def __init__(self, declared: Setting) -> None:
        super().__init__()
        self.declared = declared
        self.value: Value = declared.default
        self.writable = True
        name, explained = translate("Settings", declared.label), translate("Settings", declared.help)
        if declared.unit == "weekdays":  # its help explains numbers, which nobody types here
            explained = translate("Settings", "Days of the week on which the agency is closed.")
        self.search = f"{name} {explained} {declared.rule} {declared.key}".casefold()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        head = QHBoxLayout()
        head.setSpacing(8)
        title = label(name, "strong")
        head.addWidget(title)
        if declared.rule:
            rule = Pill(declared.rule, "plain")
            rule.setToolTip(translate("Settings", "The rule this limit belongs to"))
            head.addWidget(rule, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        grid.addLayout(head, 0, 0)
        grid.addWidget(label(explained, "muted"), 1, 0)
        self.problem = label("", "error")
        self.problem.hide()
        grid.addWidget(self.problem, 2, 0)
        self.editor = self._make_editor(name, explained)
        grid.addWidget(self.editor, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        self.default = label(default_words(declared), "small")
        self.save = button(translate("Settings", "Save"), "primary", slot=self._save)
        self.reset = button(translate("Settings", "Reset"), "link", slot=self._reset)
        self.reset.setAccessibleName(translate("Settings", "Reset {name}").format(name=name))
        self.save.setAccessibleName(translate("Settings", "Save {name}").format(name=name))
        foot.addWidget(self.default, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.save)
        foot.addStretch(1)
        grid.addLayout(foot, 2, 1)
        grid.setColumnMinimumWidth(1, EDITOR_WIDTH)
        self.problem.setBuddy(self.editor)
        for made in (self.save, self.reset):
            made.setAutoDefault(False)
        self.show_value(declared.default)

    # What it shows ----------------------------------------------------------------------------------------------------

    def allow(self, why_not: str) -> None:
        """Whether the value may be changed: why not, or "" when it may. The reason is the tool tip of what shows it."""
        self.writable = not why_not
        shown: list[QWidget] = [*self.chips, *(one for one in (self.check, self.line) if one is not None)]
        for one in shown:
            one.setToolTip(why_not)
            if one is not self.line:
                one.setEnabled(self.writable)
        if self.line is not None:  # not greyed: its text can still be copied
            self.line.setReadOnly(not self.writable)
        self.setAccessibleDescription(why_not)

    def show_value(self, value: Value) -> None:
        """What is in force now; a text that is still being typed stays."""
        unsaved = self.unsaved()
        self.value = value
        self.reset.setVisible(self.writable and value != self.declared.default)
        if not unsaved:
            self.take_back()
        self._look()

    def unsaved(self) -> str:
        """What is typed and not kept yet; "" for nothing."""
        if not self.writable or self.line is None:
            return ""
        text = self.line.text().strip()
        return text if self.line.isModified() and text != typed(self.value) else ""

    def type_again(self, text: str) -> None:
        """Put back what was typed and not saved, from a draft."""
        if self.line is not None:
            self.line.setText(text)
            self.line.setModified(True)
            self._look()

    def take_back(self) -> None:
        """Forget what was typed."""
        if self.line is not None:
            self.line.setText(typed(self.value))
            self.line.setModified(False)
        elif self.check is not None:
            self.check.setChecked(bool(self.value))
        for day, chip in enumerate(self.chips):
            chosen = isinstance(self.value, tuple) and day in self.value
            chip.setChecked(chosen)
            theme.mark(chip, on=chosen)
        self._look()

    def show_problem(self, text: str) -> None:
        """Why a value will not do; "" when it will."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        if self.line is not None:
            theme.mark(self.line, tone="late" if text else "")
            self.line.setAccessibleDescription(text)

    # What is typed ----------------------------------------------------------------------------------------------------

    def _make_editor(self, name: str, explained: str) -> QWidget:
        self.line: _Line | None = None
        self.check: QCheckBox | None = None
        self.chips: list[QPushButton] = []
        holder = QWidget()
        if self.declared.unit == "weekdays":
            self._add_days(holder, name)
            return holder
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        if self.declared.type == "bool":
            self.check = QCheckBox(translate("Settings", "Yes"))
            self.check.setAccessibleName(name)
            self.check.setAccessibleDescription(explained)
            self.check.clicked.connect(lambda on: self.saved.emit("1" if on else "0"))
            row.addWidget(self.check)
            return holder
        line = _Line()
        self.line = line
        line.setAccessibleName(name)
        line.setFixedWidth(150 if self.declared.type == "int_list" else 84)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self._typed)
        line.returnPressed.connect(self._save)
        line.escaped.connect(self.take_back)
        row.addWidget(line)
        if self.declared.unit:
            unit = label(translate("Settings", UNITS[self.declared.unit]), "muted")
            unit.setFixedWidth(96)
            row.addWidget(unit, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _add_days(self, holder: QWidget, name: str) -> None:
        """A chip for each day of the week; in a narrow window they stand in two lines."""
        row = FlowLayout(holder, gap=6, line_gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        for word in WEEKDAYS:
            chip = button(translate("Dates", word), "chip", slot=self._days)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setAccessibleName(f"{name}: {translate('Dates', word)}")
            self.chips.append(chip)
            row.addWidget(chip)

    def _typed(self) -> None:
        self._look()
        self.typing.emit()

    def _look(self) -> None:
        """Say whether what is typed will do, and offer to keep it."""
        text = self.unsaved()
        problem = ""
        if text or (self.line is not None and self.line.isModified() and not self.line.text().strip()):
            try:
                agency_settings.parse(self.declared.key, text)
            except Refused as refusal:
                problem = " ".join(one.text for one in refusal.problems)
        self.show_problem(problem)
        self.save.setVisible(bool(text))
        self.save.setEnabled(not problem)
        self.default.setVisible(not text)

    def _save(self) -> None:
        text = self.unsaved()
        if text and self.save.isEnabled():
            self.saved.emit(text)

    def _days(self) -> None:
        days = [str(day) for day, chip in enumerate(self.chips) if chip.isChecked()]
        self.saved.emit(",".join(days))

    def _reset(self) -> None:
        if self.line is not None:
            self.line.setModified(False)
        self.saved.emit(agency_settings.to_text(self.declared.default))
