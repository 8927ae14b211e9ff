"""Marks and translates every text a person sees, without Qt.

`translate("Cycles", "Open a cycle")` is found by pyside6-lupdate under the context "Cycles". The window installs a
catalogue with `install`; until then (command line, tests) the English source text comes back. Values go in afterwards:
`translate("Cycles", "{count} late").format(count=3)`; lupdate skips calls with more arguments, and an f-string could
never match at run time. `QT_TRANSLATE_NOOP("Cycles", "Coach")` marks a text kept in data and translated where shown;
lupdate knows it by that full name only, so import it unaliased.

`clock(16, 40)` is the one way a time of day is written: "4:40 PM" until the window installs the system's own format.
"""

from __future__ import annotations

from collections.abc import Callable

Catalogue = Callable[[str, str], str]
Clock = Callable[[int, int], str]


def _english(context: str, text: str) -> str:
    return text


def _american(hour: int, minute: int) -> str:
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


_catalogue: Catalogue = _english
_clock: Clock = _american


def install(catalogue: Catalogue | None) -> None:
    """Use `catalogue(context, text) -> text` from now on; None goes back to English."""
    global _catalogue
    _catalogue = catalogue or _english


def translate(context: str, text: str) -> str:
    """The text in the language of the moment."""
    return _catalogue(context, text)


def install_clock(clock: Clock | None) -> None:
    """Write times as `clock(hour, minute) -> text` does from now on; None goes back to US form."""
    global _clock
    _clock = clock or _american


def clock(hour: int, minute: int) -> str:
    """A time of day, hour 0 to 23, as it is written here: "4:40 PM" or "16:40"."""
    return _clock(hour, minute)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark `text` for extraction and give it back unchanged."""
    return text
