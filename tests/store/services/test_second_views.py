"""Two observers of one event: who may pair with whom, how far they agree (Gwet's AC1 too), where they differ."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.observations import OBSERVATIONS
from coachdesk.services import observations
from coachdesk.store.desk import Desk
from tests.helpers.asking import row
from tests.helpers.cycling import COACH, VALIDATOR, criteria_of, said, seen, validating, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice


@pytest.fixture
def cycle(desk: Desk, clock: Clock, practice: Practice) -> int:
    return validating(desk, clock, practice, ("Dana", "Thanh"))


def second(desk: Desk, clock: Clock, practice: Practice, cycle: int, first: int, *results: str) -> int:
    values = {
        "staff_id": practice.people["Dana"],
        "observer_id": practice.people[COACH],
        "observed_at": clock(),
        "setting": "live",
        "consent": True,
        "paired_with_id": first,
    }
    ratings = dict(zip(criteria_of(desk, practice.version), results, strict=True))
    return observations.record_observation(desk, RENEE, cycle, values, ratings).result


def test_two_views_of_one_event_tell_their_agreement_and_what_to_talk_about(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle)
    other = second(desk, clock, practice, cycle, first, "met", "partly")
    ((one, two, agreed),) = whole(desk, clock, cycle).second_views(desk.settings())
    assert (one.id, two.id) == (first, other)
    assert (agreed.agreed, agreed.judged) == (1, 2)
    assert agreed.disagreed == (("2", "met", "partly"),)
    assert agreed.ac1 == pytest.approx(0.2), "(1/2 - 3/8) / (1 - 3/8), by hand"
    assert agreed.words == "Same rating on 1 of 2 (9–91%) criteria, AC1 0.20."
    with desk.read() as conn:
        assert row(conn, OBSERVATIONS, other)["paired_with"] == "O-0001"
        assert row(conn, OBSERVATIONS, first)["deidentified"] is True


def test_an_observation_is_corrected_while_its_cycle_is_open_and_the_trail_keeps_what_it_said(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle, result="not_met")
    one, two = criteria_of(desk, practice.version)
    clock.go(days=4)
    done = observations.edit_observation(desk, RENEE, first, {"note": "Called at once."}, {one: "met"})
    (kept,) = whole(desk, clock, cycle).observations
    assert ([(rating.code, rating.result) for rating in kept.ratings], kept.note) == ([("1", "met")], "Called at once.")
    assert not kept.late_entry, "R10: mending a word makes nothing late"
    assert done.label == "Correct observation O-0001"
    observations.edit_observation(desk, RENEE, first, {"consent": True, "observed_at": clock() - timedelta(days=3)})
    (kept,) = whole(desk, clock, cycle).observations
    assert kept.late_entry
    assert len(kept.ratings) == 1, "ratings that are not named stay"
    for values, ratings, told in (
        ({"consent": False}, None, "needs the participant's consent"),
        ({"observer_id": practice.people["Dana"]}, None, "Nobody observes themselves"),
        ({}, {two: "fine"}, "Choose one of the listed values"),
        ({}, {}, "At least one rated criterion"),
    ):
        with pytest.raises(Refused) as refused:
            observations.edit_observation(desk, RENEE, first, values, ratings)
        assert told in said(refused.value)


def test_r6_an_observation_without_a_single_rating_shows_nothing_and_is_refused(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    values = {"staff_id": practice.people["Dana"], "observer_id": practice.people[COACH], "observed_at": clock()}
    with pytest.raises(Refused) as refused:
        observations.record_observation(desk, RENEE, cycle, {**values, "setting": "simulated"}, {})
    assert "At least one rated criterion" in said(refused.value)


def test_correcting_one_of_two_views_keeps_them_of_one_event(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle)
    other = second(desk, clock, practice, cycle, first, "met", "partly")
    for changed in (first, other):
        with pytest.raises(Refused) as refused:
            observations.edit_observation(desk, RENEE, changed, {"observed_at": clock() - timedelta(days=1)})
        assert "made on another day" in said(refused.value)
    observations.edit_observation(desk, RENEE, other, {"observed_at": clock() - timedelta(minutes=30)})


def test_a_second_view_needs_another_observer_of_the_same_person_on_the_same_day(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle)
    with pytest.raises(Refused) as refused:
        seen(desk, clock, practice, cycle, paired_with_id=first)
    assert "A second view needs another observer." in said(refused.value)
    with pytest.raises(Refused) as refused:
        seen(desk, clock, practice, cycle, "Thanh", observer_id=practice.people[COACH], paired_with_id=first)
    assert "another person" in said(refused.value)
    earlier = clock() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        seen(
            desk, clock, practice, cycle, observer_id=practice.people[COACH], observed_at=earlier, paired_with_id=first
        )
    assert "another day" in said(refused.value)


def test_there_is_one_second_view_and_no_chain_of_them(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle)
    other = second(desk, clock, practice, cycle, first, "met", "met")
    for target, words in ((first, "has a second view already"), (other, "first observer's own record")):
        with pytest.raises(Refused) as refused:
            seen(desk, clock, practice, cycle, observer_id=practice.people["Tyler"], paired_with_id=target)
        assert words in said(refused.value)


def test_a_pair_can_be_made_and_taken_back_later(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    first = seen(desk, clock, practice, cycle)
    other = seen(desk, clock, practice, cycle, observer_id=practice.people[COACH])
    observations.pair_observations(desk, RENEE, other, first)
    assert len(whole(desk, clock, cycle).second_views(desk.settings())) == 1
    observations.pair_observations(desk, RENEE, other, None)
    assert whole(desk, clock, cycle).second_views(desk.settings()) == ()


def test_r7_a_second_observer_does_not_stand_in_for_the_validator(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = seen(desk, clock, practice, cycle, result="partly")
    second(desk, clock, practice, cycle, first, "met", "met")
    (live,) = (item for item in whole(desk, clock, cycle).gate("close").items if item.key == "live")
    assert any("Dana Whitfield: Rosa Ortiz has not yet seen" in sentence for sentence in live.missing)
    assert practice.people[VALIDATOR] != practice.people[COACH]
