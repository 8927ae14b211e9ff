"""Reads one cell as a field of its kind: the value, or the reason why not, in words that follow the value.

A reason completes the sentence 'Hire Date "02/30/2026" ...'. Nothing is guessed silently: what was mended or assumed
is a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any, NamedTuple

from coachdesk.i18n import translate
from coachdesk.importers import dates
from coachdesk.importers.fields import Field, fold
from coachdesk.importers.grid import CellError, Formula, Value
from coachdesk.importers.names import split_name


class Reading(NamedTuple):
    """What a cell says for its field. `reason` is "" when all is well; value None means the cell says nothing."""

    value: Any = None
    reason: str = ""
    note: str = ""


Reader = Callable[[Value], Reading]
NOTHING = Reading()

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")
WHOLE = re.compile(r"(\d+)\.0+")
SAYS_NOTHING = frozenset(
    {"-", "--", "—", "n/a", "na", "none", "null", "nil", "(none)", "(blank)", "#n/a", "ninguno", "ninguna"}
)
STILL_HERE = frozenset({"present", "current", "active", "to date", "presente", "actual", "activo"})
YES = frozenset({"yes", "y", "true", "1", "x", "si", "s", "on", "✓", "✔"})
MOST_MINUTES = 3_600  # a week; the limit of the staff form
NO = frozenset({"no", "n", "false", "0", "off", "f"})


def clean(text: str, longest: int) -> Reading:
    """A text without stray spaces and invisible signs, in one normal form."""
    if not (text.isascii() and text.isprintable()):
        text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        if "\ufffd" in text:
            return Reading(None, translate("Import", "holds letters that could not be read (broken encoding)"))
        if HARMFUL.search(text):
            return Reading(None, translate("Import", "holds control characters"))
    text = " ".join(text.split())
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
        text = text[1:]  # how a text that begins like a formula is written in CSV
    if text.startswith("="):
        return Reading(None, _formula_reason(text))
    if len(text) > longest:
        return Reading(
            None,
            translate("Import", "is too long: {count} characters, and {longest} fit").format(
                count=len(text), longest=longest
            ),
        )
    return Reading(None if not text or (len(text) <= 8 and fold(text) in SAYS_NOTHING) else text)


def _formula_reason(text: str) -> str:
    return translate("Import", "is a formula, not a value; replace it by its value ({formula})").format(
        formula=text if len(text) <= 60 else text[:59] + "…"
    )


def _swapped(what: str) -> str:
    return translate("Import", "is {what}: it looks like columns are swapped").format(what=what)


def _a_date() -> str:
    return _swapped(translate("Import", "a date"))


def _plain_text(value: Value, longest: int) -> Reading:
    """Text of a cell that may hold anything but a date."""
    if isinstance(value, str):
        found = clean(value, longest)
        if isinstance(found.value, str) and dates.looks_like_date(found.value):
            return Reading(None, _a_date())
        return found
    if isinstance(value, bool):
        return Reading(None, translate("Import", "is a yes or no, not a text"))
    if isinstance(value, (date, datetime, time)):
        return Reading(None, _a_date())
    return Reading(str(value))


def _number(value: Value, field: Field, with_digits: bool) -> Reading:
    found = _plain_text(value, field.longest)
    if not isinstance(found.value, str):
        return found
    text = found.value
    if "@" in text:
        return Reading(None, _swapped(translate("Import", "an e-mail address")))
    if whole := WHOLE.fullmatch(text):
        text = whole[1]
    elif isinstance(value, float):
        return Reading(None, translate("Import", "is not a whole number"))
    if with_digits and not DIGIT.search(text):
        return Reading(None, _swapped(translate("Import", "a word where the others are numbers")))
    return Reading(text)


def _name(value: Value, field: Field) -> Reading:
    found = _plain_text(value, field.longest)
    if not isinstance(found.value, str):
        return found
    text = found.value
    if "@" in text:
        return Reading(None, _swapped(translate("Import", "an e-mail address")))
    if not LETTER.search(text) and not DIGIT.search(text):
        return Reading(None, translate("Import", "has no letter in it"))
    if not LETTER.search(text) or (DIGIT.search(text) and len(DIGIT.findall(text)) > len(LETTER.findall(text))):
        return Reading(None, _swapped(translate("Import", "a number where a name belongs")))
    return found


def _full_name(value: Value, field: Field) -> Reading:
    found = _name(value, field)
    if not isinstance(found.value, str):
        return found
    first, last, note = split_name(found.value)
    if not first:
        return Reading(None, translate("Import", "is only one name; first and last name are needed"))
    return Reading((first, last), "", note)


def _text(value: Value, field: Field) -> Reading:
    return _plain_text(value, field.longest)


def _lookup(value: Value, field: Field) -> Reading:
    found = _plain_text(value, field.longest)
    if isinstance(found.value, str) and "@" in found.value and " " not in found.value:
        return Reading(None, _swapped(translate("Import", "an e-mail address")))
    return found


def _person(value: Value, field: Field) -> Reading:
    found = _plain_text(value, field.longest)
    if isinstance(found.value, str) and (whole := WHOLE.fullmatch(found.value)):
        return Reading(whole[1])
    return found


def _email(value: Value, field: Field) -> Reading:
    found = _plain_text(value, field.longest)
    if not isinstance(found.value, str):
        return found
    text = found.value[7:] if found.value[:7].lower() == "mailto:" else found.value
    if "@" not in text and not LETTER.search(text):
        return Reading(None, _swapped(translate("Import", "a number where an e-mail belongs")))
    return Reading(text)


def _phone(value: Value, field: Field) -> Reading:
    found = _plain_text(value, field.longest)
    if not isinstance(found.value, str):
        return found
    if "@" in found.value:
        return Reading(None, _swapped(translate("Import", "an e-mail address")))
    if not DIGIT.search(found.value):
        return Reading(None, _swapped(translate("Import", "a word where a phone number belongs")))
    return found


def _yes_no(value: Value) -> Reading:
    if isinstance(value, bool):
        return Reading(value)
    text = fold(str(value))
    if not text:
        return NOTHING
    if text in YES or text in NO:
        return Reading(text in YES)
    return Reading(None, translate("Import", "is neither yes nor no"))


def _minutes(value: Value) -> Reading:
    text = str(value).strip()
    whole = WHOLE.fullmatch(text)
    text = whole[1] if whole else text
    if fold(text) in SAYS_NOTHING or not text:
        return NOTHING
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 6):
        return Reading(None, translate("Import", "is not a number of minutes"))
    if int(text) > MOST_MINUTES:
        return Reading(None, translate("Import", "is more than {most} minutes").format(most=f"{MOST_MINUTES:,}"))
    return Reading(int(text))


def _date(value: Value, order: dates.Order, today: date) -> Reading:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Reading(*dates.check_year(value, today))
    if isinstance(value, (bool, time)):
        return Reading(None, translate("Import", "is not a date"))
    if isinstance(value, (int, float)):
        return (
            Reading(*dates.read_serial(value, today))
            if value < 1e7
            else Reading(*dates.read_date(str(value), order, today))
        )
    found = clean(str(value), 80)
    if not isinstance(found.value, str):
        return found
    if fold(found.value) in STILL_HERE:
        return NOTHING
    read = dates.read_date(found.value, order, today)
    if read.value is None and LETTER.search(found.value) and not DIGIT.search(found.value):
        return Reading(None, _swapped(translate("Import", "a word where a date belongs")))
    return Reading(*read)


def reader(field: Field, column: Sequence[Value], today: date) -> tuple[Reader, str]:
    """How to read the cells of `column`, which holds `field`; and a note on what was found out about the column."""
    if field.kind == "date":
        order, shown = dates.day_first(value for value in column if isinstance(value, str))
        note = translate("Import", "Dates are read as day/month/year, as {value} shows.").format(value=shown)
        return _remembering(field, partial(_date, order=order, today=today)), note if order == "dmy" else ""
    if field.kind == "number":
        filled = [str(value) for value in column if value is not None]
        with_digits = 2 * sum(1 for text in filled if DIGIT.search(text)) > len(filled)
        return _reading(field, partial(_number, field=field, with_digits=with_digits)), ""
    read = _of_kind(field)
    return (_remembering if field.kind in ("lookup", "person") else _reading)(field, read), ""


def _of_kind(field: Field) -> Reader:
    if field.kind == "yes_no":
        return _yes_no
    if field.kind == "minutes":
        return _minutes
    by_kind = {"name": _name, "full_name": _full_name, "email": _email, "phone": _phone, "lookup": _lookup}
    return partial(by_kind.get(field.kind, _person if field.kind == "person" else _text), field=field)


def _reading(field: Field, read: Reader) -> Reader:
    def reading(value: Value) -> Reading:
        return NOTHING if value is None else _unwrapped(value, field, read)

    return reading


def _remembering(field: Field, read: Reader) -> Reader:
    """For columns that repeat themselves: each different value is read once."""
    known: dict[tuple[type, Value], Reading] = {}

    def remembered(value: Value) -> Reading:
        if value is None:
            return NOTHING
        key = (type(value), value)  # 1, 1.0 and True are equal, but are not read alike
        found = known.get(key)
        if found is None:
            found = known[key] = _unwrapped(value, field, read)
        return found

    return remembered


def _unwrapped(value: Value, field: Field, read: Reader) -> Reading:
    """Deal with what a spreadsheet computes: a key field must not be computed, other fields take the result."""
    if isinstance(value, CellError):
        return Reading(None, translate("Import", "is an error of the spreadsheet program"))
    if isinstance(value, Formula):
        if field.key_field or value.shown is None:
            return Reading(None, _formula_reason(value.text))
        found = read(value.shown)
        note = translate("Import", "is a formula; the result saved with it was read")
        return found if found.reason else Reading(found.value, "", note)
    return read(value)
