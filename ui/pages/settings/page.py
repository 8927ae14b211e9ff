"""The Settings page: its sections in a list at the left, one of them shown at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.agency import agency_detail
from ui import theme
from ui.context import Context, Place
from ui.forms.editor import QuietCombo
from ui.pages import Page
from ui.pages.settings.agency import AgencySection
from ui.pages.settings.appearance import AppearanceSection
from ui.pages.settings.days import DaysSection
from ui.pages.settings.desk_file import BackupsSection, DeskSection
from ui.pages.settings.limits import LimitsSection
from ui.pages.settings.people import PeopleSection
from ui.pages.settings.places import PlacesSection
from ui.pages.settings.section import Section
from ui.widgets import PageFrame, PageHeader

LIST_WIDTH = 190
NARROW = 720  # pixels of page below which the sections are named in a list to open


def parts() -> tuple[tuple[str, str, str, Callable[[Context], Section]], ...]:
    """The sections in their order: key, name, icon, what makes it."""
    return (
        ("agency", translate("Settings", "Agency"), "building-2", AgencySection),
        ("limits", translate("Settings", "Limits"), "gauge", LimitsSection),
        ("days", translate("Settings", "Holidays"), "calendar-days", DaysSection),
        ("places", translate("Settings", "Teams and roles"), "map-pin", PlacesSection),
        ("people", translate("Settings", "People"), "users", PeopleSection),
        ("desk", translate("Settings", "Desk file"), "database", DeskSection),
        ("backups", translate("Settings", "Backups"), "hard-drive", BackupsSection),
        ("appearance", translate("Settings", "Appearance"), "sun", AppearanceSection),
    )


class SettingsPage(Page):
    """Sections are made when first shown."""

    key = "settings"
    families = frozenset(
        {"agency", "setting", "holiday", "profile", "program", "site", "team", "role", "staff", "posting",
         "role_requirement"}
    )  # fmt: skip
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        # From outside in: Qt goes through a whole tree of widgets each time it gets another parent.
        frame = PageFrame(self)
        self.header = PageHeader(translate("Settings", "Settings"), parent=frame.canvas)
        body = QWidget(frame.canvas)
        self._makers = {key: make for key, _, _, make in parts()}
        self.sections: dict[str, Section] = {}
        self._names_card = QFrame(body)
        self.names = QListWidget(self._names_card)
        self.names.setAccessibleName(translate("Settings", "Sections of the settings"))
        self.names.setIconSize(QSize(theme.px("icon"), theme.px("icon")))
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, name, icon, _ in parts():
            item = QListWidgetItem(theme.icon(icon), name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.names.addItem(item)
        self.stack = QStackedWidget(body)
        self.names.currentItemChanged.connect(self._chosen)
        self._frame_names(self._names_card)
        self.short = QuietCombo(frame.canvas)  # in a narrow window, instead of the list beside the section
        self.short.setAccessibleName(self.names.accessibleName())
        for _, name, icon, _ in parts():
            self.short.addItem(theme.icon(icon), name)
        self.short.setMaximumWidth(LIST_WIDTH + 40)
        self.short.hide()
        self.short.activated.connect(self.names.setCurrentRow)
        self.names.currentRowChanged.connect(self.short.setCurrentIndex)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("between") + 8)
        row.addWidget(self._names_card, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.stack, 1)
        frame.add(self.header)
        frame.add(self.short)
        frame.add(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._names_card.setVisible(not narrow)
        self.short.setVisible(narrow)

    def minimumSizeHint(self) -> QSize:
        """Narrow at any time: the list steps aside."""
        return QSize(320, super().minimumSizeHint().height())

    def _frame_names(self, holder: QFrame) -> None:
        """Put the list on a card as high as its names."""
        theme.mark(holder, role="card")
        holder.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.names)
        self.names.ensurePolished()
        rows = sum(self.names.sizeHintForRow(place) for place in range(self.names.count()))
        self.names.setFixedHeight(rows + 8)

    @property
    def part(self) -> str:
        """The key of the section shown."""
        row = self.names.currentRow()
        return str(self.names.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else ""

    def section(self, key: str) -> Section:
        """A section by key, made when it is not there yet."""
        if key not in self.sections:
            self.sections[key] = made = self._makers[key](self.context)
            self.stack.addWidget(made)
        return self.sections[key]

    def show_part(self, key: str) -> None:
        """Choose a section in the list."""
        for place in range(self.names.count()):
            if self.names.item(place).data(Qt.ItemDataRole.UserRole) == key:
                self.names.setCurrentRow(place)

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        wanted, before = str((place.extra or {}).get("part", "")), self.part
        if wanted in self._makers:
            self.show_part(wanted)
        elif not before:
            self.names.setCurrentRow(0)
        if self.part == before:  # else choosing it has read it
            self.section(before).load()
        self._read_state()

    def refresh(self, changes: Changes[Any] | None) -> None:
        if self.part:
            self.section(self.part).load(changes)
        self._read_state()

    def focus_filter(self) -> None:
        if not self.section(self.part).focus_search():
            self.show_part("limits")
            self.section("limits").focus_search()

    def help_text(self) -> str:
        return translate(
            "Settings",
            "How this agency works: its name, its limits, its holidays, its teams and the people who use the desk, and "
            "the desk file with its backups. Arrow keys choose a section at the left, Tab goes into it.",
        )

    def may_leave(self) -> bool:
        limits = self.sections.get("limits")
        if isinstance(limits, LimitsSection):
            limits.keep()
        return True

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            shown = self.section(self.part)
            self.stack.setCurrentWidget(shown)
            shown.load()

    def _read_state(self) -> None:
        self.context.operations.read(
            agency_detail, done=lambda found: self.header.set_state(found.name), owner=self, latest="settings.state"
        )
