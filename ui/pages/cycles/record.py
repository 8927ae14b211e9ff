"""A cycle's own page: ribbon, gate checklist, success rule, coachees, sessions, measures, evidence, trail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_charts import before_after
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.settings import Settings
from ui.charts import ChartView
from ui.context import Context
from ui.pages.cycles import words
from ui.pages.cycles.grid import CardGrid
from ui.pages.cycles.moves import CycleMoves
from ui.pages.cycles.panel import read_cycle
from ui.widgets import (
    Banner,
    Card,
    CheckList,
    Columns,
    Entry,
    KeyValues,
    PageFrame,
    PageHeader,
    PhaseRibbon,
    Pill,
    Timeline,
    button,
    label,
)


class CycleRecord(QWidget):
    """Everything about one cycle, and every way to move it on. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self._back = back
        self.cycle: CycleDetail | None = None
        self.settings: Settings | None = None
        self.moves = CycleMoves(context, self)
        self._frame = PageFrame()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self._build()

    def show_cycle(self, cycle_id: int) -> None:
        """Show this cycle; the page keeps its place when it shows it already."""
        self._cycle_id = cycle_id
        self.context.operations.read(
            read_cycle, cycle_id, self.context.today(), done=self._fill, owner=self, latest="cycle.record"
        )

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read the cycle again."""
        if self.cycle is not None:
            self.show_cycle(self.cycle.id)

    # The page ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.header = PageHeader("")
        self.more = button(translate("Cycles", "More"))
        self.more.setMenu(QMenu(self.more))
        self.record = button(translate("Cycles", "Record session"), slot=self._record)
        self.next = button("", "primary", slot=lambda: self.moves.do("next"))
        for made in (self.more, self.record, self.next):
            self.header.add_button(made)
        self.banner = Banner("", "info", closable=False)
        self.banner.hide()
        self.ribbon = PhaseRibbon()
        self.gate_card, self.gate = Card(""), CheckList()
        self.gate.linked.connect(self.moves.mend)
        self.gate_card.add(self.gate)
        self.rule_card = Card(translate("Cycles", "Success rule"))
        self.rule_text = self.rule_card.add_text("")
        self.rule_state = self.rule_card.add_text("", "muted")
        self.facts = KeyValues()
        self.facts_card = Card(translate("Cycles", "Diagnosis"))
        self.facts_card.add(self.facts)
        self.edit = button(translate("Cycles", "Edit"), "link", slot=lambda: self.moves.do("edit"))
        self.facts_card.add_action(self.edit)
        titles = [
            translate("Cycles", "Coachee"),
            translate("Cycles", "Sessions"),
            translate("Cycles", "Live use"),
            translate("Cycles", "Confidence"),
            translate("Cycles", "Outcome"),
        ]
        self.coachees = CardGrid(titles)
        self.timeline = Timeline()
        self.timeline.opened.connect(self.moves.open_entry)
        self.people_card = Card(translate("Cycles", "Coachees and sessions"))
        self.people_card.add(self.coachees)
        self.people_card.body.addSpacing(8)
        self.people_card.add(self.timeline)
        self.measure_card = Card(translate("Cycles", "Before and after"))
        self.chart = ChartView()
        self.chart.setMinimumHeight(170)
        self.measure_card.add(self.chart)
        self.said = self.measure_card.add_text("", "muted")
        self.signals = Timeline()
        self.signals.opened.connect(self.moves.open_entry)
        self.signals_card = Card(translate("Cycles", "Signals that opened it"))
        self.signals_card.add(self.signals)
        self.evidence = CardGrid([translate("Cycles", "Item"), translate("Cycles", "Title"), ""], stretch=1)
        self.evidence_card = Card(translate("Cycles", "Evidence"))
        self.evidence_add = button(translate("Cycles", "Add"), "link", slot=lambda: self.moves.do("evidence"))
        self.evidence_card.add_action(self.evidence_add)
        self.evidence_card.add(self.evidence)
        self.no_evidence = self.evidence_card.add_text(translate("Cycles", "No files yet."), "muted")
        self.notes = Timeline()
        self.notes_card = Card(translate("Cycles", "Overrides and amendments"))
        self.notes_card.add(self.notes)
        self.history = Timeline()
        self.history_card = Card(translate("Cycles", "Trail"))
        self.history_card.add(self.history)
        left, middle, right = (
            _stack(self.gate_card, self.rule_card, self.facts_card),
            _stack(self.people_card, self.history_card),
            _stack(self.measure_card, self.signals_card, self.evidence_card, self.notes_card),
        )
        columns = Columns([(left, 3, 300), (middle, 4, 380), (right, 3, 300)])
        for one in (self.header, self.banner, self.ribbon, columns):
            self._frame.add(one)
        self._frame.add_stretch()

    def _fill(self, found: tuple[CycleDetail | None, Settings]) -> None:
        cycle, settings = found
        if cycle is None:
            self._back()
            return
        before = self.cycle
        if before is None or (before.id, before.status, before.phase) != (cycle.id, cycle.status, cycle.phase):
            self._frame.to_top()  # another cycle, or it went a step on: what is new stands at the top
        self.cycle, self.settings = cycle, settings
        self.moves.cycle = cycle
        today = self.context.today()
        self.header.set_breadcrumb([(translate("Cycles", "Cycles"), self._back)])
        self.header.set_title(f"{cycle.number} · {cycle.title}" if cycle.title else cycle.number)
        self.header.set_pill(
            vocabulary.label("cycle_status", cycle.status), vocabulary.tone("cycle_status", cycle.status)
        )
        self.header.set_state(words.header_line(cycle))
        self._fill_buttons(cycle)
        self.banner.setVisible(bool(cycle.status_reason))
        self.banner.set_text(cycle.status_reason)
        self.ribbon.set_phases(words.ribbon(cycle, today))
        self._fill_gate(cycle)
        self._fill_facts(cycle)
        self._fill_people(cycle, settings)
        self._fill_measures(cycle, settings)
        self._fill_papers(cycle)

    def _fill_buttons(self, cycle: CycleDetail) -> None:
        writable = not self.context.read_only
        usual = self.moves.usual(cycle)
        self.next.setVisible(usual is not None and writable)
        if usual is not None:
            self.next.setText(usual.label)
        self.record.setVisible(writable and not cycle.over)
        observed = cycle.phase == "validate"
        session, observation = translate("Cycles", "Record session"), translate("Cycles", "Record observation")
        self.record.setText(observation if observed else session)
        self.more.setVisible(writable)
        menu = self.more.menu()
        menu.clear()
        for text, key in self.moves.menu(cycle):
            if text:
                menu.addAction(text).triggered.connect(lambda _=False, key=key: self.moves.do(key))
            else:
                menu.addSeparator()
        for one in (self.edit, self.evidence_add):
            one.setVisible(writable and not cycle.over)

    def _fill_gate(self, cycle: CycleDetail) -> None:
        self.gate_card.setVisible(bool(cycle.next_gate))
        if not cycle.next_gate:
            return
        gate = cycle.gate(cycle.next_gate)
        self.gate_card.set_title(
            translate("Cycles", "Before {phase}").format(phase=vocabulary.label("cycle_phase", cycle.next_gate))
        )
        lacking = len(gate.items) - gate.met_count
        text = (
            translate("Cycles", "all met")
            if not lacking
            else translate("Cycles", "{count} missing").format(count=lacking)
        )
        self.gate_card.set_pill(text, "late" if lacking else "ok")
        self.gate.set_rows(words.gate_rows(cycle))

    def _fill_facts(self, cycle: CycleDetail) -> None:
        today = self.context.today()
        self.rule_text.setText(cycle.rule.words() or translate("Cycles", "Not written yet."))
        locked = cycle.rule_locked_at
        self.rule_state.setText(
            translate("Cycles", "Locked {day}, before anything was measured again (R5).").format(
                day=day_words(words.local(locked).date(), today)
            )
            if locked
            else translate("Cycles", "Locks when Diagnose ends (R5).")
        )
        criteria = "\n".join(f"{one.code}  {one.text}" for one in cycle.criteria)
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Cycles", "Target criteria"), criteria),
            (translate("Cycles", "Likely cause"), vocabulary.label("cause", cycle.cause)),
            (translate("Cycles", "Evidence wanted"), cycle.evidence_wanted),
            (translate("Cycles", "Follow-up"), day_words(cycle.follow_up_on, today) if cycle.follow_up_on else ""),
        ]
        if cycle.cause_note:
            rows.insert(2, (translate("Cycles", "Why"), cycle.cause_note))
        self.facts.set_rows(rows)

    def _fill_people(self, cycle: CycleDetail, settings: Settings) -> None:
        rows: list[list[str | QWidget]] = []
        for one in cycle.coachees:
            sessions, live, confidence = words.coachee_line(cycle, one.staff_id)
            outcome: str | QWidget = ""
            if one.outcome:
                outcome = Pill(vocabulary.label("outcome", one.outcome), vocabulary.tone("outcome", one.outcome))
            rows.append([label(one.name, "strong"), sessions, Pill(*live), confidence, outcome])
        self.coachees.set_rows(rows)
        entries = words.timeline(cycle, self.context.today(), settings, self.context.desk.clock())
        self.timeline.set_entries(entries)
        self.timeline.setVisible(bool(entries))

    def _fill_measures(self, cycle: CycleDetail, settings: Settings) -> None:
        self.chart.set_chart(before_after(cycle, settings))
        compared = cycle.compared(settings)
        text = compared.words if compared else ""
        if not text and cycle.baseline is not None and cycle.baseline.triggers_excluded:
            text = translate("Cycles", "{count} records behind the signals were left out.").format(
                count=cycle.baseline.triggers_excluded
            )
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _fill_papers(self, cycle: CycleDetail) -> None:
        today = self.context.today()
        self.signals_card.setVisible(bool(cycle.signals))
        self.signals.set_entries(
            [
                Entry(
                    day_words(one.occurred_on, today),
                    f"{one.number} {vocabulary.label('signal_source', one.source)}",
                    one.what_happened,
                    ((vocabulary.label("severity", one.severity), vocabulary.tone("severity", one.severity)),),
                    key=f"signal:{one.id}",
                )
                for one in cycle.signals
            ]
        )
        self.evidence.setVisible(bool(cycle.evidence))
        self.no_evidence.setVisible(not cycle.evidence)
        self.evidence.set_rows(
            [
                [one.number, one.title, button(translate("Cycles", "Save…"), "link", slot=self._saver(one.id))]
                for one in cycle.evidence
            ]
        )
        notes = [
            Entry(
                day_words(words.local(one.overridden_at).date(), today),
                translate("Cycles", "Gate to {phase} overridden by {who}").format(
                    phase=vocabulary.label("cycle_phase", one.gate), who=one.overridden_by
                ),
                f"{one.reason}\n{one.missing}",
                tone="attention",
            )
            for one in cycle.overrides
        ]
        notes += [
            Entry(
                day_words(words.local(one.amended_at).date(), today),
                translate("Cycles", "{subject} amended by {who}").format(subject=one.subject, who=one.amended_by),
                f"{one.before} → {one.after}\n{one.reason}",
                tone="info",
            )
            for one in cycle.amendments
        ]
        self.notes_card.setVisible(bool(notes))
        self.notes.set_entries(notes)
        self.history.set_entries(
            [
                Entry(
                    f"{day_words(words.local(one.at).date(), today)} {clock_words(words.local(one.at))}",
                    one.label,
                    one.who,
                )
                for one in cycle.history[:6]
            ]
        )

    def _record(self) -> None:
        self.moves.do("observation" if self.cycle is not None and self.cycle.phase == "validate" else "session")

    def _saver(self, evidence_id: int) -> Callable[[], None]:
        return lambda: self.moves.save_evidence(evidence_id)


def _stack(*cards: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder


def open_outside(path: Path) -> None:
    """Open a file with the person's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
