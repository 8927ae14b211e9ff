"""The panel beside the list of standards: what the chosen one asks for, in short."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.rules.wording import names
from ui.context import Context
from ui.pages.record_panel import RecordPanel
from ui.pages.standards import words
from ui.pages.standards.moves import print_version
from ui.pages.standards.record import StandardShown, read_standard
from ui.widgets import Card, FlowLayout, Pill, button, label


class StandardPanel(RecordPanel):
    """Shows one standard in short; `open_standard(id)` goes to its page."""

    def __init__(self, context: Context, open_standard: Callable[[int], None]) -> None:
        super().__init__(context, translate("Standards", "Choose a standard to see what it asks for."), read_standard)
        self._open = open_standard

    def _fill(self, shown: StandardShown | None) -> None:
        if shown is None:
            self._say(translate("Standards", "This standard is no longer there."))
            return
        standard, version = shown.standard, shown.version
        card = Card()
        card.add_text(standard.code, "muted")
        card.add_text(standard.title, "section")
        card.add(self._pills(shown))
        if version.purpose:
            card.add_text(version.purpose)
        card.add(label(translate("Standards", "Criteria"), "strong"))
        if not version.criteria:
            card.add_text(translate("Standards", "None written yet."), "muted")
        for one in version.criteria[:8]:
            card.add_text(f"{one.code}  {one.text}")
        if standard.required_of:
            card.add(label(translate("Standards", "Required of"), "strong"))
            card.add_text(names([one.role for one in standard.required_of]))
        card.body.addStretch(1)
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        row.addWidget(
            button(translate("Standards", "Open standard page"), "primary", slot=lambda: self._open(standard.id))
        )
        row.addWidget(
            button(
                translate("Standards", "As printed"),
                icon="printer",
                slot=lambda: print_version(self.context, version, self),
            )
        )
        card.add(holder)
        self._replace(card)

    def _pills(self, shown: StandardShown) -> QWidget:
        version, draft = shown.version, shown.standard.draft
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=4)
        status = vocabulary.label("version_status", version.status)
        row.addWidget(
            Pill(
                f"{words.version_name(version.number)} · {status}",
                vocabulary.tone("version_status", version.status),
                holder,
            )
        )
        if draft is not None and draft.id != version.id:
            row.addWidget(Pill(translate("Standards", "draft waiting"), "info", holder))
        return holder
