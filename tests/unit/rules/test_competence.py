"""R16: the matrix shows how each person stands, and nothing is written by itself."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachdesk.rules import competence
from coachdesk.rules.competence import Assessment, CompetenceRecord
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


WHOLE = Assessment(1, "live_observation", "competent", 2, "", "RN", TODAY, date(2027, 11, 17), "")


def problems(**changed: object) -> list[str]:
    found = competence.record_problems(replace(WHOLE, **changed), TODAY)  # type: ignore[arg-type]  # fields by name
    assert {one.rule for one in found} <= {"R16"}
    return [one.field for one in found]


def test_r16_a_record_needs_an_assessor_their_qualification_and_a_day() -> None:
    assert problems() == []
    assert problems(assessor_id=None, qualification=" ", assessed_on=None) == [
        "assessor_id",
        "qualification",
        "assessed_on",
    ]
    assert problems(assessor_id=1) == ["assessor_id"]
    assert problems(assessor_id=None, assessor_name="Dr. Amy Chen, Lakeside Health") == []
    assert problems(assessor_name="Dr. Amy Chen") == ["assessor_name"]
    assert problems(assessed_on=TODAY + timedelta(days=1)) == ["assessed_on"]
    assert problems(expires_on=TODAY - timedelta(days=1)) == ["expires_on"]
    assert problems(expires_on=None) == []


def test_r16_prior_learning_says_what_was_shown_and_needed_support_what_is_needed() -> None:
    assert problems(method="prior_learning") == ["note"]
    assert problems(method="prior_learning", note="State certificate of 2025") == []
    assert problems(result="needs_support", expires_on=None) == ["note"]


def test_r16_of_two_verifications_on_one_day_the_later_recorded_counts() -> None:
    support = replace(RECORD, met=False)
    assert stands(RECORD, support) == "not_verified"
    assert stands(support, RECORD) == "current"


def test_r16_the_expiry_is_suggested_from_the_requirement_else_from_the_setting() -> None:
    assert competence.suggested_expiry(TODAY, 6, DEFAULTS) == date(2027, 5, 17)
    assert competence.suggested_expiry(TODAY, None, DEFAULTS) == date(2027, 11, 17)
    assert competence.suggested_expiry(TODAY, None, replace(DEFAULTS, recheck_months=24)) == date(2028, 11, 17)
