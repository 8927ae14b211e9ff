"""The standing messages of a window, above its page: each has a key, and stays until it is closed or no longer true."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets import Banner


class Banners(QWidget):
    """The messages that are shown, one below the other; gone while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 0)
        self._column.setSpacing(8)
        self.hide()

    def tell(
        self,
        key: str,
        text: str,
        tone: str = "info",
        action: tuple[str, Callable[[], object]] | None = None,
        closable: bool = True,
    ) -> None:
        """Show a message, in place of an earlier one of that key. action: the words of its button, what it does."""
        self.take_away(key)
        banner = Banner(text, tone, action[0] if action is not None else "", closable)
        banner.setObjectName(f"banner.{key}")
        banner.closed.connect(partial(self.take_away, key))
        if action is not None:
            banner.acted.connect(action[1])
        self.shown[key] = banner
        self._column.addWidget(banner)
        self.show()

    def take_away(self, key: str) -> None:
        """Show it no longer."""
        banner = self.shown.pop(key, None)
        if banner is not None:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self.shown))
