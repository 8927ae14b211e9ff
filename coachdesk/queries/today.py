"""What is due, late and waiting, for the Today page and for the counters of the navigation rail.

Everything here reads few rows by an index: open cycles, planned sessions, open steps, checks that are due, new signals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle_facts import facts_of, pauses_of
from coachdesk.queries.cycle_next import CYCLE, NEXT_STEP
from coachdesk.queries.parts import full_name, person
from coachdesk.queries.today_actions import action_rows
from coachdesk.queries.today_competence import competence_rows
from coachdesk.queries.today_planned import planned_rows
from coachdesk.queries.today_row import AHEAD_DAYS, RUNNING, Kind, TodayRow
from coachdesk.queries.today_row import today_row as _row
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, SustainCheck
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import ActionStep, Session, SessionCoachee
from coachdesk.records.signals import Signal
from coachdesk.rules.clocks import DueState, due_in_hours
from coachdesk.rules.facts import CycleFacts
from coachdesk.rules.gates import gate, next_gate
from coachdesk.rules.moves import ENDED, STOPPED
from coachdesk.rules.wording import names
from coachdesk.settings import Settings

__all__ = ["Counts", "TodayRow", "counts", "new_signal_count", "open_cycle_count", "today_rows"]

# The tables themselves, not the lists of other pages that show them: this is the first page, and lists take long to
# load.
SESSION, ATTENDED, STEP = table(Session), table(SessionCoachee), table(ActionStep)
SIGNAL, EXERCISE, SUSTAIN = table(Signal), table(ScenarioExercise), table(SustainCheck)
_GATES = {"gate_coach", "gate_validate", "close_cycle"}
_ORDER: dict[DueState, int] = {"late": 0, "today": 1, "soon": 2, "later": 3, "none": 4}


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures for the rail: things that are late, open cycles, signals without a decision."""

    late: int
    open_cycles: int
    new_signals: int


def today_rows(conn: sa.Connection, now: datetime, settings: Settings) -> tuple[TodayRow, ...]:
    """All that is late or due within a week, the most pressing first. now: aware, in the computer's zone."""
    rows = [
        *_sessions(conn, now, settings),
        *_feedback(conn, now, settings),
        *_scenarios(conn, now, settings),
        *_cycles(conn, now, settings),
        *_steps(conn, now, settings),
        *planned_rows(conn, now, settings),
        *_sustain(conn, now, settings),
        *competence_rows(conn, now, settings),
        *action_rows(conn, now, settings),
        *_signals(conn, now, settings),
    ]
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.state], _day(row.due), row.kind, row.record_id)))


def counts(conn: sa.Connection, now: datetime, settings: Settings) -> Counts:
    """The rail's figures."""
    late = sum(row.state == "late" for row in today_rows(conn, now, settings))
    return Counts(late, open_cycle_count(conn), new_signal_count(conn))


def open_cycle_count(conn: sa.Connection) -> int:
    """How many cycles are not over."""
    return _count(conn, sa.select(sa.func.count()).select_from(CYCLE).where(CYCLE.c.status.in_(_OPEN)))


def new_signal_count(conn: sa.Connection) -> int:
    """How many signals nobody has decided about."""
    return _count(conn, sa.select(sa.func.count()).select_from(SIGNAL).where(SIGNAL.c.triage == "new"))


def last_moment(day: date) -> datetime:
    """The end of `day` by this computer's clock, also where summer time begins or ends before it."""
    return datetime.combine(day + timedelta(days=1), time.min).astimezone()


# Named one by one, so that the index on the status is used.
_OPEN = tuple(code for code in vocabulary.codes("cycle_status") if code not in ENDED)


def _count(conn: sa.Connection, statement: sa.Select[Any]) -> int:
    return int(conn.execute(statement).scalar_one())


def _day(due: date | datetime | None) -> date:
    if due is None:
        return date.max
    return due.astimezone().date() if isinstance(due, datetime) else due


def _place(row: Any, came: Sequence[tuple[int, str]]) -> tuple[str, int]:
    """Where a session is seen to: in its cycle; one outside of cycles on the page of who was coached."""
    if row.cycle_id is not None:
        return ("cycles", row.cycle_id)
    return ("staff", came[0][0] if came else row.coach_id)


def _sessions(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Planned sessions of the days ahead, and planned ones whose time has passed without a word."""
    coach = person("coach")
    until = last_moment(now.date() + timedelta(days=AHEAD_DAYS))
    statement = (
        sa.select(SESSION, full_name(coach).label("coach"), CYCLE.c.number.label("cycle"))
        .select_from(
            SESSION.outerjoin(coach, coach.c.id == SESSION.c.coach_id).outerjoin(
                CYCLE, CYCLE.c.id == SESSION.c.cycle_id
            )
        )
        .where(SESSION.c.status == "planned", SESSION.c.starts_at < until)
        .where(sa.or_(CYCLE.c.id.is_(None), CYCLE.c.status.in_(RUNNING)))
    )
    rows = conn.execute(statement).all()
    came = _coachees(conn, [row.id for row in rows])
    text = translate("Today", "{kind} with {people}")
    return [
        _row(
            "session",
            text.format(
                kind=vocabulary.label("session_kind", row.kind), people=names([name for _, name in came[row.id]])
            ),
            row.starts_at,
            now,
            settings,
            _place(row, came[row.id]),
            (row.coach_id, row.coach or ""),
            (row.cycle_id, row.cycle or ""),
        )
        for row in rows
    ]


def _coachees(conn: sa.Connection, session_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    who = person("came")
    statement = (
        sa.select(ATTENDED.c.session_id, who.c.id, full_name(who))
        .join(who, who.c.id == ATTENDED.c.staff_id)
        .where(ATTENDED.c.session_id.in_(session_ids))
        .order_by(ATTENDED.c.id)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for session_id, staff_id, name in conn.execute(statement):
        found[session_id].append((staff_id, name))
    return found


def _feedback(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Held sessions without feedback, in cycles that are running and outside of cycles within the last weeks (R10)."""
    coach = person("coach")
    columns = (SESSION.c.id, SESSION.c.number, SESSION.c.starts_at, SESSION.c.minutes, SESSION.c.coach_id)
    base = sa.select(*columns, full_name(coach).label("coach"), SESSION.c.cycle_id, CYCLE.c.number.label("cycle"))
    base = base.where(SESSION.c.status == "held", SESSION.c.feedback_at.is_(None))
    base = base.select_from(
        SESSION.outerjoin(coach, coach.c.id == SESSION.c.coach_id).outerjoin(CYCLE, CYCLE.c.id == SESSION.c.cycle_id)
    )
    # Two statements rather than one with "or": each is answered by an index.
    other = table(Cycle).alias("running_cycle")
    running = sa.select(other.c.id).where(other.c.status.in_(RUNNING))
    inside = base.where(SESSION.c.cycle_id.in_(running))
    outside = base.where(SESSION.c.cycle_id.is_(None), SESSION.c.starts_at >= now - timedelta(days=60))
    rows = [*conn.execute(inside), *conn.execute(outside)]
    pauses = pauses_of(conn, {row.cycle_id for row in rows if row.cycle_id is not None})
    came = _coachees(conn, [row.id for row in rows])
    text = translate("Today", "Give feedback on session {number}")
    found = []
    for row in rows:
        ended = row.starts_at + timedelta(minutes=row.minutes or 0)
        due = due_in_hours(ended, settings.feedback_hours, pauses.get(row.cycle_id, ()))
        place = _place(row, came[row.id])
        who, cycle = (row.coach_id, row.coach or ""), (row.cycle_id, row.cycle or "")
        found.append(_row("feedback", text.format(number=row.number), due, now, settings, place, who, cycle))
    return found


def _scenarios(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Scenario exercises that wait for their review (R10): for the reviewer named, else for the coach."""
    who, reviewer, coach = person("exercised"), person("reviewer"), person("coach")
    columns = (EXERCISE.c.number, EXERCISE.c.submitted_at, EXERCISE.c.cycle_id, CYCLE.c.number.label("cycle"))
    statement = (
        sa.select(
            *columns,
            full_name(who).label("who"),
            sa.func.coalesce(EXERCISE.c.reviewer_id, CYCLE.c.coach_id).label("by_id"),
            sa.func.coalesce(full_name(reviewer), full_name(coach), "").label("by"),
        )
        .select_from(
            EXERCISE.join(CYCLE, CYCLE.c.id == EXERCISE.c.cycle_id)
            .join(who, who.c.id == EXERCISE.c.staff_id)
            .outerjoin(reviewer, reviewer.c.id == EXERCISE.c.reviewer_id)
            .outerjoin(coach, coach.c.id == CYCLE.c.coach_id)
        )
        .where(EXERCISE.c.reviewed_at.is_(None), CYCLE.c.status.in_(RUNNING))
    )
    rows = conn.execute(statement).all()
    pauses = pauses_of(conn, {row.cycle_id for row in rows})
    text = translate("Today", "Review {name}'s scenario exercise {number}")
    found = []
    for row in rows:
        due = due_in_hours(row.submitted_at, settings.scenario_hours, pauses[row.cycle_id])
        words, place = text.format(name=row.who, number=row.number), ("cycles", row.cycle_id)
        by, cycle = (row.by_id, row.by), (row.cycle_id, row.cycle)
        found.append(_row("scenario", words, due, now, settings, place, by, cycle))
    return found


def _cycles(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """The phase each running cycle is in with its next step; a gate whose list is complete says so at once.

    An escalated cycle waits for a decision without a day, since its clocks stand still (R10).
    """
    coach = person("coach")
    columns = (CYCLE.c.id, CYCLE.c.number, CYCLE.c.title, CYCLE.c.status, CYCLE.c.due_on, CYCLE.c.coach_id)
    statement = (
        sa.select(*columns, full_name(coach).label("coach"), NEXT_STEP.label("next"))
        .select_from(CYCLE.outerjoin(coach, coach.c.id == CYCLE.c.coach_id))
        .where(CYCLE.c.status.in_((*RUNNING, "escalated", "proposed")))
    )
    until = now.date() + timedelta(days=AHEAD_DAYS)
    text = translate("Today", "{title}: {step}")
    rows = conn.execute(statement).all()
    near = facts_of(conn, [row.id for row in rows if row.next in _GATES])
    found = []
    for row in rows:
        step = vocabulary.label("next_step", row.next)
        ready = row.id in near and _ready(near[row.id], settings)
        if not ready and row.due_on > until and row.status in RUNNING:
            continue
        kind: Kind = "gate" if ready else "phase"
        who, cycle = (row.coach_id, row.coach or ""), (row.id, row.number)
        words = text.format(title=row.title, step=step)
        due = None if row.status in STOPPED else row.due_on
        found.append(_row(kind, words, due, now, settings, ("cycles", row.id), who, cycle))
    return found


def _ready(facts: CycleFacts, settings: Settings) -> bool:
    """Whether the gate in front is satisfied. Outcomes and sign-off are given in closing itself, so they may wait."""
    result = gate(next_gate(facts.status), facts, settings)
    return all(not item.missing or item.key in ("outcomes", "next_steps", "sign_off") for item in result.items)


def _steps(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Action steps that are open and due within the week."""
    owner = person("owner")
    until = now.date() + timedelta(days=AHEAD_DAYS)
    statement = (
        sa.select(STEP, full_name(owner).label("owner"), SESSION.c.cycle_id, CYCLE.c.number.label("cycle"))
        .select_from(
            STEP.join(SESSION, SESSION.c.id == STEP.c.session_id)
            .outerjoin(CYCLE, CYCLE.c.id == SESSION.c.cycle_id)
            .outerjoin(owner, owner.c.id == STEP.c.owner_id)
        )
        .where(STEP.c.status == "open", STEP.c.due_on <= until)
        .where(sa.or_(CYCLE.c.id.is_(None), CYCLE.c.status.in_(RUNNING)))
    )
    rows = conn.execute(statement.add_columns(SESSION.c.coach_id)).all()
    came = _coachees(conn, [row.session_id for row in rows if row.cycle_id is None])
    return [
        _row(
            "step",
            row.text,
            row.due_on,
            now,
            settings,
            _place(row, came[row.session_id]),
            (row.owner_id, row.owner or ""),
            (row.cycle_id, row.cycle or ""),
        )
        for row in rows
    ]


def _sustain(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Sustain checks due within the week (R8)."""
    coach = person("coach")
    until = now.date() + timedelta(days=AHEAD_DAYS)
    columns = (SUSTAIN.c.id, SUSTAIN.c.days, SUSTAIN.c.due_on, CYCLE.c.id.label("cycle_id"), CYCLE.c.number)
    statement = (
        sa.select(*columns, CYCLE.c.title, CYCLE.c.coach_id, full_name(coach).label("coach"))
        .select_from(
            SUSTAIN.join(CYCLE, CYCLE.c.id == SUSTAIN.c.cycle_id).outerjoin(coach, coach.c.id == CYCLE.c.coach_id)
        )
        .where(SUSTAIN.c.status == "due", SUSTAIN.c.due_on <= until)
    )
    text = translate("Today", "{title}: {days}-day sustain check")
    return [
        _row(
            "sustain",
            text.format(title=row.title, days=row.days),
            row.due_on,
            now,
            settings,
            ("cycles", row.cycle_id),
            (row.coach_id, row.coach or ""),
            (row.cycle_id, row.number),
        )
        for row in conn.execute(statement)
    ]


def _signals(conn: sa.Connection, now: datetime, settings: Settings, most: int = 200) -> list[TodayRow]:
    """The newest signals that wait for a decision."""
    statement = (
        sa.select(SIGNAL.c.id, SIGNAL.c.number, SIGNAL.c.source, SIGNAL.c.severity, SIGNAL.c.what_happened)
        .where(SIGNAL.c.triage == "new")
        .order_by(SIGNAL.c.id.desc())
        .limit(most)
    )
    text = translate("Today", "Decide about {number}: {source}, {severity}")
    found = []
    for row in conn.execute(statement):
        source, severity = vocabulary.label("signal_source", row.source), vocabulary.label("severity", row.severity)
        words = text.format(number=row.number, source=source, severity=severity)
        waits = _row("signal", words, None, now, settings, ("signals", row.id))
        new, tone = vocabulary.label("triage", "new"), vocabulary.tone("severity", row.severity)
        found.append(replace(waits, words=new, tone=tone))
    return found
