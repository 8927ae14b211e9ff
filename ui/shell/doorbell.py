"""One window for one desk on this computer: a second start rings, and the window that is open comes to the front.

A local socket (a named pipe on Windows) in a place only this person may use; nothing crosses it but one fixed word each
way, and never a record. Where it cannot be had, a second start says who has the desk, as it does between computers.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.shell.local import state_folder

log = logging.getLogger(__name__)

ASK, ANSWER = b"show", b"shown"
PATIENCE_MS = 1500  # a window that does not answer by then is busy or stuck: the person is asked instead
LONGEST_NAME = 90  # bytes; systems allow about a hundred for a socket's path, and Qt needs some of them


def bell_name(desk: Path) -> str:
    """Where the bell of this desk hangs: the same for every spelling of its path; "" where there is no room for one."""
    spelled = os.path.normcase(str(desk.expanduser().resolve()))
    name = "coachdesk-" + hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    if sys.platform == "win32":
        return name
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or state_folder())
    whole = str(folder / name)
    return whole if folder.is_dir() and len(os.fsencode(whole)) <= LONGEST_NAME else ""


class Doorbell(QObject):
    """Hangs while a desk is open for writing; `rang` when somebody starts the program on it again."""

    rang = Signal()

    def __init__(self, desk: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Imported here: nothing else needs it, and a window is up before it matters.
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._opened)
        name = bell_name(desk)
        if name:
            QLocalServer.removeServer(name)  # left by a killed program: whoever holds the desk's lock is the only one
        if not name or not self._server.listen(name):
            log.info("a second start cannot bring this window forward")

    def close(self) -> None:
        """Take the bell away."""
        self._server.close()

    def _opened(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)

            def read(caller: QObject = caller) -> None:
                if caller.peek(len(ASK) + 1).data() == ASK:  # type: ignore[attr-defined]  # a QLocalSocket
                    caller.write(ANSWER)  # type: ignore[attr-defined]  # as above
                    caller.flush()  # type: ignore[attr-defined]  # as above
                    self.rang.emit()
                caller.disconnectFromServer()  # type: ignore[attr-defined]  # as above

            caller.readyRead.connect(read)


class Ringer(QObject):
    """Rings once at another window of `desk` on this computer; `done(True)` when it came to the front."""

    def __init__(self, desk: Path, done: Callable[[bool], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalSocket

        self._done: Callable[[bool], object] | None = done
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._answer(False))
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(lambda: self._socket.write(ASK))
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(lambda _error: self._answer(False))
        self._socket.disconnected.connect(lambda: self._answer(False))
        self._patience.start()
        self._socket.connectToServer(bell_name(desk))

    def _read(self) -> None:
        if self._socket.bytesAvailable() >= len(ANSWER):
            self._answer(self._socket.read(len(ANSWER)).data() == ANSWER)

    def _answer(self, shown: bool) -> None:
        done, self._done = self._done, None
        if done is not None:
            self._patience.stop()
            QTimer.singleShot(0, self, self._socket.abort)
            self.deleteLater()
            done(shown)


def ring(desk: Path, done: Callable[[bool], object], parent: QObject) -> None:
    """Ask another window of `desk` to come to the front; `done` says whether one did. At once when there is none."""
    name = bell_name(desk)
    if not name or (sys.platform != "win32" and not Path(name).exists()):
        done(False)
        return
    Ringer(desk, done, parent)


def bring_forward(window: QWidget) -> None:
    """To the front, unfolded; where the system does not let a program take the keyboard, its button asks for a look."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    front = QApplication.activeModalWidget() or window  # what waits for an answer must not come to lie underneath
    window.raise_()
    front.raise_()
    front.activateWindow()
    QApplication.alert(window)
