"""The panel beside the matrix: one person and one standard, how it stands, its history, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.competence_cells import CellDetail, CompetenceRow, cell_detail
from coachdesk.queries.evidence import EvidenceDetail
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.pages.competence import words
from ui.pages.competence.forms import evidence_form, open_record, withdraw_form
from ui.pages.evidence.removing import remove_evidence
from ui.pages.record_panel import RecordPanel
from ui.widgets import Card, Entry, FlowLayout, Pill, Timeline, button, icon_button, label

INDENT = 30  # the line of dots and the room beside it, so that a record's files stand under its words


def read_cell(conn: sa.Connection, staff_id: int, standard_id: int, day: date) -> CellDetail | None:
    """One cell as of a day."""
    return cell_detail(conn, staff_id, standard_id, day, load_settings(conn))


class CellPanel(RecordPanel):
    """Shows one cell of the matrix; `open_person(id)` goes to the person's page."""

    def __init__(self, context: Context, open_person: Callable[[int], object]) -> None:
        super().__init__(context, translate("Competence", "Choose a cell to see how it came about."))
        self._open_person = open_person
        self.shown: CellDetail | None = None

    def show_cell(self, cell: tuple[int, int] | None, day: date | None = None) -> None:
        """Show (staff id, standard id) as of `day`, or the hint when nothing is chosen."""
        if cell is None:
            self.shown = None
            self._say(self.hint)
            return
        day = day or self.context.today()
        self.context.operations.read(
            read_cell, *cell, day, done=self._fill, owner=self, latest=f"{id(self)}.cell"
        )  # fmt: skip

    def record(self) -> None:
        """Record an assessment for the cell shown."""
        if self.shown is not None and not self.context.read_only:
            open_record(self.context, self, self.shown.staff_id, self.shown.standard_id)

    def _fill(self, shown: CellDetail | None) -> None:
        self.shown = shown
        if shown is None:
            self._say(translate("Competence", "This person or standard is no longer there."))
            return
        card = Card()
        card.add_text(shown.name, "section")
        card.add_text(f"{shown.code} {shown.title}", "strong")
        if shown.cell is not None:
            holder = QWidget()
            row = FlowLayout(holder, gap=8, line_gap=4)
            row.addWidget(Pill(*words.sign(shown.cell), holder))
            row.addWidget(label(words.until_words(shown.cell), "muted", parent=holder))
            card.add(holder)
        card.add_text(words.interval_words(shown.months, shown.role), "muted")
        if shown.cycles:
            card.add(label(translate("Competence", "At work on it"), "strong"))
            running = Timeline()
            running.opened.connect(self._open_entry)
            running.set_entries(
                [
                    Entry(one.number, one.title, "", ((vocabulary.label("cycle_status", one.status),
                          vocabulary.tone("cycle_status", one.status)),), key=f"cycle:{one.id}")
                    for one in shown.cycles
                ]
            )  # fmt: skip
            card.add(running)
        card.add(label(translate("Competence", "History"), "strong"))
        if not shown.history:
            card.add_text(translate("Competence", "Nobody has assessed it yet."), "muted")
        for one in shown.history:
            card.add(self._record_row(one, shown.name))
        card.body.addStretch(1)
        card.add(self._buttons(shown))
        self._replace(card)

    def _record_row(self, one: CompetenceRow, name: str) -> QWidget:
        entry = Timeline()
        entry.opened.connect(self._open_entry)
        entry.set_entries([words.history_entry(one, self.context.today())])
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(entry)
        for item in one.evidence:
            column.addWidget(self._file(item, name))
        if one.withdrawn_at is None and not self.context.read_only:
            column.addWidget(self._verbs(one, name), 0, Qt.AlignmentFlag.AlignRight)
        return holder

    def _file(self, item: EvidenceDetail, name: str) -> QWidget:
        """A file that shows the assessment: a way to it, and out of the desk again."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(INDENT, 0, 0, 0)
        row.setSpacing(8)
        place = Place("evidence", item.id, {"part": "items"})
        row.addWidget(label(f"{item.number} {item.title}", "muted"), 1)
        see = button(translate("Cycles", "Open"), "link", slot=lambda: self.context.navigate(place))
        see.setAccessibleName(translate("Cycles", "Open {number}").format(number=item.number))
        row.addWidget(see)
        if not self.context.read_only:
            words_of_it = translate("Cycles", "Remove {number}").format(number=item.number)
            row.addWidget(icon_button("trash-2", words_of_it, partial(self._remove, item, name)))
        return holder

    def _verbs(self, one: CompetenceRow, name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(button(translate("Competence", "Add evidence…"), "link", slot=partial(self._add, one)))
        row.addWidget(button(translate("Competence", "Withdraw…"), "link", slot=partial(self._withdraw, one, name)))
        return holder

    def _buttons(self, shown: CellDetail) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        if not self.context.read_only:
            row.addWidget(button(translate("Competence", "Record competence…"), "primary", slot=self.record))
        row.addWidget(
            button(translate("Competence", "Open person"), slot=lambda: self._open_person(shown.staff_id))
        )  # fmt: skip
        return holder

    def _add(self, one: CompetenceRow) -> None:
        if self.shown is not None:
            evidence_form(self.context, one, self.shown, self).open()

    def _remove(self, item: EvidenceDetail, name: str) -> None:
        remove_evidence(self.context, item, (name,), self).open()

    def _withdraw(self, one: CompetenceRow, name: str) -> None:
        withdraw_form(self.context, one, name, self).open()

    def _open_entry(self, key: str) -> None:
        family, _, number = key.partition(":")
        if family == "cycle" and number:
            self.context.navigate(Place("cycles", int(number)))
