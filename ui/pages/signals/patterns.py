"""The Patterns part of the Signals page: what makes most of the drift, how it goes over time, and where (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.patterns import Wanted
from coachdesk.queries.signals import SIGNALS
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.signals import patterns_read as reading
from ui.pages.signals.moves import SignalMoves
from ui.pages.signals.patterns_counts import ParetoCard, TeamsCard, nothing_yet
from ui.pages.signals.patterns_trends import AuditsCard, SignalsCard
from ui.widgets import FilterBar, PageFrame, PageHeader


class PatternsView(Page):
    """Pareto, trends and months: another look at the same signals. Nothing here names a person."""

    key = "signals"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.moves = SignalMoves(context, self)
        self.header = PageHeader(translate("Patterns", "Patterns"))
        self.filters = FilterBar(translate("Patterns", "Filter"), shortcut=False)
        self.filters.search.hide()
        periods = [(code, translate("Patterns", words)) for code, words in reading.PERIODS.items()]
        self.filters.add_menu("period", translate("Patterns", "Period"), periods, single=True)
        for key, text in (
            ("standard", translate("Signals", "Standard")),
            ("team", translate("Signals", "Team")),
            ("source", translate("Signals", "Source")),
        ):
            self.filters.add_menu(key, text)
        self.filters.set_values({"period": {reading.USUAL}})
        self.pareto, self.signals = ParetoCard(self), SignalsCard(self)
        self.audits, self.teams = AuditsCard(self), TeamsCard(self)
        self.empty = nothing_yet()
        self.empty.hide()
        frame = PageFrame()
        self.cards = (self.pareto, self.signals, self.audits, self.teams)
        for one in (self.header, self.filters, self.empty, *self.cards):
            frame.add(one)
        frame.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.filters.changed.connect(self._read)
        context.operations.read(reading.read_choices, done=self._offer, owner=self)
        self._read()

    def wanted(self) -> Wanted:
        """What the filters ask for."""
        return reading.wanted_of(self.filters.values(), self.context.today())

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        if place.extra:
            self.filters.set_values({"period": {reading.USUAL}, **place.extra})

    def refresh(self, _changes: Changes[Any] | None) -> None:
        self.context.operations.read(reading.read_choices, done=self._offer, owner=self)
        self._read()

    def new_label(self) -> str:
        return translate("Signals", "Note a signal")

    def new_record(self) -> None:
        self.moves.note()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def help_text(self) -> str:
        return translate(
            "Patterns",
            "Which few criteria or causes make most of the signals, and whether it changes over time. Click a bar or a "
            "point to see its signals. Run charts come first; control limits are drawn only where they are valid. "
            "Where signals are rare, the days or staff days between them say more than small counts. A frozen "
            "baseline, or a point left out, is a decision that stays on record with its reason.",
        )

    # What is shown ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.context.operations.read(_count, done=self._counted, owner=self, latest="signals.patterns.count")
        for card in self.cards:
            card.read()

    def _offer(self, choices: Mapping[str, list[tuple[Any, str]]]) -> None:
        for key, values in choices.items():
            self.filters.set_choices(key, values)

    def _counted(self, count: int) -> None:
        self.empty.setVisible(not count)
        for card in self.cards:
            card.setVisible(bool(count))


def _count(conn: sa.Connection) -> int:
    return SIGNALS.count(conn)
