"""How the window looks on this computer: colors as the system's, light or dark."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from ui.context import Context
from ui.pages.settings.section import Scrolling, Section
from ui.widgets import Card


class AppearanceSection(Section):
    """Three ways to color the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Appearance"),
            translate("Settings", "For this computer only; the desk knows nothing of it."),
        )
        card = Card(translate("Settings", "Colors"))
        self.group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        for mode, text in (
            ("system", translate("Settings", "As the system's")),
            ("light", translate("Settings", "Light")),
            ("dark", translate("Settings", "Dark")),
        ):
            choice = QRadioButton(text)
            choice.clicked.connect(lambda _on=False, mode=mode: self.choose(mode))
            self.group.addButton(choice)
            self.choices[mode] = choice
            card.add(choice)
        area = Scrolling()
        area.column.addWidget(card)
        area.column.addStretch(1)
        self.add(area, 1)
        context.theme.changed.connect(self._show)
        self._show()

    def load(self, changes: Changes[Any] | None = None) -> None:
        self._show()

    def choose(self, mode: str) -> None:
        """Switch; the window remembers it."""
        actions = self.context.actions
        if not (actions.has(f"theme.{mode}") and actions.trigger(f"theme.{mode}")):
            self.context.theme.set_mode(mode)

    def _show(self) -> None:
        self.choices[self.context.theme.mode].setChecked(True)
