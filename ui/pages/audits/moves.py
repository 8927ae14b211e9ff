"""Every way to move an audit on, by key: what its buttons and menus offer, and which form each opens."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail
from coachdesk.queries.lookups import roster
from coachdesk.rules.privacy import Roster
from coachdesk.services import audits
from ui.context import Context, Place
from ui.pages.audits import forms, words
from ui.pages.audits.findings import FindingsDialog
from ui.pages.audits.new import new_audit
from ui.pages.audits.options import AuditOptions, with_options


class AuditMoves:
    """Does what is asked of the audit shown; `audit` is set by whoever shows it."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner
        self.audit: AuditDetail | None = None

    def may(self, key: str) -> bool:
        """Whether this can be done to the audit shown."""
        audit = self.audit
        if audit is None or (self.context.read_only and key not in ("copy", "open_cycle")):
            return False
        judging = audit.status == "judging"
        allowed = {
            "edit": judging,
            "give_up": judging,
            "finish": judging,
            "draw_more": judging and len(audit.records) < len(audit.frame),
            "signals": audit.status == "done" and bool(audit.unmet),
            "measure": audit.status == "done" and bool(audit.measurable),
            "copy": True,
            "open_cycle": bool(audit.cycle_id),
        }
        return allowed.get(key, False)

    def menu(self) -> list[tuple[str, str]]:
        """What the "More" menu lists as (text, key), as far as it can be done."""
        items = [
            (translate("Audits", "Edit audit…"), "edit"),
            (translate("Audits", "Draw more records…"), "draw_more"),
            (translate("Audits", "Note signals…"), "signals"),
            (translate("Audits", "Use as a measure of a cycle…"), "measure"),
            (translate("Audits", "Open its cycle"), "open_cycle"),
            (translate("Audits", "Copy how the draw was made"), "copy"),
            (translate("Audits", "Give up…"), "give_up"),
        ]
        return [(text, key) for text, key in items if self.may(key)]

    def new(self, done: Callable[[Changes[int]], object], **preset: object) -> None:
        """Open the form for a new audit."""
        if not self.context.read_only:
            self._with_options(lambda options: new_audit(self.context, options, self.owner, preset, done))

    def do(self, key: str) -> None:
        """Open the form behind `key`, or do it at once where nothing needs asking."""
        audit = self.audit
        if audit is None or not self.may(key):
            return
        if key == "finish":
            self.context.operations.run(self.owner, audits.finish_audit, audit.id)
        elif key == "copy":
            QApplication.clipboard().setText(words.repeat_text(audit))
        elif key == "open_cycle":
            self.context.navigate(Place("cycles", audit.cycle_id))
        elif key == "edit":
            self._with_options(lambda options: forms.edit(self.context, options, audit, self.owner))
        elif key == "signals":
            self.context.operations.read(roster, done=functools.partial(self._review, audit), owner=self.owner)
        else:
            made = {"draw_more": forms.draw_more, "measure": forms.use_as_measure, "give_up": forms.give_up}[key]
            made(self.context, audit, self.owner).open()

    def describe(self, record_id: int, done: Callable[[], object]) -> None:
        """Say who wrote a record; `done` when the form closed."""
        audit = self.audit
        record = next((one for one in audit.records if one.id == record_id), None) if audit else None
        if record is not None and audit is not None and audit.status == "judging":

            def make(options: AuditOptions) -> QDialog:
                dialog = forms.describe(self.context, options, record, self.owner)
                dialog.finished.connect(lambda _result: done())
                return dialog

            self._with_options(make)

    def _review(self, audit: AuditDetail, names: Roster) -> None:
        def noted(changes: Changes[list[int]]) -> None:
            self.context.navigate(Place("signals", extra={"part": "list", "signals": changes.result}))

        FindingsDialog(self.context, audit, names, self.owner, noted).open()

    def _with_options(self, make: Callable[[AuditOptions], QDialog]) -> None:
        with_options(self.context, self.owner, lambda options: make(options).open())
