"""Every way to move a cycle on, by key: what menus and buttons offer, and which form or question each opens."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.rules.moves import Move, move, moves
from coachdesk.services import cycle_phases
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.actions.moves import ActionMoves
from ui.pages.competence.forms import open_offers
from ui.pages.cycles import closing_forms, forms, measure_forms, paper_forms, seen_forms, session_forms
from ui.pages.cycles.options import CycleOptions, with_options
from ui.pages.cycles.words import waiting_for_feedback
from ui.pages.templates import forms as template_forms

REASONED: dict[str, Callable[..., Any]] = {
    "pause": cycle_phases.pause_cycle,
    "cancel": cycle_phases.cancel_cycle,
    "reopen": cycle_phases.reopen_cycle,
    "back_to_coach": cycle_phases.back_to_coach,
}


class CycleMoves:
    """Does what is asked of the cycle shown; `cycle` is set by the page."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner
        self.cycle: CycleDetail | None = None
        self._preset: dict[str, Any] = {}

    def usual(self, cycle: CycleDetail) -> Move | None:
        """The move the primary button makes; None where only rare ones are left."""
        found = moves(cycle.status, cycle.phase)
        return found[0] if found and found[0].key != "reopen" else None

    def menu(self, cycle: CycleDetail) -> list[tuple[str, str]]:
        """What the "More" menu lists as (text, key); ("", "") is a line."""
        items: list[tuple[str, str]] = []
        if not cycle.over:
            items = [
                (translate("Cycles", "Record session…"), "session"),
                (translate("Cycles", "Plan session…"), "plan"),
                (translate("Cycles", "Record observation…"), "observation"),
                (translate("Cycles", "Scenario exercise…"), "scenario"),
                (translate("Cycles", "Measure…"), "measure"),
                (translate("Cycles", "Add evidence…"), "evidence"),
                (translate("Cycles", "Edit cycle…"), "edit"),
                ("", ""),
            ]
            if cycle.rule_locked_at is not None:
                items.insert(7, (translate("Cycles", "Amend success rule…"), "amend_rule"))
        items.append((translate("Cycles", "Open a corrective action…"), "action"))
        items.append((translate("Cycles", "Add amendment…"), "amend"))
        if cycle.version_id is not None:
            items.append((translate("Cycles", "Make it a template…"), "template"))
        usual = self.usual(cycle)
        rest = [move for move in moves(cycle.status, cycle.phase) if move != usual]
        return items + [(move.label, move.key) for move in rest]

    def do(self, key: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open the form behind `key`, or do it at once where nothing needs asking. preset: fields already known."""
        cycle = self.cycle
        self._preset = dict(preset or {})
        if cycle is None:
            return
        if key == "next":
            usual = self.usual(cycle)
            key = usual.key if usual else ""
        if key in REASONED:
            self._with_reason(cycle, key)
        elif key == "escalate":
            self._open(closing_forms.escalate(self.context, cycle, self.owner))
        elif key == "resume":
            self.context.operations.run(self.owner, cycle_phases.resume_cycle, cycle.id)
        elif key in ("coach", "validate"):
            self._through_gate(cycle, key)
        elif key == "close":
            self._open(closing_forms.close(self.context, cycle, self.owner, lambda _: self._offer(cycle)))
        elif key == "template":
            self._open(template_forms.from_cycle_form(self.context, cycle, self.owner, self._show_template))
        elif key == "action":
            ActionMoves(self.context, self.owner).beside(cycle.id)
        elif key == "amend":
            self._open(forms.amend(self.context, cycle, self.owner))
        elif key == "amend_rule":
            self._open(forms.amend_rule(self.context, cycle, self.owner))
        elif key == "evidence":
            self._open(paper_forms.add_evidence(self.context, cycle, self.owner))
        else:
            with_options(self.context, self.owner, functools.partial(self._with_options, cycle, key), cycle.id)

    def mend(self, field: str) -> None:
        """Open what mends a missing gate item, by its field."""
        waiting = waiting_for_feedback(self.cycle) if self.cycle and field == "feedback" else None
        if waiting is not None:
            self._open(session_forms.feedback(self.context, waiting, self.owner))
            return
        self.do(
            {"sessions": "session", "observations": "observation", "baseline": "measure", "measures": "measure"}.get(
                field, "edit"
            )
        )

    def open_entry(self, key: str) -> None:
        """A line of the timeline was opened."""
        family, _, number = key.partition(":")
        if family == "session":
            self._open_session(int(number))
        elif family == "signal":
            self.context.navigate(Place("signals", int(number)))

    # How --------------------------------------------------------------------------------------------------------------

    def _open(self, dialog: QDialog) -> None:
        if self._preset and isinstance(dialog, FormDialog):
            dialog.form.set_values(self._preset)
        self._preset = {}
        dialog.open()

    def _show_template(self, changes: Changes[int]) -> None:
        self.context.navigate(Place("cycles", changes.result, {"part": "templates"}))

    def _with_options(self, cycle: CycleDetail, key: str, options: CycleOptions) -> None:
        context, owner = self.context, self.owner
        if key == "session":
            self._open(session_forms.session(context, options, cycle, owner))
        elif key == "plan":
            self._open(session_forms.plan(context, options, cycle, owner))
        elif key == "observation":
            self._open(seen_forms.observation(context, options, cycle, owner))
        elif key == "scenario":
            self._open(seen_forms.scenario(context, options, cycle, owner))
        elif key == "edit":
            self._open(forms.diagnose(context, options, cycle, owner))
        elif key == "measure":
            stage = "baseline" if cycle.rule_locked_at is None else "post"
            self._open(measure_forms.measure(context, options, cycle, stage, owner))

    def _through_gate(self, cycle: CycleDetail, key: str) -> None:
        """Straight through when all is there; else the form that names what is missing and asks for a reason."""
        gate = cycle.gate(key)
        if gate.met and self._goes_on(cycle, gate.told):
            self.context.operations.run(self.owner, cycle_phases.advance, cycle.id)
        elif not gate.met:
            self._open(closing_forms.advance(self.context, cycle, self.owner))

    def _goes_on(self, cycle: CycleDetail, told: Sequence[str]) -> bool:
        """Tell what was planned and is still open; nothing keeps a person from going on."""
        if not told:
            return True
        phase = vocabulary.label("cycle_phase", cycle.next_gate)
        title = translate("Cycles", "Go on to {phase}?").format(phase=phase)
        return self.context.ask.confirm(self.owner, title, "\n".join(told), translate("Cycles", "Go on"))

    def _with_reason(self, cycle: CycleDetail, key: str) -> None:
        found = move(key, cycle.status, cycle.phase)
        if found is not None:
            self._open(closing_forms.with_reason(self.context, cycle, found, REASONED[key], self.owner))

    def _offer(self, cycle: CycleDetail) -> None:
        """Offer what was achieved as competence (R16); nothing is written unless the form is saved."""
        open_offers(self.context, self.owner, cycle.id)

    def _open_session(self, session_id: int) -> None:
        cycle = self.cycle
        found = next((one for one in cycle.sessions if one.id == session_id), None) if cycle else None
        if cycle is None or found is None:
            return
        from ui.pages.cycles.session_view import SessionView

        self._open(SessionView(self.context, cycle, found, self.owner))
