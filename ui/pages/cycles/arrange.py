"""Where the cards of a cycle's page stand: in three, two or one columns, and otherwise while it is being diagnosed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.rules.moves import ENDED
from ui import theme

Names = tuple[str, ...]
Plan = Mapping[int, tuple[Names, ...]]


def _plan(*columns: str) -> tuple[Names, ...]:
    return tuple(tuple(column.split()) for column in columns)


# What comes next stands left, what was done in the middle, what it stands on right; two columns are about as long in
# the middle of a cycle.
RUNNING: Plan = {
    3: _plan("after gate steps diagnosis notes", "people history", "figures rule signals actions evidence departures"),
    2: _plan("after gate steps diagnosis signals actions notes", "people figures rule evidence departures history"),
    1: _plan("after gate steps people figures rule diagnosis signals actions evidence departures notes history"),
}
# In Diagnose the diagnosis is what a person is at work on.
DIAGNOSING: Plan = {
    3: _plan("gate steps notes", "diagnosis people history", "figures rule signals actions evidence departures after"),
    2: _plan("gate steps signals actions notes", "diagnosis people figures rule evidence departures history after"),
    1: _plan("gate steps diagnosis signals actions people figures rule evidence departures notes history after"),
}
# Where coaching is not the answer, what is changed in the work itself comes first.
ESCALATED: Plan = {
    3: _plan("actions after gate steps diagnosis notes", "people history", "figures rule signals evidence departures"),
    2: _plan("actions after gate steps diagnosis signals notes", "people figures rule evidence departures history"),
    1: _plan("actions after gate steps people figures rule diagnosis signals evidence departures notes history"),
}
PLANS = (RUNNING, DIAGNOSING, ESCALATED)
WEIGHTS = {3: (3, 4, 3), 2: (3, 4), 1: (1,)}
LEAST = {3: (300, 400, 300), 2: (300, 400), 1: (0,)}  # pixels that a column needs


def plan_for(status: str, phase: str) -> Plan:
    """How the cards of a cycle of this status and phase are set."""
    if status == "escalated":
        return ESCALATED
    return DIAGNOSING if phase == "diagnose" and status not in ENDED else RUNNING


class Arranged(QWidget):
    """The cards by name, in as many columns as there is room for; `follow(plan)` sets another order.

    Every plan names every card, or one would lie over the others: ValueError.
    """

    def __init__(self, cards: Mapping[str, QWidget], plan: Plan = RUNNING) -> None:
        super().__init__()
        if any(sorted(cards) != sorted(sum(columns, ())) for one in PLANS for columns in one.values()):
            raise ValueError("a plan does not name every card once")
        self._cards = dict(cards)
        self._plan = plan
        self._shown: tuple[Names, ...] = ()
        gap = theme.px("between")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self._columns: list[QVBoxLayout] = []
        for place in range(max(LEAST)):
            column = QVBoxLayout()
            column.setSpacing(gap)
            column.addStretch(1)
            self._columns.append(column)
            self._grid.addLayout(column, 0, place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._arrange(max(LEAST))

    def follow(self, plan: Plan) -> None:
        """Set the cards in this order from now on."""
        if plan is not self._plan:
            self._plan = plan
            self._arrange(self.shown_columns())

    def shown_columns(self) -> int:
        """How many columns stand side by side now."""
        return len(self._shown)

    def order(self) -> list[list[str]]:
        """The names of the cards that are shown, column by column."""
        return [[name for name in column if not self._cards[name].isHidden()] for column in self._shown]

    def minimumSizeHint(self) -> QSize:
        """In one column: the window may always become narrower than what stands side by side now."""
        width = max(card.minimumSizeHint().width() for card in self._cards.values())
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(_fitting(event.size().width()))

    def _arrange(self, number: int) -> None:
        wanted = self._plan[number]
        if wanted == self._shown:
            return
        self._shown = wanted
        for card in self._cards.values():
            # Not takeAt: Python would keep the old item, and Qt would go on telling it about new sizes.
            for column in self._columns:
                column.removeWidget(card)
        for column, names in zip(self._columns, _padded(wanted, len(self._columns)), strict=True):
            for place, name in enumerate(names):
                column.insertWidget(place, self._cards[name])
        for place in range(len(self._columns)):
            self._grid.setColumnStretch(place, WEIGHTS[number][place] if place < number else 0)
        self._grid.setHorizontalSpacing(theme.px("between") if number > 1 else 0)
        self.updateGeometry()


def _padded(wanted: Sequence[Names], count: int) -> list[Names]:
    return [*wanted, *((),) * (count - len(wanted))]


def _fitting(width: int) -> int:
    gap = theme.px("between")
    return next(number for number in sorted(LEAST, reverse=True) if sum(LEAST[number]) + gap * (number - 1) <= width)
