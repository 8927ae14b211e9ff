"""Drift proposals from a desk: which are made, with which names, and what a cycle opened from signals begins with."""

from __future__ import annotations

from datetime import timedelta

from coachdesk.queries.drift import DriftRow, cycle_start, drift_rows, found_proposals
from coachdesk.services import cycles, signals, staff
from coachdesk.store.desk import Desk, load_settings
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import make_practice, note


def proposed(desk: Desk, clock: Clock) -> tuple[DriftRow, ...]:
    with desk.read() as conn:
        return drift_rows(conn, found_proposals(conn, clock().date(), load_settings(conn)))


def test_r2_three_signals_on_one_criterion_propose_and_name_everything(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    ids = [note(desk, clock, practice, back=back) for back in (20, 9)]
    assert proposed(desk, clock) == ()
    ids.append(note(desk, clock, practice, back=2))
    (row,) = proposed(desk, clock)
    assert (row.rule, row.standard, row.criterion) == ("R2a", "HD-01 Health deterioration", "2")
    assert (row.staff, row.team, row.criterion_text) == ("Dana Whitfield", "North team", "Escalates within 4 h")
    assert [one.id for one in row.signals] == ids[::-1]
    assert "3 signals" in row.words
    assert row.advice == ""


def test_r3_three_people_on_one_criterion_say_look_at_the_system(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    for who in ("Dana", "Thanh", "Rosa"):
        note(desk, clock, practice, who, back=5)
    (row,) = proposed(desk, clock)
    assert (row.staff, row.team) == ("", "North team")
    assert row.advice.startswith("Look at the system: 3 people")


def test_r3_half_of_a_team_counts_only_who_still_works_there(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    note(desk, clock, practice, "Dana", back=5)
    note(desk, clock, practice, "Dana", back=4)
    note(desk, clock, practice, "Thanh", back=3)
    assert [row.advice for row in proposed(desk, clock)] == [""]
    for who in ("Łukasz", "Maria"):
        staff.leave_staff(desk, RENEE, practice.people[who], clock().date() - timedelta(days=1))
    assert [row.advice for row in proposed(desk, clock)] == [
        "Look at the system: 2 of 4 in this team drift on this criterion."
    ]


def test_what_was_taken_up_proposes_nothing_any_more(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    ids = [note(desk, clock, practice, back=back) for back in (20, 9, 2)]
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, signal_ids=ids)
    assert proposed(desk, clock) == ()


def test_a_signal_set_aside_still_counts_when_it_happens_again(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    for back in (20, 9):
        signals.triage_signal(desk, RENEE, note(desk, clock, practice, back=back), "no_action", "New that week")
    note(desk, clock, practice, back=2)
    assert [len(row.signals) for row in proposed(desk, clock)] == [3]


def test_a_cycle_begins_with_what_its_signals_agree_on(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    ids = [note(desk, clock, practice, who) for who in ("Dana", "Thanh", "Dana")]
    staff.leave_staff(desk, RENEE, practice.people["Thanh"], clock().date() - timedelta(days=1))
    unknown = note(desk, clock, practice, None, standard_id=None, criterion_code="")
    with desk.read() as conn:
        start = cycle_start(conn, ids, clock().date())
        loose = cycle_start(conn, [unknown], clock().date())
    assert start.signal_ids == tuple(ids)
    assert (start.version_id, start.criterion_ids) == (practice.version, (2,))
    assert start.staff_ids == (practice.people["Dana"],)
    assert start.team_id == practice.team
    assert (loose.version_id, loose.criterion_ids, loose.staff_ids, loose.team_id) == (None, (), (), None)
