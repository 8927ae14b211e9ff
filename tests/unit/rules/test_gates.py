"""R4, R6, R7, R8: each gate names exactly what is missing, with the people it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from coachdesk.rules import gates
from coachdesk.rules.facts import (
    CoacheeFacts,
    CycleFacts,
    MeasureFacts,
    ObservationFacts,
    Person,
    ScenarioFacts,
    SessionFacts,
)
from coachdesk.rules.measures import Proportion
from coachdesk.rules.success import SuccessRule
from coachdesk.settings import Settings

DEFAULTS = Settings()
START = datetime(2026, 11, 13, 9, 0)
CRITERIA = {"T1": "Calls the nurse line within 4 h", "D1": "Writes down what was seen"}
BOTH = frozenset(CRITERIA)
DANA, THANH = CoacheeFacts(1, "Dana Whitfield", "achieved"), CoacheeFacts(2, "Thanh Nguyễn", "achieved")
RENEE, LUIS = Person(8, "Renee Okafor"), Person(9, "Luis Marín")


def session(*staff: int, day: int = 0, **changes: Any) -> SessionFacts:
    begins = START + timedelta(days=day)
    sources = frozenset({"direct_observation", "reflection"})
    given = begins + timedelta(hours=2)
    return replace(SessionFacts("N-0871", "held", begins, frozenset(staff), given, sources, minutes=45), **changes)


def observation(staff: int, day: int = 4, ratings: dict[str, str] | None = None, **changes: Any) -> ObservationFacts:
    seen = ratings if ratings is not None else dict.fromkeys(CRITERIA, "met")
    at = START + timedelta(days=day)
    return replace(ObservationFacts("O-0001", LUIS.staff_id, staff, at, "live", seen), **changes)


def measure(stage: str, met: int, total: int, **changes: Any) -> MeasureFacts:
    return replace(MeasureFacts(stage, Proportion(met, total), 3, BOTH, date(2026, 11, 20)), **changes)


WHOLE = CycleFacts(
    "C-2026-0041",
    "validating",
    version_id=3,
    version_status="published",
    criteria=CRITERIA,
    coachees=(DANA, THANH),
    coach=RENEE,
    validator=LUIS,
    cause="skill",
    rule=SuccessRule("Escalated within 4 h", "at_least", Fraction(9, 10), 10),
    evidence_wanted="Ten records after the last session",
    follow_up_on=date(2026, 11, 23),
    sessions=(session(1, 2),),
    observations=(observation(1), observation(2)),
    measures=(measure("baseline", 4, 10), measure("post", 10, 10)),
    signed_off_by="Renee Okafor",
)


def missing(name: str, **changes: Any) -> tuple[str, ...]:
    return gates.gate(name, replace(WHOLE, **changes), DEFAULTS).missing


@pytest.mark.parametrize("name", gates.GATES)
def test_a_whole_cycle_passes_every_gate(name: str) -> None:
    result = gates.gate(name, WHOLE, DEFAULTS)
    assert result.missing == ()
    assert result.met
    assert result.met_count == len(result.items)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version_id": None}, "No standard version is chosen."),
        ({"version_status": "draft"}, "The standard version is still a draft; it must be published first."),
        ({"version_status": "retired"}, "The standard version is retired; choose the published one."),
        ({"coachees": ()}, "No coachee is named."),
        ({"coach": None}, "No coach is named."),
        ({"coach": Person(1, "Dana Whitfield")}, "Dana Whitfield cannot be coach and coachee in one cycle."),
        ({"validator": None}, "No validator is named."),
        (
            {"validator": Person(2, "Thanh Nguyễn")},
            "Thanh Nguyễn cannot validate their own practice; name another validator.",
        ),
        ({"cause": ""}, "The likely cause is not named."),
        ({"measures": ()}, "There is no baseline with its count."),
        ({"measures": (measure("baseline", 0, 0),)}, "The baseline has no judged records."),
        (
            {"measures": (measure("baseline", 4, 10, version_id=2),)},
            "The baseline was judged by another version of the standard.",
        ),
        (
            {"measures": (measure("baseline", 4, 10, criteria=frozenset({"T1"})),)},
            "The baseline was not judged on exactly the target criteria.",
        ),
        (
            {"measures": (measure("baseline", 4, 10, triggers_included=True),)},
            "Records that opened the cycle are still in the baseline; leave them out.",
        ),
        (
            {"rule": replace(WHOLE.rule, smallest=None)},
            "Say on how many records, at least 1, the success rule may be judged.",
        ),
        ({"rule": replace(WHOLE.rule, threshold=None)}, "Give the success rule a threshold."),
        ({"evidence_wanted": "  "}, "The evidence wanted is not described."),
        ({"follow_up_on": None}, "No follow-up date is set."),
    ],
)
def test_r4_the_gate_to_coach_names_what_diagnose_left_open(changes: dict[str, Any], sentence: str) -> None:
    assert missing("coach", **changes) == (sentence,)


def test_r4_a_cycle_with_nothing_filled_in_is_missing_all_ten_things() -> None:
    result = gates.gate("coach", CycleFacts("C-2026-0001", "diagnosing"), DEFAULTS)
    assert [item.key for item in result.items] == [
        "standard",
        "criteria",
        "coachees",
        "coach",
        "validator",
        "cause",
        "baseline",
        "rule",
        "evidence",
        "follow_up",
    ]
    assert not any(item.met for item in result.items)
    assert {problem.rule for problem in result.problems()} == {"R4"}
    assert all(problem.field for problem in result.problems())


def test_r6_each_coachee_without_a_session_or_without_feedback_is_named() -> None:
    assert missing("validate", sessions=(session(2),)) == ("Dana Whitfield has no held session with feedback given.",)
    waiting = (session(1, 2), session(2, day=1))
    assert missing("validate", sessions=(replace(waiting[0], feedback_at=None), waiting[1])) == (
        "Dana Whitfield has no held session with feedback given.",
    )
    planned = (session(1, status="planned"), session(2))
    assert missing("validate", sessions=planned) == ("Dana Whitfield has no held session with feedback given.",)


def test_r6_before_the_first_session_feedback_is_refused_and_there_is_nothing_to_judge_yet() -> None:
    assert "No feedback has been given yet." in missing("validate", sessions=())
    result = gates.gate("validate", replace(WHOLE, sessions=()), DEFAULTS)
    assert {item.key: (item.met, item.lacking) for item in result.items} == {
        "sessions": (False, True),
        "feedback": (False, False),
        "observation": (True, False),
        "second_source": (False, True),
    }
    assert (result.met_count, result.lacking_count, result.met) == (1, 2, False)


def test_r7_r8_what_waits_for_a_figure_or_an_outcome_is_neither_met_nor_missing() -> None:
    """The refusal stays as it is: it names the measure that is missing, and that its rule waits for it."""
    unended = tuple(replace(coachee, outcome="") for coachee in WHOLE.coachees)
    result = gates.gate("close", replace(WHOLE, measures=WHOLE.measures[:1], coachees=unended), DEFAULTS)
    assert [item.key for item in result.items if not item.judged] == ["rule_evaluated", "next_steps", "outcomes_agree"]
    assert result.missing[:2] == (
        "The practice has not been measured again after coaching.",
        "The success rule waits for that measure.",
    )
    assert [item.key for item in result.items if item.lacking] == ["post", "outcomes"]
    excused = tuple(replace(one, outcome="incomplete", next_step="Left the agency") for one in WHOLE.coachees)
    alone = gates.gate("validate", replace(WHOLE, coachees=excused, sessions=(), observations=()), DEFAULTS)
    assert [item.key for item in alone.items if not item.judged] == ["sessions", "feedback"]
    assert [item.key for item in alone.items if item.missing] == ["observation", "second_source"]


def test_r6_feedback_on_one_session_does_not_stand_for_another_persons() -> None:
    sessions = (session(1), session(2, feedback_at=None))
    result = gates.gate("validate", replace(WHOLE, sessions=sessions), DEFAULTS)
    assert [(item.key, item.met) for item in result.items[:2]] == [("sessions", True), ("feedback", False)]
    assert result.missing == ("Thanh Nguyễn has no held session with feedback given.",)


def test_r6_direct_observation_and_a_second_source_are_needed_across_the_cycle() -> None:
    only_talk = (session(1, 2, sources=frozenset({"reflection"})),)
    assert missing("validate", sessions=only_talk, observations=()) == ("There is no direct observation yet.",)
    assert missing("validate", sessions=only_talk) == ()  # an observation record is direct observation too
    only_seen = (session(1, 2, sources=frozenset({"direct_observation"})),)
    assert missing("validate", sessions=only_seen) == (
        "There is no second data source yet: add a document review, reflection or interview.",
    )
    apart = (session(1, sources=frozenset({"direct_observation"})), session(2, sources=frozenset({"product_review"})))
    assert missing("validate", sessions=apart, observations=()) == ()


def test_r6_sources_of_a_session_that_was_not_held_do_not_count() -> None:
    sessions = (session(1, 2, sources=frozenset()), session(1, status="cancelled"))
    assert missing("validate", sessions=sessions, observations=()) == (
        "There is no direct observation yet.",
        "There is no second data source yet: add a document review, reflection or interview.",
    )


def test_r6_how_many_other_sources_is_an_agency_setting() -> None:
    asked = replace(DEFAULTS, other_sources=2)
    assert gates.gate("validate", WHOLE, asked).missing == (
        "Only 1 of 2 data sources besides direct observation so far.",
    )


def test_r6_late_feedback_is_told_and_still_counts() -> None:
    late = replace(session(1, 2), feedback_at=START + timedelta(hours=31, minutes=15))
    item = gates.gate("validate", replace(WHOLE, sessions=(late,)), DEFAULTS).items[1]
    assert item.met
    assert (item.text, item.detail) == ("Feedback given within 24 h", "slowest 30.5 h, over the limit")
    in_time = replace(late, feedback_at=late.ended_at + timedelta(hours=24))
    item = gates.gate("validate", replace(WHOLE, sessions=(in_time,)), DEFAULTS).items[1]
    assert item.detail == "slowest 24 h"


def test_r10_feedback_time_stands_still_during_a_pause() -> None:
    late = replace(session(1, 2), feedback_at=START + timedelta(hours=30, minutes=45))
    paused = (START + timedelta(hours=3), START + timedelta(hours=11))
    item = gates.gate("validate", replace(WHOLE, sessions=(late,), pauses=(paused,)), DEFAULTS).items[1]
    assert item.detail == "slowest 22 h"


def test_r10_an_unreviewed_scenario_note_is_named_and_a_reviewed_one_is_a_second_source() -> None:
    sent = ScenarioFacts(1, START + timedelta(days=3))
    assert missing("validate", scenarios=(sent,)) == (
        "Dana Whitfield's scenario note of Nov 16, 2026 is not reviewed.",
    )
    reviewed = replace(sent, reviewed_at=sent.submitted_at + timedelta(hours=19))
    seen = (session(1, 2, sources=frozenset({"direct_observation"})),)
    assert missing("validate", scenarios=(reviewed,), sessions=seen) == ()


LIVE = "{name}: Luis Marín has not confirmed the practice in live delivery since the first session."


@pytest.mark.parametrize(
    "changed",
    [
        {"setting": "simulated"},  # a role-play is not live delivery
        {"observer_id": RENEE.staff_id},  # the coach is not the validator
        {"observed_at": START + timedelta(minutes=30)},  # during the first session, not after it
        {"coachee_id": 2},  # somebody else's
    ],
)
def test_r7_only_the_validators_live_observation_after_the_first_session_confirms(changed: dict[str, Any]) -> None:
    seen = (observation(1, **changed), observation(2))
    assert missing("close", observations=seen) == (LIVE.format(name="Dana Whitfield"),)


def test_r7_a_confirmation_between_the_first_and_a_later_session_counts() -> None:
    later = (*WHOLE.sessions, session(1, 2, day=10))
    assert missing("close", sessions=later) == ()


def test_r7_every_coachee_is_confirmed_not_just_one() -> None:
    assert missing("close", observations=()) == (LIVE.format(name="Dana Whitfield"), LIVE.format(name="Thanh Nguyễn"))
    assert missing("close", observations=(observation(2),)) == (LIVE.format(name="Dana Whitfield"),)


def test_r7_the_target_criteria_must_have_been_met_in_one_visit_or_several() -> None:
    first = observation(1, ratings={"T1": "not_observed", "D1": "met"})
    assert missing("close", observations=(first, observation(2))) == (
        "Dana Whitfield: Luis Marín has not yet seen “Calls the nurse line within 4 h” met in live delivery.",
    )
    second = observation(1, day=5, ratings={"T1": "met", "D1": "not_observed"})
    assert missing("close", observations=(first, second, observation(2))) == ()
    partly = observation(1, ratings={"T1": "partly", "D1": "met"})
    assert "has not yet seen" in missing("close", observations=(partly, observation(2)))[0]


def test_r7_a_criterion_that_never_applied_is_left_out_but_one_must_apply() -> None:
    some = observation(1, ratings={"T1": "not_applicable", "D1": "met"})
    assert missing("close", observations=(some, observation(2))) == ()
    none = observation(1, ratings=dict.fromkeys(CRITERIA, "not_applicable"))
    assert missing("close", observations=(none, observation(2))) == (
        "Dana Whitfield: none of the target criteria applied when Luis Marín observed.",
    )


def test_r7_how_often_is_an_agency_setting() -> None:
    twice = replace(DEFAULTS, live_confirmations=2)
    assert len(gates.gate("close", WHOLE, twice).missing) == 2
    again = (*WHOLE.observations, observation(1, day=5), observation(2, day=5))
    assert gates.gate("close", replace(WHOLE, observations=again), twice).missing == ()


@pytest.mark.parametrize(
    ("post", "sentences"),
    [
        (None, 2),
        (measure("post", 0, 0), 2),
        (measure("post", 10, 10, version_id=4), "The measure after coaching uses another version of the standard."),
        (
            measure("post", 10, 10, criteria=frozenset({"T1"})),
            "The measure after coaching does not judge the same criteria as the baseline.",
        ),
        (measure("post", 5, 5), "Cannot be judged yet: 5 of 5 records, and the rule asks for at least 10."),
    ],
)
def test_r7_the_practice_is_measured_again_by_the_same_criteria_and_judged(post: Any, sentences: Any) -> None:
    measures = (measure("baseline", 4, 10), *((post,) if post else ()))
    found = missing("close", measures=measures)
    if sentences == 2:
        assert found == (
            "The practice has not been measured again after coaching.",
            "The success rule waits for that measure.",
        )
    else:
        assert found == (sentences,)


def test_r8_not_achieved_is_a_respectable_ending_that_needs_a_next_step() -> None:
    below = (measure("baseline", 4, 10), measure("post", 6, 10))
    tried = observation(1, ratings={"T1": "not_met", "D1": "met"})
    dana = replace(DANA, outcome="not_achieved")
    thanh = replace(THANH, outcome="not_achieved", next_step="Side-by-side visits for a month")
    changes = {"measures": below, "observations": (tried, observation(2))}
    assert missing("close", coachees=(dana, thanh), **changes) == (
        "Dana Whitfield's outcome is Not achieved; say what comes next.",
    )
    dana = replace(dana, next_step="Side-by-side visits for a month")
    assert missing("close", coachees=(dana, thanh), **changes) == ()


def test_r7_not_achieved_still_needs_the_validator_to_have_looked() -> None:
    dana = replace(DANA, outcome="not_achieved", next_step="Another cycle")
    assert missing("close", coachees=(dana, THANH), observations=(observation(2),)) == (
        LIVE.format(name="Dana Whitfield"),
    )


def test_r8_achieved_is_not_claimed_against_the_figures() -> None:
    below = (measure("baseline", 4, 10), measure("post", 6, 10))
    assert missing("close", measures=below) == (
        "Dana Whitfield's outcome is Achieved, but the figures say otherwise. Rule not met: 6 of 10.",
        "Thanh Nguyễn's outcome is Achieved, but the figures say otherwise. Rule not met: 6 of 10.",
    )


def test_r8_an_outcome_for_everybody_and_a_sign_off() -> None:
    assert missing("close", coachees=(replace(DANA, outcome=""), THANH), signed_off_by="") == (
        "Dana Whitfield has no outcome yet.",
        "Nobody has signed off yet.",
    )


def test_r8_a_coachee_whose_cycle_ended_early_is_asked_nothing_more_once_the_next_step_is_said() -> None:
    left = replace(DANA, outcome="incomplete", next_step="Left the agency on Nov 15")
    others = {"sessions": (session(2),), "observations": (observation(2),)}
    assert missing("validate", coachees=(left, THANH), **others) == ()
    assert missing("close", coachees=(left, THANH), **others) == ()
    unsaid = replace(left, next_step="")
    assert "Dana Whitfield has no held session with feedback given." in missing(
        "validate", coachees=(unsaid, THANH), **others
    )
    alone = missing("close", coachees=(left,), sessions=(), observations=(), measures=())
    assert alone == ()


def test_a_gate_passes_with_a_reason_only_when_something_is_missing() -> None:
    result = gates.gate("close", replace(WHOLE, signed_off_by=""), DEFAULTS)
    (problem,) = gates.refusal(result, "  ")
    assert (problem.field, problem.rule) == ("signed_off_by", "R8")
    assert gates.refusal(result, "Coordinator on leave, signed on paper") == ()
    assert gates.refusal(gates.gate("close", WHOLE, DEFAULTS), "") == ()


def test_the_next_gate_follows_the_status() -> None:
    assert [gates.next_gate(status) for status in ("diagnosing", "coaching", "validating", "closed", "paused")] == [
        "coach",
        "validate",
        "close",
        "",
        "",
    ]
    with pytest.raises(KeyError):
        gates.gate("open", WHOLE, DEFAULTS)


def test_every_gate_item_has_its_own_key_and_tells_where_it_is_mended() -> None:
    with_scenario = replace(WHOLE, scenarios=(ScenarioFacts(1, START),))
    items = [item for name in gates.GATES for item in gates.gate(name, with_scenario, DEFAULTS).items]
    keys = [item.key for item in items]
    assert len(keys) == len(set(keys))
    assert all(item.text and item.field and item.rule for item in items)
