"""What a window asks of the program around it; ui/app.py answers, tests answer by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from coachdesk.changes import Actor
from ui.shell.found import Search

if TYPE_CHECKING:
    import sqlalchemy as sa

    from coachdesk.store.desk import Desk


Mode = Literal["write", "read"]


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last proven backup: when (local time), or what went wrong with the latest try."""

    proven_at: datetime | None = None
    trouble: str = ""


class CheckReport(Protocol):
    """What a check of the desk found (coachdesk.store.check.Report)."""

    @property
    def sound(self) -> bool: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    def words(self) -> str: ...


class Finding(Protocol):
    """One thing wrong, in words."""

    @property
    def text(self) -> str: ...


def _no_profiles(_conn: sa.Connection) -> Sequence[Actor]:
    return ()


def _no_recent() -> Sequence[Path]:
    return ()


@dataclass(frozen=True, slots=True)
class Program:
    """The doors out of a window.

    open_desk(None) asks which one.  close_desk goes back to the start window.  restore offers the proven backups of
    the desk.  change_passphrase asks for another one, then closes and opens the desk.  profiles, back_up,
    backup_state, check and search are called on the worker.  write_again opens a desk anew that is open to read only.
    """

    new_desk: Callable[[], object]
    open_desk: Callable[[Path | None], object]
    close_desk: Callable[[], object]
    restore: Callable[[], object]
    quit: Callable[[], object]
    recent: Callable[[], Sequence[Path]] = _no_recent
    profiles: Callable[[sa.Connection], Sequence[Actor]] = _no_profiles
    back_up: Callable[[Desk], BackupState] | None = None
    backup_state: Callable[[Desk], BackupState] | None = None
    check: Callable[..., CheckReport] | None = None
    search: Search | None = None
    change_passphrase: Callable[[], object] | None = None
    today: Callable[[], date] = field(default=date.today)
    write_again: Callable[[], object] | None = None
