"""The tracker's data dictionary: every column of every sheet, and the lists of words that cells are chosen from."""

from __future__ import annotations

from collections.abc import Sequence

from coachdesk import vocabulary
from coachdesk.i18n import translate
from exports import words
from exports.excel.book import Sheet, letter
from exports.excel.meanings import kind_words, meaning
from exports.excel.table_sheet import TableSheet


def dictionary_title() -> str:
    """The sheet's title."""
    return translate("Exports", "Data dictionary")


def write_dictionary(sheet: Sheet, tables: Sequence[TableSheet]) -> dict[str, str]:
    """Fill the sheet. Gives, for each choice, the cells that hold its words (for the lists offered in the tables)."""
    styles = sheet.book.styles
    header, body, quiet = styles.look("header"), styles.look("body"), styles.look("muted")
    sheet.layout((18, 34, 16, 70, 20), freeze="A4", repeat_rows="3:3")
    sheet.write([(dictionary_title(), styles.look("title"))], height=26)
    times = translate(
        "Exports",
        "What each column holds, as it stood when this file was made. Times are those of this file’s computer. "
        "Printing leaves out later columns.",
    )
    sheet.write([(times, styles.look("subtitle"))])
    headings = [
        translate("Exports", "Sheet"),
        translate("Exports", "Column"),
        translate("Exports", "Kind"),
        translate("Exports", "Meaning"),
        translate("Exports", "List"),
    ]
    first = sheet.write([(heading, header) for heading in headings], height=22)
    for table in tables:
        for column in table.columns:
            told = meaning(table.query.family, column.key)
            chosen = list_title(column.choice) if column.choice else ""
            values = (table.sheet.title, words.column_title(column.title), kind_words(column), told, chosen)
            looks = (quiet, styles.look("strong"), body, body, quiet)
            sheet.write(list(zip(values, looks, strict=True)), height=28 if len(told) > 72 else None)
    sheet.table("DataDictionary", headings, first, sheet.row)
    return _write_lists(sheet, tables)


def _write_lists(sheet: Sheet, tables: Sequence[TableSheet]) -> dict[str, str]:
    styles = sheet.book.styles
    sheet.write()
    sheet.write([(translate("Exports", "Lists of words"), styles.look("heading"))])
    headings = [translate("Exports", "List"), translate("Exports", "Word")]
    first = sheet.write([(heading, styles.look("header")) for heading in headings])
    cells: dict[str, str] = {}
    title = sheet.title.replace("'", "''")
    for choice in dict.fromkeys(column.choice for table in tables for column in table.columns if column.choice):
        begin = sheet.row + 1
        for code in vocabulary.codes(choice):
            word = vocabulary.label(choice, code)
            sheet.write([(list_title(choice), styles.look("muted")), (word, styles.look("body"))])
        cells[choice] = f"'{title}'!${letter(1)}${begin}:${letter(1)}${sheet.row}"
    sheet.table("Words", headings, first, sheet.row)
    return cells


def list_title(choice: str) -> str:
    """A list's name as people read it: "Cycle status"."""
    return choice.replace("_", " ").capitalize()
