"""The desk: one agency's data file, opened for writing by one program at a time and for reading by any."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from coachdesk import settings as agency_settings
from coachdesk.changes import Actor
from coachdesk.errors import DeskBusy, ReadOnly, StorageFailed
from coachdesk.i18n import translate
from coachdesk.records.agency import Agency, Profile, SettingValue
from coachdesk.records.base import table
from coachdesk.settings import Settings
from coachdesk.store import anchor, doubts, faults, keys, schema, sqlite, trail
from coachdesk.store.examine import bring_up_to_date
from coachdesk.store.identify import key_for
from coachdesk.store.keys import Key
from coachdesk.store.lock import WriterLock
from coachdesk.store.texts import Texts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from coachdesk.store.change import Change

Clock = Callable[[], datetime]

# Reading goes by tables: a statement on a class would have all of them mapped first.
_AGENCY, _SETTING = table(Agency), table(SettingValue)


def local_now() -> datetime:
    """This moment in the computer's own zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class AgencyData:
    """What a new desk needs to know of its agency. state: two letters, or "" for federal holidays only."""

    name: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class ProfileData:
    """The first person of a new desk."""

    name: str
    initials: str = ""
    role: str = "coordinator"


class Desk:
    """An open desk. Get one from `open_desk` or `create_desk`; close it, or use it in a `with` block."""

    def __init__(
        self, path: Path, key: Key | None, lock: WriterLock | None, clock: Clock, hurried: bool = False
    ) -> None:
        self.path = path
        self.clock = clock
        self.warnings: list[str] = []
        self._key = key
        self._closed = False
        self._lock = lock
        self._writing = threading.Lock()
        self._reader = sqlite.engine(path, key, write=False)
        self._writer = sqlite.engine(path, key, write=True, hurried=hurried) if lock else None
        self._settings_at: tuple[trail.Head, Settings] | None = None
        # What is read inside a change is not in the trail yet, so only reading connections know the search index.
        self.texts = Texts(path, key, writable=self._writer is not None)
        self._reader.update_execution_options(texts=self.texts)
        with self.read() as conn:
            self.uid: str = conn.execute(sa.select(_AGENCY.c.desk_uid)).scalar_one()

    @property
    def writable(self) -> bool:
        """Whether this opening may change the desk."""
        return self._writer is not None

    @property
    def encrypted(self) -> bool:
        """Whether the file is sealed with a passphrase."""
        return self._key is not None

    @property
    def key(self) -> Key | None:
        """The key the file is sealed with, for copies of it."""
        return self._key

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A read transaction: everything read inside it is of one moment. Usable from any thread."""
        with faults.told(self.path, files_too=False), self._reader.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def change(
        self, actor: Actor | None, action: str, label: str = "", progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Change]:
        """One change: leaves as one transaction with its trail entry, or not at all.

        ReadOnly when the desk is open for reading. The yielded Change gets `.seq` when done (0: nothing changed).
        """
        if self._writer is None or self._lock is None:
            raise ReadOnly(
                translate("Desk", "This desk is open for reading only."),
                translate("Desk", "Nothing was changed."),
                translate("Desk", "Close it where it is being written, then open it here again."),
            )
        from coachdesk.store.change import Change  # with SQLAlchemy's mapper, which reading does without

        with self._writing, faults.told(self.path), self._writer.connect() as conn, conn.begin():
            self._lock.demand()
            head = trail.head(conn)
            work = Change(conn, actor, self.clock(), self._settings_of(conn, head), progress)
            work.label = label
            try:
                yield work
                recorded = work.recorded()
                work.touched = _families(recorded)
                if recorded:
                    end = _append(conn, work, action, recorded, head)
                    work.seq = end[0]
                    if SettingValue.family() not in work.touched:
                        self._settings_at = end, work.settings
            finally:
                work.session.close()

    def _settings_of(self, conn: sa.Connection, head: trail.Head) -> Settings:
        """The limits as the transaction that just began finds them, read anew only when the history has gone on.

        No limit changes without a trail entry, and an entry's hash stands for all that came before it. So what is
        kept with a head is right for that head, whatever was rolled back, undone or restored in between.
        """
        if self._settings_at is None or self._settings_at[0] != head:
            self._settings_at = head, load_settings(conn)
        return self._settings_at[1]

    @contextmanager
    def scratch(self) -> Iterator[Session | None]:
        """A transaction for working papers (drafts), which leave no trail; None on a read-only desk."""
        if self._writer is None or self._lock is None:
            yield None
            return
        from sqlalchemy.orm import Session

        with self._writing, faults.told(self.path), self._writer.connect() as conn, conn.begin():
            self._lock.demand()
            with Session(conn) as session:
                yield session
                session.flush()

    @contextmanager
    def bulk(self) -> Iterator[sa.Connection]:
        """The bare writing transaction, for `coachdesk.sample.ledger`, which keeps the trail itself."""
        if self._writer is None or self._lock is None:
            raise ReadOnly(translate("Desk", "This desk is open for reading only."))
        with self._writing, faults.told(self.path), self._writer.connect() as conn, conn.begin():
            self._lock.demand()
            self._settings_at = None  # what is written here need not be in the trail
            yield conn

    def settings(self) -> Settings:
        """The agency's limits as they stand now."""
        with self.read() as conn:
            return load_settings(conn)

    def trail_head(self) -> tuple[int, str]:
        """The trail's last number and hash."""
        with self.read() as conn:
            return trail.head(conn)

    def close(self) -> None:
        """Let go of the file; another program may write from now on. Closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._lock is not None:
                anchor.remember(self.uid, anchor.Anchor(*self.trail_head()))
        finally:
            self.texts.close()
            self._reader.dispose()
            if self._writer is not None:
                self._writer.dispose()
            if self._lock is not None:
                self._lock.release()
            _unclaim(self.path)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _families(recorded: list[trail.Recorded]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for family, key, _, _ in recorded:
        found.setdefault(family, set()).add(key)
    return {family: frozenset(ids) for family, ids in found.items()}


def _append(
    conn: sa.Connection, work: Change, action: str, recorded: list[trail.Recorded], head: trail.Head
) -> trail.Head:
    values = {
        "at": work.now,
        "actor_id": work.actor.profile_id if work.actor else None,
        "actor_name": work.actor.name if work.actor else "CoachDesk",
        "action": action,
        "label": work.label,
        "undoes": work.undoes,
    }
    return trail.append(conn, values, recorded, head)


def load_settings(conn: sa.Connection) -> Settings:
    """The agency's limits as stored; what is not stored has its default."""
    rows = conn.execute(sa.select(_SETTING.c.key, _SETTING.c.value))
    return agency_settings.from_stored({row.key: row.value for row in rows})


# Paths open in this process. Opening such a file a second time, even only to look at its first bytes, would drop the
# system locks SQLite holds on it (POSIX ties them to the process), and another program could then write over it.
_open_here: set[Path] = set()
_open_here_guard = threading.Lock()


def _claim(path: Path) -> None:
    with _open_here_guard:
        if path in _open_here:
            raise DeskBusy(
                translate("Desk", "{name} is already open in this program.").format(name=path.name),
                translate("Desk", "Nothing was changed."),
                translate("Desk", "Go on in the window that has it."),
            )
        _open_here.add(path)


def _unclaim(path: Path) -> None:
    with _open_here_guard:
        _open_here.discard(path)


@contextmanager
def not_open_here(path: Path) -> Iterator[None]:
    """Nothing else in this program has, or gets, the desk at `path` (a real path) while its file itself is handled."""
    _claim(path)
    try:
        yield
    finally:
        _unclaim(path)


def must_be_free(path: Path) -> None:
    """Refuse to make a desk where something is already."""
    with faults.told(path):
        taken = path.exists()
    if taken:
        raise StorageFailed(
            translate("Desk", "There is already a file {name} in {folder}.").format(name=path.name, folder=path.parent),
            translate("Desk", "It was left as it is."),
            translate("Desk", "Choose another name, or open that desk."),
        )


def create_desk(
    path: Path,
    passphrase: str | None,
    agency: AgencyData,
    profile: ProfileData,
    *,
    clock: Clock = local_now,
    hurried: bool = False,
) -> Desk:
    """Make a new desk at `path` and open it for writing. passphrase None keeps it readable by anyone with the file.

    The file appears under its name only when complete. StorageFailed when something is there already or cannot be.
    hurried: no change waits for the disk; only for a file that is thrown away unless it is filled to the end.
    """
    path = Path(os.path.realpath(path))
    must_be_free(path)
    key = keys.new_key(passphrase) if passphrase else None
    fresh = path.with_name(f".{path.name}.new")
    with faults.told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        try:
            sqlite.connect(fresh, key, write=True, fresh=True).close()
            engine = sqlite.engine(fresh, key, write=True)
            try:
                with engine.connect() as conn, conn.begin():
                    schema.create(conn)
                    _begin(conn, agency, profile, clock)
            finally:
                engine.dispose()
            fresh.rename(path)
        finally:
            fresh.unlink(missing_ok=True)
    return _open(path, key, write=True, clock=clock, migrations=schema.MIGRATIONS, hurried=hurried)


def _begin(conn: sa.Connection, agency: AgencyData, profile: ProfileData, clock: Clock) -> None:
    """The desk's first trail entry: its agency and its first person."""
    from coachdesk.store.change import Change

    work = Change(conn, None, clock(), Settings())
    work.label = translate("Desk", "Create the desk")
    work.add(Agency(id=1, name=agency.name, state=agency.state, desk_uid=uuid.uuid4().hex, created_at=work.now))
    work.add(Profile(name=profile.name, initials=profile.initials, role=profile.role))
    _append(conn, work, "desk.create", work.recorded(), trail.head(conn))
    work.session.close()


def open_desk(
    path: Path,
    passphrase: str | None = None,
    mode: Literal["write", "read"] = "write",
    *,
    clock: Clock = local_now,
    migrations: Path = schema.MIGRATIONS,
) -> Desk:
    """Open the desk at `path`. An older one is backed up and brought up to date first (when writing).

    Raises NotADesk, DeskDamaged, WrongPassphrase, DeskTooNew, DeskBusy (another writer), StorageFailed; the file is
    unchanged in all these cases.
    """
    path = Path(os.path.realpath(path))
    with not_open_here(path):
        key = key_for(path, passphrase)
    return _open(path, key, write=mode == "write", clock=clock, migrations=migrations)


def _open(path: Path, key: Key | None, *, write: bool, clock: Clock, migrations: Path, hurried: bool = False) -> Desk:
    _claim(path)
    lock = None
    try:
        lock = WriterLock.take(path) if write else None
        bring_up_to_date(path, key, write=write, clock=clock, migrations=migrations)
        desk = Desk(path, key, lock, clock, hurried)
    except BaseException:
        if lock is not None:
            lock.release()
        _unclaim(path)
        raise
    with desk.read() as conn:
        desk.warnings += doubts.found(conn, desk.uid, clock())
    return desk
