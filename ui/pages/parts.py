"""Pages that show one noun in several ways (list, board, calendar), one in front; each is built when first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Page
from ui.widgets import SegmentedButtons


@dataclass(frozen=True, slots=True)
class Part:
    """One way to show the page's noun.

    key: stable, for `Place.extra["part"]`.  title: translated, one word if possible.  make: builds its view, a `Page`
    that has a place for the switch (`Page.place_switch`; every ListPage has), inside the page's `stack`.
    """

    key: str
    title: str
    make: Callable[[], Page]


class PartedPage(Page):
    """A page of several parts with a switch between them. Subclasses say which in `make_parts`.

    A record that is asked for without a part is shown by the first one. The part in front is remembered on this
    computer. Actions of a part work only while it is in front; Ctrl+Alt+1, 2 ... bring one there.
    """

    can_create = True
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._parts = {part.key: part for part in self.make_parts()}
        self._views: dict[str, Page] = {}
        self._switches: dict[str, SegmentedButtons] = {}
        self._stale: set[str] = set()
        self._registered = False
        remembered = str(context.local.value(self._memory, ""))
        self.show_part(remembered if remembered in self._parts else next(iter(self._parts)))

    def make_parts(self) -> Sequence[Part]:
        """The parts, the first one the one that shows records."""
        raise NotImplementedError

    def switch_name(self) -> str:
        """What the switch is called for screen readers."""
        return translate("Pages", "View")

    # The part in front ------------------------------------------------------------------------------------------------

    @property
    def front(self) -> Page:
        """The view in front."""
        return self._views[self.part]

    @property
    def part(self) -> str:
        """The key of the part in front."""
        shown = self.stack.currentWidget()
        return next(key for key, view in self._views.items() if view is shown)

    @property
    def switch(self) -> SegmentedButtons:
        """The switch as the part in front shows it."""
        return self._switches[self.part]

    def view(self, key: str) -> Page:
        """The view of a part, built now if need be."""
        if key not in self._views:
            self._views[key] = view = self._parts[key].make()
            switch = SegmentedButtons([(part.key, part.title) for part in self._parts.values()], self.switch_name())
            switch.choose(key)
            switch.chosen.connect(self._chosen)
            self._switches[key] = switch
            view.place_switch(switch)
            self.stack.addWidget(view)
            if self._registered:
                self.context.actions.register_all(self._actions_of(view))
        return self._views[key]

    def show_part(self, key: str) -> None:
        """Bring a part to the front, up to date."""
        view = self.view(key)
        if key in self._stale:
            self._stale.discard(key)
            view.refresh(None)
        self.stack.setCurrentWidget(view)
        self._switches[key].choose(key)
        if self.context.local.value(self._memory) != key:
            self.context.local.setValue(self._memory, key)
        if self._registered:
            self.context.actions.refresh()

    def _chosen(self, key: str) -> None:
        self._switches[self.part].choose(self.part)  # as it is to be found when one comes back
        self.show_part(key)
        self.front.activate(Place(self.key))
        self._switches[key].setFocus()

    @property
    def _memory(self) -> str:
        return f"parts/{self.key}"

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        part = str(extra.pop("part", ""))
        if part in self._parts:
            self.show_part(part)
        elif place.record_id is not None:
            self.show_part(next(iter(self._parts)))
        self.front.activate(Place(place.page, place.record_id, extra))

    def refresh(self, changes: Changes[Any] | None) -> None:
        self._stale |= self._views.keys() - {self.part}
        self.front.refresh(changes)

    def new_label(self) -> str:
        return self.front.new_label()

    def new_record(self) -> None:
        self.front.new_record()

    def focus_filter(self) -> None:
        self.front.focus_filter()

    def help_text(self) -> str:
        return self.front.help_text()

    def may_leave(self) -> bool:
        answers = [view.may_leave() for view in self._views.values()]
        return all(answers)

    def page_actions(self) -> Sequence[ActionSpec]:
        self._registered = True
        switching = [
            ActionSpec(
                f"{self.key}.show.{part.key}",
                translate("Pages", "Show as: {view}").format(view=part.title),
                partial(self._chosen, part.key),
                shortcut=f"Ctrl+Alt+{place}",
                scope=self.key,
                checked=partial(self._is_front, part.key),
            )
            for place, part in enumerate(self._parts.values(), 1)
        ]
        return (*switching, *(spec for view in self._views.values() for spec in self._actions_of(view)))

    def _is_front(self, key: str) -> bool:
        return self.part == key

    def _actions_of(self, view: Page) -> Sequence[ActionSpec]:
        """A view's actions, in the scope of this page and asleep while another part is in front."""

        def awake(spec: ActionSpec) -> bool:
            return self.front is view and (spec.enabled is None or spec.enabled())

        return [replace(spec, scope=self.key, enabled=partial(awake, spec)) for spec in view.page_actions()]
