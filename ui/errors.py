"""How trouble reaches the person: a calm dialog for what they can act on, a crash dialog for our own mistakes.

Neither shows a traceback in a person's face; the crash dialog keeps it behind a button, without record text, to copy.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from types import TracebackType

import PySide6
import shiboken6
from PySide6.QtCore import QObject, Qt, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

import coachdesk
from coachdesk.errors import DeskError, Refused
from coachdesk.i18n import translate
from ui.shell.fitting import fit
from ui.widgets import label

log = logging.getLogger(__name__)


def crash_details(error: BaseException) -> str:
    """Environment and where in our code it happened. Values and messages are left out: they could hold record text."""
    lines = [
        f"CoachDesk {coachdesk.__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide {PySide6.__version__}",
        " ".join((platform.system(), platform.release(), platform.machine(), "packaged" * hasattr(sys, "frozen"))),
        "",
    ]
    seen: set[int] = set()
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        chain.append(current)
        current = current.__cause__ or current.__context__
    for one in reversed(chain):
        frames = traceback.extract_tb(one.__traceback__)
        lines.extend(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
    return "\n".join(lines)


def _short(filename: str) -> str:
    """The last three parts of a path: enough to find the line, nothing about the person's folders."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])


class TroubleDialog(QDialog):
    """What happened, what was kept, what to do; with the list of reasons when a service refused."""

    def __init__(self, error: DeskError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self.setWindowTitle(translate("Errors", "CoachDesk"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        happened = label(error.happened, role="section")
        layout.addWidget(happened)
        if isinstance(error, Refused):
            for problem in error.problems:
                layout.addWidget(label(f"•  {problem.text}", selectable=True))
        for text in (error.kept, error.to_do):
            if text:
                layout.addWidget(label(text, selectable=True))
        layout.addSpacing(8)
        buttons = QDialogButtonBox()
        close = buttons.addButton(translate("Errors", "Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        self.setAccessibleDescription(str(error))
        self.setMinimumWidth(440)
        fit(self)


class CrashDialog(QDialog):
    """Our mistake: says so, says that saved work is safe, and offers the details to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(translate("Errors", "Something went wrong in CoachDesk"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label(translate("Errors", "CoachDesk made a mistake and stopped this step."), role="section"))
        layout.addWidget(
            label(
                translate(
                    "Errors",
                    "What was saved before is safe; this step was not saved. You can go on working. "
                    "If it happens again, send the details to whoever looks after CoachDesk: "
                    "they hold no text of your records.",
                )
            )
        )
        self.details = QPlainTextEdit(crash_details(error))
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName(translate("Errors", "Details"))
        self.details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.details.setMinimumHeight(180)
        self.details.hide()
        layout.addWidget(self.details)
        layout.addSpacing(8)
        buttons = QDialogButtonBox()
        self.show_details = buttons.addButton(
            translate("Errors", "Show details"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.show_details.setCheckable(True)
        self.show_details.toggled.connect(self._show_details)
        self.copy = buttons.addButton(translate("Errors", "Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        close: QPushButton = buttons.addButton(translate("Errors", "Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        self.setMinimumWidth(520)
        fit(self)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.setMinimumHeight(0)
        fit(self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(translate("Errors", "Copied"))


class WindowReporter(QObject):
    """Shows dialogs without blocking; the same trouble is not shown twice at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, QDialog] = {}

    def trouble(self, parent: QWidget | None, error: DeskError) -> None:
        """A calm dialog over `parent` (over the active window when it is gone)."""
        log.info("told the person: %s", type(error).__name__)
        self._show(f"{type(error).__name__}:{error}", TroubleDialog(error, self._over(parent)))

    def bug(self, parent: QWidget | None, error: BaseException) -> None:
        """A crash dialog; the log gets the same details, which hold no record text."""
        details = crash_details(error)
        log.error("a mistake of ours:\n%s", details)
        self._show(details, CrashDialog(error, self._over(parent)))

    def excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For sys.excepthook: the window stays open, KeyboardInterrupt ends the program as usual."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
        elif isinstance(error, DeskError):
            self.trouble(None, error)
        else:
            self.bug(None, error.with_traceback(trace))

    def _over(self, parent: QWidget | None) -> QWidget | None:
        if parent is not None and shiboken6.isValid(parent):
            return parent.window()
        return QApplication.activeWindow()

    def _show(self, key: str, dialog: QDialog) -> None:
        earlier = self._open.get(key)
        if earlier is not None and shiboken6.isValid(earlier):
            dialog.deleteLater()
            earlier.raise_()
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _result: self._open.pop(key, None))
        self._open[key] = dialog
        dialog.open()
