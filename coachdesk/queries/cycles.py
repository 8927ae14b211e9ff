"""Coaching cycles as a table."""

from __future__ import annotations

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.cycle_next import NEXT_STEP
from coachdesk.queries.parts import counted, full_name, person, person_column
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Amendment, Coachee, Cycle, CycleSignal, GateOverride
from coachdesk.records.people import Team
from coachdesk.records.sessions import Session
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.rules.moves import ENDED, STOPPED

CYCLE, COACHEE, TEAM, PROFILE = table(Cycle), table(Coachee), table(Team), table(Profile)
STD, VERSION, SESSION = table(Standard), table(StandardVersion), table(Session)
_COACH, _VALIDATOR, _COACHED = person("cycle_coach"), person("cycle_validator"), person("coachee_staff")

SOURCE = (
    CYCLE.outerjoin(VERSION, VERSION.c.id == CYCLE.c.version_id)
    .outerjoin(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(TEAM, TEAM.c.id == CYCLE.c.team_id)
    .outerjoin(_COACH, _COACH.c.id == CYCLE.c.coach_id)
    .outerjoin(_VALIDATOR, _VALIDATOR.c.id == CYCLE.c.validator_id)
    .outerjoin(PROFILE, PROFILE.c.id == CYCLE.c.signed_off_by)
)

_COUNT = counted(COACHEE, COACHEE.c.cycle_id == CYCLE.c.id)
_NAMES: sa.ColumnElement[str] = (
    sa.select(sa.func.aggregate_strings(full_name(_COACHED), ", "))
    .join_from(COACHEE, _COACHED, _COACHED.c.id == COACHEE.c.staff_id)
    .where(COACHEE.c.cycle_id == CYCLE.c.id)
    .scalar_subquery()
)
# One person by name, several by number and team ("3, North team"), by name where no team is set.
_SUMMARY: sa.ColumnElement[str] = sa.case(
    (sa.or_(_COUNT < 2, TEAM.c.name.is_(None)), _NAMES),
    else_=sa.cast(_COUNT, sa.String) + ", " + TEAM.c.name,
)


def _ended(outcome: str) -> sa.ColumnElement[int]:
    return counted(COACHEE, COACHEE.c.cycle_id == CYCLE.c.id, COACHEE.c.outcome == outcome)


# The phase's own clock; a paused, escalated or finished cycle has none (R10).
_DUE = sa.case((CYCLE.c.status.in_((*STOPPED, *ENDED)), None), else_=CYCLE.c.due_on)

CYCLES = TableQuery(
    family="cycle",
    title=QT_TRANSLATE_NOOP("Tables", "Cycles"),
    source=SOURCE,
    id=CYCLE.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), CYCLE.c.title, width=26),
        *unshown(
            Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
            Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8),
        ),
        Column("coachees", QT_TRANSLATE_NOOP("Columns", "Coachees"), _SUMMARY, width=15),
        person_column("coach", QT_TRANSLATE_NOOP("Columns", "Coach"), _COACH, width=14),
        Column(
            "phase",
            QT_TRANSLATE_NOOP("Columns", "Phase"),
            CYCLE.c.phase,
            "choice",
            "cycle_phase",
            width=10,
            shown=False,
        ),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), CYCLE.c.status, "choice", "cycle_status", width=11),
        Column("next_step", QT_TRANSLATE_NOOP("Columns", "Next step"), NEXT_STEP, "choice", "next_step", width=20),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), _DUE, "date", width=17, sort=CYCLE.c.due_on),
        *unshown(
            person_column("validator", QT_TRANSLATE_NOOP("Columns", "Validator"), _VALIDATOR, width=18),
            Column("coachee_names", QT_TRANSLATE_NOOP("Columns", "Coachee names"), _NAMES, width=30),
            Column("team", QT_TRANSLATE_NOOP("Columns", "Team"), TEAM.c.name, width=18),
            Column("cause", QT_TRANSLATE_NOOP("Columns", "Likely cause"), CYCLE.c.cause, "choice", "cause"),
            Column(
                "signals",
                QT_TRANSLATE_NOOP("Columns", "Signals"),
                counted(table(CycleSignal), table(CycleSignal).c.cycle_id == CYCLE.c.id),
                "int",
                width=9,
            ),
            Column(
                "sessions_held",
                QT_TRANSLATE_NOOP("Columns", "Sessions held"),
                counted(SESSION, SESSION.c.cycle_id == CYCLE.c.id, SESSION.c.status == "held"),
                "int",
                width=9,
            ),
            Column("opened_on", QT_TRANSLATE_NOOP("Columns", "Opened"), CYCLE.c.opened_on, "date", width=12),
            Column("closed_at", QT_TRANSLATE_NOOP("Columns", "Ended"), CYCLE.c.closed_at, "datetime", width=16),
            Column("achieved", QT_TRANSLATE_NOOP("Columns", "Achieved"), _ended("achieved"), "int", width=9),
            Column(
                "not_achieved", QT_TRANSLATE_NOOP("Columns", "Not achieved"), _ended("not_achieved"), "int", width=9
            ),
            Column("incomplete", QT_TRANSLATE_NOOP("Columns", "Incomplete"), _ended("incomplete"), "int", width=9),
            Column(
                "overrides",
                QT_TRANSLATE_NOOP("Columns", "Gates overridden"),
                counted(table(GateOverride), table(GateOverride).c.cycle_id == CYCLE.c.id),
                "int",
                width=9,
            ),
            Column(
                "amendments",
                QT_TRANSLATE_NOOP("Columns", "Amendments"),
                counted(table(Amendment), table(Amendment).c.cycle_id == CYCLE.c.id),
                "int",
                width=9,
            ),
            Column("signed_off_by", QT_TRANSLATE_NOOP("Columns", "Signed off by"), PROFILE.c.name, width=18),
            Column("follow_up_on", QT_TRANSLATE_NOOP("Columns", "Follow-up"), CYCLE.c.follow_up_on, "date", width=12),
        ),
    ),
    search=(
        CYCLE.c.number,
        CYCLE.c.title,
        STD.c.code,
        STD.c.title,
        TEAM.c.name,
        _COACH.c.first_name,
        _COACH.c.last_name,
        _COACH.c.preferred_name,
        _NAMES,
    ),
    order=(("number", True),),
    search_links=(
        ("coachee", COACHEE.c.id, COACHEE.c.cycle_id),
        ("staff", COACHEE.c.staff_id, COACHEE.c.cycle_id),
    ),
)
"""Every cycle, newest first. `due_on` is empty while no clock runs."""
