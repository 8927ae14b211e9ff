"""Documentation audits through services: a repeatable draw, judging, a second look, what follows; R4, R10, R18."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.audits import AUDIT_RECORDS, AUDITS, series
from coachdesk.queries.cycle_facts import cycle_facts
from coachdesk.queries.measures import measure_detail
from coachdesk.queries.signals import signal_detail
from coachdesk.rules.facts import MeasureFacts
from coachdesk.rules.measures import Proportion
from coachdesk.rules.sampling import draw
from coachdesk.services import agency, audit_results, audits, cycles, history
from coachdesk.store.desk import Desk
from tests.helpers.audits import FRAME, detail, finished, judge_all, open_audit
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note


def problems(refused: pytest.ExceptionInfo[Refused]) -> str:
    """All that was said."""
    return " ".join(problem.text for problem in refused.value.problems)


def cycle_of(
    desk: Desk, practice: Practice, signal_ids: list[int] | None = None, criteria: tuple[int, ...] = (1, 2)
) -> int:
    """A cycle of the practice's standard being diagnosed."""
    values = {"title": "Escalation", "version_id": practice.version, "coach_id": practice.people["Maria"]}
    return cycles.open_cycle(
        desk,
        RENEE,
        values,
        signal_ids=signal_ids or [],
        staff_ids=[practice.people["Dana"]],
        criterion_ids=list(criteria),
    ).result


def measured(desk: Desk, cycle_id: int, stage: str) -> tuple[MeasureFacts, Proportion]:
    """The cycle's newest measure of a stage, and its proportion."""
    with desk.read() as conn:
        found = cycle_facts(conn, cycle_id).measure(stage)
    assert found is not None
    assert isinstance(found.result, Proportion)
    return found, found.result


# The draw -------------------------------------------------------------------------------------------------------------


def test_anybody_can_repeat_the_draw_from_frame_and_seed(desk: Desk, practice: Practice) -> None:
    audit = detail(desk, open_audit(desk, practice))
    assert audit.number == "A-0001"
    assert [one.code for one in audit.records] == list(draw(audit.frame, audit.sample_size, str(audit.seed)).chosen)
    assert len(audit.records) == 10
    assert audit.frame == tuple(FRAME)


def test_a_frame_may_be_a_numbered_range(desk: Desk, practice: Practice) -> None:
    audit = detail(desk, open_audit(desk, practice, frame=["HC-0001 to HC-0029", "HC-0030"]))
    assert audit.frame == tuple(FRAME)


def test_a_seed_is_chosen_by_chance_and_kept(desk: Desk, practice: Practice) -> None:
    seeds = {detail(desk, open_audit(desk, practice, seed=None)).seed for _ in range(3)}
    assert len(seeds) > 1


def test_records_left_out_of_the_frame_are_named_with_the_reason(desk: Desk, practice: Practice) -> None:
    audit = detail(desk, open_audit(desk, practice, excluded=["HC-0003"], excluded_reason="Still open"))
    assert "HC-0003" not in audit.frame
    assert audit.excluded_note == "HC-0003: Still open"
    with pytest.raises(Refused) as refused:
        open_audit(desk, practice, excluded=["HC-0004"])
    assert "Say why" in problems(refused)


def test_drawing_more_keeps_what_was_drawn(desk: Desk, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    before = {one.code for one in detail(desk, audit_id).records}
    audits.draw_more(desk, RENEE, audit_id, 5)
    after = detail(desk, audit_id)
    assert before < {one.code for one in after.records}
    assert {one.code for one in after.records} == set(draw(after.frame, 15, "7").chosen)
    with pytest.raises(Refused, match="15 records left"):
        audits.draw_more(desk, RENEE, audit_id, 16)


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (["HC-0001", "Dana Whitfield"], "Name from the roster"),
        (["HC-0001", "Edmund Fisk"], "looks like a name"),
        (["HC-0001", "212-55-8841"], "Social Security number"),
        (["HC-0001", "HC-0001"], "Listed twice"),
        ([], "List the records"),
    ],
)
def test_r22_a_frame_holds_reference_codes_only(desk: Desk, practice: Practice, frame: list[str], told: str) -> None:
    with pytest.raises(Refused) as refused:
        open_audit(desk, practice, size=1, frame=frame)
    assert told in problems(refused)
    with desk.read() as conn:
        assert AUDITS.count(conn) == 0


def test_a_share_of_the_records_is_drawn_for_a_second_look_as_the_agency_set_it(desk: Desk, practice: Practice) -> None:
    agency.change_setting(desk, RENEE, "double_score_percent", "20")
    assert sum(one.twice for one in detail(desk, open_audit(desk, practice)).records) == 2
    agency.change_setting(desk, RENEE, "double_score_percent", "0")
    assert not any(one.twice for one in detail(desk, open_audit(desk, practice)).records)


def test_only_a_published_version_and_its_own_criteria_are_audited(desk: Desk, practice: Practice) -> None:
    with pytest.raises(Refused) as refused:
        open_audit(desk, practice, criteria=[1, 99])
    assert "another standard version" in problems(refused)
    with pytest.raises(Refused) as refused:
        open_audit(desk, practice, second_assessor_id=practice.people["Maria"])
    assert "somebody else" in problems(refused)


# Judging --------------------------------------------------------------------------------------------------------------


def test_judgements_are_made_changed_and_taken_back(desk: Desk, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    record = detail(desk, audit_id).records[0].id
    audits.judge(desk, RENEE, audit_id, {record: {1: "met", 2: "not_met"}})
    audits.judge(desk, RENEE, audit_id, {record: {2: "met"}})
    assert dict(detail(desk, audit_id).first) == {(record, 1): "met", (record, 2): "met"}
    audits.judge(desk, RENEE, audit_id, {record: {1: ""}})
    assert dict(detail(desk, audit_id).first) == {(record, 2): "met"}
    history.undo(desk, RENEE)
    assert detail(desk, audit_id).first[record, 1] == "met"


def test_an_audit_ends_only_when_all_is_judged_and_then_stays_as_it_is(desk: Desk, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    with pytest.raises(Refused) as refused:
        audits.finish_audit(desk, RENEE, audit_id)
    assert "Still to judge" in problems(refused)
    judge_all(desk, audit_id)
    audits.finish_audit(desk, RENEE, audit_id)
    with pytest.raises(Refused, match="has ended"):
        audits.judge(desk, RENEE, audit_id, {detail(desk, audit_id).records[0].id: {1: "not_met"}})


def test_giving_up_needs_a_reason_and_keeps_what_was_judged(desk: Desk, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    judge_all(desk, audit_id)
    with pytest.raises(Refused):
        audits.give_up_audit(desk, RENEE, audit_id, " ")
    audits.give_up_audit(desk, RENEE, audit_id, "The log was the wrong one")
    audit = detail(desk, audit_id)
    assert (audit.status, audit.status_reason, len(audit.first)) == ("given_up", "The log was the wrong one", 20)
    with desk.read() as conn:
        assert series(conn) == []


def test_the_second_judgement_is_independent_and_agreement_is_told_when_it_is_whole(
    desk: Desk, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice, size=20)
    twice = [place for place, one in enumerate(detail(desk, audit_id).records) if one.twice]
    record = detail(desk, audit_id).records[twice[0]].id
    with pytest.raises(Refused, match="Nothing was judged"):
        audits.judge(desk, RENEE, audit_id, {record: {1: "met"}}, turn=2)
    audits.edit_audit(desk, RENEE, audit_id, {"second_assessor_id": practice.people["Rosa"]})
    judge_all(desk, audit_id, unmet=[(twice[0], 2)])
    with pytest.raises(Refused) as refused:
        audits.finish_audit(desk, RENEE, audit_id)
    assert "a second time" in problems(refused)
    assert detail(desk, audit_id).agreement is None
    judge_all(desk, audit_id, turn=2)
    audit = detail(desk, audit_id)
    assert audit.agreement is not None
    assert (audit.agreement.agreed, audit.agreement.judged) == (2 * len(twice) - 1, 2 * len(twice))
    assert audit.agreement.ac1 is not None
    assert [(one.code, one.criterion, one.first, one.second) for one in audit.disagreed] == [
        (audit.records[twice[0]].code, "2", "not_met", "met")
    ]
    audits.finish_audit(desk, RENEE, audit_id)


# What it shows --------------------------------------------------------------------------------------------------------


def test_r18_figures_show_counts_and_intervals_and_leave_out_what_does_not_apply(
    desk: Desk, practice: Practice
) -> None:
    audit_id = open_audit(desk, practice)
    judge_all(
        desk,
        audit_id,
        [(0, 1), (1, 2), (2, 2)],
        other={(3, 2): "not_applicable", (4, 1): "not_applicable", (4, 2): "not_applicable"},
    )
    audit = detail(desk, audit_id)
    assert (audit.figures.criteria[1].met, audit.figures.criteria[1].total) == (8, 9)
    assert (audit.figures.criteria[2].met, audit.figures.criteria[2].total) == (6, 8)
    assert (audit.figures.whole.met, audit.figures.whole.total, audit.figures.whole.not_applicable) == (6, 9, 1)
    assert audit.figures.words == "Records that met all criteria: 6 of 9 (35–88%). 1 not applicable, left out."


def test_the_tables_tell_what_the_audits_page_tells(desk: Desk, practice: Practice) -> None:
    finished(desk, practice, [(0, 1), (1, 2), (1, 1)])
    with desk.read() as conn:
        ((_, row),) = AUDITS.all(conn)
        told = dict(zip([column.key for column in AUDITS.columns], row, strict=True))
        records = [
            dict(zip([one.key for one in AUDIT_RECORDS.columns], row, strict=True))
            for _, row in AUDIT_RECORDS.all(conn)
        ]
    assert (told["records"], told["judged"], told["met"], told["total"], told["status"]) == (10, 10, 8, 10, "done")
    assert [(one["result"], one["unmet"]) for one in records[:3]] == [("not_met", 1), ("not_met", 2), ("met", 0)]


def test_r2d_series_follow_a_criterion_through_finished_audits(desk: Desk, practice: Practice, clock: Clock) -> None:
    for unmet in ([], [(0, 1)], [(0, 1), (1, 1), (2, 2)]):
        finished(desk, practice, unmet)
        clock.go(days=30)
    open_audit(desk, practice)
    with desk.read() as conn:
        found = {one.criterion: one for one in series(conn)}
    assert {code: [point[1:] for point in one.points] for code, one in found.items()} == {
        "": [(10, 10), (9, 10), (7, 10)],
        "1": [(10, 10), (9, 10), (8, 10)],
        "2": [(10, 10), (10, 10), (9, 10)],
    }
    assert found["1"].team_id == practice.team
    assert found["1"].points[0][0] < found["1"].points[1][0]


# What follows ---------------------------------------------------------------------------------------------------------


def test_unmet_criteria_become_signals_in_one_change(desk: Desk, practice: Practice, clock: Clock) -> None:
    known = {code: audits.Known(practice.people["Dana"], date(2026, 11, 2)) for code in FRAME}
    audit_id = finished(desk, practice, [(0, 1), (1, 2)], known=known)
    offered = detail(desk, audit_id).unmet
    assert [(one.criterion, one.critical, one.staff) for one in offered] == [
        ("1", False, "Dana Whitfield"),
        ("2", True, "Dana Whitfield"),
    ]
    chosen = [{"audit_record_id": one.record_id, "criterion_id": one.criterion_id} for one in offered]
    ids = audit_results.note_signals(
        desk,
        RENEE,
        audit_id,
        [chosen[0], {**chosen[1], "severity": "major", "what_happened": "Not called until the evening"}],
    ).result
    with desk.read() as conn:
        first, second = (signal_detail(conn, one, clock().date(), desk.settings()) for one in ids)
    assert first is not None
    assert second is not None
    assert (first.source, first.criterion_code, first.staff, first.team) == (
        "documentation_audit",
        "1",
        "Dana Whitfield",
        "North team",
    )
    assert (first.occurred_on, first.noticed_on, first.late_entry) == (date(2026, 11, 2), clock().date(), False)
    assert offered[0].code in first.what_happened
    assert (second.severity, second.what_happened) == ("major", "Not called until the evening")
    after = detail(desk, audit_id)
    assert after.unmet == ()
    assert [one.signals[0][0] for one in after.records if one.signals] == ids
    history.undo(desk, RENEE)
    assert len(detail(desk, audit_id).unmet) == 2


def test_a_finding_is_no_signal_twice_and_what_was_met_is_none(desk: Desk, practice: Practice) -> None:
    audit_id = finished(desk, practice, [(0, 1)])
    audit = detail(desk, audit_id)
    one = {"audit_record_id": audit.records[0].id, "criterion_id": 1}
    with pytest.raises(Refused):
        audit_results.note_signals(desk, RENEE, audit_id, [one, {**one, "criterion_id": 2}])
    assert len(detail(desk, audit_id).unmet) == 1, "all or none"
    audit_results.note_signals(desk, RENEE, audit_id, [one])
    with pytest.raises(Refused, match="already"):
        audit_results.note_signals(desk, RENEE, audit_id, [one])


def test_r10_signals_taken_over_late_from_an_audit_are_late_entries(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    audit_id = finished(desk, practice, [(0, 1)])
    clock.go(days=3)
    one = {"audit_record_id": detail(desk, audit_id).records[0].id, "criterion_id": 1}
    (signal_id,) = audit_results.note_signals(desk, RENEE, audit_id, [one]).result
    with desk.read() as conn:
        signal = signal_detail(conn, signal_id, clock().date(), desk.settings())
    assert signal is not None
    assert signal.late_entry


def test_r4_records_that_opened_the_cycle_are_marked_and_stay_out_of_its_baseline(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    audit_id = finished(desk, practice, [(0, 1), (1, 2), (2, 2)])
    offered = detail(desk, audit_id).unmet[:2]
    chosen = [{"audit_record_id": one.record_id, "criterion_id": one.criterion_id} for one in offered]
    signal_ids = audit_results.note_signals(desk, RENEE, audit_id, chosen).result
    cycle_id = cycle_of(desk, practice, signal_ids)
    (offer,) = detail(desk, audit_id).measurable
    assert (offer.cycle_id, offer.stages, offer.shared, offer.lacking) == (
        cycle_id,
        ("baseline", "post"),
        ("1", "2"),
        (),
    )
    measure_id = audit_results.use_as_measure(desk, RENEE, audit_id, cycle_id, "baseline").result
    with desk.read() as conn:
        measure = measure_detail(conn, measure_id, clock().date(), desk.settings())
        facts = cycle_facts(conn, cycle_id)
    assert measure is not None
    assert (measure.met, measure.total, measure.triggers_excluded) == (7, 8, 2)
    assert (measure.method, measure.audit) == ("documentation_audit", "A-0001")
    assert facts.measure("baseline") is not None
    audit = detail(desk, audit_id)
    assert [one.is_trigger for one in audit.records[:3]] == [True, True, False]
    assert audit.cycle_id == cycle_id
    assert [(use.cycle_id, use.stage, use.measure_id) for use in audit.uses] == [(cycle_id, "baseline", measure_id)]


def test_r4_a_baseline_that_keeps_its_trigger_records_says_so(desk: Desk, practice: Practice) -> None:
    audit_id = finished(desk, practice, [(0, 1)])
    one = {"audit_record_id": detail(desk, audit_id).records[0].id, "criterion_id": 1}
    cycle_id = cycle_of(desk, practice, audit_results.note_signals(desk, RENEE, audit_id, [one]).result)
    audit_results.use_as_measure(desk, RENEE, audit_id, cycle_id, "baseline", leave_out_triggers=False)
    baseline, result = measured(desk, cycle_id, "baseline")
    assert (result.total, baseline.triggers_excluded, baseline.triggers_included) == (10, 0, True)


def test_r4_an_audit_made_for_a_cycle_knows_records_that_its_signals_name(
    desk: Desk, practice: Practice, clock: Clock
) -> None:
    signal_id = note(desk, clock, practice, participant_code="HC-0005")
    cycle_id = cycle_of(desk, practice, [signal_id])
    audit = detail(desk, open_audit(desk, practice, size=30, cycle_id=cycle_id))
    assert [one.code for one in audit.records if one.is_trigger] == ["HC-0005"]


def test_a_measure_counts_the_target_criteria_only_and_one_audit_is_not_before_and_after(
    desk: Desk, practice: Practice
) -> None:
    audit_id = finished(desk, practice, [(0, 1), (1, 2)])
    cycle_id = cycle_of(desk, practice, criteria=(2,))
    audit_results.use_as_measure(desk, RENEE, audit_id, cycle_id, "baseline")
    baseline, result = measured(desk, cycle_id, "baseline")
    assert (result.met, result.total, baseline.criteria) == (9, 10, frozenset({"2"}))
    with pytest.raises(Refused) as refused:
        audit_results.use_as_measure(desk, RENEE, audit_id, cycle_id, "post")
    assert "before and after" in problems(refused)


def test_a_measure_may_count_the_coachees_records_only(desk: Desk, practice: Practice) -> None:
    known = {code: audits.Known(practice.people["Dana" if place % 2 else "Rosa"]) for place, code in enumerate(FRAME)}
    audit_id = finished(desk, practice, known=known)
    cycle_id = cycle_of(desk, practice)
    audit_results.use_as_measure(desk, RENEE, audit_id, cycle_id, "post", only_coachees=True)
    _, post = measured(desk, cycle_id, "post")
    written = sum(one.staff == "Dana Whitfield" for one in detail(desk, audit_id).records)
    assert post.total == written
    assert 0 < written < 10


def test_what_the_trail_says_of_judging_names_record_and_audit(desk: Desk, practice: Practice) -> None:
    audit_id = open_audit(desk, practice)
    record = detail(desk, audit_id).records[0]
    changes = audits.judge(desk, RENEE, audit_id, {record.id: {1: "met"}})
    assert re.fullmatch(rf"Judge {record.code} in A-0001", changes.label)


def test_describing_a_record_says_who_wrote_it_and_when(desk: Desk, practice: Practice, clock: Clock) -> None:
    audit_id = open_audit(desk, practice)
    record = detail(desk, audit_id).records[0]
    audits.describe_record(desk, RENEE, record.id, {"staff_id": practice.people["Dana"], "record_on": clock().date()})
    assert detail(desk, audit_id).records[0].staff == "Dana Whitfield"
    with pytest.raises(Refused):
        audits.describe_record(desk, RENEE, record.id, {"record_on": clock().date() + timedelta(days=1)})
