"""Bringing a backup back, beside the desk or in its place, and changing a desk's passphrase.

Both write a complete new file beside the target, prove it by restoring it once more, note the step in its trail, flush
it, and only then give it the target's name. Whatever moment the computer dies at, the target is either as it was or
whole and proven; the file that stood there before is set aside under a telling name and never deleted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.errors import StorageFailed
from coachdesk.i18n import translate
from coachdesk.records.agency import Agency
from coachdesk.store import anchor, backup, faults, keys, sqlite, texts, trail
from coachdesk.store.desk import Clock, local_now, not_open_here
from coachdesk.store.examine import examine
from coachdesk.store.filling import put_in_place
from coachdesk.store.identify import key_for
from coachdesk.store.keys import Key
from coachdesk.store.lock import WriterLock

JOURNAL = "-journal"


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was brought back. seq: the trail entry the backup ended with.  set_aside: the file it replaced."""

    path: Path
    backup: Path
    seq: int
    encrypted: bool
    set_aside: Path | None = None

    def words(self) -> str:
        """What was done, in a few sentences."""
        text = translate("Restore", "{backup} was proven and restored as {name}; it ends with trail entry {seq}.")
        words = text.format(backup=self.backup.name, name=self.path.name, seq=self.seq)
        if self.set_aside is not None:
            kept = translate("Restore", "The file that was there is kept as {name} in {folder}.")
            words += " " + kept.format(name=self.set_aside.name, folder=self.set_aside.parent)
        return words


@dataclass(frozen=True, slots=True)
class Resealed:
    """A desk whose passphrase was changed, set (encrypted now) or taken off. old_backups: how many stay as they are."""

    path: Path
    encrypted: bool
    was_encrypted: bool
    old_backups: int

    def words(self) -> str:
        """What was done, and what stays under the old passphrase."""
        if self.encrypted:
            words = translate("Restore", "{name} opens with the new passphrase from now on.")
        else:
            words = translate("Restore", "{name} opens without a passphrase from now on.")
        words = words.format(name=self.path.name)
        if self.old_backups and self.was_encrypted:
            old = translate("Restore", "Backups made before ({count}) still need the old passphrase: keep it.")
            words += " " + old.format(count=self.old_backups)
        elif self.old_backups:
            old = translate("Restore", "Backups made before ({count}) can still be read without a passphrase.")
            words += " " + old.format(count=self.old_backups)
        return words


def restore(
    backup_path: Path,
    target: Path,
    passphrase: str | None,
    *,
    actor: Actor | None = None,
    clock: Clock = local_now,
) -> Restored:
    """Bring a backup back as the new file `target`. StorageFailed when there is a file already; see also `examine`.

    The backup itself is only read.
    """
    source, path = Path(os.path.realpath(backup_path)), Path(os.path.realpath(target))
    with not_open_here(source):
        key = key_for(source, passphrase)
        _refuse_existing(path)
        with faults.told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _beside(path) as fresh:
                seq = _copied(source, key, fresh, actor, clock)
                _refuse_existing(path)
                _clear_journal(path, clock())
                put_in_place(fresh, path)
    return Restored(path, source, seq, key is not None)


def restore_in_place(
    desk_path: Path,
    backup_path: Path,
    passphrase: str | None,
    *,
    actor: Actor | None = None,
    clock: Clock = local_now,
) -> Restored:
    """Put a backup in the place of the desk at `desk_path` (closed, and perhaps damaged or missing).

    The present file is set aside in the folder of backups, under a name that says so; no keeping plan ever lets it go.
    DeskBusy when anybody writes the desk.
    """
    source, path = Path(os.path.realpath(backup_path)), Path(os.path.realpath(desk_path))
    with not_open_here(path), not_open_here(source):
        key = key_for(source, passphrase)
        lock = WriterLock.take(path)
        try:
            with faults.told(path), _beside(path) as fresh:
                seq = _copied(source, key, fresh, actor, clock)
                aside = _set_aside(path, clock()) if path.exists() else None
                try:
                    _clear_journal(path, clock())
                    put_in_place(fresh, path)
                except BaseException:
                    if aside is not None and not path.exists():
                        aside.rename(path)
                    elif aside is not None and aside.samefile(path):
                        aside.unlink()
                    raise
                _remember(path, key)
        finally:
            lock.release()
    return Restored(path, source, seq, key is not None, aside)


def change_passphrase(
    desk_path: Path,
    old: str | None,
    new: str | None,
    *,
    actor: Actor | None = None,
    clock: Clock = local_now,
) -> Resealed:
    """Seal the desk at `desk_path` (closed) with another passphrase; None takes it off, knowingly.

    WrongPassphrase when `old` does not open it. A backup under the old passphrase is made first when the newest changes
    are in none yet; backups keep the passphrase they were made with.
    """
    path = Path(os.path.realpath(desk_path))
    with not_open_here(path):
        old_key = key_for(path, old)
        lock = WriterLock.take(path)
        try:
            examine(path, old_key, write=True)
            with faults.told(path), _beside(path) as fresh:
                with _reading(path, old_key) as conn:
                    seq, _ = trail.head(conn)
                if backup.is_due(path, seq):
                    backup.make(path, old_key, clock())
                new_key = keys.new_key(new) if new else None
                counts = _row_counts(path, old_key)
                sqlite.recode(path, old_key, new_key, fresh)
                backup.prove(fresh, new_key, counts)
                if new:
                    label = translate("Restore", "Change the passphrase")
                else:
                    label = translate("Restore", "Take the passphrase off")
                _note(fresh, new_key, "desk.passphrase", label, actor, clock)
                texts.forget(path)  # sealed, or not, as the desk was until now
                put_in_place(fresh, path)
                _remember(path, new_key)
        finally:
            lock.release()
    return Resealed(path, new_key is not None, old_key is not None, len(backup.listed(path)))


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise StorageFailed(
            translate("Restore", "There is already a file {name} in {folder}.").format(
                name=path.name, folder=path.parent
            ),
            translate("Restore", "It was left as it is, and so was the backup."),
            translate("Restore", "Restore under a name that is free."),
        )


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for the new file beside its target; whatever is left under it, now or from a crash, goes."""
    fresh = path.with_name(f".{path.name}.restoring")
    left = (fresh, fresh.with_name(fresh.name + JOURNAL), fresh.with_name(fresh.name + ".proof"))

    def clear() -> None:
        for one in left:
            one.unlink(missing_ok=True)

    clear()
    try:
        yield fresh
    finally:
        with suppress(OSError):
            clear()


def _copied(source: Path, key: Key | None, fresh: Path, actor: Actor | None, clock: Clock) -> int:
    """Copy a backup to `fresh`, prove the copy, note the restoring in its trail; gives the number it ended with."""
    with faults.told(source):
        examine(source, key, write=False)
        counts = sqlite.copy(source, key, fresh, key)
        seq = backup.prove(fresh, key, counts)
    label = translate("Restore", "Restore the backup {name}").format(name=source.name)
    _note(fresh, key, "desk.restore", label, actor, clock)
    return seq


def _note(path: Path, key: Key | None, action: str, label: str, actor: Actor | None, clock: Clock) -> None:
    """Add a trail entry to the file, which nobody else has open."""
    values = {
        "at": clock(),
        "actor_id": actor.profile_id if actor else None,
        "actor_name": actor.name if actor else "CoachDesk",
        "action": action,
        "label": label,
        "undoes": None,
    }
    engine = sqlite.engine(path, key, write=True)
    try:
        with engine.connect() as conn, conn.begin():
            trail.append(conn, values, [])
    finally:
        engine.dispose()


@contextmanager
def _reading(path: Path, key: Key | None) -> Iterator[sa.Connection]:
    engine = sqlite.engine(path, key, write=False)
    try:
        with engine.connect() as conn, conn.begin():
            yield conn
    finally:
        engine.dispose()


def _row_counts(path: Path, key: Key | None) -> dict[str, int]:
    conn = sqlite.connect(path, key, write=False)
    try:
        return sqlite.row_counts(conn)
    finally:
        conn.close()


def _free(path: Path) -> Path:
    """`path`, or the first name like it that is free."""
    number, found = 1, path
    while found.exists() or found.with_name(found.name + JOURNAL).exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def _set_aside(path: Path, now: datetime) -> Path:
    """Keep the file at `path` in the folder of backups as well; gives its name there.

    Where the disk can name one file twice, the desk keeps its own name until the new one takes it in one step. With a
    journal beside it (a program died while writing) both move, since only together they can be recovered.
    """
    place = backup.folder(path)
    place.mkdir(exist_ok=True)
    aside = _free(place / f"{path.stem} {now:%Y-%m-%d %H%M%S} (before a restore).desk")
    journal = path.with_name(path.name + JOURNAL)
    if journal.exists():
        path.rename(aside)
        journal.rename(aside.with_name(aside.name + JOURNAL))
        return aside
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside


def _clear_journal(path: Path, now: datetime) -> None:
    """Move a journal that belongs to no file out of the way: it would be played into the new one."""
    journal = path.with_name(path.name + JOURNAL)
    if journal.exists():
        journal.rename(_free(path.with_name(f"{path.name} {now:%Y-%m-%d %H%M%S} (left behind).journal")))


def _remember(path: Path, key: Key | None) -> None:
    """What this computer saw last of this desk is now the restored file, so that opening it does not warn."""
    with _reading(path, key) as conn:
        uid = conn.execute(sa.select(Agency.desk_uid)).scalar_one()
        anchor.remember(uid, anchor.Anchor(*trail.head(conn)))
