"""Deciding about signals, one or several at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.table import Where
from coachdesk.services import cycles, library, signals
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import make_practice, note


def waiting(desk: Desk) -> int:
    with desk.read() as conn:
        return SIGNALS.count(conn, Where(among={"triage": frozenset({"new"})}))


def late(desk: Desk, signal: int) -> bool:
    with desk.read() as conn:
        return bool(row(conn, SIGNALS, signal)["late_entry"])


def test_several_signals_are_decided_in_one_change(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    ids = [note(desk, clock, practice) for _ in range(3)]
    changes = signals.triage_signals(desk, RENEE, ids, "system_fix", "Dispatch changes the route sheet.")
    assert (changes.label, changes.touched["signal"]) == ("Decide about 3 signals", frozenset(ids))
    assert waiting(desk) == 0


def test_r2_a_missing_reason_is_said_once_for_all(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    ids = [note(desk, clock, practice) for _ in range(2)]
    with pytest.raises(Refused) as refused:
        signals.triage_signals(desk, RENEE, ids, "no_action", " ")
    assert [problem.field for problem in refused.value.problems] == ["triage_reason"]
    assert waiting(desk) == 2


def test_a_signal_in_a_cycle_stays_there(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    taken, free = note(desk, clock, practice), note(desk, clock, practice)
    cycles.open_cycle(desk, RENEE, {}, signal_ids=[taken])
    with pytest.raises(Refused, match="S-0001: a signal enters a cycle"):
        signals.triage_signals(desk, RENEE, [taken, free], "other_route", "Handed to the nurse")
    assert waiting(desk) == 1


def test_r10_a_signal_corrected_to_an_earlier_day_becomes_a_late_entry(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    signal = note(desk, clock, practice)
    clock.go(days=10)
    signals.edit_signal(desk, RENEE, signal, {"what_happened": "The call came after six hours."})
    assert not late(desk, signal), "completing it later is what R1 asks for"
    signals.edit_signal(desk, RENEE, signal, {"occurred_on": clock().date() - timedelta(days=14)})
    assert late(desk, signal)


def test_adding_no_starter_standard_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="No standard was chosen"):
        library.import_starters(desk, RENEE, [])
