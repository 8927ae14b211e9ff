"""Looking at a file before it is a desk: refusing what is none, or not whole, or too new; bringing an older one up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from coachdesk.errors import DeskTooNew, ReadOnly, WrongPassphrase
from coachdesk.i18n import translate
from coachdesk.store import backup, faults, schema, sqlite, trail
from coachdesk.store.identify import not_a_desk
from coachdesk.store.keys import Key


def examine(path: Path, key: Key | None, *, write: bool, migrations: Path = schema.MIGRATIONS) -> str:
    """Refuse what is not a whole desk of ours that this program can read; gives the desk's format."""
    try:
        conn = sqlite.connect(path, key, write=write)
    except dbapi2.DatabaseError as error:
        if key is not None and "not a database" in str(error):
            raise WrongPassphrase(
                translate("Desk", "The passphrase does not open {name}.").format(name=path.name),
                translate("Desk", "The file was left exactly as it is."),
                translate(
                    "Desk",
                    "Try it again (mind capital letters). If it surely is right, the file may be damaged: "
                    "restore a backup.",
                ),
            ) from error
        raise faults.from_database(error, path) or error from error
    with faults.told(path):
        try:
            if not sqlite.is_application_file(conn):
                raise not_a_desk(path, translate("Desk", "a database of another program"))
            if not sqlite.whole(conn, path):
                raise faults.damaged(path)
        finally:
            conn.close()
        engine = sqlite.engine(path, key, write=False)
        try:
            with engine.connect() as reading, reading.begin():
                found = schema.revision(reading)
        finally:
            engine.dispose()
    newest = schema.newest(migrations)
    if found > newest:
        raise DeskTooNew(
            translate(
                "Desk", "{name} was last used with a newer CoachDesk (desk format {found}; this one knows {known})."
            ).format(name=path.name, found=found, known=newest),
            translate("Desk", "The file was left exactly as it is."),
            translate("Desk", "Install the newer CoachDesk on this computer, then open it again."),
        )
    return found


def bring_up_to_date(
    path: Path, key: Key | None, *, write: bool, clock: Callable[[], datetime], migrations: Path
) -> None:
    """Refuse what is not a whole desk of ours; back an older one up and bring it to this program's format."""
    found = examine(path, key, write=write, migrations=migrations)
    if found < schema.newest(migrations):
        if not write:
            raise ReadOnly(
                translate("Desk", "{name} comes from an older CoachDesk and must be brought up to date first.").format(
                    name=path.name
                ),
                translate("Desk", "Nothing was changed."),
                translate("Desk", "Open it once for writing; it is backed up before."),
            )
        backup.make(path, key, clock())

        def record(upgraded: sa.Connection, old: str, new: str) -> None:
            label = translate("Desk", "Bring the desk from format {old} to {new}").format(old=old, new=new)
            values = {"at": clock(), "actor_id": None, "actor_name": "CoachDesk", "undoes": None}
            trail.append(upgraded, {**values, "action": "desk.migrate", "label": label}, [])

        with faults.told(path):
            schema.upgrade(path, key, migrations=migrations, record=record)
