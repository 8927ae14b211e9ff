"""What falls due on which day, for the calendar: phases, planned sessions, planned steps, follow-ups, sustain checks.

Closed days come along, so that a calendar shows why nothing is due on them (R10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.agency import AGENCY, own_days
from coachdesk.queries.parts import full_name, local_day, person
from coachdesk.queries.planned_steps import STEP, WANTED
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, CyclePhase, SustainCheck
from coachdesk.records.sessions import Session, SessionCoachee
from coachdesk.rules.clocks import DAY, calendar_for
from coachdesk.rules.moves import ENDED, STOPPED
from coachdesk.rules.wording import clock_words, names
from coachdesk.settings import Settings

CYCLE, PHASE, SUSTAIN = table(Cycle), table(CyclePhase), table(SustainCheck)
SESSION, ATTENDED = table(Session), table(SessionCoachee)
Kind = Literal["phase", "session", "planned", "follow_up", "sustain"]
RUNNING = ("diagnosing", "coaching", "validating")


@dataclass(frozen=True, slots=True)
class DueEvent:
    """One thing on a day. text: what, in words, without the cycle.  at: its moment, None for the whole day.

    late: whether its day has passed and it is still to be done.
    """

    day: date
    kind: Kind
    text: str
    cycle_id: int
    number: str
    title: str
    at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class DueDates:
    """The days of a span: what is due on each in order, and why a day is closed ("Thanksgiving Day", "Sat")."""

    first: date
    last: date
    events: tuple[DueEvent, ...]
    closed: Mapping[date, str]

    def on(self, day: date) -> tuple[DueEvent, ...]:
        """What is due on this day."""
        return tuple(event for event in self.events if event.day == day)


def due_dates(
    conn: sa.Connection,
    first: date,
    last: date,
    today: date,
    settings: Settings,
    cycle_ids: Collection[int] | None = None,
) -> DueDates:
    """Everything due from `first` to `last`; of these cycles only, where they are given."""
    wanted = None if cycle_ids is None else set(cycle_ids)
    found = [
        event
        for read in (_phases, _sessions, _planned, _follow_ups, _sustain)
        for event in read(conn, first, last, today)
        if wanted is None or event.cycle_id in wanted
    ]
    state: str = conn.execute(sa.select(AGENCY.c.state)).scalar() or ""
    calendar = calendar_for(settings, state, own_days(conn))
    days = [first + DAY * offset for offset in range((last - first).days + 1)]
    closed = {day: why for day in days if (why := calendar.why_closed(day))}
    order = {"session": 0, "planned": 1, "phase": 2, "follow_up": 3, "sustain": 4}
    moment = datetime.max.replace(tzinfo=UTC)
    found.sort(key=lambda event: (event.day, order[event.kind], event.at or moment, event.number, event.text))
    return DueDates(first, last, tuple(found), closed)


def _phases(conn: sa.Connection, first: date, last: date, today: date) -> list[DueEvent]:
    """Where the phases of running cycles end; no clock runs in others (R10)."""
    statement = (
        sa.select(PHASE.c.phase, PHASE.c.planned_end, CYCLE.c.id, CYCLE.c.number, CYCLE.c.title)
        .join(CYCLE, CYCLE.c.id == PHASE.c.cycle_id)
        .where(CYCLE.c.status.in_(RUNNING), PHASE.c.finished_at.is_(None), PHASE.c.planned_end.between(first, last))
    )
    text = translate("Calendar", "{phase} ends")
    close = translate("Calendar", "Close the cycle")
    return [
        DueEvent(
            row.planned_end,
            "phase",
            close if row.phase == "close" else text.format(phase=vocabulary.label("cycle_phase", row.phase)),
            row.id,
            row.number,
            row.title,
            late=row.planned_end < today,
        )
        for row in conn.execute(statement)
    ]


def _sessions(conn: sa.Connection, first: date, last: date, today: date) -> list[DueEvent]:
    """Planned sessions of cycles."""
    begin = datetime.combine(first, time.min).astimezone()
    end = datetime.combine(last + timedelta(days=1), time.min).astimezone()
    statement = (
        sa.select(SESSION.c.id, SESSION.c.kind, SESSION.c.starts_at, CYCLE.c.id.label("cycle"), CYCLE.c.number)
        .add_columns(CYCLE.c.title)
        .join(CYCLE, CYCLE.c.id == SESSION.c.cycle_id)
        .where(SESSION.c.status == "planned", SESSION.c.starts_at >= begin, SESSION.c.starts_at < end)
        .where(CYCLE.c.status.not_in(ENDED))
    )
    rows = conn.execute(statement).all()
    who = person("calendar_came")
    came: dict[int, list[str]] = defaultdict(list)
    asked = sa.select(ATTENDED.c.session_id, full_name(who)).join(who, who.c.id == ATTENDED.c.staff_id)
    for session_id, name in conn.execute(asked.where(ATTENDED.c.session_id.in_([row.id for row in rows]))):
        came[session_id].append(name)
    text = translate("Calendar", "{time} {kind}, {people}")
    found = []
    for row in rows:
        at = row.starts_at.astimezone()
        words = text.format(
            time=clock_words(at), kind=vocabulary.label("session_kind", row.kind), people=names(came[row.id])
        )
        day = local_day(row.starts_at) or first
        found.append(DueEvent(day, "session", words, row.cycle, row.number, row.title, at, day < today))
    return found


def _planned(conn: sa.Connection, first: date, last: date, today: date) -> list[DueEvent]:
    """Open planned steps of running cycles, several coachees in one."""
    who = person("calendar_for")
    statement = (
        sa.select(STEP.c.cycle_id, STEP.c.position, STEP.c.text, STEP.c.due_on, CYCLE.c.number, CYCLE.c.title)
        .add_columns(sa.func.coalesce(full_name(who), "").label("who"))
        .select_from(STEP.join(CYCLE, CYCLE.c.id == STEP.c.cycle_id).outerjoin(who, who.c.id == STEP.c.staff_id))
        .where(STEP.c.status == "open", STEP.c.due_on.between(first, last), CYCLE.c.status.in_(RUNNING), WANTED)
        .order_by(STEP.c.id)
    )
    grouped: dict[tuple[int, int, date], list[Any]] = defaultdict(list)
    for row in conn.execute(statement):
        grouped[row.cycle_id, row.position, row.due_on].append(row)
    text = translate("Calendar", "{step} · {people}")
    found = []
    for (cycle_id, _, day), rows in grouped.items():
        people = [row.who for row in rows if row.who]
        words = text.format(step=rows[0].text, people=names(people)) if people else rows[0].text
        found.append(DueEvent(day, "planned", words, cycle_id, rows[0].number, rows[0].title, late=day < today))
    return found


def _follow_ups(conn: sa.Connection, first: date, last: date, today: date) -> list[DueEvent]:
    """Follow-up dates, except of cycles that were cancelled or whose clock stands still (R10)."""
    statement = sa.select(CYCLE.c.id, CYCLE.c.number, CYCLE.c.title, CYCLE.c.status, CYCLE.c.follow_up_on)
    statement = statement.where(
        CYCLE.c.follow_up_on.between(first, last), CYCLE.c.status.not_in(("cancelled", *STOPPED))
    )
    text = translate("Calendar", "Follow-up")
    return [
        DueEvent(
            row.follow_up_on, "follow_up", text, row.id, row.number, row.title,
            late=row.follow_up_on < today and row.status not in ENDED,
        )
        for row in conn.execute(statement)
    ]  # fmt: skip


def _sustain(conn: sa.Connection, first: date, last: date, today: date) -> list[DueEvent]:
    """Sustain checks that are still to be made (R8)."""
    statement = (
        sa.select(SUSTAIN.c.days, SUSTAIN.c.due_on, CYCLE.c.id, CYCLE.c.number, CYCLE.c.title)
        .join(CYCLE, CYCLE.c.id == SUSTAIN.c.cycle_id)
        .where(SUSTAIN.c.status == "due", SUSTAIN.c.due_on.between(first, last))
    )
    text = translate("Calendar", "{days}-day sustain check")
    return [
        DueEvent(
            row.due_on, "sustain", text.format(days=row.days), row.id, row.number, row.title, late=row.due_on < today
        )
        for row in conn.execute(statement)
    ]
