"""The competence card of a person's page: every standard their role requires, how they stand, and a way to record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import sqlalchemy as sa
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.competence_cells import StaffCompetence, staff_competence
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.keep_focus import keeps_focus
from ui.pages.competence import words
from ui.pages.competence.forms import open_record
from ui.widgets import Card, FlowLayout, Pill, button, clear_layout, label, line


def read_competence(conn: sa.Connection, staff_id: int, today: date) -> tuple[StaffCompetence, ...]:
    """A person's competence."""
    return staff_competence(conn, staff_id, today, load_settings(conn))


class CompetenceCard(Card):
    """Shows one person's competence; `open_cell(standard_id)` leads to a cell of the matrix."""

    def __init__(self, context: Context, open_cell: Callable[[int], object]) -> None:
        super().__init__(translate("Competence", "Competence"))
        self.context = context
        self._open_cell = open_cell
        self._staff_id = 0
        self.lines: tuple[StaffCompetence, ...] = ()
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.nothing = self.add_text(translate("Competence", "Their role requires no standard."), "muted")
        self.add(self._rows)

    def show_person(self, staff_id: int) -> None:
        """Read and show this person's."""
        self._staff_id = staff_id
        self.context.operations.read(
            read_competence, staff_id, self.context.today(), done=self._fill, owner=self, latest=f"{id(self)}.card"
        )

    @keeps_focus
    def _fill(self, lines: tuple[StaffCompetence, ...]) -> None:
        self.lines = lines
        clear_layout(self._column)
        self.nothing.setVisible(not lines)
        for place, one in enumerate(lines):
            if place:
                self._column.addWidget(line(faint=True))
            self._column.addWidget(self._row(one))

    def _row(self, one: StaffCompetence) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(f"{one.code} {one.title}", "strong"))
        holder = QWidget(row)
        flow = FlowLayout(holder, gap=10, line_gap=2)
        flow.addWidget(Pill(*words.sign(one.cell), holder))
        told = words.line_words(one)
        if told:
            flow.addWidget(label(told, "muted", parent=holder))
        links = QWidget(holder)  # they stay beside each other where the line is full
        beside = QHBoxLayout(links)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        see = button(translate("Competence", "History"), "link", slot=partial(self._open_cell, one.standard_id))
        see.setAccessibleName(translate("Competence", "History of {code}").format(code=one.code))
        beside.addWidget(see)
        if not self.context.read_only:
            text = translate("Competence", "Record…")
            record = button(text, "link", slot=partial(self._record, one.standard_id))
            record.setAccessibleName(translate("Competence", "Record competence in {code}").format(code=one.code))
            beside.addWidget(record)
        flow.addWidget(links)
        column.addWidget(holder)
        return row

    def _record(self, standard_id: int) -> None:
        open_record(self.context, self, self._staff_id, standard_id)
