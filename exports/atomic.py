"""Puts a finished file where it belongs in one step: whoever reads the target sees the old file or the whole new one.

The new content goes to a temporary file beside the target, is flushed to the disk, and then takes the target's name.
When the target is held open by another program (a spreadsheet on Windows), we try again for a few seconds and then keep
the finished work under another name, saying so, because the work must not be lost.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import IO

from coachdesk.errors import Refused, StorageFailed
from coachdesk.i18n import translate
from coachdesk.store.spared import holds_a_desk

HELD_OPEN_PATIENCE = 10.0
"""Seconds to keep trying when another program holds the target open."""

_PREFIX, _SUFFIX = ".coachdesk-", ".part"
_ABANDONED_AFTER = 24 * 3600.0
"""Seconds after which a draft in the target's folder was left by a program that was killed, and may go."""

_HELD_OPEN = {5, 32, 33}
"""Windows error numbers: access denied, sharing violation, lock violation."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where the file went. `note` is empty, or a sentence for the person (when it had to take another name)."""

    path: Path
    note: str = ""


def write_whole(
    target: Path,
    write: Callable[[IO[bytes]], None],
    *,
    patience: float = HELD_OPEN_PATIENCE,
    replace: Callable[[Path, Path], None] = os.replace,
) -> Written:
    """Let `write(stream)` fill a new file, then give it the name `target`. Nothing is left behind on any failure.

    The stream can be read and sought as well as written. Raises StorageFailed when the disk refuses and Refused when a
    desk has that name; whatever `write` itself raises passes through. `patience` (seconds) and `replace` are there for
    tests.
    """
    target = target.absolute()
    draft = _draft_beside(target)
    try:
        try:
            with draft.open("w+b") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _refused(target, error) from error
        _take_over_mode(draft, target)
        return _place(draft, target, patience, replace)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _draft_beside(target: Path) -> Path:
    """A new empty file in the target's folder: the same disk, so that taking over the name is one step."""
    if target.is_dir():
        raise StorageFailed(
            translate("Exports", "“{name}” is a folder, so the file cannot take that name.").format(name=target.name),
            kept=_old_file_kept(),
            to_do=translate("Exports", "Choose another file name."),
        )
    if holds_a_desk(target):
        raise Refused(
            translate(
                "Exports", "“{name}” is a desk, or a backup of one, and is never replaced by another file."
            ).format(name=target.name),
            kept=_old_file_kept(),
            to_do=translate("Exports", "Choose another file name."),
        )
    try:
        _sweep(target.parent)
        handle, name = mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise _refused(target, error) from error
    return Path(name)


def _sweep(folder: Path) -> None:
    """Remove drafts that a killed program left behind: nobody should find half a pack there."""
    for draft in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _ABANDONED_AFTER:
                draft.unlink()


def _take_over_mode(draft: Path, target: Path) -> None:
    """Keep the permissions people gave to the file that is replaced; a new file gets the usual ones."""
    if os.name != "posix":
        return
    try:
        mode = target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with contextlib.suppress(OSError):
        draft.chmod(mode)


def _place(draft: Path, target: Path, patience: float, replace: Callable[[Path, Path], None]) -> Written:
    deadline = time.monotonic() + patience
    while True:
        try:
            replace(draft, target)
        except OSError as error:
            if not _held_open(error):
                raise _refused(target, error) from error
            if time.monotonic() < deadline:
                time.sleep(min(0.2, patience / 5))
                continue
            return _keep_safe_copy(draft, target, replace)
        _flush_folder(target.parent)
        return Written(target)


def _keep_safe_copy(draft: Path, target: Path, replace: Callable[[Path, Path], None]) -> Written:
    """The finished file under the first free name like "tracker (2).xlsx"."""
    for number in range(2, 1000):
        copy = target.with_name(f"{target.stem} ({number}){target.suffix}")
        if copy.exists():
            continue
        try:
            replace(draft, copy)
        except OSError as error:
            raise _refused(copy, error) from error
        _flush_folder(copy.parent)
        note = translate("Exports", "“{name}” is open in another program, so the new file was saved as “{copy}”.")
        return Written(copy, note.format(name=target.name, copy=copy.name))
    raise StorageFailed(
        translate("Exports", "“{name}” is open in another program.").format(name=target.name),
        kept=_old_file_kept(),
        to_do=translate("Exports", "Close it there and export again."),
    )


def _held_open(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _HELD_OPEN


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be flushed."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _old_file_kept() -> str:
    return translate("Exports", "Nothing was written; an earlier file of that name is unchanged.")


def _refused(target: Path, error: OSError) -> StorageFailed:
    """The system's refusal in words a person can act on."""
    folder = str(target.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        happened = translate("Exports", "There is no room left on the disk for “{name}”.")
        to_do = translate("Exports", "Free some space or choose another disk, then export again.")
    elif error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ESTALE):
        happened = translate("Exports", "The folder “{folder}” is not there (any more).")
        to_do = translate("Exports", "Reconnect the drive or choose another folder, then export again.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        happened = translate("Exports", "This computer does not allow writing “{name}” into “{folder}”.")
        to_do = translate("Exports", "Choose a folder you may write to, for example Documents, then export again.")
    elif error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        happened = translate("Exports", "The disk does not accept the file name “{name}”.")
        to_do = translate("Exports", "Choose a shorter, plainer file name.")
    else:
        happened = translate("Exports", "Writing “{name}” did not work: {reason}.")
        to_do = translate("Exports", "Try again, or choose another folder.")
    reason = (error.strerror or str(error)).rstrip(".")
    happened = happened.format(name=target.name, folder=folder, reason=reason)
    return StorageFailed(happened, kept=_old_file_kept(), to_do=to_do)
