"""The pages of one window: each built when first shown, told of changes while shown, caught up when shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.changes import Changes
from ui.context import Context, Place
from ui.pages import Page, PageEntry
from ui.shell.wayback import Wayback

HELD_MS = 100  # so long an answer still feels immediate: a page that waits for its first rows appears whole within it


class PageStack(QStackedWidget):
    """Shows one page at a time and remembers the way."""

    shown = Signal(str)  # page key, after it is shown

    def __init__(self, context: Context, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self.way = Wayback()
        self._holding = QTimer(self, singleShot=True, interval=HELD_MS)
        self._holding.timeout.connect(self._release)
        context.operations.changed.connect(self.take_changes)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        current = self.currentWidget()
        return current if isinstance(current, Page) else None

    @property
    def built(self) -> tuple[Page, ...]:
        """The pages built so far."""
        return tuple(self._pages.values())

    def has(self, key: str) -> bool:
        """Whether there is such a page."""
        return key in self._entries

    def load_modules(self, _desk: object) -> None:
        """On the worker, once the first page has its rows: import the pages' modules before they are asked for."""
        for entry in self._entries.values():
            entry.load()

    def go(self, place: Place) -> None:
        """Show a place and remember it; KeyError when there is no such page."""
        self._show(place)
        self.way.visit(_to_return(place))
        self.shown.emit(place.page)

    def back(self) -> None:
        """To where we came from."""
        self._revisit(self.way.back())

    def forward(self) -> None:
        """Undo going back."""
        self._revisit(self.way.forward())

    def take_changes(self, changes: Changes[Any]) -> None:
        """Refresh the shown page if it shows what changed; remember it for the others."""
        for key, page in self._pages.items():
            if changes.touches(*page.families):
                if page is self.currentWidget():
                    page.refresh(changes)
                else:
                    self._stale.add(key)

    def take_all(self) -> None:
        """Anything may have changed (another person took over, F5): all pages catch up."""
        self._stale = set(self._pages)
        page = self.page
        if page is not None:
            self._stale.discard(page.key)
            page.refresh(None)

    def may_close(self) -> bool:
        """Ask every page; each keeps its half-filled forms as drafts."""
        answers = [page.may_leave() for page in self._pages.values()]
        return all(answers)

    def _show(self, place: Place) -> None:
        page = self._pages.get(place.page)
        if page is None:
            self._hold()
            page = self._entries[place.page].load()(self._context, self)
            self._pages[place.page] = page
            self._context.actions.register_all(page.page_actions())
            self.addWidget(page)
        elif place.page in self._stale:
            page.refresh(None)
        self._stale.discard(place.page)
        page.activate(place)
        self.setCurrentWidget(page)
        if self._holding.isActive():
            self._release_when_answered()

    def _hold(self) -> None:
        """Leave the page before on the screen until the new one has its first rows: it appears whole, in one go."""
        self._holding.start()
        self.setUpdatesEnabled(False)

    def _release_when_answered(self) -> None:
        """Answers come in the order of asking: with the next one the page has all that it asked for at first."""
        if self._context.operations.busy:
            self._context.operations.read(_nothing, done=self._release, owner=self)
        else:
            self._release()

    def _release(self, _nothing: object = None) -> None:
        self._holding.stop()
        self.setUpdatesEnabled(True)

    def _revisit(self, place: Place | None) -> None:
        if place is not None:
            self._show(place)
            self.shown.emit(place.page)


def _to_return(place: Place) -> Place:
    """A place as it is come back to: the form that was opened with it ("new") does not open again."""
    kept = {key: value for key, value in (place.extra or {}).items() if key != "new"}
    return replace(place, extra=kept or None)


def _nothing(conn: object) -> None:
    del conn
