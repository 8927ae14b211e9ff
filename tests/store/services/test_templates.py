"""Templates and planned steps through the services: written, copied, opened from (R4, R10), ticked off (R20)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.queries.cycle_facts import cycle_facts
from coachdesk.queries.planned_steps import CyclePlan, cycle_plan
from coachdesk.queries.templates import TEMPLATES, all_templates, shipped_templates, template_called
from coachdesk.queries.today import today_rows
from coachdesk.queries.trail import trail_detail
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion
from coachdesk.rules.clocks import PHASES, WorkCalendar
from coachdesk.rules.gates import gate
from coachdesk.services import agency, cycle_phases, cycles, library, measures, planned_steps, sessions, standards
from coachdesk.services import templates as services
from coachdesk.services.history import undo
from coachdesk.store.desk import Desk, load_settings
from coachdesk.vocabulary import CHOICES
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice

STEPS: list[dict[str, Any]] = [
    {"phase": "coach", "kind": "prompt_card", "text": "Hand out the card", "per_coachee": True},
    {"phase": "coach", "kind": "session", "session_kind": "role_play", "text": "Role-play", "per_coachee": True,
     "after_days": 2},
    {"phase": "coach", "kind": "session", "session_kind": "handover_review", "text": "Daily review", "times": 5,
     "after_days": 1, "every_days": 1, "minutes": 10},
    {"phase": "validate", "kind": "measure", "text": "Measure again", "after_days": 1},
]  # fmt: skip
RULE = {"rule_kind": "proportion", "rule_measure": "Called within 4 h", "rule_direction": "at_least",
        "rule_threshold": Decimal("0.9"), "rule_smallest_count": 10}  # fmt: skip


def own_template(desk: Desk, practice: Practice, **more: Any) -> int:
    values = {"code": "own-1", "title": "Call in time", "standard_id": practice.standard, "criterion_codes": ["2"],
              "cause": "skill", "evidence_wanted": "Ten records", **RULE, **more}  # fmt: skip
    return services.create_template(desk, RENEE, values, STEPS).result


def plan_of(desk: Desk, cycle: int) -> CyclePlan:
    with desk.read() as conn:
        return cycle_plan(conn, cycle)


def ids(plan: CyclePlan, text: str) -> list[int]:
    return [one.id for one in plan.steps if text in one.text]


def test_the_shipped_templates_are_whole_and_use_words_the_desk_knows() -> None:
    found = {one.standard_code: one for one in shipped_templates()}
    starters = {one.code: {row["code"] for row in one.criteria} for one in library.starter_standards()}
    assert set(found) == {"HD-01", "SH-01", "RP-01"}
    for template in found.values():
        assert set(template.criterion_codes) <= starters[template.standard_code]
        assert template.cause in CHOICES["cause"]
        assert template.rule_direction in CHOICES["direction"]
        for step in template.steps:
            assert step.phase in PHASES
            assert step.kind in CHOICES["planned_kind"]
            assert step.session_kind in {"", *CHOICES["session_kind"]}
            assert set(step.needs) <= set(CHOICES["step_need"])
            assert step.text
            assert step.guidance


def test_a_cycle_opened_from_a_template_begins_with_what_it_says_and_its_steps_on_working_days(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    """R4: cause, evidence, success rule, criteria and follow-up are there; R10: each step is due on a working day."""
    own_template(desk, practice)
    agency.add_holiday(desk, RENEE, day=date(2026, 11, 12), name="Training day")  # the Thursday of the week
    people = [practice.people["Dana"], practice.people["Thanh"]]
    cycle = cycles.open_cycle(desk, RENEE, {"cause": "workload"}, template="OWN-1", staff_ids=people).result
    with desk.read() as conn:
        row = conn.execute(sa.select(Cycle.__table__).where(Cycle.id == cycle)).one()
        assert (row.version_id, row.template, row.evidence_wanted) == (practice.version, "Call in time", "Ten records")
        assert row.cause == "workload", "what a person chose stays"
        assert (row.rule_measure, row.rule_threshold, row.rule_smallest_count) == (
            "Called within 4 h",
            Decimal("0.9"),
            10,
        )
        assert row.follow_up_on > clock().date()
        assert conn.execute(sa.select(sa.func.count()).select_from(CycleCriterion)).scalar_one() == 1
    plan = plan_of(desk, cycle)
    assert [(one.text, one.staff) for one in plan.steps][:4] == [
        ("Hand out the card", "Dana Whitfield"), ("Hand out the card", "Thanh Nguyễn"),
        ("Role-play", "Dana Whitfield"), ("Role-play", "Thanh Nguyễn"),
    ]  # fmt: skip
    daily = [one for one in plan.steps if "Daily review" in one.text]
    assert [one.text for one in daily][::4] == ["Daily review (1 of 5)", "Daily review (5 of 5)"]
    days = [one.due_on for one in daily if one.due_on is not None]
    # Coach begins Wed Nov 11, Veterans Day, a holiday, then Thu is the agency's own closed day.
    assert days == sorted(set(days))
    assert not {date(2026, 11, 11), date(2026, 11, 12)} & set(days)
    assert all(day.weekday() < 5 for day in days)


def test_a_template_is_refused_where_no_cycle_can_come_of_it(desk: Desk, practice: Practice) -> None:
    template = own_template(desk, practice)
    with pytest.raises(Refused, match="not opened") as caught:
        cycles.open_cycle(desk, RENEE, {}, template="HD-C9")
    assert "There is no template HD-C9." in caught.value.problems[0].text
    services.retire_template(desk, RENEE, template)
    with pytest.raises(Refused) as caught:
        cycles.open_cycle(desk, RENEE, {}, template="OWN-1")
    assert "Retired" in caught.value.problems[0].text
    services.bring_back_template(desk, RENEE, template)
    standards.retire(desk, RENEE, practice.version)
    with pytest.raises(Refused) as caught:
        cycles.open_cycle(desk, RENEE, {}, template="OWN-1")
    assert "Publish standard HD-01" in caught.value.problems[0].text


def test_everything_wrong_with_a_template_is_said_at_once(desk: Desk, practice: Practice) -> None:
    own_template(desk, practice)
    with pytest.raises(Refused) as caught:
        services.create_template(
            desk,
            RENEE,
            {"code": "own-1", "standard_id": practice.standard, "criterion_codes": ["9"], "rule_threshold": Decimal(9)},
            [{"phase": "dream", "kind": "session", "text": "", "times": 99}],
        )
    told = "\n".join(one.text for one in caught.value.problems)
    for words in ("A title", "code OWN-1", "no criterion 9", "share", "What is to be done", "listed values", "1 to 60"):
        assert words in told
    assert "steps.0.times" in {one.field for one in caught.value.problems}


def test_steps_of_each_coachee_follow_who_is_coached(desk: Desk, practice: Practice) -> None:
    own_template(desk, practice)
    dana, thanh = practice.people["Dana"], practice.people["Thanh"]
    cycle = cycles.open_cycle(desk, RENEE, {}, template="OWN-1").result
    assert [one.staff for one in plan_of(desk, cycle).steps if one.per_coachee] == ["", ""]
    cycles.edit_cycle(desk, RENEE, cycle, {}, staff_ids=[dana])
    assert [one.staff for one in plan_of(desk, cycle).steps if one.per_coachee] == ["Dana Whitfield"] * 2
    cycles.edit_cycle(desk, RENEE, cycle, {}, staff_ids=[dana, thanh])
    assert len([one for one in plan_of(desk, cycle).steps if one.per_coachee]) == 4
    planned_steps.tick_steps(desk, RENEE, ids(plan_of(desk, cycle), "Hand out")[:1])
    cycles.edit_cycle(desk, RENEE, cycle, {}, staff_ids=[thanh])
    kept = [(one.text, one.staff, one.status) for one in plan_of(desk, cycle).steps if one.per_coachee]
    assert kept == [
        ("Hand out the card", "Dana Whitfield", "done"), ("Hand out the card", "Thanh Nguyễn", "open"),
        ("Role-play", "Thanh Nguyễn", "open"),
    ]  # fmt: skip
    cycles.edit_cycle(desk, RENEE, cycle, {}, staff_ids=[])
    assert [one.staff for one in plan_of(desk, cycle).steps if one.text == "Role-play"] == [""]


def opened(desk: Desk, practice: Practice) -> int:
    own_template(desk, practice)
    people = [practice.people["Dana"], practice.people["Thanh"]]
    return cycles.open_cycle(
        desk, RENEE, {"coach_id": practice.people["Maria"]}, template="OWN-1", staff_ids=people
    ).result


def hold(desk: Desk, clock: Clock, practice: Practice, cycle: int, kind: str, *names: str) -> int:
    values = {"coach_id": practice.people["Maria"], "kind": kind, "starts_at": clock(),
              "data_sources": ["direct_observation"]}  # fmt: skip
    return sessions.record_session(desk, RENEE, cycle, [practice.people[one] for one in names], values).result


def test_a_session_offers_to_tick_off_what_it_did_and_the_step_keeps_its_number(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    """R20: a step that was done says by which record."""
    cycle = opened(desk, practice)
    clock.go(days=3)
    session = hold(desk, clock, practice, cycle, "role_play", "Dana", "Thanh")
    (offer,) = plan_of(desk, cycle).offers
    assert (offer.family, offer.id) == ("session", session)
    assert [(one.text, one.staff) for one in offer.steps] == [
        ("Role-play", "Dana Whitfield"), ("Role-play", "Thanh Nguyễn")]  # fmt: skip
    changes = planned_steps.tick_steps(desk, RENEE, [one.id for one in offer.steps], "session", session)
    plan = plan_of(desk, cycle)
    done = [one for one in plan.steps if one.status == "done"]
    assert [(one.staff, one.done_by, one.done_on) for one in done] == [
        ("Dana Whitfield", offer.words, clock().date()), ("Thanh Nguyễn", offer.words, clock().date())]  # fmt: skip
    assert plan.offers == ()
    with desk.read() as conn:
        entry = trail_detail(conn, changes.seq, clock().date(), load_settings(conn))
    assert entry is not None
    assert [(one.label, one.after) for one in entry.records[0].fields if one.column.startswith("done_")] == [
        ("Done", "Nov 12, 2026"), ("Done by", "Session"), ("Done by record", "N-0001")]  # fmt: skip
    assert changes.undoable
    undo(desk, RENEE)
    assert plan_of(desk, cycle).offers == (offer,)


def test_what_a_record_did_is_ticked_off_in_one_call_daily_reviews_one_after_the_other(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    cycle = opened(desk, practice)
    for turn in range(1, 3):
        clock.go(days=1)
        session = hold(desk, clock, practice, cycle, "handover_review", "Dana")
        assert planned_steps.tick_record(desk, RENEE, cycle, "session", session).result == 1
        done = [one.text for one in plan_of(desk, cycle).steps if one.status == "done"]
        assert done == [f"Daily review ({number} of 5)" for number in range(1, turn + 1)]
        assert planned_steps.tick_record(desk, RENEE, cycle, "session", session).result == 0


def test_a_step_with_a_record_of_its_own_is_not_ticked_off_by_hand(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    """R20: no claim without the record behind it."""
    cycle = opened(desk, practice)
    plan = plan_of(desk, cycle)
    with pytest.raises(Refused) as caught:
        planned_steps.tick_steps(desk, RENEE, ids(plan, "Role-play")[:1])
    assert [one.rule for one in caught.value.problems] == ["R20"]
    measured = {"method": "documentation_audit", "measured_on": clock().date(), "met": 4, "total": 10,
                "assessor_id": practice.people["Rosa"]}  # fmt: skip
    measure = measures.record_measure(desk, RENEE, cycle, "baseline", measured).result
    with pytest.raises(Refused, match="Nothing was ticked off"):
        planned_steps.tick_steps(desk, RENEE, ids(plan, "Role-play")[:1], "measure", measure)
    with pytest.raises(Refused) as caught:
        planned_steps.tick_steps(desk, RENEE, ids(plan, "Role-play")[:1], "session", 99)
    assert "not one of" in caught.value.problems[0].text
    planned_steps.tick_steps(desk, RENEE, ids(plan, "Hand out"))
    assert {one.status for one in plan_of(desk, cycle).steps if "Hand out" in one.text} == {"done"}


def test_leaving_a_step_out_needs_a_reason_and_can_be_taken_back(desk: Desk, practice: Practice) -> None:
    cycle = opened(desk, practice)
    daily = ids(plan_of(desk, cycle), "Daily review")
    with pytest.raises(Refused):
        planned_steps.leave_out(desk, RENEE, daily[3:], " ")
    planned_steps.leave_out(desk, RENEE, daily[3:], "Office closed that week")
    left = [one for one in plan_of(desk, cycle).steps if one.status == "left_out"]
    assert {one.status_reason for one in left} == {"Office closed that week"}
    with pytest.raises(Refused, match="not changed"):
        planned_steps.move_steps(desk, RENEE, daily[3:], date(2026, 12, 1))
    planned_steps.reopen_steps(desk, RENEE, daily[3:])
    planned_steps.move_steps(desk, RENEE, daily[3:], date(2026, 12, 1))
    assert [one.due_on for one in plan_of(desk, cycle).steps if one.id in daily[3:]] == [date(2026, 12, 1)] * 2


def test_a_pause_moves_the_steps_that_wait_by_the_working_days_it_lasted(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    """R10: pausing stops the clocks of planned steps too."""
    cycle = opened(desk, practice)
    before = {one.id: one.due_on for one in plan_of(desk, cycle).steps}
    cycle_phases.pause_cycle(desk, RENEE, cycle, "Policy under review")
    clock.go(days=7)
    cycle_phases.resume_cycle(desk, RENEE, cycle)
    calendar = WorkCalendar("OH")
    for one in plan_of(desk, cycle).steps:
        was, now = before[one.id], one.due_on
        assert was is not None
        assert now is not None
        assert calendar.working_days(was, now) == 4, "Mon Nov 9 to Fri Nov 13 without Veterans Day"


def test_a_step_is_added_to_a_running_cycle_and_its_wrongs_are_said(desk: Desk, practice: Practice) -> None:
    cycle = opened(desk, practice)
    values = {"phase": "coach", "kind": "other", "text": "Visit dispatch together", "due_on": date(2026, 11, 20)}
    added = planned_steps.add_step(desk, RENEE, cycle, values).result
    assert plan_of(desk, cycle).steps[-1].id == added
    with pytest.raises(Refused) as caught:
        planned_steps.add_step(desk, RENEE, cycle, {"kind": "x", "phase": "coach", "text": "",
                                                    "staff_id": practice.people["Rosa"]})  # fmt: skip
    assert {one.field for one in caught.value.problems} == {"kind", "text", "staff_id"}


def test_a_shipped_template_becomes_the_agencys_own_under_its_code_and_stands_in_its_place(desk: Desk) -> None:
    with pytest.raises(Refused, match="no standard"):
        services.copy_template(desk, RENEE, "SH-C1")
    (draft,) = library.import_starters(desk, RENEE, ["SH-01"]).result
    standards.publish(desk, RENEE, draft)
    copied = services.copy_template(desk, RENEE, "SH-C1").result
    with desk.read() as conn:
        found = [one for one in all_templates(conn) if one.code == "SH-C1"]
        shipped = next(one for one in shipped_templates() if one.code == "SH-C1")
        assert [one.id for one in found] == [copied]
        assert found[0].steps == shipped.steps
        assert found[0].usable
    with pytest.raises(Refused):
        services.copy_template(desk, RENEE, "SH-C1")


def test_the_list_holds_ours_and_those_that_ship_and_ours_stands_in_the_place_of_theirs(
    desk: Desk, practice: Practice
) -> None:
    def listed() -> dict[str, tuple[int, str, bool, int]]:
        with desk.read() as conn:
            places = {column.key: place for place, column in enumerate(TEMPLATES.columns)}
            wanted = ("origin", "ready", "steps")
            return {row[0]: (key, *(row[places[one]] for one in wanted)) for key, row in TEMPLATES.all(conn)}

    before = listed()
    assert list(before) == ["HD-C1", "RP-C1", "SH-C1"]
    assert {origin for _, origin, _, _ in before.values()} == {"shipped"}
    assert [code for code, row in before.items() if row[2]] == ["HD-C1"], (
        "the standard of the others is not in the desk"
    )
    assert all(key < 0 for key, *_ in before.values())
    own = own_template(desk, practice)
    copied = services.copy_template(desk, RENEE, "HD-C1").result
    after = listed()
    assert after["HD-C1"] == (copied, "own", True, before["HD-C1"][3])
    assert {row[0] for row in after.values()} == {own, copied, before["RP-C1"][0], before["SH-C1"][0]}
    services.retire_template(desk, RENEE, copied)
    assert listed()["HD-C1"][1:3] == ("retired", False)
    with desk.read() as conn:
        whole = {one.code: (one.origin, one.usable, len(one.steps)) for one in all_templates(conn)}
    assert {code: row[1:] for code, row in listed().items()} == whole, "list and details say the same"


def test_editing_a_template_leaves_running_cycles_as_they_are(desk: Desk, practice: Practice) -> None:
    cycle = opened(desk, practice)
    before = plan_of(desk, cycle)
    with desk.read() as conn:
        template = template_called(conn, "OWN-1")
    assert template is not None
    assert template.id is not None
    assert template.cycles == 1
    services.edit_template(desk, RENEE, template.id, {"title": "Call at once"}, STEPS[:1])
    assert plan_of(desk, cycle) == before
    with desk.read() as conn:
        again = template_called(conn, "OWN-1")
    assert again is not None
    assert (again.title, len(again.steps)) == ("Call at once", 1)


def test_a_cycle_becomes_a_template_that_plans_the_same_days_again(desk: Desk, practice: Practice) -> None:
    cycle = opened(desk, practice)
    services.template_from_cycle(desk, RENEE, cycle, "OWN-2", "As we did it")
    again = cycles.open_cycle(
        desk, RENEE, {}, template="OWN-2", staff_ids=[practice.people["Dana"], practice.people["Thanh"]]
    ).result
    one, other = plan_of(desk, cycle), plan_of(desk, again)
    assert other.template == "As we did it"
    assert [(step.text, step.staff, step.due_on) for step in other.steps] == [
        (step.text, step.staff, step.due_on) for step in one.steps
    ]


def test_a_cycle_without_a_plan_becomes_a_template_of_the_sessions_it_held(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    cycle = cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, staff_ids=[practice.people["Dana"]]).result
    clock.go(days=4)
    hold(desk, clock, practice, cycle, "case_review", "Dana")
    services.template_from_cycle(desk, RENEE, cycle, "OWN-3")
    with desk.read() as conn:
        template = template_called(conn, "OWN-3")
    assert template is not None
    assert [(one.kind, one.session_kind, one.per_coachee) for one in template.steps] == [
        ("session", "case_review", True)]  # fmt: skip


def test_open_steps_are_told_at_the_gate_and_never_stand_in_its_way(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    """R6: the gate asks what the rule asks; a template's open steps are told beside it."""
    cycle = opened(desk, practice)
    planned_steps.leave_out(desk, RENEE, ids(plan_of(desk, cycle), "Daily review"), "Office closed")
    planned_steps.tick_steps(desk, RENEE, ids(plan_of(desk, cycle), "Hand out"))
    with desk.read() as conn:
        facts = cycle_facts(conn, cycle)
        settings = load_settings(conn)
    assert gate("coach", facts, settings).told == ()
    found = gate("validate", facts, settings)
    assert found.told == ("Planned and not done yet: Role-play (Dana Whitfield and Thanh Nguyễn).",)
    assert not any("Planned" in text for text in found.missing)
    assert gate("close", facts, settings).told[-1] == "Planned and not done yet: Measure again."


def test_today_lists_what_is_planned_one_line_for_a_step_and_not_for_whom_it_ended_early(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    cycle = opened(desk, practice)

    def told() -> list[tuple[str, str]]:
        with desk.read() as conn:
            rows = today_rows(conn, clock(), load_settings(conn))
        return [(one.text, one.state) for one in rows if one.kind == "planned"]

    assert ("Hand out the card · Dana Whitfield and Thanh Nguyễn", "later") in told()
    clock.go(days=4)
    assert ("Hand out the card · Dana Whitfield and Thanh Nguyễn", "late") in told()
    with desk.change(RENEE, "test", "test") as change:
        gone = change.session.scalar(sa.select(Coachee).where(Coachee.staff_id == practice.people["Dana"]))
        assert gone is not None
        gone.outcome, gone.next_step = "incomplete", "On leave; goes on in spring"
    assert ("Hand out the card · Thanh Nguyễn", "late") in told()
    cycle_phases.pause_cycle(desk, RENEE, cycle, "Policy under review")
    assert told() == []
