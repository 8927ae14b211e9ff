"""What must be there before the next phase, the success rule, and what Diagnose settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.rules.wording import day_words
from ui.context import Context, Place
from ui.pages.cycles import words
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.widgets import CheckList, KeyValues, button


class GateCard(CycleCard):
    """The checklist of the gate in front; what is missing leads to the form that mends it."""

    def __init__(self, context: Context, doings: Doings, mend: Callable[[str], object]) -> None:
        super().__init__(context, doings)
        self.list = CheckList()
        self.list.linked.connect(mend)
        self.add(self.list)
        self.told = self.add_text("", "muted")

    def fill(self, cycle: CycleDetail) -> None:
        """Show the gate of this cycle; nothing when there is none in front."""
        self.setVisible(bool(cycle.next_gate))
        if not cycle.next_gate:
            return
        gate = cycle.gate(cycle.next_gate)
        phase = vocabulary.label("cycle_phase", cycle.next_gate)
        self.set_title(translate("Cycles", "Before {phase}").format(phase=phase))
        if gate.lacking_count:
            self.set_pill(translate("Cycles", "{count} missing").format(count=gate.lacking_count), "late")
        else:
            self.set_pill(translate("Cycles", "all met"), "ok")
        self.list.set_rows(words.gate_rows(cycle, self.writable(cycle)))
        self.told.setVisible(bool(gate.told))
        text = translate("Cycles", "{count} planned steps are still open; they do not hold the gate up.")
        if len(gate.told) == 1:
            text = translate("Cycles", "1 planned step is still open; it does not hold the gate up.")
        self.told.setText(text.format(count=len(gate.told)))
        self.told.setToolTip("\n".join(gate.told))


class RuleCard(CycleCard):
    """The success rule, whether it is locked (R5), and how it was judged (R7)."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Success rule"))
        self.text = self.add_text("")
        self.state = self.add_text("", "muted")
        self.source = self.add_text("", "muted")
        self.standard = button("", "link", slot=self._show_standard)
        self._standard_id = 0
        self.add(self.standard)

    def fill(self, cycle: CycleDetail) -> None:
        """Show the rule of this cycle."""
        own = cycle.rule_of
        for one in (self.source, self.standard):
            one.setVisible(own is not None)
        if own is not None:
            self._standard_id = own.standard_id
            self.source.setText(own.words(cycle.rule))
            self.standard.setText(translate("Cycles", "Show standard {code}").format(code=own.standard))
        self.text.setText(cycle.rule.words() or translate("Cycles", "Not written yet."))
        locked = cycle.rule_locked_at
        if cycle.post is not None:
            met = cycle.judged.met
            text = translate("Cycles", "met") if met else translate("Cycles", "not met")
            self.set_pill(text if met is not None else "", "ok" if met else "attention")
        else:
            self.set_pill("")
        if locked is None:
            self.state.setText(translate("Cycles", "Locks when Diagnose ends (R5)."))
            return
        early = any(one.stage == "post" and one.recorded_at < locked for one in cycle.measures)
        text = translate("Cycles", "Locked {day}, before anything was measured again (R5).")
        if early:
            text = translate("Cycles", "Locked {day}; a measure of the result had been recorded before (R5).")
        self.state.setText(text.format(day=day_words(words.local(locked).date(), self.context.today())))

    def _show_standard(self) -> None:
        self.context.navigate(Place("standards", self._standard_id))


class DiagnosisCard(CycleCard):
    """Why the practice drifted, what is coached, what evidence is wanted, and where the cycle came from."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Diagnosis"))
        self.facts = KeyValues()
        self.add(self.facts)
        self.edit = button(translate("Cycles", "Edit"), "link", slot=lambda: doings.do("edit"))
        self.add_action(self.edit)

    def fill(self, cycle: CycleDetail) -> None:
        """Show the diagnosis of this cycle."""
        today = self.context.today()
        self.edit.setVisible(self.writable(cycle))
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Cycles", "Target criteria"), "\n".join(f"{one.code}  {one.text}" for one in cycle.criteria)),
            (translate("Cycles", "Likely cause"), vocabulary.label("cause", cycle.cause)),
        ]
        if cycle.cause_note:
            rows.append((translate("Cycles", "Why"), cycle.cause_note))
        rows += [
            (translate("Cycles", "Evidence wanted"), cycle.evidence_wanted),
            (translate("Cycles", "Follow-up"), day_words(cycle.follow_up_on, today) if cycle.follow_up_on else ""),
        ]
        if cycle.proposal_words:
            rows.append((translate("Cycles", "Proposed by drift"), cycle.proposal_words))
        if cycle.template:
            rows.append((translate("Cycles", "Template"), cycle.template))
        if cycle.previous_id is not None:
            rows.append((translate("Cycles", "Came back after"), self._cycle(cycle.previous_id, cycle.previous)))
        rows += [
            (translate("Cycles", "Opened again as"), self._cycle(cycle_id, number))
            for cycle_id, number in cycle.followed_by
        ]
        self.facts.set_rows(rows)

    def _cycle(self, cycle_id: int, number: str) -> QWidget:
        return button(number, "link", slot=lambda: self.doings.open_entry(f"cycle:{cycle_id}"))
