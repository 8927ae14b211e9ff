"""What a file is, told from its first bytes before any database opens it."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

from coachdesk.errors import DeskDamaged, NotADesk, StorageFailed, WrongPassphrase
from coachdesk.i18n import translate
from coachdesk.store.faults import from_os, told
from coachdesk.store.keys import Key, key_of
from coachdesk.store.sqlite import PAGE_SIZE

PLAIN_HEADER = b"SQLite format 3\x00"
_OTHER_TYPES = {
    b"PK\x03\x04": "a workbook, document or zip file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a compressed file",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_RANDOM_BITS = 7.0  # bits a byte; encrypted pages measure 7.9, text below 6


def _entropy(data: bytes) -> float:
    total = len(data)
    return -sum(count / total * math.log2(count / total) for count in Counter(data).values()) if total else 0.0


def is_encrypted(path: Path) -> bool:
    """Whether the desk at `path` needs a passphrase. NotADesk, DeskDamaged or StorageFailed when it is no desk."""
    try:
        if path.is_dir():
            raise not_a_desk(path, "a folder")
        if not path.is_file():
            raise StorageFailed(
                translate("Open", "There is no file {name} in {folder}.").format(name=path.name, folder=path.parent),
                translate("Open", "Nothing was changed."),
                translate("Open", "Check the name, or whether the disk or network folder is connected."),
            )
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(PAGE_SIZE)
    except OSError as error:
        raise from_os(error, path) from error
    if size == 0:
        raise DeskDamaged(
            translate("Open", "{name} is empty: it has no bytes at all.").format(name=path.name),
            translate("Open", "The file was left exactly as it is."),
            translate(
                "Open", "Restore the latest proven backup; CoachDesk never fills in an empty desk for a lost one."
            ),
        )
    plain = first.startswith(PLAIN_HEADER)
    if not plain:
        for magic, words in _OTHER_TYPES.items():
            if first.startswith(magic):
                raise not_a_desk(path, words)
        if _entropy(first) < _RANDOM_BITS:
            raise not_a_desk(path, "")
    if size % PAGE_SIZE:
        raise DeskDamaged(
            translate("Open", "{name} is cut off: its length, {size} bytes, is not whole pages.").format(
                name=path.name, size=f"{size:,}"
            ),
            translate("Open", "The file was left exactly as it is."),
            translate(
                "Open", "If it is still being copied or synchronized, wait and try again; else restore a proven backup."
            ),
        )
    return not plain


def key_for(path: Path, passphrase: str | None) -> Key | None:
    """The key that opens the file at `path`, None when it is not sealed; WrongPassphrase when none was given.

    Reads the file's first bytes: only for a file that is not open in this program (`not_open_here`).
    """
    if not is_encrypted(path):
        return None
    if not passphrase:
        raise WrongPassphrase(
            translate("Open", "{name} is sealed with a passphrase.").format(name=path.name),
            translate("Open", "Nothing was changed."),
            translate("Open", "Give the passphrase to open it."),
        )
    with told(path):
        return key_of(path, passphrase)


def not_a_desk(path: Path, words: str) -> NotADesk:
    """The refusal for a file of another kind; `words` says which, when known."""
    happened = (
        translate("Open", "{name} is not a CoachDesk desk; it looks like {what}.").format(name=path.name, what=words)
        if words
        else translate("Open", "{name} is not a CoachDesk desk.").format(name=path.name)
    )
    return NotADesk(
        happened,
        translate("Open", "The file was left exactly as it is."),
        translate(
            "Open", "Choose the desk's own file (its name usually ends in .desk); to bring in a roster, use Import."
        ),
    )
