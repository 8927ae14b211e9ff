"""Gallery scenes of the staff: a person's page, the staff forms, and the roster import in every state."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.errors import Refused
from coachdesk.importers.preview import as_text
from coachdesk.importers.roster_desk import roster_desk
from coachdesk.queries.staff import STAFF, StaffDetail
from coachdesk.queries.table import Where
from ui import gallery_pages
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.staff import forms
from ui.pages.staff.options import StaffOptions, read_options, read_person
from ui.pages.staff.roster.dialog import RosterImportDialog
from ui.pages.staff.roster.step import RosterStep


def _own_context(stage: Stage) -> Context:
    return gallery_pages.context(stage)


def _staff_id(context: Context, name: str) -> int:
    with context.desk.read() as conn:
        return STAFF.ids(conn, Where(name), limit=1)[0]


def _page(name: str) -> Callable[[Stage], QWidget]:
    def build(_stage: Stage) -> QWidget:
        made = window("staff")
        made.go(Place("staff", _staff_id(made.context, name)))
        return made

    return build


for _key, _name in (("moved", "Isaac Feldman"), ("coach", "Renee Okafor"), ("left", "Trevor Banks")):
    scene(f"page-person-{_key}")(_page(_name))

Make = Callable[[Context, StaffDetail, StaffOptions], QDialog]


def _dialog(name: str, make: Make) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        context = _own_context(stage)  # a draft that a scene leaves behind must not show in the next
        staff_id = _staff_id(context, name)
        with context.desk.read() as conn:
            person = read_person(conn, staff_id, context.today())
            options = read_options(conn, context.today(), staff_id)
        if person is None:
            raise LookupError(name)
        return make(context, person, options)

    return build


def _move(context: Context, person: StaffDetail, options: StaffOptions) -> QDialog:
    dialog = forms.move_person(context, person, options, None)
    dialog.form.blocks["team_id"].editor.set_value("Night team")
    return dialog


_DIALOGS: dict[str, tuple[str, Make]] = {
    "new": ("Dana Whitfield", lambda context, _person, options: forms.new_person(context, options, None)),
    "edit": ("Renee Okafor", lambda context, person, _options: forms.edit_person(context, person, None)),
    "move": ("Dana Whitfield", _move),
    "leave": ("Renee Okafor", lambda context, person, _options: forms.leave_person(context, person, None)),
}
for _key, (_name, _make) in _DIALOGS.items():
    scene(f"staff-{_key}", kind="dialog")(_dialog(_name, _make))

# The roster import ----------------------------------------------------------------------------------------------------

HEADINGS = ("Employee ID", "Name", "Work E-mail", "Hire Date", "Job Title", "Department", "Location", "Reports To")
NEW_PEOPLE = (
    ("2001", "Nakamura, Emi", "enakamura@harbor.example", "11/2/2026", "Direct support professional", "North team",
     "Birch Street office", "1002"),
    ("2002", "Osei, Kwame", "kosei@harbor.example", "11/2/2026", "Housing support worker", "Elm House", "Elm House",
     "Kim, Soo-jin"),
    ("2003", "Larsen, Ingrid", "ilarsen@harbor.example", "11/9/2026", "Night support worker", "Night team",
     "Elm House", "1004"),
)  # fmt: skip
BAD_PEOPLE = (
    ("2004", "Abara, Chidi", "cabara@harbor.example", "02/30/2026", "Direct support professional", "West team",
     "West office", "1003"),
    ("2001", "Novak, Petra", "pnovak@harbor.example", "11/9/2026", "Direct support professional", "West team",
     "West office", "1003"),
    ("2006", "Silva, Ana", "asilva@harbor.example", "11/9/2026", "Direct support professional", "West team",
     "West office", "Marín, Louis"),
)  # fmt: skip


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="coachdesk-gallery-roster-", ignore_cleanup_errors=True)


def _present(context: Context) -> list[tuple[str, ...]]:
    """The desk's own people as an HR program would list them; two of them with a new team."""
    with context.desk.read() as conn:
        people = roster_desk(conn).people
    rows: list[tuple[str, ...]] = []
    for person in people[:-2]:
        said = {key: as_text(value) for key, value in person.values.items()}
        name = f"{said['last_name']}, {said['first_name']}"
        places = (said["role"], said["team"], said["site"], "")
        rows.append((person.number, name, said["email"], said["hired_on"], *places))
    for place in (7, 19):
        rows[place] = (*rows[place][:5], "Night team", *rows[place][6:])
    return rows


def _file(name: str, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    path = Path(tempfile.mkdtemp(dir=_folder().name)) / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


Prepare = Callable[[RosterImportDialog, Context], None]


def _import(prepare: Prepare) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        # A desk of its own: what is imported here must not show in other scenes.
        context = _own_context(stage)
        dialog = RosterImportDialog(context)
        prepare(dialog, context)
        return dialog

    return build


def _ready(dialog: RosterImportDialog, context: Context) -> None:
    dialog.importer.read(_file("staff list november.csv", [*_present(context), *NEW_PEOPLE]))


def _bad(dialog: RosterImportDialog, context: Context) -> None:
    dialog.importer.read(_file("staff list november.csv", [*_present(context), *NEW_PEOPLE, *BAD_PEOPLE]))
    dialog.importer.preview.choose_verdict("bad")
    dialog.importer.preview.table.select([dialog.importer.preview.table.model.id_at(0) or 0])


def _columns(dialog: RosterImportDialog, context: Context) -> None:
    _ready(dialog, context)
    dialog.importer.preview.show_tab("columns")


def _notes(dialog: RosterImportDialog, context: Context) -> None:
    _ready(dialog, context)
    dialog.importer.preview.show_tab("notes")


def _nothing(dialog: RosterImportDialog, context: Context) -> None:
    path = _file("staff list november.csv", _present(context))
    dialog.importer.read(path)
    dialog.importer.accept()
    dialog.importer.read(path)


def _obstacle(dialog: RosterImportDialog, context: Context) -> None:
    headings = ("Badge code at door", *HEADINGS[1:])
    rows = [(f"door {place}", *row[1:]) for place, row in enumerate(_present(context))]
    dialog.importer.read(_file("door list.csv", rows, headings))


def _refused(dialog: RosterImportDialog, _context: Context) -> None:
    path = Path(tempfile.mkdtemp(dir=_folder().name)) / "scan of the staff list.xlsx"
    path.write_bytes(b"%PDF-1.7 not a workbook")
    dialog.importer.read(path)


def _done(dialog: RosterImportDialog, context: Context) -> None:
    _bad(dialog, context)
    dialog.importer.preview.leave_out.setChecked(True)
    dialog.importer.accept()


def _service_refused(dialog: RosterImportDialog, context: Context) -> None:
    _ready(dialog, context)
    dialog.importer.preview.refusal.say(
        Refused(
            "The staff of the desk changed after the preview was made.",
            to_do="Look at the preview again; it is made anew from the desk as it is now.",
            kept="Nothing was imported; the desk is as it was.",
        )
    )


_IMPORTS: dict[str, Prepare] = {
    "choose": lambda _dialog, _context: None,
    "refused": _refused,
    "ready": _ready,
    "bad-rows": _bad,
    "columns": _columns,
    "notes": _notes,
    "obstacle": _obstacle,
    "nothing-changes": _nothing,
    "changed-meanwhile": _service_refused,
    "done": _done,
}
for _key, _prepare in _IMPORTS.items():
    scene(f"roster-import-{_key}", kind="dialog")(_import(_prepare))


@scene("first-start-roster", kind="dialog")
def first_start_roster(stage: Stage) -> QWidget:
    """The import as a step, in the width the first start gives it."""
    context = _own_context(stage)
    step = RosterStep(context)
    step.importer.read(_file("staff list november.csv", [*_present(context), *NEW_PEOPLE, *BAD_PEOPLE]))
    step.resize(640, 470)
    return step
