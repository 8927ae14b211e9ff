"""Gallery scenes of the Evidence page: lists, the dialogs that make files, the look at a pack before it is saved."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coachdesk.queries.scope import Scope
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


def _make_files(context: Context) -> None:
    """A pack and a tracker, made and recorded as the page does it."""
    from coachdesk.services.evidence import note_export
    from exports.excel.tracker import write_tracker
    from exports.pdf.pack import write_pack

    desk = context.desk
    folder = Path(tempfile.mkdtemp(dir=desk.path.parent))
    for name, write in (("Tracker 2026-11-17.xlsx", write_tracker), ("Evidence pack 2026-11-17.pdf", write_pack)):
        with desk.read() as conn:
            made = write(conn, folder / name, Scope(), made_at=desk.clock())
        noted = note_export(
            desk,
            context.actor,
            made.kind,
            file_name=name,
            scope=made.scope,
            size=made.size,
            sha256=made.sha256,
            trail_seq=made.trail_seq,
            trail_hash=made.trail_hash,
        )
        shown = Path("Documents") / name  # the same on every machine
        context.local.setValue(f"exports/{desk.uid}/{noted.result}", str(shown))


@scene("page-evidence-made")
def made(_stage: Stage) -> QWidget:
    """A pack and a tracker were made."""
    shown: MainWindow = window("today")
    _make_files(shown.context)
    shown.go(Place("evidence"))
    return shown


@scene("page-evidence-items")
def items(_stage: Stage) -> QWidget:
    """The evidence files."""
    return window("evidence", Place("evidence", extra={"part": "items"}))


@scene("evidence-make-pack", kind="dialog")
def make_pack(stage: Stage) -> QWidget:
    """Scope of a pack."""
    return _maker(stage, "pack")


@scene("evidence-make-tracker", kind="dialog")
def make_tracker(stage: Stage) -> QWidget:
    """Scope of a tracker, with days of one's own."""
    dialog = _maker(stage, "tracker")
    dialog.form.set_values({"period": "own"})  # type: ignore[attr-defined]  # it is a form dialog
    return dialog


def _maker(stage: Stage, kind: str) -> QWidget:
    from ui.pages.evidence.make import MakeExport, read_scope_options

    with stage.context.desk.read() as conn:
        return MakeExport(stage.context, kind, read_scope_options(conn))


@scene("evidence-look", kind="dialog")
def look(stage: Stage) -> QWidget:
    """A pack before it is saved."""
    from exports.pdf.pack import pack_in_memory
    from ui.pages.evidence.look import LookDialog

    with stage.context.desk.read() as conn:
        pack = pack_in_memory(conn, Scope(), made_at=stage.context.desk.clock())
    text = f"Nothing is saved yet. {pack.pages} pages; {pack.scope}"
    dialog = LookDialog(stage.context, "Evidence pack (PDF)", text, ("Save pack…", _nothing))
    dialog.preview.show_bytes(pack.data, "Evidence pack.pdf")
    dialog.show()
    QTest.qWait(800)  # pages are painted by a thread of Qt's own
    return dialog


def _nothing() -> None:
    """Pictures press no buttons."""
