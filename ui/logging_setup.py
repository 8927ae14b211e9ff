"""The program's log: a small rotating file with what happened, never with record text; Qt's messages go there too."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("coachdesk")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(folder: Path) -> Path | None:
    """Log to coachdesk.log in `folder` (three files of 512 KB at most). None when the folder cannot be written: the
    program works without a log."""
    path = folder / "coachdesk.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=512 * 1024, backupCount=2, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_from_qt)
    threading.excepthook = _from_thread
    return path


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)


def _from_thread(args: threading.ExceptHookArgs) -> None:
    """A thread of ours died: its kind of error and place, without the message (it may quote a record)."""
    from ui.errors import crash_details

    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        log.error("in thread %s:\n%s", args.thread.name if args.thread else "?", crash_details(args.exc_value))
    elif args.exc_value is None:
        sys.__excepthook__(args.exc_type, args.exc_type(), args.exc_traceback)
