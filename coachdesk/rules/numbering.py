"""Record numbers people can say on the phone: C-2026-0041, S-0311, N-0871, O-0007, E-0212.

A series never gives a number twice; the desk's counters remember the last one of each series.
"""

from __future__ import annotations

PREFIXES: dict[str, str] = {
    "cycle": "C",
    "signal": "S",
    "session": "N",
    "observation": "O",
    "evidence": "E",
    "audit": "A",
    "corrective_action": "K",
    "plan": "P",
    "assessment": "Q",
    "scenario_exercise": "X",
}
YEARLY: frozenset[str] = frozenset({"cycle"})  # numbered anew each year


def series(family: str, year: int) -> str:
    """The counter a new record of `family` takes its serial from: "cycle/2026", "signal"."""
    return f"{family}/{year}" if family in YEARLY else family


def record_number(family: str, serial: int, year: int) -> str:
    """The number of the record: at least four digits, more when needed. KeyError for a family without numbers."""
    if serial < 1:
        raise ValueError(f"{serial} is not a serial number")
    prefix = PREFIXES[family]
    return f"{prefix}-{year:04}-{serial:04}" if family in YEARLY else f"{prefix}-{serial:04}"
