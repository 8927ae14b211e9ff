"""What changed between two versions of a standard, side by side in words."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.standard_changes import Kind, StandardChange, changes_between
from coachdesk.queries.standards import StandardDetail, VersionHead, version_detail
from ui import theme
from ui.context import Context
from ui.forms.editor import QuietCombo
from ui.pages.standards import words
from ui.widgets import PageFrame, Pill, TextLabel, button, label, line


def read_changes(conn: sa.Connection, old_id: int, new_id: int) -> tuple[StandardChange, ...]:
    """Compare two versions by id."""
    old, new = version_detail(conn, old_id), version_detail(conn, new_id)
    return changes_between(old, new) if old is not None and new is not None else ()


class CompareVersions(QDialog):
    """Two versions to choose, and every difference between them."""

    def __init__(self, context: Context, standard: StandardDetail, version_id: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = translate("Standards", "What changed in {code}").format(code=standard.code)
        self.setWindowTitle(title)
        self.setMinimumSize(480, 360)
        heads = list(standard.versions)  # newest first
        place = next((at for at, one in enumerate(heads) if one.id == version_id), 0)
        place = min(place, len(heads) - 2)
        self.old = self._chooser(heads, heads[place + 1].id, translate("Standards", "Earlier version"))
        self.new = self._chooser(heads, heads[place].id, translate("Standards", "Later version"))
        top = QHBoxLayout()
        top.setContentsMargins(24, 20, 24, 0)
        top.setSpacing(8)
        top.addWidget(label(title, "title"), 1)
        for one, text in ((self.old, translate("Standards", "From")), (self.new, translate("Standards", "to"))):
            top.addWidget(label(text, "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
            top.addWidget(one)
        self._frame = PageFrame()
        self._body: QWidget | None = None
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(button(translate("Standards", "Close"), slot=self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._frame, 1)
        column.addLayout(foot)
        self.resize(960, 640)
        self._read()

    def _chooser(self, heads: Sequence[VersionHead], chosen: int, name: str) -> QuietCombo:
        combo = QuietCombo()
        combo.setAccessibleName(name)
        for one in heads:
            status = vocabulary.label("version_status", one.status).lower()
            combo.addItem(f"{words.version_name(one.number)} ({status})", one.id)
        combo.setCurrentIndex(combo.findData(chosen))
        combo.currentIndexChanged.connect(self._read)
        return combo

    def _read(self) -> None:
        self.context.operations.read(
            read_changes, self.old.currentData(), self.new.currentData(), done=self._show, owner=self,
            latest=f"{id(self)}.compare",
        )  # fmt: skip

    def _show(self, changes: tuple[StandardChange, ...]) -> None:
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        if changes:
            column.addWidget(self._table(changes))
        else:
            column.addWidget(label(translate("Standards", "Nothing: both say the same."), "muted"))
        column.addStretch(1)
        self._frame.add(self._body, 1)

    def _table(self, changes: Sequence[StandardChange]) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px("between"))
        grid.setVerticalSpacing(8)
        for column, stretch in ((0, 2), (1, 4), (2, 4)):
            grid.setColumnStretch(column, stretch)
        grid.addWidget(label(self.old.currentText(), "small"), 0, 1)
        grid.addWidget(label(self.new.currentText(), "small"), 0, 2)
        for place, one in enumerate(changes):
            row = 2 * place + 1
            grid.addWidget(line(faint=True), row, 0, 1, 3)
            grid.addWidget(_about(one), row + 1, 0, Qt.AlignmentFlag.AlignTop)
            before, after = words.marked(one.before, one.after)
            if one.kind in ("added", "removed"):  # all of it is new or gone: no need to mark every word
                before, after = words.marked(one.before, one.before)[0], words.marked(one.after, one.after)[1]
            for column, text in ((1, before), (2, after)):
                grid.addWidget(TextLabel(text or "—", rich=True), row + 1, column, Qt.AlignmentFlag.AlignTop)
        return holder


def _about(change: StandardChange) -> QWidget:
    """Which part, and how it changed."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(change.what, "strong"))
    if change.field:
        column.addWidget(label(change.field, "muted"))
    column.addWidget(Pill(*_pill(change.kind)))
    return holder


def _pill(kind: Kind) -> tuple[str, str]:
    return {
        "added": (translate("Standards", "new"), "ok"),
        "removed": (translate("Standards", "gone"), "attention"),
        "changed": (translate("Standards", "changed"), "info"),
        "moved": (translate("Standards", "moved"), "plain"),
    }[kind]
