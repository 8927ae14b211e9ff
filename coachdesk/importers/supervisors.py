"""Who supervises whom: finding the person a cell means, by number or by name, and circles in the result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from coachdesk.i18n import translate
from coachdesk.importers.fields import fold
from coachdesk.importers.names import spellings, split_name
from coachdesk.importers.roster_desk import number_key

# Number and name in one cell: the number stands in brackets behind the name, or before it and a dash.
IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]\s*$")
IN_FRONT = re.compile(r"^([^\s,]{1,40})\s*[-–:]\s+")


class People:
    """Everybody a cell can mean, known by number key: `add` them all, then `find`."""

    def __init__(self) -> None:
        self._names: list[tuple[str, str, str, str, str]] = []
        self._numbers: dict[str, str] = {}

    def add(self, number: str, first: str, last: str, preferred: str = "", email: str = "") -> None:
        """Somebody of the file or the desk; adding the same number again adds another spelling of the name."""
        key = number_key(number)
        self._numbers.setdefault(key, number)
        self._names.append((key, first, last, preferred, email))

    def number(self, key: str) -> str:
        """The staff number as written, for a key."""
        return self._numbers.get(key, key)

    @cached_property
    def _by_name(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, first, last, preferred, email in self._names:
            for spelling in spellings(first, last, preferred):
                found.setdefault(spelling, set()).add(key)
            if email:
                found.setdefault(fold(email), set()).add(key)
        return found

    def find(self, text: str) -> tuple[str, str]:
        """(key, "") of the person a cell means, or ("", why nobody)."""
        key = number_key(text)
        if key in self._numbers:
            return key, ""
        for pattern in (IN_BRACKETS, IN_FRONT):
            if (inside := pattern.search(text)) and number_key(inside[1]) in self._numbers:
                return number_key(inside[1]), ""
        first, last, _ = split_name(text)
        for spelling in (fold(text), fold(f"{first} {last}")):
            keys = self._by_name.get(spelling, set())
            if len(keys) == 1:
                return next(iter(keys)), ""
            if keys:
                numbers = ", ".join(sorted(self.number(one) for one in keys))
                reason = translate("Import", "could be any of {numbers}: write the staff number instead")
                return "", reason.format(numbers=numbers)
        return "", translate("Import", "is nobody known: neither in the file nor in the desk")


def circles(supervisor_of: Mapping[str, str]) -> Iterable[list[str]]:
    """Every circle in person -> supervisor, each once, as the keys along it."""
    done: set[str] = set()
    for start in supervisor_of:
        path: list[str] = []
        place: dict[str, int] = {}
        person: str | None = start
        while person is not None and person not in done and person not in place:
            place[person] = len(path)
            path.append(person)
            person = supervisor_of.get(person)
        if person is not None and person in place:
            yield path[place[person] :]
        done.update(path)
