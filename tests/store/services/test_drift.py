"""R2 through services: proposals are set aside with a reason and come back; five thousand signals in a real desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.drift import (
    DISMISSALS,
    DriftRow,
    dismissed_rows,
    drift_rows,
    found_proposals,
    split_proposals,
    start_of,
)
from coachdesk.services import actions, agency, cycle_phases, cycles, drift, history
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk, load_settings
from tests.helpers import audits, slow_drift
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, make_practice, note


def proposed(desk: Desk, clock: Clock) -> tuple[DriftRow, ...]:
    with desk.read() as conn:
        return drift_rows(conn, found_proposals(conn, clock().date(), load_settings(conn)))


def answered(desk: Desk, clock: Clock) -> tuple[DriftRow, ...]:
    with desk.read() as conn:
        return drift_rows(conn, split_proposals(conn, clock().date(), load_settings(conn))[1])


@pytest.fixture
def practice(desk: Desk, clock: Clock) -> Practice:
    made = make_practice(desk)
    for back in (20, 9, 2):
        note(desk, clock, made, back=back)
    return made


def test_r2_setting_drift_aside_needs_a_reason(desk: Desk, clock: Clock, practice: Practice) -> None:
    (row,) = proposed(desk, clock)
    with pytest.raises(Refused) as refused:
        drift.dismiss(desk, RENEE, row.key, "  ")
    assert [(one.field, one.rule) for one in refused.value.problems] == [("reason", "R2")]
    assert len(proposed(desk, clock)) == 1


def test_r2_a_dismissed_proposal_stays_away_until_a_signal_is_added(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    (row,) = proposed(desk, clock)
    done = drift.dismiss(desk, RENEE, row.key, "The thermometer was broken.")
    assert done.touches("drift_dismissal")
    assert proposed(desk, clock) == ()
    clock.go(days=3)
    assert proposed(desk, clock) == ()
    note(desk, clock, practice, back=1)
    (again,) = proposed(desk, clock)
    assert len(again.signals) == 4


def test_r2_what_was_set_aside_is_listed_with_its_reason_and_can_be_brought_back(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    note(desk, clock, practice, "Rosa", back=1, severity="major", criterion_code="1")
    rows = {row.rule: row for row in proposed(desk, clock)}
    assert set(rows) == {"R2a", "R2b"}
    first = drift.dismiss(desk, RENEE, rows["R2a"].key, "The thermometer was broken.").result
    drift.dismiss(desk, RENEE, rows["R2b"].key, "Talked through the same day.", [rows["R2b"].signals[0].id])
    with desk.read() as conn:
        major, repeated = dismissed_rows(conn, clock().date(), load_settings(conn))
        assert DISMISSALS.count(conn) == 2
    assert (repeated.id, repeated.reason, repeated.dismissed_by) == (
        first,
        "The thermometer was broken.",
        "Renee Okafor",
    )
    assert (repeated.row.staff, repeated.row.criterion_text, repeated.hides) == (
        "Dana Whitfield",
        "Escalates within 4 h",
        True,
    )
    assert (major.row.staff, major.row.criterion, len(major.row.signals)) == ("Rosa Ortiz", "1", 1)
    drift.bring_back(desk, RENEE, first)
    assert [row.rule for row in proposed(desk, clock)] == ["R2a"]
    history.undo(desk, RENEE)
    assert proposed(desk, clock) == ()


def test_r2_a_dismissal_that_keeps_nothing_away_any_more_says_so(desk: Desk, clock: Clock, practice: Practice) -> None:
    (row,) = proposed(desk, clock)
    drift.dismiss(desk, RENEE, row.key, "Known.")
    note(desk, clock, practice, back=1)
    with desk.read() as conn:
        (old,) = dismissed_rows(conn, clock().date(), load_settings(conn))
    assert not old.hides


def test_a_proposal_that_changed_meanwhile_is_not_set_aside(desk: Desk, clock: Clock, practice: Practice) -> None:
    (row,) = proposed(desk, clock)
    seen = [one.id for one in row.signals]
    note(desk, clock, practice, back=1)
    with pytest.raises(Refused, match="no longer there"):
        drift.dismiss(desk, RENEE, row.key, "Known.", seen)
    assert len(proposed(desk, clock)) == 1


def test_r2_a_cycle_keeps_the_rule_that_proposed_it_and_its_figures(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    (row,) = proposed(desk, clock)
    opened = cycles.open_cycle(
        desk, RENEE, {}, signal_ids=[one.id for one in row.signals], proposal_rule=row.rule, proposal_words=row.words
    )
    with desk.read() as conn:
        cycle = cycle_detail(conn, opened.result, clock().date(), load_settings(conn))
        kept = conn.exec_driver_sql("select proposal_rule, proposal_words from cycle").one()
    assert cycle is not None
    assert tuple(kept) == ("R2a", row.words)
    assert "3 signals" in row.words
    assert proposed(desk, clock) == ()


def test_r2_each_limit_is_an_agency_setting(desk: Desk, clock: Clock, practice: Practice) -> None:
    agency.change_setting(desk, RENEE, "drift_count", "4")
    assert proposed(desk, clock) == ()
    agency.change_setting(desk, RENEE, "drift_count", "3")
    agency.change_setting(desk, RENEE, "drift_days", "10")
    assert proposed(desk, clock) == ()
    agency.change_setting(desk, RENEE, "drift_days", "30")
    note(desk, clock, practice, "Rosa", back=40, source="complaint", criterion_code="1")
    assert [row.rule for row in proposed(desk, clock)] == ["R2a", "R2c"]
    agency.change_setting(desk, RENEE, "drift_inputs_days", "19")
    assert [row.rule for row in proposed(desk, clock)] == ["R2a"]
    agency.change_setting(desk, RENEE, "drift_inputs_days", "60")
    agency.change_setting(desk, RENEE, "drift_inputs", "3")
    assert [row.rule for row in proposed(desk, clock)] == ["R2a"]


def test_r2_a_seeded_history_of_five_thousand_signals_is_proposed_as_the_slow_way_does(
    desk: Desk, clock: Clock
) -> None:
    wanted, newest = slow_drift.history(seed=20261122, size=5_000), clock().date()
    numbered = slow_drift.for_desk(wanted, max(one.occurred_on for one in wanted) - newest)
    slow_drift.keep(desk, RENEE, numbered)
    settings = Settings()
    with desk.read() as conn:
        found = found_proposals(conn, newest, settings)
        rows = drift_rows(conn, found)
    oldest = min(one.occurred_on for one in numbered if one.triage == "new") - timedelta(days=365)
    counted = [one for one in numbered if one.occurred_on >= oldest]
    assert {(one.rule, frozenset(one.signal_ids)) for one in found} == slow_drift.slow(counted, settings)
    assert len(found) > 50
    assert [len(row.signals) for row in rows] == [len(one.signal_ids) for one in found]
    for one in found[::25]:
        assert (one.system is not None) == slow_drift.slow_people(counted, one, settings, {})


def test_r2d_audits_that_slipped_and_stayed_low_are_proposed_without_a_signal(desk: Desk, clock: Clock) -> None:
    practice = make_practice(desk)
    clock.go(days=-200)
    for place in range(22):
        low = place >= 12
        unmet = [(record, 2) for record in range((4 if place % 2 else 5) if low else place % 2)]
        audits.finished(desk, practice, unmet)
        clock.go(days=7)
    found = [row for row in proposed(desk, clock) if row.criterion == "2"]
    (row,) = found
    assert (row.rule, row.standard, row.team, row.signals) == ("R2d", "HD-01 Health deterioration", "North team", ())
    assert "Shift" in row.words
    with desk.read() as conn:
        start = start_of(conn, row)
    assert (start.version_id, start.criterion_ids, start.team_id) == (practice.version, (2,), practice.team)
    drift.dismiss(desk, RENEE, row.key, "The form changed; it is fixed.")
    assert [one for one in proposed(desk, clock) if one.criterion == "2"] == []
    audits.finished(desk, practice, [(record, 2) for record in range(5)])
    assert [one.rule for one in proposed(desk, clock) if one.criterion == "2"] == ["R2d"]
    # Once a cycle was opened because of it, the same audits ask for nothing more; a newer one does.
    opened = cycles.open_cycle(
        desk,
        RENEE,
        {"version_id": practice.version, "team_id": practice.team},
        staff_ids=[practice.people["Dana"]],
        criterion_ids=[2],
        proposal_rule="R2d",
    ).result
    assert [one for one in proposed(desk, clock) if one.criterion == "2"] == []
    (held,) = (one for one in answered(desk, clock) if one.criterion == "2")
    assert [(one.kind, one.id, one.answers) for one in held.in_hand] == [("cycle", opened, True)]
    clock.go(days=7)
    audits.finished(desk, practice, [(record, 2) for record in range(4)])
    (again,) = (one for one in proposed(desk, clock) if one.criterion == "2")
    assert [(one.id, one.answers) for one in again.in_hand] == [(opened, False)]
    cycle_phases.cancel_cycle(desk, RENEE, opened, "The form was changed instead.")
    actions.open_action(
        desk,
        RENEE,
        {
            "title": "New form",
            "standard_id": practice.standard,
            "problem": "The form has no field for the time",
            "containment": "The time is written by hand",
            "cause": "system",
            "owner_id": practice.people["Rosa"],
            "due_on": clock().date() + timedelta(days=14),
        },
        items=[{"kind": "tool", "text": "Print the new form"}],
    )
    assert [one for one in proposed(desk, clock) if one.standard_id == practice.standard] == []


def test_r2c_is_not_proposed_anew_while_a_cycle_for_the_same_people_answers_it(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    note(desk, clock, practice, back=8, source="complaint", criterion_code="1")
    ids = [one.id for row in proposed(desk, clock) if row.rule == "R2a" for one in row.signals]
    note(desk, clock, practice, back=6, criterion_code="1")
    cycles.open_cycle(desk, RENEE, {}, signal_ids=ids, staff_ids=[practice.people["Rosa"]])
    (row,) = proposed(desk, clock)
    assert (row.rule, row.in_hand) == ("R2c", ()), "it runs for somebody else"
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, staff_ids=[practice.people["Dana"]])
    assert proposed(desk, clock) == ()
    assert [row.rule for row in answered(desk, clock)] == ["R2c"]
    with pytest.raises(Refused, match="no longer there"):
        drift.dismiss(desk, RENEE, row.key, "Answered.")
    clock.go(days=1)
    note(desk, clock, practice, back=0, source="complaint", criterion_code="")
    assert [row.rule for row in proposed(desk, clock)] == ["R2c"]
