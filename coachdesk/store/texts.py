"""The search index of a desk: which records may hold a word, so that a long list is not read through for a rare one.

Derived, in a file of its own beside the desk (`Harbor.desk.search`, under the desk's key): the desk, its trail, its
backups and the saving of changes know nothing of it, and deleting it costs a while of slower searching. It may be
behind: what the trail says was touched since, and records added since, are proposed as well, and whoever asks compares
every proposal with the record itself. So what is found is the same with an index and without.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coachdesk.errors import DeskError
from coachdesk.store import trail
from coachdesk.store.sqlite_texts import Part, TextFile, Trouble, groups_of, is_damage

if TYPE_CHECKING:
    from coachdesk.store.keys import Key

log = logging.getLogger(__name__)

FORMAT = 1  # another number makes every index anew
LONG = 20_000  # rows: a list with fewer is read through in less than the eye notices
MOST = 30_000  # proposals: to compare them takes 2 microseconds each, and a database takes 32,766 values at once
AT_ONCE = 1_000  # records read in one go, so that no save waits for the reading
KEPT_AT = 20  # readings between two commits of the index
ENTRIES_AT_ONCE = 500

ENTRY, TOUCH = trail.ENTRY, trail.TOUCH

Read = Callable[[], AbstractContextManager[sa.Connection]]


@dataclass(frozen=True)
class TextSource:
    """The texts of one list. name: its family.  texts: selects (id, text) of every record, without an order.

    links: where a text comes from other families: (family, the column that holds its touched ids, the select of own
    ids beside it).
    """

    name: str
    id: sa.ColumnElement[int]
    texts: sa.Select[int, str]
    links: tuple[tuple[str, sa.ColumnElement[Any], sa.Select[int]], ...] = ()

    @cached_property
    def shape(self) -> str:
        """A name for exactly these texts, indexed this way."""
        return hashlib.sha256(f"{FORMAT} {self.texts}".encode()).hexdigest()[:16]

    @cached_property
    def own(self) -> sa.FromClause:
        """The table whose rows are listed."""
        source = getattr(self.id, "table", None)
        if not isinstance(source, sa.FromClause):
            raise TypeError(f"the list {self.name} has no table of its own")
        return source

    def touched(self, conn: sa.Connection, after: int, upto: int, most: int | None = None) -> set[int] | None:
        """The own ids whose text entries after `after`, up to `upto`, may have changed; None when more than `most`."""
        if upto <= after:
            return set()
        families = {self.name, *(family for family, _, _ in self.links)}
        # By number alone: with the families in the condition, a database may walk through all that ever touched them.
        rows = sa.select(TOUCH.c.family, TOUCH.c.record_id).where(TOUCH.c.seq > after, TOUCH.c.seq <= upto)
        by_family: dict[str, set[int]] = {}
        for count, (family, key) in enumerate(conn.execute(rows.limit(None if most is None else most + 1)), 1):
            if most is not None and count > most:
                return None
            if family in families:
                by_family.setdefault(family, set()).add(key)
        found = set(by_family.get(self.name, ()))
        for family, column, own in self.links:
            keys = sorted(by_family.get(family, ()))
            for start in range(0, len(keys), AT_ONCE):
                more = own.where(column.in_(keys[start : start + AT_ONCE])).limit(None if most is None else most + 1)
                found.update(conn.execute(more).scalars())
                if most is not None and len(found) > most:
                    return None
        return found


@dataclass(frozen=True, slots=True)
class Proposals:
    """The ids of records that may hold what is searched for, perhaps among others.

    floor: None when no other record can hold it; else there are more, all with lower ids than this.
    """

    ids: tuple[int, ...]
    floor: int | None = None


def index_path(desk: Path) -> Path:
    """Where the search index of this desk stands."""
    return desk.with_name(desk.name + ".search")


def forget(desk: Path) -> None:
    """Delete the search index of a desk that is closed (its passphrase changes, or nobody wants it)."""
    path = index_path(desk)
    for one in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            one.unlink(missing_ok=True)


class Texts:
    """The search index of one open desk. `proposals` from any thread; `catch_up` from one thread at a time."""

    def __init__(self, desk: Path, key: Key | None, *, writable: bool) -> None:
        self._desk, self._key, self._writable = desk, key, writable
        self._lock = threading.Lock()
        self._reading: TextFile | None = None
        self._damaged = False  # to be made anew
        self._given_up = False
        self._closed = False

    def proposals(self, conn: sa.Connection, source: TextSource, words: Sequence[str]) -> Proposals | None:
        """The records whose text may hold every word; None where the index cannot tell: read the list through.

        conn: the transaction in which the proposals are compared with the records.
        """
        groups = groups_of(words)
        if groups is None:
            return None
        with self._lock:
            try:
                answer = self._ask(source, groups)
            except Trouble as error:
                self._let_go()
                self._damaged = is_damage(error)
                log.info("the search index could not be read: %s", type(error).__name__)
                return None
        if answer is None:
            return None
        part, found = answer
        head, _ = trail.head(conn)
        if part.read_to > head or not _agrees(conn, part):
            return None
        later = sa.select(source.id).select_from(source.own).where(source.id > part.upto).limit(MOST + 1)
        added = conn.execute(later).scalars().all()
        touched = source.touched(conn, part.seq, head, MOST)
        if touched is None or len(added) > MOST:
            return None
        floor = found[MOST - 1] if len(found) > MOST else None
        return Proposals(tuple(sorted({*found[:MOST], *added, *touched})), floor)

    def wanted(self, conn: sa.Connection, sources: Sequence[TextSource]) -> list[TextSource]:
        """The lists that are long enough for an index and changed since it was made; none where it cannot be."""
        if not self._writable or self._given_up:
            return []
        head = trail.head(conn)[0]
        found = []
        for source in sources:
            last = conn.execute(sa.select(sa.func.max(source.id)).select_from(source.own)).scalar_one() or 0
            if last >= LONG and not self._is_done(source, last, head):
                found.append(source)
        return found

    def catch_up(self, read: Read, sources: Sequence[TextSource], pause: Callable[[], bool] = lambda: False) -> None:
        """Bring the index of these lists up to now, a little at a time. `pause` waits between; True ends the work.

        A disk that is full or a file that is damaged ends it too: searching then reads the lists through.
        """
        if not self._writable or self._given_up or not sources:
            return
        try:
            file = self._open_for_writing()
            try:
                for source in sources:
                    if not _Work(file, read, source, pause).done():
                        return
            finally:
                file.close()
        except (Trouble, OSError, DeskError) as error:
            log.info("the search index could not be written: %s", type(error).__name__)
            self._given_up = True
            self._damaged = is_damage(error)
            if self._damaged:
                self._start_anew()

    def close(self) -> None:
        """Let go of the file. Proposing afterwards gives None."""
        with self._lock:
            self._closed = True
            self._let_go()

    def _ask(self, source: TextSource, groups: Sequence[str]) -> tuple[Part, array[int]] | None:
        if self._reading is None:
            if self._closed or self._given_up or not index_path(self._desk).exists():
                return None
            self._reading = TextFile(index_path(self._desk), self._key, write=False)
        with self._reading.reading():
            part = self._reading.part(source.name)
            if part is None or not part.whole or part.shape != source.shape:
                return None
            return part, self._reading.holding(source.name, groups, MOST + 1)

    def _is_done(self, source: TextSource, last: int, head: int) -> bool:
        with self._lock:
            try:
                if self._reading is None and index_path(self._desk).exists():
                    self._reading = TextFile(index_path(self._desk), self._key, write=False)
                part = self._reading.part(source.name) if self._reading is not None else None
            except Trouble:
                self._let_go()
                return False
        if part is None or not part.whole or part.shape != source.shape:
            return False
        return part.upto >= last and part.seq == head

    def _open_for_writing(self) -> TextFile:
        if self._damaged:
            self._start_anew()
        try:
            return TextFile(index_path(self._desk), self._key, write=True)
        except Trouble as error:
            # Cut off, or sealed with a passphrase that is no longer the desk's: it is derived, so it is made anew.
            if not is_damage(error):
                raise
            self._start_anew()
            return TextFile(index_path(self._desk), self._key, write=True)

    def _start_anew(self) -> None:
        with self._lock:
            self._let_go()
            forget(self._desk)
            self._damaged = False

    def _let_go(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None


class _Work:
    """Bringing one list up to now."""

    def __init__(self, file: TextFile, read: Read, source: TextSource, pause: Callable[[], bool]) -> None:
        self._file, self._read, self._source, self._pause = file, read, source, pause
        with read() as conn:
            head, hash_ = trail.head(conn)
            part = file.part(source.name)
            fits = part is not None and part.shape == source.shape and _agrees(conn, part)
        if part is None or not fits:
            part = Part(source.shape, seq=head, hash=hash_, read_to=head)
            with file.change():
                file.begin(source.name, part)
        self._part = part

    def done(self) -> bool:
        """Do it all; False when it was ended before."""
        first = not self._part.whole
        if not self._add_new():
            return False
        if first:
            with self._file.change():
                self._keep(replace(self._part, whole=True))
        return self._renew_touched()

    def _add_new(self) -> bool:
        """Index the records behind the last one that is in."""
        more = True
        while more:
            with self._file.change():
                for _ in range(KEPT_AT):
                    rows, head = self._texts(self._source.id > self._part.upto)
                    if rows:
                        self._file.put(self._source.name, rows, known=False)
                        self._part = replace(self._part, upto=rows[-1][0], read_to=max(head, self._part.read_to))
                    more = len(rows) == AT_ONCE
                    if more and self._pause():
                        self._keep(self._part)
                        return False
                    if not more:
                        break
                self._keep(self._part)
        return True

    def _renew_touched(self) -> bool:
        """Index anew what the trail says was touched since."""
        while True:
            with self._read() as conn:
                head, _ = trail.head(conn)
                upto = min(head, self._part.seq + ENTRIES_AT_ONCE)
                if upto == self._part.seq:
                    return True
                touched = sorted(self._source.touched(conn, self._part.seq, upto) or ())
                hash_ = _hash_at(conn, upto)
            # What is not in yet comes as a new record.
            touched = [one for one in touched if one <= self._part.upto]
            with self._file.change():
                for start in range(0, len(touched), AT_ONCE):
                    rows, head = self._texts(self._source.id.in_(touched[start : start + AT_ONCE]))
                    self._file.put(self._source.name, rows, known=True)
                    self._part = replace(self._part, read_to=max(head, self._part.read_to))
                self._keep(replace(self._part, seq=upto, hash=hash_, read_to=max(upto, self._part.read_to)))
            if self._pause():
                return False

    def _texts(self, test: sa.ColumnElement[bool]) -> tuple[list[tuple[int, str]], int]:
        statement = self._source.texts.where(test).order_by(self._source.id).limit(AT_ONCE)
        with self._read() as conn:
            return [(row[0], row[1]) for row in conn.execute(statement)], trail.head(conn)[0]

    def _keep(self, part: Part) -> None:
        self._part = part
        self._file.note(self._source.name, part)


def _agrees(conn: sa.Connection, part: Part) -> bool:
    """Whether the desk's history is the one the index was made from: not an older copy, not another desk."""
    return part.seq == 0 or _hash_at(conn, part.seq) == part.hash


def _hash_at(conn: sa.Connection, seq: int) -> str:
    return str(conn.execute(sa.select(ENTRY.c.hash).where(ENTRY.c.seq == seq)).scalar_one_or_none() or "")
