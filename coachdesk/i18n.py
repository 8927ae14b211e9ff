"""Marks and translates every text a person sees, without Qt.

`translate("Cycles", "Open a cycle")` is found by pyside6-lupdate under the context "Cycles". The window installs a
catalogue with `install`; until then (command line, tests) the English source text comes back. Values go in afterwards:
`translate("Cycles", "{count} late").format(count=3)`; lupdate skips calls with more arguments, and an f-string could
never match at run time. `QT_TRANSLATE_NOOP("Cycles", "Coach")` marks a text kept in data and translated where shown;
lupdate knows it by that full name only, so import it unaliased.
"""

from __future__ import annotations

from collections.abc import Callable

Catalogue = Callable[[str, str], str]


def _english(context: str, text: str) -> str:
    return text


_catalogue: Catalogue = _english


def install(catalogue: Catalogue | None) -> None:
    """Use `catalogue(context, text) -> text` from now on; None goes back to English."""
    global _catalogue
    _catalogue = catalogue or _english


def translate(context: str, text: str) -> str:
    """The text in the language of the moment."""
    return _catalogue(context, text)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark `text` for extraction and give it back unchanged."""
    return text
