"""The sampling frame as it is typed: lists, ranges, and what a reference code may not look like (R22)."""

from __future__ import annotations

import pytest

from coachdesk.rules.frames import MOST_RECORDS, code_problem, read_frame
from coachdesk.rules.privacy import Roster

NAMES = Roster([("Dana", "Whitfield", "")])


def test_codes_stand_apart_by_line_comma_or_semicolon_and_count_once() -> None:
    frame = read_frame("HC-0001, HC-0002;HC-0003\r\n\n  HC-0002 \nHC-0004\t10/3/2026\n")
    assert frame.codes == ("HC-0001", "HC-0002", "HC-0003", "HC-0004")
    assert frame.repeated == ("HC-0002",)
    assert frame.problems == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("HC-0009 to HC-0011", ("HC-0009", "HC-0010", "HC-0011")),
        ("HC-2026-0009..0011", ("HC-2026-0009", "HC-2026-0010", "HC-2026-0011")),
        ("N7–N9", ("N7", "N8", "N9")),
        ("8 through 11", ("8", "9", "10", "11")),
        ("hc-01 TO HC-02", ("hc-01", "hc-02")),
    ],
)
def test_a_numbered_range_is_every_record_in_it(typed: str, codes: tuple[str, ...]) -> None:
    assert read_frame(typed).codes == codes


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("HC-0010 to HC-0001", "ends before it begins"),
        ("HC-0001 to KL-0010", "begin alike"),
        (f"1 to {MOST_RECORDS + 5}", "more than"),
        (f"1 to {MOST_RECORDS}, X1 to X9", "at most"),
    ],
)
def test_a_range_that_cannot_be_is_told(typed: str, told: str) -> None:
    assert told in read_frame(typed).problems[0]


@pytest.mark.parametrize("code", ["HC-0231", "P-114", "0231", "HC-2026-0231", "Visit 114", "N 7/3", "records-12"])
def test_reference_codes_are_let_through(code: str) -> None:
    assert code_problem(code, NAMES) == ""


@pytest.mark.parametrize(
    "code", ["Whitfield-12", "Edmund Fisk", "Fisher 2", "HC", "219-09-9999", "dana@harbor.example", "HC-1" * 20]
)
def test_r22_what_looks_like_a_person_is_no_code(code: str) -> None:
    assert code_problem(code, NAMES) != ""
    assert read_frame(code, NAMES).problems != ()
