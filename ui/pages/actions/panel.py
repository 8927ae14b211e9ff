"""The panel beside the list of corrective actions: how the chosen one stands, and its next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.actions import ActionDetail, action_detail
from coachdesk.queries.trail import HistoryRow, history_of
from coachdesk.rules import corrective
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.pages.actions import words
from ui.pages.actions.moves import ActionMoves
from ui.pages.beside import cycle_entry, open_entry
from ui.pages.history import LATEST
from ui.pages.record_panel import RecordPanel
from ui.widgets import Banner, Card, CheckList, FlowLayout, Pill, Timeline, button, label


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action with its latest history."""

    action: ActionDetail
    history: tuple[HistoryRow, ...]


def read_action(conn: sa.Connection, action_id: int, today: date) -> ActionShown | None:
    """An action whole."""
    found = action_detail(conn, action_id, today, load_settings(conn))
    if found is None:
        return None
    return ActionShown(found, tuple(history_of(conn, "corrective_action", action_id, LATEST)))


class ActionPanel(RecordPanel):
    """Shows one action in short; `open_action(id)` goes to its page."""

    def __init__(self, context: Context, open_action: Callable[[int], None]) -> None:
        super().__init__(context, translate("Actions", "Choose an action to see how it stands."), read_action)
        self._open = open_action
        self.moves = ActionMoves(context, self)

    def _fill(self, shown: ActionShown | None) -> None:
        if shown is None:
            self._say(translate("Actions", "This action is no longer there."))
            return
        action, today = shown.action, self.context.today()
        writable = not self.context.read_only
        card = Card()
        card.add_text(action.number, "muted")
        card.add_text(action.title, "section")
        card.add(Pill(*words.status_pill(action)))
        card.add_text(words.header_line(action, today), "muted")
        if action.status_reason and action.status in ("open", "cancelled"):
            card.add_text(action.status_reason, "muted")
        for warning in action.warnings:
            card.add(Banner(warning, "attention", closable=False))
        card.add(label(words.steps_line(action), "strong"))
        steps = CheckList()
        steps.set_rows(words.step_rows(action, today, writable))
        steps.linked.connect(lambda key: self.moves.tick(action, key))
        card.add(steps)
        card.add(label(translate("Actions", "Made safe at once"), "strong"))
        card.add_text(action.containment)
        if action.verified_note:
            card.add(label(translate("Actions", "What the verifier saw"), "strong"))
            card.add_text(action.verified_note)
        elif action.done_note:
            card.add(label(translate("Actions", "What was done"), "strong"))
            card.add_text(action.done_note)
        if action.coaching:
            card.add(label(translate("Actions", "Coaching beside it"), "strong"))
            coaching = Timeline()
            coaching.opened.connect(lambda key: open_entry(self.context, key))
            coaching.set_entries([cycle_entry(one, today) for one in action.coaching])
            card.add(coaching)
        card.body.addStretch(1)
        card.add(self._buttons(action, writable))
        self._replace(card)

    def _buttons(self, action: ActionDetail, writable: bool) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        usual = action.moves[0]
        if writable and usual in ("done", "verify"):
            row.addWidget(button(corrective.label(usual), "primary", slot=lambda: self.moves.do(usual, action)))
        row.addWidget(button(translate("Actions", "Open action page"), slot=lambda: self._open(action.id)))
        return holder
