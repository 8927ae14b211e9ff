"""What has been done of the first steps on a new desk: people, a standard in force, a signal, a cycle."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.people import Staff
from coachdesk.records.signals import Signal
from coachdesk.records.standards import StandardVersion


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Which of the first steps are done."""

    staff: bool
    standard: bool
    signal: bool
    cycle: bool

    @property
    def done(self) -> int:
        """How many of the four."""
        return sum((self.staff, self.standard, self.signal, self.cycle))

    @property
    def all_done(self) -> bool:
        """Whether the desk has left its beginnings behind."""
        return self.done == 4


def first_steps(conn: sa.Connection) -> FirstSteps:
    """How far this desk has come."""
    staff, version, signal, cycle = table(Staff), table(StandardVersion), table(Signal), table(Cycle)
    return FirstSteps(
        staff=_any(conn, sa.select(staff.c.id)),
        standard=_any(conn, sa.select(version.c.id).where(version.c.status != "draft")),
        signal=_any(conn, sa.select(signal.c.id)),
        cycle=_any(conn, sa.select(cycle.c.id)),
    )


def _any(conn: sa.Connection, statement: sa.Select[tuple[int]]) -> bool:
    return conn.execute(statement.limit(1)).first() is not None
