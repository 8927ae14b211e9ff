"""The cards of the Patterns part that show something over time, with the decisions about each chart (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, get_args

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.trends import TrendFound
from coachdesk.rules.chart_trend import Counted, Gaps, Row
from coachdesk.rules.wording import day_words, number_words, percent
from coachdesk.services import charts
from ui import theme
from ui.context import Place
from ui.keep_focus import keeps_focus
from ui.pages.signals import patterns_forms as forms
from ui.pages.signals import patterns_read as reading
from ui.pages.signals.patterns_card import Asked, PatternCard
from ui.widgets import FlowLayout, SegmentedButtons, button, clear_layout, label


class TrendCard(PatternCard):
    """Something over time, with the decisions about its chart."""

    def __init__(self, title: str, asked: Asked, counted: str) -> None:
        self._counted = counted
        super().__init__(title, asked, self._titles("month"), stretch=3, whole=range(3))
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

    def _titles(self, step: Counted) -> tuple[str, ...]:
        """Over the table: what stands for a point, and what was counted."""
        gaps = step in get_args(Gaps)
        return (
            translate("Patterns", "Ended on") if gaps else translate("Patterns", "Period"),
            translate("Patterns", "Between") if gaps else self._counted,
            translate("Patterns", "Limits"),
            translate("Patterns", "In the chart"),
        )

    def _offer_steps(self, *steps: tuple[Counted, str]) -> None:
        """By what it may be counted; the first to begin with."""
        self._steps: dict[str, Counted] = {step: step for step, _ in steps}
        self.step = SegmentedButtons(list(steps), translate("Patterns", "Counted"))
        self._chosen_step = steps[0][0]
        self.step.choose(self._chosen_step)
        self.step.chosen.connect(self._chosen)

    def _add_controls(self) -> None:
        for one in (self.limits, self.freeze, self.leave_out):
            self.controls.addWidget(one)

    def _shown(self, found: TrendFound | None, step: Counted, nothing: str) -> None:
        self.found = found
        writable = not self.context.read_only
        some = found is not None and bool(found.trend.rows)
        for one in (self.freeze, self.leave_out):
            one.setVisible(writable and some)
        self.limits.setVisible(some)
        self._fill_decisions(found, step)
        self.table.set_titles(self._titles(step))
        if found is None or found.trend.why_not:
            self._show_nothing(nothing if found is None else found.trend.why_not)
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

    def _row(self, row: Row, step: Counted) -> list[str | QWidget]:
        one = row.figure
        value: str | QWidget = number_words(one.count)
        if one.total is not None:
            value = (
                translate("Patterns", "{met} of {total}").format(met=one.count, total=one.total) if one.total else "—"
            )
        elif one.key and (one.count or step in get_args(Gaps)):
            link = button(number_words(one.count), "link", slot=partial(self._open, one.key))
            told = translate("Patterns", "Show the signals of {period}")
            link.setAccessibleName(told.format(period=one.period.words(step)))
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

    @keeps_focus
    def _fill_decisions(self, found: TrendFound | None, step: Counted) -> None:
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

    def _chosen(self, key: str) -> None:
        self._chosen_step = self._steps[key]
        self.read()

    def _step(self) -> Counted:
        return self._chosen_step

    def _open(self, key: str) -> None:
        if key.startswith("cycle:"):
            self.context.navigate(Place("cycles", int(key.removeprefix("cycle:"))))
        elif self.found is not None:
            self._to_signals(self.found.signal_ids.get(key, ()))


class SignalsCard(TrendCard):
    """Signals per week or month; of rare ones, the days or staff days between them."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(translate("Patterns", "Signals over time"), asked, translate("Patterns", "Signals"))
        self._offer_steps(
            ("month", translate("Patterns", "Month")),
            ("week", translate("Patterns", "Week")),
            ("days", translate("Patterns", "Days between")),
            ("staff_days", translate("Patterns", "Staff days between")),
        )
        self.criterion = QComboBox()
        self.criterion.setAccessibleName(translate("Patterns", "Criterion"))
        self.criterion.currentIndexChanged.connect(lambda _place: self.read())
        self.criterion.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.criterion.setMinimumContentsLength(24)
        self.criterion.hide()
        self.controls.addWidget(self.step)
        self.controls.addWidget(self.criterion)
        self._add_controls()

    def read(self) -> None:
        today, limits = self.context.today(), self.limits.isChecked()
        criterion = self.criterion.currentData() or ""
        wanted, step = self.asked.wanted(), self._chosen_step
        self._read(reading.read_signals, wanted, step, criterion, today, limits, done=self._done)

    def _done(self, shown: reading.SignalsShown) -> None:
        _offer(self.criterion, shown.criteria, shown.chosen)
        self._shown(shown.found, self._chosen_step, translate("Patterns", "No signals in what is looked at."))


class AuditsCard(TrendCard):
    """The share of audited records that met, month by month; where few do not meet, how many met between them."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(translate("Patterns", "Audits over time"), asked, translate("Patterns", "Records that met"))
        self.subject = QComboBox()
        self.subject.setAccessibleName(translate("Patterns", "Standard or criterion"))
        self.subject.currentIndexChanged.connect(lambda _place: self.read())
        self._offer_steps(
            ("month", translate("Patterns", "Share by month")),
            ("records", translate("Patterns", "Records between")),
        )
        self.controls.addWidget(self.subject)
        self.controls.addWidget(self.step)
        self._add_controls()

    def read(self) -> None:
        today, limits = self.context.today(), self.limits.isChecked()
        chosen, step = self.subject.currentData(), self._chosen_step
        self._read(reading.read_audits, self.asked.wanted(), chosen, step, today, limits, done=self._done)

    def _done(self, shown: reading.AuditsShown) -> None:
        _offer(self.subject, shown.subjects, shown.chosen)
        self.step.setVisible(bool(shown.subjects))
        nothing = translate("Patterns", "No finished audits yet. Audits give shares, not only counts.")
        self._shown(shown.found, self._chosen_step, nothing)


def _offer(combo: QComboBox, choices: Sequence[tuple[Any, str]], chosen: Any) -> None:
    """What a list offers, with what is chosen; no list where it offers nothing."""
    with QSignalBlocker(combo):
        combo.clear()
        for key, words in choices:
            combo.addItem(words, key)
        keys = [key for key, _ in choices]
        if chosen in keys:
            combo.setCurrentIndex(keys.index(chosen))
    combo.setVisible(bool(choices))


def _period_of(found: TrendFound | None, first: Any, step: Counted) -> str:
    rows = found.trend.rows if found is not None else ()
    return next((row.figure.period.words(step) for row in rows if row.figure.period.first == first), day_words(first))


def _short(value: float) -> str:
    return number_words(round(value, 1))
