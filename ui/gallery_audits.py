"""Gallery scenes of audits and of the import of signals: the list, an audit's page in each state, every form."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries.audit import AuditDetail
from coachdesk.queries.audits import AUDITS
from coachdesk.queries.table import Where
from coachdesk.rules.privacy import Roster
from ui import gallery_pages
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.audits import forms
from ui.pages.audits.findings import FindingsDialog
from ui.pages.audits.new import bring_frame, new_audit
from ui.pages.audits.options import AuditOptions, read_options
from ui.pages.audits.panel import read_audit
from ui.pages.signals.importing.dialog import SignalImportDialog


def _audit_id(context: Context, status: str) -> int:
    with context.desk.read() as conn:
        return AUDITS.ids(conn, Where(among={"status": frozenset({status})}), limit=1)[0]


def _audit(context: Context, status: str) -> AuditDetail:
    with context.desk.read() as conn:
        audit, _ = read_audit(conn, _audit_id(context, status), context.today())
    if audit is None:
        raise LookupError(f"no audit that is {status}")
    return audit


def _options(context: Context) -> AuditOptions:
    with context.desk.read() as conn:
        return read_options(conn, context.today())


def _page(status: str) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        return window("signals", Place("signals", extra={"part": "audits", "audit": _audit_id(stage.context, status)}))

    return build


@scene("page-audits")
def listed(_stage: Stage) -> QWidget:
    """The list of audits with its panel."""
    return window("signals", Place("signals", extra={"part": "audits"}))


scene("page-audit-judging", height=1180)(_page("judging"))
scene("page-audit-done", height=1180)(_page("done"))


@scene("page-audit-second")
def second(stage: Stage) -> QWidget:
    """The second judgement, alone: nobody is named yet."""
    made = _page("judging")(stage)
    record = made.pages.page.view("audits").record  # type: ignore[attr-defined]  # the main window, showing the audits
    record.turn.choose("2")
    record.turn.chosen.emit("2")
    return made


Make = Callable[[Context], QDialog]


def _new(context: Context) -> QDialog:
    options = _options(context)
    version = next(one.key for one in options.versions if one.label.startswith("SH-01"))
    dialog = new_audit(context, options, None, {"version_id": version, "assessor_id": options.staff[0].key})
    dialog.form.set_values({"frame": "VH-0901 to VH-0960\nVH-0977\nVH-0977\nMr. Fisk's sheet"})
    dialog.form.set_values({"sample_size": 13})
    dialog.form.blocks["frame"].lint()
    return dialog


def _from_file(context: Context) -> QDialog:
    options = _options(context)
    dialog = new_audit(context, options, None, {"version_id": options.versions[0].key})
    rows = [(f"HC-{number:04}", "1006", "11/3/2026") for number in range(301, 319)]
    bring_frame(context, dialog, {}, _file("november notes.csv", rows, ("Record #", "Written by", "Date")))
    dialog.form.set_values({"sample_size": 10})
    return dialog


def _findings(context: Context) -> QDialog:
    dialog = FindingsDialog(context, _audit(context, "done"), Roster([("Dana", "Whitfield", "")]))
    dialog.rows[1].words.setText("Note of Dana Whitfield says nothing of the call")
    dialog.rows[2].chosen.setChecked(False)
    return dialog


def _described(context: Context) -> QDialog:
    audit = _audit(context, "judging")
    return forms.describe(context, _options(context), audit.records[0], None)


_DIALOGS: dict[str, Make] = {
    "new": _new,
    "new-from-file": _from_file,
    "edit": lambda context: forms.edit(context, _options(context), _audit(context, "judging"), None),
    "describe": _described,
    "draw-more": lambda context: forms.draw_more(context, _audit(context, "judging"), None),
    "give-up": lambda context: forms.give_up(context, _audit(context, "judging"), None),
    "measure": lambda context: forms.use_as_measure(context, _audit(context, "done"), None),
    "findings": _findings,
}


def _dialog(make: Make) -> Callable[[Stage], QWidget]:
    return lambda stage: make(stage.context)


for _key, _make in _DIALOGS.items():
    scene(f"audit-{_key}", kind="dialog")(_dialog(_make))


# The import of signals ------------------------------------------------------------------------------------------------

HEADINGS = ("Incident #", "Date", "Type", "Severity", "Staff", "Standard", "Criterion", "Client", "What happened")
GOOD = (
    (
        "7101",
        "11/9/2026",
        "Near miss",
        "Major",
        "1006",
        "HD-01",
        "2",
        "P-118",
        "Nurse called five hours after the sign",
    ),
    ("7102", "11/10/2026", "Late escalation", "Moderate", "Whitfield, Dana", "HD-01", "2", "P-131", "Told at handover"),
    ("7103", "11/11/2026", "Missed visit", "Moderate", "", "SH-01", "1", "", "Evening visit not on the sheet"),
    ("7104", "11/12/2026", "Complaint", "Minor", "", "", "", "P-142", "Family was not told of the new time"),
)
BAD = (
    ("7105", "11/12/2026", "Incident", "Minor", "", "", "", "Edmund Fisk", "Fell at the door, no injury"),
    ("7106", "02/30/2026", "Incident", "Minor", "", "", "", "P-120", "Stove left on"),
    ("7107", "11/13/2026", "Incident", "Minor", "", "", "", "P-120", "Dana Whitfield will call 216-555-0143"),
)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="coachdesk-gallery-audits-", ignore_cleanup_errors=True)


def _file(name: str, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    path = Path(tempfile.mkdtemp(dir=_folder().name)) / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


Prepare = Callable[[SignalImportDialog], None]


def _bad(dialog: SignalImportDialog) -> None:
    dialog.importer.read(_file("incident log.csv", [*GOOD, *BAD]))
    dialog.importer.preview.table.select([7])


def _columns(dialog: SignalImportDialog) -> None:
    rows = [(row[1], row[8]) for row in GOOD]
    dialog.importer.read(_file("missed visits.csv", rows, ("Date", "What happened")))


def _done(dialog: SignalImportDialog) -> None:
    _bad(dialog)
    dialog.importer.preview.leave_out.setChecked(True)
    dialog.importer.accept()


_IMPORTS: dict[str, Prepare] = {
    "choose": lambda _dialog: None,
    "ready": lambda dialog: dialog.importer.read(_file("incident log.csv", GOOD)),
    "bad-rows": _bad,
    "columns": _columns,
    "done": _done,
}


def _import(prepare: Prepare) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        # A desk of its own: what is imported here must not show in other scenes.
        dialog = SignalImportDialog(gallery_pages.context(stage))
        prepare(dialog)
        return dialog

    return build


for _key, _prepare in _IMPORTS.items():
    scene(f"signal-import-{_key}", kind="dialog")(_import(_prepare))
