"""What stands beside a record (R3, R20): a cycle's corrective actions, an action's cycles, and what became of a signal.

A cycle and a corrective action belong together when the action names the cycle, or when both answer the same signals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.parts import full_name, person
from coachdesk.records.actions import ActionSignal, CorrectiveAction
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.rules.moves import OPEN

ACTION, ANSWERS = table(CorrectiveAction), table(ActionSignal)
CYCLE, OPENED_BY = table(Cycle), table(CycleSignal)
_OWNER = person("beside_owner")


@dataclass(frozen=True, slots=True)
class ActionBeside:
    """A corrective action beside something. named: it names the cycle itself, rather than only the same signals.

    late: open and past its due day.
    """

    id: int
    number: str
    title: str
    status: str
    owner: str
    due_on: date
    done_on: date | None
    verified_on: date | None
    named: bool
    late: bool


@dataclass(frozen=True, slots=True)
class CycleBeside:
    """A cycle beside something. named: the action names it itself, rather than only the same signals.

    due_on: when its phase ends.  late: running and past that day.
    """

    id: int
    number: str
    title: str
    status: str
    due_on: date
    named: bool
    late: bool


def actions_of_cycle(conn: sa.Connection, cycle_id: int, today: date) -> tuple[ActionBeside, ...]:
    """The corrective actions beside a cycle, oldest first."""
    shared = sa.select(ANSWERS.c.action_id).join(OPENED_BY, OPENED_BY.c.signal_id == ANSWERS.c.signal_id)
    by_signal = ACTION.c.id.in_(shared.where(OPENED_BY.c.cycle_id == cycle_id))
    return _actions(conn, ACTION.c.cycle_id == cycle_id, by_signal, today)


def actions_of_signal(conn: sa.Connection, signal_id: int, today: date) -> tuple[ActionBeside, ...]:
    """The corrective actions that answer a signal, oldest first."""
    answering = ACTION.c.id.in_(sa.select(ANSWERS.c.action_id).where(ANSWERS.c.signal_id == signal_id))
    return _actions(conn, answering, sa.false(), today)


def cycles_of_action(conn: sa.Connection, action_id: int, today: date) -> tuple[CycleBeside, ...]:
    """The cycles beside a corrective action: the one it names first, then those opened by its signals."""
    own = sa.select(ACTION.c.cycle_id).where(ACTION.c.id == action_id).scalar_subquery()
    shared = sa.select(OPENED_BY.c.cycle_id).join(ANSWERS, ANSWERS.c.signal_id == OPENED_BY.c.signal_id)
    return _cycles(conn, CYCLE.c.id == own, CYCLE.c.id.in_(shared.where(ANSWERS.c.action_id == action_id)), today)


def cycles_of_signal(conn: sa.Connection, signal_id: int, today: date) -> tuple[CycleBeside, ...]:
    """The cycles a signal opened, oldest first."""
    opened = CYCLE.c.id.in_(sa.select(OPENED_BY.c.cycle_id).where(OPENED_BY.c.signal_id == signal_id))
    return _cycles(conn, opened, sa.false(), today)


def _actions(
    conn: sa.Connection, named: sa.ColumnElement[bool], shared: sa.ColumnElement[bool], today: date
) -> tuple[ActionBeside, ...]:
    own = ("id", "number", "title", "status", "due_on", "done_on", "verified_on")
    statement = (
        sa.select(
            *(ACTION.c[name] for name in own),
            sa.func.coalesce(full_name(_OWNER), "").label("owner"),
            sa.func.coalesce(named, sa.false()).label("named"),
        )
        .outerjoin_from(ACTION, _OWNER, _OWNER.c.id == ACTION.c.owner_id)
        .where(sa.or_(named, shared))
        .order_by(ACTION.c.id)
    )
    return tuple(
        ActionBeside(**_plain(row), late=row["status"] == "open" and row["due_on"] < today)
        for row in conn.execute(statement).mappings()
    )


def _cycles(
    conn: sa.Connection, named: sa.ColumnElement[bool], shared: sa.ColumnElement[bool], today: date
) -> tuple[CycleBeside, ...]:
    own = ("id", "number", "title", "status", "due_on")
    is_named = sa.func.coalesce(named, sa.false()).label("named")
    statement = sa.select(*(CYCLE.c[name] for name in own), is_named).where(sa.or_(named, shared))
    return tuple(
        CycleBeside(**_plain(row), late=row["status"] in OPEN and row["due_on"] < today)
        for row in conn.execute(statement.order_by(is_named.desc(), CYCLE.c.id)).mappings()
    )


def _plain(row: sa.RowMapping) -> dict[str, Any]:
    return {**row, "named": bool(row["named"])}
