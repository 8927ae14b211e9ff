"""The card with the first steps of a new desk: what is done, and one click to what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.first_steps import FirstSteps
from ui import theme
from ui.keep_focus import keeps_focus
from ui.widgets import Card, button, clear_layout, label, line


class FirstStepsCard(Card):
    """Four steps; `chosen(key)` with staff, standard, signal or cycle when one is started."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Today", "First steps"), parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._steps: FirstSteps | None = None
        self._writable = True
        self._rows = QWidget(self)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.add(self._rows)
        theme.current().changed.connect(self._rebuild)

    def show_steps(self, steps: FirstSteps, writable: bool) -> None:
        """Show how far the desk has come; without buttons when it is only looked at."""
        if (steps, writable) == (self._steps, self._writable):
            return
        self._steps, self._writable = steps, writable
        self.set_pill(translate("Today", "{done} of 4 done").format(done=steps.done), "accent")
        self._rebuild()

    @keeps_focus
    def _rebuild(self) -> None:
        steps = self._steps
        if steps is None:
            return
        clear_layout(self._grid)
        rows = (
            (
                "staff",
                steps.staff,
                translate("Today", "Bring in your people"),
                translate("Today", "From Excel or CSV, after a look at what it would do; or one by one, under Staff."),
                translate("Today", "Import roster…"),
            ),
            (
                "standard",
                steps.standard,
                translate("Today", "Publish a practice standard"),
                translate("Today", "Take one from the starter library: what good practice looks like, in plain words."),
                translate("Today", "Go to Standards"),
            ),
            (
                "signal",
                steps.signal,
                translate("Today", "Note a first signal"),
                translate(
                    "Today", "What somebody noticed: an audit, an incident, a partner's word. It takes a minute."
                ),
                translate("Today", "Note a signal"),
            ),
            (
                "cycle",
                steps.cycle,
                translate("Today", "Open a coaching cycle"),
                translate("Today", "Two weeks: diagnose, coach, validate, close."),
                translate("Today", "New cycle"),
            ),
        )
        first_open = next((key for key, done, *_ in rows if not done), "")
        for place, (key, done, title, text, verb) in enumerate(rows):
            self._row(3 * place, key, done, title, text, verb if self._writable else "", key == first_open)

    def _row(self, at: int, key: str, done: bool, title: str, text: str, verb: str, first: bool) -> None:
        grid = self._grid
        if at:
            grid.addWidget(line(faint=True), at, 0, 1, 3)
            grid.setRowMinimumHeight(at, 13)
        mark = QLabel()
        word = translate("Today", "Done") if done else translate("Today", "To do")
        mark.setPixmap(
            theme.pixmap("circle-check" if done else "circle", "ok" if done else "muted", 18, self.devicePixelRatioF())
        )
        mark.setAccessibleName(word)
        mark.setToolTip(word)
        grid.addWidget(mark, at + 1, 0, Qt.AlignmentFlag.AlignTop)
        name = label(title, "strong")
        name.setAccessibleName(f"{word}: {title}")
        grid.addWidget(name, at + 1, 1)
        grid.addWidget(label(text, "muted"), at + 2, 1)
        if not done and verb:
            start = button(verb, "primary" if first else "", slot=lambda: self.chosen.emit(key))
            start.setAutoDefault(False)
            start.setAccessibleDescription(title)
            grid.addWidget(start, at + 1, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
