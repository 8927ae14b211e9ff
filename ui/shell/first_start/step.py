"""One step of the first start: a title, a sentence, what is filled in, and what happens on Next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.i18n import translate


class Step(QWidget):
    """Shown by the wizard with `title` and `intro` above it.

    prepare() is called when it is shown; ready() when the person wants to go on: show problems and say False to stay;
    commit(done) does the step's work and calls `done()` when the next step may come (not at all when it failed).
    """

    title = ""
    intro = ""
    wide = False  # whether it takes all the room there is, as a table does; forms keep a readable width
    submit_asked = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    def next_text(self) -> str:
        """The verb on the button that goes on."""
        return translate("FirstStart", "Next")

    def can_skip(self) -> bool:
        """Whether "Later" is offered."""
        return False

    def prepare(self) -> None:
        """The step is shown: read what it needs, take the keyboard."""

    def ready(self) -> bool:
        """Whether all is filled in; shows what is not."""
        return True

    def commit(self, done: Callable[[], None]) -> None:
        """Do the step's work."""
        done()

    def is_dirty(self) -> bool:
        """Whether leaving would lose typing."""
        return False
