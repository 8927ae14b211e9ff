"""Use cases about evidence: keeping a file in the desk, hashed, and getting it back whole."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.errors import DeskDamaged, Problem, Refused, Unreadable
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.evidence import ITEMS
from coachdesk.records.actions import CorrectiveAction
from coachdesk.records.evidence import Evidence, EvidenceContent, Export
from coachdesk.records.sessions import Session as CoachingSession
from coachdesk.rules.corrective import CorrectiveFacts, move_problems
from coachdesk.rules.wording import names
from coachdesk.services.checks import Problems, clean, numbered
from coachdesk.services.guards import working_cycle
from coachdesk.services.planned_steps import wait_again
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change
from coachdesk.store.desk import Desk

# First bytes -> media type, by endings that may carry it. A file must be what its name says.
_MAGIC: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"PK\x03\x04", "application/zip", (".docx", ".xlsx", ".pptx", ".odt", ".ods")),
)
_TEXT = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/markdown"}
ENDINGS = tuple(ending for _, _, endings in _MAGIC for ending in endings) + tuple(_TEXT)


def load_file(path: Path, limit_mb: int) -> bytes:
    """The bytes of a file that may become evidence. Unreadable when it is missing, empty or over the limit."""
    try:
        size = path.stat().st_size
        if size > limit_mb * 1024 * 1024:
            raise Unreadable(
                translate("Evidence", "{name} has {size} MB; the limit is {limit} MB.").format(
                    name=path.name, size=round(size / 1024 / 1024), limit=limit_mb
                ),
                translate("Evidence", "Nothing was added."),
                translate("Evidence", "Add only the pages that matter, or raise the limit in Settings."),
            )
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            translate("Evidence", "{name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror),
            translate("Evidence", "Nothing was added."),
            translate("Evidence", "Check that the file is there and not open elsewhere."),
        ) from error


@use_case("evidence.add", QT_TRANSLATE_NOOP("Do", "Add evidence"))
def add_evidence(
    change: Change,
    cycle_id: int,
    *,
    title: str,
    file_name: str,
    data: bytes,
    made_on: date | None = None,
    session_id: int | None = None,
) -> int:
    """Keep a file in the desk as evidence of a cycle. Gives its id.

    Its name is only a label (never a path); its type is told from its bytes and must fit its ending; equal content is
    stored once.
    """
    cycle = working_cycle(change, cycle_id)
    if session_id is not None and change.get(CoachingSession, session_id).cycle_id != cycle_id:
        raise Refused(translate("Evidence", "That session belongs to another cycle."))
    item = keep_file(
        change,
        title=title,
        file_name=file_name,
        data=data,
        made_on=made_on,
        cycle_id=cycle_id,
        session_id=session_id,
    )
    change.label = translate("Do", "Add evidence to {number}").format(number=cycle.number)
    return item.id


def keep_file(
    change: Change,
    *,
    title: str,
    file_name: str,
    data: bytes,
    made_on: date | None = None,
    problems: Problems | None = None,
    **about: int | None,
) -> Evidence:
    """A checked file in the desk, for services that add evidence; about: what it shows something of (cycle_id ...).

    A file that the desk holds already is taken all the same, since it may show something of two records; a note names
    the item that holds it. Refused for a day to come, and for what the caller found wrong (problems), both at once.
    """
    problems = problems or Problems()
    if made_on is not None and made_on > change.today:
        problems.add("made_on", translate("Evidence", "This day is in the future."))
    problems.refuse(translate("Evidence", "Nothing was added."))
    name = safe_name(file_name)
    media_type = _media_type(name, data, change.settings.evidence_max_mb)
    digest = hashlib.sha256(data).hexdigest()
    if told := _held_already(change, digest, about):
        change.notes.append(told)
    if change.session.get(EvidenceContent, digest) is None:
        change.session.add(EvidenceContent(sha256=digest, data=data))
    return change.add(
        Evidence(
            number=numbered(change, "evidence"),
            title=clean(title) or name,
            file_name=name,
            media_type=media_type,
            size=len(data),
            sha256=digest,
            made_on=made_on,
            recorded_at=change.now,
            recorded_by=change.profile_id,
            **about,
        )
    )


_SUBJECTS = ("cycle_id", "action_id", "competence_id")
_TOLD = 3  # items with the same content that are named


def _held_already(change: Change, digest: str, about: Mapping[str, int | None]) -> str:
    """Which evidence items hold these bytes already, those of the same record before others; "" for none."""
    same = list(change.session.scalars(sa.select(Evidence).where(Evidence.sha256 == digest).order_by(Evidence.id)))
    here = [one.number for one in same if all(getattr(one, key) == about.get(key) for key in _SUBJECTS)]
    if here:
        text = translate("Evidence", "The same file is here already: {numbers}.")
        return text.format(numbers=names(here[:_TOLD]))
    if not same:
        return ""
    text = translate("Evidence", "The desk already holds the same file: {numbers}.")
    return text.format(numbers=names([_with_subject(change, one) for one in same[:_TOLD]]))


def _with_subject(change: Change, item: Evidence) -> str:
    """ "E-0003 (C-2026-0002)": an item with what it belongs to."""
    row = next(iter(ITEMS.rows(change.conn, [item.id]).values()))
    return f"{item.number} ({row[ITEMS.index('subject')]})"


@use_case("evidence.remove", QT_TRANSLATE_NOOP("Do", "Remove evidence"), undoable=False)
def remove_evidence(change: Change, evidence_id: int, reason: str) -> None:
    """Take a file out of the desk that was added by mistake or gives a participant away (R22), for a reason.

    Only while its cycle or corrective action takes evidence. The trail keeps that it was there, its title and hash, who
    took it out and why; a planned step that it did waits again. Backups made before still hold the file.
    """
    item, problems = change.get(Evidence, evidence_id), Problems()
    if item.cycle_id is not None:
        working_cycle(change, item.cycle_id)
    if item.action_id is not None:
        facts = CorrectiveFacts(status=change.get(CorrectiveAction, item.action_id).status)
        for problem in move_problems("evidence", facts, ""):
            problems.add(problem.field, problem.text, problem.rule)
    problems.need("reason", clean(reason), translate("Evidence", "A reason"))
    problems.refuse(translate("Evidence", "{number} was not removed.").format(number=item.number))
    wait_again(change, "evidence", item.id)
    others = sa.select(sa.func.count()).where(Evidence.sha256 == item.sha256, Evidence.id != item.id)
    if not change.session.scalar(others):
        change.session.execute(sa.delete(EvidenceContent).where(EvidenceContent.sha256 == item.sha256))
    change.session.delete(item)
    change.label = translate("Do", "Remove evidence {number}: {reason}").format(
        number=item.number, reason=" ".join(clean(reason).split())[:120]
    )


def add_evidence_file(
    desk: Desk,
    actor: Actor,
    cycle_id: int,
    *,
    path: Path,
    title: str = "",
    made_on: date | None = None,
    session_id: int | None = None,
) -> Changes[int]:
    """`add_evidence` from a file on disk, read within the agency's size limit."""
    data = load_file(path, desk.settings().evidence_max_mb)
    return add_evidence(
        desk, actor, cycle_id, title=title, file_name=path.name, data=data, made_on=made_on, session_id=session_id
    )


def content(desk: Desk, evidence_id: int) -> tuple[str, bytes]:
    """File name and bytes of an evidence item, checked against its hash; DeskDamaged when they differ."""
    with desk.read() as conn:
        row = conn.execute(
            sa.select(Evidence.number, Evidence.file_name, Evidence.sha256, EvidenceContent.data)
            .join(EvidenceContent, EvidenceContent.sha256 == Evidence.sha256, isouter=True)
            .where(Evidence.id == evidence_id)
        ).one()
    if row.data is None or hashlib.sha256(row.data).hexdigest() != row.sha256:
        raise DeskDamaged(
            translate("Evidence", "The file of {number} is not what was once added.").format(number=row.number),
            translate("Evidence", "The record itself is unchanged."),
            translate("Evidence", "Run a check on the desk, and take the file from a backup."),
        )
    return row.file_name, row.data


@use_case("export.note", QT_TRANSLATE_NOOP("Do", "Make an export"), undoable=False)
def note_export(
    change: Change, kind: str, *, file_name: str, scope: str, size: int, sha256: str, trail_seq: int, trail_hash: str
) -> int:
    """Record that a tracker or pack was made, with its hash and the trail's end it carries. Gives its id."""
    change.label = translate("Do", "Make {file}").format(file=file_name)
    return change.add(
        Export(
            kind=kind,
            file_name=safe_name(file_name),
            scope=clean(scope),
            made_at=change.now,
            made_by=change.profile_id,
            size=size,
            sha256=sha256,
            trail_seq=trail_seq,
            trail_hash=trail_hash,
        )
    ).id


def safe_name(file_name: str) -> str:
    """The last part of a file name, whatever system wrote it, without anything that could act as a path."""
    last = PureWindowsPath(PurePosixPath(clean(file_name)).name).name.strip(". ")
    return last[-200:] or translate("Evidence", "file")


def _check_office(name: str, data: bytes) -> None:
    """Refused unless the archive is an Office file, without programs inside (macros)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = {member.lower() for member in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        inside = set()
    words = ""
    if not inside & {"[content_types].xml", "mimetype"}:
        words = translate("Evidence", "{name} is not what its ending says.").format(name=name)
    elif any(member.endswith("vbaproject.bin") or member.startswith("basic/") for member in inside):
        words = translate("Evidence", "{name} holds a program (macros); save it without them, or as PDF.")
        words = words.format(name=name)
    if words:
        raise Refused(words, [Problem("file", words)], kept=translate("Evidence", "Nothing was added."))


def _media_type(name: str, data: bytes, limit_mb: int) -> str:
    ending = PurePosixPath(name).suffix.lower()
    text = ""
    if not data:
        text = translate("Evidence", "{name} is empty.")
    elif len(data) > limit_mb * 1024 * 1024:
        text = translate("Evidence", "{name} is over the limit of {limit} MB.")
    elif ending not in ENDINGS:
        text = translate("Evidence", "{name} is of a kind the desk does not keep; use PDF, a picture, Office or text.")
    if not text:
        if ending in _TEXT and b"\x00" not in data[:4096]:
            return _TEXT[ending]
        for magic, media_type, endings in _MAGIC:
            if data.startswith(magic) and ending in endings:
                if media_type == "application/zip":
                    _check_office(name, data)
                return media_type
        text = translate("Evidence", "{name} is not what its ending says.")
    words = text.format(name=name, limit=limit_mb)
    raise Refused(words, [Problem("file", words)], kept=translate("Evidence", "Nothing was added."))
