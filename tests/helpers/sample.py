"""The sample agency as of fixed moments, for tests of what it shows and whether it is believable."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import sqlalchemy as sa

from coachdesk.queries.audit import AuditDetail, audit_detail
from coachdesk.queries.audits import AUDITS
from coachdesk.queries.competence import matrix
from coachdesk.queries.drift import DriftRow, drift_rows, found_proposals
from coachdesk.queries.patterns import Wanted
from coachdesk.queries.planned_steps import PlannedRow, steps_of
from coachdesk.queries.today import today_rows
from coachdesk.queries.trends import TrendFound, trend_of_audits
from coachdesk.records import Record
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Standard
from coachdesk.sample import make
from coachdesk.settings import Settings

MOMENT = datetime(2026, 11, 17, 10, 42, tzinfo=timezone(timedelta(hours=-5)))
"""A Tuesday."""
OTHER_MOMENTS = (
    datetime(2026, 11, 22, 9, 25, tzinfo=UTC),  # a Sunday
    datetime(2027, 1, 1, 0, 20, tzinfo=timezone(timedelta(hours=-8))),  # a holiday, and the first of a month
    datetime(2028, 2, 29, 23, 50, tzinfo=timezone(timedelta(hours=-5))),
    datetime(2027, 7, 6, 6, 5, tzinfo=timezone(timedelta(hours=-4))),  # early after a long weekend
)


def made(folder: Path, now: datetime) -> Path:
    """The sample agency as of a moment, written into a folder."""
    path = folder / "Harbor.desk"
    make(path, now=lambda: now)
    return path


class Look:
    """The sample as of a moment, for questions."""

    def __init__(self, conn: sa.Connection, now: datetime) -> None:
        self.conn, self.now, self.settings = conn, now, Settings()
        self.today = now.date()

    def count(self, cls: type[Record], *tests: sa.ColumnElement[bool]) -> int:
        """How many records are so."""
        return int(self.conn.execute(sa.select(sa.func.count()).select_from(table(cls)).where(*tests)).scalar_one())

    def proposals(self, rule: str) -> list[DriftRow]:
        """What drift rule `rule` proposes."""
        found = drift_rows(self.conn, found_proposals(self.conn, self.today, self.settings))
        return [one for one in found if one.rule == rule]

    def notes_over_time(self, months: int | None = None) -> TrendFound:
        """The chart of the monthly notes audits; months: of so many whole ones before this month, and this one."""
        standard = self.conn.execute(sa.select(Standard.id).where(Standard.code == "DS-01")).scalar_one()
        month = self.today.year * 12 + self.today.month - 1 - (months or 0)
        wanted = Wanted() if months is None else Wanted(date(month // 12, month % 12 + 1, 1), self.today)
        return trend_of_audits(self.conn, standard, "", wanted, self.today, self.settings)

    def standings(self) -> set[str]:
        """How somebody stands with some standard."""
        return {cell.standing for cell in matrix(self.conn, self.today, self.settings).cells.values()}

    def gaps(self) -> list[int]:
        """Days between missed visits."""
        missed = sa.select(Signal.occurred_on).where(Signal.source == "missed_visit")
        days = self.conn.execute(missed.order_by(Signal.occurred_on)).scalars().all()
        return [(after - before).days for before, after in itertools.pairwise(days)]

    def late(self) -> set[str]:
        """What Today calls late, by kind."""
        return {row.kind for row in today_rows(self.conn, self.now, self.settings) if row.state == "late"}

    def plans(self, *statuses: str) -> list[tuple[PlannedRow, ...]]:
        """The planned steps of each cycle that stands so; of every cycle when none is named."""
        asked = sa.select(Cycle.id).where(Cycle.status.in_(statuses) if statuses else sa.true())
        return [steps_of(self.conn, one) for one in self.conn.execute(asked).scalars()]

    def audits(self) -> list[AuditDetail]:
        """Every audit, whole."""
        found = [audit_detail(self.conn, key, self.today, self.settings) for key in AUDITS.ids(self.conn)]
        return [one for one in found if one is not None]
