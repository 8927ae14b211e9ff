"""Record numbers: short, readable, never ambiguous."""

from __future__ import annotations

import pytest

from coachdesk.rules import numbering


def test_numbers_look_as_people_know_them() -> None:
    assert numbering.record_number("cycle", 41, 2026) == "C-2026-0041"
    assert numbering.record_number("signal", 311, 2026) == "S-0311"
    assert numbering.record_number("session", 12345, 2026) == "N-12345"
    assert numbering.series("cycle", 2026) == "cycle/2026"
    assert numbering.series("signal", 2026) == "signal"


def test_every_family_has_a_letter_of_its_own() -> None:
    assert len(set(numbering.PREFIXES.values())) == len(numbering.PREFIXES)


def test_a_serial_begins_at_one() -> None:
    with pytest.raises(ValueError, match="serial"):
        numbering.record_number("cycle", 0, 2026)
