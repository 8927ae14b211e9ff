"""What a finished export says of itself: where it is, how large, its hash, and the end of the trail it stands on."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

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
        scope=_said(scope),
        trail_seq=seq,
        trail_hash=head,
        pages=int(facts["pages"]),
    )


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An export that is only in memory, to be looked at first: nothing readable touches the disk before it is saved."""

    kind: str
    data: bytes
    scope: str
    trail_seq: int
    trail_hash: str
    pages: int = 0

    def save(self, target: Path) -> Made:
        """Put exactly these bytes at `target`. Raises StorageFailed when the disk refuses."""

        def write(stream: IO[bytes]) -> None:
            stream.write(self.data)

        written = write_whole(target, write)
        return Made(
            kind=self.kind,
            path=written.path,
            note=written.note,
            size=len(self.data),
            sha256=hashlib.sha256(self.data).hexdigest(),
            scope=self.scope,
            trail_seq=self.trail_seq,
            trail_hash=self.trail_hash,
            pages=self.pages,
        )


def make_in_memory(
    conn: sa.Connection, kind: str, scope: tuple[tuple[str, str], ...], fill: Callable[[IO[bytes]], int]
) -> Unsaved:
    """As `make`, but into memory; `Unsaved.save` writes it later."""
    seq, head = trail.head(conn)
    stream = io.BytesIO()
    pages = fill(stream)
    return Unsaved(kind, stream.getvalue(), _said(scope), seq, head, pages)


FileState = Literal["same", "changed", "missing", "unreadable"]


def file_state(path: Path, sha256: str) -> FileState:
    """Whether the file at `path` still is the one with this hash."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
    return "same" if digest.hexdigest() == sha256 else "changed"


def _said(scope: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in scope)
