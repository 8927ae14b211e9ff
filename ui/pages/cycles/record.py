"""A cycle's own page: ribbon, gate checklist, success rule, coachees, sessions, measures, evidence, trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.competence_cells import offer_after
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.notes import NoteRow, notes_for
from coachdesk.rules.moves import OPEN
from coachdesk.settings import Settings
from ui.context import Context
from ui.keep_focus import keeps_focus
from ui.pages.cycles import cards, words
from ui.pages.cycles.arrange import Arranged, plan_for
from ui.pages.cycles.doings import CycleDoings
from ui.pages.cycles.panel import read_cycle
from ui.pages.cycles.steps import StepsCard
from ui.pages.record_page import RecordPage
from ui.widgets import Banner, PhaseRibbon, button

Found = tuple[CycleDetail | None, Settings, tuple[NoteRow, ...], int]


def read_record(conn: sa.Connection, cycle_id: int, today: date, profile_id: int) -> Found:
    """A cycle whole, its settings, the notes this person may read, and how many people it offers as competent (R16)."""
    cycle, settings = read_cycle(conn, cycle_id, today)
    offers = len(offer_after(conn, cycle_id, settings)) if cycle is not None and cycle.status == "closed" else 0
    return cycle, settings, notes_for(conn, cycle_id, profile_id), offers


class CycleRecord(RecordPage):
    """Everything about one cycle, and every way to move it on. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__(context, back)
        self.cycle: CycleDetail | None = None
        self.settings: Settings | None = None
        self.doings = CycleDoings(context, self)
        self.moves = self.doings.moves
        self._build()

    def show_cycle(self, cycle_id: int) -> None:
        """Show this cycle; the page keeps its place when it shows it already."""
        self._cycle_id = cycle_id
        who = self.context.operations.actor.profile_id
        self.context.operations.read(
            read_record, cycle_id, self.context.today(), who, done=self._fill, owner=self, latest="cycle.record"
        )

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read the cycle again."""
        if self.cycle is not None:
            self.show_cycle(self.cycle.id)

    def _build(self) -> None:
        context, doings = self.context, self.doings
        self.record = button(translate("Cycles", "Record session"), slot=self._record)
        self.next = button("", "primary", slot=lambda: doings.do("next"))
        for made in (self.record, self.next):
            self.header.add_button(made)
        self.banner = Banner("", "info", closable=False)
        self.banner.hide()
        self.ribbon = PhaseRibbon()
        self.gate = cards.GateCard(context, doings, doings.mend)
        self.steps = StepsCard(context, doings.moves)
        self.rule = cards.RuleCard(context, doings)
        self.diagnosis = cards.DiagnosisCard(context, doings)
        self.people = cards.PeopleCard(context, doings)
        self.history = cards.HistoryCard(context, doings)
        self.figures = cards.FiguresCard(context, doings)
        self.after = cards.SustainCard(context, doings)
        self.signals = cards.SignalsCard(context, doings)
        self.actions_beside = cards.ActionsCard(context, doings)
        self.evidence = cards.EvidenceCard(context, doings)
        self.departures = cards.DeparturesCard(context, doings)
        self.notes = cards.NotesCard(context, doings)
        self.columns = Arranged(
            {
                "after": self.after,
                "gate": self.gate,
                "steps": self.steps,
                "diagnosis": self.diagnosis,
                "notes": self.notes,
                "people": self.people,
                "history": self.history,
                "figures": self.figures,
                "rule": self.rule,
                "signals": self.signals,
                "actions": self.actions_beside,
                "evidence": self.evidence,
                "departures": self.departures,
            }
        )
        for one in (self.banner, self.ribbon, self.columns):
            self.frame.add(one)
        self.frame.add_stretch()

    @keeps_focus
    def _fill(self, found: Found) -> None:
        cycle, settings, notes, offers = found
        if cycle is None:
            self._back()
            return
        if self._shows(found):
            self.steps.show_cycle(cycle)  # its plan is read apart
            return
        before = self.cycle
        if before is None or (before.id, before.status, before.phase) != (cycle.id, cycle.status, cycle.phase):
            self.frame.to_top()  # another cycle, or it went a step on: what is new stands at the top
        self.cycle, self.settings = cycle, settings
        self.doings.show(cycle, settings, notes)
        self.header.set_breadcrumb([(translate("Cycles", "Cycles"), self._back)])
        self.header.set_title(f"{cycle.number} · {cycle.title}" if cycle.title else cycle.number)
        self.header.set_pill(
            vocabulary.label("cycle_status", cycle.status), vocabulary.tone("cycle_status", cycle.status)
        )
        self.header.set_state(words.header_line(cycle))
        self._fill_buttons(cycle)
        said = words.status_line(cycle, self.context.today())
        self.banner.setVisible(bool(said))
        self.banner.set_text(said)
        self.ribbon.set_phases(words.ribbon(cycle, self.context.today()))
        for plain in (self.gate, self.rule, self.diagnosis, self.history, self.signals, self.actions_beside):
            plain.fill(cycle)
        for paper in (self.evidence, self.departures):
            paper.fill(cycle)
        for judged in (self.people, self.figures):
            judged.fill(cycle, settings)
        self.after.fill(cycle, settings, offers)
        self.notes.fill(notes)
        self.steps.show_cycle(cycle)
        self.columns.follow(plan_for(cycle.status, cycle.phase))
        self._settle()

    def _fill_buttons(self, cycle: CycleDetail) -> None:
        writable = not self.context.read_only
        usual = self.moves.usual(cycle)
        self.next.setVisible(usual is not None and writable)
        if usual is not None:
            self.next.setText(usual.label)
        self.record.setVisible(writable and cycle.status in OPEN)
        self.record.setText(
            {
                "diagnose": translate("Cycles", "Edit diagnosis"),
                "validate": translate("Cycles", "Record observation"),
            }.get(cycle.phase, translate("Cycles", "Record session"))
        )
        self.more.setVisible(writable)
        self._offer(self.moves.menu(cycle), self.doings.do)

    def _record(self) -> None:
        """What is recorded most in the phase at hand."""
        if self.cycle is not None:
            self.doings.do({"diagnose": "edit", "validate": "observation"}.get(self.cycle.phase, "session"))
