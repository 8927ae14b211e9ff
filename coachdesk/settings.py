"""The agency settings: every limit the rules use, declared once with its default, label, help and allowed range.

`Settings` is what rules and services read, `SETTINGS` what a settings page lists; both come from one declaration. The
desk stores only what differs from the default, as text: `read_stored` turns that back and reports what it could not
use, `parse` reads what a person typed. Rule numbers (R2, R10 ...) are those of the product's rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import translate
from coachdesk.setting_list import GROUPS, SETTINGS, UNITS, Setting, Settings, Value

__all__ = [
    "GROUPS",
    "SETTINGS",
    "UNITS",
    "WAITING",
    "Setting",
    "Settings",
    "Value",
    "changed",
    "from_stored",
    "parse",
    "read_stored",
    "setting",
    "to_text",
    "validate",
]

WAITING = frozenset(
    {
        "plan_sections",
        "effectiveness_sources",
        "survey_smallest",
        "idle_lock_minutes",
        "backup_minutes",
        "backup_second_days",
    }
)
"""Limits of parts of the program that are still to come: declared, since the rules name them, but not offered yet."""

_BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


def setting(key: str) -> Setting:
    """The declaration of `key`; KeyError when there is no such setting."""
    return _BY_KEY[key]


def parse(key: str, text: str) -> Value:
    """The value that `text` means for `key`: "14", "yes", "30, 60, 90". Raises Refused saying what is allowed."""
    declared = _BY_KEY[key]
    words = text.strip().lower()
    value: Value
    if declared.type == "bool":
        if words not in _YES | _NO:
            raise _refused(declared, translate("Settings", "{label}: answer yes or no."))
        value = words in _YES
    else:
        try:
            numbers = tuple(_whole(part) for part in words.split(",")) if words else ()
        except ValueError:
            raise _refused(declared, translate("Settings", "{label}: give whole numbers only.")) from None
        if declared.type == "int":
            if len(numbers) != 1:
                raise _refused(declared, translate("Settings", "{label}: give one whole number."))
            value = numbers[0]
        else:
            value = tuple(sorted(set(numbers)))
    validate(key, value)
    return value


def _whole(text: str) -> int:
    """A plain whole number; refuses what int() would let through, such as "1_000" or other scripts' digits."""
    cleaned = text.strip()
    if not (cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 9):
        raise ValueError(cleaned)
    return int(cleaned)


def validate(key: str, value: Value) -> None:
    """Raise Refused when `value` is not allowed for `key`."""
    declared = _BY_KEY[key]
    numbers = value if isinstance(value, tuple) else (int(value),)
    if isinstance(value, tuple) and not declared.at_least <= len(value) <= declared.at_most:
        raise _refused(declared, translate("Settings", "{label}: give {at_least} to {at_most} numbers."))
    if any(not declared.minimum <= number <= declared.maximum for number in numbers):
        raise _refused(declared, translate("Settings", "{label}: choose from {minimum} to {maximum}."))


def _refused(declared: Setting, text: str) -> Refused:
    words = text.format(
        label=translate("Settings", declared.label),
        minimum=f"{declared.minimum:,}",
        maximum=f"{declared.maximum:,}",
        at_least=declared.at_least,
        at_most=declared.at_most,
    )
    return Refused(
        translate("Settings", "This setting was not changed."),
        [Problem(declared.key, words, declared.rule)],
        kept=translate("Settings", "The old value stays in force."),
    )


def to_text(value: Value) -> str:
    """How the desk stores a value: "14", "1", "30,60,90". `parse` reads it back."""
    if isinstance(value, tuple):
        return ",".join(str(number) for number in value)
    return str(int(value))


def read_stored(stored: Mapping[str, str]) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings kept in the desk, and one problem for each value that could not be used (its default is in force).

    A key this program does not know is reported too, and otherwise left alone: a newer program may have written it.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, text in stored.items():
        if key not in _BY_KEY:
            words = translate("Settings", 'The setting "{key}" is not known to this version and is not used.')
            problems.append(Problem(key, words.format(key=key)))
            continue
        try:
            values[key] = parse(key, text)
        except Refused as refusal:
            problems.extend(refusal.problems)
    return replace(Settings(), **values), tuple(problems)


def from_stored(stored: Mapping[str, str]) -> Settings:
    """The settings kept in the desk; a value that cannot be used gives way to its default."""
    return read_stored(stored)[0]


def changed(settings: Settings) -> dict[str, str]:
    """What differs from the defaults, as stored text: exactly what the desk needs to keep."""
    values = {item.key: getattr(settings, item.key) for item in SETTINGS}
    return {key: to_text(value) for key, value in values.items() if value != _BY_KEY[key].default}
