"""The starter library: a list to tick, beside it the whole standard the list stands on, before anything is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.importers.standard_file import StandardFile
from coachdesk.rules.wording import names
from coachdesk.services import library
from ui import theme
from ui.context import Context
from ui.pages.standards.content import StandardContent
from ui.widgets import Banner, button, label
from ui.widgets.placing import take_size

LIST_WIDTH = 320
BESIDE_FROM = 720  # pixels of width; in less room the standard stands under the list
CODE = Qt.ItemDataRole.UserRole


class StarterChooser(QWidget):
    """Arrow keys walk the list and show each standard, Space ticks it; Tab goes on to the standard, to scroll it."""

    changed = Signal()

    def __init__(self, offered: Sequence[StandardFile], ticked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = {one.code: one for one in offered}
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Standards", "Starter library"))
        self.list.setAccessibleDescription(translate("Standards", "Arrow keys show a standard, Space ticks it."))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in offered:
            item = QListWidgetItem(f"{one.code}  {one.title}", self.list)
            item.setData(CODE, one.code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.preview = StandardContent()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px("between"))
        self._row.addWidget(self.list)
        self._row.addWidget(self.preview, 1)
        self.list.currentItemChanged.connect(self._show)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list)
        self._turn(BESIDE_FROM)

    def chosen(self) -> list[str]:
        """The codes that are ticked, in the order of the list."""
        return [str(one.data(CODE)) for one in self._items() if one.checkState() == Qt.CheckState.Checked]

    def tick(self, codes: Iterable[str], on: bool = True) -> None:
        """Tick these, or take their ticks off."""
        wanted, state = set(codes), Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for one in self._items():
            if one.data(CODE) in wanted:
                one.setCheckState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(event.size().width())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.preview.show_version(library.as_version(self._files[str(item.data(CODE))]))

    def _turn(self, width: int) -> None:
        beside = width >= BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        self.list.setFixedWidth(LIST_WIDTH) if beside else self.list.setMaximumWidth(width)
        if not beside:
            self.list.setMinimumWidth(0)
        self.list.setMaximumHeight(16_777_215 if beside else 150)


class StarterDialog(QDialog):
    """Bring standards of the library in, as drafts to read, fit and publish. taken: codes that the desk has already."""

    def __init__(
        self, context: Context, offered: Sequence[StandardFile], taken: Sequence[str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("starters")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(translate("Standards", "Starter library"))
        self.setMinimumSize(320, 300)
        intro = translate(
            "Standards", "Written from what the field knows. Read each draft, fit it to your agency, then publish it."
        )
        self.banner = Banner("", "late", closable=False)
        self.banner.hide()
        self.chooser = StarterChooser(offered)
        self.add = button("", "primary", slot=self._add)
        self.cancel = button(translate("Standards", "Cancel"), slot=self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        there = translate("Standards", "In your library already: {codes}.")
        told = label(there.format(codes=names(list(taken))) if taken else "", "small")
        foot.addWidget(told, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.add)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(translate("Standards", "Starter library"), "title"))
        column.addWidget(label(intro, "muted"))
        column.addWidget(self.banner)
        column.addWidget(self.chooser, 1)
        column.addLayout(foot)
        self.chooser.changed.connect(self._count)
        self._count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            take_size(self, QSize(1080, 760))
            self.chooser.setFocus()

    def _count(self) -> None:
        count = len(self.chooser.chosen())
        why = "" if count else translate("Standards", "Tick at least one standard in the list.")
        text = translate("Standards", "Add {count} as drafts").format(count=count)
        if count < 2:
            text = translate("Standards", "Add as draft")
        self.add.setText(text)
        self.add.setEnabled(bool(count))
        self.add.setToolTip(why)
        self.add.setAccessibleDescription(why)

    def _add(self) -> None:
        self.setEnabled(False)
        self.context.operations.run(
            self,
            library.import_starters,
            self.chooser.chosen(),
            done=lambda _changes: self.accept(),
            refused=self._refused,
            ended=lambda: self.setEnabled(True),
        )

    def _refused(self, error: Refused) -> None:
        self.banner.set_text(" ".join(part for part in (error.happened, error.to_do) if part), "late")
        self.banner.show()
