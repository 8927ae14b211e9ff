"""Which column of the file is which field: seen with its first values and how sure it is, and changed by the person."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.importers.fields import Field
from coachdesk.importers.grid import column_letters
from coachdesk.importers.mapping import SURE, Column, Mapping
from ui import theme
from ui.forms.editor import QuietCombo
from ui.pages.importing.extras import ExtrasView
from ui.pages.importing.kind import ImportKind
from ui.widgets import ElidedLabel, Pill, label, line

CERTAIN = 0.8
NONE = -1
LEAST_HEIGHT = 150


class ColumnsView(QWidget):
    """A line per field. `mapped(Mapping)` when the person chose another column, `chosen` for a choice beside them."""

    mapped = Signal(object)
    chosen = Signal()

    def __init__(self, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._mapping: Mapping | None = None
        self.combos: dict[str, QuietCombo] = {}
        self._values: dict[str, ElidedLabel] = {}
        self._pills: dict[str, Pill] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap"))
        area = QScrollArea()
        theme.mark(area, role="panel")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It scrolls by itself: how high its content would like to be must not make the window scroll as well.
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        area.setMinimumHeight(LEAST_HEIGHT)
        holder = QWidget()
        theme.mark(holder, role="canvas")
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(14, 10, 14, 10)
        self._grid.setHorizontalSpacing(theme.px("between"))
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 4)
        self._build()
        area.setWidget(holder)
        column.addWidget(area, 1)
        self.extras = ExtrasView(kind)
        self.extras.changed.connect(self._extra_chosen)
        column.addWidget(self.extras)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show what the columns mean now."""
        other_file = self._mapping is None or [one.name for one in self._mapping.columns] != [
            one.name for one in mapping.columns
        ]
        self._mapping = mapping
        for field in self._kind.fields:
            combo = self.combos[field.key]
            combo.blockSignals(True)
            if other_file:
                self._offer(combo, mapping)
            found = mapping.column(field.key)
            combo.setCurrentIndex(combo.findData(found.index if found else NONE))
            combo.blockSignals(False)
            self._values[field.key].set_whole_text(" · ".join(found.samples) if found else "")
            self._judge(field, found, combo)

    def first_wanting(self) -> QWidget:
        """Where the keyboard begins: the first needed field without a column, or the first of all."""
        mapping = self._mapping
        for field in self._kind.fields:
            if mapping is not None and self._kind.is_needed(field, mapping, self.extras.values()):
                return self.combos[field.key]
        return self.combos[self._kind.fields[0].key]

    def _build(self) -> None:
        titles = (
            translate("Importing", "Field in CoachDesk"),
            translate("Importing", "Column in the file"),
            translate("Importing", "First values"),
            translate("Importing", "How sure"),
        )
        for place, title in enumerate(titles):
            self._grid.addWidget(label(title, "small"), 0, place)
        for number, field in enumerate(self._kind.fields):
            row = 2 * number + 2
            self._grid.addWidget(line(faint=True), row - 1, 0, 1, len(titles))
            name = QLabel(self._kind.called(field.key))
            name.setTextFormat(Qt.TextFormat.PlainText)
            combo = QuietCombo()
            combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
            combo.setAccessibleName(translate("Importing", "Column for {field}").format(field=name.text()))
            combo.currentIndexChanged.connect(partial(self._choose, field.key))
            name.setBuddy(combo)
            values = ElidedLabel("", role="muted")
            pill = Pill()
            self.combos[field.key], self._values[field.key], self._pills[field.key] = combo, values, pill
            for place, one in enumerate((name, combo, values)):
                self._grid.addWidget(one, row, place, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(pill, row, 3, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._grid.setRowStretch(2 * len(self._kind.fields) + 2, 1)

    def _offer(self, combo: QuietCombo, mapping: Mapping) -> None:
        combo.clear()
        combo.addItem(translate("Importing", "(not in the file)"), NONE)
        for column in mapping.columns:
            letters = column_letters(column.index)
            combo.addItem(f"{column.heading} ({letters})" if column.heading else column.name, column.index)

    def _judge(self, field: Field, found: Column | None, combo: QuietCombo) -> None:
        text, tone, why = "", "plain", ""
        if found is not None:
            why = found.why
            if found.confidence >= CERTAIN:
                text, tone = translate("Importing", "sure"), "ok"
            elif found.confidence >= SURE:
                text, tone = translate("Importing", "likely"), "info"
            else:
                text, tone = translate("Importing", "look again"), "attention"
        elif self._mapping is not None and self._kind.is_needed(field, self._mapping, self.extras.values()):
            text, tone = translate("Importing", "needed"), "late"
            why = translate("Importing", "Choose the column that holds it.")
        pill = self._pills[field.key]
        pill.set(text, tone)
        pill.setToolTip(why)
        combo.setToolTip(combo.currentText())
        combo.setAccessibleDescription(", ".join(part for part in (text, why) if part))

    def _extra_chosen(self) -> None:
        if self._mapping is not None:
            self.show_mapping(self._mapping)
        self.chosen.emit()

    def _choose(self, key: str, _place: int) -> None:
        mapping = self._mapping
        if mapping is None:
            return
        index = self.combos[key].currentData()
        before = mapping.column(key)
        if index == NONE:
            changed = mapping.assign(before.index, "") if before is not None else mapping
        else:
            changed = mapping.assign(int(index), key)
        self.show_mapping(changed)  # at once: a second choice must build on the first
        self.mapped.emit(changed)
