"""Before and after, told honestly (R18): the chart with intervals, the sentence, the series where it is long enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_charts import before_after, over_time
from coachdesk.queries.measures import MeasureDetail
from coachdesk.rules.measured import counted_words
from coachdesk.rules.wording import day_words
from coachdesk.settings import Settings
from ui.charts import ChartView
from ui.context import Context
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.pages.cycles.grid import CardGrid, two_lines
from ui.widgets import Pill, button


class FiguresCard(CycleCard):
    """The measures of the cycle."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Before and after"))
        self.measure = button(translate("Cycles", "Measure…"), "link", slot=lambda: doings.do("measure"))
        self.add_action(self.measure)
        self.chart = ChartView()
        self.chart.setMinimumHeight(170)
        self.add(self.chart)
        self.said = self.add_text("")
        self.notes = self.add_text("", "muted")
        self.judged = self.add_text("", "strong")
        self.series_title = self.add_text(translate("Cycles", "Over time"), "section")
        self.series = ChartView()
        self.series.setMinimumHeight(190)
        self.add(self.series)
        self.series_said = self.add_text("", "muted")
        self.list = CardGrid([translate("Cycles", "Measured"), ""])
        self.add(self.list)

    def fill(self, cycle: CycleDetail, settings: Settings) -> None:
        """Show the measures of this cycle."""
        self.measure.setVisible(self.writable(cycle))
        self.chart.set_chart(before_after(cycle, settings))
        compared = cycle.compared(settings)
        notes = list(compared.notes) if compared else self._notes(cycle)
        self._show(self.said, compared.sentence if compared else "")
        self._show(self.notes, " ".join(notes))
        self._show(self.judged, cycle.judged.words if cycle.post is not None else "")
        chart = over_time(cycle, settings)
        for one in (self.series_title, self.series):
            one.setVisible(chart is not None)
        if chart is not None:
            self.series.set_chart(replace(chart, caption=""))  # in full below, where there is room for it
        self._show(self.series_said, chart.caption if chart is not None else "")
        self.list.setVisible(bool(cycle.measures))
        self.list.set_rows([self._row(cycle, one) for one in cycle.measures])

    def _notes(self, cycle: CycleDetail) -> list[str]:
        """What is already known of the baseline alone (R4)."""
        before = cycle.baseline
        if before is None:
            return []
        if before.triggers_included:
            return [translate("Cycles", "Records behind the signals are still among those judged (R4).")]
        if before.triggers_excluded:
            text = translate("Cycles", "{count} records behind the signals were left out.")
            return [text.format(count=before.triggers_excluded)]
        return []

    def _row(self, cycle: CycleDetail, one: MeasureDetail) -> list[str | QWidget]:
        day = day_words(one.measured_on, self.context.today())
        stage = vocabulary.label("measure_stage", one.stage)
        text = translate("Cycles", "{stage}, {day}").format(stage=stage, day=day)
        said = translate("Cycles", "{what}, judged by {who}").format(what=text, who=one.assessor)
        if one.audit:
            said = translate("Cycles", "{what} in audit {number}").format(what=said, number=one.audit)
        fixed = one.stage == "baseline" and cycle.rule_locked_at is not None
        last: str | QWidget = " "
        if one.late_entry:
            last = Pill(translate("Cycles", "late entry"), "attention")
        elif self.writable(cycle) and not fixed:
            last = button(translate("Cycles", "Remove…"), "link", slot=self._remover(one.id))
            last.setAccessibleName(translate("Cycles", "Remove the measure “{what}”").format(what=text))
        if one.standard_measure:
            said = f"{one.standard_measure} · {said}"
        return [two_lines(counted_words(one.result), said), last]

    def _remover(self, measure_id: int) -> Callable[[], None]:
        return lambda: self.doings.act("remove_measure", measure_id)

    def _show(self, where: QWidget, text: str) -> None:
        where.setText(text)  # type: ignore[attr-defined]  # the card's own labels
        where.setVisible(bool(text))
