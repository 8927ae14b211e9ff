"""The smaller parts of cycles: phases, coachees, pauses, overrides, amendments, sustain checks; two of them as tables.

Each `..._of(conn, cycle_id)` reads one kind of part of one cycle in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import POSTING, full_name, own_columns, person, person_column, posted_on
from coachdesk.queries.standards import CriterionRow
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import (
    Amendment,
    Coachee,
    Cycle,
    CycleCriterion,
    CyclePause,
    CyclePhase,
    CycleSignal,
    GateOverride,
    SustainCheck,
)
from coachdesk.records.people import Team
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion

CYCLE, COACHEE, PHASE, PAUSE = table(Cycle), table(Coachee), table(CyclePhase), table(CyclePause)
OVERRIDE, AMENDMENT, SUSTAIN = table(GateOverride), table(Amendment), table(SustainCheck)
TARGET, CRITERION, LINK, SIGNAL = table(CycleCriterion), table(Criterion), table(CycleSignal), table(Signal)
PROFILE, TEAM = table(Profile), table(Team)
_WHO, _ABOUT, _CHECKER = person("coached"), person("signal_about"), person("sustain_checker")
_NEXT = CYCLE.alias("next_cycle")

T = TypeVar("T")

AMENDMENTS = TableQuery(
    family="amendment",
    title=QT_TRANSLATE_NOOP("Tables", "Amendments"),
    source=AMENDMENT.join(CYCLE, CYCLE.c.id == AMENDMENT.c.cycle_id).outerjoin(
        PROFILE, PROFILE.c.id == AMENDMENT.c.amended_by
    ),
    id=AMENDMENT.c.id,
    columns=(
        Column("amended_at", QT_TRANSLATE_NOOP("Columns", "When"), AMENDMENT.c.amended_at, "datetime", width=16),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("subject", QT_TRANSLATE_NOOP("Columns", "What was amended"), AMENDMENT.c.subject, width=22),
        Column("before", QT_TRANSLATE_NOOP("Columns", "Before"), AMENDMENT.c.before, "long_text", width=30),
        Column("after", QT_TRANSLATE_NOOP("Columns", "After"), AMENDMENT.c.after, "long_text", width=30),
        Column("reason", QT_TRANSLATE_NOOP("Columns", "Reason"), AMENDMENT.c.reason, "long_text", width=30),
        Column("amended_by", QT_TRANSLATE_NOOP("Columns", "Amended by"), PROFILE.c.name, width=18),
    ),
    search=(CYCLE.c.number, AMENDMENT.c.subject, AMENDMENT.c.reason, PROFILE.c.name),
    order=(("amended_at", True),),
)

SUSTAIN_CHECKS = TableQuery(
    family="sustain_check",
    title=QT_TRANSLATE_NOOP("Tables", "Sustain checks"),
    source=SUSTAIN.join(CYCLE, CYCLE.c.id == SUSTAIN.c.cycle_id)
    .outerjoin(_CHECKER, _CHECKER.c.id == SUSTAIN.c.checked_by)
    .outerjoin(_NEXT, _NEXT.c.id == SUSTAIN.c.next_cycle_id),
    id=SUSTAIN.c.id,
    columns=(
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), CYCLE.c.title, width=30),
        Column("days", QT_TRANSLATE_NOOP("Columns", "Days after closing"), SUSTAIN.c.days, "int", width=10),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), SUSTAIN.c.due_on, "date", width=12),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), SUSTAIN.c.status, "choice", "sustain_status", 10),
        Column("checked_on", QT_TRANSLATE_NOOP("Columns", "Checked"), SUSTAIN.c.checked_on, "date", width=12),
        person_column("checked_by", QT_TRANSLATE_NOOP("Columns", "Checked by"), _CHECKER),
        Column("met", QT_TRANSLATE_NOOP("Columns", "Met"), SUSTAIN.c.met, "int", width=7),
        Column("total", QT_TRANSLATE_NOOP("Columns", "Judged"), SUSTAIN.c.total, "int", width=8),
        Column("next_cycle", QT_TRANSLATE_NOOP("Columns", "Opened again as"), _NEXT.c.number, width=12),
        Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), SUSTAIN.c.note, "long_text", width=36),
        Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), SUSTAIN.c.late_entry, "bool", width=10),
    ),
    search=(CYCLE.c.number, CYCLE.c.title, SUSTAIN.c.note),
    order=(("due_on", False),),
)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One of the four phases. phase: vocabulary cycle_phase."""

    id: int
    phase: str
    position: int
    planned_start: date
    planned_end: date
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoacheeRow:
    """A coachee. team: that of the day the cycle was opened, "" without one.  outcome: vocabulary outcome."""

    id: int
    staff_id: int
    number: str
    name: str
    team: str
    outcome: str
    outcome_note: str
    next_step: str
    confidence_before: int | None
    confidence_after: int | None
    self_before: int | None
    self_after: int | None


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A stop of the clocks, days [from_on, until_on)."""

    id: int
    reason: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A gate passed with a reason."""

    id: int
    gate: str
    missing: str
    reason: str
    overridden_at: datetime
    overridden_by: str


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A recorded correction of something locked."""

    id: int
    subject: str
    before: str
    after: str
    reason: str
    amended_at: datetime
    amended_by: str


@dataclass(frozen=True, slots=True)
class SustainRow:
    """A look back after closing. status: vocabulary sustain_status.  met, total: of the records counted, if any were.

    checked_by, next_cycle: names, "" without.  next_cycle: the cycle opened because the drift came back.
    """

    id: int
    days: int
    due_on: date
    status: str
    checked_on: date | None
    note: str
    recorded_at: datetime | None
    late_entry: bool
    met: int | None
    total: int | None
    checked_by_id: int | None
    checked_by: str
    next_cycle_id: int | None
    next_cycle: str


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A signal that opened a cycle. staff, team: names, "" when unknown."""

    id: int
    number: str
    source: str
    severity: str
    occurred_on: date
    noticed_on: date
    recorded_at: datetime
    late_entry: bool
    staff: str
    team: str
    criterion_code: str
    participant_code: str
    what_happened: str


def _rows(conn: sa.Connection, statement: sa.Select[Any], make: type[T]) -> tuple[T, ...]:
    """Each row as a `make`, whose fields stand in the order of the columns."""
    return tuple(make(*row) for row in conn.execute(statement))


def phases_of(conn: sa.Connection, cycle_id: int) -> tuple[PhaseRow, ...]:
    """The phases in their order."""
    statement = sa.select(*own_columns(PHASE, PhaseRow))
    return _rows(conn, statement.where(PHASE.c.cycle_id == cycle_id).order_by(PHASE.c.position), PhaseRow)


def coachees_of(conn: sa.Connection, cycle_id: int) -> tuple[CoacheeRow, ...]:
    """The coachees, in the order they were named."""
    then = sa.and_(POSTING.c.staff_id == COACHEE.c.staff_id, posted_on(POSTING, CYCLE.c.opened_on))
    kept = ("outcome", "outcome_note", "next_step")
    rated = ("confidence_before", "confidence_after", "self_before", "self_after")
    statement = (
        sa.select(
            COACHEE.c.id,
            COACHEE.c.staff_id,
            _WHO.c.number,
            full_name(_WHO),
            sa.func.coalesce(TEAM.c.name, ""),
            *(COACHEE.c[name] for name in (*kept, *rated)),
        )
        .select_from(
            COACHEE.join(CYCLE, CYCLE.c.id == COACHEE.c.cycle_id)
            .join(_WHO, _WHO.c.id == COACHEE.c.staff_id)
            .outerjoin(POSTING, then)
            .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
        )
        .where(COACHEE.c.cycle_id == cycle_id)
        .order_by(COACHEE.c.id)
    )
    return _rows(conn, statement, CoacheeRow)


def targets_of(conn: sa.Connection, cycle_id: int) -> tuple[CriterionRow, ...]:
    """The target criteria in the standard's order."""
    statement = (
        sa.select(*own_columns(CRITERION, CriterionRow))
        .join_from(TARGET, CRITERION, CRITERION.c.id == TARGET.c.criterion_id)
        .where(TARGET.c.cycle_id == cycle_id)
        .order_by(CRITERION.c.position, CRITERION.c.id)
    )
    return _rows(conn, statement, CriterionRow)


def triggers_of(conn: sa.Connection, cycle_id: int) -> tuple[TriggerRow, ...]:
    """The signals that opened the cycles, oldest first."""
    first = ("id", "number", "source", "severity", "occurred_on", "noticed_on", "recorded_at", "late_entry")
    statement = (
        sa.select(
            *(SIGNAL.c[name] for name in first),
            sa.func.coalesce(full_name(_ABOUT), ""),
            sa.func.coalesce(TEAM.c.name, ""),
            *(SIGNAL.c[name] for name in ("criterion_code", "participant_code", "what_happened")),
        )
        .select_from(
            LINK.join(SIGNAL, SIGNAL.c.id == LINK.c.signal_id)
            .outerjoin(_ABOUT, _ABOUT.c.id == SIGNAL.c.staff_id)
            .outerjoin(TEAM, TEAM.c.id == SIGNAL.c.team_id)
        )
        .where(LINK.c.cycle_id == cycle_id)
        .order_by(SIGNAL.c.occurred_on, SIGNAL.c.id)
    )
    return _rows(conn, statement, TriggerRow)


def pauses_of(conn: sa.Connection, cycle_id: int) -> tuple[PauseRow, ...]:
    """The pauses, oldest first."""
    statement = sa.select(*own_columns(PAUSE, PauseRow)).where(PAUSE.c.cycle_id == cycle_id)
    return _rows(conn, statement.order_by(PAUSE.c.from_on, PAUSE.c.id), PauseRow)


def overrides_of(conn: sa.Connection, cycle_id: int) -> tuple[OverrideRow, ...]:
    """The gates that were passed with a reason, oldest first."""
    own = own_columns(OVERRIDE, OverrideRow, "overridden_by")
    statement = sa.select(*own, sa.func.coalesce(PROFILE.c.name, ""))
    statement = statement.outerjoin_from(OVERRIDE, PROFILE, PROFILE.c.id == OVERRIDE.c.overridden_by)
    return _rows(conn, statement.where(OVERRIDE.c.cycle_id == cycle_id).order_by(OVERRIDE.c.id), OverrideRow)


def amendments_of(conn: sa.Connection, cycle_id: int) -> tuple[AmendmentRow, ...]:
    """The amendments, oldest first."""
    own = own_columns(AMENDMENT, AmendmentRow, "amended_by")
    statement = sa.select(*own, sa.func.coalesce(PROFILE.c.name, ""))
    statement = statement.outerjoin_from(AMENDMENT, PROFILE, PROFILE.c.id == AMENDMENT.c.amended_by)
    return _rows(conn, statement.where(AMENDMENT.c.cycle_id == cycle_id).order_by(AMENDMENT.c.id), AmendmentRow)


def sustain_of(conn: sa.Connection, cycle_id: int) -> tuple[SustainRow, ...]:
    """The sustain checks in the order they are due."""
    own = (
        "id",
        "days",
        "due_on",
        "status",
        "checked_on",
        "note",
        "recorded_at",
        "late_entry",
        "met",
        "total",
        "checked_by",
    )
    statement = (
        sa.select(
            *(SUSTAIN.c[name] for name in own),
            sa.func.coalesce(full_name(_CHECKER), ""),
            SUSTAIN.c.next_cycle_id,
            sa.func.coalesce(_NEXT.c.number, ""),
        )
        .select_from(
            SUSTAIN.outerjoin(_CHECKER, _CHECKER.c.id == SUSTAIN.c.checked_by).outerjoin(
                _NEXT, _NEXT.c.id == SUSTAIN.c.next_cycle_id
            )
        )
        .where(SUSTAIN.c.cycle_id == cycle_id)
    )
    return _rows(conn, statement.order_by(SUSTAIN.c.due_on, SUSTAIN.c.id), SustainRow)


def followers_of(conn: sa.Connection, cycle_id: int) -> tuple[tuple[int, str], ...]:
    """(id, number) of the cycles opened because the drift of this one came back."""
    statement = sa.select(CYCLE.c.id, CYCLE.c.number).where(CYCLE.c.previous_id == cycle_id).order_by(CYCLE.c.id)
    return tuple((row.id, row.number) for row in conn.execute(statement))
