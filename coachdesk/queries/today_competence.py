"""Competence that runs out, for the Today page (R16)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.competence_cells import expiring
from coachdesk.queries.today_row import AHEAD_DAYS, TodayRow, today_row
from coachdesk.rules.wording import names
from coachdesk.settings import Settings


def competence_rows(conn: sa.Connection, now: datetime, settings: Settings) -> list[TodayRow]:
    """Competence that has run out or does so within the week: one line for each person, for their supervisor."""
    text = translate("Today", "Verify again: {name}, {codes}")
    return [
        today_row(
            "competence",
            text.format(name=one.name, codes=names(list(one.codes))),
            one.first,
            now,
            settings,
            ("staff", one.staff_id),
            (one.supervisor_id, one.supervisor),
        )
        for one in expiring(conn, now.date(), now.date() + timedelta(days=AHEAD_DAYS), settings)
    ]
