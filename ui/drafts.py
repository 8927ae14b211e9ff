"""Half-filled forms are kept, in the desk itself (so encrypted with it), and offered again: also after a crash.

A form calls `keep` while the person types (written at most once a second, by the one worker), `find` when it opens and
`discard` when it was saved or thrown away on purpose. `form` names what is filled in: "signal.new", "staff.edit.12".
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from ui.jobs import Announcement

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk
    from ui.operations import Operations

log = logging.getLogger(__name__)

WRITE_EVERY_MS = 1000
TRY_AGAIN_MS = 15_000  # a full disk stays full for a while


@dataclass(frozen=True, slots=True)
class Draft:
    """One half-filled form: which, its values (plain JSON: texts, numbers, lists, None) and when it was kept."""

    form: str
    values: Mapping[str, Any]
    saved_at: datetime


class KeptDraft(Protocol):
    """A draft as the store gives it."""

    @property
    def payload(self) -> str: ...
    @property
    def saved_at(self) -> datetime: ...


class DraftStore(Protocol):
    """Where drafts rest: the module coachdesk.services.drafts, which keeps them in the desk, without a trail."""

    def listed(self, desk: Desk, profile_id: int, /) -> Sequence[tuple[str, datetime]]: ...
    def load(self, desk: Desk, profile_id: int, form: str, /) -> KeptDraft | None: ...
    def save(self, desk: Desk, profile_id: int, form: str, payload: str, /) -> None: ...
    def drop(self, desk: Desk, profile_id: int, form: str, /) -> None: ...


class Drafts(QObject):
    """The drafts of the person at this window. Reading is from memory; writing is by the worker, soon after."""

    changed = Signal()

    def __init__(self, operations: Operations, store: DraftStore | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._store = store
        self._drafts: dict[str, Draft] = {}
        self._unwritten: set[str] = set()
        self._failing = False
        self._timer = QTimer(self, singleShot=True, interval=WRITE_EVERY_MS)
        self._timer.timeout.connect(self.flush)

    def load(self) -> None:
        """Fetch what was kept earlier (when the window opens, or another person takes over)."""
        self._drafts.clear()
        self._unwritten.clear()  # of whoever was here before
        store, who = self._store, self._operations.actor.profile_id
        if store is not None:

            def read_all(desk: Desk) -> list[tuple[str, KeptDraft]]:
                kept = ((form, store.load(desk, who, form)) for form, _ in store.listed(desk, who))
                return [(form, draft) for form, draft in kept if draft is not None]

            self._operations.work(None, read_all, done=self._loaded, progress=False)

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
            self._timer.start(TRY_AGAIN_MS if self._failing else WRITE_EVERY_MS)
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
        store, who = self._store, self._operations.actor.profile_id
        for form in sorted(forms):
            draft = self._drafts.get(form)
            if draft is None:
                self._write(form, _dropping(store, who, form))
            else:
                payload = json.dumps(draft.values, ensure_ascii=False)
                self._write(form, _saving(store, who, form, payload))

    def _write(self, form: str, task: Callable[[Desk], None]) -> None:
        self._operations.work(None, _told(task), done=lambda error: self._written(form, error), progress=False)

    def _written(self, form: str, error: DeskError | None) -> None:
        """Where the disk refused, say so once, beside the typing and not in front of it, and try again by itself."""
        if error is None:
            self._failing = self._failing and bool(self._unwritten)
            return
        self._unwritten.add(form)
        if not self._failing:
            text = translate("Drafts", "What you type cannot be kept at the moment. {why}").format(why=error.happened)
            self._operations.announced.emit(Announcement(text, (error.to_do,), False))
        self._failing = True
        if not self._operations.closed:
            self._timer.start(TRY_AGAIN_MS)

    def _loaded(self, rows: list[tuple[str, KeptDraft]]) -> None:
        for form, kept in rows:
            try:
                values = json.loads(kept.payload)
            except ValueError:
                log.info("a draft could not be read and was left alone")
                continue
            if isinstance(values, dict):
                self._drafts.setdefault(form, Draft(form, values, kept.saved_at))
        self.changed.emit()


def _told(task: Callable[[Desk], None]) -> Callable[[Desk], DeskError | None]:
    """The task, giving back the trouble a person can act on: nobody asked for this to be saved just now."""

    def run(desk: Desk) -> DeskError | None:
        try:
            task(desk)
        except DeskError as error:
            return error
        return None

    return run


def _dropping(store: DraftStore, who: int, form: str) -> Callable[[Desk], None]:
    return lambda desk: store.drop(desk, who, form)


def _saving(store: DraftStore, who: int, form: str, payload: str) -> Callable[[Desk], None]:
    return lambda desk: store.save(desk, who, form, payload)
