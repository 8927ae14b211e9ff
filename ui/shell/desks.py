"""The desks of this program: opening one into a window of its own, closing it, restoring, starting anew.

One `Desks` per program; ui/app.py makes it and gives it what differs in tests (dialogs' answers, a runner).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Actor
from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from ui import desk_doors
from ui.context import Place
from ui.shell import local as kept
from ui.shell.doorbell import Doorbell, bring_forward, ring
from ui.shell.opening import Beside, How, Opener
from ui.shell.program import Program
from ui.shell.start import StartWindow
from ui.shell.surroundings import Surroundings
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk
    from ui.shell.first_start.wizard import FirstStart

log = logging.getLogger(__name__)

SUFFIX = ".desk"


def desk_patterns() -> str:
    """The file dialog's patterns for desks."""
    return translate("Open", "Desks (*.desk);;All files (*)")


class Desks(QObject):
    """Every open desk and the start window when there is none."""

    all_closed = Signal()

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.windows: list[MainWindow] = []
        self.start: StartWindow | None = None
        self.first_start: FirstStart | None = None
        self._openers: list[Opener] = []
        self._beside: Beside | None = None
        self._leaving = False
        self._said: dict[Path, str] = {}  # what the next window of a desk tells at its top

    def show_start(self) -> StartWindow:
        """The start window, made when it is not there."""
        if self.start is None:
            start = StartWindow(kept.recent_desks(self.around.local))
            start.new_desk.connect(self.new_desk)
            start.open_other.connect(lambda: self.open(None))
            start.open_desk.connect(self.open)
            start.sample.connect(self.open_sample)
            start.forget.connect(self._forget)
            start.closed.connect(self._start_closed)
            self.start = start
        self.start.show()
        self.start.raise_()
        return self.start

    def open(self, path: Path | None, passphrase: str | None = None, profile: str = "") -> None:
        """Open a desk in a window; None asks which. Already open on this computer: its window comes to the front."""
        over = self._over()
        if path is None:
            path = self.around.ask.open_file(over, translate("Open", "Open desk"), desk_patterns())
            if path is None:
                return
        path = path.expanduser().resolve()
        for window in self.windows:
            if window.context.desk.path == path:
                bring_forward(window)
                return

        def asked(shown: bool) -> None:
            if not shown:
                self._opener(path, profile).open(path, passphrase)
            elif self.start is not None and not self.windows:
                self.start.close()  # the other program has the window; this one has nothing more to do

        ring(path, asked, self)

    def new_desk(self) -> None:
        """Lead through making a desk."""
        from ui.shell.first_start.wizard import FirstStart

        if self.first_start is not None and shiboken6.isValid(self.first_start):
            self.first_start.raise_()
            return
        wizard = FirstStart(self.around)
        wizard.made_desk.connect(partial(kept.remember_desk, self.around.local))
        wizard.finished_desk.connect(self._first_start_done)
        wizard.destroyed.connect(self._first_start_gone)
        self.first_start = wizard
        wizard.show()

    def open_sample(self) -> None:
        """Make a fresh sample agency in the person's own data folder and open it."""
        target = desk_doors.sample_path()
        start = self.start
        if start is not None:
            start.show_busy(translate("Start", "Making the sample agency…"))
        beside = self._alone()

        def made(path: Path) -> None:
            self._quiet()
            self.open(path)

        def failed(error: BaseException) -> None:
            self._quiet()
            self._tell(error)

        beside.run(partial(desk_doors.make_sample, target), made, failed)

    def offer_restore(self, path: Path) -> None:
        """List the proven backups of the desk at `path` and bring back the chosen one under a new name."""
        from ui.shell.opening_dialogs import RestoreDialog

        try:
            backups = desk_doors.proven_backups(path)
        except OSError:
            backups = ()
        dialog = RestoreDialog(path, backups, self._over())
        dialog.chosen.connect(lambda backup: self._restore(path, backup.path, backup.made_at.strftime("%Y-%m-%d")))
        dialog.open()

    def close_all(self) -> None:
        """Close every window (each finishes its work first); `all_closed` follows."""
        self._leaving = True
        for window in list(self.windows):
            window.close()
        if self.first_start is not None and shiboken6.isValid(self.first_start):
            self.first_start.close()
        if self.start is not None:
            self.start.close()
        if not self.windows and self.start is None:
            self._finish()

    def enter(self, desk: Desk, actor: Actor, writer: str = "", place: Place | None = None) -> MainWindow:
        """Show the window of an open desk, then read what it shows: `place`, or the first page.

        writer: who has the desk, when this window may only read.
        """
        around = self.around
        context = around.context_for(desk, actor)
        context.writer = writer
        window = MainWindow(context, self._program(desk), around.entries)
        context.operations.setParent(window)
        window.closed.connect(partial(self._closed, window))
        if desk.writable:
            window.settled.connect(partial(self._hang_bell, window))
        self.windows.append(window)
        kept.remember_desk(around.local, desk.path)
        window.show()
        window.start(place)
        if desk.path in self._said:
            window.banners.tell("said", self._said.pop(desk.path), "ok")
        if self.start is not None:
            self.start.close()
        return window

    def _hang_bell(self, window: MainWindow) -> None:
        bell = Doorbell(window.context.desk.path, window)
        bell.rang.connect(partial(bring_forward, window))
        window.closed.connect(bell.close)

    def _program(self, desk: Desk) -> Program:
        return Program(
            new_desk=self.new_desk,
            open_desk=self.open,
            close_desk=partial(self._close_desk, desk),
            restore=partial(self.offer_restore, desk.path),
            quit=self.close_all,
            recent=lambda: kept.recent_desks(self.around.local),
            profiles=desk_doors.people,
            back_up=desk_doors.back_up,
            backup_state=desk_doors.backup_state,
            check=desk_doors.check,
            change_passphrase=partial(self.change_passphrase, desk),
            search=desk_doors.search,
            today=lambda: desk.clock().date(),
            write_again=partial(self._reopen, desk),
        )

    def change_passphrase(self, desk: Desk) -> None:
        """Ask for another passphrase; then close the desk, seal it anew, and open it again for the same person."""
        from ui.shell.passphrase import PassphraseChange

        window = next((one for one in self.windows if one.context.desk is desk), None)
        if window is None:
            return
        dialog = PassphraseChange(window.context, window)
        dialog.given.connect(partial(self._reseal, window))
        dialog.open()

    def _reseal(self, window: MainWindow, old: str | None, new: str | None) -> None:
        path, actor = window.context.desk.path, window.context.actor

        def closed() -> None:
            if self.start is not None:
                self.start.show_busy(translate("Start", "Changing the passphrase…"))
            self._alone().run(partial(desk_doors.reseal, path, old, new, actor), done, failed)

        def done(words: str) -> None:
            self._quiet()
            self._said[path] = words
            self.open(path, new, actor.name)

        def failed(error: BaseException) -> None:
            self._quiet()
            self._tell(error)
            self.open(path, old, actor.name)

        window.closed.connect(closed)
        self.show_start()
        window.close()

    def _opener(self, path: Path, profile: str, how: How | None = None) -> Opener:
        """One opening under way; `path` is what the start window says is being opened."""
        opener = Opener(self._over(), self.around.reporter, self.around.runner(), self, how)
        opener.opened.connect(partial(self._opened, opener, profile))
        opener.gave_up.connect(partial(self._drop, opener))
        opener.restore_asked.connect(self.offer_restore)
        opener.restore_asked.connect(lambda _path: self._drop(opener))
        opener.busy_changed.connect(partial(self._show_busy, path))
        self._openers.append(opener)
        return opener

    def _opened(self, opener: Opener, profile: str, desk: Desk, writer: str) -> None:
        self._drop(opener)

        def read() -> Sequence[Actor]:
            with desk.read() as conn:
                return desk_doors.people(conn)

        def failed(error: BaseException) -> None:
            desk.close()
            self._tell(error)

        self._alone().run(read, partial(self._choose_person, desk, writer, profile), failed)

    def _choose_person(self, desk: Desk, writer: str, profile: str, people: Sequence[Actor]) -> None:
        """Who works here: as told, as last time, the only one, or asked."""
        last = str(self.around.local.value(f"people/{desk.uid}", ""))
        by_name = next((one for one in people if profile and one.name == profile), None)
        by_habit = next((one for one in people if str(one.profile_id) == last), None)
        looking_around = desk.path == desk_doors.sample_path().resolve()  # as its coordinator, without being asked
        actor = by_name or by_habit or (people[0] if len(people) == 1 or looking_around else None)
        if actor is None:
            options = [(str(one.profile_id), one.name) for one in people]
            chosen = self.around.ask.choose(
                self._over(),
                translate("Open", "Who are you?"),
                translate("Open", "The history of this desk names who did what. Who works here now?"),
                options,
            )
            actor = next((one for one in people if str(one.profile_id) == chosen), None)
        if actor is None:
            desk.close()
            return
        self.around.local.setValue(f"people/{desk.uid}", actor.profile_id)
        self.enter(desk, actor, writer)

    def _closed(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
        try:
            window.context.desk.close()
        except DeskError as error:
            self.around.reporter.trouble(None, error)
        window.deleteLater()
        if not self.windows and self.start is None and not (self.first_start and self.first_start.isVisible()):
            self._finish()

    def _close_desk(self, desk: Desk) -> None:
        self.show_start()
        for window in list(self.windows):
            if window.context.desk is desk:
                window.close()

    def _reopen(self, desk: Desk) -> None:
        window = next((one for one in self.windows if one.context.desk is desk), None)
        if window is not None:
            window.closed.connect(lambda: self.open(desk.path))
            self.show_start()
            window.close()

    def _restore(self, desk: Path, backup: Path, day: str) -> None:
        name = translate("Restore", "{desk} restored {day}").format(desk=desk.stem, day=day) + SUFFIX
        title = translate("Restore", "Where to put the restored desk")
        target = self.around.ask.save_file(self._over(), title, str(desk.with_name(name)), desk_patterns())
        if target is not None:
            how = partial(desk_doors.restore_and_open, target.expanduser().resolve())
            self._opener(target, "", how).open(backup)

    def _first_start_done(self, desk: Desk, actor: Actor) -> None:
        self.around.local.setValue(f"people/{desk.uid}", actor.profile_id)
        self.enter(desk, actor)

    def _first_start_gone(self) -> None:
        self.first_start = None

    def _forget(self, path: Path) -> None:
        kept.forget_desk(self.around.local, path)
        if self.start is not None:
            self.start.show_recent(kept.recent_desks(self.around.local))

    def _start_closed(self) -> None:
        start, self.start = self.start, None
        if start is not None:
            start.deleteLater()
        wizard = self.first_start
        if not self.windows and not (wizard is not None and shiboken6.isValid(wizard) and wizard.isVisible()):
            self._finish()

    def _show_busy(self, path: Path, busy: bool) -> None:
        if self.start is not None:
            text = translate("Start", "Opening {desk}…").format(desk=path.stem) if busy else ""
            self.start.show_busy(text)

    def _quiet(self) -> None:
        if self.start is not None:
            self.start.show_busy("")

    def _alone(self) -> Beside:
        if self._beside is None:
            self._beside = Beside(self.around.runner(), self)
        return self._beside

    def _drop(self, opener: Opener) -> None:
        if opener in self._openers:
            self._openers.remove(opener)
            opener.close()
            opener.deleteLater()

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.around.reporter.trouble(self._over(), error)
        else:
            self.around.reporter.bug(self._over(), error)

    def _over(self) -> QWidget | None:
        active: list[Any] = [window for window in self.windows if window.isActiveWindow()]
        return active[0] if active else self.start or (self.windows[-1] if self.windows else None)

    def _finish(self) -> None:
        for opener in list(self._openers):
            self._drop(opener)
        if self._beside is not None:
            self._beside.close()
            self._beside = None
        self.all_closed.emit()
