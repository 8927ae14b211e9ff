"""The desk's schema: which revision a desk has, making a new one, and bringing an older one up to date.

Revisions are numbered texts ("0001", "0002"), so "newer than this program" can be told without loading anything.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from coachdesk.errors import DeskDamaged
from coachdesk.i18n import translate
from coachdesk.records import Base
from coachdesk.store import sqlite
from coachdesk.store.keys import Key

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"

REVISION = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))


def newest(migrations: Path = MIGRATIONS) -> str:
    """The newest revision among the steps in `migrations` (this program's own: HEAD)."""
    if migrations == MIGRATIONS:
        return HEAD
    return max(step.name[:4] for step in (migrations / "versions").glob("[0-9]*.py"))


def create(conn: sa.Connection) -> None:
    """All tables of the newest revision, in the caller's transaction."""
    Base.metadata.create_all(conn)
    REVISION.create(conn)
    conn.execute(sa.insert(REVISION), {"version_num": HEAD})


def revision(conn: sa.Connection) -> str:
    """The desk's revision; "" when it has none (not a desk)."""
    try:
        return str(conn.execute(sa.select(REVISION.c.version_num)).scalar_one_or_none() or "")
    except sa.exc.OperationalError as error:
        if "no such table" in str(error):
            return ""
        raise


def _row_counts(conn: sa.Connection) -> dict[str, int]:
    names = [name for name in sa.inspect(conn).get_table_names() if name != REVISION.name]
    counts = {name: sa.select(sa.func.count()).select_from(sa.table(name)) for name in names}
    return {name: int(conn.execute(count).scalar_one()) for name, count in counts.items()}


def upgrade(
    path: Path,
    key: Key | None,
    *,
    migrations: Path = MIGRATIONS,
    to: str = "head",
    record: Callable[[sa.Connection, str, str], None] | None = None,
) -> tuple[str, str]:
    """Bring the desk at `path` to revision `to` in one transaction; gives (from, to).

    The caller holds the writer lock and has a proven backup. References are off while tables are rebuilt; before the
    commit every row count must be what it was (a step names tables it may change in ROWS_MAY_CHANGE) and every
    reference must hold, else all is rolled back and DeskDamaged raised. `record` may add a trail entry.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    engine = sqlite.engine(path, key, write=True, references=False)
    try:
        with engine.begin() as conn:
            old = revision(conn)
            before = _row_counts(conn)
            config.attributes["connection"] = conn
            command.upgrade(config, to)
            new = revision(conn)
            steps = list(scripts.iterate_revisions(new, old)) if new != old else []
            free = {name for step in steps for name in getattr(step.module, "ROWS_MAY_CHANGE", ())}
            after = _row_counts(conn)
            lost = [name for name, count in before.items() if name not in free and after.get(name) != count]
            broken = sqlite.missing_references(conn)
            if lost or broken:
                raise DeskDamaged(
                    translate("Migrate", "Bringing {name} up to date did not keep everything: {what}.").format(
                        name=path.name, what=", ".join([*lost, *broken[:5]])
                    ),
                    translate("Migrate", "The step was taken back; the desk is as it was."),
                    translate("Migrate", "Go on with the CoachDesk version that made it, and report this message."),
                )
            if record is not None and new != old:
                record(conn, old, new)
            return old, new
    finally:
        engine.dispose()
