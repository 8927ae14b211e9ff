"""What the command line is handed from above the core, so that it imports neither window nor exports itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlalchemy as sa

    from coachdesk.importers.plan import ImportPlan
    from coachdesk.queries.scope import Scope


class Opener(Protocol):
    """Shows the window on a desk (None: from its start) and gives the exit code when it is closed."""

    def __call__(self, path: Path | None, passphrase: str | None = None, profile: str | None = None) -> int: ...


class Made(Protocol):
    """What a finished export says of itself. note: "" or why the file has another name than asked for."""

    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def note(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def trail_seq(self) -> int: ...
    @property
    def trail_hash(self) -> str: ...


class Exporter(Protocol):
    """Writes one kind of export."""

    def __call__(
        self, conn: sa.Connection, target: Path, scope: Scope, *, progress: Callable[[int, int], None] | None = None
    ) -> Made: ...


class BadRows(Protocol):
    """Writes the rows an import could not take as a file to correct."""

    def __call__(self, plan: ImportPlan, path: Path) -> Any: ...


class StandardWriter(Protocol):
    """Writes a version of a standard as "file" (for another agency), "page", "card" or "scenario" (PDFs)."""

    def __call__(self, conn: sa.Connection, version_id: int, target: Path, form: str, /) -> Made: ...


@dataclass(frozen=True, slots=True)
class Outside:
    """The doors out of the command line, put together by `coachdesk.__main__`."""

    open_window: Opener
    write_tracker: Exporter
    write_pack: Exporter
    save_bad_rows: BadRows
    write_standard: StandardWriter
