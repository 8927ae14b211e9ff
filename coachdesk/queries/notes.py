"""A coach's private notes on a cycle, as far as the person who asks may read them. No list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import CoachNote

NOTE, PROFILE = table(CoachNote), table(Profile)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note. own: written by the person who asks, who alone may change it."""

    id: int
    text: str
    shared: bool
    written_at: datetime
    written_by: str
    own: bool


def notes_for(conn: sa.Connection, cycle_id: int, profile_id: int) -> tuple[NoteRow, ...]:
    """One's own notes on a cycle and those that others share, newest first."""
    own = NOTE.c.written_by == profile_id
    statement = (
        sa.select(NOTE.c.id, NOTE.c.text, NOTE.c.shared, NOTE.c.written_at, PROFILE.c.name, own)
        .join(PROFILE, PROFILE.c.id == NOTE.c.written_by)
        .where(NOTE.c.cycle_id == cycle_id, sa.or_(own, NOTE.c.shared.is_(sa.true())))
        .order_by(NOTE.c.written_at.desc(), NOTE.c.id.desc())
    )
    return tuple(
        NoteRow(row.id, row.text, row.shared, row.written_at, row.name, bool(row[5])) for row in conn.execute(statement)
    )
