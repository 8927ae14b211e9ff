"""Record numbers: short, readable, never ambiguous."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.sampled_from(sorted(numbering.PREFIXES)), st.integers(1, 999_999_999), st.integers(1000, 9999))
def test_a_number_is_read_back_however_it_is_typed(family: str, serial: int, year: int) -> None:
    number = numbering.record_number(family, serial, year)
    assert numbering.read_number(number) == (family, number)
    assert numbering.read_number(f" {number.lower()} ") == (family, number)


@pytest.mark.parametrize(
    ("typed", "number"), [("c-2026-41", "C-2026-0041"), ("s311", "S-0311"), ("e-212", "E-0212"), ("N871", "N-0871")]
)
def test_short_forms_are_understood(typed: str, number: str) -> None:
    found = numbering.read_number(typed)
    assert found is not None
    assert found[1] == number


@pytest.mark.parametrize("typed", ["", "C-41", "S-2026-0041", "Z-0001", "S-0000", "Dana", "S-1; DROP", "S-" + "9" * 50])
def test_anything_else_is_no_number(typed: str) -> None:
    assert numbering.read_number(typed) is None
