"""Coaching sessions and their action steps: tables, and sessions whole (who came, what was agreed)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import full_name, own_columns, person, person_column, recorded_columns
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.sessions import ActionStep, Session, SessionCoachee
from coachdesk.settings import Settings

SESSION, ATTENDED, STEP = table(Session), table(SessionCoachee), table(ActionStep)
CYCLE, PROFILE = table(Cycle), table(Profile)
_COACH, _CAME, _OWNER, _VERIFIER = (
    person("session_coach"),
    person("came"),
    person("step_owner"),
    person("step_verifier"),
)

_SOURCE = (
    SESSION.outerjoin(CYCLE, CYCLE.c.id == SESSION.c.cycle_id)
    .outerjoin(_COACH, _COACH.c.id == SESSION.c.coach_id)
    .outerjoin(PROFILE, PROFILE.c.id == SESSION.c.recorded_by)
)

_COACHEES: sa.ColumnElement[str] = (
    sa.select(sa.func.aggregate_strings(full_name(_CAME), ", "))
    .join_from(ATTENDED, _CAME, _CAME.c.id == ATTENDED.c.staff_id)
    .where(ATTENDED.c.session_id == SESSION.c.id)
    .scalar_subquery()
)

SESSIONS = TableQuery(
    family="session",
    title=QT_TRANSLATE_NOOP("Tables", "Sessions"),
    source=_SOURCE,
    id=SESSION.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), SESSION.c.number, width=10),
        Column("starts_at", QT_TRANSLATE_NOOP("Columns", "When"), SESSION.c.starts_at, "datetime", width=16),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), SESSION.c.kind, "choice", "session_kind", width=16),
        person_column("coach", QT_TRANSLATE_NOOP("Columns", "Coach"), _COACH),
        Column("coachees", QT_TRANSLATE_NOOP("Columns", "Coachees"), _COACHEES, width=28),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), SESSION.c.status, "choice", "session_status", 11),
        Column("minutes", QT_TRANSLATE_NOOP("Columns", "Minutes"), SESSION.c.minutes, "minutes", width=9),
        Column("feedback_at", QT_TRANSLATE_NOOP("Columns", "Feedback"), SESSION.c.feedback_at, "datetime", width=16),
        Column("seen", QT_TRANSLATE_NOOP("Columns", "What was seen"), SESSION.c.seen, "long_text", width=40),
        *unshown(
            Column("strengths", QT_TRANSLATE_NOOP("Columns", "Strengths"), SESSION.c.strengths, "long_text", width=30),
            Column(
                "status_reason", QT_TRANSLATE_NOOP("Columns", "Reason"), SESSION.c.status_reason, "long_text", width=24
            ),
        ),
        *recorded_columns(SESSION, PROFILE),
    ),
    search=(
        SESSION.c.number,
        SESSION.c.seen,
        CYCLE.c.number,
        CYCLE.c.title,
        _COACH.c.first_name,
        _COACH.c.last_name,
        _COACH.c.preferred_name,
        _COACHEES,
    ),
    order=(("starts_at", True),),
)

ACTION_STEPS = TableQuery(
    family="action_step",
    title=QT_TRANSLATE_NOOP("Tables", "Action steps"),
    source=STEP.join(SESSION, SESSION.c.id == STEP.c.session_id)
    .outerjoin(CYCLE, CYCLE.c.id == SESSION.c.cycle_id)
    .outerjoin(_OWNER, _OWNER.c.id == STEP.c.owner_id)
    .outerjoin(_VERIFIER, _VERIFIER.c.id == STEP.c.verified_by),
    id=STEP.c.id,
    columns=(
        Column("session", QT_TRANSLATE_NOOP("Columns", "Session"), SESSION.c.number, width=10),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("text", QT_TRANSLATE_NOOP("Columns", "Step"), STEP.c.text, "long_text", width=44),
        person_column("owner", QT_TRANSLATE_NOOP("Columns", "Owner"), _OWNER),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), STEP.c.due_on, "date", width=12),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), STEP.c.status, "choice", "step_status", width=10),
        Column("done_on", QT_TRANSLATE_NOOP("Columns", "Done"), STEP.c.done_on, "date", width=12),
        Column("verified_on", QT_TRANSLATE_NOOP("Columns", "Verified"), STEP.c.verified_on, "date", width=12),
        person_column("verified_by", QT_TRANSLATE_NOOP("Columns", "Verified by"), _VERIFIER),
    ),
    search=(STEP.c.text, SESSION.c.number, CYCLE.c.number, _OWNER.c.first_name, _OWNER.c.last_name),
    order=(("due_on", False),),
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """A coachee in a session with their acknowledgement."""

    staff_id: int
    name: str
    acknowledgement: str
    statement: str
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """An action step. owner, verified_by: names, "" when nobody."""

    id: int
    session_id: int
    text: str
    owner_id: int | None
    owner: str
    due_on: date | None
    status: str
    done_on: date | None
    verified_on: date | None
    verified_by: str


@dataclass(frozen=True, slots=True)
class SessionDetail:
    """One session whole. strategies, data_sources: vocabulary codes.  cycle: the cycle's number, "" without one."""

    id: int
    number: str
    cycle_id: int | None
    cycle: str
    coach_id: int
    coach: str
    kind: str
    status: str
    status_reason: str
    starts_at: datetime
    minutes: int | None
    strategies: tuple[str, ...]
    data_sources: tuple[str, ...]
    seen: str
    strengths: str
    feedback_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    coachees: tuple[Attendance, ...]
    steps: tuple[StepRow, ...]


def session_detail(conn: sa.Connection, session_id: int, _today: date, _settings: Settings) -> SessionDetail | None:
    """Everything a session's page shows; None when there is none of this id."""
    return next(iter(sessions_where(conn, SESSION.c.id == session_id)), None)


def sessions_where(conn: sa.Connection, test: sa.ColumnElement[bool]) -> list[SessionDetail]:
    """The sessions that pass `test` (a condition on the session table), in order of their start; three statements."""
    statement = sa.select(
        *own_columns(SESSION, SessionDetail, "cycle", "coach", "recorded_by", "coachees", "steps"),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(full_name(_COACH), "").label("coach"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
    )
    statement = statement.select_from(_SOURCE).where(test).order_by(SESSION.c.starts_at, SESSION.c.id)
    rows = conn.execute(statement).mappings().all()
    came = _attendance(conn, test)
    steps = _steps(conn, test)
    made = ("strategies", "data_sources")
    return [
        SessionDetail(
            **{**row, **{name: tuple(row[name] or ()) for name in made}},
            coachees=tuple(came[row["id"]]),
            steps=tuple(steps[row["id"]]),
        )
        for row in rows
    ]


def _attendance(conn: sa.Connection, test: sa.ColumnElement[bool]) -> dict[int, list[Attendance]]:
    columns = [ATTENDED.c[name] for name in ("acknowledgement", "statement", "acknowledged_at")]
    statement = (
        sa.select(ATTENDED.c.session_id, ATTENDED.c.staff_id, full_name(_CAME), *columns)
        .join_from(ATTENDED, SESSION, SESSION.c.id == ATTENDED.c.session_id)
        .join(_CAME, _CAME.c.id == ATTENDED.c.staff_id)
        .where(test)
        .order_by(ATTENDED.c.id)
    )
    found: dict[int, list[Attendance]] = defaultdict(list)
    for row in conn.execute(statement):
        found[row[0]].append(Attendance(*row[1:]))
    return found


def _steps(conn: sa.Connection, test: sa.ColumnElement[bool]) -> dict[int, list[StepRow]]:
    statement = (
        sa.select(
            STEP.c.id,
            STEP.c.session_id,
            STEP.c.text,
            STEP.c.owner_id,
            sa.func.coalesce(full_name(_OWNER), ""),
            STEP.c.due_on,
            STEP.c.status,
            STEP.c.done_on,
            STEP.c.verified_on,
            sa.func.coalesce(full_name(_VERIFIER), ""),
        )
        .join_from(STEP, SESSION, SESSION.c.id == STEP.c.session_id)
        .outerjoin(_OWNER, _OWNER.c.id == STEP.c.owner_id)
        .outerjoin(_VERIFIER, _VERIFIER.c.id == STEP.c.verified_by)
        .where(test)
        .order_by(STEP.c.id)
    )
    found: dict[int, list[StepRow]] = defaultdict(list)
    for row in conn.execute(statement):
        step = StepRow(*row)
        found[step.session_id].append(step)
    return found
