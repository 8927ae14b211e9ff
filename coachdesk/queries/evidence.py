"""Evidence items and the exports that were made: tables and whole records. File contents stay where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import full_name, own_columns, person
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.actions import CorrectiveAction
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.competence import Competence
from coachdesk.records.cycles import Cycle
from coachdesk.records.evidence import Evidence, Export
from coachdesk.records.sessions import Session
from coachdesk.records.standards import Standard
from coachdesk.settings import Settings

EVIDENCE, EXPORT, CYCLE, SESSION, PROFILE, ACTION = (
    table(Evidence),
    table(Export),
    table(Cycle),
    table(Session),
    table(Profile),
    table(CorrectiveAction),
)
COMPETENCE, STD, _ASSESSED = table(Competence), table(Standard), person("evidence_assessed")

_SOURCE = (
    EVIDENCE.outerjoin(CYCLE, CYCLE.c.id == EVIDENCE.c.cycle_id)
    .outerjoin(SESSION, SESSION.c.id == EVIDENCE.c.session_id)
    .outerjoin(ACTION, ACTION.c.id == EVIDENCE.c.action_id)
    .outerjoin(COMPETENCE, COMPETENCE.c.id == EVIDENCE.c.competence_id)
    .outerjoin(_ASSESSED, _ASSESSED.c.id == COMPETENCE.c.staff_id)
    .outerjoin(STD, STD.c.id == COMPETENCE.c.standard_id)
    .outerjoin(PROFILE, PROFILE.c.id == EVIDENCE.c.recorded_by)
)

# A competence record has no number of its own: "Dana Whitfield, HD-01".
_OF_WHOM: sa.ColumnElement[str] = full_name(_ASSESSED) + ", " + STD.c.code

ITEMS = TableQuery(
    family="evidence",
    title=QT_TRANSLATE_NOOP("Tables", "Evidence"),
    source=_SOURCE,
    id=EVIDENCE.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), EVIDENCE.c.number, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), EVIDENCE.c.title, width=34),
        Column(
            "subject",
            QT_TRANSLATE_NOOP("Columns", "Belongs to"),
            sa.func.coalesce(CYCLE.c.number, ACTION.c.number, _OF_WHOM),
            width=20,
            shown=False,
        ),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("session", QT_TRANSLATE_NOOP("Columns", "Session"), SESSION.c.number, width=10),
        Column("action", QT_TRANSLATE_NOOP("Columns", "Corrective action"), ACTION.c.number, width=10),
        Column("competence", QT_TRANSLATE_NOOP("Columns", "Competence record"), _OF_WHOM, width=20),
        Column("file_name", QT_TRANSLATE_NOOP("Columns", "File"), EVIDENCE.c.file_name, width=26),
        Column("media_type", QT_TRANSLATE_NOOP("Columns", "Type"), EVIDENCE.c.media_type, width=16, shown=False),
        Column("size", QT_TRANSLATE_NOOP("Columns", "Size"), EVIDENCE.c.size, "int", width=10),
        Column("made_on", QT_TRANSLATE_NOOP("Columns", "Made"), EVIDENCE.c.made_on, "date", width=12),
        Column("recorded_at", QT_TRANSLATE_NOOP("Columns", "Recorded"), EVIDENCE.c.recorded_at, "datetime", width=16),
        Column("recorded_by", QT_TRANSLATE_NOOP("Columns", "Recorded by"), PROFILE.c.name, width=18),
        Column("sha256", QT_TRANSLATE_NOOP("Columns", "SHA-256"), EVIDENCE.c.sha256, width=66, shown=False),
    ),
    search=(
        EVIDENCE.c.number,
        EVIDENCE.c.title,
        EVIDENCE.c.file_name,
        CYCLE.c.number,
        SESSION.c.number,
        ACTION.c.number,
        STD.c.code,
        _ASSESSED.c.first_name,
        _ASSESSED.c.last_name,
        _ASSESSED.c.preferred_name,
    ),
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
    """One evidence item. cycle, session, action: numbers, "" without.  size: bytes.

    competence: of whom and in what, "" without; then staff_id and standard_id are its cell of the matrix, and
    offered_by the cycle it came from, None where none offered it.
    """

    id: int
    number: str
    cycle_id: int | None
    cycle: str
    session_id: int | None
    session: str
    action_id: int | None
    action: str
    competence_id: int | None
    competence: str
    staff_id: int | None
    standard_id: int | None
    offered_by: int | None
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
        *own_columns(
            EVIDENCE, EvidenceDetail,
            "cycle", "session", "action", "competence", "staff_id", "standard_id", "offered_by", "recorded_by",
        ),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(SESSION.c.number, "").label("session"),
        sa.func.coalesce(ACTION.c.number, "").label("action"),
        sa.func.coalesce(_OF_WHOM, "").label("competence"),
        COMPETENCE.c.staff_id,
        COMPETENCE.c.standard_id,
        COMPETENCE.c.cycle_id.label("offered_by"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
    )  # fmt: skip
    rows = conn.execute(statement.select_from(_SOURCE).where(test).order_by(EVIDENCE.c.id))
    return [EvidenceDetail(**row) for row in rows.mappings()]


def export_detail(conn: sa.Connection, export_id: int, _today: date, _settings: Settings) -> ExportDetail | None:
    """One export; None when there is none of this id."""
    own = own_columns(EXPORT, ExportDetail, "made_by")
    statement = sa.select(*own, sa.func.coalesce(PROFILE.c.name, "").label("made_by"))
    statement = statement.select_from(EXPORT.outerjoin(PROFILE, PROFILE.c.id == EXPORT.c.made_by))
    row = conn.execute(statement.where(EXPORT.c.id == export_id)).mappings().first()
    return None if row is None else ExportDetail(**row)
