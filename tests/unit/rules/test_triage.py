"""R2: what may become of a signal, and what needs a reason."""

from __future__ import annotations

from coachdesk import vocabulary
from coachdesk.rules import triage


def test_the_moves_cover_the_vocabulary_and_every_signal_can_come_back() -> None:
    known = vocabulary.codes("triage")
    for code in known:
        assert set(triage.triage_moves(code)) <= set(known) - {code}
        assert code == "new" or "new" in triage.triage_moves(code)


def test_r2_what_ends_without_coaching_needs_a_reason() -> None:
    for to in ("no_action", "other_route", "system_fix"):
        assert triage.triage_problems("new", to, " ")[0].field == "triage_reason"
        assert triage.triage_problems("new", to, "Known equipment fault, fixed") == ()
    assert triage.triage_problems("new", "in_cycle", "") == ()


def test_taking_a_signal_back_needs_a_reason() -> None:
    assert triage.triage_problems("in_cycle", "new", "")[0].field == "triage_reason"
    assert triage.triage_problems("other_route", "no_action", "x")[0].field == "triage"
