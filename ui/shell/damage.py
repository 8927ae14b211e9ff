"""Damage that is found while working: what happened, what was kept, and a proven backup two more clicks away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coachdesk.errors import DeskDamaged
from coachdesk.i18n import translate
from ui.shell.banners import Banners
from ui.shell.opening_dialogs import ChoiceDialog
from ui.shell.status import clock_text

BANNER = "damaged"


class DamageTeller(QObject):
    """Tells it over `window`, once at a time; put off, it stays in the banner, with the way out.

    restore: offers the proven backups of the desk.  check: names what is damaged, where the program can.
    proven_at: when the last proven backup was made (local time), as far as the window knows.
    """

    def __init__(
        self,
        window: QWidget,
        banners: Banners,
        restore: Callable[[], object],
        check: Callable[[], object] | None,
    ) -> None:
        super().__init__(window)
        self._window, self._banners = window, banners
        self._ways = {"restore": restore} | ({"check": check} if check is not None else {})
        self._dialog: ChoiceDialog | None = None
        self.proven_at: datetime | None = None

    def tell(self, _parent: QWidget | None, error: DeskDamaged) -> None:
        """A step failed because the desk cannot be read whole. Many reads may fail at once: one dialog tells it."""
        self._banners.tell(BANNER, error.happened, "late", (_restore_words(), self._ways["restore"]), closable=False)
        if self._dialog is not None and shiboken6.isValid(self._dialog) and self._dialog.isVisible():
            self._dialog.raise_()
            return
        self._dialog = self.dialog_for(error)
        self._dialog.open()

    def dialog_for(self, error: DeskDamaged) -> ChoiceDialog:
        """What happened, what was kept, and the ways on."""
        choices = [("restore", _restore_words(), "primary")]
        if "check" in self._ways:
            choices.append(("check", translate("Damage", "Find out what is damaged"), ""))
        dialog = ChoiceDialog(
            DeskDamaged(error.happened, error.kept, self._way_out()),
            choices,
            self._window,
            title=translate("Damage", "This desk is damaged"),
            leave=translate("Damage", "Not now"),
        )
        dialog.setObjectName(BANNER)
        dialog.chosen.connect(lambda key: self._ways[key]())
        return dialog

    def _way_out(self) -> str:
        text = translate(
            "Damage",
            "A proven backup comes back as a desk of its own, to go on with; this file stays as it is. Until then, add "
            "nothing here.",
        )
        if self.proven_at is None:
            return text
        made = translate("Damage", "Last proven backup: {when}.")
        return f"{text} {made.format(when=clock_text(self.proven_at, datetime.now()))}"


def _restore_words() -> str:
    return translate("Damage", "Restore a proven backup…")
