"""One piece of work under way, and what is said when it is done."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import shiboken6
from PySide6.QtCore import QObject


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a toast says after a change: text, further notes, and whether Undo is offered beside it."""

    text: str
    notes: tuple[str, ...]
    undo: bool


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work under way; `cancel()` asks it to stop at its next progress report."""

    label: str
    owner: QObject | None
    show_progress: bool
    cancellable: bool
    done_steps: int = 0
    all_steps: int = 0
    step: str = ""
    dropped: bool = False
    shown: bool = False
    _cancel: threading.Event = field(default_factory=threading.Event)
    reported: float = 0.0

    def cancel(self) -> None:
        """Stop at the next progress report; nothing of the work is kept."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def owner_alive(self) -> bool:
        """Whether the widget that asked is still there."""
        return self.owner is None or shiboken6.isValid(self.owner)
