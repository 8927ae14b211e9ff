"""The cards of the Patterns part that count: the Pareto of signals, and the teams of a month."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.patterns import By, ParetoRow, TeamMonth
from coachdesk.rules.chart_trend import Period
from coachdesk.rules.wording import number_words, percent
from ui.pages.signals import patterns_read as reading
from ui.pages.signals.patterns_card import Asked, PatternCard
from ui.widgets import EmptyState, SegmentedButtons, button, label


class ParetoCard(PatternCard):
    """What makes most of the signals."""

    def __init__(self, asked: Asked) -> None:
        titles = (
            translate("Patterns", "What"),
            translate("Patterns", "Signals"),
            translate("Patterns", "So far"),
            translate("Patterns", "People"),
            translate("Patterns", "Not met in audits"),
        )
        super().__init__(translate("Patterns", "What makes most of it"), asked, titles, stretch=4)
        self.by = SegmentedButtons(
            [
                ("criterion", translate("Patterns", "Criterion")),
                ("standard", translate("Patterns", "Standard")),
                ("cause", translate("Patterns", "Cause")),
            ],
            translate("Patterns", "Counted by"),
        )
        self._by: By = "criterion"
        self.by.choose(self._by)
        self.by.chosen.connect(self._chosen)
        self.controls.addWidget(self.by)
        self.shown: reading.ParetoShown | None = None
        self.chart.opened.connect(lambda key: self._open(int(key)))

    def read(self) -> None:
        self._read(reading.read_pareto, self.asked.wanted(), self._by, done=self._done)

    def _chosen(self, key: str) -> None:
        self._by = key  # type: ignore[assignment]  # one of the three above
        self.read()

    def _done(self, shown: reading.ParetoShown) -> None:
        self.shown = shown
        rows = [partial(self._row, place, row) for place, row in enumerate(shown.found.rows)]
        nothing = translate("Patterns", "No signals in what is looked at.")
        self._show(shown.picture, shown.found.words, "", rows, nothing)

    def _row(self, place: int, row: ParetoRow) -> list[str | QWidget]:
        link = button(str(row.bar.count), "link", slot=partial(self._open, place))
        told = translate("Patterns", "Show the {count} signals: {name}")
        link.setAccessibleName(told.format(count=row.bar.count, name=row.name))
        people = str(row.bar.people) if row.bar.people else "—"
        name = label(row.short)
        name.setToolTip(row.name)
        return [name, link, percent(row.bar.cumulative), people, row.rate or "—"]

    def _open(self, place: int) -> None:
        if self.shown is not None:
            self._to_signals(self.shown.found.rows[place].signal_ids)


class TeamsCard(PatternCard):
    """Each month's figures by team: people and signals under the team of that day."""

    def __init__(self, asked: Asked) -> None:
        titles = (
            translate("Patterns", "Month"),
            translate("Patterns", "Team"),
            translate("Patterns", "People"),
            translate("Patterns", "Staff months"),
            translate("Patterns", "Signals"),
        )
        super().__init__(translate("Patterns", "Teams month by month"), asked, titles, stretch=1)
        self._controls.hide()
        self.columns.hide()  # no picture: the table has the whole width
        self.add_text(
            translate(
                "Patterns",
                "Who moved counts for the team of each day, also after leaving. Staff months are days in the team over "
                "the days of the month.",
            ),
            "muted",
        )
        self.add(self.table)
        self.add(self.show_all)

    def read(self) -> None:
        self._read(reading.read_teams, self.asked.wanted(), self.context.today(), done=self._done)

    def _done(self, found: list[TeamMonth]) -> None:
        months = [row.month for row in found]
        firsts = {month: months.index(month) for month in months}
        self._rows = [partial(self._row, row, firsts[row.month] == place) for place, row in enumerate(found)]
        self._fill()

    def _row(self, row: TeamMonth, first: bool) -> list[str | QWidget]:
        month = Period(row.month, row.month).words("month") if first else " "
        if first and row.month == self.context.today().replace(day=1):
            month = translate("Patterns", "{month} so far").format(month=month)
        team = row.team or translate("Patterns", "No team")
        return [month, team, str(row.people), number_words(round(row.staff_months, 1)), str(row.signals)]


def nothing_yet() -> EmptyState:
    """What stands where no signal was ever noted."""
    return EmptyState(
        "activity",
        translate("Patterns", "No patterns yet"),
        translate(
            "Patterns", "When signals are noted, this shows which criteria and causes make most of them, and when."
        ),
    )
