"""After closing: whether practice held at each sustain check (R8), and the cycle opened where it did not (R20)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import SustainRow
from coachdesk.rules.clocks import due_state
from coachdesk.rules.wording import day_words
from coachdesk.settings import Settings
from ui.context import Context
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.pages.cycles.grid import CardGrid, two_lines
from ui.widgets import Pill, button


class SustainCard(CycleCard):
    """The sustain checks of a closed cycle, its closing words and sign-off."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "After closing"))
        self.signed = self.add_text("", "muted")
        self.grid = CardGrid([translate("Cycles", "Sustain check"), "", ""])
        self.add(self.grid)

    def fill(self, cycle: CycleDetail, settings: Settings) -> None:
        """Show the checks of this cycle; nothing before it is closed."""
        self.setVisible(bool(cycle.sustain) or cycle.signed_off_at is not None)
        said = ""
        if cycle.signed_off_at is not None:
            day = day_words(cycle.signed_off_at.astimezone().date(), self.context.today())
            said = translate("Cycles", "Signed off by {name}, {day}.").format(name=cycle.signed_off_by, day=day)
        self.signed.setText(" ".join(part for part in (said, cycle.sign_off_note) if part))
        self.signed.setVisible(bool(said or cycle.sign_off_note))
        self.grid.setVisible(bool(cycle.sustain))
        self.grid.set_rows([self._row(one, settings) for one in cycle.sustain])

    def _row(self, one: SustainRow, settings: Settings) -> list[str | QWidget]:
        days = translate("Cycles", "{days} days").format(days=one.days)
        now = self.context.desk.clock().astimezone()
        pill = Pill(vocabulary.label("sustain_status", one.status), vocabulary.tone("sustain_status", one.status))
        if one.status == "due":
            state = due_state(one.due_on, now, settings)
            pill = Pill(state.words, state.tone if state.state != "later" else "plain")
        return [two_lines(days, self._found(one)), pill, self._button(one)]

    def _found(self, one: SustainRow) -> str:
        parts = []
        if one.checked_on is not None:
            text = translate("Cycles", "{day}, {who}") if one.checked_by else "{day}"
            parts.append(text.format(day=day_words(one.checked_on, self.context.today()), who=one.checked_by))
        if one.total:
            parts.append(translate("Cycles", "{met} of {total} records").format(met=one.met, total=one.total))
        parts.append(one.note)
        return " · ".join(part for part in parts if part)

    def _button(self, one: SustainRow) -> str | QWidget:
        if one.next_cycle_id is not None:
            return button(one.next_cycle, "link", slot=lambda: self.doings.open_entry(f"cycle:{one.next_cycle_id}"))
        if self.context.read_only:
            return " "
        if one.status == "recurred":
            return button(translate("Cycles", "Open a cycle…"), "link", slot=lambda: self.doings.act("again", one.id))
        text = translate("Cycles", "Record…") if one.status == "due" else translate("Cycles", "Correct…")
        made = button(text, "link", slot=lambda: self.doings.act("sustain", one.id))
        made.setAccessibleName(translate("Cycles", "{days}-day check: {doing}").format(days=one.days, doing=text))
        return made
