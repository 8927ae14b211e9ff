"""Scenario exercises: the table, and exercises whole with a rating per criterion."""

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
from coachdesk.records.scenarios import ScenarioExercise, ScenarioRating
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.settings import Settings

EXERCISE, RATED = table(ScenarioExercise), table(ScenarioRating)
CYCLE, PROFILE, STD, VERSION = table(Cycle), table(Profile), table(Standard), table(StandardVersion)
_WHO, _REVIEWER = person("exercise_of"), person("exercise_reviewer")

_OF_THIS = RATED.c.exercise_id == EXERCISE.c.id
_SOURCE = (
    EXERCISE.join(CYCLE, CYCLE.c.id == EXERCISE.c.cycle_id)
    .outerjoin(_WHO, _WHO.c.id == EXERCISE.c.staff_id)
    .outerjoin(_REVIEWER, _REVIEWER.c.id == EXERCISE.c.reviewer_id)
    .outerjoin(VERSION, VERSION.c.id == EXERCISE.c.version_id)
    .outerjoin(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(PROFILE, PROFILE.c.id == EXERCISE.c.recorded_by)
)


SCENARIOS = TableQuery(
    family="scenario_exercise",
    title=QT_TRANSLATE_NOOP("Tables", "Scenario exercises"),
    source=_SOURCE,
    id=EXERCISE.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), EXERCISE.c.number, width=10),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        person_column("staff", QT_TRANSLATE_NOOP("Columns", "Coachee"), _WHO),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8, shown=False),
        Column(
            "submitted_at", QT_TRANSLATE_NOOP("Columns", "Handed in"), EXERCISE.c.submitted_at, "datetime", width=16
        ),
        person_column("reviewer", QT_TRANSLATE_NOOP("Columns", "Reviewer"), _REVIEWER),
        Column("reviewed_at", QT_TRANSLATE_NOOP("Columns", "Reviewed"), EXERCISE.c.reviewed_at, "datetime", width=16),
        *rated_columns(RATED, _OF_THIS),
        Column("feedback", QT_TRANSLATE_NOOP("Columns", "Feedback"), EXERCISE.c.feedback, "long_text", width=36),
        *unshown(
            Column("answer", QT_TRANSLATE_NOOP("Columns", "Answer"), EXERCISE.c.answer, "long_text", width=36),
            Column("scenario", QT_TRANSLATE_NOOP("Columns", "Scenario"), EXERCISE.c.scenario, "long_text", width=36),
        ),
        *recorded_columns(EXERCISE, PROFILE),
    ),
    search=(
        EXERCISE.c.number,
        EXERCISE.c.answer,
        EXERCISE.c.feedback,
        CYCLE.c.number,
        STD.c.code,
        _WHO.c.first_name,
        _WHO.c.last_name,
        _WHO.c.preferred_name,
    ),
    order=(("submitted_at", True),),
)


@dataclass(frozen=True, slots=True)
class ScenarioDetail:
    """One exercise whole. reviewer: "" while nobody is named.  ratings: in the order of the criteria."""

    id: int
    number: str
    cycle_id: int
    cycle: str
    staff_id: int
    staff: str
    version_id: int
    standard: str
    version: int
    scenario: str
    answer: str
    submitted_at: datetime
    reviewer_id: int | None
    reviewer: str
    reviewed_at: datetime | None
    feedback: str
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    ratings: tuple[RatingRow, ...]


def scenario_detail(conn: sa.Connection, exercise_id: int, _today: date, _settings: Settings) -> ScenarioDetail | None:
    """One exercise; None when there is none of this id."""
    return next(iter(scenarios_where(conn, EXERCISE.c.id == exercise_id)), None)


def scenarios_where(conn: sa.Connection, test: sa.ColumnElement[bool]) -> list[ScenarioDetail]:
    """The exercises that pass `test` (a condition on their table), oldest first; two statements."""
    joined = ("cycle", "staff", "standard", "version", "reviewer", "recorded_by")
    statement = sa.select(
        *own_columns(EXERCISE, ScenarioDetail, *joined, "ratings"),
        CYCLE.c.number.label("cycle"),
        sa.func.coalesce(full_name(_WHO), "").label("staff"),
        sa.func.coalesce(full_name(_REVIEWER), "").label("reviewer"),
        (STD.c.code + " " + VERSION.c.title).label("standard"),
        VERSION.c.number.label("version"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
    )
    statement = statement.select_from(_SOURCE).where(test).order_by(EXERCISE.c.submitted_at, EXERCISE.c.id)
    rows = conn.execute(statement).mappings().all()
    ratings = ratings_of(conn, EXERCISE, RATED, _OF_THIS, test)
    return [ScenarioDetail(**row, ratings=tuple(ratings[row["id"]])) for row in rows]
