"""What is said of staff, standards, cycles and the trail, right on the day asked about and quick to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.queries import agency, cycle_facts, lookups, staff, trail_removed
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.parts import as_of
from coachdesk.queries.standards import STANDARDS, standard_detail
from coachdesk.queries.trail import history_of, trail_detail
from coachdesk.services import cycle_phases, cycles, history, measures, places, sessions, signals, standards
from coachdesk.services import staff as people
from coachdesk.services.observations import record_observation
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers.asking import row, statements
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.loop import run_loop

S = Settings()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Desk, Clock]]:
    """A desk of the test's own."""
    clock = Clock()
    with new_desk(tmp_path, clock) as made:
        yield made, clock


def test_the_roster_of_a_day_has_that_days_teams_people_and_statuses(fresh: tuple[Desk, Clock]) -> None:
    desk, _ = fresh
    north, south = (places.add_place(desk, RENEE, "team", name).result for name in ("North", "South"))
    boss = people.add_staff(desk, RENEE, {"number": "1", "first_name": "Ada", "last_name": "Okoro"}).result
    values = {"number": "2", "first_name": "Daniela", "preferred_name": "Dana", "last_name": "Whitfield"}
    values |= {"hired_on": date(2026, 1, 5)}
    dana = people.add_staff(desk, RENEE, values, {"team_id": north, "supervisor_id": boss}).result
    people.move_staff(desk, RENEE, dana, date(2026, 10, 1), {"team_id": south, "supervisor_id": None})
    people.leave_staff(desk, RENEE, dana, date(2026, 11, 20))
    with desk.read() as conn:
        now = row(conn, as_of(staff.STAFF, date(2026, 11, 9)), dana)
        assert (now["name"], now["team"], now["supervisor"], now["status"]) == (
            "Whitfield, Dana",
            "South",
            None,
            "active",
        )
        assert row(conn, as_of(staff.STAFF, date(2026, 11, 21)), dana)["status"] == "left"
        then = row(conn, staff.staff_as_of(date(2026, 9, 30)), dana)
        assert (then["team"], then["supervisor"]) == ("North", "Ada Okoro")
        moved = staff.staff_as_of(date(2026, 10, 1))
        assert row(conn, moved, dana)["team"] == "South"
        assert sorted(moved.ids(conn)) == [boss, dana], "nobody is listed twice on the day of a move"
        assert dana not in staff.staff_as_of(date(2025, 12, 31)).ids(conn)
        detail = staff.staff_detail(conn, dana, date(2026, 11, 9), S)
        assert detail is not None
        assert [(one.team, one.starts_on, one.ends_on) for one in detail.postings] == [
            ("South", date(2026, 10, 1), None),
            ("North", date(2026, 1, 5), date(2026, 10, 1)),
        ]
        assert detail.posting.team == "South"
        assert staff.staff_detail(conn, 999, date(2026, 11, 9), S) is None
        assert row(conn, agency.TEAMS, south)["people"] in (0, 1)
        assert row(conn, as_of(agency.TEAMS, date(2026, 11, 9)), south)["people"] == 1
        assert row(conn, as_of(agency.TEAMS, date(2026, 12, 1)), south)["people"] == 0


def test_a_standard_shows_the_version_in_force_and_a_waiting_draft(fresh: tuple[Desk, Clock]) -> None:
    desk, _ = fresh
    first = standards.create_standard(
        desk, RENEE, code="X-1", title="One", version={"purpose": "p"}, criteria=[{"text": "does"}, {"text": "writes"}]
    ).result
    with desk.read() as conn:
        key = STANDARDS.ids(conn)[0]
        shown = row(conn, STANDARDS, key)
        assert (shown["status"], shown["version"], shown["effective_on"]) == ("draft", None, None)
        assert (shown["draft"], shown["criteria"], shown["open_cycles"]) == (True, 2, 0)
        assert lookups.standards(conn) == ()
        assert lookups.published_versions(conn) == ()
    standards.publish(desk, RENEE, first)
    second = standards.new_draft(desk, RENEE, key).result
    with desk.read() as conn:
        shown = row(conn, STANDARDS, key)
        assert (shown["status"], shown["version"], shown["draft"]) == ("published", 1, True)
        detail = standard_detail(conn, key, date(2026, 11, 9), S)
        assert detail is not None
        assert detail.current is not None
        assert detail.draft is not None
        assert (detail.current.id, detail.draft.id) == (first, second)
        assert [criterion.text for criterion in detail.current.criteria] == ["does", "writes"]
        assert [version.number for version in detail.versions] == [2, 1]
        assert [option.id for option in lookups.published_versions(conn)] == [first]
        assert lookups.criterion_codes(conn, key) == (("1", "does"), ("2", "writes"))


# --- cycles ----------------------------------------------------------------------------------------------------------


def test_the_coachees_of_a_cycle_are_summed_up_by_name_or_number_and_team(fresh: tuple[Desk, Clock]) -> None:
    desk, _ = fresh
    team = places.add_place(desk, RENEE, "team", "North team").result
    staff_ids = [
        people.add_staff(desk, RENEE, {"number": str(n), "first_name": name, "last_name": "X"}).result
        for n, name in enumerate(("Ana", "Ben", "Caro"))
    ]
    wanted = {
        "one": (staff_ids[:1], team),
        "many": (staff_ids, team),
        "loose": (staff_ids[:2], None),
        "none": ([], team),
    }
    made = {
        title: cycles.open_cycle(desk, RENEE, {"title": title, "team_id": team_id}, staff_ids=ids).result
        for title, (ids, team_id) in wanted.items()
    }
    with desk.read() as conn:
        said = {title: row(conn, CYCLES, key)["coachees"] for title, key in made.items()}
    assert said == {"one": "Ana X", "many": "3, North team", "loose": "Ana X, Ben X", "none": None}


def open_gates(desk: Desk, cycle_id: int) -> tuple[str, CycleDetail]:
    with desk.read() as conn:
        detail = cycle_detail(conn, cycle_id, date(2026, 11, 9), S)
        assert detail is not None
        return row(conn, CYCLES, cycle_id)["next_step"], detail


def test_the_next_step_of_a_list_follows_the_gates_all_the_way(fresh: tuple[Desk, Clock]) -> None:
    """Whenever the gate in front is satisfied the list says "go on", and never before."""
    desk, clock = fresh
    loop = run_loop(desk, clock)  # the running cycle of the loop has everything but its baseline
    cycle, seen = loop.running, []

    def look() -> None:
        step, detail = open_gates(desk, cycle)
        seen.append(step)
        waiting = {item.key for item in detail.gate(detail.next_gate).items if item.missing}
        ready = waiting <= {"outcomes", "sign_off"}
        assert (step in ("gate_coach", "gate_validate", "close_cycle")) == ready, (step, waiting)

    look()
    with desk.read() as conn:
        detail = cycle_detail(conn, cycle, clock().date(), S)
        assert detail is not None
        (coachee,), luis, coach = detail.coachees, detail.validator_id, detail.coach_id
        criteria = [criterion.id for criterion in detail.criteria]
    judged = {"method": "record_count", "measured_on": clock().date(), "assessor_id": luis, "total": 10}
    measures.record_measure(desk, RENEE, cycle, "baseline", judged | {"met": 3})
    look()
    clock.go(days=1)
    cycle_phases.advance(desk, RENEE, cycle)
    look()
    held = {"coach_id": coach, "kind": "shadowing", "starts_at": clock(), "data_sources": ["reflection"]}
    clock.go(hours=2)
    session = sessions.record_session(desk, RENEE, cycle, [coachee.staff_id], held).result
    look()
    sessions.give_feedback(desk, RENEE, session, clock())
    look()
    more = held | {"starts_at": clock(), "feedback_at": clock(), "data_sources": ["direct_observation"]}
    sessions.record_session(desk, RENEE, cycle, [coachee.staff_id], more)
    look()
    cycle_phases.advance(desk, RENEE, cycle)
    look()
    clock.go(days=1)

    live = {"staff_id": coachee.staff_id, "observed_at": clock(), "setting": "live", "consent": True}
    for observer, more in ((coach, {}), (luis, {"setting": "simulated"}), (luis, {})):  # only the last one confirms
        record_observation(desk, RENEE, cycle, live | {"observer_id": observer} | more, dict.fromkeys(criteria, "met"))
        look()
    measures.record_measure(desk, RENEE, cycle, "post", judged | {"measured_on": clock().date(), "met": 10})
    look()
    assert seen == [
        "measure_baseline",
        "gate_coach",
        "hold_sessions",
        "give_feedback",
        "observe",
        "gate_validate",
        "confirm_live",
        "confirm_live",
        "confirm_live",
        "measure_post",
        "close_cycle",
    ]
    cycle_phases.pause_cycle(desk, RENEE, cycle, "policy under review")
    with desk.read() as conn:
        paused = row(conn, CYCLES, cycle)
        assert (paused["next_step"], paused["due_on"]) == ("resume", None)
        assert row(conn, CYCLES, loop.closed)["next_step"] == "sustain"


def test_a_cycle_is_read_whole_with_a_fixed_number_of_statements(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    loop = run_loop(desk, clock)

    def count(cycle_id: int) -> int:
        with desk.read() as conn:  # what changed since is looked at once, and known from then on
            cycle_detail(conn, cycle_id, clock().date(), S)
        with desk.read() as conn, statements(conn) as seen:
            assert cycle_detail(conn, cycle_id, clock().date(), S) is not None
            return len(seen)

    with desk.read() as conn:
        detail = cycle_detail(conn, loop.running, clock().date(), S)
        assert detail is not None
    before = count(loop.running)
    planned = {"coach_id": detail.coach_id, "kind": "group", "starts_at": clock() + timedelta(days=1)}
    for _ in range(12):
        sessions.plan_session(desk, RENEE, loop.running, [detail.coachees[0].staff_id], planned)
    assert count(loop.running) == before <= 40
    with desk.read() as conn:
        with statements(conn) as one:
            cycle_facts.facts_of(conn, [loop.running])
        with statements(conn) as both:
            found = cycle_facts.facts_of(conn, [loop.running, loop.closed, 999])
        assert len(one) == len(both)
        assert set(found) == {loop.running, loop.closed}
        with pytest.raises(LookupError):
            cycle_facts.cycle_facts(conn, 999)


def test_a_closed_cycle_holds_its_whole_story(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    loop = run_loop(desk, clock)
    with desk.read() as conn:
        detail = cycle_detail(conn, loop.closed, clock().date(), S)
        assert cycle_detail(conn, 999, clock().date(), S) is None
    assert detail is not None
    assert detail.over
    assert detail.next_gate == ""
    assert detail.standard == "HD-01 Escalating health deterioration"
    assert [phase.phase for phase in detail.phases] == ["diagnose", "coach", "validate", "close"]
    assert [signal.number for signal in detail.signals] == ["S-0003", "S-0002", "S-0001"], "oldest first"
    assert [coachee.name for coachee in detail.coachees] == ["Łukasz Dąbrowski", "Thanh Nguyễn", "小龍 李"]
    first, second = detail.sessions
    assert [one.acknowledgement for one in first.coachees] == ["disagrees", "none", "none"]
    assert first.steps[0].owner == "Łukasz Dąbrowski"
    assert second.late_entry
    assert {rating.result for seen in detail.observations for rating in seen.ratings} == {"met"}
    assert detail.baseline is not None
    assert detail.post is not None
    assert (detail.baseline.met, detail.post.met, detail.post.criteria) == (4, 10, ("1", "2"))
    assert [one.days for one in detail.sustain] == [30, 60, 90]
    assert [one.reason for one in detail.amendments] == ["Misread clock"]
    assert detail.signed_off_by == "Renee Okafor"
    assert detail.gate("coach").met
    assert [one.seq for one in detail.history] == sorted({*range(12, 28)}, reverse=True)


# --- trail -----------------------------------------------------------------------------------------------------------


def test_the_history_of_a_cycle_keeps_what_was_removed_again(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    loop = run_loop(desk, clock)
    judged = {"method": "record_count", "measured_on": clock().date(), "assessor_id": 2, "total": 10, "met": 3}
    measure = measures.record_measure(desk, RENEE, loop.running, "baseline", judged).result
    measures.remove_measure(desk, RENEE, measure)
    held = {"coach_id": 1, "kind": "group", "starts_at": clock(), "data_sources": ["reflection"]}
    sessions.record_session(desk, RENEE, loop.running, [5], held)
    history.undo(desk, RENEE)
    signals.log_signal(desk, RENEE, {"source": "complaint", "severity": "minor", "what_happened": "elsewhere"})
    with desk.read() as conn:
        labels = [entry.label for entry in history_of(conn, "cycle", loop.running)]
        assert labels[:4] == [
            "Undo: Record session N-0003",
            "Record session N-0003",
            "Remove a measure of C-2026-0002",
            "Record a measure of C-2026-0002: before (baseline)",
        ]
        assert not any("C-2026-0001" in label or "signal" in label for label in labels)
        assert [entry.label for entry in history_of(conn, "staff", loop.thanh)] == ["Add Thanh Nguyễn"]
        assert len(history_of(conn, "cycle", loop.running, limit=2)) == 2
        assert history_of(conn, "cycle", 999) == []


def test_what_was_removed_is_followed_through_undo_and_redo(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    loop = run_loop(desk, clock)
    judged = {"method": "record_count", "measured_on": clock().date(), "assessor_id": 2, "total": 10, "met": 3}
    gone: list[int] = []

    def history_is_right() -> None:
        with desk.read() as conn:
            known = [(cycle, history_of(conn, "cycle", cycle)) for cycle in (loop.running, loop.closed)]
            gone.append(len(trail_removed._known[conn.engine].above))
            trail_removed._known.clear()  # as if the desk had just been opened
            assert known == [(cycle, history_of(conn, "cycle", cycle)) for cycle in (loop.running, loop.closed)]

    history_is_right()
    measure = measures.record_measure(desk, RENEE, loop.running, "baseline", judged).result
    measures.remove_measure(desk, RENEE, measure)
    history_is_right()
    history.undo(desk, RENEE)
    history_is_right()
    history.redo(desk, RENEE)
    history_is_right()

    def remove_and_fail() -> None:
        with desk.change(RENEE, "measure.remove", "Never done") as change:
            change.session.execute(sa.text("DELETE FROM session_coachee"))
            history_of(change.conn, "cycle", loop.running)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        remove_and_fail()
    history_is_right()
    assert gone[1] - gone[0] == gone[3] - gone[2] == gone[4] - gone[2] > 0
    assert gone[2] == gone[0]


def test_a_trail_entry_says_before_and_after_in_words(fresh: tuple[Desk, Clock]) -> None:
    desk, clock = fresh
    run_loop(desk, clock)
    with desk.read() as conn:
        entry = trail_detail(conn, 13, clock().date(), S)
        assert trail_detail(conn, 999, clock().date(), S) is None
        few = trail_detail(conn, 13, clock().date(), S, most=1)
    assert entry is not None
    assert few is not None
    assert (entry.label, entry.who, entry.record_count) == (
        "Edit cycle C-2026-0001",
        "Renee Okafor",
        len(entry.records),
    )
    assert (len(few.records), few.record_count) == (1, entry.record_count)
    cycle = next(record for record in entry.records if record.family == "cycle")
    assert (cycle.what, cycle.name, cycle.kind) == ("Cycle", "C-2026-0001", "changed")
    said = {field.label: (field.before, field.after) for field in cycle.fields}
    assert said["Coach"] == ("", "Renee Okafor")
    assert said["Standard version"] == ("", "HD-01 v1")
    assert said["Likely cause"] == ("", "Skill")
    assert said["Follow-up"] == ("", "Nov 23, 2026")
    coachee = next(record for record in entry.records if record.family == "coachee")
    assert coachee.kind == "added"
    assert {field.label: field.after for field in coachee.fields}["Staff member"] == "Łukasz Dąbrowski"


def test_an_entry_about_a_removed_record_still_names_it(fresh: tuple[Desk, Clock]) -> None:
    desk, _ = fresh
    version = standards.create_standard(desk, RENEE, code="X-1", title="One").result
    seq = standards.drop_draft(desk, RENEE, version).seq
    with desk.read() as conn:
        entry = trail_detail(conn, seq, date(2026, 11, 9), S)
    assert entry is not None
    gone = next(record for record in entry.records if record.family == "standard")
    assert (gone.kind, gone.name) == ("removed", "X-1")
