"""Everything that touches the desk goes through here: one worker, progress and cancel, calm errors, undo, refresh.

`run` is for services (they change the desk), `read` for queries, `work` for long reads that make files (exports).
All run one after another on one thread; results, refusals and errors come back on the window's thread. A callback whose
owner widget is gone is dropped; an error is still shown. With `InlineRunner` all of it happens at once, for tests.
"""

from __future__ import annotations

import functools
import inspect
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, cast

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Cancelled, DeskDamaged, DeskError, Refused
from coachdesk.i18n import translate
from ui.jobs import Announcement, Job
from ui.runners import Runner, ThreadRunner

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk

log = logging.getLogger(__name__)

PROGRESS_AFTER_MS = 400
PROGRESS_EVERY_S = 0.05
PRESS_MS = 20  # how often a held mouse button is looked at again
PRESS_AT_MOST_S = 1.0  # a press lasts a tenth of that; after a drag to another program Qt may think a button still down

Service = Callable[..., Changes[Any]]


class Reporter(Protocol):
    """How trouble reaches the person (ui/errors.py); tests record instead."""

    def trouble(self, parent: QWidget | None, error: DeskError) -> None: ...
    def bug(self, parent: QWidget | None, error: BaseException) -> None: ...


class HistoryLabels(Protocol):
    """The names of what undo and redo would do; empty or None when there is nothing."""

    @property
    def undo_label(self) -> str | None: ...
    @property
    def redo_label(self) -> str | None: ...


class History(Protocol):
    """coachdesk.services.history, or a stand-in."""

    def undo(self, desk: Desk, actor: Actor) -> Changes[Any]: ...
    def redo(self, desk: Desk, actor: Actor) -> Changes[Any]: ...
    def state(self, desk: Desk, actor: Actor) -> HistoryLabels: ...


class _History:
    """coachdesk.services.history, imported where it is called: on the worker, so that no window waits for it."""

    def undo(self, desk: Desk, actor: Actor) -> Changes[Any]:
        from coachdesk.services import history

        return history.undo(desk, actor)

    def redo(self, desk: Desk, actor: Actor) -> Changes[Any]:
        from coachdesk.services import history

        return history.redo(desk, actor)

    def state(self, desk: Desk, actor: Actor) -> HistoryLabels:
        from coachdesk.services import history

        return history.state(desk, actor)


class Operations(QObject):
    """The window's one way to the desk. on_damage: who tells that it is damaged, where a window offers a way out."""

    changed = Signal(object)  # Changes: pages refresh what shows these families
    saving = Signal(bool)  # whether a change is on its way to the disk
    saved = Signal(object)  # datetime of the last save, local
    announced = Signal(object)  # Announcement
    history_changed = Signal(object)  # HistoryLabels
    busy_changed = Signal(bool)
    progress = Signal(object)  # Job to show (again), or None when nothing long runs
    actor_changed = Signal()  # another person works here from now on

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        reporter: Reporter,
        runner: Runner | None = None,
        history: History | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._actor = actor
        self.reporter = reporter
        self._runner: Runner = runner or ThreadRunner(self)
        self._history = history or _History()
        self._jobs: list[Job] = []
        self._latest: dict[str, Job] = {}
        self.on_damage: Callable[[QWidget | None, DeskDamaged], object] | None = None
        self._saving: set[tuple[Any, ...]] = set()
        self._when_idle: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True, interval=PROGRESS_AFTER_MS)
        self._timer.timeout.connect(self._show_progress)
        self.closed = False

    @property
    def actor(self) -> Actor:
        """Who acts now."""
        return self._actor

    @actor.setter
    def actor(self, actor: Actor) -> None:
        self._actor = actor
        self.actor_changed.emit()

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting."""
        return bool(self._jobs)

    def run(
        self,
        parent: QWidget | None,
        service: Service,
        *args: Any,
        done: Callable[[Changes[Any]], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        ended: Callable[[], None] | None = None,
        label: str = "",
        progress: bool = True,
        announce: bool = True,
        **kwargs: Any,
    ) -> None:
        """Call `service(desk, actor, *args, **kwargs)`, which changes the desk.

        done gets the Changes; refused gets what a form should show (without it a calm dialog does); ended is called
        first, however it ended. The same call asked again by the same parent while it runs is dropped, so a double
        click saves once. A service that takes a keyword `progress` is given `progress(done, of, text="")`, which raises
        Cancelled when the person cancelled. Arguments named like this method's own go in with functools.partial.
        """
        key = (id(parent), service, repr(args), repr(kwargs))
        if key in self._saving:
            return
        self._saving.add(key)
        self.saving.emit(True)
        desk, actor, history = self.desk, self.actor, self._history
        takes_progress = _takes_progress(service)
        job = Job(label or translate("Operations", "Saving"), parent, progress, takes_progress)

        def call() -> tuple[Changes[Any], HistoryLabels | None]:
            extra = {"progress": self._reporting(job)} if takes_progress else {}
            changes = service(desk, actor, *args, **kwargs, **extra)
            return changes, history.state(desk, actor) if changes.seq else None

        def finish(outcome: object, error: BaseException | None) -> None:
            self._saving.discard(key)
            self.saving.emit(bool(self._saving))
            alive = job.owner_alive()
            if ended is not None and alive:
                ended()
            if isinstance(error, Refused) and refused is not None and alive:
                refused(error)
            elif error is not None:
                self._report(job, error)
            else:
                changes, state = cast("tuple[Changes[Any], HistoryLabels | None]", outcome)
                self._settle(changes, state, announce)
                if done is not None and alive and shiboken6.isValid(self):
                    done(changes)

        self._start(job, call, finish)

    def read(
        self,
        query: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        latest: str = "",
        **kwargs: Any,
    ) -> Job:
        """Call `query(conn, *args, **kwargs)` on the worker, then `done(result)`.

        owner: whose life the callback hangs on (a bound method's own object when not given). latest: a name; a newer
        read of that name makes this one moot (typing in a search field). failed replaces the error dialog.
        An answer that comes while a mouse button was pressed meanwhile waits until it is let go: a page filled anew
        under a press would swallow the click. What the press itself asked for is answered at once.
        """
        desk, pressed_before = self.desk, bool(QApplication.mouseButtons())
        job = Job("", owner or _owner_of(done), show_progress=False, cancellable=False)
        if latest:
            earlier = self._latest.get(latest)
            if earlier is not None:
                earlier.dropped = True
            self._latest[latest] = job

        def call() -> Any:
            with desk.read() as conn:
                return query(conn, *args, **kwargs)

        def finish(result: Any, error: BaseException | None, waited: float = 0.0) -> None:
            if not pressed_before and QApplication.mouseButtons() and waited < PRESS_AT_MOST_S:
                later = functools.partial(finish, result, error, waited + PRESS_MS / 1000)
                QTimer.singleShot(PRESS_MS, self, later)
                return
            if latest and self._latest.get(latest) is job:
                del self._latest[latest]
            if job.dropped:
                return
            if error is None:
                if job.owner_alive():
                    done(result)
            elif failed is not None:
                if job.owner_alive():
                    failed(error)
            else:
                self._report(job, error)

        self._start(job, call, finish)
        return job

    def work(
        self,
        parent: QWidget | None,
        task: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None] | None = None,
        ended: Callable[[], None] | None = None,
        label: str = "",
        progress: bool = True,
        **kwargs: Any,
    ) -> Job:
        """Call `task(desk, *args, **kwargs)`: long work that leaves the records alone (exports, backups, previews).

        A task that takes a keyword `progress` can be cancelled, as with services.
        """
        desk = self.desk
        job = Job(label or translate("Operations", "Working"), parent, progress, takes := _takes_progress(task))

        def call() -> Any:
            extra = {"progress": self._reporting(job)} if takes else {}
            return task(desk, *args, **kwargs, **extra)

        def finish(result: Any, error: BaseException | None) -> None:
            alive = job.owner_alive()
            if ended is not None and alive:
                ended()
            if error is not None:
                self._report(job, error)
            elif done is not None and alive:
                done(result)

        self._start(job, call, finish)
        return job

    def undo(self, parent: QWidget | None = None) -> None:
        """Take back the last change, as a new recorded change."""
        self.run(parent, self._history.undo, label=translate("Operations", "Undoing"))

    def redo(self, parent: QWidget | None = None) -> None:
        """Do again what was undone last."""
        self.run(parent, self._history.redo, label=translate("Operations", "Redoing"))

    def refresh_history(self) -> None:
        """Ask for the names of undo and redo (when the window opens)."""
        self.work(None, self._history.state, self.actor, done=self.history_changed.emit, progress=False)

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call once nothing runs any more; at once when nothing does."""
        if self._jobs:
            self._when_idle.append(call)
        else:
            call()

    def close(self) -> None:
        """Wait for what was promised and end the worker. Nothing may be asked afterwards."""
        if not self.closed:
            self.closed = True
            self._timer.stop()
            self._runner.close()

    def _settle(self, changes: Changes[Any], state: HistoryLabels | None, announce: bool) -> None:
        if not changes.seq:
            return
        self.saved.emit(datetime.now().astimezone())
        if state is not None:
            self.history_changed.emit(state)
        if announce:
            self.announced.emit(Announcement(changes.done or changes.label, changes.notes, changes.undoable))
        self.changed.emit(changes)

    def _start(self, job: Job, call: Callable[[], Any], finish: Callable[[Any, BaseException | None], None]) -> None:
        if self.closed:
            raise RuntimeError("the desk is closed")
        self._jobs.append(job)
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        if job.show_progress and not self._timer.isActive():
            self._timer.start()

        def work() -> None:
            result: Any = None
            error: BaseException | None = None
            if not job.dropped:
                try:
                    result = call()
                except BaseException as caught:  # noqa: BLE001  # it must reach the window, not vanish here
                    error = caught
            self._runner.deliver(lambda: self._finish(job, finish, result, error))

        self._runner.submit(work)

    def _finish(
        self, job: Job, finish: Callable[[Any, BaseException | None], None], result: Any, error: BaseException | None
    ) -> None:
        self._jobs.remove(job)
        if job.shown or not any(other.show_progress for other in self._jobs):
            self._timer.stop()
            self.progress.emit(None)
            if any(other.show_progress for other in self._jobs):
                self._timer.start()
        try:
            finish(result, error)
        finally:
            if not self._jobs:
                self.busy_changed.emit(False)
                waiting, self._when_idle = self._when_idle, []
                for call in waiting:
                    call()

    def _report(self, job: Job, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self.announced.emit(Announcement(error.happened, (), False))
            return
        parent = job.owner if isinstance(job.owner, QWidget) and job.owner_alive() else None
        if isinstance(error, DeskDamaged) and self.on_damage is not None:
            self.on_damage(parent, error)
        elif isinstance(error, DeskError):
            self.reporter.trouble(parent, error)
        else:
            log.error("%s failed: %s", job.label or "reading", type(error).__name__)
            self.reporter.bug(parent, error)

    def _reporting(self, job: Job) -> Callable[[int, int, str], None]:
        def report(done: int, of: int, text: str = "") -> None:
            if job.cancelled:
                raise Cancelled(
                    translate("Operations", "Cancelled."),
                    kept=translate("Operations", "Nothing was changed."),
                )
            job.done_steps, job.all_steps, job.step = done, of, text
            now = time.monotonic()
            if job.shown and now - job.reported >= PROGRESS_EVERY_S:
                job.reported = now
                self._runner.deliver(lambda: self._progressed(job))

        return report

    def _progressed(self, job: Job) -> None:
        if job in self._jobs:
            self.progress.emit(job)

    def _show_progress(self) -> None:
        job = next((job for job in self._jobs if job.show_progress), None)
        if job is not None:
            job.shown = True
            self.progress.emit(job)


@functools.lru_cache(maxsize=256)
def _takes_progress(service: Callable[..., Any]) -> bool:
    """Whether the callable takes a keyword `progress`: it says so, or it is a use case (they all do, unsaid)."""
    while isinstance(service, functools.partial):
        service = service.func
    try:
        names = list(inspect.signature(service).parameters)
    except (TypeError, ValueError):
        return False
    return "progress" in names or (hasattr(service, "__wrapped__") and names[:1] == ["change"])


def _owner_of(callback: Callable[..., Any]) -> QObject | None:
    """The QObject a bound method belongs to."""
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None
