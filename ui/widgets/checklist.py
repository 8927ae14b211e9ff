"""A list of what a gate asks for: met, missing or not to be judged yet, in words and symbols, with a way to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import button, clear_layout, label, line
from ui.widgets.flow import FlowLayout


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One requirement. sub: what was found or is missing. link: text of the button that helps, key: what it emits.

    judged: False while there is nothing yet to hold it against; then it is neither met nor missing, and says so.
    """

    text: str
    met: bool
    sub: str = ""
    link: str = ""
    key: str = ""
    overridden: bool = False
    judged: bool = True


class CheckList(QWidget):
    """Rows of requirements; `linked(key)` when a row's button is pressed."""

    linked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[CheckRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.current().changed.connect(self._rebuild)

    def set_rows(self, rows: Sequence[CheckRow]) -> None:
        """Show these requirements; nothing is made anew where they are the same."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self._rebuild()

    def missing(self) -> int:
        """How many requirements were judged and are neither met nor overridden."""
        return sum(row.judged and not (row.met or row.overridden) for row in self._rows)

    def _rebuild(self) -> None:
        clear_layout(self._column)
        for place, row in enumerate(self._rows):
            if place:
                self._column.addWidget(line(faint=True, parent=self))
            self._column.addWidget(self._row(row))

    def _row(self, row: CheckRow) -> QWidget:
        made = QWidget(self)
        grid = QGridLayout(made)
        grid.setContentsMargins(2, 7, 0, 7)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        sub = row.sub
        if not row.judged:
            word, icon, tint = translate("Widgets", "Nothing to judge yet"), "minus", "muted"
            sub = f"{word}. {row.sub}" if row.sub else word
        elif row.met:
            word, icon, tint = translate("Widgets", "Met"), "check", "ok"
        elif row.overridden:
            word, icon, tint = translate("Widgets", "Overridden"), "flag", "attention"
        else:
            word, icon, tint = translate("Widgets", "Missing"), "circle", "late"
        mark = QLabel(made)
        mark.setPixmap(theme.pixmap(icon, tint, theme.px("icon"), self.devicePixelRatioF()))
        mark.setAccessibleName(word)
        mark.setToolTip(word)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        text = label(row.text, "" if row.judged else "muted")
        text.setAccessibleName(f"{word}: {row.text}")
        text.setAccessibleDescription(row.sub)
        grid.addWidget(text, 0, 1)
        more = FlowLayout(gap=8, line_gap=1)  # what helps stands beside what is missing where there is room
        if sub:
            more.addWidget(label(sub, "small"))
        if row.link:
            link = button(row.link, "link", slot=lambda: self.linked.emit(row.key))
            link.setAccessibleDescription(row.text)
            more.addWidget(link)
        if more.count():
            grid.addLayout(more, 1, 1)
        grid.setColumnStretch(1, 1)
        return made
