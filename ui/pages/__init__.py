"""The page contract: what a page owes the window, and how the window knows it. The list is ui/pages/registry.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from ui.actions import ActionSpec
from ui.context import Context, Place

if TYPE_CHECKING:
    import sqlalchemy as sa


class Page(QWidget):
    """One page. Built on first show; keeps living. All reads go through context.operations.read.

    Built: `activate(place)` follows at once and loads. Shown again: `refresh(None)` first if something it shows changed
    meanwhile, then `activate(place)`. While shown: `refresh(changes)`. (Qt has `QWidget.actions`, hence page_actions.)
    """

    key: ClassVar[str]
    families: ClassVar[frozenset[str]] = frozenset()  # refresh() is called when a change touches one of these
    can_create: ClassVar[bool] = False  # whether Ctrl+N means something here
    can_filter: ClassVar[bool] = False  # whether Ctrl+F means something here
    creating_changes: ClassVar[bool] = True  # whether Ctrl+N changes the desk; making an export does not

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def activate(self, place: Place) -> None:
        """The page is about to be shown: open place.record_id when given, use place.extra when understood."""

    def refresh(self, changes: Changes[Any] | None) -> None:
        """Something shown here changed (None: anything may have). Hidden pages are told when shown next."""

    def new_label(self) -> str:
        """What Ctrl+N makes here, for menu and palette: "New cycle"."""
        return translate("Pages", "New")

    def new_record(self) -> None:
        """Ctrl+N, when can_create."""

    def focus_filter(self) -> None:
        """Ctrl+F, when can_filter."""

    def page_actions(self) -> Sequence[ActionSpec]:
        """This page's actions; give them scope=self.key. Registered once, when the page is built."""
        return ()

    def place_switch(self, switch: QWidget) -> None:
        """Show the switch of the parted page this is a view of (ui/pages/parts.py): `header.set_switch`."""
        raise NotImplementedError

    def help_text(self) -> str:
        """F1: what this page is for and how to begin, two or three sentences."""
        return ""

    def may_leave(self) -> bool:
        """Asked before the window closes; keep half-filled forms as drafts here and say True."""
        return True


@dataclass(frozen=True, slots=True)
class Counter:
    """What the rail shows beside a page's name: "3 late" with tone late, "12" with tone plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class GlobalAction:
    """An action that works from anywhere, before its page was ever built; `open` is called with context and window.

    text is English, marked for translation in context "Pages".
    """

    id: str
    text: str
    open: Callable[[Context, QWidget], object]
    icon: str = ""
    shortcut: str = ""
    menu: str = ""
    help: str = ""
    changes_desk: bool = True  # greyed out for whoever may only read (ui/rights.py)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the rail knows it, without importing it.

    title: English, marked with QT_TRANSLATE_NOOP("Pages", ...).  icon: a name in resources/icons.  load: imports and
    returns the Page class.  count: a query (conn, today) -> Counter or None, run on the worker when `count_families`
    change.  lower: below the line in the rail.
    """

    key: str
    title: str
    icon: str
    load: Callable[[], type[Page]]
    count: Callable[[sa.Connection, date], Counter | None] | None = None
    count_families: frozenset[str] = frozenset()
    lower: bool = False
    actions: tuple[GlobalAction, ...] = ()

    @property
    def name(self) -> str:
        """The title in the language of the moment."""
        return translate("Pages", self.title)
