"""What all windows of one program share, and how a window's context is made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from coachdesk.changes import Actor
from ui import desk_doors, theme
from ui.actions import Actions
from ui.context import Ask, Context, ThemeHook
from ui.drafts import Drafts, DraftStore
from ui.operations import Operations, Reporter
from ui.pages import PageEntry
from ui.runners import Runner
from ui.shell.first_start.step import Step

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Made once by ui/app.py. runner_maker None: every desk gets a thread of its own (tests work inline instead).

    first_steps: steps of the first start that pages bring along (the roster import), right after the desk is made.
    """

    local: QSettings
    reporter: Reporter
    ask: Ask
    look: ThemeHook
    entries: Sequence[PageEntry]
    runner_maker: Callable[[], Runner] | None = None
    draft_store: Callable[[], DraftStore] = field(default=desk_doors.draft_store)
    first_steps: Sequence[Callable[[Context], Step]] = ()

    def runner(self) -> Runner | None:
        """A runner for one more worker; None lets the user of it make a thread."""
        return self.runner_maker() if self.runner_maker is not None else None

    def context_for(self, desk: Desk, actor: Actor) -> Context:
        """Everything a window over this desk hands to its pages. `context.operations` owns the rest."""
        operations = Operations(desk, actor, self.reporter, self.runner())
        return Context(
            desk=desk,
            operations=operations,
            actions=Actions(theme.icon, operations),
            drafts=Drafts(operations, self.draft_store(), operations),
            ask=self.ask,
            theme=self.look,
            local=self.local,
            today=lambda: desk.clock().date(),
        )
