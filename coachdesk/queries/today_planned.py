"""Planned steps that are due, for the Today page: one line for a step, however many coachees it waits for."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.parts import full_name, person
from coachdesk.queries.planned_steps import CYCLE, STEP, WANTED
from coachdesk.queries.today_row import AHEAD_DAYS, RUNNING, TodayRow, today_row
from coachdesk.rules.wording import names
from coachdesk.settings import Settings


def planned_rows(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Open planned steps of running cycles, due within the week (R10)."""
    coach, who = person("coach"), person("planned_for")
    columns = (STEP.c.cycle_id, STEP.c.position, STEP.c.text, STEP.c.due_on, CYCLE.c.number, CYCLE.c.coach_id)
    statement = (
        sa.select(*columns, full_name(coach).label("coach"), full_name(who).label("who"))
        .select_from(
            STEP.join(CYCLE, CYCLE.c.id == STEP.c.cycle_id)
            .outerjoin(coach, coach.c.id == CYCLE.c.coach_id)
            .outerjoin(who, who.c.id == STEP.c.staff_id)
        )
        .where(STEP.c.status == "open", STEP.c.due_on <= now.date() + timedelta(days=AHEAD_DAYS))
        .where(CYCLE.c.status.in_(RUNNING), WANTED)
        .order_by(STEP.c.cycle_id, STEP.c.position, STEP.c.due_on, STEP.c.id)
    )
    grouped: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in conn.execute(statement):
        grouped[row.cycle_id, row.position].append(row)
    text = translate("Today", "{step} · {people}")
    found = []
    for mine in grouped.values():
        first = mine[0]
        people = [row.who for row in mine if row.who]
        words = text.format(step=first.text, people=names(people)) if people else first.text
        place, by, cycle = (
            ("cycles", first.cycle_id),
            (first.coach_id, first.coach or ""),
            (first.cycle_id, first.number),
        )
        found.append(today_row("planned", words, first.due_on, now, settings, place, by, cycle))
    return found
