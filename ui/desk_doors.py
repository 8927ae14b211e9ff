"""What the window asks of the core about a desk as a whole: people, search, backups, a new desk, the sample agency.

All of it runs on a worker, and is imported when first called, so that a window is painted before the database loads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from coachdesk.changes import Actor
from coachdesk.errors import DeskError
from ui.drafts import DraftStore
from ui.shell.found import Hit
from ui.shell.program import BackupState, Mode

if TYPE_CHECKING:
    import sqlalchemy as sa

    from coachdesk.store.backup import Backup
    from coachdesk.store.check import Report
    from coachdesk.store.desk import Desk

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What the first start gathers before there is a desk. coordinator: who else coordinates, when the person does not.

    passphrase None: kept open knowingly.  state: two letters or "".
    """

    path: Path
    passphrase: str | None
    agency: str
    state: str
    programs: tuple[str, ...]
    name: str
    role: str
    coordinator: str = ""


def make_desk(wanted: NewDesk) -> tuple[Desk, Actor]:
    """Create the desk with its programs and people; DeskError when it cannot be, and nothing is left behind."""
    from coachdesk.services.agency import add_profile
    from coachdesk.services.places import add_place
    from coachdesk.store.desk import AgencyData, ProfileData, create_desk

    person = ProfileData(wanted.name, initials_of(wanted.name), wanted.role)
    desk = create_desk(wanted.path, wanted.passphrase, AgencyData(wanted.agency, wanted.state), person)
    try:
        with desk.read() as conn:
            actor = people(conn)[0]
        for program in wanted.programs:
            add_place(desk, actor, "program", program)
        if wanted.coordinator:
            add_profile(desk, actor, name=wanted.coordinator, role="coordinator")
    except BaseException:
        desk.close()
        raise
    return desk, actor


def initials_of(name: str) -> str:
    """ "Renee Okafor" -> "RO"."""
    return "".join(part[0] for part in name.split())[:3].upper()


def sample_path() -> Path:
    """Where the sample agency of this person rests."""
    return Path(platformdirs.user_data_dir("CoachDesk", appauthor=False)) / "Sample agency.desk"


def make_sample(path: Path) -> Path:
    """The sample agency at `path`, made when it is not there; what was tried out in it is kept."""
    if not path.exists():
        from coachdesk.sample import make

        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)
    return path


def people(conn: sa.Connection) -> Sequence[Actor]:
    """The people who use the desk, coordinators first."""
    from coachdesk.queries.agency import actors

    return actors(conn)


def search(conn: sa.Connection, typed: str) -> Sequence[Hit]:
    """Records by what was typed, for the palette."""
    from coachdesk.queries import search as finding

    return finding.search(conn, typed)


def backup_state(desk: Desk) -> BackupState:
    """When the newest proven backup was made; makes one first when the desk changed since (on opening)."""
    from coachdesk.store import backup

    if desk.writable and backup.is_due(desk.path, desk.trail_head()[0]):
        return back_up(desk)
    newest = next(iter(backup.listed(desk.path)), None)
    return BackupState(newest.made_at if newest is not None else None)


def back_up(desk: Desk) -> BackupState:
    """Make and prove a backup now; a failure comes back in words, because it must be loud and is no reason to stop."""
    from coachdesk.store import backup

    try:
        made = backup.make(desk.path, desk.key, desk.clock(), backup.keeping(desk.settings()))
    except DeskError as error:
        log.info("backup failed: %s", type(error).__name__)
        return BackupState(trouble=str(error))
    return BackupState(made.made_at)


def check(desk: Desk, progress: Callable[[int, int], None] | None = None) -> Report:
    """Examine the desk from the file up; changes nothing."""
    from coachdesk.store import check as checking

    return checking.check(desk, progress)


def restore_and_open(target: Path, backup: Path, passphrase: str | None, mode: Mode) -> Desk:
    """Bring the backup back as the new desk `target`, proven once more, and open that; nothing is replaced."""
    from coachdesk.store.desk import open_desk
    from coachdesk.store.restore import restore

    restore(backup, target, passphrase)
    return open_desk(target, passphrase, mode)


def opens_with(desk: Desk, passphrase: str) -> bool:
    """Whether this is the passphrase of the open desk (half a second's work, on purpose)."""
    from coachdesk.store import keys

    return desk.key is None or keys.derive(passphrase, desk.key.salt) == desk.key


def reseal(path: Path, old: str | None, new: str | None, actor: Actor) -> str:
    """Give the closed desk another passphrase, or none; what was done, in words. See change_passphrase."""
    from coachdesk.store.restore import change_passphrase

    return change_passphrase(path, old, new, actor=actor).words()


def proven_backups(path: Path) -> Sequence[Backup]:
    """The proven backups of the desk at `path`, newest first."""
    from coachdesk.store import backup

    return backup.listed(path)


def draft_store() -> DraftStore:
    """Where half-filled forms are kept."""
    from coachdesk.services import drafts

    return drafts
