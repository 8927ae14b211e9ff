"""What a pack tells of what did not go as planned: overrides, amendments, late records, cancelling, drift come back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from coachdesk.queries.scope import Scope
from coachdesk.services import cycle_phases, cycles, notes, observations, sessions, sustain
from coachdesk.store.desk import Desk
from exports.pdf.pack import write_pack
from tests.helpers import office
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import Loop, run_loop

LI = 5
"""The coachee of the running cycle."""


@pytest.fixture
def loop(desk: Desk, clock: Clock) -> Loop:
    return run_loop(desk, clock)


def pack(desk: Desk, clock: Clock, target: Path, scope: Scope | None = None) -> str:
    """The pages' text in single spaces."""
    with desk.read() as conn:
        write_pack(conn, target, scope or Scope(), made_at=clock())
    return " ".join(office.run("pdftotext", "-layout", str(target), "-").split())


def only(cycle_id: int) -> Scope:
    return Scope(cycle_ids=frozenset({cycle_id}))


def test_overridden_gates_and_amendments_are_told_on_the_cover_in_the_contents_and_at_the_files_head(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    cycle_phases.advance(desk, RENEE, loop.running, "The records were lost in the flood.")  # R4
    text = pack(desk, clock, tmp_path / "pack.pdf")
    assert "Departures 1 gate overridden · 1 amendment" in text
    assert "C-2026-0002 · Shift handover 1 gate overridden · Coaching" in text
    assert "1 amendment · 3 late entries, see below" in text
    assert "Reason given: The records were lost in the flood." in text
    assert "C-2026-0001 · Escalating health deterioration 1 amendment · Achieved 3 of 3" in text


def test_a_pack_in_which_all_went_as_planned_says_so(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    text = pack(desk, clock, tmp_path / "pack.pdf", only(loop.running))
    assert "no gate overridden, nothing amended" in text
    assert "see below" not in text


def test_feedback_is_counted_as_the_gate_counts_it_and_marked_over_its_limit(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    cycle_phases.advance(desk, RENEE, loop.running, "Nothing to measure yet.")
    held = {"coach_id": 1, "kind": "case_review", "starts_at": clock(), "minutes": 60, "data_sources": ["reflection"]}
    clock.go(hours=25)
    on_time, late = (sessions.record_session(desk, RENEE, loop.running, [LI], held).result for _ in range(2))
    sessions.give_feedback(desk, RENEE, on_time, clock())  # 24 h after its end (R10)
    clock.go(hours=6)
    sessions.give_feedback(desk, RENEE, late, clock())
    text = pack(desk, clock, tmp_path / "pack.pdf", only(loop.running))
    assert "after 24 h" in text
    assert "after 30 h" in text
    assert text.count("over the limit") == 1


def test_late_records_are_marked_where_they_stand_and_lead_from_the_list_to_their_line(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    cycle_phases.advance(desk, RENEE, loop.running, "Nothing to measure yet.")
    first = clock()
    clock.go(days=5)
    for minutes in (0, 30):
        values = {"staff_id": LI, "consent": True, "observer_id": 2, "observed_at": first + timedelta(minutes=minutes)}
        observations.record_observation(desk, RENEE, loop.running, values | {"setting": "live"}, {1: "met"})
    target = tmp_path / "pack.pdf"
    text = pack(desk, clock, target, only(loop.running))
    assert "2 late entries, see below" in text
    assert "Late entries: O-0004, O-0005 recorded 5 days after the event." in text
    assert text.count("late entry") == 3  # at each of them, and in the notes on method


def test_a_cancelled_cycle_is_called_that_and_nothing_of_it_is_in_hand(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    cycle_phases.cancel_cycle(desk, RENEE, loop.running, "The team was closed.")
    text = pack(desk, clock, tmp_path / "pack.pdf", only(loop.running))
    assert "Closed" in text
    assert text.count("Cancelled") >= 3  # contents, the loop at a glance, the end
    assert "in hand" not in text


def test_drift_that_came_back_is_linked_both_ways_where_both_files_are_there(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    clock.go(days=31)
    with desk.read() as conn:
        check = conn.execute(sa.text("select id from sustain_check order by due_on")).scalars().first()
    assert check is not None
    sustain.record_sustain(desk, RENEE, check, "recurred", note="Two of five.", checked_by=2, met=3, total=5)
    again = cycles.open_cycle(desk, RENEE, {"title": "Once more"}, signal_ids=[], recurred_check_id=check).result

    def led(scope: Scope) -> int:
        pack(desk, clock, target := tmp_path / "pack.pdf", scope)
        files = [page for page in PdfReader(target).pages if re.search(r"Cycle file \d", page.extract_text())]
        return sum(len(page.get("/Annots", ())) for page in files)

    apart = led(only(loop.closed)) + led(only(again))
    assert led(Scope(cycle_ids=frozenset({loop.closed, again}))) == apart + 2  # R20
    text = pack(desk, clock, tmp_path / "pack.pdf")
    assert "opened again as" in text
    assert "Came back after C-2026-0001: its sustain check found the drift back" in text


def test_a_coachs_own_notes_stay_out_shared_or_not(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    notes.write_note(desk, RENEE, loop.running, "Thinks of leaving.")
    notes.write_note(desk, RENEE, loop.running, "Prefers mornings.", shared=True)
    text = pack(desk, clock, tmp_path / "pack.pdf")
    assert "Thinks of leaving" not in text
    assert "Prefers mornings" not in text


def test_equal_neighbors_in_a_cycles_trail_share_a_line(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        cycles.edit_cycle(desk, RENEE, loop.running, {"cause_note": name})
    text = pack(desk, clock, tmp_path / "pack.pdf", only(loop.running))
    assert "Edit cycle C-2026-0002 (4 times)" in text


def test_an_action_step_says_what_its_day_means(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    text = pack(desk, clock, tmp_path / "pack.pdf", only(loop.closed))
    assert "Step: Carry the prompt card (Łukasz Dąbrowski, open, due Nov 11, 2026)" in text
