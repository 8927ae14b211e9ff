"""Corrective actions on the Today page: open ones that are due or late, done ones that wait for somebody to verify."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.parts import full_name, person
from coachdesk.queries.today_row import AHEAD_DAYS, TodayRow, today_row
from coachdesk.records.actions import CorrectiveAction
from coachdesk.records.base import table
from coachdesk.rules.corrective import verify_by
from coachdesk.settings import Settings

ACTION = table(CorrectiveAction)
_OWNER = person("due_owner")


def action_rows(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Actions that are due within the week, and all that are done and not verified (R21): anybody but the owner may."""
    columns = (ACTION.c.id, ACTION.c.number, ACTION.c.title, ACTION.c.status, ACTION.c.due_on, ACTION.c.done_on)
    until = now.date() + timedelta(days=AHEAD_DAYS)
    statement = (
        sa.select(*columns, ACTION.c.owner_id, full_name(_OWNER).label("owner"))
        .select_from(ACTION.outerjoin(_OWNER, _OWNER.c.id == ACTION.c.owner_id))
        .where(
            sa.or_(
                sa.and_(ACTION.c.status == "open", ACTION.c.due_on <= until),
                ACTION.c.status == "done",
            )
        )
    )
    finish = translate("Today", "Finish {number}: {title}")
    verify = translate("Today", "Verify {number}: {title} (not by {owner})")
    found = []
    for row in conn.execute(statement):
        place = ("actions", row.id)
        if row.status == "open":
            text = finish.format(number=row.number, title=row.title)
            who = (row.owner_id, row.owner or "")
            found.append(today_row("action", text, row.due_on, now, settings, place, who))
        else:
            text = verify.format(number=row.number, title=row.title, owner=row.owner)
            due = verify_by(row.done_on, settings)
            found.append(today_row("verify", text, due, now, settings, place))
    return found
