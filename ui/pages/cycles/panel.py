"""The panel beside the list of cycles: where the chosen one stands and its next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.cycle_charts import before_after
from coachdesk.rules.clocks import day_of_words
from coachdesk.rules.moves import OPEN
from coachdesk.rules.wording import day_words, names
from coachdesk.settings import Settings
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.pages.record_panel import RecordPanel
from ui.widgets import Card, Pill, button


def read_cycle(conn: sa.Connection, cycle_id: int, today: date) -> tuple[CycleDetail | None, Settings]:
    """A cycle whole, with the settings it is judged by."""
    settings = load_settings(conn)
    return cycle_detail(conn, cycle_id, today, settings), settings


def figures(cycle: CycleDetail, settings: Settings) -> str:
    """ "4 of 10 (17–69%) → not measured yet"; "not measured yet" alone before the first measure."""
    notes = [row.note for row in before_after(cycle, settings).rows]
    return " → ".join(notes[:1] if cycle.baseline is None and cycle.post is None else notes)


class CyclePanel(RecordPanel):
    """Shows one cycle in short; `open_cycle(id)` goes to its page."""

    def __init__(self, context: Context, open_cycle: Callable[[int], None]) -> None:
        super().__init__(context, translate("Cycles", "Choose a cycle to see where it stands."), read_cycle)
        self._open = open_cycle

    def _fill(self, found: tuple[CycleDetail | None, Settings]) -> None:
        cycle, settings = found
        if cycle is None:
            self._say(translate("Cycles", "This cycle is no longer there."))
            return
        today = self.context.today()
        card = Card()
        card.add_text(cycle.number, "muted")
        card.add_text(cycle.title or translate("Cycles", "No standard chosen yet"), "section")
        card.add(Pill(vocabulary.label("cycle_status", cycle.status), vocabulary.tone("cycle_status", cycle.status)))
        if cycle.status in OPEN:
            due = day_words(cycle.due_on, today)
            day = day_of_words(cycle.opened_on, cycle.phases[-1].planned_end, today)
            card.add_text(translate("Cycles", "{day} · phase due {due}").format(day=day, due=due), "small")
        if cycle.status_reason:
            card.add_text(cycle.status_reason, "muted")
        if cycle.next_gate:
            self._gate(card, cycle)
        self._section(card, translate("Cycles", "Before → after"), figures(cycle, settings))
        self._section(card, translate("Cycles", "Coachees"), names([one.name for one in cycle.coachees]) or "—")
        if cycle.coach:
            card.add_text(translate("Cycles", "coach {name}").format(name=cycle.coach), "muted")
        if cycle.validator:
            card.add_text(translate("Cycles", "validator {name}").format(name=cycle.validator), "muted")
        card.body.addStretch(1)
        card.add(button(translate("Cycles", "Open cycle page"), "primary", slot=lambda: self._open(cycle.id)))
        self._replace(card)

    def _gate(self, card: Card, cycle: CycleDetail) -> None:
        gate = cycle.gate(cycle.next_gate)
        phase = vocabulary.label("cycle_phase", cycle.next_gate)
        card.add_heading(translate("Cycles", "Gate to {phase}").format(phase=phase))
        judged = gate.met_count + gate.lacking_count
        card.add_text(translate("Cycles", "{met} of {total} met").format(met=gate.met_count, total=judged))
        lacking = [item.text for item in gate.items if item.lacking]
        if lacking:
            card.add_text(translate("Cycles", "Missing: {list}").format(list="; ".join(lacking)), "muted")

    def _section(self, card: Card, title: str, text: str) -> None:
        card.add_heading(title)
        card.add_text(text)
