"""The filter bar of a page as data: chips that are on or off, chips with lists, and the `Where` they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.queries.table import Where
from ui.context import Context
from ui.widgets import FilterBar

Choices = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Toggle:
    """A chip that is on or off: while on, only rows with these values are kept."""

    key: str
    text: str
    among: Mapping[str, frozenset[Any]]
    on: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A chip with a list of values of one column: a vocabulary's name, or a query that gives (value, text) pairs.

    quiet: seen only while something is chosen, as other pages do by a `Place`; its choices are read only then.
    """

    column: str
    text: str
    choices: str | Callable[[sa.Connection], Choices]
    quiet: bool = False


class ListingFilters(FilterBar):
    """A filter bar that knows its chips' choices and what they keep."""

    def __init__(
        self,
        context: Context,
        placeholder: str,
        toggles: Sequence[Toggle],
        menus: Sequence[Menu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, shortcut=False, parent=parent)
        self._context = context
        self._toggles, self._menus = tuple(toggles), tuple(menus)
        self._asked: dict[str, object] = {}  # chosen before the choices came
        for toggle in toggles:
            self.add_toggle(toggle.key, toggle.text, toggle.on)
        for menu in menus:
            name = menu.choices
            words = [(code, vocabulary.label(name, code)) for code in vocabulary.codes(name)] if isinstance(
                name, str) else []  # fmt: skip
            self.add_menu(menu.column, menu.text, words, quiet=menu.quiet)

    def where(self) -> Where:
        """What the filters keep."""
        values = self.values()
        among: dict[str, frozenset[Any]] = {}
        for toggle in self._toggles:
            if values[toggle.key]:
                for key, allowed in toggle.among.items():
                    among[key] = among[key] & allowed if key in among else allowed
        for menu in self._menus:
            chosen = values[menu.column]
            if isinstance(chosen, frozenset) and chosen:
                among[menu.column] = among[menu.column] & chosen if menu.column in among else chosen
        return Where(str(values["text"]), among)

    def set_values(self, values: Mapping[str, object]) -> None:
        """As FilterBar; what is asked of a list that is still being read is chosen when it comes."""
        super().set_values(values)
        shown = self.values()
        read = [menu.column for menu in self._menus if not isinstance(menu.choices, str)]
        self._asked = {key: values[key] for key in read if values.get(key) and not shown[key]}
        for menu in self._menus:
            if menu.quiet and menu.column in self._asked:
                self._read(menu)

    def read_choices(self) -> None:
        """Read the lists that come from the desk."""
        values = self.values()
        for menu in self._menus:
            if not menu.quiet or values[menu.column] or menu.column in self._asked:
                self._read(menu)

    def _read(self, menu: Menu) -> None:
        if not isinstance(menu.choices, str):
            self._context.operations.read(
                menu.choices, done=self._offer(menu.column), owner=self, latest=f"{id(self)}.{menu.column}"
            )

    def _offer(self, column: str) -> Callable[[Choices], None]:
        def offer(choices: Choices) -> None:
            self.set_choices(column, choices)
            asked = self._asked.pop(column, None)
            if asked is not None:
                super(ListingFilters, self).set_values({**self.values(), column: asked})

        return offer
