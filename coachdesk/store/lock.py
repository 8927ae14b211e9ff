"""One writer per desk: who holds it, taking it, and taking over what a crash left behind.

The lock file stands beside the desk. Its first byte carries the operating system's own lock, which a dying program
drops by itself; from the second byte on it says who writes, in JSON. Where the system's lock does not reach (some
network folders), a heartbeat does: the holder rewrites the file every BEAT seconds, and it counts as gone after
three missed beats, measured by the folder's own clock so that no two computers' clocks are compared.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import secrets
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from coachdesk.errors import DeskBusy, StorageFailed
from coachdesk.i18n import clock, translate
from coachdesk.store.faults import from_os, gone

BEAT = 30.0
GONE_AFTER = 3 * BEAT


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: person and computer by name, process, since when (UTC ISO), and a token of this very opening."""

    person: str
    computer: str
    pid: int
    since: str
    token: str

    def words(self) -> str:
        """ "renee on FRONT-DESK, since Nov 17, 9:12 AM", times in this computer's zone."""
        since = datetime.fromisoformat(self.since).astimezone()
        text = translate("Lock", "{person} on {computer}, since {since}")
        at = f"{since:%b} {since.day}, {clock(since.hour, since.minute)}"
        return text.format(person=self.person, computer=self.computer, since=at)


def lock_path(desk: Path) -> Path:
    """Where the lock of this desk stands."""
    return desk.with_name(desk.name + ".lock")


def _me() -> Holder:
    try:
        person = getpass.getuser()
    except (OSError, KeyError):
        person = translate("Lock", "someone")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(person, platform.node() or "this computer", os.getpid(), now, secrets.token_hex(8))


def holder(desk: Path) -> Holder | None:
    """Who the lock file names, whether or not they still live; None when nobody or unreadable."""
    try:
        return Holder(**json.loads(_said(lock_path(desk)).decode("utf-8")))
    except (ValueError, TypeError):
        return None


def _said(path: Path) -> bytes:
    """What the lock file says, without its first byte, which the system's lock is on; nothing when unreadable."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        os.lseek(fd, 1, os.SEEK_SET)
        return os.read(fd, 4096)
    except OSError:
        return b""
    finally:
        os.close(fd)


def _age(path: Path) -> float:
    """Seconds since `path` was written, by the clock of the disk it is on; 0 when that cannot be told."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".clock-") as probe:
            probe.write(b"1")
            probe.flush()
            return Path(probe.name).stat().st_mtime - path.stat().st_mtime
    except OSError:
        return 0.0


def _same_file(fd: int, path: Path) -> bool:
    """Whether `path` still names the file open as `fd`."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except OSError:
        return False


def _write(fd: int, words: bytes) -> None:
    os.lseek(fd, 0, os.SEEK_SET)
    os.write(fd, b"\n" + words)
    os.ftruncate(fd, 1 + len(words))


class WriterLock:
    """The right to write one desk, held from `take` to `release`."""

    def __init__(self, desk: Path, fd: int, me: Holder) -> None:
        self._desk = desk
        self._path = lock_path(desk)
        self._fd = fd
        self.me = me
        self._words = json.dumps(asdict(me)).encode("utf-8")
        _write(fd, self._words)
        self._stop = threading.Event()
        self._beats = threading.Thread(target=self._beat, name="coachdesk-lock-heartbeat", daemon=True)
        self._beats.start()

    @classmethod
    def take(cls, desk: Path) -> WriterLock:
        """Become the writer of `desk`. DeskBusy names who has it; StorageFailed when the folder cannot be written."""
        path = lock_path(desk)
        while True:
            fd = -1
            try:
                fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                other = holder(desk)
                if not lock_descriptor(fd, blocking=False):
                    raise busy(desk, other)
                if not _same_file(fd, path):  # its holder closed it and removed the file just now
                    os.close(fd)
                    continue
                # The system gave us the lock. Elsewhere its word may not reach: believe a foreign, beating holder.
                if other and other.computer != platform.node() and _age(path) < GONE_AFTER:
                    raise busy(desk, other)
                return cls(desk, fd, _me())
            except BaseException as error:
                if fd >= 0:
                    os.close(fd)
                if isinstance(error, OSError):
                    raise from_os(error, path) from error
                raise

    def _beat(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                if self.still_mine():
                    _write(self._fd, self._words)
            except OSError:
                continue  # a network folder may come back; still_mine decides before every save

    def still_mine(self) -> bool:
        """Whether nobody took the desk over, for example while this computer slept."""
        return _said(self._path) == self._words

    def demand(self) -> None:
        """Refuse to write once the desk was taken over, or is gone with its folder: two writers must never be."""
        if not self.still_mine():
            if not self._desk.exists():
                raise gone(self._desk)
            raise StorageFailed(
                translate("Lock", "This desk was taken over from another place while this computer was away."),
                translate("Lock", "Everything saved before is kept; this step was not saved."),
                translate("Lock", "Close the desk here and open it again."),
            )

    def release(self) -> None:
        """Give the desk free; the lock file goes too, so that nothing looks held."""
        self._stop.set()
        self._beats.join()
        if self.still_mine():
            # Removed while still locked: whoever opened it in between finds another file at the path and tries again.
            with suppress(OSError):
                os.ftruncate(self._fd, 0)
                lock_path(self._desk).unlink()
        with suppress(OSError):
            unlock_descriptor(self._fd)
        os.close(self._fd)


def busy(desk: Path, other: Holder | None) -> DeskBusy:
    """The DeskBusy that names the other writer."""
    words = other.words() if other else translate("Lock", "another program")
    return DeskBusy(
        translate("Lock", "{name} is open for writing elsewhere: {who}.").format(name=desk.name, who=words),
        translate("Lock", "Nothing was changed."),
        translate("Lock", "You can read it meanwhile; to write, wait until it is closed there and open it again."),
        owner=words,
    )
