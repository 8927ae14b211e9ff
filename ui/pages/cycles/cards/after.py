"""After closing: whether practice held at each sustain check (R8), and the cycle opened where it did not (R20)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import SustainRow
from coachdesk.rules.clocks import due_state
from coachdesk.rules.wording import day_words
from coachdesk.settings import Settings
from ui.context import Context
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.widgets import Pill, button, clear_layout, label, line


class SustainCard(CycleCard):
    """The sustain checks of a closed cycle, its closing words and sign-off."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "After closing"))
        self.signed = self.add_text("", "muted")
        self.offer = button("", slot=lambda: doings.do("offers"))
        self.add(self.offer)
        self.checks = QVBoxLayout()
        self.checks.setSpacing(6)
        self.body.addLayout(self.checks)

    def fill(self, cycle: CycleDetail, settings: Settings, offers: int) -> None:
        """Show the checks of this cycle; nothing before it is closed. offers: how many may be recorded as competent."""
        self.offer.setVisible(offers > 0 and not self.context.read_only)
        text = translate("Cycles", "Record competence of {count} people…")
        if offers == 1:
            text = translate("Cycles", "Record competence of 1 person…")
        self.offer.setText(text.format(count=offers))
        self.setVisible(bool(cycle.sustain) or cycle.signed_off_at is not None)
        said = ""
        if cycle.signed_off_at is not None:
            day = day_words(cycle.signed_off_at.astimezone().date(), self.context.today())
            said = translate("Cycles", "Signed off by {name}, {day}.").format(name=cycle.signed_off_by, day=day)
        self.signed.setText(" ".join(part for part in (said, cycle.sign_off_note) if part))
        self.signed.setVisible(bool(said or cycle.sign_off_note))
        clear_layout(self.checks)
        for one in cycle.sustain:
            self.checks.addWidget(line(faint=True))
            self.checks.addWidget(self._row(one, settings))

    def _row(self, one: SustainRow, settings: Settings) -> QWidget:
        """The check, how it stands and what to do in one line; what was found below it."""
        days = translate("Cycles", "{days} days").format(days=one.days)
        now = self.context.desk.clock().astimezone()
        pill = Pill(vocabulary.label("sustain_status", one.status), vocabulary.tone("sustain_status", one.status))
        if one.status == "due":
            state = due_state(one.due_on, now, settings)
            pill = Pill(state.words, state.tone if state.state != "later" else "plain")
        head = QWidget()
        across = QHBoxLayout(head)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(label(days, "strong"))
        across.addWidget(pill)
        across.addStretch(1)
        if (doing := self._button(one)) is not None:
            across.addWidget(doing)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        if found := self._found(one):
            column.addWidget(label(found, "muted"))
        return row

    def _found(self, one: SustainRow) -> str:
        parts = []
        if one.checked_on is not None:
            text = translate("Cycles", "{day}, {who}") if one.checked_by else "{day}"
            parts.append(text.format(day=day_words(one.checked_on, self.context.today()), who=one.checked_by))
        if one.total:
            parts.append(translate("Cycles", "{met} of {total} records").format(met=one.met, total=one.total))
        if one.late_entry:
            parts.append(translate("Cycles", "late entry"))
        parts.append(one.note)
        return " · ".join(part for part in parts if part)

    def _button(self, one: SustainRow) -> QWidget | None:
        if one.next_cycle_id is not None:
            return button(one.next_cycle, "link", slot=lambda: self.doings.open_entry(f"cycle:{one.next_cycle_id}"))
        if self.context.read_only:
            return None
        if one.status == "recurred":
            return button(translate("Cycles", "Open a cycle…"), "link", slot=lambda: self.doings.act("again", one.id))
        text = translate("Cycles", "Record…") if one.status == "due" else translate("Cycles", "Correct…")
        made = button(text, "link", slot=lambda: self.doings.act("sustain", one.id))
        made.setAccessibleName(translate("Cycles", "{days}-day check: {doing}").format(days=one.days, doing=text))
        return made
