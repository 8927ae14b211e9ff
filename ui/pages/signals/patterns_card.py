"""What every card of the Patterns part is: controls, a picture with its words, and the table of its figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.patterns import Wanted
from coachdesk.rules.charts import Chart
from ui import theme
from ui.charts import ChartView
from ui.context import Context, Place
from ui.pages.cycles.grid import CardGrid
from ui.widgets import Card, Columns, FlowLayout, button, label

MakeRow = Callable[[], list[str | QWidget]]
"""Makes the cells of a row when it is shown: what is not shown must not be, and a cell is shown only once."""
SHOWN = 12  # rows of a table before "Show all"


class Asked(Protocol):
    """What the cards ask of the view they stand in."""

    context: Context

    def wanted(self) -> Wanted: ...


class PatternCard(Card):
    """Controls, a picture with its words beside the table of its figures."""

    def __init__(
        self, title: str, asked: Asked, titles: Sequence[str], stretch: int, whole: Collection[int] = ()
    ) -> None:
        super().__init__(title)
        self.asked = asked
        self.context = asked.context
        self.chart = ChartView()
        self.words = label("", selectable=True)
        self.more_words = label("", "muted", selectable=True)
        self.table = CardGrid(titles, stretch, whole=whole)
        self.show_all = button("", "link", slot=self._all)
        self._rows: Sequence[MakeRow] = ()
        self._short = True
        self._controls = QWidget()
        self.controls = FlowLayout(self._controls, gap=theme.px("gap"), line_gap=theme.px("gap"))
        self._left, right = QWidget(), QWidget()
        left, beside = QVBoxLayout(self._left), QVBoxLayout(right)
        for column in (left, beside):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.px("gap"))
        for one in (self.chart, self.words, self.more_words):
            left.addWidget(one)
        left.addStretch(1)
        beside.addWidget(self.table)
        beside.addWidget(self.show_all)
        beside.addStretch(1)
        self.columns = Columns([(self._left, 5, 400), (right, 4, 320)])
        self.nothing = label("", "muted")
        for widget in (self._controls, self.columns, self.nothing):
            self.add(widget)
        self.nothing.hide()

    def read(self) -> None:
        """Read the figures anew."""
        raise NotImplementedError

    def _read(self, query: Callable[..., Any], *args: Any, done: Callable[..., None]) -> None:
        self.context.operations.read(query, *args, done=done, owner=self, latest=f"{type(self).__name__}.{id(self)}")

    def _show(self, chart: Chart, words: str, more: str, rows: Sequence[MakeRow], nothing: str = "") -> None:
        """Show a picture with its words and figures, or a sentence where there is nothing."""
        self.columns.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(nothing)
        self.chart.set_chart(chart)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.more_words.setText(more)
        self.more_words.setVisible(bool(more))
        self._rows = rows
        self._fill()

    def _fill(self) -> None:
        rows = self._rows[:SHOWN] if self._short else self._rows
        self.table.set_rows([make() for make in rows])
        self.show_all.setVisible(len(self._rows) > SHOWN)
        whole = translate("Patterns", "Show all {count}").format(count=len(self._rows))
        self.show_all.setText(whole if self._short else translate("Patterns", "Show fewer"))

    def _all(self) -> None:
        self._short = not self._short
        self._fill()

    def _to_signals(self, signal_ids: Sequence[int]) -> None:
        if signal_ids:
            self.context.navigate(Place("signals", extra={"part": "list", "signals": tuple(signal_ids)}))
