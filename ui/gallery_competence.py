"""Gallery scenes of competence: the matrix in several states, its cells beside it, the forms."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries.competence import Matrix
from coachdesk.queries.competence_cells import CellDetail, offer_after
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.evidence import ITEMS
from coachdesk.queries.table import Where
from coachdesk.services.competence import add_evidence as add_file
from coachdesk.settings import Settings
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.competence import forms
from ui.pages.competence.part import read_matrix
from ui.shell.window import MainWindow


def _matrix(context: Context) -> Matrix:
    with context.desk.read() as conn:
        return read_matrix(conn, context.today())


def _cell(context: Context, standing: str) -> tuple[int, int]:
    """The first cell that stands so."""
    return next(key for key, cell in _matrix(context).cells.items() if cell.standing == standing)


def _shown(chosen: str, **filters: Any) -> MainWindow:
    made = window("staff")
    context: Context = made.context
    context.navigate(Place("staff", None, {"part": "matrix", **filters}))
    context.navigate(Place("staff", None, {"part": "matrix", **filters, "cell": _cell(context, chosen)}))
    return made


@scene("page-competence")
def whole(_stage: Stage) -> QWidget:
    """The matrix, on a cell that is expiring."""
    return _shown("expiring")


@scene("page-competence-coaching")
def coaching(_stage: Stage) -> QWidget:
    """People with something in coaching, one of these cells chosen."""
    return _shown("in_coaching", standing=frozenset({"in_coaching"}))


@scene("page-competence-nobody")
def nobody(_stage: Stage) -> QWidget:
    """Filters that nobody matches."""
    made = window("staff")
    context: Context = made.context
    context.navigate(Place("staff", None, {"part": "matrix", "text": "zebra"}))
    return made


def _ready(context: Context, standing: str) -> tuple[forms.Known, CellDetail]:
    staff_id, standard_id = _cell(context, standing)
    with context.desk.read() as conn:
        found = forms.read_cell(conn, staff_id, standard_id, context.today())
    if found.cell is None:
        raise LookupError("no such cell")
    return found.known, found.cell


@scene("competence-record", kind="dialog")
def record(stage: Stage) -> QDialog:
    """Recording an assessment."""
    known, cell = _ready(stage.context, "expired")
    return forms.record_form(stage.context, known, cell, None)


@scene("competence-offer", kind="dialog")
def offer(stage: Stage) -> QDialog:
    """What a closed cycle offers."""
    context = stage.context
    with context.desk.read() as conn:
        closed = CYCLES.ids(conn, Where(among={"status": frozenset({"closed"})}))
        cycle_id = next(one for one in closed if offer_after(conn, one, Settings()))
        found = forms.read_offers(conn, cycle_id, context.today())
    return forms.offer_form(context, found, None)


@scene("competence-withdraw", kind="dialog")
def withdraw(stage: Stage) -> QDialog:
    """Why a record is withdrawn."""
    _, cell = _ready(stage.context, "expired")
    return forms.withdraw_form(stage.context, cell.history[0], cell.name, None)


@scene("competence-evidence", kind="dialog")
def add_evidence(stage: Stage) -> QDialog:
    """A file that shows an assessment."""
    _, cell = _ready(stage.context, "expired")
    return forms.evidence_form(stage.context, cell.history[0], cell, None)


def _add(context: Context, owner: QWidget, cell: CellDetail, title: str) -> None:
    name, data = "checklist.txt", b"Checked on the floor"
    context.operations.run(owner, add_file, cell.history[0].id, title=title, file_name=name, data=data)


@scene("page-competence-file")
def with_file(stage: Stage) -> QWidget:
    """A record with a file that shows it."""
    made = _shown("expiring")
    _, cell = _ready(stage.context, "expiring")
    context: Context = made.context
    _add(context, made, cell, "Medication support, skills checklist signed by the nurse")
    return made


@scene("page-evidence-file")
def listed(stage: Stage) -> QWidget:
    """The same in the list of evidence files."""
    made = window("evidence", Place("evidence", extra={"part": "items"}))
    _, cell = _ready(stage.context, "expiring")
    context: Context = made.context
    _add(context, made, cell, "Skills checklist")
    with context.desk.read() as conn:
        newest = max(ITEMS.ids(conn))
    context.navigate(Place("evidence", newest, {"part": "items"}))
    return made
