"""Half-filled forms are kept, in the desk itself (so encrypted with it), and offered again: also after a crash.

A form calls `keep` while the person types (written at most once a second, by the one worker), `find` when it opens and
`discard` when it was saved or thrown away on purpose. `form` names what is filled in: "signal.new", "staff.edit.12".
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from coachdesk.changes import Actor
    from coachdesk.store.desk import Desk
    from ui.operations import Operations

log = logging.getLogger(__name__)

WRITE_EVERY_MS = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """One half-filled form: which, its values (plain JSON: texts, numbers, lists, None) and when it was kept."""

    form: str
    values: Mapping[str, Any]
    saved_at: datetime


class DraftStore(Protocol):
    """Where drafts rest; coachdesk.services.drafts does it in the desk. Leaves no trail: a draft is no record."""

    def load(self, desk: Desk, actor: Actor) -> list[tuple[str, str, datetime]]:
        """All drafts of this person as (form, payload, saved_at)."""
        ...

    def keep(self, desk: Desk, actor: Actor, form: str, payload: str) -> None:
        """Write or replace one."""
        ...

    def drop(self, desk: Desk, actor: Actor, form: str) -> None:
        """Remove one; no error when there is none."""
        ...


class Drafts(QObject):
    """The drafts of the person at this window. Reading is from memory; writing is by the worker, soon after."""

    changed = Signal()

    def __init__(self, operations: Operations, store: DraftStore | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._store = store
        self._drafts: dict[str, Draft] = {}
        self._unwritten: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=WRITE_EVERY_MS)
        self._timer.timeout.connect(self.flush)

    def load(self) -> None:
        """Fetch what was kept earlier (when the window opens, or another person takes over)."""
        self._drafts.clear()
        if self._store is not None:
            actor, store = self._operations.actor, self._store
            self._operations.work(None, lambda desk: store.load(desk, actor), done=self._loaded, progress=False)

    def find(self, form: str) -> Draft | None:
        """The draft kept for this form, if any."""
        return self._drafts.get(form)

    def waiting(self) -> tuple[Draft, ...]:
        """All kept drafts, newest first."""
        return tuple(sorted(self._drafts.values(), key=lambda draft: draft.saved_at, reverse=True))

    def keep(self, form: str, values: Mapping[str, Any]) -> None:
        """Keep these values; call as often as you like. TypeError when a value is not plain JSON."""
        json.dumps(values)
        self._drafts[form] = Draft(form, dict(values), datetime.now().astimezone())
        self._unwritten.add(form)
        if not self._timer.isActive():
            self._timer.start()
        self.changed.emit()

    def discard(self, form: str) -> None:
        """Forget it: the form was saved, or its typing thrown away on purpose."""
        if self._drafts.pop(form, None) is not None:
            self._unwritten.add(form)
            self.flush()
            self.changed.emit()

    def flush(self) -> None:
        """Write what is unwritten now (before closing)."""
        self._timer.stop()
        forms, self._unwritten = self._unwritten, set()
        if self._store is None or self._operations.closed or not self._operations.desk.writable:
            return
        store, actor = self._store, self._operations.actor
        for form in sorted(forms):
            draft = self._drafts.get(form)
            if draft is None:
                self._operations.work(None, lambda desk, f=form: store.drop(desk, actor, f), progress=False)
            else:
                payload = json.dumps(draft.values, ensure_ascii=False)
                self._operations.work(
                    None, lambda desk, f=form, p=payload: store.keep(desk, actor, f, p), progress=False
                )

    def _loaded(self, rows: list[tuple[str, str, datetime]]) -> None:
        for form, payload, saved_at in rows:
            try:
                values = json.loads(payload)
            except ValueError:
                log.info("a draft could not be read and was left alone")
                continue
            if isinstance(values, dict):
                self._drafts.setdefault(form, Draft(form, values, saved_at))
        self.changed.emit()
