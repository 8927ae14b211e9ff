"""Undo and redo by name: a change is reversed by a later change that is recorded like any other.

Only the newest change that still stands can be undone, by whoever made it, and only if its service allows it (a
closed cycle is amended, not undone). So the trail always reads forward, and no undo can pull a record from under
something that came after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.records import FAMILIES, Base, Record
from coachdesk.records.base import UtcDateTime
from coachdesk.services.use_case import USE_CASES
from coachdesk.store import trail
from coachdesk.store.change import Change, values
from coachdesk.store.desk import Desk

UNDO, REDO = "history.undo", "history.redo"


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What undo and redo would do now, by name; "" when there is nothing."""

    undo_label: str = ""
    redo_label: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """The entry that last did or undid a change; `open` when this actor may reverse it."""

    seq: int
    label: str
    open: bool


def state(desk: Desk, actor: Actor) -> HistoryState:
    """The names for the Undo and Redo commands of `actor`."""
    with desk.read() as conn:
        undo_step, redo_step = _steps(conn, actor)
    return HistoryState(undo_step.label if undo_step else "", redo_step.label if redo_step else "")


def undo(desk: Desk, actor: Actor) -> Changes[None]:
    """Reverse the newest standing change. Refused when there is none, or when records differ from what it left."""
    with desk.change(actor, UNDO) as change:
        step, _ = _steps(change.conn, actor)
        if step is None:
            raise Refused(translate("History", "There is nothing to undo."))
        _reverse(change, _entry(change.conn, step.seq))
        change.label = translate("History", "Undo: {label}").format(label=step.label)
        change.undoes = step.seq
    said = translate("History", "Undone: {label}").format(label=step.label)
    return Changes(change.seq, change.label, change.touched, None, undoable=False, done=said)


def redo(desk: Desk, actor: Actor) -> Changes[None]:
    """Do again what the newest undo reversed. Refused when anything else was done since."""
    with desk.change(actor, REDO) as change:
        _, step = _steps(change.conn, actor)
        if step is None:
            raise Refused(translate("History", "There is nothing to redo."))
        _reverse(change, _entry(change.conn, step.seq))
        change.label = translate("History", "Redo: {label}").format(label=step.label)
        change.undoes = step.seq
    said = translate("History", "Done again: {label}").format(label=step.label)
    return Changes(change.seq, change.label, change.touched, None, undoable=False, done=said)


def _entry(conn: sa.Connection, seq: int) -> trail.Entry:
    return next(trail.entries(conn, seq))


def _steps(conn: sa.Connection, actor: Actor, look_back: int = 500) -> tuple[_Step | None, _Step | None]:
    """The entry that undo would reverse, and the one that redo would: found by walking the trail's end forward.

    A change is done; an undo moves the last one done to the undone ones; a redo moves it back; any other change
    forgets what was undone.
    """
    columns = (trail.ENTRY.c[name] for name in ("seq", "actor_id", "action", "label"))
    rows = conn.execute(sa.select(*columns).order_by(trail.ENTRY.c.seq.desc()).limit(look_back)).all()
    done: list[_Step] = []
    undone: list[_Step] = []
    for row in reversed(rows):
        if row.action in (UNDO, REDO):
            source, target = (done, undone) if row.action == UNDO else (undone, done)
            if source:
                step = source.pop()
                target.append(_Step(row.seq, step.label, step.open))
        else:
            case = USE_CASES.get(row.action)
            mine = case is not None and case.undoable and row.actor_id == actor.profile_id
            done.append(_Step(row.seq, row.label, mine))
            undone.clear()
    return (
        done[-1] if done and done[-1].open else None,
        undone[-1] if undone and undone[-1].open else None,
    )


def _reverse(change: Change, entry: trail.Entry) -> None:
    """Apply an entry backwards: new records go, removed ones return, changed columns get their old values.

    Records that others refer to return first and go last.
    """
    rank = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    recorded = sorted(entry.recorded(), key=lambda one: rank[one[0]])
    for family, key, before, after in reversed(recorded):
        if before is None:
            found = change.session.get(FAMILIES[family], key)
            if found is None or values(found) != after:
                raise _differs(entry)
            change.session.delete(found)
            change.session.flush()
    for family, key, before, after in recorded:
        cls = FAMILIES[family]
        if after is None and before is not None:
            change.add(cls(id=key, **{name: _back(cls, name, value) for name, value in before.items()}))
        elif before is not None and after is not None:
            found = change.session.get(cls, key)
            if found is None or any(trail.plain(getattr(found, name)) != value for name, value in after.items()):
                raise _differs(entry)
            for name, value in before.items():
                setattr(found, name, _back(cls, name, value))


def _differs(entry: trail.Entry) -> Refused:
    return Refused(
        translate("History", "“{label}” cannot be reversed: its records have changed since.").format(label=entry.label),
        kept=translate("History", "Everything is as it was."),
        to_do=translate("History", "Make the change by hand instead."),
    )


def _back(cls: type[Record], name: str, value: Any) -> Any:
    """A JSON value of the trail as its column holds it."""
    if value is None:
        return None
    kind = sa.inspect(cls).columns[name].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Integer):
        return Decimal(value)
    return value
