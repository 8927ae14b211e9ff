"""R1 and R2: a signal needs little to be saved, and a reason to be set aside."""

from __future__ import annotations

from datetime import date

import pytest

from coachdesk import vocabulary
from coachdesk.rules import triage

TODAY = date(2026, 11, 17)
ENOUGH: dict[str, object] = {
    "source": "near_miss",
    "occurred_on": date(2026, 11, 16),
    "severity": "minor",
    "what_happened": "Wrote 'not feeling well', nobody was called",
    "staff_id": 1,
}


def test_r1_five_fields_are_enough() -> None:
    assert len(ENOUGH) == 5
    assert triage.signal_problems(ENOUGH, TODAY) == ()
    assert triage.signal_problems({**ENOUGH, "staff_id": None}, TODAY) == ()  # who it was may not be known


@pytest.mark.parametrize("field", triage.NEEDED)
def test_r1_what_is_missing_is_named_with_its_field(field: str) -> None:
    (problem,) = triage.signal_problems({**ENOUGH, field: None}, TODAY)
    assert (problem.field, problem.rule) == (field, "R1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_on": date(2026, 11, 18)}, "occurred_on"),
        ({"noticed_on": date(2026, 11, 18)}, "noticed_on"),
        ({"noticed_on": date(2026, 11, 15)}, "noticed_on"),
        ({"severity": "huge"}, "severity"),
        ({"source": "gossip"}, "source"),
        ({"partner_kind": "neighbor"}, "partner_kind"),
    ],
)
def test_impossible_values_are_refused(changes: dict[str, object], field: str) -> None:
    assert [problem.field for problem in triage.signal_problems({**ENOUGH, **changes}, TODAY)] == [field]


def test_the_moves_cover_the_vocabulary_and_every_signal_can_come_back() -> None:
    known = vocabulary.codes("triage")
    for code in known:
        assert set(triage.triage_moves(code)) <= set(known) - {code}
        assert code == "new" or "new" in triage.triage_moves(code)
    assert vocabulary.codes("severity") == triage.SEVERITIES


def test_r2_what_ends_without_coaching_needs_a_reason() -> None:
    for to in ("no_action", "other_route", "system_fix"):
        assert triage.triage_problems("new", to, " ")[0].field == "triage_reason"
        assert triage.triage_problems("new", to, "Known equipment fault, fixed") == ()
    assert triage.triage_problems("new", "in_cycle", "") == ()


def test_taking_a_signal_back_needs_a_reason() -> None:
    assert triage.triage_problems("in_cycle", "new", "")[0].field == "triage_reason"
    assert triage.triage_problems("other_route", "no_action", "x")[0].field == "triage"
