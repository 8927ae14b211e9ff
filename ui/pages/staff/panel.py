"""The panel beside the list of staff: who the chosen person is, where they work, and what runs about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.staff import StaffDetail
from coachdesk.rules.wording import day_words
from ui.context import Context
from ui.pages.record_panel import RecordPanel
from ui.pages.staff import words
from ui.pages.staff.fields import facts, said
from ui.pages.staff.options import read_person
from ui.widgets import Card, KeyValues, Pill, Timeline, button, label


class StaffPanel(RecordPanel):
    """Shows one person in short; `open_person(id)` goes to their page, `open_entry(key)` to a cycle."""

    def __init__(self, context: Context, open_person: Callable[[int], None], open_entry: Callable[[str], None]) -> None:
        super().__init__(context, translate("Staff", "Choose a person to see where they work."), read_person)
        self._open = open_person
        self._open_entry = open_entry

    def _fill(self, person: StaffDetail | None) -> None:
        if person is None:
            self._say(translate("Staff", "This person is no longer there."))
            return
        card = Card()
        card.add_text(person.values["number"], "muted")
        card.add_text(person.name, "section")
        card.add(
            Pill(vocabulary.label("staff_status", person.status), vocabulary.tone("staff_status", person.status)), 0
        )
        card.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Staff", "Role"), person.posting.role),
            (translate("Staff", "Team"), person.posting.team),
            (translate("Staff", "Site"), person.posting.site),
            (translate("Staff", "Supervisor"), person.posting.supervisor),
            *(fact for fact in facts(person.values) if fact[1] != person.values["number"]),
        ]
        if person.values["left_on"]:
            rows.append((translate("Staff", "Last day"), said(person.values["left_on"])))
        if person.values["is_coach"]:
            week = said(person.values["coaching_minutes"]) or "—"
            rows.append((translate("Staff", "Coach, a week"), week))
        if person.reports:
            rows.append((translate("Staff", "Supervises"), str(len(person.reports))))
        if person.last_session_at is not None:
            last = day_words(person.last_session_at.astimezone().date(), self.context.today())
            rows.append((translate("Staff", "Last session"), last))
        values = KeyValues()
        values.set_rows(rows)
        card.add(values)
        running = words.open_cycles(person)
        if running:
            card.add(label(translate("Staff", "Open cycles"), "strong"))
            timeline = Timeline()
            timeline.opened.connect(self._open_entry)
            timeline.set_entries([words.cycle_entry(cycle, self.context.today()) for cycle in running[:4]])
            card.add(timeline)
        card.body.addStretch(1)
        card.add(button(translate("Staff", "Open page"), "primary", slot=lambda: self._open(person.id)))
        self._replace(card)
