"""The composition root: builds what all windows share, shows the first one, runs until the last is closed.

Only `coachdesk.__main__` imports this from below. Heavy parts (database, exports, PDF) are imported when first needed,
after a window is on the screen.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

import coachdesk
import resources
from ui import languages, theme
from ui.errors import WindowReporter
from ui.logging_setup import start_log
from ui.pages import PageEntry
from ui.pages.registry import FIRST_STEPS, PAGES
from ui.shell import local
from ui.shell.ask import AskPerson
from ui.shell.desks import Desks
from ui.shell.doorbell import ring
from ui.shell.surroundings import Surroundings
from ui.steadfast import keep_singletons

log = logging.getLogger("coachdesk")

COLLECT_AFTER_MS = 3_000  # by then the first page stands


def main(argv: Sequence[str]) -> int:
    """`argv` without the program's name: nothing, or the desk to open. Gives the exit code."""
    return open_window(Path(argv[0]) if argv else None)


def open_window(
    path: Path | None,
    passphrase: str | None = None,
    profile: str | None = None,
    entries: Sequence[PageEntry] = PAGES,
) -> int:
    """Run the window: on the desk at `path`, or from the start window. Returns when the last window is closed."""
    keep_singletons()
    app = make_application()
    desks = compose(app, entries)
    desks.all_closed.connect(app.quit, Qt.ConnectionType.QueuedConnection)

    def begin(elsewhere: bool) -> None:
        if elsewhere:  # a window of this computer has the desk and came to the front: this program was not needed
            QTimer.singleShot(0, app.quit)
            return
        desks.show_start()
        if path is not None:
            QTimer.singleShot(0, desks, lambda: desks.open(path, passphrase, profile or ""))

    if path is None:
        begin(False)
    else:
        ring(path, begin, desks)
    QTimer.singleShot(COLLECT_AFTER_MS, app, collect_rubbish)
    code = app.exec()
    desks.around.local.sync()
    return code


def collect_rubbish() -> None:
    """Let Python look for rubbish again (the start does without), but never again through what the start has made."""
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """The QApplication with name, icon and scaling; the one there is already, in tests."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    policy = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(policy)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CoachDesk")
    app.setApplicationDisplayName("CoachDesk")
    app.setApplicationVersion(coachdesk.__version__)
    app.setDesktopFileName("coachdesk")
    app.setQuitOnLastWindowClosed(False)  # Desks says when the last one is closed and its work done
    app.setWindowIcon(QIcon(str(resources.file_path("app/coachdesk.svg"))))
    return app


def compose(app: QApplication, entries: Sequence[PageEntry] = PAGES) -> Desks:
    """Log, language, theme, error reporting and the desks, put together."""
    start_log(local.state_folder())
    settings = local.open_settings()
    languages.install(app, str(settings.value("window/language", "") or ""))
    look = theme.install(app, _known_mode(str(settings.value("window/theme", "system"))))
    reporter = WindowReporter(app)
    _hook_exceptions(reporter)
    desks = Desks(
        Surroundings(
            local=settings,
            reporter=reporter,
            ask=AskPerson(settings),
            look=look,
            entries=entries,
            first_steps=FIRST_STEPS,
        ),
        app,
    )
    log.info("CoachDesk %s begins", coachdesk.__version__)
    return desks


def _known_mode(mode: str) -> str:
    return mode if mode in ("system", "light", "dark") else "system"


def _hook_exceptions(reporter: WindowReporter) -> None:
    """A mistake in the window shows the crash dialog and the program goes on: every change is saved or not made."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if QCoreApplication.instance() is None:
            sys.__excepthook__(kind, error, trace)
        else:
            reporter.excepthook(kind, error, trace)

    sys.excepthook = hook
