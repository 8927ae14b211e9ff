"""Turns what the database and the disk say into DeskErrors a person can act on."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy.exc
from sqlcipher3 import dbapi2

from coachdesk.errors import DeskDamaged, DeskError, StorageFailed
from coachdesk.i18n import translate

_FULL = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")
LONGEST_PATH, LONGEST_NAME = 480, 230  # bytes; SQLite takes 512, disks 255, and both need room for "-journal"
_DISK = ("SQLITE_IOERR", "SQLITE_NOLFS")


def _kept() -> str:
    return translate("Faults", "The desk is as it was before this step; nothing of it was half saved.")


def full(path: Path) -> StorageFailed:
    """No room left where `path` is."""
    return StorageFailed(
        translate("Faults", "The disk that holds {name} is full.").format(name=path.name),
        _kept(),
        translate("Faults", "Free some space on it, then do the step again."),
    )


def read_only(path: Path) -> StorageFailed:
    """`path`, or its folder, cannot be written."""
    return StorageFailed(
        translate("Faults", "{name} or its folder cannot be written to.").format(name=path.name),
        _kept(),
        translate(
            "Faults", "Ask for write access to the folder {folder}, or move the desk to a folder of your own."
        ).format(folder=path.parent),
    )


def gone(path: Path) -> StorageFailed:
    """The file, or the folder it is in, is not there (any more): a stick pulled out, a share disconnected, a move."""
    return StorageFailed(
        translate("Faults", "{name} is no longer to be found in {folder}.").format(name=path.name, folder=path.parent),
        translate("Faults", "Everything saved before is in the file; this step was not saved."),
        translate(
            "Faults",
            "Connect the disk or network folder again, or put the file back where it was; then do the step again.",
        ),
    )


def too_long(path: Path) -> StorageFailed:
    """The name of the file, or of all its folders together, is longer than the disk or the database takes."""
    return StorageFailed(
        translate("Faults", "The name of this file and its folders is too long: {count} letters.").format(
            count=len(str(path))
        ),
        _kept(),
        translate("Faults", "Give a shorter name, or choose a folder nearer to the top of the disk."),
    )


def from_os(error: OSError, path: Path) -> StorageFailed:
    """The StorageFailed for an operating system error about `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(path)
    if error.errno == errno.ENAMETOOLONG:
        return too_long(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    return StorageFailed(
        translate("Faults", "{name} could not be reached: {reason}.").format(
            name=path.name, reason=error.strerror or error
        ),
        _kept(),
        translate("Faults", "Check that the disk or network folder is connected, then try again."),
    )


def _is_long(path: Path) -> bool:
    """Whether the database may have refused the name for its length: it adds its own endings to it."""
    return len(os.fsencode(path)) > LONGEST_PATH or len(os.fsencode(path.name)) > LONGEST_NAME


_SAID = {
    "database or disk is full": "SQLITE_FULL",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database is locked": "SQLITE_BUSY",
    "disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "disk I/O error": "SQLITE_IOERR",
}


def _named(text: str) -> str:
    """The error's name from its text: the backup call of the driver gives no code."""
    return next((name for words, name in _SAID.items() if words in text), "")


def from_database(error: BaseException, path: Path) -> DeskError | None:
    """The DeskError for a database error about the desk `path`, or None when it is a bug of ours."""
    original = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "") or _named(str(original))
    if name.startswith(_FULL):
        return full(path)
    if name.startswith("SQLITE_CANTOPEN") and not path.parent.is_dir():
        return gone(path)
    if name.startswith("SQLITE_CANTOPEN") and _is_long(path):
        return too_long(path)
    if name.startswith(_READ_ONLY):
        return read_only(path)
    if name.startswith(_BUSY):
        return StorageFailed(
            translate("Faults", "Another program is reading {name} and did not finish in time.").format(name=path.name),
            _kept(),
            translate("Faults", "Wait until its export or backup is done, then do the step again."),
        )
    if name.startswith(_DAMAGED):
        return damaged(path)
    if name.startswith(_DISK):
        return from_os(OSError(errno.EIO, "the disk or network folder answered with an error"), path)
    return None


def damaged(path: Path) -> DeskDamaged:
    """The desk at `path` cannot be read whole."""
    return DeskDamaged(
        translate("Faults", "{name} is damaged and cannot be read whole.").format(name=path.name),
        translate("Faults", "The file was left exactly as it is."),
        translate(
            "Faults", "Restore the latest proven backup (File > Restore, or coachdesk restore BACKUP --to NEWFILE)."
        ),
    )


@contextmanager
def told(path: Path, *, files_too: bool = True) -> Iterator[None]:
    """Let database trouble out as DeskErrors, and that of the operating system if `files_too`; bugs pass unchanged.

    Where others work inside the block with files of their own (an export reads the desk while it writes), their
    trouble is not the desk's: say files_too=False.
    """
    try:
        yield
    except (sqlalchemy.exc.DBAPIError, dbapi2.Error) as error:
        known = from_database(error, path)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        if not files_too:
            raise
        raise from_os(error, path) from error
