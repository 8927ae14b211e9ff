"""Templates as a part of the Cycles page: the list, with what each plans beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.table import Column, Row, Where
from coachdesk.queries.templates import TEMPLATES, TemplateDetail, all_templates
from coachdesk.services import templates
from ui.context import Context, Place
from ui.pages import Page
from ui.pages.listing import scrolling
from ui.pages.templates.forms import TemplateOptions, copy_form, read_template_options, template_form
from ui.pages.templates.panel import TemplatePanel
from ui.rights import offer_changes
from ui.tables import DeskTable, MemoryReader, SettingsLayouts, TableSpec
from ui.widgets import EmptyState, FilterBar, PageFrame, PageHeader, SplitView, button

COLUMNS = (
    *TEMPLATES.columns,
    Column("cycles", QT_TRANSLATE_NOOP("Columns", "Cycles"), sa.null(), "int", width=8),
)
"""As the command line lists them, and how many cycles were opened from each."""

Found = tuple[list[tuple[int, Row]], dict[int, TemplateDetail]]


def read_templates(conn: sa.Connection) -> Found:
    """The rows of the list, and each template whole by the same key."""
    whole = {one.code: one for one in all_templates(conn)}
    rows, found = [], {}
    for key, row in TEMPLATES.all(conn):
        found[key] = whole[row[TEMPLATES.index("code")]]
        rows.append((key, (*row, found[key].cycles)))
    return rows, found


class TemplatesPart(Page):
    """List and panel of templates."""

    key = "cycles"
    can_create = True
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: dict[int, TemplateDetail] = {}
        self._wanted = ""
        self.header = PageHeader(translate("Templates", "Cycle templates"))
        new = button(translate("Templates", "New template"), "primary", "plus", self.new_record)
        offer_changes(context, new)
        self.header.add_button(new)
        self.header.set_state(
            translate("Templates", "A plan to begin with: what a cycle fills in, and the steps it will take")
        )
        self.filters = FilterBar(translate("Templates", "Filter templates (Ctrl+F)"), shortcut=False)
        self.filters.add_toggle("active", translate("Templates", "In use"), True)
        self.filters.changed.connect(self._filter)
        self._reader = MemoryReader(COLUMNS, [])
        spec = TableSpec(
            key="templates", title=translate("Templates", "Cycle templates"), columns=COLUMNS, reader=self._reader,
            order=(("code", False),),
        )  # fmt: skip
        self.table = DeskTable(spec, SettingsLayouts(context.local), self._empty, self._row_actions)
        self.panel = TemplatePanel(context, self.act)
        self.split = SplitView(self.table, scrolling(self.panel), 380)
        self.table.current_changed.connect(self._show)
        self.table.opened.connect(self._opened)
        frame = PageFrame()
        frame.add(self.header)
        frame.add(self.filters)
        frame.add(self.split, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self._filter()
        self._read()

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        asked = str((place.extra or {}).get("template", ""))
        self._wanted = asked or (f"#{place.record_id}" if place.record_id is not None else self._wanted)
        if self._wanted:
            self.filters.set_values({})  # what is asked for is shown, in use or not
        self._read()

    def refresh(self, changes: Changes[Any] | None) -> None:
        del changes
        self._read()

    def focus_filter(self) -> None:
        self.filters.focus_search()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def new_label(self) -> str:
        return translate("Templates", "New template")

    def new_record(self) -> None:
        self._with_options(None)

    def help_text(self) -> str:
        return translate(
            "Templates",
            "A template fills in what Diagnose asks for and plans the steps of a cycle with their due days. Three come "
            "with CoachDesk; make one your own to change it, or make one from a cycle that went well.",
        )

    # Acting -----------------------------------------------------------------------------------------------------------

    def act(self, key: str, template: TemplateDetail) -> None:
        """Do what a button says."""
        operations = self.context.operations
        if key == "use":
            preset = {"template": template.code, "version_id": template.version_id}
            self.context.navigate(Place("cycles", extra={"part": "list", "new": preset}))
        elif key == "edit":
            self._with_options(template)
        elif key == "copy":
            self._wanted = template.code
            copy_form(self.context, template, self, self._saved).open()
        elif key == "retire" and template.id is not None:
            operations.run(self, templates.retire_template, template.id)
        elif key == "bring_back" and template.id is not None:
            operations.run(self, templates.bring_back_template, template.id)

    def _with_options(self, template: TemplateDetail | None) -> None:
        def show(options: TemplateOptions) -> None:
            template_form(self.context, options, self, template, self._saved).open()

        if not self.context.read_only:
            self.context.operations.read(read_template_options, done=show, owner=self)

    def _saved(self, changes: Changes[Any]) -> None:
        """Show what was just made, as soon as it has been read."""
        if isinstance(changes.result, int):
            self._wanted = f"#{changes.result}"
            self._read()

    def _row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        template = self.found.get(ids[0]) if len(ids) == 1 else None
        if template is None or self.context.read_only or not template.usable:
            return ()
        use = QAction(translate("Templates", "Open a cycle from it"), self)
        use.triggered.connect(lambda _checked=False: self.act("use", template))
        return (use,)

    # Showing ----------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.context.operations.read(read_templates, done=self._fill, owner=self, latest=f"{id(self)}.templates")

    def _fill(self, found: Found) -> None:
        kept = self.panel.shown.code if self.panel.shown is not None else ""
        rows, self.found = found
        self._reader.replace(rows)
        self.table.refresh()
        wanted, self._wanted = self._wanted or kept, ""
        match = [key for key, one in self.found.items() if wanted in (one.code, f"#{one.id}")]
        ids = list(self.table.model.ids())
        self.table.select([match[0] if match and match[0] in ids else ids[0]] if ids else [])
        self._show(self.table.current_id())

    def _filter(self) -> None:
        values = self.filters.values()
        among = {"active": frozenset({True})} if values["active"] else {}
        self.table.set_where(Where(str(values["text"]), among))

    def _show(self, key: int | None) -> None:
        self.panel.show_template(self.found.get(key) if key is not None else None)

    def _opened(self, key: int) -> None:
        self.split.open_panel()
        self._show(key)

    def _empty(self) -> QWidget:
        return EmptyState(
            "clipboard-list",
            translate("Templates", "No templates here"),
            translate("Templates", "A template fills in a new cycle and plans its steps."),
        )
