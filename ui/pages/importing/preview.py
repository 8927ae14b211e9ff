"""The preview of an import: what was read, what every row would do, how columns are mapped, what to decide."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.importers.plan import ImportPlan
from coachdesk.queries.table import Where
from ui import theme
from ui.forms.editor import QuietCombo
from ui.pages.importing.columns import ColumnsView
from ui.pages.importing.kind import ImportKind
from ui.pages.importing.notes import NotesView
from ui.pages.importing.reading import Preview
from ui.pages.importing.refusal import Refusal
from ui.pages.importing.rows import COLUMNS, LOOKS, table_rows
from ui.tables import DeskTable, LayoutStore, MemoryReader, TableSpec
from ui.widgets import FlowLayout, FrontStack, SegmentedButtons, button, label

TYPING_PAUSE = 150


class ImportPreview(QWidget):
    """Shows a Preview. It decides nothing itself: signals say what the person asked for.

    good_rows_only: whether leaving bad rows out was chosen knowingly.
    """

    mapped = Signal(object)
    chosen = Signal()
    sheet_chosen = Signal(str)
    other_file = Signal()
    save_bad = Signal()
    decided = Signal()

    def __init__(
        self, kind: ImportKind[Any, Any], layouts: LayoutStore | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self.plan: ImportPlan | None = None
        self._verdict = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("gap") + 2)
        self._build_head()
        self._build_state()
        self._build_tabs()
        self._build_rows(layouts)
        self.columns = ColumnsView(kind)
        self.columns.mapped.connect(self.mapped)
        self.columns.chosen.connect(self.chosen)
        self.notes = NotesView(kind)
        for view in (self._rows, self.columns, self.notes):
            self.stack.addWidget(view)
        self._column.addWidget(self.stack, 1)

    @property
    def good_rows_only(self) -> bool:
        """Whether bad rows are knowingly left out."""
        return self.leave_out.isChecked()

    def show_preview(self, preview: Preview) -> None:
        """Show another file or sheet from its beginning."""
        self.columns.extras.begin()
        self._say_head(preview)
        self.refusal.say(None)
        self.say_saved("")
        self.search.clear()
        self._verdict = ""
        self.show_plan(preview.plan)
        self.show_tab("columns" if preview.plan.obstacles else "rows")

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the same file planned anew."""
        self.plan = plan
        self.leave_out.setChecked(False)
        self._say_state(plan)
        self._name_chips(plan)
        self._reader.replace(table_rows(self._kind, plan))
        self.table.set_where(self._where())
        self.table.refresh()
        self.columns.show_mapping(plan.mapping)
        self.notes.show_plan(plan)
        self._explain(self.table.current_id())

    def say_saved(self, told: str) -> None:
        """Say beside the button that the bad rows were saved; "" takes it away."""
        self.saved.setText(told)
        self.saved.setVisible(bool(told))

    def show_tab(self, key: str) -> None:
        """rows, columns or notes."""
        self.tabs.choose(key)
        self._turn_to(key)

    def start_keyboard(self) -> None:
        """Put the keyboard where the next step is."""
        plan = self.plan
        if plan is not None and plan.obstacles:
            self.columns.first_wanting().setFocus()
        else:
            self.table.setFocus()

    # Parts ------------------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("gap"))
        words = QVBoxLayout()
        words.setSpacing(1)
        self.file_name = label("", "section")
        self.read_as = label("", "muted")
        words.addWidget(self.file_name)
        words.addWidget(self.read_as)
        row.addLayout(words, 1)
        self.sheets = QuietCombo()
        self.sheets.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheets.setAccessibleName(translate("Importing", "Sheet"))
        self.sheets.textActivated.connect(self.sheet_chosen)
        row.addWidget(self.sheets)
        self.another = button(translate("Importing", "Choose another file…"), slot=self.other_file.emit)
        row.addWidget(self.another, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(head)

    def _build_state(self) -> None:
        self.refusal = Refusal()
        self._column.addWidget(self.refusal)
        self.state = QFrame()
        theme.mark(self.state, role="banner")
        column = QVBoxLayout(self.state)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        self.state_text = label("")
        column.addWidget(self.state_text)
        self.choice = QWidget()
        row = FlowLayout(self.choice, gap=theme.px("between"), line_gap=6)
        self.leave_out = QCheckBox()
        self.leave_out.toggled.connect(lambda _on: self.decided.emit())
        self.save_button = button(translate("Importing", "Save bad rows as…"), "", "download", self.save_bad.emit)
        self.saved = label("", "small", "ok")
        for one in (self.leave_out, self.save_button, self.saved):
            row.addWidget(one)
        column.addWidget(self.choice)
        self._column.addWidget(self.state)

    def _build_tabs(self) -> None:
        tabs = [
            ("rows", translate("Importing", "Rows")),
            ("columns", translate("Importing", "Columns")),
            ("notes", translate("Importing", "Notes")),
        ]
        self.tabs = SegmentedButtons(tabs, translate("Importing", "What to look at"))
        self.tabs.chosen.connect(self._turn_to)
        self._column.addWidget(self.tabs)
        self.stack = FrontStack()

    def _build_rows(self, layouts: LayoutStore | None) -> None:
        self._rows = QWidget()
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap"))
        bar = QWidget()
        flow = FlowLayout(bar, gap=6, line_gap=6)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Importing", "Find in the rows"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(150)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self._narrow)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        flow.addWidget(self.search)
        self.chips: dict[str, QPushButton] = {}
        for verdict in ("", *vocabulary.codes("import_verdict")):
            chip = button("", "chip", slot=partial(self.choose_verdict, verdict))
            chip.setCheckable(True)
            self.chips[verdict] = chip
            flow.addWidget(chip)
        column.addWidget(bar)
        self._reader = MemoryReader(COLUMNS, [])
        spec = TableSpec(
            f"{self._kind.key}.preview",
            translate("Importing", "Rows of the file"),
            COLUMNS,
            self._reader,
            (("row", False),),
            LOOKS,
        )
        self.table = DeskTable(spec, layouts)
        self.table.setMinimumHeight(150)
        self.table.current_changed.connect(self._explain)
        self.table.filter_cleared.connect(lambda: self.choose_verdict(""))
        column.addWidget(self.table, 1)
        self.whole = label("", "muted", selectable=True)
        self.whole.setAccessibleName(translate("Importing", "The whole row"))
        column.addWidget(self.whole)

    # Words ------------------------------------------------------------------------------------------------------------

    def _say_head(self, preview: Preview) -> None:
        table, mapping = preview.table, preview.plan.mapping
        self.file_name.setText(table.name)
        parts = []
        if table.sheet:
            parts.append(translate("Importing", "sheet {name}").format(name=table.sheet))
        if mapping.heading_row:
            parts.append(translate("Importing", "headings in row {row}").format(row=mapping.heading_row))
        else:
            parts.append(translate("Importing", "no row of headings found"))
        if table.empty_rows:
            parts.append(translate("Importing", "{count} empty rows skipped").format(count=table.empty_rows))
        self.read_as.setText(" · ".join(parts))
        self.sheets.setVisible(len(table.sheets) > 1)
        self.sheets.clear()
        self.sheets.addItems(list(table.sheets))
        self.sheets.setCurrentText(table.sheet)

    def _say_state(self, plan: ImportPlan) -> None:
        text, tone = _verdict_of_all(plan)
        self.state.setVisible(bool(text))
        self.state_text.setText(text)
        theme.mark(self.state, tone=tone)
        self.state.setAccessibleName(text)
        bad, good = len(plan.bad), len(plan.rows) - len(plan.bad)
        self.choice.setVisible(bool(bad) and not plan.obstacles)
        self.leave_out.setVisible(plan.writes)
        if bad == 1:
            told = translate("Importing", "Import the {good} good rows, leave the bad one out")
        else:
            told = translate("Importing", "Import the {good} good rows, leave the {bad} bad ones out")
        self.leave_out.setText(told.format(good=good, bad=bad))

    def _name_chips(self, plan: ImportPlan) -> None:
        for verdict, chip in self.chips.items():
            count = plan.counts[verdict] if verdict else len(plan.rows)
            name = vocabulary.label("import_verdict", verdict) or translate("Importing", "All")
            chip.setText(translate("Importing", "{name}  {count}").format(name=name, count=count))
            chip.setEnabled(bool(count) or not verdict)
        if self._verdict and not plan.counts[self._verdict]:
            self._verdict = ""
        self._mark_chips()

    def _mark_chips(self) -> None:
        for verdict, chip in self.chips.items():
            on = verdict == self._verdict
            chip.setChecked(on)
            theme.mark(chip, on=on)

    # Doing ------------------------------------------------------------------------------------------------------------

    def choose_verdict(self, verdict: str) -> None:
        """Show only rows of this verdict; "" shows all."""
        self._verdict = verdict
        self._mark_chips()
        if not verdict:
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self._narrow()

    def _where(self) -> Where:
        among = {"verdict": frozenset({self._verdict})} if self._verdict else {}
        return Where(self.search.text().strip(), among)

    def _narrow(self) -> None:
        self._typing.stop()
        self.table.set_where(self._where())

    def _turn_to(self, key: str) -> None:
        self.stack.setCurrentIndex(("rows", "columns", "notes").index(key))

    def _explain(self, row_number: int | None) -> None:
        """The chosen row's whole text, which the table may have had to cut."""
        row = next((one for one in self.plan.rows if one.row == row_number), None) if self.plan else None
        told = _whole_row(row_number, self._reader.rows([row_number])[row_number][3]) if row and row_number else ""
        self.whole.setText(told)
        self.whole.setVisible(bool(told))


def _whole_row(number: int, what: str) -> str:
    return translate("Importing", "Row {number}: {what}").format(number=number, what=what) if what else ""


def _verdict_of_all(plan: ImportPlan) -> tuple[str, str]:
    """The sentence over the rows and its tone; "" where the rows speak for themselves."""
    if plan.obstacles:
        return "\n".join(plan.obstacles), "attention"
    bad = len(plan.bad)
    if bad:
        one = translate(
            "Importing", "1 row cannot be imported as it is. Correct it in the file and choose the file again,"
        )
        many = translate(
            "Importing",
            "{count} rows cannot be imported as they are. Correct them in the file and choose the file again,",
        )
        rest = (
            translate("Importing", "or leave it out for now.")
            if bad == 1
            else translate("Importing", "or leave them out for now.")
        )
        text = (one if bad == 1 else many).format(count=bad) + " " + rest
        if not plan.writes:
            text += " " + translate("Importing", "The other rows would change nothing.")
        return text, "attention"
    if not plan.rows:
        return translate("Importing", "There are no rows under the headings."), "attention"
    if not plan.writes:
        return translate("Importing", "Nothing would change: the desk says the same as this file."), "ok"
    return "", "info"
