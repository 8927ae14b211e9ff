"""The menu bar, built from the registry: nothing is declared here that an action does not say itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QMenuBar

from coachdesk.i18n import translate
from ui.actions import Actions, ActionSpec


def menu_titles() -> dict[str, str]:
    """Menu ids in their order, with their titles (the letter after & is the Alt key)."""
    return {
        "file": translate("Menu", "&File"),
        "edit": translate("Menu", "&Edit"),
        "view": translate("Menu", "&View"),
        "help": translate("Menu", "&Help"),
    }


class Menus:
    """Fills a menu bar and keeps it filled as pages bring their actions."""

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        self._actions = actions
        self._filled: list[str] = []
        self.menus: dict[str, QMenu] = {}
        self.recent = QMenu(translate("Menu", "Recent desks"), bar)
        self.recent.setObjectName("menu.recent")
        for name, title in menu_titles().items():
            menu = bar.addMenu(title)
            menu.setObjectName(f"menu.{name}")
            menu.setToolTipsVisible(False)
            menu.aboutToShow.connect(actions.refresh)
            # Names and keys are there to read; the only tool tips worth showing say why something is greyed.
            menu.aboutToShow.connect(partial(self._tell_why, menu))
            self.menus[name] = menu
        actions.listed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Build all menus anew: by section, each in the order of declaration."""
        standing = [spec.id for spec in self._actions.specs() if spec.menu]
        if standing == self._filled:  # most that pages bring stands in no menu
            return
        self._filled = standing
        for name, menu in self.menus.items():
            menu.clear()
            specs = sorted((spec for spec in self._actions.specs() if spec.menu == name), key=lambda spec: spec.section)
            before: ActionSpec | None = None
            for spec in specs:
                if before is not None and before.section != spec.section:
                    menu.addSeparator()
                menu.addAction(self._actions.qaction(spec.id))
                if spec.id == "desk.open":
                    menu.addMenu(self.recent)
                before = spec

    def _tell_why(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(bool(self._actions.why_not()))

    def offer_recent(self, paths: Callable[[], Sequence[Path]], open_path: Callable[[Path], object]) -> None:
        """Fill "Recent desks" whenever it is opened."""

        def fill() -> None:
            self.recent.clear()
            for path in paths():
                action = self.recent.addAction(path.name.replace("&", "&&"), partial(open_path, path))
                action.setToolTip(str(path))
            if self.recent.isEmpty():
                self.recent.addAction(translate("Menu", "No other desks yet")).setEnabled(False)

        self.recent.setToolTipsVisible(True)
        self.recent.aboutToShow.connect(fill)
