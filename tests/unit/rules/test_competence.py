"""R16: the matrix shows how each person stands, and nothing is written by itself."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachdesk.rules import competence
from coachdesk.rules.competence import CompetenceRecord
from coachdesk.settings import Settings

DEFAULTS = Settings()
TODAY = date(2026, 11, 17)
RECORD = CompetenceRecord(1, 2, date(2026, 1, 10), True, date(2027, 1, 10))


def stands(*records: CompetenceRecord, coached: bool = False) -> str:
    return competence.standing(records, coached, TODAY, DEFAULTS).standing


@pytest.mark.parametrize(
    ("expires", "standing"),
    [
        (TODAY + timedelta(days=31), "current"),
        (TODAY + timedelta(days=30), "expiring"),
        (TODAY, "expiring"),  # it holds through its last day
        (TODAY - timedelta(days=1), "expired"),
        (None, "current"),
    ],
)
def test_r16_current_expiring_expired(expires: date | None, standing: str) -> None:
    assert stands(replace(RECORD, expires_on=expires)) == standing


def test_r16_without_a_verification_a_standard_is_not_verified() -> None:
    assert stands() == "not_verified"
    assert stands(replace(RECORD, met=False)) == "not_verified"
    assert stands(replace(RECORD, verified_on=TODAY + timedelta(days=1))) == "not_verified"


def test_r16_the_newest_verification_counts() -> None:
    newer = replace(RECORD, verified_on=date(2026, 6, 1))
    assert stands(RECORD, replace(newer, met=False)) == "not_verified"
    assert stands(replace(RECORD, expires_on=date(2026, 2, 1)), newer) == "current"


def test_r16_in_coaching_is_shown_before_anything_else() -> None:
    expired = replace(RECORD, expires_on=date(2026, 11, 1))
    cell = competence.standing([expired], True, TODAY, DEFAULTS)
    assert (cell.standing, cell.days) == ("in_coaching", -16)


def test_r16_how_early_is_an_agency_setting() -> None:
    soon = replace(RECORD, expires_on=TODAY + timedelta(days=40))
    assert competence.standing([soon], False, TODAY, replace(DEFAULTS, expiring_days=60)).standing == "expiring"


def test_every_standing_has_its_own_word_and_symbol_beside_its_colour() -> None:
    signs = [(label, symbol) for label, _, symbol in competence.STANDINGS.values()]
    assert len({label for label, _ in signs}) == len({symbol for _, symbol in signs}) == 5
    cell = competence.standing([RECORD], False, TODAY, DEFAULTS)
    assert (cell.label, cell.tone, cell.symbol) == ("Current", "ok", "✓")


def test_r16_the_matrix_has_a_cell_only_where_the_role_requires_the_standard() -> None:
    cells = competence.matrix({1: [2, 3], 4: []}, [RECORD], frozenset({(1, 3)}), TODAY, DEFAULTS)
    assert {key: cell.standing for key, cell in cells.items()} == {(1, 2): "current", (1, 3): "in_coaching"}


def test_twenty_thousand_cells_are_worked_out_in_a_moment() -> None:
    records = [CompetenceRecord(n, m, date(2026, 1, 1), True, TODAY) for n in range(500) for m in range(40)]
    begun = time.perf_counter()
    cells = competence.matrix({n: range(40) for n in range(500)}, records, frozenset(), TODAY, DEFAULTS)
    assert len(cells) == 20_000
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 17), 12, date(2027, 11, 17)),
        (date(2026, 11, 17), 0, date(2026, 11, 17)),
    ],
)
def test_months_are_added_the_way_people_do(start: date, months: int, end: date) -> None:
    assert competence.expires_after(start, months) == end


def test_r16_only_an_achieved_closing_offers_a_record() -> None:
    assert [code for code in ("achieved", "not_achieved", "incomplete", "") if competence.offered(code)] == ["achieved"]


def test_r16_a_record_needs_an_assessor_their_qualification_and_a_day() -> None:
    assert competence.record_problems(1, 2, "RN", TODAY, TODAY) == ()
    fields = [problem.field for problem in competence.record_problems(1, None, " ", None, TODAY)]
    assert fields == ["assessor_id", "qualification", "verified_on"]
    assert competence.record_problems(1, 1, "RN", TODAY, TODAY)[0].text == "Nobody assesses their own competence."
    assert competence.record_problems(1, 2, "RN", TODAY + timedelta(days=1), TODAY)[0].field == "verified_on"
