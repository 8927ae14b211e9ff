"""The main window: rail, pages, banners, menus, status, palette. It knows pages by their entries only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from coachdesk.changes import Actor, Changes
from coachdesk.i18n import translate
from ui import theme
from ui.context import Context, Place
from ui.jobs import Announcement
from ui.operations import HistoryLabels
from ui.pages import Counter, Page, PageEntry
from ui.shell import local
from ui.shell.app_actions import app_actions, page_entries, page_key
from ui.shell.banners import Banners
from ui.shell.damage import DamageTeller
from ui.shell.found import Found, near
from ui.shell.indexing import Indexing
from ui.shell.menus import Menus
from ui.shell.overlay import WorkCard
from ui.shell.pagestack import PageStack
from ui.shell.palette import Palette
from ui.shell.program import BackupState, CheckReport, Program
from ui.shell.rail import Rail
from ui.shell.status import StatusBar
from ui.widgets import Toast

NARROW_BELOW = 1100  # the rail shows icons only in a window narrower than this
SETTLE_AFTER_MS = 50  # the first page is painted and answers before anything else is read
SMALLEST = (560, 330)  # 1280 by 720 at 200%, less the frame


class MainWindow(QMainWindow):
    """One desk, one window. Call `start()` after showing it: nothing is read before it is visible."""

    settled = Signal()  # once: the first page shows what it read, and what else the window needs is being read
    closed = Signal()

    def __init__(self, context: Context, program: Program, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.context = context
        self.program = program
        self.entries = tuple(entries)
        self.undo_label = ""
        self.redo_label = ""
        self._closing = False
        self._palette: Palette | None = None
        self._rail_wish = local.flag(context.local, "window/rail_narrow")
        self.setObjectName("main")
        self.setWindowTitle(translate("Shell", "{desk} – CoachDesk").format(desk=context.desk.path.stem))
        self.setMinimumSize(*SMALLEST)

        self.pages = PageStack(context, self.entries)
        self.rail = Rail(self.entries, [page_key(place) for place in range(len(self.entries))])
        self.status = StatusBar(context.desk.path, context.actor)
        self.setStatusBar(self.status)
        self.banners = Banners()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.banners)
        right.addWidget(self.pages, 1)
        middle = QWidget()
        theme.mark(middle, role="page")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.toast = Toast(middle)
        self.work = WorkCard(middle, context.operations)
        self.indexing = Indexing(context.operations, self)

        self.damage = DamageTeller(self, self.banners, program.restore, self.check if program.check else None)
        context.operations.on_damage = self.damage.tell
        context.navigate = self.go
        self._register()
        self._connect()
        self._restore_geometry()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.pages.page

    @property
    def widget(self) -> QWidget:
        """What dialogs stand over."""
        return self

    def start(self, place: Place | None = None) -> None:
        """Go to the first page, then read what the frame shows; call when the window is visible."""
        self._tell_rights()
        first = place or (Place(self.entries[0].key) if self.entries else None)
        if first is not None:
            self.go(first)
        for number, warning in enumerate(self.context.desk.warnings):
            self.banners.tell(f"warning.{number}", warning, "attention")
        if self.context.operations.busy:
            self.context.operations.when_idle(partial(QTimer.singleShot, SETTLE_AFTER_MS, self, self._settle))
        else:
            self._settle()

    def _settle(self) -> None:
        if self._closing or self.context.operations.closed:
            return
        self.context.operations.refresh_history()
        self.context.drafts.load()
        self._read_people()
        self._count(self.entries)
        self.context.operations.work(self, self.pages.load_modules, progress=False)
        self.indexing.start()
        if self.program.backup_state is not None:
            self.context.operations.work(self, self.program.backup_state, done=self._take_backup_state, progress=False)
        self.settled.emit()

    def go(self, place: Place) -> None:
        """Show a place. Going to a page that is not there is a bug of the caller."""
        self.pages.go(place)

    def new_record(self) -> None:
        """Ctrl+N."""
        if self.page is not None and self.page.can_create:
            self.page.new_record()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        if self.page is not None and self.page.can_filter:
            self.page.focus_filter()

    def open_palette(self, typed: str = "") -> None:
        """Ctrl+K; `typed` as if it had been typed."""
        if self._palette is None:
            icons = {entry.key: entry.icon for entry in self.entries}
            self._palette = Palette(
                self,
                self.context.operations,
                partial(near, self.entries, self.context.actions),
                self.program.search,
                icons,
            )
            self._palette.chosen.connect(self._chosen)
        self.context.actions.refresh()
        self._palette.open(typed)

    def toggle_rail(self) -> None:
        """Names or icons only; remembered."""
        self._rail_wish = not self.rail.narrow
        self.context.local.setValue("window/rail_narrow", self._rail_wish)
        self._fit_rail()

    def set_theme(self, mode: str) -> None:
        """Light, dark or as the system; remembered."""
        self.context.theme.set_mode(mode)
        self.context.local.setValue("window/theme", mode)
        self.context.actions.refresh()

    def back_up(self) -> None:
        """Make and prove a backup now."""
        if self.program.back_up is not None:
            self.context.operations.work(
                self,
                self.program.back_up,
                done=self._backed_up,
                label=translate("Shell", "Backing up and proving the backup"),
            )

    def check(self) -> None:
        """Compare everything in the desk with what its history recorded."""
        if self.program.check is not None:
            self.context.operations.work(
                self, self.program.check, done=self._checked, label=translate("Shell", "Checking the desk")
            )

    def show_page_help(self) -> None:
        """F1."""
        page = self.page
        self._show_keys(page.help_text() if page is not None else "")

    def show_keys(self) -> None:
        """Every key there is."""
        self._show_keys("")

    def show_about(self) -> None:
        """Version and licences."""
        from ui.shell.help import AboutDialog

        _open(AboutDialog(self))

    def take_person(self, actor: Actor) -> None:
        """Another person works here from now on."""
        self.context.drafts.flush()
        self.context.operations.actor = actor
        self.context.local.setValue(f"people/{self.context.desk.uid}", actor.profile_id)
        self.status.show_person(actor)
        self._tell_rights()
        self.context.drafts.load()
        self.context.operations.refresh_history()
        self.pages.take_all()
        self._count(self.entries)
        self.context.actions.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Typing is kept as drafts, running work is finished; only then does the window go."""
        operations = self.context.operations
        if operations.closed:
            event.accept()
            return
        if not self._closing and not self.pages.may_close():
            event.ignore()
            return
        self.context.drafts.flush()
        if operations.busy:
            event.ignore()
            if not self._closing:
                self._closing = True
                self.setEnabled(False)
                self.status.showMessage(translate("Shell", "Finishing what was begun…"))
                operations.when_idle(partial(QTimer.singleShot, 0, self, self.close))
            return
        self.context.local.setValue("window/geometry", self.saveGeometry())
        self.context.local.sync()
        self.indexing.stop()
        operations.close()
        event.accept()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button as Space does. A key whose action sleeps for readers says why (ui/rights.py)."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
            return
        told = self.context.actions.refused_by_key(QKeySequence(event.keyCombination()))
        if told:
            self.toast.show_text(told, tone="info")
            return
        super().keyPressEvent(event)

    def _tell_rights(self) -> None:
        """Say in one place, above every page, why nothing can be changed; it stays as long as that is so."""
        told = self.context.why_read_only
        self.status.show_rights(told)
        if not told:
            self.banners.take_away("read-only")
            return
        again = self.program.write_again if not self.context.desk.writable else None
        action = (translate("Open", "Try again to write"), again) if again is not None else None
        self.banners.tell("read-only", told, "attention", action, closable=False)

    def _register(self) -> None:
        actions = self.context.actions
        actions.added.connect(self.addAction)
        self.menus = Menus(self.menuBar(), actions)
        actions.register_all(app_actions(self))
        actions.register_all(page_entries(self, self.entries))
        others = self.context.desk.path
        self.menus.offer_recent(
            lambda: [path for path in self.program.recent() if path != others], self.program.open_desk
        )

    def _connect(self) -> None:
        operations, actions = self.context.operations, self.context.actions
        self.rail.chosen.connect(lambda key: self.go(Place(key)))
        self.pages.shown.connect(self._page_shown)
        operations.announced.connect(self._announce)
        operations.saved.connect(self.status.show_saved)
        operations.saving.connect(self.status.show_saving)
        operations.history_changed.connect(self._take_history)
        operations.changed.connect(self._take_changes)
        self.status.person_chosen.connect(self.take_person)
        self.context.theme.changed.connect(actions.repaint_icons)

    def _page_shown(self, key: str) -> None:
        self.rail.show_page(key)
        self.context.actions.set_scope(key)
        name = next(entry.name for entry in self.entries if entry.key == key)
        self.pages.setAccessibleName(name)
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """The keyboard goes to the page that is shown, unless the person is walking along the rail."""
        page, focus = self.page, cast("QWidget | None", self.focusWidget())
        if page is None or (focus is not None and (self.rail.isAncestorOf(focus) or page.isAncestorOf(focus))):
            return
        following: QWidget | None = page.nextInFocusChain()
        while following is not None and following is not page:
            keyed = following.focusPolicy().value & Qt.FocusPolicy.TabFocus.value != 0
            if page.isAncestorOf(following) and keyed and following.isEnabled() and following.isVisibleTo(page):
                following.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            following = following.nextInFocusChain()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, found: Found) -> None:
        if found.place is not None:
            self.go(found.place)
        else:
            QTimer.singleShot(0, self, lambda: self.context.actions.trigger(found.action))

    def _announce(self, what: Announcement) -> None:
        text = "\n".join((what.text, *what.notes))
        if what.undo:
            self.toast.show_text(text, translate("Shell", "Undo"), lambda: self.context.operations.undo(self))
        else:
            self.toast.show_text(text)

    def _take_history(self, labels: HistoryLabels) -> None:
        self.undo_label, self.redo_label = labels.undo_label or "", labels.redo_label or ""
        self.context.actions.refresh()

    def _take_changes(self, changes: Changes[Any]) -> None:
        self._count([entry for entry in self.entries if changes.touches(*entry.count_families)])
        if changes.touches("profile"):
            self._read_people()
        self.context.actions.refresh()

    def _count(self, entries: Sequence[PageEntry]) -> None:
        for entry in entries:
            if entry.count is not None:
                self.context.operations.read(
                    entry.count,
                    self.program.today(),
                    done=partial(self._show_counter, entry.key),
                    owner=self,
                    latest=f"count.{entry.key}",
                )

    def _show_counter(self, key: str, counter: Counter | None) -> None:
        self.rail.show_counter(key, counter)

    def _read_people(self) -> None:
        self.context.operations.read(self.program.profiles, done=self._take_people, owner=self)

    def _take_people(self, people: Sequence[Actor]) -> None:
        manage = (lambda: self.go(Place("settings", extra={"part": "people"}))) if self.pages.has("settings") else None
        self.status.show_people(people or (self.context.actor,), manage)

    def _take_backup_state(self, state: BackupState) -> None:
        self.damage.proven_at = state.proven_at
        self.status.show_backup(state.proven_at, state.trouble)
        if state.trouble:
            again = (translate("Shell", "Back up now"), self.back_up)
            self.banners.tell("backup", state.trouble, "late", again if self.context.desk.writable else None)
        else:
            self.banners.take_away("backup")

    def _backed_up(self, state: BackupState) -> None:
        self._take_backup_state(state)
        if not state.trouble:
            self.toast.show_text(translate("Shell", "Backed up, and proven by restoring it once."))

    def _checked(self, report: CheckReport) -> None:
        from ui.shell.help import CheckDialog

        _open(CheckDialog(report, self))

    def _show_keys(self, about_page: str) -> None:
        from ui.shell.help import KeysDialog

        scope = self.context.actions.scope
        name = next((entry.name for entry in self.entries if entry.key == scope), "CoachDesk")
        _open(KeysDialog(self.context.actions, scope, name, about_page, self))

    def _fit_rail(self) -> None:
        wish = self._rail_wish
        narrow = self.width() < NARROW_BELOW if wish is None else wish
        if narrow != self.rail.narrow:
            self.rail.set_narrow(narrow)
            self.context.actions.refresh()

    def _restore_geometry(self) -> None:
        kept = local.state_bytes(self.context.local, "window/geometry")
        if kept is None or not self.restoreGeometry(kept):
            room = self.screen().availableGeometry()
            self.resize(min(1440, room.width() - 40), min(900, room.height() - 60))
        self._fit_rail()


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
