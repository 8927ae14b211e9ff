"""The trail's arithmetic: canonical text of a change, the hash chain, appending an entry, and checking the chain.

Format 1. An entry's hash is SHA-256 over the UTF-8 bytes of a canonical JSON list
`[1, previous hash, seq, at, actor id, actor name, action, label, undoes, changes]`, where `at` is UTC ISO with
microseconds and `changes` is the stored text itself. The first entry's previous hash is 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.records.base import Record, table
from coachdesk.records.trail import TrailEntry, TrailHead, TrailTouch
from coachdesk.store.prepared import Prepared

FORMAT = 1
GENESIS = "0" * 64

_UNTRAILED = frozenset({"id", "rev"})

Values = dict[str, Any]
Recorded = tuple[str, int, Values | None, Values | None]
"""(family, record id, columns before or None when new, columns after or None when removed); JSON-ready values."""

ENTRY = table(TrailEntry)
TOUCH = table(TrailTouch)
HEAD = table(TrailHead)

_READ_HEAD = Prepared(sa.select(HEAD.c.seq, HEAD.c.hash))
_ADD_ENTRY = Prepared(sa.insert(ENTRY), [column.key for column in ENTRY.columns])
_ADD_TOUCH = Prepared(sa.insert(TOUCH), [column.key for column in TOUCH.columns])
_ADD_HEAD = Prepared(sa.insert(HEAD), ["id", "seq", "hash"])
_MOVE_HEAD = Prepared(sa.update(HEAD).where(HEAD.c.id == sa.literal_column("1")), ["seq", "hash"])

Head = tuple[int, str]
"""The last entry's number and hash; (0, GENESIS) while the trail is empty."""


@cache
def columns(cls: type[Record]) -> tuple[str, ...]:
    """The columns of a record that the trail follows, in table order."""
    return tuple(column.key for column in table(cls).columns if column.key not in _UNTRAILED)


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it: days and moments as ISO text, decimals as their shortest text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    raise TypeError(f"a trail entry cannot hold a {type(value).__name__}")


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, real characters."""
    return _CANONICAL.encode(value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One trail entry as read back; `changes` is the stored canonical text."""

    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    label: str
    undoes: int | None
    changes: str
    hash: str

    def recorded(self) -> list[Recorded]:
        """The entry's changes as values."""
        return [(family, key, before, after) for family, key, before, after in json.loads(self.changes)]


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry (a mapping of the trail's columns) that follows `previous`."""
    parts = [
        FORMAT,
        previous,
        entry["seq"],
        plain(entry["at"]),
        entry["actor_id"],
        entry["actor_name"],
        entry["action"],
        entry["label"],
        entry["undoes"],
        entry["changes"],
    ]
    return hashlib.sha256(canonical(parts).encode("utf-8", "surrogatepass")).hexdigest()


def head(conn: sa.Connection) -> Head:
    """The trail's end as this transaction sees it."""
    row = _READ_HEAD.run(conn).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def append(
    conn: sa.Connection, values: Mapping[str, Any], recorded: Iterable[Recorded], end: Head | None = None
) -> Head:
    """Write one entry at the end of the chain within the caller's transaction; gives the new end.

    values: at, actor_id, actor_name, action, label, undoes. end: the head, when this transaction read it already.
    """
    changes = list(recorded)
    last, previous = end or head(conn)
    entry = {**values, "seq": last + 1, "changes": canonical(changes)}
    entry["hash"] = entry_hash(previous, entry)
    _ADD_ENTRY.run(conn, entry)
    touched = sorted({(family, key) for family, key, _, _ in changes})
    if touched:
        _ADD_TOUCH.run(conn, [{"seq": last + 1, "family": family, "record_id": key} for family, key in touched])
    if last:
        _MOVE_HEAD.run(conn, {"seq": last + 1, "hash": entry["hash"]})
    else:
        _ADD_HEAD.run(conn, {"id": 1, "seq": last + 1, "hash": entry["hash"]})
    return last + 1, entry["hash"]


def entries(conn: sa.Connection, first: int = 1) -> Iterator[Entry]:
    """Every entry from number `first`, in order, streamed."""
    statement = (
        sa.select(*(ENTRY.c[name] for name in Entry.__slots__)).where(ENTRY.c.seq >= first).order_by(ENTRY.c.seq)
    )
    for row in conn.execute(statement, execution_options={"yield_per": 1000}):
        yield Entry(*row)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the desk: where (a trail number, or 0), and what, in words."""

    seq: int
    text: str


def check_chain(conn: sa.Connection, step: Callable[[int], None] = lambda _seq: None) -> Iterator[Finding]:
    """Everything wrong with the trail: entries edited, removed, added or reordered, each with its position.

    `step` is called with the number of every entry. Each entry is tested against the hash stored before it, so one
    edit is one finding and not a flood. Cut-off tails show against the head row, edited touch rows against what the
    entry says it changed.
    """
    previous, expected = GENESIS, 1
    touches = _touches(conn)
    for entry in entries(conn):
        if entry.seq != expected:
            yield Finding(expected, _removed(expected, entry.seq - 1))
        elif entry_hash(previous, {name: getattr(entry, name) for name in Entry.__slots__}) != entry.hash:
            text = translate("Check", "Trail entry {seq} was changed, or put in another place, after it was written.")
            yield Finding(entry.seq, text.format(seq=entry.seq))
        previous, expected = entry.hash, entry.seq + 1
        step(entry.seq)
        try:
            said = sorted({(family, key) for family, key, _, _ in entry.recorded()})
        except (ValueError, TypeError):
            said = []  # unreadable text: the hash finding above already names this entry
        if touches.of(entry.seq) != said:
            text = translate("Check", "The record index of trail entry {seq} does not match what the entry changed.")
            yield Finding(entry.seq, text.format(seq=entry.seq))
    last, last_hash = head(conn)
    if last >= expected:
        yield Finding(expected, _removed(expected, last))
    elif (last, last_hash) != (expected - 1, previous):
        text = translate("Check", "The trail's end mark says entry {last}, but the trail ends with entry {end}.")
        yield Finding(last, text.format(last=last, end=expected - 1))
    if (stray := touches.rest()) is not None:
        text = translate("Check", "The record index names trail entry {seq}, which does not exist.")
        yield Finding(stray, text.format(seq=stray))


def _removed(first: int, last: int) -> str:
    if first == last:
        return translate("Check", "Trail entry {seq} was removed.").format(seq=first)
    return translate("Check", "Trail entries {first} to {last} were removed.").format(first=first, last=last)


class _touches:  # noqa: N801 - used like a function, it only walks the index beside the entries
    """The touch index read once, in step with the entries."""

    def __init__(self, conn: sa.Connection) -> None:
        statement = sa.select(TOUCH.c.seq, TOUCH.c.family, TOUCH.c.record_id)
        statement = statement.order_by(TOUCH.c.seq, TOUCH.c.family, TOUCH.c.record_id)
        self._rows = iter(conn.execute(statement, execution_options={"yield_per": 1000}))
        self._ahead = next(self._rows, None)
        self._stray: int | None = None

    def of(self, seq: int) -> list[tuple[str, int]]:
        found = []
        while self._ahead is not None and self._ahead.seq <= seq:
            if self._ahead.seq == seq:
                found.append((self._ahead.family, self._ahead.record_id))
            elif self._stray is None:
                self._stray = int(self._ahead.seq)
            self._ahead = next(self._rows, None)
        return found

    def rest(self) -> int | None:
        if self._stray is None and self._ahead is not None:
            self._stray = int(self._ahead.seq)
        return self._stray
