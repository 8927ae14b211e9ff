"""R22 on the command line: what a text given to `do` may give away is told, as a form tells it; nothing is held up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from coachdesk.queries import lookups
from coachdesk.rules import privacy

PRACTICE = frozenset(
    {
        "action", "audit", "chart", "competence", "cycle", "drift", "evidence", "measure", "note", "observation",
        "planned", "scenario", "session", "signal", "step", "sustain",
    }
)  # fmt: skip
"""The first words of the actions in which people write about practice."""
NAMELESS = frozenset({"audit", "signal"})
"""Those with a field of its own for whom it is about, so that no name belongs in a text."""
CODES = frozenset({"participant_code"})


def typed_warnings(conn: sa.Connection, action: str, arguments: Mapping[str, Any]) -> list[str]:
    """A line for everything in these arguments that a person should look at before it leaves the desk."""
    family = action.partition(".")[0]
    if family not in PRACTICE:
        return []
    nameless = family in NAMELESS
    names = lookups.roster(conn) if nameless else None
    told = []
    for key, text in _texts(arguments, ""):
        coded = key.rpartition(".")[2] in CODES
        found = privacy.code_warnings(text) if coded else privacy.warnings(text, names, nameless=nameless)
        told += [f"{key}: {one}" for one in found]
    return told


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every text in what was given, with where it stands ("values.note", "items.2.text")."""
    if isinstance(value, str):
        if value.strip():
            yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for place, inner in enumerate(value, 1):
            yield from _texts(inner, f"{key}.{place}")
