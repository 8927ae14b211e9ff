"""A change in the making: one transaction that gathers records, their trail entry and what it touched.

Services write through `change.session`; which columns changed, from what to what, is read off SQLAlchemy's own
bookkeeping at flush, so that no service can forget to say it. Leaving the block without an error commits; an
error rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, make_transient_to_detached

from coachdesk.changes import Actor
from coachdesk.errors import NotThere
from coachdesk.i18n import translate
from coachdesk.records import Record
from coachdesk.records.agency import Counter
from coachdesk.records.base import table
from coachdesk.store import frozen, trail
from coachdesk.store.prepared import Prepared
from coachdesk.store.trail import columns

if TYPE_CHECKING:
    from coachdesk.settings import Settings

R = TypeVar("R", bound=Record)
_PLAIN = frozenset({str, int, bool, type(None)})  # what JSON holds as it is
_COUNTER = table(Counter)
_COUNT_ON = Prepared(
    sa.update(_COUNTER)
    .where(_COUNTER.c.series == sa.bindparam("named"))
    .values(last=_COUNTER.c.last + sa.literal_column("1"))
    .returning(_COUNTER.c.last),
    [],
)
_COUNT_FIRST = Prepared(sa.insert(_COUNTER), ["series", "last"])


def not_there() -> NotThere:
    """The refusal of a step that names a record the desk does not have: somebody's list was older than the desk."""
    return NotThere(
        translate("Desk", "A record that this step needs is not in the desk."),
        kept=translate("Desk", "Nothing was changed."),
        to_do=translate(
            "Desk", "It may have been taken back by an undo. Look at the list as it is now, then try again."
        ),
    )


def _default(column: sa.Column[Any]) -> Any:
    """What a new record holds in a column nobody filled: a value, or a function of no arguments that makes one."""
    default = column.default
    if isinstance(default, sa.ColumnDefault):
        made = default.arg
        return (lambda: made(None)) if callable(made) else made
    return None


def values(record: Record) -> trail.Values:
    """All followed columns of a record, JSON-ready."""
    return {name: trail.plain(getattr(record, name)) for name in columns(type(record))}


@cache
def _adding(cls: type[Record], with_id: bool) -> tuple[Prepared, list[tuple[str, Any]]]:
    """The statement that writes a new record's row and gives its id, and what each column holds that nobody filled."""
    target = table(cls)
    names = [column.key for column in target.columns if with_id or column.key != "id"]
    defaults = [(name, _default(target.columns[name])) for name in names]
    return Prepared(sa.insert(target).returning(target.c.id), names), defaults


class _Watched(Session):
    """A session that tells its Change what it is about to write, and what it wrote."""

    change: Change


@event.listens_for(_Watched, "before_flush")
def _before_flush(session: _Watched, _context: Any, _instances: Any) -> None:
    frozen.check(session, (*session.new, *session.dirty, *session.deleted))
    session.change.note_changed()


@event.listens_for(_Watched, "after_flush")
def _after_flush(session: _Watched, _context: Any) -> None:
    session.change.note_new()


class Change:
    """What a service works with: the session, the moment, who acts, and the settings of the agency.

    settings: the agency's limits as they stood when the transaction began.
    """

    def __init__(
        self,
        conn: sa.Connection,
        actor: Actor | None,
        now: datetime,
        settings: Settings,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.conn = conn
        """The transaction's own connection, for queries inside a service."""
        self.session = _Watched(conn, expire_on_commit=False, autoflush=True)
        self.session.change = self
        self.actor = actor
        self.now = now.astimezone(UTC)
        self.today: date = now.date()
        self.label = ""
        self.notes: list[str] = []
        """What the person is told beside what was done; nothing of it is kept."""
        self.undoes: int | None = None
        self.seq = 0
        self.touched: dict[str, frozenset[int]] = {}
        self.settings = settings
        self._seen: dict[tuple[str, int], list[trail.Values | None]] = {}
        self._progress = progress

    @property
    def profile_id(self) -> int:
        """Who records; every change but the desk's own has an actor."""
        if self.actor is None:
            raise RuntimeError("this change needs an actor")
        return self.actor.profile_id

    def add(self, record: R) -> R:
        """Take a new record in and give it its id at once.

        The row is written by a statement kept ready, and the session takes the object over as one it has read: half
        the time of a flush, which sorts records by relationships that ours do not have.
        """
        self.session.flush()
        state = sa.inspect(record)
        if not state.transient:
            return record  # was pending, and has just been written
        frozen.check(self.session, (record,))
        cls, held = type(record), record.__dict__
        statement, defaults = _adding(cls, "id" in held)
        for name, default in defaults:
            if name not in held:
                setattr(record, name, default() if callable(default) else default)
        record.id = statement.run(self.conn, held).scalar_one()
        make_transient_to_detached(record)
        self.session.add(record)
        self._seen[cls.family(), record.id] = [None, values(record)]
        return record

    def add_many(self, cls: type[R], known_by: str, rows: Sequence[Mapping[str, Any]]) -> dict[Any, int]:
        """Take in many new records at once, as imports do; columns left out take their default.

        known_by: a column whose values all differ within `rows`; gives the new ids by these values (a database may
        answer in any order). No mapped object is made for each row, so it takes a fifth of the time of `add`.
        """
        if not rows:
            return {}
        self.session.flush()
        target, names = table(cls), columns(cls)
        empty = {column.key: _default(column) for column in target.columns if column.key != "id"}
        made_anew = {name: made for name, made in empty.items() if callable(made)}
        full = [{**empty, **{name: made() for name, made in made_anew.items()}, **row} for row in rows]
        found = self.conn.execute(sa.insert(target).returning(target.c[known_by], target.c.id), full).all()
        ids: dict[Any, int] = dict(found)
        family, odd = cls.family(), [name for name in names if not all(type(row[name]) in _PLAIN for row in full)]
        for row in full:
            after = {name: row[name] for name in names}
            for name in odd:
                after[name] = trail.plain(after[name])
            self._seen[family, ids[row[known_by]]] = [None, after]
        return ids

    def get(self, cls: type[R], key: int) -> R:
        """The record with this id; NotThere when there is none (any more)."""
        found = self.session.get(cls, key)
        if found is None:
            raise not_there()
        return found

    def number(self, series: str) -> int:
        """The next number of a series; numbers are given once and leave gaps rather than repeat."""
        row = _COUNT_ON.run(self.conn, {"named": series}).first()
        if row is None:
            _COUNT_FIRST.run(self.conn, {"series": series, "last": 1})
            return 1
        return int(row[0])

    def report(self, done: int, total: int) -> None:
        """Tell whoever waits how far long work is; may raise Cancelled, which takes everything back."""
        if self._progress is not None:
            self._progress(done, total)

    def recorded(self) -> list[trail.Recorded]:
        """What changed so far, net: columns that ended as they began are left out, as are records made and removed."""
        self.session.flush()
        found: list[trail.Recorded] = []
        for (family, key), (before, after) in self._seen.items():
            if before is not None and after is not None:
                names = [name for name in after if before[name] != after[name]]
                if names:
                    found.append(
                        (family, key, {name: before[name] for name in names}, {name: after[name] for name in names})
                    )
            elif before is not None or after is not None:
                found.append((family, key, before, after))
        return found

    def note_changed(self) -> None:
        """Before a flush: which columns of known records it will change, and which records it will remove."""
        for record in self.session.dirty:
            if isinstance(record, Record) and self.session.is_modified(record):
                self._note(record, _as_loaded(record), values(record))
        for record in self.session.deleted:
            if isinstance(record, Record):
                self._note(record, _as_loaded(record), None)

    def note_new(self) -> None:
        """After a flush: the records it made, which have their ids now."""
        for record in self.session.new:
            if isinstance(record, Record):
                self._seen[record.family(), record.id] = [None, values(record)]

    def _note(self, record: Record, before: trail.Values, after: trail.Values | None) -> None:
        seen = self._seen.setdefault((record.family(), record.id), [before, None])
        seen[1] = after


def _as_loaded(record: Record) -> trail.Values:
    """A record's columns as they were before this flush."""
    state = sa.inspect(record)
    found = {}
    for name in columns(type(record)):
        history = state.attrs[name].history
        found[name] = trail.plain(history.deleted[0] if history.deleted else getattr(record, name))
    return found
