"""What floats over the pages: how far long work is, with Cancel; the pages stay usable meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.jobs import Job
from ui.operations import Operations
from ui.widgets import ProgressPanel

WIDTH = 400


class WorkCard(QObject):
    """A progress panel at the bottom of the window, there only while long work runs."""

    def __init__(self, window: QWidget, operations: Operations) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job | None = None
        self.panel: ProgressPanel | None = None
        window.installEventFilter(self)
        operations.progress.connect(self.show_job)

    def show_job(self, job: Job | None) -> None:
        """Show how far it is; None takes the panel away."""
        if job is not self._job:
            self._job = job
            if self.panel is not None:
                self.panel.hide()
                self.panel.deleteLater()
                self.panel = None
            if job is not None:
                self.panel = ProgressPanel(job.label, self._window)
                self.panel.setObjectName("work")
                self.panel.setAutoFillBackground(True)
                self.panel.set_text(job.label)
                self.panel.set_cancellable(job.cancellable)
                self.panel.cancelled.connect(job.cancel)
        if job is not None and self.panel is not None:
            self.panel.set_progress(job.done_steps, job.all_steps, job.step)
            self._place()
            self.panel.show()
            self.panel.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if self.panel is not None:
            room = self._window.rect()
            width = min(WIDTH, room.width() - 32)
            self.panel.setFixedWidth(width)
            height = self.panel.sizeHint().height()
            self.panel.setGeometry((room.width() - width) // 2, room.height() - height - 24, width, height)
