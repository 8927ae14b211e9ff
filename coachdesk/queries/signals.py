"""Drift signals: the table and one signal's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.beside import ActionBeside, CycleBeside, actions_of_signal, cycles_of_signal
from coachdesk.queries.parts import full_name, person, person_column, recorded_columns
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.actions import ActionSignal, CorrectiveAction
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.records.people import Team
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.settings import Settings

SIGNAL, STD, TEAM, PROFILE = table(Signal), table(Standard), table(Team), table(Profile)
CYCLE, LINK = table(Cycle), table(CycleSignal)
ACTION, ANSWERED = table(CorrectiveAction), table(ActionSignal)
_WHO = person("signal_staff")

SOURCE = (
    SIGNAL.outerjoin(_WHO, _WHO.c.id == SIGNAL.c.staff_id)
    .outerjoin(TEAM, TEAM.c.id == SIGNAL.c.team_id)
    .outerjoin(STD, STD.c.id == SIGNAL.c.standard_id)
    .outerjoin(PROFILE, PROFILE.c.id == SIGNAL.c.recorded_by)
)

# A signal opens one cycle; should it ever stand in two, the later one is named.
_CYCLE: sa.ColumnElement[str] = (
    sa.select(sa.func.max(CYCLE.c.number))
    .join_from(CYCLE, LINK, LINK.c.cycle_id == CYCLE.c.id)
    .where(LINK.c.signal_id == SIGNAL.c.id)
    .scalar_subquery()
)

_ACTION: sa.ColumnElement[str] = (
    sa.select(sa.func.max(ACTION.c.number))
    .join_from(ACTION, ANSWERED, ANSWERED.c.action_id == ACTION.c.id)
    .where(ANSWERED.c.signal_id == SIGNAL.c.id)
    .scalar_subquery()
)

SIGNALS = TableQuery(
    family="signal",
    title=QT_TRANSLATE_NOOP("Tables", "Signals"),
    source=SOURCE,
    id=SIGNAL.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), SIGNAL.c.number, width=10),
        Column("occurred_on", QT_TRANSLATE_NOOP("Columns", "Occurred"), SIGNAL.c.occurred_on, "date", width=12),
        Column("source", QT_TRANSLATE_NOOP("Columns", "Source"), SIGNAL.c.source, "choice", "signal_source", width=20),
        Column("severity", QT_TRANSLATE_NOOP("Columns", "Severity"), SIGNAL.c.severity, "choice", "severity", width=10),
        person_column("staff", QT_TRANSLATE_NOOP("Columns", "Staff member"), _WHO),
        Column("team", QT_TRANSLATE_NOOP("Columns", "Team"), TEAM.c.name, width=18),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("criterion", QT_TRANSLATE_NOOP("Columns", "Criterion"), SIGNAL.c.criterion_code, width=9),
        Column(
            "what_happened",
            QT_TRANSLATE_NOOP("Columns", "What happened"),
            SIGNAL.c.what_happened,
            "long_text",
            width=40,
        ),
        Column("triage", QT_TRANSLATE_NOOP("Columns", "Decision"), SIGNAL.c.triage, "choice", "triage", width=15),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), _CYCLE, width=12),
        Column("action", QT_TRANSLATE_NOOP("Columns", "Corrective action"), _ACTION, width=10),
        *unshown(
            Column(
                "participant_code",
                QT_TRANSLATE_NOOP("Columns", "Participant code"),
                SIGNAL.c.participant_code,
                width=14,
            ),
            Column(
                "partner_kind",
                QT_TRANSLATE_NOOP("Columns", "Partner"),
                SIGNAL.c.partner_kind,
                "choice",
                "partner_kind",
                width=16,
            ),
            Column("noticed_on", QT_TRANSLATE_NOOP("Columns", "Noticed"), SIGNAL.c.noticed_on, "date", width=12),
            Column(
                "triage_reason", QT_TRANSLATE_NOOP("Columns", "Reason"), SIGNAL.c.triage_reason, "long_text", width=30
            ),
            Column("triaged_at", QT_TRANSLATE_NOOP("Columns", "Decided"), SIGNAL.c.triaged_at, "datetime", width=16),
        ),
        *recorded_columns(SIGNAL, PROFILE),
    ),
    search=(
        SIGNAL.c.number,
        SIGNAL.c.what_happened,
        SIGNAL.c.participant_code,
        _WHO.c.first_name,
        _WHO.c.last_name,
        _WHO.c.preferred_name,
        TEAM.c.name,
        STD.c.code,
        STD.c.title,
    ),
    order=(("occurred_on", True),),
    filters={"staff_id": SIGNAL.c.staff_id.in_},
)


@dataclass(frozen=True, slots=True)
class SignalDetail:
    """One signal. criterion_text is the wording in the standard's newest version; names are "" where nothing is set."""

    id: int
    number: str
    source: str
    partner_kind: str
    occurred_on: date
    noticed_on: date
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    staff_id: int | None
    staff: str
    team_id: int | None
    team: str
    standard_id: int | None
    standard: str
    criterion_code: str
    criterion_text: str
    severity: str
    participant_code: str
    what_happened: str
    triage: str
    triage_reason: str
    triaged_at: datetime | None
    cycles: tuple[CycleBeside, ...]  # those it opened (R20)
    actions: tuple[ActionBeside, ...]  # those that answer it


def signal_detail(conn: sa.Connection, signal_id: int, today: date, _settings: Settings) -> SignalDetail | None:
    """Everything a signal's page shows; None when there is none of this id."""
    statement = sa.select(
        SIGNAL,
        sa.func.coalesce(full_name(_WHO), "").label("staff"),
        sa.func.coalesce(TEAM.c.name, "").label("team"),
        sa.func.coalesce(STD.c.code + " " + STD.c.title, "").label("standard"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorder"),
    )
    row = conn.execute(statement.select_from(SOURCE).where(SIGNAL.c.id == signal_id)).first()
    if row is None:
        return None
    return SignalDetail(
        id=row.id,
        number=row.number,
        source=row.source,
        partner_kind=row.partner_kind,
        occurred_on=row.occurred_on,
        noticed_on=row.noticed_on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorder,
        late_entry=row.late_entry,
        staff_id=row.staff_id,
        staff=row.staff,
        team_id=row.team_id,
        team=row.team,
        standard_id=row.standard_id,
        standard=row.standard,
        criterion_code=row.criterion_code,
        criterion_text=criterion_text(conn, row.standard_id, row.criterion_code),
        severity=row.severity,
        participant_code=row.participant_code,
        what_happened=row.what_happened,
        triage=row.triage,
        triage_reason=row.triage_reason,
        triaged_at=row.triaged_at,
        cycles=cycles_of_signal(conn, signal_id, today),
        actions=actions_of_signal(conn, signal_id, today),
    )


def criterion_text(conn: sa.Connection, standard_id: int | None, code: str) -> str:
    """A criterion as the newest version that has it words it; "" when there is none."""
    criterion, version = table(Criterion), table(StandardVersion)
    statement = (
        sa.select(criterion.c.text)
        .join(version, version.c.id == criterion.c.version_id)
        .where(version.c.standard_id == standard_id, criterion.c.code == code)
        .order_by(version.c.number.desc())
        .limit(1)
    )
    return conn.execute(statement).scalar_one_or_none() or ""
