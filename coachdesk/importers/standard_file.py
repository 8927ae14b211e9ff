"""A practice standard as a file (.toml) that agencies hand to each other, read strictly.

The format, number 1. Everything but the first three keys may be left out; no other key is taken.

    coachdesk_standard = 1              # the format's number; a later one is refused, never guessed at
    code = "HD-01"                      # 20 characters at most
    title = "Recognizing and escalating health deterioration"
    area, purpose, failure_prevented, closing_evidence, source_policy, scenario = texts
    crosswalk = ["CMS HCBS: health and welfare"]            # rules and competencies it answers to
    [origin]        agency = "...", version = 2, made_on = 2026-11-22
    [[criteria]]    code, kind, text, threshold (a number), unit, critical (true or false),
                    ideal, acceptable, developmental, unacceptable
    [[prompts]]     cue, threshold, call                    # the prompt card, both texts
    [[measures]]    kind, name, unit, direction, goal (a number)

kind and direction are the codes of coachdesk/vocabulary.py (criterion_kind, measure_kind, direction). The starter
library (resources/library) is made of such files, and exports/standard_file.py writes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from coachdesk import vocabulary
from coachdesk.errors import Problem, Refused, Unreadable
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.sheets import read_bytes

FORMAT = 1
ENDING = ".toml"
MOST_BYTES = 256 * 1024
"""A standard is a page or two; ten times the longest one we know is still far below this."""

TEXTS = ("purpose", "failure_prevented", "closing_evidence", "source_policy", "scenario")
LONGEST = 4_000
SHORT = {"code": 20, "title": 200, "area": 120}
MOST = {"criteria": 60, "prompts": 40, "measures": 20, "crosswalk": 60}
# A dotted key of thousands of parts takes a parser minutes; our format has none at all.
_MANY_DOTS = re.compile(r"(?<![\w.\"'-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){6}")

_NAMES = {
    "criteria": QT_TRANSLATE_NOOP("StandardFile", "Criterion {number}"),
    "prompts": QT_TRANSLATE_NOOP("StandardFile", "Prompt card line {number}"),
    "measures": QT_TRANSLATE_NOOP("StandardFile", "Measure {number}"),
}
# What each part may hold, in the order of a file: key -> the kind of value; a tuple names a vocabulary.
PARTS: dict[str, dict[str, Any]] = {
    "criteria": {
        "code": str,
        "kind": ("criterion_kind",),
        "text": str,
        "threshold": Decimal,
        "unit": str,
        "critical": bool,
        "ideal": str,
        "acceptable": str,
        "developmental": str,
        "unacceptable": str,
    },
    "prompts": {"cue": str, "threshold": str, "call": str},
    "measures": {
        "kind": ("measure_kind",),
        "name": str,
        "unit": str,
        "direction": ("direction",),
        "goal": Decimal,
    },
}
_NEEDED = {"criteria": ("text",), "prompts": ("cue",), "measures": ("name",)}


@dataclass(frozen=True, slots=True)
class StandardFile:
    """What a file holds. texts: TEXTS and "crosswalk".  criteria, prompts, measures: as the services take them.

    agency, version, made_on: where it comes from; "", None, None when the file does not say.
    """

    code: str
    title: str
    area: str
    texts: Mapping[str, Any]
    criteria: tuple[Mapping[str, Any], ...] = ()
    prompts: tuple[Mapping[str, Any], ...] = ()
    measures: tuple[Mapping[str, Any], ...] = ()
    agency: str = ""
    version: int | None = None
    made_on: date | None = None

    @property
    def purpose(self) -> str:
        """What the standard is for."""
        return str(self.texts["purpose"])


# Reading --------------------------------------------------------------------------------------------------------------


def read_standard_file(path: Path) -> StandardFile:
    """Read a file. Raises Unreadable when it is no such file, Refused naming every line that is not right."""
    with suppress(OSError):  # read_bytes tells that trouble
        _check_size(path.stat().st_size, path.name)
    return parse_standard(read_bytes(path), path.name)


def parse_standard(data: bytes, name: str = "") -> StandardFile:
    """As `read_standard_file`, from the file's bytes."""
    found = _toml(data, name)
    number = found.pop("coachdesk_standard", None)
    if type(number) is not int:
        raise _unreadable(translate("StandardFile", "{name} is not a practice standard made by CoachDesk."), name)
    if number != FORMAT:
        raise _unreadable(
            translate("StandardFile", "{name} was made by a newer CoachDesk than this one."),
            name,
            translate("StandardFile", "Update CoachDesk, or ask for the file in the older format."),
        )
    problems = _Found()
    head: dict[str, Any] = {key: problems.text(found.pop(key, ""), key, longest) for key, longest in SHORT.items()}
    for key, label in (
        ("code", translate("StandardFile", "The code is missing.")),
        ("title", translate("StandardFile", "The title is missing.")),
    ):
        if not head[key].strip():
            problems.add(key, label)
    texts: dict[str, Any] = {key: problems.text(found.pop(key, ""), key) for key in TEXTS}
    texts["crosswalk"] = [
        problems.text(one, "crosswalk", 200) for one in problems.rows(found.pop("crosswalk", []), "crosswalk")
    ]
    parts: dict[str, Any] = {key: tuple(_part(problems, key, found.pop(key, []))) for key in PARTS}
    origin = _origin(problems, found.pop("origin", {}))
    problems.unknown(found, translate("StandardFile", "The file"))
    problems.refuse(name)
    return StandardFile(**head, texts=texts, **parts, **origin)


def _toml(data: bytes, name: str) -> dict[str, Any]:
    _check_size(len(data), name)
    try:
        text = data.decode("utf-8-sig")
        if _MANY_DOTS.search(text):
            raise ValueError("a key of many parts")
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:  # a TOMLDecodeError is a ValueError
        raise _unreadable(
            translate("StandardFile", "{name} is not a practice standard made by CoachDesk, or it is damaged."), name
        ) from error


def _check_size(size: int, name: str) -> None:
    if size > MOST_BYTES:
        text = translate("StandardFile", "{name} is larger than {limit} KB; a standard is a page or two.")
        raise _unreadable(text.replace("{limit}", str(MOST_BYTES // 1024)), name)


def _unreadable(text: str, name: str, to_do: str = "") -> Unreadable:
    return Unreadable(
        text.format(name=name or translate("StandardFile", "The file")),
        kept=translate("StandardFile", "Nothing was brought in."),
        to_do=to_do or translate("StandardFile", "Ask whoever sent it to export the standard again."),
    )


class _Found:
    """Gathers what is wrong, so that whoever made the file hears of it all at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, key: str, text: str) -> None:
        self.problems.append(Problem(key, text))

    def text(self, value: Any, key: str, longest: int = LONGEST) -> str:
        if not isinstance(value, str):
            self.add(key, translate("StandardFile", "“{key}” must be a text.").format(key=key))
            return ""
        if len(value) > longest:
            text = translate("StandardFile", "“{key}” is longer than {limit} characters.")
            self.add(key, text.format(key=key, limit=longest))
        return value

    def rows(self, value: Any, key: str) -> list[Any]:
        if not isinstance(value, list):
            self.add(key, translate("StandardFile", "“{key}” must be a list.").format(key=key))
            return []
        if len(value) > MOST[key]:
            text = translate("StandardFile", "“{key}” has more than {limit} entries.")
            self.add(key, text.format(key=key, limit=MOST[key]))
        return value[: MOST[key]]

    def unknown(self, left: Mapping[str, Any], where: str) -> None:
        for key in left:
            text = translate("StandardFile", "{where} says “{key}”, which is not part of the format.")
            self.add(str(key)[:40], text.format(where=where, key=str(key)[:40]))

    def refuse(self, name: str) -> None:
        if self.problems:
            text = translate("StandardFile", "{name} cannot be brought in as it is.")
            raise Refused(
                text.format(name=name or translate("StandardFile", "The file")),
                self.problems[:50],
                kept=translate("StandardFile", "Nothing was brought in."),
                to_do=translate("StandardFile", "Mend the file, or ask whoever sent it to export the standard again."),
            )


def _part(problems: _Found, key: str, value: Any) -> Iterable[dict[str, Any]]:
    for number, row in enumerate(problems.rows(value, key), start=1):
        where = translate("StandardFile", _NAMES[key]).format(number=number)
        if not isinstance(row, dict):
            problems.add(key, translate("StandardFile", "{where} is not made of named values.").format(where=where))
            continue
        problems.unknown({name: row[name] for name in row if name not in PARTS[key]}, where)
        for name in _NEEDED[key]:
            if not str(row.get(name) or "").strip():
                text = translate("StandardFile", "{where} needs “{key}”.")
                problems.add(key, text.format(where=where, key=name))
        yield {name: _value(problems, where, key, name, row[name]) for name in PARTS[key] if name in row}


def _value(problems: _Found, where: str, part: str, name: str, value: Any) -> Any:
    kind = PARTS[part][name]
    if kind is str:
        if isinstance(value, str) and len(value) <= LONGEST:
            return value
        text = translate("StandardFile", "{where}: “{key}” must be a text of at most {limit} characters.")
    elif kind is bool:
        if isinstance(value, bool):
            return value
        text = translate("StandardFile", "{where}: “{key}” must be true or false.")
    elif kind is Decimal:
        number = Decimal(value) if type(value) is int else value
        if isinstance(number, Decimal) and number.is_finite() and 0 <= number <= 99_999_999:
            return number
        text = translate("StandardFile", "{where}: “{key}” must be a number, 0 or more.")
    else:
        if isinstance(value, str) and value in vocabulary.CHOICES[kind[0]]:
            return value
        text = translate("StandardFile", "{where}: “{key}” must be one of: {codes}.")
        text = text.replace("{codes}", ", ".join(vocabulary.codes(kind[0])))
    problems.add(part, text.format(where=where, key=name, limit=LONGEST))
    return None


def _origin(problems: _Found, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        problems.add("origin", translate("StandardFile", "“{key}” is not made of named values.").format(key="origin"))
        return {}
    where = translate("StandardFile", "The origin")
    problems.unknown({key: value[key] for key in value if key not in ("agency", "version", "made_on")}, where)
    version, made_on = value.get("version"), value.get("made_on")
    if version is not None and (type(version) is not int or not 0 < version < 100_000):
        problems.add("origin", translate("StandardFile", "The origin's version must be a whole number."))
    if made_on is not None and (not isinstance(made_on, date) or isinstance(made_on, datetime)):
        problems.add("origin", translate("StandardFile", "The origin's day must be a date such as 2026-11-22."))
    return {"agency": problems.text(value.get("agency", ""), "agency", 200), "version": version, "made_on": made_on}
