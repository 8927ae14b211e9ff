"""R5, R20 through the services: a rule, a measure and a planned step take up the standard's own measure and keep it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.queries.measures import MEASURES
from coachdesk.queries.planned_steps import cycle_plan
from coachdesk.queries.standard_measures import counted_by, defined_measure, measures_of
from coachdesk.queries.trail import trail_detail
from coachdesk.records.cycles import Cycle
from coachdesk.services import (
    audit_results,
    cycle_phases,
    cycles,
    history,
    measures,
    planned_steps,
    templates,
)
from coachdesk.store.desk import Desk
from tests.helpers import audits
from tests.helpers.asking import row
from tests.helpers.cycling import criteria_of, diagnosed, held, measured, said, seen, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.own_measures import OWN, OwnMeasures, make_own_measures, next_version, own_ids


@pytest.fixture
def own(desk: Desk) -> OwnMeasures:
    return make_own_measures(desk)


def kept(desk: Desk, cycle: int, *names: str) -> tuple[Any, ...]:
    with desk.read() as conn:
        return tuple(conn.execute(sa.select(*(getattr(Cycle, name) for name in names)).where(Cycle.id == cycle)).one())


def with_share(desk: Desk, clock: Clock, own: OwnMeasures) -> int:
    """A cycle in Diagnose whose rule counts the standard's share of records."""
    rule = {"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    return diagnosed(desk, clock, own.practice, rule=rule)


RULE = ("rule_kind", "rule_unit", "rule_measure", "rule_direction", "rule_threshold", "rule_smallest_count")


def test_r5_choosing_the_standards_measure_fills_the_rule_in(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={"rule_standard_measure_id": own.hours})
    assert kept(desk, cycle, *RULE) == (
        "duration", "h", "Hours from first sign to escalation", "at_most", Decimal(4), None,
    )  # fmt: skip
    cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": own.share, "rule_smallest_count": 10})
    assert kept(desk, cycle, *RULE) == (
        "proportion", "", "Concerns written with the time", "at_least", Decimal("0.9"), 10,
    )  # fmt: skip
    found = whole(desk, clock, cycle)
    assert found.rule.words() == "Concerns written with the time in at least 9 of 10 records"
    assert found.rule_of is not None
    assert (found.rule_of.standard, found.rule_of.version, found.rule_of.measure.goal) == ("HD-01", 2, Decimal(90))


def test_r5_what_a_person_says_of_the_rule_stays(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    mine = {"rule_standard_measure_id": own.hours, "rule_threshold": "8", "rule_measure": "Hours to the call"}
    cycle = diagnosed(desk, clock, own.practice, rule=mine)
    assert kept(desk, cycle, "rule_measure", "rule_threshold") == ("Hours to the call", Decimal(8))
    cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": own.hours, "rule_smallest_count": 6})
    assert kept(desk, cycle, "rule_measure", "rule_threshold") == ("Hours to the call", Decimal(8))  # not said again
    cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": None})
    assert kept(desk, cycle, "rule_standard_measure_id", "rule_threshold") == (None, Decimal(8))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rule_kind": "proportion", "rule_threshold": "90%"}, "is of the kind “Time taken”"),
        ({"version_id": 1}, "another standard version"),
    ],
)
def test_r5_a_link_that_says_something_else_than_the_rule_is_refused(
    desk: Desk, clock: Clock, own: OwnMeasures, values: dict[str, Any], words: str
) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={})
    with pytest.raises(Refused) as refused:
        cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": own.hours, **values})
    assert words in said(refused.value)
    assert {(one.field, one.rule) for one in refused.value.problems} == {("rule_standard_measure_id", "R5")}
    assert kept(desk, cycle, "rule_standard_measure_id") == (None,)


def test_r5_the_link_locks_with_the_rule_and_changes_by_amendment_only(
    desk: Desk, clock: Clock, own: OwnMeasures
) -> None:
    cycle = with_share(desk, clock, own)
    measured(desk, clock, own.practice, cycle, "baseline")
    cycle_phases.advance(desk, RENEE, cycle)
    with pytest.raises(Refused, match="locked"):
        cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": None})
    with pytest.raises(Refused, match="not amended"):
        cycle_phases.amend_rule(desk, RENEE, cycle, {"rule_standard_measure_id": own.hours, "rule_kind": "rubric"}, "x")
    changed = {"rule_standard_measure_id": own.hours, "rule_smallest_count": 6}
    cycle_phases.amend_rule(desk, RENEE, cycle, changed, "The notes have no times yet.")
    found = whole(desk, clock, cycle)
    assert found.amendments[-1].before == "Concerns written with the time in at least 9 of 10 records"
    assert found.amendments[-1].after == (
        "Hours from first sign to escalation: median at most 4 h, on at least 6 times"
    )
    assert found.rule.standard_measure_id == own.hours


def test_r20_the_link_goes_to_the_same_measure_of_another_version(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={"rule_standard_measure_id": own.hours, "rule_threshold": "8"})
    step = {"phase": "coach", "kind": "measure", "standard_measure_id": own.rating}
    planned_steps.add_step(desk, RENEE, cycle, step)
    third = next_version(desk, own.practice, [{**OWN[0], "goal": 2}])
    cycles.edit_cycle(desk, RENEE, cycle, {"version_id": third.version}, criterion_ids=criteria_of(desk, third.version))
    (hours,) = own_ids(desk, third.version)
    assert kept(desk, cycle, "rule_standard_measure_id", "rule_threshold") == (hours, Decimal(8))
    with desk.read() as conn:
        assert [one.standard_measure_id for one in cycle_plan(conn, cycle).steps] == [None]  # it has no rating any more


def test_r5_a_template_names_the_measure_by_its_name(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    values = {
        "code": "HD-C9", "title": "Call sooner", "standard_id": own.practice.standard, "criterion_codes": ["2"],
        "rule_kind": "duration", "rule_measure": "hours from first sign to escalation", "rule_unit": "h",
        "rule_direction": "at_most", "rule_threshold": "3", "rule_smallest_count": 6,
    }  # fmt: skip
    templates.create_template(desk, RENEE, values, [{"phase": "coach", "kind": "practice", "text": "Try it"}])
    cycle = cycles.open_cycle(desk, RENEE, {}, template="HD-C9").result
    assert kept(desk, cycle, "rule_standard_measure_id", "rule_threshold") == (own.hours, Decimal(3))
    other = cycles.open_cycle(desk, RENEE, {"rule_standard_measure_id": own.share}, template="HD-C9").result
    assert kept(desk, other, *RULE[:3]) == ("proportion", "", "Concerns written with the time")


def test_r20_the_trail_names_the_measure_and_undo_takes_it_back(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={})
    done = cycles.edit_cycle(desk, RENEE, cycle, {"rule_standard_measure_id": own.hours})
    with desk.read() as conn:
        entry = trail_detail(conn, done.seq, clock().date(), desk.settings())
    assert entry is not None
    fields = {one.label: one.after for one in entry.records[0].fields}
    assert fields["Success rule: measure of the standard"] == "Hours from first sign to escalation"
    history.undo(desk, RENEE)
    assert kept(desk, cycle, "rule_standard_measure_id", "rule_measure") == (None, "")


def test_r20_a_measure_keeps_which_measure_of_the_standard_it_is(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    rule = {"rule_standard_measure_id": own.rate, "rule_threshold": "2", "rule_smallest_count": 500}
    cycle = diagnosed(desk, clock, own.practice, rule=rule)
    usual = {"method": "documentation_audit", "measured_on": clock().date(), "assessor_id": 5}
    measures.record_measure(desk, RENEE, cycle, "baseline", {**usual, "events": 3, "exposure": "1200"})
    beside = {**usual, "standard_measure_id": own.hours, "figures": "3, 5"}
    measures.record_measure(desk, RENEE, cycle, "baseline", beside)
    first, second = whole(desk, clock, cycle).measures
    assert (first.kind, first.unit, first.per, first.standard_measure) == ("rate", "h", 1000, "Late emergencies")
    assert (second.kind, second.unit, second.standard_measure) == ("duration", "h", OWN[0]["name"])
    with desk.read() as conn:
        assert row(conn, MEASURES, second.id)["standard_measure"] == OWN[0]["name"]
    with pytest.raises(Refused) as refused:
        measures.record_measure(desk, RENEE, cycle, "baseline", {**beside, "kind": "rubric"})
    assert "of the kind “Time taken”" in said(refused.value)


def test_r7_another_measure_recorded_beside_does_not_stand_in_for_the_rules(
    desk: Desk, clock: Clock, own: OwnMeasures
) -> None:
    """What the rule counts is compared and judged, whatever was measured beside it and later."""
    cycle = diagnosed(
        desk, clock, own.practice, rule={"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    )
    measured(desk, clock, own.practice, cycle, "baseline")
    measured(
        desk, clock, own.practice, cycle, "baseline", kind="rubric", standard_measure_id=own.rating, figures="2, 3"
    )
    found = whole(desk, clock, cycle)
    assert found.baseline is not None
    assert found.baseline.kind == "proportion"
    assert found.gate("coach").met
    cycle_phases.advance(desk, RENEE, cycle)
    clock.go(days=1)
    held(desk, clock, own.practice, cycle)
    clock.go(hours=2)
    cycle_phases.advance(desk, RENEE, cycle)
    seen(desk, clock, own.practice, cycle)
    measured(desk, clock, own.practice, cycle, "post", met=9)
    measured(desk, clock, own.practice, cycle, "post", kind="rubric", standard_measure_id=own.rating, figures="4, 5")
    found = whole(desk, clock, cycle)
    assert found.judged.words == "Rule met: 9 of 10."
    with desk.read() as conn:
        users = counted_by(conn, own.practice.version)
    assert users == {own.share: ((cycle, found.number),), own.rating: ((cycle, found.number),)}


def test_r20_an_audit_used_as_a_measure_is_the_rules_own(desk: Desk, clock: Clock, own: OwnMeasures) -> None:
    cycle = diagnosed(
        desk, clock, own.practice, rule={"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    )
    audit = audits.finished(desk, own.practice, criteria=criteria_of(desk, own.practice.version))
    audit_results.use_as_measure(desk, RENEE, audit, cycle, "baseline")
    assert whole(desk, clock, cycle).measures[0].standard_measure_id == own.share


def test_a_planned_measure_names_its_measure_and_is_ticked_off_by_that_one(
    desk: Desk, clock: Clock, own: OwnMeasures
) -> None:
    cycle = diagnosed(
        desk, clock, own.practice, rule={"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    )
    planned_steps.add_step(
        desk, RENEE, cycle, {"phase": "diagnose", "kind": "measure", "standard_measure_id": own.rating}
    )
    talk = {"phase": "coach", "kind": "session", "text": "Talk", "standard_measure_id": own.rating}
    with pytest.raises(Refused) as refused:
        planned_steps.add_step(desk, RENEE, cycle, talk)
    assert "kind “Measure”" in said(refused.value)
    measured(desk, clock, own.practice, cycle, "baseline")
    with desk.read() as conn:
        plan = cycle_plan(conn, cycle)
    assert [(one.text, one.measure) for one in plan.steps] == [("Measure: Confidence", "Confidence")]
    assert plan.offers == ()  # another measure did not do it
    figures = {"kind": "rubric", "standard_measure_id": own.rating, "figures": "2"}
    found = measured(desk, clock, own.practice, cycle, "baseline", **figures)
    with desk.read() as conn:
        (offer,) = cycle_plan(conn, cycle).offers
    assert (offer.family, offer.id) == ("measure", found)


def test_what_a_version_defines_is_read_in_its_order(desk: Desk, own: OwnMeasures) -> None:
    with desk.read() as conn:
        found = measures_of(conn, [own.practice.version, 1])
        assert list(found) == [own.practice.version]
        assert [one.name for one in found[own.practice.version]] == [one["name"] for one in OWN]
        assert defined_measure(conn, None) is None
        assert counted_by(conn, own.practice.version) == {}
