"""Standards that come from another agency, or go to one: look at what a file holds, then bring it in as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.importers.standard_file import ENDING, StandardFile, read_standard_file
from coachdesk.queries import lookups
from coachdesk.queries.standard_changes import changes_between
from coachdesk.queries.standards import VersionDetail, standard_called, version_detail
from coachdesk.rules.privacy import Roster, find
from coachdesk.rules.wording import day_words, names
from coachdesk.services import library
from coachdesk.store.desk import Desk
from exports.standard_file import file_name, texts_of, write_standard_file
from ui.context import Context, Place
from ui.forms import Field, FormSpec, Note
from ui.forms.fields import Part
from ui.jobs import Announcement
from ui.pages.standards import words
from ui.pages.standards.beside import FormBesidePage

PATTERNS = f"(*{ENDING})"
NEW_VERSION, OTHER_CODE = "new_version", "other_code"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds beside what the desk has: the standard of the same code, its newest version, if any."""

    file: StandardFile
    standard_id: int | None = None
    newest: VersionDetail | None = None

    @property
    def detail(self) -> VersionDetail:
        """The content, to look at."""
        number = self.newest.number + 1 if self.newest is not None else 1
        return library.as_version(self.file, number)

    @property
    def draft_waits(self) -> bool:
        """Whether the standard of this code has a draft, so that it takes no other one."""
        return self.newest is not None and self.newest.status == "draft"


def read_found(desk: Desk, path: Path) -> Found:
    """Read a file and what it meets in the desk. Raises Unreadable or Refused as `read_standard_file` does."""
    file = read_standard_file(path)
    with desk.read() as conn:
        return meet(conn, file)


def meet(conn: sa.Connection, file: StandardFile) -> Found:
    """What the desk has of this code."""
    known = standard_called(conn, file.code)
    if known is None:
        return Found(file)
    return Found(file, known[0], version_detail(conn, known[1]))


# Coming in ------------------------------------------------------------------------------------------------------------


def bring_in(context: Context, owner: QWidget) -> None:
    """Ask for a file, show what it holds, bring it in."""
    path = context.ask.open_file(
        owner,
        translate("Standards", "Bring in a standard"),
        translate("Standards", "Practice standards {pattern}").format(pattern=PATTERNS),
    )
    if path is not None:
        context.operations.work(
            owner,
            read_found,
            path,
            done=lambda found: import_dialog(context, found, owner).open(),
            label=translate("Standards", "Reading the standard"),
        )


def import_dialog(context: Context, found: Found, parent: QWidget | None) -> FormBesidePage:
    """What comes in, as it would print, and under which code."""
    file = found.file

    def other(values: Mapping[str, Any]) -> bool:
        return found.draft_waits or values.get("how") == OTHER_CODE

    parts: list[Part] = []
    if found.newest is not None:
        version = translate("Standards", "As version {number} of your {code}, a draft")
        offered = [
            (NEW_VERSION, version.format(number=found.newest.number + 1, code=file.code)),
            (OTHER_CODE, translate("Standards", "As a standard of its own, under another code")),
        ]
        asked = translate("Standards", "Bring it in")
        how = Field("how", asked, "choice", choices=offered, buttons=True, required=True, default=NEW_VERSION)
        parts += [
            Note(_clash(found), "attention"),
            *(() if found.draft_waits else (how,)),
            Field("code", translate("Standards", "Code"), required=True, maximum=20, when=other,
                  placeholder=translate("Standards", "HD-02")),
            *(Note(line, "", lambda values: not other(values)) for line in _differences(found)),
        ]  # fmt: skip
    told = translate("Standards", "It comes in as a draft: read it, fit it to your agency, then publish it.")
    parts.append(Note(told))
    spec = FormSpec(
        f"{file.code} {file.title}", translate("Standards", "Bring in as draft"), tuple(parts), _told(found)
    )

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        code = values["code"] if other(values) else ""
        return {"found": file, "code": code, "as_new_version": values.get("how") == NEW_VERSION}

    def go(changes: Changes[int]) -> None:
        standard_id = min(changes.touched.get("standard", ()), default=found.standard_id)
        context.navigate(Place("standards", standard_id, {"version_id": changes.result}))

    def shown(values: Mapping[str, Any]) -> VersionDetail:
        return library.as_version(file, 1, str(values["code"])) if other(values) else found.detail

    dialog = FormBesidePage(context, spec, "", shown, None, parent, keep=False)
    dialog.save_with(context.operations, library.import_standard, arguments, go)
    return dialog


def _told(found: Found) -> str:
    """ "From Harbor Community Supports, its version 2, Nov 22, 2026. 4 criteria, 5 prompt card lines." """
    file = found.file
    parts = [file.agency and translate("Standards", "from {agency}").format(agency=file.agency)]
    if file.version is not None:
        parts.append(translate("Standards", "their version {number}").format(number=file.version))
    if file.made_on is not None:
        parts.append(day_words(file.made_on))
    where = ", ".join(part for part in parts if part)
    content = words.content_words(found.detail)
    return ". ".join(part[:1].upper() + part[1:] for part in (where, content) if part) + "."


def _clash(found: Found) -> str:
    if found.newest is None:
        return ""
    told = translate("Standards", "You have a standard {code} already: “{title}”.").format(
        code=found.newest.code, title=found.newest.title
    )
    if found.draft_waits:
        more = translate("Standards", "Its draft waits to be published, so another one cannot begin.")
        told = f"{told} {more}"
    return told


def _differences(found: Found) -> list[str]:
    """What would change against the newest version here, in a line."""
    if found.newest is None or found.draft_waits:
        return []
    parts = list(dict.fromkeys(change.what for change in changes_between(found.newest, found.detail)))
    if not parts:
        return [translate("Standards", "It says the same as your version {number}.").format(number=found.newest.number)]
    text = translate("Standards", "Differs from your version {number} in: {parts}.")
    return [text.format(number=found.newest.number, parts=names(parts[:12]))]


# Going out ------------------------------------------------------------------------------------------------------------


def send_out(context: Context, version: VersionDetail, owner: QWidget) -> None:
    """Save a version as a file for another agency; what looks like a person in it is asked about first (R22)."""

    def go(people: tuple[tuple[str, str, str], ...]) -> None:
        told = private_words(version, people)
        if told and not context.ask.confirm(
            owner,
            translate("Standards", "Look at it once more"),
            translate("Standards", "This may name somebody: {words}. The file goes outside your agency.").format(
                words=names(told)
            ),
            translate("Standards", "Save anyway"),
            careful=True,
        ):
            return
        target = context.ask.save_file(
            owner,
            translate("Standards", "Save the standard for another agency"),
            file_name(version),
            translate("Standards", "Practice standards {pattern}").format(pattern=PATTERNS),
        )
        if target is not None:
            _save(context, version.id, target, owner)

    context.operations.read(lookups.roster_names, done=go, owner=owner)


def private_words(version: VersionDetail, people: tuple[tuple[str, str, str], ...]) -> list[str]:
    """The words in a version that look like a person's name, phone, e-mail ... (R22), each once, at most eight."""
    roster = Roster(people)
    found = (one.text for text in texts_of(version) for one in find(text, roster))
    return list(dict.fromkeys(found))[:8]


def _save(context: Context, version_id: int, target: Path, owner: QWidget) -> None:
    def made(desk: Desk) -> Any:
        with desk.read() as conn:
            return write_standard_file(conn, version_id, target)

    def told(done: Any) -> None:
        text = translate("Standards", "Saved as {name}").format(name=done.path.name)
        notes = (done.note,) if done.note else ()
        context.operations.announced.emit(Announcement(text, notes, undo=False))

    context.operations.work(owner, made, done=told, label=translate("Standards", "Saving the standard"))
