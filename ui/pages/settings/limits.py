"""The limits: every declared setting, grouped, with its default; what is typed is judged at once and kept by Enter."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit

from coachdesk.changes import Changes
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.services.agency import change_setting
from coachdesk.settings import GROUPS, SETTINGS, WAITING, Settings
from coachdesk.store.desk import load_settings
from ui import theme
from ui.context import Context
from ui.pages.settings.limit_row import LimitRow
from ui.pages.settings.section import Scrolling, Section
from ui.widgets import Card, label, line

DRAFT = "settings.limits"


class LimitsSection(Section):
    """All limits with a filter over them."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Limits"),
            translate(
                "Settings",
                "Every limit the rules use. A change counts from now on; what was decided before stays as it was.",
            ),
        )
        self.field = QLineEdit()
        self.field.setPlaceholderText(translate("Settings", "Filter limits (Ctrl+F)"))
        self.field.setAccessibleName(translate("Settings", "Filter limits"))
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(240)
        self.field.textChanged.connect(self._filter)
        self.head.addWidget(self.field)
        self.rows: dict[str, LimitRow] = {}
        self._groups: list[tuple[Card, list[LimitRow]]] = []
        self._read_draft = False
        area = Scrolling()
        for group, word in GROUPS.items():
            offered = [one for one in SETTINGS if one.group == group and one.key not in WAITING]
            if not offered:
                continue
            card = Card(translate("Settings", word))
            rows = [self._row(declared.key, card) for declared in offered]
            self._groups.append((card, rows))
            area.column.addWidget(card)
        self.nothing = label(translate("Settings", "No limit says that."), "muted")
        self.nothing.hide()
        area.column.addWidget(self.nothing)
        area.column.addStretch(1)
        self.area = area
        self.add(area, 1)

    def load(self, changes: Changes[Any] | None = None) -> None:
        self.context.operations.read(load_settings, done=self._fill, owner=self, latest="settings.limits")

    def focus_search(self) -> bool:
        self.field.setFocus()
        self.field.selectAll()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)

    def keep(self) -> None:
        """Keep what is typed and not saved as a draft."""
        unsaved = {key: row.unsaved() for key, row in self.rows.items() if row.unsaved()}
        if unsaved:
            self.context.drafts.keep(DRAFT, unsaved)
        elif self.context.drafts.find(DRAFT) is not None:
            self.context.drafts.discard(DRAFT)

    def _row(self, key: str, card: Card) -> LimitRow:
        declared = next(one for one in SETTINGS if one.key == key)
        row = LimitRow(declared)
        row.saved.connect(partial(self._save, row))
        if self._rows_in(card):
            card.add(line(faint=True))
        card.add(row)
        self.rows[key] = row
        return row

    def _rows_in(self, card: Card) -> int:
        return card.body.count()

    def _fill(self, settings: Settings) -> None:
        for key, row in self.rows.items():
            row.allow(self.context.why_read_only)
            row.show_value(getattr(settings, key))
        if not self._read_draft:
            self._read_draft = True
            draft = self.context.drafts.find(DRAFT)
            for key, text in (draft.values if draft is not None else {}).items():
                if key in self.rows and isinstance(text, str):
                    self.rows[key].type_again(text)

    def _save(self, row: LimitRow, text: str) -> None:
        if row.line is not None:
            row.line.setModified(False)  # from here on the desk decides what stands there
        self.context.operations.run(
            self,
            change_setting,
            row.declared.key,
            text,
            done=partial(self._saved, row),
            refused=partial(self._refused, row, text),
        )

    def _saved(self, row: LimitRow, changes: Changes[Any]) -> None:
        if not changes.seq:  # nothing changed, so nobody will be told to read again
            row.take_back()
        self.keep()

    def _refused(self, row: LimitRow, text: str, error: Refused) -> None:
        row.take_back()
        row.type_again(text)
        row.show_problem(" ".join(one.text for one in error.problems) or error.happened)

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        shown = 0
        for card, rows in self._groups:
            fits = [row for row in rows if all(word in row.search for word in words)]
            for row in rows:
                row.setVisible(row in fits)
            card.setVisible(bool(fits))
            shown += len(fits)
        self.nothing.setVisible(not shown)
        theme.mark(self.field, tone="" if shown else "attention")
