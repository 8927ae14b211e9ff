"""The status bar: where the desk is, that it is saved, the last proven backup, and who works here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton, QWidget

from coachdesk.changes import Actor
from coachdesk.i18n import translate
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.vocabulary import label
from ui import theme


def clock_text(moment: datetime, today: datetime) -> str:
    """ "10:42 AM" today, "Tue Nov 3, 10:42 AM" earlier, in the person's own format."""
    if moment.date() == today.date():
        return clock_words(moment)
    return f"{day_words(moment.date(), today.date())}, {clock_words(moment)}"


class StatusBar(QStatusBar):
    """Texts at the left, the person at the right; `person_chosen` when another one takes over."""

    person_chosen = Signal(object)  # Actor

    def __init__(self, path: Path, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.desk = QLabel(path.name)
        self.desk.setToolTip(str(path))
        self.saved = QLabel()
        self.backup = QLabel()
        self.badge = QLabel(translate("Status", "Read only"))
        theme.mark(self.badge, role="pill", tone="attention")
        self.badge.hide()
        for part in (self.desk, self.saved, self.backup, self.badge):
            self.addWidget(part)
        self.person = QToolButton()
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.person.setMenu(QMenu(self.person))
        self.addPermanentWidget(self.person)
        self._actor = actor
        self._people: Sequence[Actor] = (actor,)
        self._manage: Callable[[], object] | None = None
        self._saved_at: datetime | None = None
        self.show_person(actor)
        self.show_saved(None)

    def minimumSizeHint(self) -> QSize:
        """The window may become narrower than all that is said here; what has no room is left out."""
        return QSize(self.person.sizeHint().width() + 16, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out what the window's title or the next change says as well, until the rest fits."""
        parts = (self.backup, self.saved, self.desk)  # the most telling first
        room = self.width() - self.person.sizeHint().width() - 48
        if not self.badge.isHidden():
            room -= self.badge.sizeHint().width() + 12
        for part in parts:
            room -= part.sizeHint().width() + 12
            part.setVisible(room >= 0)

    def show_rights(self, why_not: str) -> None:
        """That nothing can be changed here, and why; "" when it can."""
        self.badge.setVisible(bool(why_not))
        self.badge.setToolTip(why_not)
        self.badge.setAccessibleDescription(why_not)
        self._make_room()

    def show_saved(self, moment: datetime | None) -> None:
        """When the last change was saved; before the first change: that all is saved."""
        self._saved_at = moment
        if moment is None:
            self.saved.setText(translate("Status", "All saved"))
        else:
            text = translate("Status", "Saved {time}")
            self.saved.setText(text.format(time=clock_text(moment, datetime.now().astimezone())))
        self._make_room()

    def show_saving(self, saving: bool) -> None:
        """While a change is on its way to the disk."""
        if saving:
            self.saved.setText(translate("Status", "Saving…"))
        else:
            self.show_saved(self._saved_at)

    def show_backup(self, moment: datetime | None, trouble: str = "") -> None:
        """When the last proven backup was made; `trouble` when the latest try failed."""
        theme.mark(self.backup, tone="late" if trouble else "plain")
        if trouble:
            self.backup.setText(translate("Status", "Backup failed"))
            self.backup.setToolTip(trouble)
        elif moment is not None:
            text = translate("Status", "Backup proven {time}")
            self.backup.setText(text.format(time=clock_text(moment, datetime.now())))
            self.backup.setToolTip(translate("Status", "The last backup was restored once to prove that it works."))
        else:
            self.backup.setText(translate("Status", "No backup yet"))
            self.backup.setToolTip("")
        self._make_room()

    def show_person(self, actor: Actor) -> None:
        """Who works here now."""
        self._actor = actor
        self.person.setText(f"{actor.name} · {label('profile_role', actor.role)}")
        told = translate("Status", "Working as {name}, {role}. Press to switch.")
        self.person.setAccessibleName(told.format(name=actor.name, role=label("profile_role", actor.role)))
        self.person.setToolTip(translate("Status", "Who works here: the history names this person"))
        self.show_people(self._people, self._manage)
        self._make_room()

    def show_people(self, people: Sequence[Actor], manage: Callable[[], object] | None = None) -> None:
        """Offer these people in the menu."""
        self._people = people
        self._manage = manage
        menu = self.person.menu()
        menu.clear()
        for other in people:
            text = f"{other.name} · {label('profile_role', other.role)}"
            action = QAction(text.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(other.profile_id == self._actor.profile_id)
            action.triggered.connect(lambda _on=False, who=other: self._choose(who))
            menu.addAction(action)
        if manage is not None:
            menu.addSeparator()
            menu.addAction(translate("Status", "People who use this desk…"), manage)

    def _choose(self, actor: Actor) -> None:
        if actor.profile_id != self._actor.profile_id:
            self.person_chosen.emit(actor)
        else:
            self.show_person(actor)
