"""The matrix as a view of the Staff page: filters, a legend with counts, any day, the cell chosen beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.competence import Matrix, matrix
from coachdesk.queries.pack import agency_name
from coachdesk.rules.competence import STANDINGS
from coachdesk.rules.wording import day_words
from coachdesk.store.desk import Desk, load_settings
from ui import theme
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.forms.dates import DateEditor
from ui.forms.fields import Field
from ui.jobs import Announcement
from ui.pages import Page
from ui.pages.competence import words
from ui.pages.competence.forms import open_record
from ui.pages.competence.grid import MatrixGrid
from ui.pages.competence.model import Kept, MatrixModel
from ui.pages.competence.panel import CellPanel
from ui.widgets import (
    EmptyState,
    FilterBar,
    FlowLayout,
    PageFrame,
    PageHeader,
    Pill,
    SplitView,
    button,
    clear_layout,
    label,
)

FAMILIES = frozenset({"competence", "role_requirement", "standard", "standard_version", "coachee", "evidence"})
PANEL = 340


def read_matrix(conn: sa.Connection, day: date) -> Matrix:
    """The matrix of a day with the agency's settings."""
    return matrix(conn, day, load_settings(conn))


class MatrixPart(Page):
    """The competence matrix (R16)."""

    key = "staff"
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = MatrixModel(self)
        self.grid = MatrixGrid(self.model)
        self.panel = CellPanel(context, self._open_person)
        self.panel.show_cell(None)
        self._wanted: tuple[int, int | None] | None = None
        self._build()
        self._read()

    def _build(self) -> None:
        self.header = PageHeader(translate("Competence", "Competence"))
        self.export = button(translate("Competence", "Export what is shown…"), "", "download", self.export_shown)
        self.header.add_button(self.export)
        self.filters = FilterBar(translate("Competence", "Filter people (Ctrl+F)"), shortcut=False)
        self.filters.add_menu("team", translate("Competence", "Team"))
        self.filters.add_menu("role", translate("Competence", "Role"))
        standings = [(key, words.standing_word(key)) for key in STANDINGS]
        self.filters.add_menu("standing", translate("Competence", "Standing"), standings)
        self.filters.add_menu("standard", translate("Competence", "Standard"))
        self.filters.add_right(self._make_day())
        self.filters.changed.connect(self._filter)
        self.legend = QWidget()
        self._legend_row = FlowLayout(self.legend, gap=theme.px("gap"), line_gap=4)
        self.empty = EmptyState(
            "graduation-cap",
            translate("Competence", "No role requires a standard yet"),
            translate(
                "Competence",
                "Say on a standard’s page which roles must keep it verified, and how often. Everybody in these roles "
                "then stands here until each standard is verified.",
            ),
            translate("Competence", "Go to standards"),
        )
        self.empty.acted.connect(lambda: self.context.navigate(Place("standards")))
        self.nobody = EmptyState(
            "filter-x",
            translate("Competence", "Nobody matches"),
            translate("Competence", "No person with a required standard matches these filters."),
            translate("Competence", "Clear filters"),
        )
        self.nobody.acted.connect(self.filters.clear)
        self.stack = QStackedWidget()
        for one in (self.grid, self.empty, self.nobody):
            self.stack.addWidget(one)
        self.split = SplitView(self.stack, self.panel, PANEL)
        frame = PageFrame()
        for shown in (self.header, self.filters, self.legend):
            frame.add(shown)
        frame.add(self.split, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.grid.cell_chosen.connect(self._show_cell)
        self.grid.opened.connect(self._open_person)
        self.grid.asked.connect(self._asked)

    def _make_day(self) -> QWidget:
        """The day the matrix is told as of; empty is today."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("gap"))
        told = label(translate("Competence", "As of"), "muted")
        told.setWordWrap(False)
        told.setFixedHeight(theme.px("control"))
        told.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        field = Field("day", translate("Competence", "As of"), "date", lean="past",
                      placeholder=translate("Competence", "today"))  # fmt: skip
        self.day_editor = DateEditor(field, self.context.today)
        self.day_editor.line.setAccessibleName(translate("Competence", "As of which day"))
        self.day_editor.setFixedWidth(140)
        self.day_editor.changed.connect(self._day_changed)
        told.setBuddy(self.day_editor.line)
        row.addWidget(told, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.day_editor)
        return holder

    @property
    def day(self) -> date:
        """The day shown."""
        found = self.day_editor.value()
        return found if isinstance(found, date) else self.context.today()

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        cell = extra.pop("cell", None)
        if extra:
            self.filters.set_values(extra)
        if isinstance(cell, tuple):
            self.reveal(*cell)

    def reveal(self, staff_id: int, standard_id: int | None = None) -> None:
        """Choose this cell as soon as it is there; filters that hide it are taken off."""
        self._wanted = (staff_id, standard_id)
        if self.model.matrix is not None:
            self._after_rows()

    def refresh(self, changes: Changes[Any] | None) -> None:
        del changes
        self._read()

    def focus_filter(self) -> None:
        self.filters.focus_search()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def page_actions(self) -> Sequence[ActionSpec]:
        return (
            ActionSpec("staff.matrix.record", translate("Competence", "Record competence in the cell"),
                       self.panel.record, "graduation-cap", "Ctrl+Shift+C", self.key,
                       enabled=lambda: self.panel.shown is not None, changes_desk=True),
            ActionSpec("staff.matrix.copy", translate("Competence", "Copy the matrix as shown"), self.copy_shown,
                       "copy", "", self.key),
            ActionSpec("staff.matrix.export", translate("Competence", "Export the matrix as shown"), self.export_shown,
                       "download", "", self.key),
        )  # fmt: skip

    def help_text(self) -> str:
        return translate(
            "Competence",
            "Everybody against every standard their role requires: current, expiring, expired, in coaching, not "
            "verified. Arrows walk from cell to cell, Enter records an assessment, Ctrl+Enter opens the person. Choose "
            "a day to see the matrix as it stood then, with the roles people had.",
        )

    # Reading and filtering --------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.context.operations.read(
            read_matrix, self.day, done=self._fill, owner=self, latest=f"{id(self)}.matrix"
        )  # fmt: skip

    def _day_changed(self) -> None:
        found = self.day_editor.value()
        if (found or self.context.today()) != (self.model.matrix.day if self.model.matrix is not None else None):
            self._read()

    def _fill(self, found: Matrix) -> None:
        kept = self.grid.current()
        self.model.show_matrix(found)
        state = words.state_line(found)
        if found.day != self.context.today():
            as_of = translate("Competence", "as of {day}").format(day=day_words(found.day))
            state = f"{as_of} · {state}" if state else as_of
        self.header.set_state(state)
        self.filters.set_choices("team", [(one, one) for one in sorted({one.team for one in found.people} - {""})])
        self.filters.set_choices("role", [(one, one) for one in sorted({one.role for one in found.people} - {""})])
        self.filters.set_choices("standard", [(one.code, f"{one.code} {one.title}") for one in found.standards])
        self._fill_legend(found)
        if self._wanted is None and kept is not None:
            self._wanted = kept
        self._after_rows()

    def _fill_legend(self, found: Matrix) -> None:
        clear_layout(self._legend_row)
        for standing, count in found.counts().items():
            name, tone, symbol = STANDINGS[standing]
            text = f"{symbol} {translate('Competence', name)}  {count:,}"
            self._legend_row.addWidget(Pill(text, tone, self.legend))
        self.legend.setVisible(bool(found.cells))
        self.legend.updateGeometry()

    def kept(self) -> Kept:
        """What the filters keep now."""
        values: dict[str, Any] = self.filters.values()
        return Kept(
            str(values["text"]), values["team"], values["role"], values["standing"], values["standard"]
        )  # fmt: skip

    def _filter(self) -> None:
        chosen = self.grid.current()
        self.model.keep(self.kept())
        self._show_front()
        if chosen is not None and not self.grid.choose(*chosen):
            self.panel.show_cell(None)

    def _show_front(self) -> None:
        found = self.model.matrix
        nothing = self.empty if found is not None and not found.cells else self.nobody
        self.stack.setCurrentWidget(self.grid if self.model.people or found is None else nothing)
        self.export.setEnabled(bool(self.model.people))

    def _after_rows(self) -> None:
        self._show_front()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if not self.grid.choose(*wanted) and self.filters.active():
                self.filters.clear()
                self.grid.choose(*wanted)
            self.panel.show_cell(self.grid.current() or _whole(wanted), self.day)
        elif self.model.people and self.grid.current() is None:
            self.grid.choose(self.model.people[0].id)

    # Doing ------------------------------------------------------------------------------------------------------------

    def _show_cell(self, cell: tuple[int, int] | None) -> None:
        if cell is not None:
            self.panel.show_cell(cell, self.day)
            self.context.actions.refresh()

    def _asked(self, cell: tuple[int, int] | None) -> None:
        if cell is None:
            return
        if self.split.narrow:
            self.split.open_panel()
        elif not self.context.read_only:
            open_record(self.context, self, *cell)

    def _open_person(self, staff_id: int) -> None:
        self.context.navigate(Place("staff", staff_id))

    def copy_shown(self) -> None:
        """Put the matrix as shown into the clipboard, for a spreadsheet."""
        rows = self.model.as_rows()
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows) + "\n")
        text = translate("Competence", "Copied {count} people").format(count=len(rows) - 1)
        self.context.operations.announced.emit(Announcement(text, (), undo=False))

    def export_shown(self) -> None:
        """Save the matrix as shown as an Excel workbook."""
        found = self.model.matrix
        if found is None or not self.model.people:
            return
        target = self.context.ask.save_file(
            self,
            translate("Competence", "Export the competence matrix"),
            f"{translate('Competence', 'Competence')} {found.day.isoformat()}.xlsx",
            translate("Competence", "Workbooks {pattern}").format(pattern="(*.xlsx)"),
        )
        if target is None:
            return
        shown = found, tuple(self.model.people), tuple(self.model.standards)

        def make(desk: Desk) -> Path:
            from exports.excel.matrix import write_matrix

            with desk.read() as conn:
                agency = agency_name(conn)
            return write_matrix(agency, *shown, target).path

        def told(path: Path) -> None:
            text = translate("Competence", "Saved as {name}").format(name=path.name)
            self.context.operations.announced.emit(Announcement(text, (), undo=False))

        self.context.operations.work(self, make, done=told, label=translate("Competence", "Saving the matrix"))


def _whole(cell: tuple[int, int | None]) -> tuple[int, int] | None:
    return (cell[0], cell[1]) if cell[1] is not None else None
