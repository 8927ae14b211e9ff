"""What every service needs to look at what it was given: collecting problems, cleaning texts, setting columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.errors import Problem, Refused, UnknownField
from coachdesk.i18n import translate
from coachdesk.records import Record
from coachdesk.records.people import Staff
from coachdesk.rules.clocks import late_entry
from coachdesk.rules.numbering import record_number, series
from coachdesk.store.change import Change

LONGEST = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Problems:
    """Gathers everything wrong at once, so that a person mends a form in one go."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, field: str, text: str, rule: str = "") -> None:
        """Note a problem with a field."""
        self._found.append(Problem(field, text, rule))

    def need(self, field: str, value: object, label: str) -> None:
        """A field that must be filled."""
        if value is None or value in ("", [], (), {}):
            self.add(field, translate("Checks", "{label} is needed.").format(label=label))

    def one_of(self, field: str, value: str, choice: str, *, optional: bool = False) -> None:
        """A coded field must hold a code of its choice."""
        if not (optional and not value) and value not in vocabulary.CHOICES[choice]:
            self.add(field, translate("Checks", "Choose one of the listed values."))

    def not_after(self, field: str, earlier: date | None, later: date | None, text: str) -> None:
        """Two days in order, where both are known."""
        if earlier is not None and later is not None and earlier > later:
            self.add(field, text)

    def refuse(self, happened: str) -> None:
        """Raise Refused if anything was found."""
        if self._found:
            raise Refused(
                happened,
                self._found,
                kept=translate("Checks", "Nothing was saved; what you typed is still there."),
                to_do=translate("Checks", "Mend what is listed and save again."),
            )


def clean(value: object) -> str:
    """A typed text without control characters and outer spaces. Text beyond LONGEST is refused, never cut silently."""
    text = _CONTROL.sub("", str(value or "")).strip()
    if len(text) > LONGEST:
        raise Refused(
            translate("Checks", "A text is {count} characters long; {limit} is the most a record takes.").format(
                count=len(text), limit=LONGEST
            ),
            kept=translate("Checks", "Nothing was saved; what you typed is still there."),
            to_do=translate("Checks", "Shorten it, or attach it as a file."),
        )
    return text


def known_only(values: Mapping[str, Any], allowed: Collection[str], family: str) -> None:
    """UnknownField when `values` names a field that is not among the allowed ones."""
    if unknown := set(values) - set(allowed):
        raise UnknownField(family, unknown, allowed)


def assign(record: Record, values: Mapping[str, Any], allowed: Collection[str]) -> None:
    """Set the given columns; only `allowed` ones may be named, else UnknownField."""
    known_only(values, allowed, record.family())
    columns = sa.inspect(type(record)).columns
    for name, value in values.items():
        text = isinstance(columns[name].type, sa.Text) and not columns[name].nullable
        setattr(record, name, clean(value) if text else value)


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside of these are slips of the keyboard ("0226"): no agency has records of them."""


def check_years(given: Mapping[str, Any]) -> None:
    """Refuse days and moments, at any depth of a service's arguments, whose year cannot be meant."""
    found = [
        (field, day)
        for name, value in given.items()
        for field, day in _days_in(name, value)
        if not FIRST_DAY <= day <= LAST_DAY
    ]
    if found:
        text = translate("Checks", "{day} cannot be meant; check the year.")
        problems = [
            Problem(field, text.format(day=f"{day.month:02}/{day.day:02}/{day.year:04}")) for field, day in found
        ]
        raise Refused(
            translate("Checks", "A day is too far off to be right."),
            dict.fromkeys(problems),
            kept=translate("Checks", "Nothing was saved; what you typed is still there."),
            to_do=translate("Checks", "Mend what is listed and save again."),
        )


def _days_in(field: str, value: object) -> Iterator[tuple[str, date]]:
    """Each day in an argument with the form field it stands in: a mapping's key, else the argument's own name."""
    if isinstance(value, datetime):
        yield field, value.date()
    elif isinstance(value, date):
        yield field, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _days_in(key if isinstance(key, str) else field, one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from ((field, day) for _, day in _days_in(field, one))


def name_of(staff: Staff) -> str:
    """ "Dana Whitfield", with the preferred first name where there is one."""
    return f"{staff.preferred_name or staff.first_name} {staff.last_name}".strip()


def numbered(change: Change, family: str, year: int = 0) -> str:
    """The next record number of a family, "N-0042"; cycles count anew each year."""
    serial = change.number(series(family, year or change.today.year))
    return record_number(family, serial, year or change.today.year)


def is_late(change: Change, event: date | datetime) -> bool:
    """Whether what happened at `event` is recorded so late that it must be marked (R10)."""
    day = event.astimezone().date() if isinstance(event, datetime) else event
    return late_entry(day, change.today, change.settings)


def newly_late(change: Change, before: datetime | None, moment: datetime | None) -> bool:
    """Whether a moment that replaces `before` is entered so late that the record must be marked (R10).

    Mending anything else makes nothing late; forms know minutes, so seconds do not count as a change.
    """
    if moment is None or (before is not None and abs((moment - before).total_seconds()) < 60):
        return False
    return is_late(change, moment)
