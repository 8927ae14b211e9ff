"""The panel beside the list of audits: what the chosen one shows, and its next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail, audit_detail
from coachdesk.settings import Settings
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.pages.audits import words
from ui.pages.audits.moves import AuditMoves
from ui.pages.record_panel import RecordPanel
from ui.widgets import Card, FlowLayout, KeyValues, Pill, button, label

Shown = tuple[AuditDetail | None, Settings]


def read_audit(conn: sa.Connection, audit_id: int, today: date) -> Shown:
    """An audit whole, and the agency's limits its words need."""
    settings = load_settings(conn)
    return audit_detail(conn, audit_id, today, settings), settings


class AuditPanel(RecordPanel):
    """Shows one audit in short; `open_audit(id)` goes to its page."""

    def __init__(self, context: Context, open_audit: Callable[[int], object]) -> None:
        super().__init__(context, translate("Audits", "Choose an audit to see what it shows."), read_audit)
        self.moves = AuditMoves(context, self)
        self._open = open_audit

    def show_record(self, record_id: int | None) -> None:
        if record_id is None:
            self.moves.audit = None
        super().show_record(record_id)

    def _fill(self, shown: Shown) -> None:
        audit, settings = shown
        self.moves.audit = audit
        if audit is None:
            self._say(translate("Audits", "This audit is no longer there."))
            return
        card = Card()
        card.add_text(audit.number, "muted")
        card.add_text(words.title(audit), "section")
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=4)
        status = vocabulary.label("audit_status", audit.status)
        row.addWidget(Pill(status, vocabulary.tone("audit_status", audit.status), holder))
        if audit.late_entry:
            row.addWidget(Pill(translate("Audits", "late entry"), "attention", holder))
        card.add(holder)
        card.add_text(words.state(audit), "muted")
        if audit.status_reason:
            card.add_text(audit.status_reason)
        if audit.first:
            card.add_text(audit.figures.words)
            facts = KeyValues()
            facts.set_rows(
                [
                    (
                        translate("Audits", "Criterion {code}").format(code=one.code),
                        words.criterion_result(audit.figures.criteria[one.id], settings),
                    )
                    for one in audit.criteria
                ]
            )
            card.add(facts)
        for text in words.judged_by_two(audit, settings)[:1]:
            card.add_text(text)
        self._add_uses(card, audit)
        card.body.addStretch(1)
        card.add(self._buttons(audit))
        self._replace(card)

    def _add_uses(self, card: Card, audit: AuditDetail) -> None:
        if audit.unmet and audit.status == "done":
            text = translate("Audits", "{count} findings are not noted as signals yet.")
            card.add(label(text.format(count=len(audit.unmet)), tone="attention"))
        for use in audit.uses:
            text = translate("Audits", "{cycle}: {stage}")
            card.add_text(text.format(cycle=use.cycle, stage=vocabulary.label("measure_stage", use.stage)))

    def _buttons(self, audit: AuditDetail) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        going_on = audit.status == "judging" and not self.context.read_only
        text = translate("Audits", "Judge records") if going_on else translate("Audits", "Open audit page")
        row.addWidget(button(text, "primary", slot=lambda: self._open(audit.id)))
        for key, name in (
            ("signals", translate("Audits", "Note signals…")),
            ("measure", translate("Audits", "Use as measure…")),
        ):
            if self.moves.may(key):
                row.addWidget(button(name, slot=lambda key=key: self.moves.do(key)))  # type: ignore[misc]  # the key is bound, not given
        return holder
