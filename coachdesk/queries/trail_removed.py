"""Records that were removed again, and inside which record each once was: no table names them, only the trail does.

Found once for an open desk, then kept up to now from what the trail says was touched since.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.store import trail

ENTRY, TOUCH = trail.ENTRY, trail.TOUCH
AT_ONCE = 1_000

Part = tuple[str, int]
"""A record: family and id."""


@dataclass
class Removed:
    """The removed records of one desk as of trail entry `seq`. above: removed record -> what it was inside of."""

    seq: int = 0
    hash: str = trail.GENESIS
    above: dict[Part, Part] = field(default_factory=dict)
    inside: dict[Part, set[Part]] = field(default_factory=dict)

    def add(self, part: Part, above: Part) -> None:
        """It is gone."""
        self.above[part] = above
        self.inside.setdefault(above, set()).add(part)

    def discard(self, part: Part) -> None:
        """It is there (again)."""
        above = self.above.pop(part, None)
        if above is not None:
            self.inside[above].discard(part)

    def below(self, parts: Iterable[Part]) -> set[Part]:
        """All removed records inside these, and inside those that are removed themselves."""
        found: set[Part] = set()
        waiting = list(parts)
        while waiting:
            more = self.inside.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found


_known: WeakKeyDictionary[sa.Engine, Removed] = WeakKeyDictionary()
_guard = threading.Lock()


def removed(conn: sa.Connection, parents: Mapping[str, tuple[str, str]]) -> Removed:
    """The removed records of these families. parents: family -> (family it stands in, column that points there)."""
    head = trail.head(conn)
    with _guard:
        known = _known.get(conn.engine)
        # A change that was taken back, or an older copy in the desk's place, leaves another entry of that number.
        if known is None or known.seq > head[0] or _hash_at(conn, known.seq) != known.hash:
            known = Removed(*head)
            for family in parents:
                _take(conn, known, family, _missing(conn, family), parents[family])
        elif known.seq < head[0]:
            for family, ids in _touched(conn, known.seq, parents).items():
                there = _there(conn, family, ids)
                for one in there:
                    known.discard((family, one))
                _take(conn, known, family, ids - there, parents[family])
            known.seq, known.hash = head
        _known[conn.engine] = known
        return known


def _hash_at(conn: sa.Connection, seq: int) -> str:
    found = conn.execute(sa.select(ENTRY.c.hash).where(ENTRY.c.seq == seq)).scalar_one_or_none()
    return str(found or trail.GENESIS)


def _touched(conn: sa.Connection, after: int, families: Collection[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for family, key in conn.execute(sa.select(TOUCH.c.family, TOUCH.c.record_id).where(TOUCH.c.seq > after)):
        if family in families:
            found.setdefault(family, set()).add(key)
    return found


def _missing(conn: sa.Connection, family: str) -> set[int]:
    """The ids that were given and are no longer there: a full table has none between 1 and its last one."""
    own = table(FAMILIES[family]).c.id
    count = conn.execute(sa.select(sa.func.count()).select_from(own.table)).scalar_one()
    last = conn.execute(sa.select(sa.func.max(own))).scalar_one() or 0
    later = sa.select(TOUCH.c.record_id).distinct().where(TOUCH.c.family == family, TOUCH.c.record_id > last)
    found = set(conn.execute(later).scalars())
    if count < last:
        there = set(conn.execute(sa.select(own)).scalars())
        given = sa.select(TOUCH.c.record_id).distinct().where(TOUCH.c.family == family)
        sparse = last > 2 * count + AT_ONCE
        found |= (set(conn.execute(given).scalars()) if sparse else set(range(1, last + 1))) - there
    return found


def _there(conn: sa.Connection, family: str, ids: Collection[int]) -> set[int]:
    own, ordered = table(FAMILIES[family]).c.id, sorted(ids)
    found: set[int] = set()
    for start in range(0, len(ordered), AT_ONCE):
        found.update(conn.execute(sa.select(own).where(own.in_(ordered[start : start + AT_ONCE]))).scalars())
    return found


def _take(conn: sa.Connection, known: Removed, family: str, ids: Collection[int], above: tuple[str, str]) -> None:
    """Read from the entry that removed each of these what it was inside of."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        last = sa.select(sa.func.max(TOUCH.c.seq)).where(TOUCH.c.family == family)
        last = last.where(TOUCH.c.record_id.in_(ordered[start : start + AT_ONCE])).group_by(TOUCH.c.record_id)
        wanted = set(ordered[start : start + AT_ONCE])
        for (changes,) in conn.execute(sa.select(ENTRY.c.changes).where(ENTRY.c.seq.in_(last))):
            for name, key, before, _after in json.loads(changes):
                if name == family and key in wanted and before and isinstance(before.get(above[1]), int):
                    known.add((family, key), (above[0], before[above[1]]))
