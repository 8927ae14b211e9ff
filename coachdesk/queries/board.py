"""The board: cycles as cards, lane by lane, narrowed by the same `Where` as the table of cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.due_dates import RUNNING
from coachdesk.queries.planned_steps import CYCLE, STEP, WANTED
from coachdesk.queries.table import Where
from coachdesk.rules.lanes import LANES, lane_of
from coachdesk.rules.moves import OPEN, STOPPED

RECENT_DAYS = 30  # how long a closed cycle stays on the board where the filters keep closed ones
MOST = 1_000
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One cycle as a card. due_on: the end of the phase in hand, None while no clock runs.

    steps_late: planned steps whose day has passed while the clock runs (R10).
    """

    id: int
    number: str
    title: str
    coachees: str
    coach: str
    team: str
    status: str
    phase: str
    lane: str
    next_step: str
    due_on: date | None
    steps_late: int


@dataclass(frozen=True, slots=True)
class Board:
    """Cards by lane, the most pressing first. left_out: how many more there are than a board can hold.

    none_yet: whether the desk has no cycle at all.
    """

    lanes: Mapping[str, tuple[BoardCard, ...]]
    left_out: int = 0
    none_yet: bool = False

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(len(cards) for cards in self.lanes.values())


def board(conn: sa.Connection, where: Where, today: date) -> Board:
    """The cards `where` keeps: open and stopped cycles, and those closed within the last weeks."""
    ids = list(CYCLES.ids(conn, _only(where, frozenset({*OPEN, *STOPPED}))))
    since = datetime.combine(today - timedelta(days=RECENT_DAYS), time.min).astimezone().astimezone(UTC)
    closed = _only(where, frozenset({"closed"}))
    ids += CYCLES.ids(conn, replace(closed, between={**closed.between, "closed_at": (since, None)}))
    kept = ids[:MOST]
    place = {column.key: number for number, column in enumerate(CYCLES.columns)}
    late = _late_steps(conn, today)
    lanes: dict[str, list[BoardCard]] = {lane: [] for lane in LANES}
    for start in range(0, len(kept), _AT_ONCE):
        for key, row in CYCLES.rows(conn, kept[start : start + _AT_ONCE]).items():
            status, next_step = row[place["status"]], row[place["next_step"]] or ""
            lane = lane_of(status, next_step)
            card = BoardCard(
                id=key,
                number=row[place["number"]],
                title=row[place["title"]],
                coachees=row[place["coachees"]] or "",
                coach=row[place["coach"]] or "",
                team=row[place["team"]] or "",
                status=status,
                phase=row[place["phase"]],
                lane=lane,
                next_step=next_step,
                due_on=row[place["due_on"]],
                steps_late=late.get(key, 0),
            )
            lanes[lane].append(card)
    ordered = {
        lane: tuple(sorted(cards, key=lambda card: (card.due_on or date.max, card.number)))
        for lane, cards in lanes.items()
    }
    return Board(ordered, len(ids) - len(kept), none_yet=not ids and not CYCLES.count(conn))


def _only(where: Where, statuses: frozenset[str]) -> Where:
    """The same narrowed to these statuses."""
    asked = where.among.get("status")
    return replace(where, among={**where.among, "status": statuses if asked is None else asked & statuses})


def _late_steps(conn: sa.Connection, today: date) -> dict[int, int]:
    statement = sa.select(STEP.c.cycle_id, sa.func.count()).join_from(STEP, CYCLE, CYCLE.c.id == STEP.c.cycle_id)
    statement = statement.where(STEP.c.status == "open", STEP.c.due_on < today, CYCLE.c.status.in_(RUNNING), WANTED)
    return {row[0]: row[1] for row in conn.execute(statement.group_by(STEP.c.cycle_id))}
