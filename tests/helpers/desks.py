"""Desks for tests: made in a moment, with a clock that only moves when told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from coachdesk.changes import Actor
from coachdesk.store import keys
from coachdesk.store.desk import AgencyData, Desk, ProfileData, create_desk, open_desk

RENEE = Actor(1, "Renee Okafor", "coordinator")
"""Who acts in tests: the first profile of every desk made here."""


class Clock:
    """A clock that stands still: `clock()` is the moment, `clock.go(days=1)` moves it on."""

    def __init__(self, start: datetime | None = None) -> None:
        self.moment = start or datetime(2026, 11, 9, 9, 0).astimezone()

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **span: float) -> datetime:
        """Move on by a timedelta's arguments; gives the new moment."""
        self.moment += timedelta(**span)
        return self.moment


@contextmanager
def fast_keys() -> Iterator[None]:
    """Passphrases that open in a moment; what is derived is not what tests are about."""
    slow = keys.SCRYPT_N
    keys.SCRYPT_N = 2**4
    try:
        yield
    finally:
        keys.SCRYPT_N = slow


def new_desk(folder: Path, clock: Clock, passphrase: str | None = None, name: str = "Harbor.desk") -> Desk:
    """A fresh, empty desk of Harbor Community Supports, open for writing."""
    agency = AgencyData("Harbor Community Supports", "OH")
    with fast_keys():
        return create_desk(folder / name, passphrase, agency, ProfileData("Renee Okafor", "RO"), clock=clock)


@cache
def _made(moment: datetime) -> bytes:
    """The file of a fresh desk made at this moment."""
    with tempfile.TemporaryDirectory() as name:
        with new_desk(Path(name), Clock(moment)) as desk:
            pass
        return desk.path.read_bytes()


def copied_desk(folder: Path, clock: Clock) -> Desk:
    """As `new_desk`, without a passphrase, but a copy of one that was made before: a fifth of the time.

    All of them are the same desk to CoachDesk; a test that needs two different ones makes them with `new_desk`.
    """
    place = folder / "Harbor.desk"
    place.write_bytes(_made(clock.moment))
    return open_desk(place, clock=clock)


def reopened(desk: Desk, clock: Clock, passphrase: str | None = None) -> Desk:
    """Close a desk and open it again for writing."""
    desk.close()
    with fast_keys():
        return open_desk(desk.path, passphrase, clock=clock)
