"""The cards of the Patterns part: a picture, what it says, and the table of its figures; each reads for itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.patterns import By, ParetoRow, TeamMonth
from coachdesk.queries.trends import TrendFound
from coachdesk.rules.chart_trend import Period, Row, Step
from coachdesk.rules.wording import day_words, number_words, percent
from coachdesk.services import charts
from ui import theme
from ui.context import Place
from ui.pages.signals import patterns_forms as forms
from ui.pages.signals import patterns_read as reading
from ui.pages.signals.patterns_card import Asked, PatternCard
from ui.widgets import EmptyState, FlowLayout, SegmentedButtons, button, clear_layout, label


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


class TrendCard(PatternCard):
    """Something over time, with the decisions about its chart."""

    def __init__(self, title: str, asked: Asked, counted: str) -> None:
        titles = (
            translate("Patterns", "Period"),
            counted,
            translate("Patterns", "Limits"),
            translate("Patterns", "In the chart"),
        )
        super().__init__(title, asked, titles)
        self.found: TrendFound | None = None
        self.limits = QCheckBox(translate("Patterns", "Control limits, where valid"))
        self.limits.setChecked(True)
        self.limits.toggled.connect(lambda _on: self.read())
        self.freeze = button(translate("Patterns", "Freeze baseline…"), slot=lambda: self._decide("freeze"))
        self.leave_out = button(translate("Patterns", "Leave a point out…"), slot=lambda: self._decide("exclude"))
        self.decisions = QWidget()
        self._decided = QVBoxLayout(self.decisions)
        self._decided.setContentsMargins(0, 0, 0, 0)
        self._decided.setSpacing(2)
        layout = self._left.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, self.decisions)
        self.chart.opened.connect(self._open)

    def _add_controls(self) -> None:
        for one in (self.limits, self.freeze, self.leave_out):
            self.controls.addWidget(one)

    def _shown(self, found: TrendFound | None, step: Step, nothing: str) -> None:
        self.found = found
        writable = not self.context.read_only
        some = found is not None and bool(found.trend.rows)
        for one in (self.freeze, self.leave_out):
            one.setVisible(writable and some)
        self.limits.setVisible(some)
        self._fill_decisions(found, step)
        if found is None:
            self._show_nothing(nothing)
            return
        rows = [partial(self._row, one, step) for one in reversed(found.trend.rows)]
        more = found.trend.control_words
        if found.cycles:
            numbers = ", ".join(number for _, number, _, _ in found.cycles[:8])
            more = f"{more} {translate('Patterns', 'Cycles meanwhile: {numbers}.').format(numbers=numbers)}".strip()
        self._show(found.trend.picture, found.trend.words, more, rows, nothing)

    def _show_nothing(self, nothing: str) -> None:
        self.columns.hide()
        self.nothing.setText(nothing)
        self.nothing.show()

    def _row(self, row: Row, step: Step) -> list[str | QWidget]:
        one = row.figure
        value: str | QWidget = str(one.count)
        if one.total is not None:
            value = (
                translate("Patterns", "{met} of {total}").format(met=one.count, total=one.total) if one.total else "—"
            )
        elif one.count and one.key:
            link = button(str(one.count), "link", slot=partial(self._open, one.key))
            link.setAccessibleName(
                translate("Patterns", "Show the signals of {period}").format(period=one.period.words(step))
            )
            value = link
        limits = "—"
        if row.low is not None and row.high is not None:
            shown = percent if one.total is not None else _short
            limits = translate("Patterns", "{low} to {high}").format(low=shown(row.low), high=shown(row.high))
        part = {
            "counted": translate("Patterns", "baseline") if row.baseline else translate("Patterns", "yes"),
            "left_out": translate("Patterns", "left out: {why}").format(why=row.why),
            "running": translate("Patterns", "not over yet"),
            "nothing": translate("Patterns", "nothing judged"),
        }[row.part]
        return [one.period.words(step), value, limits, part]

    def _fill_decisions(self, found: TrendFound | None, step: Step) -> None:
        clear_layout(self._decided)
        for mark in found.marks if found is not None else ():
            day = day_words(mark.day)
            if mark.kind == "freeze":
                text = translate("Patterns", "Baseline frozen up to {day} by {who}: {reason}")
            else:
                text, day = (
                    translate("Patterns", "{day} left out by {who}: {reason}"),
                    _period_of(found, mark.day, step),
                )
            line, row = QWidget(), label(text.format(day=day, who=mark.marked_by, reason=mark.reason), "small")
            across = FlowLayout(line, gap=theme.px("gap"), line_gap=0)
            across.addWidget(row)
            if not self.context.read_only:
                back = button(translate("Patterns", "Take back"), "link", slot=partial(self._take_back, mark.id))
                back.setAccessibleName(f"{back.text()}: {row.text()}")
                across.addWidget(back)
            self._decided.addWidget(line)
        self.decisions.setVisible(bool(found is not None and found.marks))

    def _take_back(self, mark_id: int) -> None:
        self.context.operations.run(self, charts.unmark_chart, mark_id)

    def _decide(self, kind: str) -> None:
        if self.found is not None:
            forms.decide(self.context, self.found, kind, self._step(), self).open()

    def _step(self) -> Step:
        return "month"

    def _open(self, key: str) -> None:
        if key.startswith("cycle:"):
            self.context.navigate(Place("cycles", int(key.removeprefix("cycle:"))))
        elif self.found is not None:
            self._to_signals(self.found.signal_ids.get(key, ()))


class SignalsCard(TrendCard):
    """Signals per week or month."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(translate("Patterns", "Signals over time"), asked, translate("Patterns", "Signals"))
        steps = [("month", translate("Patterns", "Month")), ("week", translate("Patterns", "Week"))]
        self.step = SegmentedButtons(steps, translate("Patterns", "Counted per"))
        self._chosen_step: Step = "month"
        self.step.choose(self._chosen_step)
        self.step.chosen.connect(self._chosen)
        self.controls.addWidget(self.step)
        self._add_controls()

    def read(self) -> None:
        today, limits = self.context.today(), self.limits.isChecked()
        self._read(reading.read_signals, self.asked.wanted(), self._chosen_step, today, limits, done=self._done)

    def _chosen(self, key: str) -> None:
        self._chosen_step = key  # type: ignore[assignment]  # one of the two above
        self.read()

    def _step(self) -> Step:
        return self._chosen_step

    def _done(self, found: TrendFound) -> None:
        self._shown(found, self._chosen_step, translate("Patterns", "No signals in what is looked at."))


class AuditsCard(TrendCard):
    """The share of audited records that met, month by month."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(translate("Patterns", "Audits over time"), asked, translate("Patterns", "Records that met"))
        self.subject = QComboBox()
        self.subject.setAccessibleName(translate("Patterns", "Standard or criterion"))
        self.subject.currentIndexChanged.connect(lambda _place: self.read())
        self.controls.addWidget(self.subject)
        self._add_controls()

    def read(self) -> None:
        today, limits = self.context.today(), self.limits.isChecked()
        chosen = self.subject.currentData()
        self._read(reading.read_audits, self.asked.wanted(), chosen, today, limits, done=self._done)

    def _done(self, shown: reading.AuditsShown) -> None:
        with QSignalBlocker(self.subject):
            self.subject.clear()
            for key, words in shown.subjects:
                self.subject.addItem(words, key)
            keys = [key for key, _ in shown.subjects]
            if shown.chosen in keys:
                self.subject.setCurrentIndex(keys.index(shown.chosen))
        self.subject.setVisible(bool(shown.subjects))
        self._shown(
            shown.found, "month", translate("Patterns", "No finished audits yet. Audits give shares, not only counts.")
        )


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


def _period_of(found: TrendFound | None, first: Any, step: Step) -> str:
    rows = found.trend.rows if found is not None else ()
    return next((row.figure.period.words(step) for row in rows if row.figure.period.first == first), day_words(first))


def _short(value: float) -> str:
    return number_words(round(value, 1))


def nothing_yet() -> EmptyState:
    """What stands where no signal was ever noted."""
    return EmptyState(
        "activity",
        translate("Patterns", "No patterns yet"),
        translate(
            "Patterns", "When signals are noted, this shows which criteria and causes make most of them, and when."
        ),
    )
