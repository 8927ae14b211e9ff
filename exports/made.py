"""What a finished export says of itself: where it is, how large, its hash, and the end of the trail it stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from coachdesk.store import trail
from exports.atomic import write_whole

Progress = Callable[[int, int], None]
"""progress(done, total); it may raise Cancelled, and then nothing is kept."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished export. note: a sentence for the person when the file had to take another name.

    scope: what it covers, in words.  trail_seq, trail_hash: the trail's end at the moment it was made.
    pages: of a PDF, 0 for a workbook.
    """

    kind: str
    path: Path
    note: str
    size: int
    sha256: str
    scope: str
    trail_seq: int
    trail_hash: str
    pages: int = 0


def now() -> datetime:
    """This moment, in this computer's zone."""
    return datetime.now().astimezone()


def make(
    conn: sa.Connection, kind: str, target: Path, scope: tuple[tuple[str, str], ...], fill: Callable[[IO[bytes]], int]
) -> Made:
    """Let `fill(stream)` write the file (it gives the number of pages), put it at `target` whole, and describe it."""
    seq, head = trail.head(conn)
    facts: dict[str, int | str] = {}

    def write(stream: IO[bytes]) -> None:
        facts["pages"] = fill(stream)
        stream.flush()
        stream.seek(0)
        digest = hashlib.sha256()
        while part := stream.read(1 << 20):
            digest.update(part)
        facts["sha256"], facts["size"] = digest.hexdigest(), stream.tell()

    written = write_whole(target, write)
    return Made(
        kind=kind,
        path=written.path,
        note=written.note,
        size=int(facts["size"]),
        sha256=str(facts["sha256"]),
        scope="; ".join(f"{name}: {value}" for name, value in scope),
        trail_seq=seq,
        trail_hash=head,
        pages=int(facts["pages"]),
    )
