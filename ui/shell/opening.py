"""Opening a desk: passphrase, somebody else has it, damaged, too new, not a desk; each told plainly, nothing lost.

The slow parts (deriving the key, examining the file) run beside the window; whoever asks hears `opened` or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.errors import DeskBusy, DeskDamaged, DeskError, WrongPassphrase
from coachdesk.i18n import translate
from ui.operations import Reporter
from ui.runners import Runner, ThreadRunner
from ui.shell.program import Mode

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk
    from ui.shell.opening_dialogs import PassphraseDialog


class Beside(QObject):
    """Runs one function at a time beside the window, before there is a desk to work with."""

    busy_changed = Signal(bool)

    def __init__(self, runner: Runner | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: Runner = runner or ThreadRunner(self)
        self._running = 0

    def run(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Call `function` beside the window, then `done` or `failed` in it."""
        self._running += 1
        self.busy_changed.emit(True)

        def work() -> None:
            result: Any = None
            error: BaseException | None = None
            try:
                result = function()
            except BaseException as caught:  # noqa: BLE001  # it must reach the window, not vanish here
                error = caught
            self._runner.deliver(lambda: finish(result, error))

        def finish(result: Any, error: BaseException | None) -> None:
            self._running -= 1
            self.busy_changed.emit(bool(self._running))
            if error is None:
                done(result)
            else:
                failed(error)

        self._runner.submit(work)

    def close(self) -> None:
        """Wait for what runs."""
        self._runner.close()


How = Callable[[Path, "str | None", Mode], "Desk"]


def needs_passphrase(path: Path) -> bool:
    """Whether the desk is sealed; DeskError when it is no desk at all."""
    from coachdesk.store.identify import is_encrypted

    return is_encrypted(path)


def open_it(path: Path, passphrase: str | None, mode: Mode) -> Desk:
    """Open the desk; imported here so that the start window need not wait for the database."""
    from coachdesk.store.desk import open_desk

    return open_desk(path, passphrase, mode)


class Opener(QObject):
    """Leads through opening a desk. `opened` gives the Desk and, when it is read only because somebody else writes, who
    that is. how: what opens it, given path, passphrase and mode (a restore opens what it restored)."""

    opened = Signal(object, str)
    gave_up = Signal()
    busy_changed = Signal(bool)
    restore_asked = Signal(object)  # Path of the damaged desk

    def __init__(
        self,
        parent: QWidget | None,
        reporter: Reporter,
        runner: Runner | None = None,
        owner: QObject | None = None,
        how: How | None = None,
    ) -> None:
        super().__init__(owner or parent)
        self._window = parent
        self._how = how or open_it
        self._reporter = reporter
        self._beside = Beside(runner, self)
        self._beside.busy_changed.connect(self.busy_changed)
        self._asking: PassphraseDialog | None = None

    def open(self, path: Path, passphrase: str | None = None, mode: Mode = "write") -> None:
        """Begin. With a passphrase nothing is asked unless it is wrong."""
        if passphrase is not None:
            self._try(path, passphrase, mode)
        else:
            self._beside.run(
                partial(needs_passphrase, path),
                lambda sealed: self._ask_passphrase(path, mode) if sealed else self._try(path, None, mode),
                partial(self._failed, path, mode),
            )

    def close(self) -> None:
        """Wait for what runs beside the window."""
        if self._asking is not None and shiboken6.isValid(self._asking):
            self._asking.reject()
        self._beside.close()

    def _parent(self) -> QWidget | None:
        return self._window if self._window is not None and shiboken6.isValid(self._window) else None

    def _try(self, path: Path, passphrase: str | None, mode: Mode, writer: str = "") -> None:
        self._beside.run(
            partial(self._how, path, passphrase, mode),
            partial(self._done, writer),
            partial(self._failed, path, mode, passphrase=passphrase),
        )

    def _done(self, writer: str, desk: Desk) -> None:
        if self._asking is not None:
            self._asking.accept()
            self._asking = None
        self.opened.emit(desk, writer)

    def _ask_passphrase(self, path: Path, mode: Mode) -> None:
        from ui.shell.opening_dialogs import PassphraseDialog

        dialog = PassphraseDialog(path, self._parent())
        dialog.given.connect(lambda passphrase: self._try(path, passphrase, mode))
        dialog.restore.connect(partial(self.restore_asked.emit, path))
        dialog.rejected.connect(self._left_passphrase)
        self._asking = dialog
        dialog.open()

    def _left_passphrase(self) -> None:
        self._asking = None
        self.gave_up.emit()

    def _failed(self, path: Path, mode: Mode, error: BaseException, passphrase: str | None = None) -> None:
        if isinstance(error, WrongPassphrase):
            if self._asking is None:
                self._ask_passphrase(path, mode)
            if self._asking is not None and passphrase:
                self._asking.show_wrong(error)
            return
        if self._asking is not None:
            self._asking.accept()
            self._asking = None
        if isinstance(error, DeskBusy) and error.owner:
            self._offer_reading(path, passphrase, error)
        elif isinstance(error, DeskDamaged):
            self._offer_restore(path, error)
        elif isinstance(error, DeskError):
            self._reporter.trouble(self._parent(), error)
            self.gave_up.emit()
        else:
            self._reporter.bug(self._parent(), error)
            self.gave_up.emit()

    def _offer_reading(self, path: Path, passphrase: str | None, error: DeskBusy) -> None:
        from ui.shell.opening_dialogs import ChoiceDialog

        choices = [
            ("read", translate("Open", "Open to read only"), "primary"),
            ("again", translate("Open", "Try again"), ""),
        ]
        dialog = ChoiceDialog(error, choices, self._parent())
        dialog.setObjectName("busy")
        dialog.chosen.connect(
            lambda key: (
                self._try(path, passphrase, "read", error.owner)
                if key == "read"
                else self._try(path, passphrase, "write")
            )
        )
        dialog.rejected.connect(self.gave_up)
        dialog.open()

    def _offer_restore(self, path: Path, error: DeskDamaged) -> None:
        from ui.shell.opening_dialogs import ChoiceDialog

        choices = [("restore", translate("Open", "Restore a proven backup…"), "primary")]
        dialog = ChoiceDialog(error, choices, self._parent())
        dialog.setObjectName("damaged")
        dialog.chosen.connect(lambda _key: self.restore_asked.emit(path))
        dialog.rejected.connect(self.gave_up)
        dialog.open()
