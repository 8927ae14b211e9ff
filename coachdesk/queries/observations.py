"""Observations: the table, and observations whole with a rating per criterion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import full_name, own_columns, person, person_column, recorded_columns
from coachdesk.queries.ratings import RatingRow, rated_columns, ratings_of
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.sessions import Observation, Rating, Session
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.settings import Settings

OBSERVATION, RATING = table(Observation), table(Rating)
SESSION, CYCLE, PROFILE = table(Session), table(Cycle), table(Profile)
STD, VERSION = table(Standard), table(StandardVersion)
_SEEN, _OBSERVER = person("observed_staff"), person("observer")
_FIRST = OBSERVATION.alias("first_view")

_OF_THIS = RATING.c.observation_id == OBSERVATION.c.id
_SOURCE = (
    OBSERVATION.outerjoin(CYCLE, CYCLE.c.id == OBSERVATION.c.cycle_id)
    .outerjoin(SESSION, SESSION.c.id == OBSERVATION.c.session_id)
    .outerjoin(_SEEN, _SEEN.c.id == OBSERVATION.c.staff_id)
    .outerjoin(_OBSERVER, _OBSERVER.c.id == OBSERVATION.c.observer_id)
    .outerjoin(VERSION, VERSION.c.id == OBSERVATION.c.version_id)
    .outerjoin(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(PROFILE, PROFILE.c.id == OBSERVATION.c.recorded_by)
    .outerjoin(_FIRST, _FIRST.c.id == OBSERVATION.c.paired_with_id)
)


OBSERVATIONS = TableQuery(
    family="observation",
    title=QT_TRANSLATE_NOOP("Tables", "Observations"),
    source=_SOURCE,
    id=OBSERVATION.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), OBSERVATION.c.number, width=10),
        Column("observed_at", QT_TRANSLATE_NOOP("Columns", "When"), OBSERVATION.c.observed_at, "datetime", width=16),
        person_column("staff", QT_TRANSLATE_NOOP("Columns", "Staff member"), _SEEN),
        person_column("observer", QT_TRANSLATE_NOOP("Columns", "Observer"), _OBSERVER),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("session", QT_TRANSLATE_NOOP("Columns", "Session"), SESSION.c.number, width=10, shown=False),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8, shown=False),
        Column("setting", QT_TRANSLATE_NOOP("Columns", "Setting"), OBSERVATION.c.setting, "choice", "setting", 14),
        *rated_columns(RATING, _OF_THIS),
        Column("consent", QT_TRANSLATE_NOOP("Columns", "Consent"), OBSERVATION.c.consent, "bool", width=9),
        *unshown(
            Column(
                "deidentified",
                QT_TRANSLATE_NOOP("Columns", "No participant named"),
                OBSERVATION.c.deidentified,
                "bool",
                width=12,
            ),
            Column("paired_with", QT_TRANSLATE_NOOP("Columns", "Second view of"), _FIRST.c.number, width=10),
        ),
        Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), OBSERVATION.c.note, "long_text", width=36),
        *recorded_columns(OBSERVATION, PROFILE),
    ),
    search=(
        OBSERVATION.c.number,
        OBSERVATION.c.note,
        CYCLE.c.number,
        STD.c.code,
        _SEEN.c.first_name,
        _SEEN.c.last_name,
        _SEEN.c.preferred_name,
        _OBSERVER.c.first_name,
        _OBSERVER.c.last_name,
    ),
    order=(("observed_at", True),),
)


@dataclass(frozen=True, slots=True)
class ObservationDetail:
    """One observation whole. ratings: in the order of the criteria.  cycle, session: numbers, "" without.

    paired_with: the number of the first observer's record of the same event, "" when this is the first or only view.
    """

    id: int
    number: str
    cycle_id: int | None
    cycle: str
    session_id: int | None
    session: str
    staff_id: int
    staff: str
    observer_id: int
    observer: str
    version_id: int
    standard: str
    version: int
    observed_at: datetime
    setting: str
    consent: bool
    deidentified: bool
    paired_with_id: int | None
    paired_with: str
    note: str
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    ratings: tuple[RatingRow, ...]


def observation_detail(
    conn: sa.Connection, observation_id: int, _today: date, _settings: Settings
) -> ObservationDetail | None:
    """Everything an observation's page shows; None when there is none of this id."""
    return next(iter(observations_where(conn, OBSERVATION.c.id == observation_id)), None)


def observations_where(conn: sa.Connection, test: sa.ColumnElement[bool]) -> list[ObservationDetail]:
    """The observations that pass `test` (a condition on the observation table), oldest first; two statements."""
    joined = ("cycle", "session", "staff", "observer", "standard", "version", "paired_with", "recorded_by")
    statement = sa.select(
        *own_columns(OBSERVATION, ObservationDetail, *joined, "ratings"),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(SESSION.c.number, "").label("session"),
        sa.func.coalesce(full_name(_SEEN), "").label("staff"),
        sa.func.coalesce(full_name(_OBSERVER), "").label("observer"),
        (STD.c.code + " " + VERSION.c.title).label("standard"),
        VERSION.c.number.label("version"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
        sa.func.coalesce(_FIRST.c.number, "").label("paired_with"),
    )
    statement = statement.select_from(_SOURCE).where(test).order_by(OBSERVATION.c.observed_at, OBSERVATION.c.id)
    rows = conn.execute(statement).mappings().all()
    ratings = ratings_of(conn, OBSERVATION, RATING, _OF_THIS, test)
    return [ObservationDetail(**row, ratings=tuple(ratings[row["id"]])) for row in rows]
