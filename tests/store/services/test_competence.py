"""R16 through services: recording, withdrawing, expiry, what a closed cycle offers, and the matrix of any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.queries.competence import COMPETENCE, REQUIREMENTS, Matrix, matrix
from coachdesk.queries.competence_cells import cell_detail, expiring, offer_after, staff_competence
from coachdesk.queries.evidence import ITEMS
from coachdesk.queries.search import search
from coachdesk.queries.table import Where
from coachdesk.queries.today import today_rows
from coachdesk.queries.trail_list import spots
from coachdesk.services import agency, competence, cycle_phases, evidence, history, places, staff, standards
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import run_loop
from tests.helpers.practice import CRITERIA, TEXTS, Practice, make_practice

S = Settings()


@pytest.fixture
def practice(desk: Desk) -> Practice:
    """Six people in one role that requires HD-01 every 6 months."""
    made = make_practice(desk)
    standards.require_of_roles(desk, RENEE, made.standard, {made.role: 6})
    return made


def record(desk: Desk, practice: Practice, who: str = "Dana", **values: Any) -> int:
    day = desk.clock().date()
    given = {"assessor_id": practice.people["Maria"], "qualification": "RN, 12 years", "assessed_on": day, **values}
    return competence.record_competence(desk, RENEE, practice.people[who], practice.standard, given).result


def refused(desk: Desk, practice: Practice, **values: Any) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        record(desk, practice, **values)
    return {problem.field: problem.text for problem in caught.value.problems}


def seen(desk: Desk, day: date | None = None, settings: Settings = S) -> Matrix:
    with desk.read() as conn:
        return matrix(conn, day or desk.clock().date(), settings)


def stands(desk: Desk, practice: Practice, who: str = "Dana", day: date | None = None) -> str:
    cell = seen(desk, day).cells.get((practice.people[who], practice.standard))
    return cell.standing if cell is not None else ""


def stored(desk: Desk, key: int) -> Any:
    with desk.read() as conn:
        return conn.execute(sa.text("select * from competence where id = :key"), {"key": key}).one()


# Recording ------------------------------------------------------------------------------------------------------------


def test_r16_a_record_makes_the_cell_current_until_the_requirement_runs_out(desk: Desk, practice: Practice) -> None:
    assert stands(desk, practice) == "not_verified"
    kept = stored(desk, record(desk, practice))
    assert (kept.version_id, kept.expires_on, kept.late_entry) == (practice.version, "2027-05-09", 0)
    assert stands(desk, practice) == "current"
    assert stands(desk, practice, day=date(2027, 4, 8)) == "current"
    assert stands(desk, practice, day=date(2027, 4, 9)) == "expiring"
    assert stands(desk, practice, day=date(2027, 5, 9)) == "expiring"
    assert stands(desk, practice, day=date(2027, 5, 10)) == "expired"
    assert stands(desk, practice, "Thanh") == "not_verified"


def test_r16_without_a_requirement_the_agencys_interval_is_suggested(desk: Desk, practice: Practice) -> None:
    standards.require_of_roles(desk, RENEE, practice.standard, {})
    assert stored(desk, record(desk, practice)).expires_on == "2027-11-09"
    agency.change_setting(desk, RENEE, "recheck_months", "24")
    assert stored(desk, record(desk, practice)).expires_on == "2028-11-09"
    assert stored(desk, record(desk, practice, expires_on=None)).expires_on is None


def test_r16_assessor_qualification_and_day_are_asked_for(desk: Desk, practice: Practice) -> None:
    assert set(refused(desk, practice, assessor_id=None)) == {"assessor_id"}
    assert set(refused(desk, practice, assessor_id=practice.people["Dana"])) == {"assessor_id"}
    assert set(refused(desk, practice, qualification=" ")) == {"qualification"}
    assert set(refused(desk, practice, assessed_on=desk.clock().date() + timedelta(days=1))) == {"assessed_on"}
    assert set(refused(desk, practice, method="guess")) == {"method"}
    assert set(refused(desk, practice, assessed_on=date(2019, 12, 1))) == {"assessed_on"}  # hired in 2020
    outside = record(desk, practice, assessor_id=None, assessor_name="Amy Chen, Lakeside Health")
    assert stored(desk, outside).assessor_name == "Amy Chen, Lakeside Health"


def test_r16_prior_learning_says_what_was_shown_and_may_be_from_before(desk: Desk, practice: Practice) -> None:
    assert set(refused(desk, practice, method="prior_learning")) == {"note"}
    kept = record(desk, practice, method="prior_learning", note="State certificate", assessed_on=date(2019, 12, 1))
    assert stored(desk, kept).late_entry == 1  # R10


def test_r16_needs_support_never_expires_and_leaves_the_standard_unverified(desk: Desk, practice: Practice) -> None:
    record(desk, practice)
    assert set(refused(desk, practice, result="needs_support")) == {"note"}
    kept = record(desk, practice, result="needs_support", note="Shadow two checks", expires_on=date(2027, 1, 1))
    assert stored(desk, kept).expires_on is None
    assert stands(desk, practice) == "not_verified"


def test_a_standard_that_is_not_in_force_is_not_verified(desk: Desk, practice: Practice) -> None:
    standards.retire(desk, RENEE, practice.version)
    assert set(refused(desk, practice)) == {"standard_id"}


def test_an_assessor_who_left_may_be_named_for_a_day_they_were_there(desk: Desk, practice: Practice) -> None:
    day = desk.clock().date()
    staff.leave_staff(desk, RENEE, practice.people["Maria"], day - timedelta(days=1))
    assert set(refused(desk, practice)) == {"assessor_id"}
    record(desk, practice, assessed_on=day - timedelta(days=1))


# Withdrawing ----------------------------------------------------------------------------------------------------------


def test_r16_a_mistaken_record_is_withdrawn_with_a_reason_and_stays_in_the_history(
    desk: Desk, practice: Practice
) -> None:
    first = record(desk, practice, assessed_on=desk.clock().date() - timedelta(days=1))
    second = record(desk, practice, result="needs_support", note="Mixed up with Thanh")
    assert stands(desk, practice) == "not_verified"
    with pytest.raises(Refused):
        competence.withdraw_competence(desk, RENEE, second, "  ")
    competence.withdraw_competence(desk, RENEE, second, "Was about Thanh")
    assert stands(desk, practice) == "current"
    with pytest.raises(Refused, match="withdrawn already"):
        competence.withdraw_competence(desk, RENEE, second, "Again")
    with desk.read() as conn:
        detail = cell_detail(conn, practice.people["Dana"], practice.standard, desk.clock().date(), S)
        assert COMPETENCE.count(conn, Where()) == 2
    assert detail is not None
    assert [(row.id, row.withdrawn_reason) for row in detail.history] == [(second, "Was about Thanh"), (first, "")]
    history.undo(desk, RENEE)
    assert stands(desk, practice) == "not_verified"


def test_the_trail_leads_from_a_record_to_its_person(desk: Desk, practice: Practice) -> None:
    kept = record(desk, practice)
    with desk.read() as conn:
        assert spots(conn, [("competence", kept)]) == {("competence", kept): ("staff", practice.people["Dana"], "")}


# The matrix -----------------------------------------------------------------------------------------------------------


def test_r16_only_what_the_role_of_that_day_requires_has_a_cell(desk: Desk, clock: Clock, practice: Practice) -> None:
    lead = places.add_place(desk, RENEE, "role", "Team lead").result
    other = standards.create_standard(desk, RENEE, code="TL-01", title="Lead", version=TEXTS, criteria=CRITERIA)
    standards.publish(desk, RENEE, other.result)
    standards.require_of_roles(desk, RENEE, 2, {lead: 12})
    moved = clock().date()
    dana = practice.people["Dana"]
    staff.move_staff(desk, RENEE, dana, moved, {"role_id": lead})
    record(desk, practice)
    now, before = seen(desk), seen(desk, moved - timedelta(days=1))
    assert [standard for person, standard in now.cells if person == dana] == [2]
    assert [standard for person, standard in before.cells if person == dana] == [practice.standard]
    assert next(one.role for one in now.people if one.id == dana) == "Team lead"
    assert next(one.role for one in before.people if one.id == dana) == "Support worker"
    assert [one.code for one in now.standards] == ["HD-01", "TL-01"]
    with desk.read() as conn:  # what she was found competent in before stays on her page
        lines = staff_competence(conn, dana, moved, S)
    assert [(one.code, one.months, one.cell.standing) for one in lines] == [
        ("HD-01", None, "current"),
        ("TL-01", 12, "not_verified"),
    ]


def test_r16_a_leaver_stays_in_the_matrix_of_their_time_with_their_records(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    record(desk, practice)
    last = clock().date()
    staff.leave_staff(desk, RENEE, practice.people["Dana"], last)
    clock.go(days=30)
    assert stands(desk, practice) == ""
    assert stands(desk, practice, day=last) == "current"
    with desk.read() as conn:
        assert COMPETENCE.count(conn, Where(text="Dana")) == 1
        assert expiring(conn, date(2027, 5, 20), date(2027, 5, 27), S) == ()


def test_r16_the_agency_decides_how_early_it_warns(desk: Desk, practice: Practice) -> None:
    record(desk, practice, expires_on=desk.clock().date() + timedelta(days=40))
    assert stands(desk, practice) == "current"
    wider = seen(desk, settings=replace(S, expiring_days=60))
    assert wider.counts() == {"current": 0, "expiring": 1, "expired": 0, "in_coaching": 0, "not_verified": 5}


def test_requirements_are_listed(desk: Desk, practice: Practice) -> None:
    with desk.read() as conn:
        ((_, row),) = REQUIREMENTS.all(conn)
    assert row == ("Support worker", "HD-01", "Health deterioration", 6)


# Cycles ---------------------------------------------------------------------------------------------------------------


def test_r16_closing_as_achieved_offers_a_record_and_writes_none_by_itself(desk: Desk, clock: Clock) -> None:
    loop = run_loop(desk, clock)
    with desk.read() as conn:
        assert COMPETENCE.count(conn, Where()) == 0
        offers = offer_after(conn, loop.closed, S)
        assert offer_after(conn, loop.running, S) == ()
    assert [one.name for one in offers] == ["Łukasz Dąbrowski", "Thanh Nguyễn", "小龍 李"]
    first = offers[0]
    assert (first.assessor, first.standard) == ("Luis Marín", "HD-01 Escalating health deterioration")
    assert first.assessed_on == clock().date()
    values = {
        "assessor_id": first.assessor_id,
        "qualification": "Nurse",
        "assessed_on": first.assessed_on,
        "expires_on": first.expires_on,
    }
    kept = competence.record_competence(desk, RENEE, first.staff_id, first.standard_id, values, loop.closed).result
    assert (stored(desk, kept).cycle_id, stored(desk, kept).version_id) == (loop.closed, 1)  # R20
    with pytest.raises(Refused, match="recorded already"):
        competence.record_competence(desk, RENEE, first.staff_id, first.standard_id, values, loop.closed)
    with desk.read() as conn:
        assert [one.name for one in offer_after(conn, loop.closed, S)] == ["Thanh Nguyễn", "小龍 李"]
    competence.withdraw_competence(desk, RENEE, kept, "Wrong day")
    with desk.read() as conn:
        assert len(offer_after(conn, loop.closed, S)) == 3


def test_r16_a_cycle_that_did_not_achieve_offers_nothing_and_is_no_ground_for_a_record(
    desk: Desk, clock: Clock
) -> None:
    loop = run_loop(desk, clock, achieved=False)
    with desk.read() as conn:
        assert offer_after(conn, loop.closed, S) == ()
    values = {"assessor_name": "Amy Chen", "qualification": "RN", "assessed_on": clock().date()}
    for cycle_id in (loop.closed, loop.running):
        with pytest.raises(Refused, match="did not close as achieved"):
            competence.record_competence(desk, RENEE, loop.dana, loop.standard, values, cycle_id)


def test_r16_an_open_cycle_shows_as_in_coaching_until_it_ends(desk: Desk, clock: Clock) -> None:
    loop = run_loop(desk, clock)
    role = places.add_place(desk, RENEE, "role", "Support worker").result
    standards.require_of_roles(desk, RENEE, loop.standard, {role: 12})
    li = 5
    staff.move_staff(desk, RENEE, li, clock().date() - timedelta(days=3), {"role_id": role})

    def standing(day: date) -> str:
        return seen(desk, day).cells[li, loop.standard].standing

    assert standing(clock().date()) == "in_coaching"
    clock.go(days=5)
    cycle_phases.cancel_cycle(desk, RENEE, loop.running, "Another way was found")
    assert standing(clock().date()) == "not_verified"
    assert standing(clock().date() - timedelta(days=1)) == "in_coaching"  # as it was then


# Evidence -------------------------------------------------------------------------------------------------------------


def test_r16_r20_a_certificate_is_kept_with_the_record_it_shows(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    kept, path = record(desk, practice), tmp_path / "card.txt"
    path.write_bytes(b"First aid, valid until 2028")
    done = competence.add_evidence_file(desk, RENEE, kept, path=path, title="First aid card")
    assert done.label == "Add evidence to the competence of Dana Whitfield in HD-01"
    with desk.read() as conn:
        cell = cell_detail(conn, practice.people["Dana"], practice.standard, desk.clock().date(), S)
        listed = row(conn, ITEMS, done.result)
        (found,) = ITEMS.ids(conn, Where(text="whitfield"))
        hits = [(hit.record_id, hit.detail) for hit in search(conn, "first aid")]
    assert cell is not None
    (item,) = cell.history[0].evidence
    assert (item.id, item.title, item.size) == (done.result, "First aid card", 27)
    assert (item.staff_id, item.standard_id) == (practice.people["Dana"], practice.standard)
    assert (listed["subject"], listed["competence"]) == ("Dana Whitfield, HD-01", "Dana Whitfield, HD-01")
    assert found == done.result
    assert hits == [(done.result, "Dana Whitfield, HD-01 · card.txt")]
    beside = record(desk, practice, "Thanh")
    twin = competence.add_evidence_file(desk, RENEE, beside, path=path)
    assert twin.notes == ("The desk already holds the same file: E-0001 (Dana Whitfield, HD-01).",)
    evidence.remove_evidence(desk, RENEE, twin.result, "It is Dana's.")
    competence.withdraw_competence(desk, RENEE, kept, "Was about somebody else")
    tomorrow = desk.clock().date() + timedelta(days=1)
    with pytest.raises(Refused, match="Nothing was added") as caught:
        competence.add_evidence(desk, RENEE, kept, title="", file_name="a.txt", data=b"x", made_on=tomorrow)
    assert [(one.field, one.rule) for one in caught.value.problems] == [("competence_id", "R16"), ("made_on", "")]


# Today ----------------------------------------------------------------------------------------------------------------


def test_r16_today_names_what_runs_out_within_the_week_one_line_a_person(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    day = clock().date()
    record(desk, practice, "Dana", expires_on=day + timedelta(days=5))
    record(desk, practice, "Thanh", expires_on=day + timedelta(days=20))
    record(desk, practice, "Rosa", expires_on=day)
    clock.go(days=1)
    with desk.read() as conn:
        rows = [row for row in today_rows(conn, clock(), S) if row.kind == "competence"]
    assert [(row.text, row.state, row.page, row.record_id) for row in rows] == [
        ("Verify again: Rosa Ortiz, HD-01", "late", "staff", practice.people["Rosa"]),
        ("Verify again: Dana Whitfield, HD-01", "later", "staff", practice.people["Dana"]),
    ]
    record(desk, practice, "Rosa")
    with desk.read() as conn:
        assert [one.name for one in expiring(conn, clock().date(), day + timedelta(days=7), S)] == ["Dana Whitfield"]
