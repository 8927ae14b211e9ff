"""A standard as a file: what is written comes back the same, and everything else is refused in plain words."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coachdesk.errors import Refused, Unreadable
from coachdesk.importers import standard_file
from coachdesk.importers.standard_file import parse_standard, read_standard_file
from coachdesk.services.library import as_version, starter_standards
from exports.standard_file import standard_text

TODAY = date(2026, 11, 22)
WHOLE = b'coachdesk_standard = 1\ncode = "X-1"\ntitle = "One"\n'


def refusal(more: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse_standard(WHOLE + more, "x.toml")
    return " ".join(problem.text for problem in caught.value.problems)


@pytest.mark.parametrize("code", [one.code for one in starter_standards()])
def test_a_file_comes_back_as_it_was_written(code: str) -> None:
    (starter,) = (one for one in starter_standards() if one.code == code)
    written = standard_text(as_version(starter, 3), "Harbor “Community” Supports\n\\ Ohio", TODAY)
    found = parse_standard(written.encode())
    assert (found.agency, found.version, found.made_on) == ("Harbor “Community” Supports\n\\ Ohio", 3, TODAY)
    assert as_version(replace(found, agency="", version=None, made_on=None)) == as_version(starter)


def test_texts_of_every_kind_survive() -> None:
    awkward = 'a "quoted" \\ back\nline\ttab \x7f é 李 \U0001f600'
    (starter,) = (one for one in starter_standards() if one.code == "HD-01")
    version = replace(as_version(starter), purpose=awkward, crosswalk=(awkward, "b"))
    found = parse_standard(standard_text(version, "", TODAY).encode())
    assert (found.purpose, found.texts["crosswalk"]) == (awkward, [awkward, "b"])


def test_the_starter_library_is_whole() -> None:
    assert len(starter_standards()) >= 8
    for one in starter_standards():
        version = as_version(one)
        assert all((version.criteria, version.prompts, version.closing_evidence, version.crosswalk)), one.code
        assert len(version.measures) >= 3, one.code
        assert len(version.scenario) > 200, one.code
        assert all(row.goal is None or row.goal > 0 for row in version.measures), one.code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"PK\x03\x04 a workbook",
        b"%PDF-1.7",
        b"{ \"coachdesk_standard\": 1 }",
        b'code = "X-1"\ntitle = "One"\n',
        b'coachdesk_standard = "1"\ncode = "X-1"\ntitle = "One"\n',
        b"coachdesk_standard = true\ncode = 'X'\ntitle = 'One'\n",
        b"x = " + b"[" * 100_000,
        b"x = " + b"{a=" * 50_000,
        b"a." * 100_000 + b"a = 1",
        b"'a'." * 50_000 + b"'a' = 1",
        b"coachdesk_standard = " + b"9" * 200_000,
        b"[a]\n" * 2,
        WHOLE + b"\xff",
    ],
)  # fmt: skip
def test_what_is_no_standard_is_refused_at_once(data: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(Unreadable) as caught:
        parse_standard(data, "x.toml")
    assert "x.toml" in caught.value.happened
    assert caught.value.kept == "Nothing was brought in."
    assert time.perf_counter() - begun < 2


def test_a_file_of_a_newer_program_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="newer CoachDesk"):
        parse_standard(WHOLE.replace(b"= 1", b"= 2", 1), "x.toml")


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    path.write_bytes(WHOLE + b"#" * standard_file.MOST_BYTES)
    with pytest.raises(Unreadable, match="larger than 256 KB"):
        read_standard_file(path)
    with pytest.raises(Unreadable):
        read_standard_file(tmp_path)
    with pytest.raises(Unreadable):
        read_standard_file(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (b'colour = "red"', "“colour”, which is not part"),
        (b"purpose = 3", "“purpose” must be a text"),
        (b"crosswalk = 3", "“crosswalk” must be a list"),
        (b"crosswalk = [3]", "“crosswalk” must be a text"),
        (b"criteria = 3", "“criteria” must be a list"),
        (b"criteria = [3]", "Criterion 1 is not made of named values"),
        (b"[[criteria]]\nkind = 'must_do'", "Criterion 1 needs “text”"),
        (b"[[criteria]]\ntext = 'a'\nkind = 'nice_to_have'", "must be one of: must_document, must_do"),
        (b"[[criteria]]\ntext = 'a'\ncritical = 1", "true or false"),
        (b"[[criteria]]\ntext = 'a'\nthreshold = '4'", "must be a number"),
        (b"[[criteria]]\ntext = 'a'\nthreshold = -1", "must be a number, 0 or more"),
        (b"[[criteria]]\ntext = 'a'\nthreshold = nan", "must be a number"),
        (b"[[criteria]]\ntext = 'a'\nthreshold = 1e400000", "must be a number"),
        (b"[[criteria]]\ntext = 'a'\nprice = 1", "Criterion 1 says “price”"),
        (b"[[prompts]]\ncall = 'x'", "Prompt card line 1 needs “cue”"),
        (b"[[measures]]\nname = 'x'\ndirection = 'up'", "at_least, at_most"),
        (b"[origin]\nagency = 4", "“agency” must be a text"),
        (b"[origin]\nversion = true", "whole number"),
        (b"[origin]\nmade_on = 2026-11-22T10:00:00Z", "must be a date"),
        (b"purpose = '" + b"x" * 5_000 + b"'", "longer than 4000 characters"),
        (b"[[prompts]]\ncue = 'x'\n" * 41, "more than 40 entries"),
    ],
)
def test_every_line_that_is_not_right_is_named(more: bytes, told: str) -> None:
    assert told in refusal(more)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refused) as caught:
        parse_standard(b"coachdesk_standard = 1\nx = 1\ny = 2", "x.toml")
    assert len(caught.value.problems) == 4  # no code, no title, two unknown keys


def test_numbers_are_kept_exactly() -> None:
    found = parse_standard(WHOLE + b"[[criteria]]\ntext = 'a'\nthreshold = 0.1\n[[measures]]\nname = 'b'\ngoal = 90")
    assert found.criteria[0]["threshold"] == Decimal("0.1")
    assert found.measures[0]["goal"] == Decimal(90)
