"""Evidence items and the exports that were made: tables and whole records. File contents stay where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import own_columns
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.actions import CorrectiveAction
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.evidence import Evidence, Export
from coachdesk.records.sessions import Session
from coachdesk.settings import Settings

EVIDENCE, EXPORT, CYCLE, SESSION, PROFILE, ACTION = (
    table(Evidence),
    table(Export),
    table(Cycle),
    table(Session),
    table(Profile),
    table(CorrectiveAction),
)

_SOURCE = (
    EVIDENCE.outerjoin(CYCLE, CYCLE.c.id == EVIDENCE.c.cycle_id)
    .outerjoin(SESSION, SESSION.c.id == EVIDENCE.c.session_id)
    .outerjoin(ACTION, ACTION.c.id == EVIDENCE.c.action_id)
    .outerjoin(PROFILE, PROFILE.c.id == EVIDENCE.c.recorded_by)
)

ITEMS = TableQuery(
    family="evidence",
    title=QT_TRANSLATE_NOOP("Tables", "Evidence"),
    source=_SOURCE,
    id=EVIDENCE.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), EVIDENCE.c.number, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), EVIDENCE.c.title, width=34),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("session", QT_TRANSLATE_NOOP("Columns", "Session"), SESSION.c.number, width=10),
        Column("action", QT_TRANSLATE_NOOP("Columns", "Corrective action"), ACTION.c.number, width=10),
        Column("file_name", QT_TRANSLATE_NOOP("Columns", "File"), EVIDENCE.c.file_name, width=26),
        Column("media_type", QT_TRANSLATE_NOOP("Columns", "Type"), EVIDENCE.c.media_type, width=16, shown=False),
        Column("size", QT_TRANSLATE_NOOP("Columns", "Size"), EVIDENCE.c.size, "int", width=10),
        Column("made_on", QT_TRANSLATE_NOOP("Columns", "Made"), EVIDENCE.c.made_on, "date", width=12),
        Column("recorded_at", QT_TRANSLATE_NOOP("Columns", "Recorded"), EVIDENCE.c.recorded_at, "datetime", width=16),
        Column("recorded_by", QT_TRANSLATE_NOOP("Columns", "Recorded by"), PROFILE.c.name, width=18),
        Column("sha256", QT_TRANSLATE_NOOP("Columns", "SHA-256"), EVIDENCE.c.sha256, width=66, shown=False),
    ),
    search=(EVIDENCE.c.number, EVIDENCE.c.title, EVIDENCE.c.file_name, CYCLE.c.number, SESSION.c.number),
    order=(("number", True),),
)

EXPORTS = TableQuery(
    family="export",
    title=QT_TRANSLATE_NOOP("Tables", "Exports"),
    source=EXPORT.outerjoin(PROFILE, PROFILE.c.id == EXPORT.c.made_by),
    id=EXPORT.c.id,
    columns=(
        Column("made_at", QT_TRANSLATE_NOOP("Columns", "Made"), EXPORT.c.made_at, "datetime", width=16),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), EXPORT.c.kind, "choice", "export_kind", width=18),
        Column("file_name", QT_TRANSLATE_NOOP("Columns", "File"), EXPORT.c.file_name, width=34),
        Column("scope", QT_TRANSLATE_NOOP("Columns", "Scope"), EXPORT.c.scope, "long_text", width=40),
        Column("made_by", QT_TRANSLATE_NOOP("Columns", "Made by"), PROFILE.c.name, width=18),
        Column("size", QT_TRANSLATE_NOOP("Columns", "Size"), EXPORT.c.size, "int", width=10),
        Column("sha256", QT_TRANSLATE_NOOP("Columns", "SHA-256"), EXPORT.c.sha256, width=66, shown=False),
        Column("trail_seq", QT_TRANSLATE_NOOP("Columns", "Trail up to"), EXPORT.c.trail_seq, "int", width=10),
        Column("trail_hash", QT_TRANSLATE_NOOP("Columns", "Trail head"), EXPORT.c.trail_hash, width=66, shown=False),
    ),
    search=(EXPORT.c.file_name, EXPORT.c.scope, PROFILE.c.name),
    order=(("made_at", True),),
)


@dataclass(frozen=True, slots=True)
class EvidenceDetail:
    """One evidence item. cycle, session: numbers, "" without.  size: bytes."""

    id: int
    number: str
    cycle_id: int | None
    cycle: str
    session_id: int | None
    session: str
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    made_on: date | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ExportDetail:
    """One tracker or pack that was made."""

    id: int
    kind: str
    file_name: str
    scope: str
    made_at: datetime
    made_by: str
    size: int
    sha256: str
    trail_seq: int
    trail_hash: str


def evidence_detail(conn: sa.Connection, evidence_id: int, _today: date, _settings: Settings) -> EvidenceDetail | None:
    """One evidence item; None when there is none of this id."""
    return next(iter(evidence_where(conn, EVIDENCE.c.id == evidence_id)), None)


def evidence_where(conn: sa.Connection, test: sa.ColumnElement[bool]) -> list[EvidenceDetail]:
    """The evidence items that pass `test` (a condition on the evidence table), in the order of their numbers."""
    statement = sa.select(
        *own_columns(EVIDENCE, EvidenceDetail, "cycle", "session", "recorded_by"),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(SESSION.c.number, "").label("session"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
    )
    rows = conn.execute(statement.select_from(_SOURCE).where(test).order_by(EVIDENCE.c.id))
    return [EvidenceDetail(**row) for row in rows.mappings()]


def export_detail(conn: sa.Connection, export_id: int, _today: date, _settings: Settings) -> ExportDetail | None:
    """One export; None when there is none of this id."""
    own = own_columns(EXPORT, ExportDetail, "made_by")
    statement = sa.select(*own, sa.func.coalesce(PROFILE.c.name, "").label("made_by"))
    statement = statement.select_from(EXPORT.outerjoin(PROFILE, PROFILE.c.id == EXPORT.c.made_by))
    row = conn.execute(statement.where(EXPORT.c.id == export_id)).mappings().first()
    return None if row is None else ExportDetail(**row)
