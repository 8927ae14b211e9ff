"""What every page and dialog is handed: the desk, who acts, operations, actions, drafts, where to go, what to ask.

There is no global anything: the composition root (ui/app.py) builds one Context per window; tests build their own with
`tests/ui` helpers, inject an inline runner and canned answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSettings, SignalInstance
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Actor
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk
    from ui.actions import Actions
    from ui.drafts import Drafts
    from ui.operations import Operations


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: a page by key, a record on it, and whatever else that page understands (a preset filter...)."""

    page: str
    record_id: int | None = None
    extra: Mapping[str, Any] | None = None


class Ask(Protocol):
    """Questions to the person, always with plain wording and the verb on the button. Tests answer by themselves."""

    def confirm(self, parent: QWidget | None, title: str, text: str, accept: str, *, careful: bool = False) -> bool:
        """Yes or no; `accept` is the verb on the button; careful=True makes Cancel the default."""
        ...

    def choose(self, parent: QWidget | None, title: str, text: str, options: Sequence[tuple[str, str]]) -> str | None:
        """One of `options` (key, label), as buttons; None when the person backs out."""
        ...

    def text(
        self, parent: QWidget | None, title: str, label: str, *, long: bool = False, accept: str = ""
    ) -> str | None:
        """A required text such as a reason; None when the person backs out. Never returns an empty text."""
        ...

    def open_file(self, parent: QWidget | None, title: str, patterns: str) -> Path | None:
        """An existing file; patterns as "Workbooks (*.xlsx *.csv)"."""
        ...

    def save_file(self, parent: QWidget | None, title: str, suggested: str, patterns: str) -> Path | None:
        """Where to write a new file; `suggested` is a file name (then in the folder used last) or a whole path."""
        ...

    def folder(self, parent: QWidget | None, title: str) -> Path | None:
        """An existing folder."""
        ...


class ThemeHook(Protocol):
    """What pages may know of the theme: which one it is, how to change it, and when it changed."""

    @property
    def changed(self) -> SignalInstance:
        """Emitted after colours changed; painted widgets repaint."""
        ...

    @property
    def mode(self) -> str:
        """ "system", "light" or "dark"."""
        ...

    def set_mode(self, mode: str) -> None:
        """Switch; remembered by the window."""
        ...


def _nowhere(place: Place) -> None:
    raise LookupError(f"nothing to navigate yet: {place.page}")


@dataclass(slots=True)
class Context:
    """One window's surroundings. `local` keeps window matters (sizes, column layouts, last folders), never record text.

    navigate(Place(...)) goes there and remembers where it came from; today() is the agency's day. writer: who has the
    desk open for writing, where this window may only read because of it.
    """

    desk: Desk
    operations: Operations
    actions: Actions
    drafts: Drafts
    ask: Ask
    theme: ThemeHook
    local: QSettings
    navigate: Callable[[Place], None] = field(default=_nowhere)
    today: Callable[[], date] = field(default=date.today)
    writer: str = ""

    def __post_init__(self) -> None:
        self.actions.why_not = lambda: self.why_read_only

    @property
    def actor(self) -> Actor:
        """Who acts now; the status bar switches it."""
        return self.operations.actor

    @property
    def read_only(self) -> bool:
        """Whether this window may only look."""
        return bool(self.why_read_only)

    @property
    def why_read_only(self) -> str:
        """Why this window may only look, as a sentence; "" when it may change the desk."""
        if not self.desk.writable:
            text = translate(
                "Rights", "This desk is open to read only, so you can look, print and export, but not change anything."
            )
            if self.writer:
                text = translate(
                    "Rights",
                    "Open for writing elsewhere ({who}), so you can look, print and export, but not change anything.",
                )
            return text.format(who=self.writer)
        if self.actor.role == "reader":
            text = translate(
                "Rights",
                "You are here as a reader ({who}), so you can look, print and export, but change nothing.",
            )
            return text.format(who=self.actor.name)
        return ""
