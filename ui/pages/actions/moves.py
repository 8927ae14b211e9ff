"""Everything that can be done with a corrective action, from the list, its panel and its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.queries.actions import ActionDetail, ActionStart, action_beside
from coachdesk.services import actions
from ui.context import Context
from ui.pages.actions import forms
from ui.pages.actions.options import ActionOptions, with_options
from ui.pages.evidence.removing import remove_evidence
from ui.pages.evidence.saving import save_copy


def preset_of(start: ActionStart) -> dict[str, Any]:
    """The values the form of a new action begins with."""
    return {
        "signal_ids": list(start.signal_ids),
        "standard_id": start.standard_id,
        f"criterion_{start.standard_id}": start.criterion or None,
        "team_id": start.team_id,
        "problem": start.problem,
        "cause": start.cause or None,
        "cause_note": start.cause_note,
        "cycle_id": start.cycle_id,
    }


class ActionMoves:
    """Does what is asked; `owner` is the widget dialogs stand over."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner

    def new(
        self, preset: Mapping[str, Any] | None = None, done: Callable[[Changes[int]], object] | None = None
    ) -> None:
        """The form of a new action, filled in with what is known."""

        def show(options: ActionOptions) -> None:
            forms.open_action(self.context, options, self.owner, preset, done).open()

        known = dict(preset or {})
        cycle_ids = [known["cycle_id"]] if known.get("cycle_id") is not None else []
        if not self.context.read_only:
            with_options(self.context, self.owner, show, list(known.get("signal_ids", ())), cycle_ids)

    def beside(self, cycle_id: int) -> None:
        """The form of a new action beside a cycle, filled in with the cycle's signals, standard and cause (R3, R20)."""
        if not self.context.read_only:
            self.context.operations.read(
                action_beside, cycle_id, done=lambda start: self.new(preset_of(start)), owner=self.owner
            )

    def do(self, key: str, action: ActionDetail) -> None:
        """A move of `rules.corrective.LABELS`."""
        context, owner = self.context, self.owner
        if key == "done":
            forms.finish(context, action, owner).open()
        elif key == "evidence":
            forms.add_evidence(context, action, owner).open()
        elif key == "reopen":
            forms.reopen(context, action, owner).open()
        elif key == "cancel":
            forms.cancel(context, action, owner).open()
        else:

            def show(options: ActionOptions) -> None:
                make = forms.verify if key == "verify" else forms.edit_action
                make(context, options, action, owner).open()

            with_options(context, owner, show, [one.id for one in action.signals])

    def tick(self, action: ActionDetail, key: str) -> None:
        """Tick a step, or take its tick off; key: the step's id."""
        item = next((one for one in action.items if str(one.id) == key), None)
        if item is not None:
            self.context.operations.run(self.owner, actions.tick_item, item.id, ticked=item.done_on is None)

    def save_evidence(self, action: ActionDetail, evidence_id: int) -> None:
        """Save a copy of an evidence file where the person says."""
        item = next((one for one in action.evidence if one.id == evidence_id), None)
        if item is not None:
            save_copy(self.context, self.owner, item)

    def remove_evidence(self, action: ActionDetail, evidence_id: int) -> None:
        """Take an evidence file out of the desk, for a reason (R22)."""
        item = next((one for one in action.evidence if one.id == evidence_id), None)
        if item is not None and not self.context.read_only:
            remove_evidence(self.context, item, (action.owner,), self.owner).open()
