"""Everything that only SQLite (through SQLCipher) does: opening connections, pragmas, whole-file copies and checks.

This is the seam behind which another database can take its place: nothing outside this module names a pragma.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from coachdesk.store.keys import Key

APPLICATION_ID = 0x434F4443  # "CODC"
PAGE_SIZE = 4096
CACHE_KIB = 64_000  # an encrypted desk is 12 times slower on random reads with the default cache
BUSY_MS = 10_000


def connect(path: Path, key: Key | None, *, write: bool, fresh: bool = False, busy_ms: int = BUSY_MS) -> Any:
    """A bare DB-API connection to the desk at `path`, keyed and set up, transactions by hand.

    write: may change the file; otherwise every change is refused by the connection itself.
    fresh: may create the file. Raises dbapi2.Error; a wrong key shows as "file is not a database".
    """
    mode = "rwc" if fresh else "rw"
    uri = path.absolute().as_uri()
    try:
        conn = dbapi2.connect(f"{uri}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False)
        _prepare(conn, key, busy_ms, write=write, fresh=fresh)
    except dbapi2.OperationalError:
        # A read-only file or folder: good enough for reading, and only for that.
        if write:
            raise
        conn = dbapi2.connect(f"{uri}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
        _prepare(conn, key, busy_ms, write=False, fresh=False)
    return conn


def _prepare(conn: Any, key: Key | None, busy_ms: int, *, write: bool, fresh: bool) -> None:
    try:
        conn.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            conn.execute(f'PRAGMA key = "{key.pragma()}"')
        conn.execute(f"PRAGMA busy_timeout = {busy_ms}")
        if fresh:
            conn.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            conn.execute("PRAGMA journal_mode = DELETE")
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # DELETE and EXTRA: after a power cut nothing acknowledged is missing (FULL lost last commits when measured).
        conn.execute("PRAGMA synchronous = EXTRA")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cell_size_check = ON")
        conn.execute("PRAGMA temp_store = MEMORY")  # no readable record text in temporary files
        conn.execute("PRAGMA secure_delete = ON")
        conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        conn.execute("PRAGMA cache_spill = OFF")  # readers stay able to read until the commit itself
        if not write:
            conn.execute("PRAGMA query_only = ON")
    except BaseException:
        conn.close()
        raise


def engine(path: Path, key: Key | None, *, write: bool, references: bool = True, hurried: bool = False) -> sa.Engine:
    """A SQLAlchemy engine on the desk. A writing one has a single connection and takes the write lock at BEGIN.

    references: keep foreign keys checked. Only a migration turns them off: with them on, rebuilding a parent table
    silently deletes the rows that refer to it.
    hurried: no commit waits for the disk. For a file that nobody relies on before it is complete.
    """

    def creator() -> Any:
        conn = connect(path, key, write=write)
        if not references:
            conn.execute("PRAGMA foreign_keys = OFF")
        if hurried:
            conn.execute("PRAGMA synchronous = OFF")
            conn.execute("PRAGMA journal_mode = MEMORY")  # this connection's only; the file stays as it is
        return conn

    made = sa.create_engine(
        "sqlite://", module=dbapi2, creator=creator, poolclass=QueuePool, pool_size=1, max_overflow=0 if write else 8
    )
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @sa.event.listens_for(made, "begin")
    def _begin(conn: sa.Connection) -> None:
        conn.exec_driver_sql(begin)

    return made


def is_application_file(conn: Any) -> bool:
    """Whether the open file calls itself a CoachDesk desk."""
    return bool(conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def file_faults(conn: Any, *, encrypted: bool) -> Iterator[str]:
    """What SQLite itself finds wrong with the file: page seals (encrypted), structure, references. Empty when sound."""
    if encrypted:
        for row in conn.execute("PRAGMA cipher_integrity_check"):
            yield str(row[0])
    for row in conn.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield str(row[0])
    for table, rowid, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {rowid} refers to a missing {parent}"


def copy(source: Path, source_key: Key | None, target: Path, target_key: Key | None) -> dict[str, int]:
    """Copy a whole desk within one read transaction to the new file `target`, keyed as asked; gives rows by table."""
    reading = connect(source, source_key, write=False)
    try:
        writing = dbapi2.connect(str(target), isolation_level=None)
        try:
            writing.execute("PRAGMA cipher_log_level = NONE")
            if target_key is not None:
                writing.execute(f'PRAGMA key = "{target_key.pragma()}"')
            reading.execute("BEGIN")
            counts = row_counts(reading)
            reading.backup(writing)
            reading.execute("COMMIT")
            return counts
        finally:
            writing.close()
    finally:
        reading.close()


def row_counts(conn: Any) -> dict[str, int]:
    """How many rows each table of the open file holds."""
    names = [
        row[0]
        for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    ]
    return {name: int(conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - names from the file's own table of contents


def missing_references(conn: sa.Connection) -> list[str]:
    """Rows that refer to nothing, in words; empty when every reference holds."""
    found = conn.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [f"{table} row {rowid} refers to a missing {parent}" for table, rowid, parent, _ in found]


def whole(conn: Any, path: Path) -> bool:
    """Whether the file is as long as its own header says (a cut-off file is not)."""
    pages = int(conn.execute("PRAGMA page_count").fetchone()[0])
    return path.stat().st_size >= pages * PAGE_SIZE


def recode(path: Path, old: Key | None, new: Key | None, target: Path) -> None:
    """Write the desk at `path` into the new file `target` under another key, or under none."""
    conn = connect(path, old, write=True)
    try:
        conn.execute("ATTACH DATABASE ? AS target KEY ?", (str(target), new.pragma() if new else ""))
        conn.execute("SELECT sqlcipher_export('target')")
        conn.execute(f"PRAGMA target.application_id = {APPLICATION_ID}")
        conn.execute("DETACH DATABASE target")
    finally:
        conn.close()
