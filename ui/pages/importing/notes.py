"""What else is worth knowing of a file: what its kind has to say, rows that hold nothing, how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.importers.plan import ImportPlan
from ui import theme
from ui.pages.importing.kind import ImportKind
from ui.widgets import label

MOST_NAMED = 60


def note_blocks(kind: ImportKind[Any, Any], plan: ImportPlan) -> list[tuple[str, str]]:
    """Headings with what stands under them, the weightiest first."""
    found = list(kind.note_blocks(plan))
    if plan.empty_rows:
        title = translate("Importing", "Empty rows skipped: {count}").format(count=plan.empty_rows)
        found.append((title, ""))
    if plan.notes:
        found.append((translate("Importing", "How the file was read"), "\n".join(plan.notes)))
    return found


def listed(names: Sequence[str]) -> str:
    """Names with commas between, the last of very many only counted."""
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else translate("Importing", "{names} and {count} more").format(names=shown, count=more)


class NotesView(QScrollArea):
    """The notes one below the other."""

    def __init__(self, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        theme.mark(self, role="panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(150)
        self.setAccessibleName(translate("Importing", "Notes"))
        self._told: list[str] = []

    def show_plan(self, plan: ImportPlan) -> int:
        """Show what there is to say; gives how many notes there are."""
        holder = QWidget()
        theme.mark(holder, role="canvas")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        blocks = note_blocks(self._kind, plan)
        for place, (title, text) in enumerate(blocks):
            if place:
                column.addSpacing(10)
            column.addWidget(label(title, "strong"))
            if text:
                column.addWidget(label(text, selectable=True))
        if not blocks:
            column.addWidget(label(translate("Importing", "Nothing else to know."), "muted"))
        column.addStretch(1)
        self._told = [part for block in blocks for part in block if part]
        self.setWidget(holder)
        return len(blocks)

    def text(self) -> str:
        """Everything that is said."""
        return "\n".join(self._told)
