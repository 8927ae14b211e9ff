"""The stage the sample is told on: a clock that goes through the past by working days, who is there, many tellers."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.records.standards import Criterion, Standard, StandardMeasure, StandardVersion
from coachdesk.rules.clocks import WorkCalendar
from coachdesk.sample import names
from coachdesk.store.desk import Desk

DAY = timedelta(days=1)


class Moments:
    """A clock that the telling sets to moments of the past; the desk believes it.

    Days are counted back in working days, so that the same things wait whatever day the sample is looked at.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.moment = now
        self._calendar = WorkCalendar(names.STATE)
        self._days = [self._calendar.next_open(now.date())]
        # Where it is told in this computer's own time, nine in the morning is nine in summer and in winter.
        self._at_home = now.utcoffset() == now.astimezone().utcoffset()

    def __call__(self) -> datetime:
        return self.moment

    def day(self, back: int) -> date:
        """The working day so many before today; where nobody works today, before the next day they do."""
        while len(self._days) <= back:
            day = self._days[-1] - DAY
            while not self._calendar.is_open(day):
                day -= DAY
            self._days.append(day)
        return self._days[back]

    def at(self, back: int, hour: int = 9, minute: int = 0) -> datetime:
        """That time of the working day so many before today; never later than now."""
        return self.on(self.day(back), hour, minute)

    def on(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """That time of a day; never later than now."""
        return min(self._moment(day, hour, minute), self.now)

    def ahead(self, count: int, hour: int = 9) -> datetime:
        """That time of the working day so many after today (or after the next one that is none)."""
        day = self._calendar.add_working_days(self._days[0], count)
        return self._moment(day, hour, 0)

    def _moment(self, day: date, hour: int, minute: int) -> datetime:
        moment = datetime.combine(day, time(hour, minute))
        return moment.astimezone() if self._at_home else moment.replace(tzinfo=self.now.tzinfo)

    def first_open(self, months: int) -> date:
        """The first working day of the month so many months ago."""
        month = self.now.year * 12 + self.now.month - 1 - months
        return self._calendar.next_open(date(month // 12, month % 12 + 1, 1))


Steps = Generator[datetime, datetime, None]
"""A told story: yields the moment of its next step, is sent that moment, then does the step."""


def play(clock: Moments, stories: Iterable[Steps]) -> Iterator[None]:
    """Tell several stories at once in the order of their moments, as they would have been recorded."""
    waiting = [(next(story), place, story) for place, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        moment, place, story = heappop(waiting)
        clock.moment = max(clock.moment, moment)
        try:
            heappush(waiting, (story.send(clock.moment), place, story))
        except StopIteration:
            yield


@dataclass(frozen=True)
class Found:
    """What an audit left for others: its id, and the signals noted from it."""

    audit_id: int
    signal_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cast:
    """Who and what the telling needs, as it stands: ids by name or code. versions: the published ones.

    measures: of those versions, by kind.  found: what audits left, by standard.
    """

    staff: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    sites: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    standards: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    criteria: dict[str, dict[str, int]] = field(default_factory=dict)
    measures: dict[str, dict[str, int]] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Who of the people using the desk records it: the one named, or the coordinator for those who do not."""
        return self.actors.get(name, self.actors[names.COORDINATOR_NAME])

    def learn_standards(self, desk: Desk) -> None:
        """Take in the standards as they are published now."""
        with desk.read() as conn:
            versions = conn.execute(
                sa.select(Standard.code, Standard.id, StandardVersion.id)
                .join(StandardVersion, StandardVersion.standard_id == Standard.id)
                .where(StandardVersion.status == "published")
            ).all()
            for code, standard_id, version_id in versions:
                self.standards[code], self.versions[code] = standard_id, version_id
                asked = sa.select(Criterion.code, Criterion.id).where(Criterion.version_id == version_id)
                self.criteria[code] = {row[0]: row[1] for row in conn.execute(asked.order_by(Criterion.position))}
                own = sa.select(StandardMeasure.kind, StandardMeasure.id).where(
                    StandardMeasure.version_id == version_id
                )
                # Of two measures of one kind the first is the standard's main one.
                rows = conn.execute(own.order_by(StandardMeasure.position.desc()))
                self.measures[code] = {row[0]: row[1] for row in rows}
