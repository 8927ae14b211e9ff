"""A desk that a program fills: it gets its name once it is whole, so that nobody ever opens half of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachdesk.store import faults
from coachdesk.store.desk import AgencyData, Clock, Desk, ProfileData, create_desk, local_now, must_be_free


@contextmanager
def filled_desk(
    path: Path, passphrase: str | None, agency: AgencyData, profile: ProfileData, *, clock: Clock = local_now
) -> Iterator[Desk]:
    """A new desk, open for writing under a name beside `path`; it is put at `path`, closed, when the block ends.

    Its changes do not wait for the disk, since none counts before the last one. When the block fails nothing is left.
    StorageFailed when something is at `path` already, at the beginning or at the end.
    """
    path = Path(os.path.realpath(path))
    must_be_free(path)
    aside = path.with_name(f".{path.name}.filling")
    with faults.told(path):
        aside.unlink(missing_ok=True)
    try:
        with create_desk(aside, passphrase, agency, profile, clock=clock, hurried=True) as desk:
            yield desk
        must_be_free(path)
        with faults.told(path):
            put_in_place(aside, path)
    finally:
        with faults.told(path):
            aside.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a finished file its name, durably; what has the name goes."""
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
