"""A person's own page: what is known of them, where they worked when, whom they supervise, coaching, sessions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.staff import StaffDetail
from ui.context import Context, Place
from ui.keep_focus import keeps_focus
from ui.pages.competence.card import CompetenceCard
from ui.pages.record_page import RecordPage
from ui.pages.staff import doings, words
from ui.pages.staff.fields import facts, said
from ui.pages.staff.options import read_person
from ui.widgets import Card, Columns, FlowLayout, KeyValues, Timeline, button, clear_layout, stacked


class StaffRecord(RecordPage):
    """Everything about one person, and everything that can be done. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__(context, back)
        self.person: StaffDetail | None = None
        self.doings = doings.StaffDoings(context, self)
        self._build()

    def show_person(self, staff_id: int) -> None:
        """Show this person."""
        self.context.operations.read(
            read_person, staff_id, self.context.today(), done=self._fill, owner=self, latest="staff.record"
        )

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read the person again."""
        if self.person is not None:
            self.show_person(self.person.id)

    def do(self, key: str) -> None:
        """Do something about the person shown."""
        if self.person is not None:
            self.doings.do(key, self.person.id)

    # The page ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.move_button = button(translate("Staff", "Move…"), slot=lambda: self.do(doings.MOVE))
        self.edit = button(translate("Staff", "Edit"), "primary", slot=lambda: self.do(doings.EDIT))
        for made in (self.move_button, self.edit):
            self.header.add_button(made)
        self.facts = KeyValues()
        facts_card = Card(translate("Staff", "Details"))
        facts_card.add(self.facts)
        self.coach_card = Card(translate("Staff", "As a coach"))
        self.coach = KeyValues()
        self.coach_card.add(self.coach)
        self.signals_card = Card(translate("Staff", "Signals"))
        self.signals_text = self.signals_card.add_text("")
        self.signals_card.add_text(
            translate("Staff", "Signals are about practice, not about people; one alone says little."), "muted"
        )
        self.signals_link = button(translate("Staff", "Show"), "link", slot=self._to_signals)
        self.signals_card.add_action(self.signals_link)
        self.history = Timeline()
        history_card = Card(translate("Staff", "Where they worked"))
        history_card.add(self.history)
        self.competence = CompetenceCard(self.context, self._to_cell)
        self.reports_card = Card(translate("Staff", "Supervises"))
        self.reports = QWidget()
        self._reports_flow = FlowLayout(self.reports, gap=16, line_gap=4)
        self.reports_card.add(self.reports)
        self.cycles = Timeline()
        self.cycles.opened.connect(self.doings.open_entry)
        cycles_card = Card(translate("Staff", "Coaching cycles"))
        self.no_cycles = cycles_card.add_text(translate("Staff", "Not part of a coaching cycle so far."), "muted")
        cycles_card.add(self.cycles)
        self.sessions = Timeline()
        self.sessions.opened.connect(self.doings.open_entry)
        self.sessions_card = Card(translate("Staff", "Last sessions"))
        self.no_sessions = self.sessions_card.add_text(translate("Staff", "No sessions so far."), "muted")
        self.sessions_card.add(self.sessions)
        columns = Columns(
            [
                (stacked(facts_card, self.coach_card, self.signals_card), 4, 300),
                (stacked(self.competence, history_card, self.reports_card), 4, 340),
                (stacked(cycles_card, self.sessions_card), 4, 340),
            ]
        )
        self.frame.add(columns)
        self.frame.add_stretch()

    @keeps_focus
    def _fill(self, person: StaffDetail | None) -> None:
        if person is None:
            self._back()
            return
        self.person = person
        today = self.context.today()
        self.header.set_breadcrumb([(translate("Staff", "Staff"), self._back)])
        self.header.set_title(person.name)
        self.header.set_pill(
            vocabulary.label("staff_status", person.status), vocabulary.tone("staff_status", person.status)
        )
        self.header.set_state(words.header_line(person))
        self._fill_buttons(person)
        rows: list[tuple[str, str | QWidget]] = [*facts(person.values)]
        if person.values["left_on"]:
            rows.append((translate("Staff", "Last day"), said(person.values["left_on"])))
        self.facts.set_rows(rows)
        self.coach_card.setVisible(bool(person.values["is_coach"]))
        self.coach.set_rows(
            [
                (translate("Staff", "Time a week"), said(person.values["coaching_minutes"])),
                (translate("Staff", "Skill sets"), said(person.values["coach_skills"])),
            ]
        )
        self.competence.show_person(person.id)
        self.signals_text.setText(words.signals_line(person.signals))
        self.signals_link.setVisible(person.signals > 0)
        self.history.set_entries(words.history(person, today))
        self._fill_reports(person)
        self.no_cycles.setVisible(not person.cycles)
        self.cycles.set_entries([words.cycle_entry(cycle, today) for cycle in person.cycles])
        self.cycles.setVisible(bool(person.cycles))
        self.no_sessions.setVisible(not person.sessions)
        self.sessions.set_entries([words.session_entry(session, today) for session in person.sessions])
        self.sessions.setVisible(bool(person.sessions))
        held = translate("Staff", "{count} held").format(count=person.sessions_held)
        self.sessions_card.set_title(translate("Staff", "Last sessions"), held if person.sessions_held else "")
        self.context.actions.refresh()

    def _fill_buttons(self, person: StaffDetail) -> None:
        writable = not self.context.read_only
        for made in (self.more, self.move_button, self.edit):
            made.setVisible(writable)
        self._offer(((text, key) for key, text in doings.offered(person.status) if key != doings.MOVE), self.do)

    def _fill_reports(self, person: StaffDetail) -> None:
        self.reports_card.setVisible(bool(person.reports))
        self.reports_card.set_title(translate("Staff", "Supervises"), str(len(person.reports)))
        clear_layout(self._reports_flow)
        for staff_id, name in person.reports:
            open_page = functools.partial(self.doings.open_entry, f"staff:{staff_id}")
            self._reports_flow.addWidget(button(name, "link", slot=open_page, parent=self.reports))
        self.reports.updateGeometry()

    def _to_cell(self, standard_id: int) -> None:
        if self.person is not None:
            cell = (self.person.id, standard_id)
            self.context.navigate(Place("staff", None, {"part": "matrix", "cell": cell}))

    def _to_signals(self) -> None:
        if self.person is not None:
            self.context.navigate(Place("signals", None, {"staff_id": frozenset({self.person.id})}))
