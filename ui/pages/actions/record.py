"""A corrective action's own page: how it stands, its steps, what led to it, what it answers, evidence, trail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.actions import ActionDetail
from coachdesk.rules import corrective
from coachdesk.rules.wording import day_words
from ui.context import Context, Place
from ui.keep_focus import keeps_focus
from ui.pages.actions import words
from ui.pages.actions.moves import ActionMoves
from ui.pages.actions.panel import ActionShown, read_action
from ui.pages.beside import cycle_entry, open_entry
from ui.pages.cycles.grid import CardGrid
from ui.pages.history import history_entries
from ui.pages.record_page import RecordPage
from ui.pages.signals.words import signal_entry
from ui.widgets import Banner, Card, CheckList, Columns, KeyValues, Timeline, button, icon_button, stacked

Row = tuple[str, str | QWidget]


class ActionRecord(RecordPage):
    """Everything about one action, and every way to move it on. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__(context, back)
        self.action: ActionDetail | None = None
        self.moves = ActionMoves(context, self)
        self._build()

    def show_action(self, action_id: int) -> None:
        """Show this action."""
        self.context.operations.read(
            read_action, action_id, self.context.today(), done=self._fill, owner=self, latest="action.record"
        )

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read the action again."""
        if self.action is not None:
            self.show_action(self.action.id)

    def do(self, key: str) -> None:
        """Make a move with the action shown, where it may."""
        if self.action is not None and key in self.action.moves:
            self.moves.do(key, self.action)

    # The page ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.next = button("", "primary", slot=lambda: self.do(self.action.moves[0] if self.action else ""))
        self.header.add_button(self.next)
        self.banner = Banner("", "info", closable=False)
        self.warning = Banner("", "attention", closable=False)
        self.steps = CheckList()
        self.steps.linked.connect(self._tick)
        self.steps_card = Card(translate("Actions", "Steps"))
        self.steps_card.add(self.steps)
        self.why, self.proof = KeyValues(), KeyValues()
        why_card, self.proof_card = Card(translate("Actions", "Why")), Card(translate("Actions", "Done and verified"))
        why_card.add(self.why)
        self.proof_card.add(self.proof)
        self.signals = Timeline()
        self.signals.opened.connect(self._open_entry)
        self.signals_card = Card(translate("Actions", "Signals it answers"))
        self.signals_card.add(self.signals)
        self.no_signals = self.signals_card.add_text(translate("Actions", "None named."), "muted")
        self.coaching = Timeline()
        self.coaching.opened.connect(self._open_entry)
        self.coaching_card = Card(translate("Actions", "Coaching beside it"))
        self.coaching_card.add(self.coaching)
        self.evidence = CardGrid([translate("Cycles", "Item"), translate("Cycles", "Title"), "", ""], stretch=1)
        self.evidence_card = Card(translate("Cycles", "Evidence"))
        self.add = button(translate("Cycles", "Add"), "link", slot=lambda: self.do("evidence"))
        self.evidence_card.add_action(self.add)
        self.evidence_card.add(self.evidence)
        self.no_evidence = self.evidence_card.add_text(translate("Cycles", "No files yet."), "muted")
        self.history = Timeline()
        history_card = Card(translate("Cycles", "Trail"))
        history_card.add(self.history)
        columns = Columns(
            [
                (stacked(self.steps_card, why_card), 4, 360),
                (
                    stacked(self.coaching_card, self.signals_card, self.proof_card, self.evidence_card, history_card),
                    3,
                    320,
                ),
            ]
        )
        for one in (self.banner, self.warning, columns):
            self.frame.add(one)
        self.frame.add_stretch()

    @keeps_focus
    def _fill(self, shown: ActionShown | None) -> None:
        if shown is None:
            self._back()
            return
        if self._shows(shown):
            return
        self.action = action = shown.action
        today, writable = self.context.today(), not self.context.read_only
        self.header.set_breadcrumb([(translate("Actions", "Actions"), self._back)])
        self.header.set_title(f"{action.number} · {action.title}")
        self.header.set_pill(*words.status_pill(action))
        self.header.set_state(words.header_line(action, today))
        usual = action.moves[0]
        self.next.setVisible(writable and usual in ("done", "verify"))
        self.next.setText(corrective.label(usual))
        self.more.setVisible(writable)
        others = (key for key in action.moves if not (self.next.isVisibleTo(self) and key == usual))
        self._offer(((corrective.label(key), key) for key in others), self.do)
        self.banner.setVisible(bool(action.status_reason) and action.status != "verified")
        self.banner.set_text(action.status_reason)
        self.warning.setVisible(bool(action.warnings))
        self.warning.set_text(" ".join(action.warnings), "attention")
        self.steps_card.set_pill(words.steps_line(action), "plain" if action.open_items else "ok")
        self.steps.set_rows(words.step_rows(action, today, writable))
        self.why.set_rows(self._why(action))
        proof = self._proof(action)
        self.proof_card.setVisible(bool(proof))
        self.proof.set_rows(proof)
        self.coaching_card.setVisible(bool(action.coaching))
        self.coaching.set_entries([cycle_entry(one, today) for one in action.coaching])
        self.signals.setVisible(bool(action.signals))
        self.no_signals.setVisible(not action.signals)
        self.signals.set_entries([signal_entry(one, today) for one in action.signals])
        self._fill_evidence(action, writable)
        self.history.set_entries(history_entries(shown.history, today))
        self._settle()

    def _fill_evidence(self, action: ActionDetail, writable: bool) -> None:
        self.add.setVisible(writable and "evidence" in action.moves)
        self.evidence.setVisible(bool(action.evidence))
        self.no_evidence.setVisible(not action.evidence)
        rows: list[list[str | QWidget]] = []
        for one in action.evidence:
            save = button(
                translate("Cycles", "Save…"),
                "link",
                slot=partial(self._with_evidence, self.moves.save_evidence, one.id),
            )
            save.setAccessibleName(translate("Cycles", "Save {number}").format(number=one.number))
            row: list[str | QWidget] = [one.number, one.title, save]
            if writable and "evidence" in action.moves:
                words = translate("Cycles", "Remove {number}").format(number=one.number)
                row.append(
                    icon_button("trash-2", words, partial(self._with_evidence, self.moves.remove_evidence, one.id))
                )
            rows.append(row)
        self.evidence.set_rows(rows)

    def _why(self, action: ActionDetail) -> list[Row]:
        today = self.context.today()
        contained = action.containment
        if action.contained_on is not None:
            contained = f"{contained} ({day_words(action.contained_on, today)})"
        cause = vocabulary.label("cause", action.cause)
        if action.cause_note:
            cause = f"{cause}: {action.cause_note}"
        rows: list[Row] = [
            (translate("Actions", "What keeps happening"), action.problem),
            (translate("Actions", "Made safe at once"), contained),
            (translate("Actions", "Cause"), cause),
            (translate("Actions", "Owner"), action.owner),
            (translate("Actions", "Team"), action.team),
            (translate("Actions", "Opened"), f"{day_words(action.opened_on, today)} · {action.recorded_by}"),
            (translate("Actions", "Due"), day_words(action.due_on, today)),
        ]
        if action.standard_id is not None:
            rows.append(
                (translate("Actions", "Standard"), self._link(action.standard, "standards", action.standard_id))
            )
        if action.criterion_code:
            rows.append((translate("Actions", "Criterion"), f"{action.criterion_code}  {action.criterion_text}"))
        if action.late_entry:
            rows.append((translate("Actions", "Recorded"), translate("Actions", "as a late entry (R10)")))
        return [row for row in rows if row[1]]

    def _proof(self, action: ActionDetail) -> list[Row]:
        today = self.context.today()
        rows: list[Row] = []
        if action.done_on is not None:
            rows.append((translate("Actions", "Done"), f"{day_words(action.done_on, today)}\n{action.done_note}"))
        if action.verified_on is not None:
            said = f"{day_words(action.verified_on, today)} · {action.verified_by}\n{action.verified_note}"
            rows.append((translate("Actions", "Verified"), said))
        elif action.status == "done":
            text = translate("Actions", "Not yet; somebody other than {owner} does it.").format(owner=action.owner)
            rows.append((translate("Actions", "Verified"), text))
        return rows

    def _link(self, text: str, page: str, record_id: int) -> QWidget:
        return button(text, "link", slot=lambda: self.context.navigate(Place(page, record_id)))

    def _tick(self, key: str) -> None:
        if self.action is not None:
            self.moves.tick(self.action, key)

    def _open_entry(self, key: str) -> None:
        open_entry(self.context, key)

    def _with_evidence(self, do: Callable[[ActionDetail, int], None], evidence_id: int) -> None:
        if self.action is not None:
            do(self.action, evidence_id)
