"""Privacy as it is typed (R22), for every form: what a watched field is warned about. It never stands in the way.

Which fields are watched is said by the fields themselves (`Field.privacy`); what is looked for, by rules.privacy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coachdesk.rules import privacy
from ui.forms.fields import Field

if TYPE_CHECKING:
    from sqlalchemy import Connection


def read_roster(conn: Connection) -> privacy.Roster:
    """The roster's names. The queries are imported here, on the worker: no form waits for them to open."""
    from coachdesk.queries import lookups

    return lookups.roster(conn)


class Watch(QObject):
    """What a form knows while its texts are watched: the roster, once it was read, and the people the form is about.

    about: gives the names of the people it is about now.  above: the watch of the form that this one is a row of.
    """

    changed = Signal()  # warnings may be others now

    def __init__(self, about: Callable[[], Iterable[str]], above: Watch | None, parent: QObject) -> None:
        super().__init__(parent)
        self._about = about
        self._above = above
        self._roster: privacy.Roster | None = None
        if above is not None:
            above.changed.connect(self.changed)

    @property
    def roster(self) -> privacy.Roster | None:
        """The roster's names; None until they were read."""
        return self._above.roster if self._above is not None else self._roster

    def know(self, roster: privacy.Roster) -> None:
        """Look for these names from now on."""
        self._roster = roster
        self.changed.emit()

    def about(self) -> set[str]:
        """The names of the people it is about."""
        return set(self._about()) | (self._above.about() if self._above is not None else set())

    def warnings(self, field: Field, text: str) -> list[str]:
        """What to say about this text in this field."""
        if not text or not field.watched:
            return []
        if field.watched == "code":
            return privacy.code_warnings(text)
        nameless = field.watched == "nameless"
        return privacy.warnings(text, self.roster, () if nameless else self.about(), nameless=nameless)
