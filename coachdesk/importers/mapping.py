"""Which column is which field: found from headings and values, shown with its reason, and changed by the person.

A mapping is a plain value. `find_mapping` proposes one; `Mapping.assign` gives a new one with the person's choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from coachdesk.i18n import translate
from coachdesk.importers import dates
from coachdesk.importers.fields import Field, Headings
from coachdesk.importers.grid import Row, Table, Value, column_letters
from coachdesk.importers.preview import as_text

HEADING_DEPTH = 30  # rows searched for the headings: title lines may stand above them
SAMPLE = 200  # values of a column looked at
SURE = 0.5  # from here on a heading counts as recognised
MISFIT = 0.5  # share of values that must fit, or the column is doubted
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. index: from 0.  field: the field's key, "" when left out.  confidence: 0 to 1.

    why: how it came to be mapped so, in words.  samples: its first values, as text, to recognise it by.
    """

    index: int
    heading: str
    field: str
    confidence: float
    why: str
    samples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The heading, or the letter of a column without one."""
        return self.heading or translate("Import", "Column {letters}").format(letters=column_letters(self.index))


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a table and what they mean. heading_row: its row number, 0 when the table has no headings."""

    heading_row: int
    columns: tuple[Column, ...]

    def column(self, field: str) -> Column | None:
        """The column that holds a field."""
        return next((column for column in self.columns if column.field == field), None)

    def assign(self, index: int, field: str) -> Mapping:
        """The same mapping, but column `index` means `field` ("" leaves it out) and no other column does."""
        why = translate("Import", "chosen by you")
        free = translate("Import", "left out, since you chose another column")

        def changed(column: Column) -> Column:
            if column.index == index:
                return replace(column, field=field, confidence=1.0, why=why)
            if field and column.field == field:
                return replace(column, field="", confidence=1.0, why=free)
            return column

        return replace(self, columns=tuple(changed(column) for column in self.columns))


def heading_score(row: Row, known: Headings) -> float:
    """How much a row looks like the headings of a catalogue: the sum of what its cells are sure of."""
    best: dict[str, float] = {}
    for cell in row.cells:
        if isinstance(cell, str) and len(cell) <= 80:
            for likeness in known.find(cell, misspelt=False)[:1]:
                key = likeness.field.key
                best[key] = max(best.get(key, 0.0), likeness.confidence)
    return sum(best.values())


def liking(rows: Sequence[Row], fields: Sequence[Field]) -> float:
    """How much a sheet looks like a table of these fields, for choosing between sheets; longer ones win a tie."""
    known = Headings(fields)
    best = max((heading_score(row, known) for row in rows[:HEADING_DEPTH]), default=0.0)
    return best + len(rows) / 1000 if best else 0.0


def find_mapping(table: Table, fields: Sequence[Field]) -> Mapping:
    """Propose what the columns of `table` mean, each field once at most."""
    known = Headings(fields)
    place = _heading_place(table.rows, known)
    heading = table.rows[place] if place is not None else Row(0, ())
    body = table.rows[place + 1 :] if place is not None else table.rows
    width = max(len(row.cells) for row in table.rows[:5000])
    headings = [_text(heading.cells[index]) if index < len(heading.cells) else "" for index in range(width)]
    samples = [_sample(body, index) for index in range(width)]
    chosen = _choose(headings, samples, fields, known)
    columns = []
    for index in range(width):
        field, confidence, why = chosen.get(index, (None, 0.0, ""))
        if headings[index] or samples[index]:
            shown = tuple(_text(value) for value in samples[index][:3])
            columns.append(Column(index, headings[index], field.key if field else "", confidence, why, shown))
    return Mapping(heading.number, tuple(columns))


def _heading_place(rows: Sequence[Row], known: Headings) -> int | None:
    scores = [heading_score(row, known) for row in rows[:HEADING_DEPTH]]
    best = max(scores, default=0.0)
    if best >= 1.5:
        return scores.index(best)
    # Nothing is recognised: the first row wide enough to be a heading is one, unless it already holds data.
    for place, row in enumerate(rows[:HEADING_DEPTH]):
        filled = [cell for cell in row.cells if cell is not None]
        if len(filled) > 1 or best == 0:
            plain = all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled)
            return place if plain else None
    return None


def _choose(
    headings: Sequence[str], samples: Sequence[Sequence[Value]], fields: Sequence[Field], known: Headings
) -> dict[int, tuple[Field, float, str]]:
    """Column -> (field, confidence, why): the surest pairs first, each column and each field once."""
    pairs = []
    for index, heading in enumerate(headings):
        pairs += [(likeness.confidence, -index, likeness.field, index) for likeness in known.find(heading)]
        if not heading:
            pairs += [(0.4, -index, field, index) for field in fields if _telling(field, samples[index])]
    chosen: dict[int, tuple[Field, float, str]] = {}
    taken: set[str] = set()
    for confidence, _, field, index in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if index in chosen or field.key in taken:
            continue
        why = _why(confidence)
        if fit(field, samples[index]) < MISFIT:
            confidence *= 0.4
            why = translate("Import", "the heading says so, but the values look like something else")
        chosen[index] = (field, round(confidence, 2), why)
        taken.add(field.key)
    return _whole_names(chosen, fields)


def _whole_names(
    chosen: dict[int, tuple[Field, float, str]], fields: Sequence[Field]
) -> dict[int, tuple[Field, float, str]]:
    """A column "Name" beside "Last name" holds first names; beside first and last names it is not needed."""
    by_key = {field.key: index for index, (field, _, _) in chosen.items()}
    whole = next((field for field in fields if field.kind == "full_name"), None)
    if whole is None or whole.key not in by_key:
        return chosen
    index = by_key[whole.key]
    if "last_name" in by_key and "first_name" in by_key:
        del chosen[index]
    elif "last_name" in by_key:
        first = next(field for field in fields if field.key == "first_name")
        chosen[index] = (first, 0.7, translate("Import", "stands beside the last name"))
    elif "first_name" in by_key:
        del chosen[by_key["first_name"]]
    return chosen


def _why(confidence: float) -> str:
    if confidence >= 0.8:
        return translate("Import", "the heading says so")
    if confidence >= SURE:
        return translate("Import", "the heading is spelled nearly so")
    return translate("Import", "no heading, but the values look like it")


def fit(field: Field, values: Sequence[Value]) -> float:
    """The share of values that could be this field, 1 when there are none or anything could."""
    if not values:
        return 1.0
    return sum(1 for value in values if _fits(field, value)) / len(values)


def _fits(field: Field, value: Value) -> bool:
    text = _text(value)
    dated = isinstance(value, (date, datetime)) or dates.looks_like_date(text)
    match field.kind:
        case "date":
            return dated or (text.isdigit() and len(text) in (5, 8))
        case "name" | "full_name":
            return not dated and "@" not in text and any(map(str.isalpha, text))
        case "number":
            return not dated and "@" not in text and len(text) <= field.longest
        case "email":
            return not dated and any(map(str.isalpha, text)) and " " not in text
        case "phone":
            return not dated and "@" not in text and any(map(str.isdigit, text))
        case _:
            return not dated


def _telling(field: Field, values: Sequence[Value]) -> bool:
    """Whether values without any heading can only be this field."""
    texts = [_text(value) for value in values]
    if len(texts) < 3 or field.kind not in ("email", "number"):
        return False
    if field.kind == "email":
        return all(EMAIL.fullmatch(text) for text in texts)
    return len(set(texts)) == len(texts) and all(text.isdigit() and 2 <= len(text) <= 7 for text in texts)


def _sample(rows: Sequence[Row], index: int) -> list[Value]:
    found: list[Value] = []
    for row in rows[:2000]:
        if index < len(row.cells) and row.cells[index] is not None and row.cells[index] != "":
            found.append(row.cells[index])
            if len(found) == SAMPLE:
                break
    return found


def _text(value: Value) -> str:
    """A cell as a person reads it, on one line."""
    return " ".join(as_text(value).split())[:80]
