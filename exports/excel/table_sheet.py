"""Writes any declared table (`TableQuery`) as a sheet: a real Excel table with true dates, words, colors and lists.

Nothing here knows a family: kinds and choices of the columns decide everything.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.datavalidation import DataValidation

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.table import Column, TableQuery
from exports import words
from exports.excel import text
from exports.excel.book import Book, Sheet, date_cell, letter, text_cell
from exports.excel.styles import tone_style

TOP_ROWS = 2
"""Rows above the headings: the sheet's title and one line about it."""

HEADER_ROW = TOP_ROWS + 1

_LINE, _TALLEST = 13.2, 409.0
"""Height of a line of text and of the tallest row Excel allows, in points."""

Render = Callable[[Any, str, int], str]  # (value, cell place, row) -> the cell element, or "" for an empty one


@dataclass(slots=True)
class TableSheet:
    """A written table: where it stands, and which row each key of the indexed columns was first seen in.

    printed: how many of its columns, from the left, go to paper.
    """

    query: TableQuery
    sheet: Sheet
    name: str
    columns: tuple[Column, ...]
    printed: int
    seen: dict[str, dict[Any, int]] = field(default_factory=dict)
    refer: dict[str, tuple[list[Any], array[int]]] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        """The table's last row; an empty table still has one, empty, row."""
        return max(self.sheet.row, HEADER_ROW + 1)

    def cells(self, key: str) -> str:
        """The body of a column as a fixed reference from another sheet: 'Cycles'!$B$4:$B$90."""
        column = letter(self.place(key))
        title = self.sheet.title.replace("'", "''")
        return f"'{title}'!${column}${HEADER_ROW + 1}:${column}${self.last_row}"

    def reference(self, key: str) -> str:
        """The body of a column as a structured reference: Cycles[Status]."""
        heading = re.sub(r"(['#\[\]@])", r"'\1", words.column_title(self.columns[self.place(key)].title))
        return f"{self.name}[{heading}]"

    def place(self, key: str) -> int:
        """The column's place in the sheet, counted from 0."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def rows_of(self, key: str) -> dict[Any, int]:
        """First row of each value of an indexed column."""
        return self.seen[key]


def exported_columns(query: TableQuery, printed: Sequence[str] = ()) -> tuple[tuple[Column, ...], int]:
    """The columns of a sheet, and how many of them are printed: those in `printed`, or else those that the window shows
    at first. They come first, then the rest."""
    kept = [column for column in query.columns if column.exported]
    first = [query.column(key) for key in printed] or [column for column in kept if column.shown] or kept
    return (*first, *(column for column in kept if column not in first)), len(first)


def start_table(
    book: Book,
    query: TableQuery,
    about: str,
    *,
    printed: Sequence[str] = (),
    indexed: Iterable[str] = (),
    linked: Iterable[str] = (),
) -> TableSheet:
    """Make the sheet and its headings. `about` is the line under the title. Columns in `indexed` remember the first row
    of each value; those in `linked` will carry links (`link_tables`); those in `printed` go to paper."""
    columns, on_paper = exported_columns(query, printed)
    title = words.table_title(query.title)
    sheet = book.sheet(title)
    table = TableSheet(query, sheet, _table_name(query.family), columns, on_paper)
    table.seen = {key: {} for key in indexed}
    table.refer = {key: ([], array("q")) for key in linked}
    widths = [_width(column) for column in columns]
    sheet.layout(widths, freeze=f"B{HEADER_ROW + 1}", repeat_rows=f"{HEADER_ROW}:{HEADER_ROW}")
    styles = book.styles
    sheet.write([(title, styles.look("title"))], height=26)
    sheet.write([(about, styles.look("subtitle"))])
    header, right = styles.look("header"), styles.look("header_right")
    looks = [right if column.kind in ("int", "minutes", "number") else header for column in columns]
    sheet.write(
        [(words.column_title(column.title), look) for column, look in zip(columns, looks, strict=True)], height=30
    )
    return table


def write_rows(table: TableSheet, rows: Iterable[Sequence[Any]], step: Callable[[], None]) -> int:
    """Stream the rows (values in the order of the query's own columns) into the sheet; `step` is called for each."""
    sheet = table.sheet
    places = [table.query.index(column.key) for column in table.columns]
    renders = [_render(sheet, column, linked=column.key in table.refer) for column in table.columns]
    cells = [
        (place, letter(number), render) for number, (place, render) in enumerate(zip(places, renders, strict=True))
    ]
    seen = [(table.query.index(key), known) for key, known in table.seen.items()]
    refer = [(table.query.index(key), *kept) for key, kept in table.refer.items()]
    empty = [f'" s="{sheet.book.styles.kind(column.kind)}"/>' for column in table.columns]
    widths = [_wrap_width(column) for column in table.columns]
    blocks = list(zip(cells, empty, widths, strict=True))
    written = 0
    for row in rows:
        number = sheet.row + 1
        parts = []
        lines = 1
        for (place, column, render), nothing, width in blocks:
            value = row[place]
            if value is None or value == "":
                parts.append(f'<c r="{column}{number}{nothing}')
                continue
            parts.append(render(value, column, number))
            if width and len(value) > width:
                lines = max(lines, _line_count(value, width))
        sheet.write_xml("".join(parts), min(_LINE * lines + 3, _TALLEST) if lines > 1 else None)
        for place, known in seen:
            known.setdefault(row[place], number)
        for place, values, at in refer:
            if row[place] not in (None, ""):
                values.append(row[place])
                at.append(number)
        written += 1
        step()
    return written


def finish_table(table: TableSheet, lists: Mapping[str, str]) -> None:
    """Declare the Excel table, paint words by tone, offer the words of choice columns (`lists`: choice -> cells)."""
    sheet = table.sheet
    if sheet.row == HEADER_ROW:
        nothing = translate("Exports", "Nothing in this scope.")
        sheet.write([(nothing, sheet.book.styles.look("muted"))])
    sheet.openpyxl.print_area = f"A1:{letter(table.printed - 1)}{table.last_row}"
    headings = [words.column_title(column.title) for column in table.columns]
    sheet.table(table.name, headings, HEADER_ROW, sheet.row)
    for number, column in enumerate(table.columns):
        cells = f"{letter(number)}{HEADER_ROW + 1}:{letter(number)}{table.last_row}"
        if column.kind == "choice":
            _paint(sheet, cells, column.choice)
            if column.choice in lists:
                _offer(sheet, cells, lists[column.choice])
        elif column.kind == "bool":
            _offer(sheet, cells, _quoted(",".join(yes_or_no())))
            if column.key == "late_entry":
                _paint_words(sheet, cells, "attention", [yes_or_no()[1]])


def link_tables(source: TableSheet, key: str, target: TableSheet, target_key: str) -> None:
    """Make each cell of a column jump to the first row of the other table with the same value."""
    values, rows = source.refer[key]
    known = target.rows_of(target_key)
    pairs = ((row, known[value]) for value, row in zip(values, rows, strict=True) if value in known)
    source.sheet.link_rows(source.place(key), target.sheet, pairs)


def _wrap_width(column: Column) -> int:
    """How many characters fit a line of a wrapped column; 0 for columns that are never wrapped."""
    return int(_width(column) * 1.05) if column.kind in ("text", "long_text") else 0


def _line_count(value: Any, width: int) -> int:
    """About how many lines a text takes: spreadsheet programs do not work it out when they open a file."""
    if not isinstance(value, str):
        return 1
    lines = value.split("\n") if "\n" in value else [value]
    return sum(1 + (len(line) if line.isascii() else _cells_wide(line)) // width for line in lines)


def _cells_wide(line: str) -> int:
    """Its width in characters, East Asian ones counted twice."""
    return sum(2 if character >= "\u1100" else 1 for character in line)


def _table_name(family: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", family)) or "Table"


def _width(column: Column) -> float:
    """The declared width, but never narrower than its heading's longest word and never absurd."""
    longest = max(len(part) for part in words.column_title(column.title).split() or [""])
    least = {"date": 12, "datetime": 19, "long_text": 40}.get(column.kind, 6)
    return float(min(max(column.width, longest + 3, least), 70))


def _paint(sheet: Sheet, cells: str, choice: str) -> None:
    """Semantic colors beside the words: one rule per tone that says something."""
    by_tone: dict[str, list[str]] = {}
    for code in vocabulary.codes(choice):
        tone = vocabulary.tone(choice, code)
        if tone != "plain":
            by_tone.setdefault(tone, []).append(vocabulary.label(choice, code))
    for tone, labels in by_tone.items():
        _paint_words(sheet, cells, tone, labels)


def _paint_words(sheet: Sheet, cells: str, tone: str, labels: Sequence[str]) -> None:
    first = cells.split(":", maxsplit=1)[0]
    tests = ",".join(f"{first}={_quoted(label)}" for label in labels)
    rule = Rule(type="expression", dxf=tone_style(tone), formula=[f"OR({tests})"])
    sheet.openpyxl.conditional_formatting.add(cells, rule)


def yes_or_no() -> tuple[str, str]:
    """The words of a yes-or-no column: (no, yes)."""
    return translate("Exports", "No"), translate("Exports", "Yes")


def _offer(sheet: Sheet, cells: str, source: str) -> None:
    validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    validation.errorTitle = translate("Exports", "Not in the list")
    validation.error = translate("Exports", "Choose one of the words in the list.")
    validation.add(cells)
    sheet.openpyxl.data_validations.append(validation)


def _quoted(words_in_formula: str) -> str:
    return '"' + words_in_formula.replace('"', '""') + '"'


def _render(sheet: Sheet, column: Column, *, linked: bool) -> Render:
    """The function that writes a value of this column as a cell element."""
    styles = sheet.book.styles
    number = styles.kind(column.kind, link=linked)
    if column.kind in ("date", "datetime"):

        def render(value: Any, at: str, row: int) -> str:
            return f'<c r="{at}{row}" s="{number}"' + date_cell(words.naive_local(value))

    elif column.kind == "bool":
        no, yes = (text_cell(word) for word in yes_or_no())

        def render(value: Any, at: str, row: int) -> str:
            return f'<c r="{at}{row}" s="{number}"' + (yes if value else no)

    elif column.kind in ("int", "minutes", "number"):

        def render(value: Any, at: str, row: int) -> str:
            return f'<c r="{at}{row}" s="{number}"><v>{value}</v></c>'

    elif column.kind == "choice":
        labels = {code: vocabulary.label(column.choice, code) for code in vocabulary.codes(column.choice)}
        ends = {code: text_cell(shown) for code, shown in labels.items()}

        def render(value: Any, at: str, row: int) -> str:
            end = ends.get(value)
            return f'<c r="{at}{row}" s="{number}"' + (text_cell(str(value)) if end is None else end)

    else:
        guarded = styles.kind(column.kind, link=linked, guarded=True)

        def render(value: Any, at: str, row: int) -> str:
            shown = value if isinstance(value, str) else words.plain_value(value)
            if not shown:
                return ""
            if len(shown) > text.CELL_LIMIT // 2:
                shown = sheet.full_text(shown, f"{at}{row}")
            style_number = guarded if shown[:1] in "=+-@\t" else number
            return f'<c r="{at}{row}" s="{style_number}"' + text_cell(shown)

    return render
