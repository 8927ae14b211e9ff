"""Writes many records at once with a true trail: rows in bulk, one chained entry for each change they stand for.

What services write one transaction at a time, this writes in batches, so that a desk of ten years takes minutes. The
result is a desk like any other: replaying its trail gives exactly its rows.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.records import Record
from coachdesk.records.agency import Counter
from coachdesk.records.base import table
from coachdesk.records.evidence import EvidenceContent
from coachdesk.store import trail

Row = dict[str, Any]


class Ledger:
    """Collects new rows and what happened to them; `flush` writes everything in the caller's transaction."""

    def __init__(self, conn: sa.Connection, actor_id: int, actor_name: str) -> None:
        self.conn = conn
        self.actor_id, self.actor_name = actor_id, actor_name
        self.at: datetime | None = None
        self.seq, self._hash = trail.head(conn)
        self._rows: dict[type[Record], list[Row]] = defaultdict(list)
        self._next: dict[type[Record], int] = {}
        self._recorded: list[trail.Recorded] = []
        self._place: dict[tuple[str, int], int] = {}
        self._entries: list[Row] = []
        self._touches: list[Row] = []
        self._counters: dict[str, int] = {}
        self._contents: dict[str, bytes] = {}

    def content(self, sha256: str, data: bytes) -> None:
        """The bytes of an evidence file, kept once."""
        self._contents[sha256] = data

    def add(self, cls: type[Record], **values: Any) -> Row:
        """A new row with its id; belongs to the entry in hand."""
        if cls not in self._next:
            found = self.conn.execute(sa.select(sa.func.max(table(cls).c.id))).scalar()
            self._next[cls] = (found or 0) + 1
        row = {**_defaults(cls), **values, "id": self._next[cls], "rev": 1}
        self._next[cls] += 1
        self._rows[cls].append(row)
        after = _plain(row)
        del after["id"], after["rev"]
        self._note(cls.family(), row["id"], None, after)
        return row

    def change(self, cls: type[Record], row: Row, **values: Any) -> None:
        """Change a row that this batch added."""
        before = _plain({name: row[name] for name in values})
        row.update(values)
        row["rev"] += 1
        self._note(cls.family(), row["id"], before, _plain(values))

    def _note(self, family: str, key: int, before: trail.Values | None, after: trail.Values) -> None:
        """One record stands once in an entry, as services write it."""
        place = self._place.get((family, key))
        if place is None:
            self._place[family, key] = len(self._recorded)
            self._recorded.append((family, key, before, after))
        else:
            _, _, old_before, old_after = self._recorded[place]
            merged = old_before if old_before is None else {**(before or {}), **old_before}
            self._recorded[place] = (family, key, merged, {**(old_after or {}), **after})

    def number(self, series: str) -> int:
        """The next serial of a series."""
        if series not in self._counters:
            found = self.conn.execute(sa.select(Counter.last).where(Counter.series == series)).scalar()
            self._counters[series] = found or 0
        self._counters[series] += 1
        return self._counters[series]

    def entry(self, action: str, label: str, at: datetime) -> None:
        """Close the entry in hand: everything added or changed since the last one, as one change at this moment."""
        self.seq += 1
        entry: Row = {
            "seq": self.seq,
            "at": at,
            "actor_id": self.actor_id,
            "actor_name": self.actor_name,
            "action": action,
            "label": label,
            "undoes": None,
            "changes": trail.canonical(self._recorded),
        }
        entry["hash"] = self._hash = trail.entry_hash(self._hash, entry)
        self._entries.append(entry)
        self._touches += [{"seq": self.seq, "family": family, "record_id": key} for family, key, _, _ in self._recorded]
        self._recorded = []
        self._place = {}

    def flush(self) -> None:
        """Write what was collected; rows can no longer be changed after this."""
        for cls in sorted(self._rows, key=_rank):
            self.conn.execute(sa.insert(table(cls)), self._rows[cls])
        self._rows.clear()
        if self._contents:
            told = [{"sha256": key, "data": data} for key, data in self._contents.items()]
            self.conn.execute(sa.insert(EvidenceContent), told)
            self._contents.clear()
        if self._entries:
            self.conn.execute(sa.insert(trail.ENTRY), self._entries)
            self.conn.execute(sa.insert(trail.TOUCH), self._touches)
            self.conn.execute(sa.update(trail.HEAD).where(trail.HEAD.c.id == 1), {"seq": self.seq, "hash": self._hash})
        self._entries, self._touches = [], []
        counters = table(Counter)
        for series, last in self._counters.items():
            found = self.conn.execute(sa.update(counters).where(counters.c.series == series), {"last": last})
            if not found.rowcount:
                self.conn.execute(sa.insert(counters), {"series": series, "last": last})


_PLAIN = frozenset((int, str, bool, type(None)))


def _plain(values: Row) -> trail.Values:
    """Values as the trail holds them; most of them are plain already, and asking first is half the work saved."""
    return {name: value if type(value) in _PLAIN else trail.plain(value) for name, value in values.items()}


def _defaults(cls: type[Record]) -> Row:
    """The columns' own defaults; nothing where there is none."""
    found = _known.get(cls)
    if found is None:
        found = _known[cls] = {}
        for column in table(cls).columns:
            default = column.default
            plain = isinstance(default, sa.ColumnDefault) and default.is_scalar
            found[column.key] = getattr(default, "arg", None) if plain else None
            if isinstance(column.type, sa.JSON):
                found[column.key] = []
    return found


_known: dict[type[Record], Row] = {}


def _rank(cls: type[Record]) -> int:
    return [one.name for one in table(cls).metadata.sorted_tables].index(cls.family())
