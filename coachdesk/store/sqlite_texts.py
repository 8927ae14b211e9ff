"""What only SQLite does for searching: a file of letter groups (FTS5 trigrams) beside a desk, under the desk's own key.

The other half of the seam in `sqlite.py`. A part of the file answers for one list: which records may hold a word. It
keeps no texts and no positions, so it can only propose; whoever asks compares with the records themselves.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from coachdesk.store import sqlite
from coachdesk.store.keys import Key

APPLICATION_ID = 0x434F4454  # "CODT": never mistaken for a desk
CACHE_KIB = 8_000
BUSY_MS = 200  # a search does not wait for the index: it reads the records instead
WRITE_BUSY_MS = 10_000
LETTERS = 3
MOST_GROUPS = 40

Trouble = dbapi2.Error
"""What goes wrong with the file itself."""

_DAMAGE = ("malformed", "not a database", "no such table", "vtable constructor failed")


@dataclass(frozen=True, slots=True)
class Part:
    """How far one list is indexed. shape: names the texts indexed and the way of it.

    upto: all records up to this id are in.  seq, hash: the trail entry up to which changes of them are in.  read_to:
    the last trail entry when any of its texts was read.  whole: whether it was ever finished.
    """

    shape: str
    upto: int = 0
    seq: int = 0
    hash: str = ""
    read_to: int = 0
    whole: bool = False


class TextFile:
    """An open index file; one connection, for one thread at a time. Raises `Trouble`."""

    def __init__(self, path: Path, key: Key | None, *, write: bool) -> None:
        fresh, busy = write and not path.exists(), WRITE_BUSY_MS if write else BUSY_MS
        self._conn: Any = sqlite.connect(path, key, write=write, fresh=fresh, busy_ms=busy)
        try:
            self._conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            if write:
                # Derived: losing the last commit to a power cut costs nothing, a torn file would.
                self._conn.execute("PRAGMA synchronous = NORMAL")
                self._conn.execute("PRAGMA cache_spill = ON")  # memory stays small however much is indexed at once
                self._conn.execute("PRAGMA secure_delete = FAST")
                self._conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._conn.execute(
                    "CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, shape TEXT NOT NULL,"
                    " upto INTEGER NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, read_to INTEGER NOT NULL,"
                    " whole INTEGER NOT NULL)"
                )
        except BaseException:
            self._conn.close()
            raise

    def close(self) -> None:
        """Let go of the file; what was not committed is taken back."""
        self._conn.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction."""
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        self._conn.execute("COMMIT")

    def part(self, name: str) -> Part | None:
        """How far the list `name` is indexed; None when it is not."""
        columns = ", ".join(Part.__slots__)
        row = self._conn.execute(f"SELECT {columns} FROM part WHERE name = ?", (name,)).fetchone()  # noqa: S608 - our own names
        if row is None:
            return None
        shape, upto, seq, hash_, read_to, whole = row
        return Part(shape, upto, seq, hash_, read_to, bool(whole))

    def begin(self, name: str, part: Part) -> None:
        """Start a list anew."""
        where = _place(name)
        self._conn.execute(f"DROP TABLE IF EXISTS {where}")
        self._conn.execute(
            f"CREATE VIRTUAL TABLE {where} USING"
            " fts5(text, tokenize = 'trigram', content = '', contentless_delete = 1, detail = none)"
        )
        self.note(name, part)

    def note(self, name: str, part: Part) -> None:
        """Keep how far the list is indexed."""
        values = [getattr(part, field) for field in Part.__slots__]
        marks = ", ".join("?" * (len(values) + 1))
        self._conn.execute(f"INSERT OR REPLACE INTO part VALUES ({marks})", (name, *values))  # noqa: S608 - marks only

    def put(self, name: str, texts: Iterable[tuple[int, str]], *, known: bool) -> None:
        """Index these (id, text). known: they may be there already, with an older text."""
        rows, where = list(texts), _place(name)
        if known:
            self._conn.executemany(f"DELETE FROM {where} WHERE rowid = ?", [(one,) for one, _ in rows])  # noqa: S608 - our own names
        self._conn.executemany(f"INSERT INTO {where} (rowid, text) VALUES (?, ?)", rows)  # noqa: S608 - our own names

    def holding(self, name: str, groups: Sequence[str], most: int) -> array[int]:
        """The ids of the `most` highest records that hold every one of these groups somewhere, from high to low."""
        where = _place(name)
        asked = " AND ".join('"' + group.replace('"', '""') + '"' for group in groups)
        statement = f"SELECT rowid FROM {where} WHERE {where} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - our own names
        return array("q", [one for (one,) in self._conn.execute(statement, (asked, most)).fetchall()])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment: the part and what it holds belong together."""
        self._conn.execute("BEGIN")
        try:
            yield
        finally:
            self._conn.execute("COMMIT")


def groups_of(words: Iterable[str]) -> list[str] | None:
    """The groups of letters that whatever holds all the words must hold; None when they are too short to say any."""
    found: dict[str, None] = {}
    for word in words:
        if "\0" in word:  # the comparison with a record ends there, and matches more
            continue
        for start in range(len(word) - LETTERS + 1):
            found[word[start : start + LETTERS]] = None
    return list(found)[:MOST_GROUPS] or None


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is at fault, so that only making it anew helps; not a full disk or a locked file."""
    return any(words in str(error) for words in _DAMAGE)


def _place(name: str) -> str:
    if not re.fullmatch(r"[a-z_]+", name):
        raise ValueError(f"not the name of a list: {name!r}")
    return f"text_{name}"
