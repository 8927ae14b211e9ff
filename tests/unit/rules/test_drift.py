"""R2 and R3: drift is proposed with its figures, and compared with a slow, obviously right way of finding it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules.drift import AuditSeries, Dismissal, DriftSignal, Proposal, Subject, proposals, subject_of
from coachdesk.rules.drift_answers import Answer, answers, same_matter, unanswered
from coachdesk.settings import Settings
from tests.helpers.slow_drift import (
    START,
    answer_history,
    audit_history,
    history,
    slow,
    slow_answered,
    slow_people,
    slow_shifts,
)

DEFAULTS = Settings()


def signal(number: int, day: int = 0, **changes: Any) -> DriftSignal:
    base = DriftSignal(number, START + timedelta(days=day), "incident", "minor", 1, "T1", 7, 3)
    return replace(base, **changes)


def rules(found: Iterable[Proposal]) -> list[str]:
    return [proposal.rule for proposal in found]


def test_r2_five_thousand_signals_and_twenty_audit_series_are_proposed_as_the_slow_way_does() -> None:
    signals, series = history(seed=20261117, size=5_000), audit_history(seed=20261117)
    sizes = dict.fromkeys(range(12), 10)
    found = proposals(signals, DEFAULTS, team_sizes=sizes, series=series)
    assert {(p.rule, frozenset(p.signal_ids)) for p in found if p.rule != "R2d"} == slow(signals, DEFAULTS)
    assert {(p.standard_id, p.criterion, p.last_on) for p in found if p.rule == "R2d"} == slow_shifts(series, DEFAULTS)
    assert {p.rule for p in found} == {"R2a", "R2b", "R2c", "R2d"}
    for proposal in found[::7]:
        assert (proposal.system is not None) == slow_people(signals, proposal, DEFAULTS, sizes)
    some = [*(one for one in found if one.rule in ("R2c", "R2d")), *found[::9]]
    known = answer_history(20261122, signals, some)
    still = [one for one in some if not any(slow_answered(signals, one, answer) for answer in known)]
    assert unanswered(some, known) == still
    assert {one.rule for one in set(some) - set(still)} == {"R2a", "R2c", "R2d"}


@given(st.integers(0, 10_000), st.integers(0, 60), st.sampled_from([0.1, 0.5, 2]))
def test_r2_small_histories_agree_with_the_slow_way_too(seed: int, size: int, years: float) -> None:
    signals = history(seed, size, years, people=5)
    settings = replace(DEFAULTS, drift_count=2 + seed % 3, drift_days=1 + seed % 40, drift_inputs=2 + seed % 2)
    sizes = {team: 2 + team for team in range(12)}
    found = proposals(signals, settings, team_sizes=sizes)
    assert {(p.rule, frozenset(p.signal_ids)) for p in found} == slow(signals, settings)
    for proposal in found:
        assert (proposal.system is not None) == slow_people(signals, proposal, settings, sizes)
    known = answer_history(seed, signals, list(found))
    for proposal in found:
        said = [answer for answer in known if answers(answer, proposal)]
        assert said == [answer for answer in known if slow_answered(signals, proposal, answer)]
    chance = random.Random(seed)
    mixed = chance.sample(signals, len(signals))
    assert proposals(mixed, settings, team_sizes=sizes) == found  # the order of entry does not matter


def test_r2a_three_signals_on_one_criterion_for_one_person_within_thirty_days() -> None:
    (found,) = proposals([signal(1, 0), signal(2, 12), signal(3, 30)], DEFAULTS)
    assert (found.rule, found.staff_id, found.team_id, found.signal_ids) == ("R2a", 7, 3, (1, 2, 3))
    assert found.key == "a:1:T1:staff:7"
    assert found.words == "3 signals on one criterion for one person in 30 days; 3 within 30 days propose a cycle."
    assert (found.first_on, found.last_on) == (START, START + timedelta(days=30))


@pytest.mark.parametrize(("days", "words"), [(0, "on one day"), (1, "in 1 day"), (2, "in 2 days")])
def test_signals_close_together_are_told_in_whole_sentences(days: int, words: str) -> None:
    (found,) = proposals([signal(1, 0), signal(2, 0), signal(3, days)], DEFAULTS)
    assert found.words.startswith(f"3 signals on one criterion for one person {words}; ")


@pytest.mark.parametrize(
    "changed",
    [
        {"occurred_on": START + timedelta(days=31)},
        {"criterion": "T2"},
        {"staff_id": 8, "team_id": 4},
        {"triage": "in_cycle"},
        {"standard_id": 2},
    ],
)
def test_r2a_two_are_not_three(changed: dict[str, Any]) -> None:
    assert proposals([signal(1, 0), signal(2, 5), signal(3, 9, **changed)], DEFAULTS) == ()


def test_r2a_a_team_is_proposed_when_several_people_drift_a_little() -> None:
    signals = [signal(1, 0), signal(2, 5, staff_id=8), signal(3, 9, staff_id=None)]
    (found,) = proposals(signals, DEFAULTS)
    assert (found.staff_id, found.team_id, found.key) == (None, 3, "a:1:T1:team:3")


def test_r2a_what_was_set_aside_counts_when_it_repeats_but_does_not_propose_by_itself() -> None:
    aside = [signal(n, n, triage="no_action") for n in (1, 2, 3)]
    assert proposals(aside, DEFAULTS) == ()
    (found,) = proposals([*aside[:2], signal(3, 3)], DEFAULTS)
    assert found.signal_ids == (1, 2, 3)


def test_r2b_any_major_signal() -> None:
    (found,) = proposals([signal(1, severity="major", criterion="", standard_id=None)], DEFAULTS)
    assert (found.rule, found.signal_ids, found.words) == ("R2b", (1,), "1 major signal.")
    assert proposals([signal(1, severity="major", triage="no_action")], DEFAULTS) == ()


def test_r2c_two_of_the_three_inputs_on_one_standard_within_sixty_days() -> None:
    audit = signal(1, 0, source="documentation_audit", staff_id=1, criterion="D1")
    (found,) = proposals([audit, signal(2, 60, source="complaint", staff_id=2)], DEFAULTS)
    assert (found.rule, found.key, found.criterion) == ("R2c", "c:1", "")
    assert found.words == "2 of 3 inputs on one standard, 2 signals in 60 days; 2 within 60 days propose a cycle."
    assert proposals([audit, signal(2, 61, source="complaint")], DEFAULTS) == ()
    assert proposals([audit, signal(2, 1, source="observation")], DEFAULTS) == ()
    near_miss = [signal(1, 0), signal(2, 1, source="near_miss")]
    assert proposals(near_miss, DEFAULTS) == ()  # incidents and near misses are one input


def audits(*shares: tuple[int, int]) -> AuditSeries:
    days = [START + timedelta(weeks=n) for n in range(len(shares))]
    return AuditSeries(1, tuple((day, met, total) for day, (met, total) in zip(days, shares, strict=True)), "T1", 3)


def test_r2d_an_audit_series_that_slipped_and_stayed_low() -> None:
    steady = [(9, 10), (8, 10)] * 6
    (found,) = proposals([], DEFAULTS, series=[audits(*steady, *[(5, 10), (6, 10)] * 5)])
    assert (found.rule, found.key, found.signal_ids) == ("R2d", "d:1:T1:3", ())
    assert "%" in found.words.partition("Shift")[0], "the median of shares is told as charts tell it"
    assert "Shift" in found.words
    assert found.first_on == START + timedelta(weeks=12)  # the first low audit


def test_r2d_improvement_recovery_and_noise_are_no_drift() -> None:
    better = [(5, 10), (6, 10)] * 5 + [(9, 10), (8, 10)] * 6
    recovered = [(9, 10)] * 8 + [(4, 10)] * 9 + [(9, 10), (10, 10)]
    noise = [(9, 10), (8, 10), (7, 10)] * 6
    for shares in (better, recovered, noise, [(1, 10)] * 5, [(0, 0)] * 30, []):
        assert proposals([], DEFAULTS, series=[audits(*shares)]) == ()


def test_r2d_the_p_chart_speaks_only_where_audits_are_large_enough() -> None:
    # 90% met: 4 / 0.1 = 40 records for each audit to be believed
    large = [(45, 50), (44, 50), (46, 50)] * 5
    (found,) = proposals([], DEFAULTS, series=[audits(*large, (30, 50))])
    assert found.words.endswith("The last audit, 30 of 50, lies below the lower limit of the p-chart.")
    small = [(9, 10), (9, 10), (8, 10)] * 5
    assert proposals([], DEFAULTS, series=[audits(*small, (5, 10))]) == ()


def test_r3_three_people_on_one_criterion_mean_the_system() -> None:
    signals = [signal(1, 0), signal(2, 5, staff_id=8), signal(3, 9, staff_id=9)]
    (found,) = proposals(signals, DEFAULTS)
    assert found.system is not None
    assert (found.system.people, found.system.criterion, found.system.team_id) == (3, "T1", None)
    assert found.system.words == "Look at the system: 3 people drift on this criterion."


def test_r3_half_of_a_team_means_the_system_but_one_person_never_does() -> None:
    signals = [signal(1, 0), signal(2, 5), signal(3, 9, staff_id=8)]
    (found,) = proposals(signals, DEFAULTS, team_sizes={3: 4})
    assert found.system is not None
    assert found.system.words == "Look at the system: 2 of 4 in this team drift on this criterion."
    (found,) = proposals(signals, DEFAULTS, team_sizes={3: 5})
    assert found.system is None
    (alone,) = proposals([signal(n, n) for n in (1, 2, 3)], DEFAULTS, team_sizes={3: 2})
    assert alone.system is None


def test_r3_a_whole_standards_proposal_names_the_criterion_with_most_people() -> None:
    signals = [
        signal(1, 0, criterion="D1", staff_id=1, source="complaint"),
        signal(2, 1, staff_id=1, team_id=1),
        signal(3, 2, staff_id=2, team_id=2),
        signal(4, 3, staff_id=3, team_id=4),
    ]
    (found,) = proposals(signals, DEFAULTS)
    assert found.rule == "R2c"
    assert found.system is not None
    assert found.system.criterion == "T1"


def test_r2_a_dismissed_proposal_stays_away_until_a_signal_is_added() -> None:
    signals = [signal(n, n) for n in (1, 2, 3)]
    (found,) = proposals(signals, DEFAULTS)
    said_no = Dismissal(found.key, frozenset(found.signal_ids), found.last_on)
    assert proposals(signals, DEFAULTS, dismissed=[said_no]) == ()
    (again,) = proposals([*signals, signal(4, 10)], DEFAULTS, dismissed=[said_no])
    assert again.signal_ids == (1, 2, 3, 4)
    other = replace(said_no, key="a:1:T1:staff:99")
    assert len(proposals(signals, DEFAULTS, dismissed=[other])) == 1


def test_r2_the_limits_are_agency_settings() -> None:
    signals = [signal(1, 0), signal(2, 40)]
    assert rules(proposals(signals, replace(DEFAULTS, drift_count=2, drift_days=45))) == ["R2a"]
    assert proposals(signals, replace(DEFAULTS, drift_count=2)) == ()


def test_a_day_with_five_thousand_signals_is_one_proposal() -> None:
    same = [signal(n, 0, source="incident") for n in range(5_000)]
    assert rules(proposals(same, DEFAULTS)) == ["R2a"]


def test_r2_a_proposal_dismissed_in_march_stays_away_when_another_is_dismissed_in_august() -> None:
    march, august = [signal(n, n) for n in (1, 2, 3)], [signal(n, 150 + n) for n in (4, 5, 6)]
    found = proposals([*march, *august], DEFAULTS)
    assert len(found) == 2
    assert found[0].key == found[1].key
    said_no = [Dismissal(one.key, frozenset(one.signal_ids), one.last_on) for one in found]
    assert proposals([*march, *august], DEFAULTS, dismissed=said_no) == ()
    (again,) = proposals([*march, *august, signal(7, 5)], DEFAULTS, dismissed=said_no)
    assert again.signal_ids == (1, 2, 3, 7)


def test_r2d_a_dismissed_shift_stays_away_until_a_newer_audit() -> None:
    shares = [*[(9, 10), (8, 10)] * 6, *[(5, 10), (6, 10)] * 5]
    (found,) = proposals([], DEFAULTS, series=[audits(*shares)])
    said_no = Dismissal(found.key, frozenset(), found.last_on)
    assert proposals([], DEFAULTS, series=[audits(*shares)], dismissed=[said_no]) == ()
    assert rules(proposals([], DEFAULTS, series=[audits(*shares, (5, 10))], dismissed=[said_no])) == ["R2d"]


def test_a_key_says_what_its_proposal_is_about() -> None:
    signals = [
        *[signal(n, n, criterion="T:1") for n in (1, 2, 3)],
        *[signal(n, n, staff_id=n, standard_id=None) for n in (4, 5, 6)],
        signal(7, 9, source="complaint"),
    ]
    series = [audits(*[(9, 10), (8, 10)] * 6, *[(5, 10), (6, 10)] * 5)]
    found = proposals(signals, DEFAULTS, series=series)
    assert {one.rule for one in found} == {"R2a", "R2c", "R2d"}
    for one in found:
        about = subject_of(one.key)
        team = None if one.staff_id is not None else one.team_id  # a person's proposal names the team beside
        assert about == Subject(one.standard_id, one.criterion, one.staff_id, team)


@pytest.mark.parametrize(
    ("changed", "gone"),
    [
        ({}, True),
        ({"opened_on": START + timedelta(days=1)}, False),  # there is newer evidence
        ({"staff": frozenset({7})}, False),  # somebody else drifts too
        ({"standard_id": 2}, False),
        ({"criteria": frozenset({"D9"})}, True),  # the proposal is about the whole standard
        ({"kind": "action", "staff": frozenset(), "team_id": None}, True),  # a change of the work for everybody
        ({"kind": "action", "staff": frozenset(), "team_id": 4}, False),
    ],
)
def test_r2c_is_not_proposed_for_people_whose_cycle_on_the_standard_was_opened_since(
    changed: dict[str, Any], gone: bool
) -> None:
    signals = [signal(1, 0, source="complaint"), signal(2, 2, staff_id=8), signal(3, 1, staff_id=None, team_id=None)]
    found = proposals(signals, DEFAULTS)
    assert rules(found) == ["R2c"]
    answer = replace(
        Answer("cycle", 1, START + timedelta(days=2), 1, frozenset({"T1"}), frozenset({7, 8}), 3), **changed
    )
    assert (unanswered(found, [answer]) == []) is gone
    major = proposals([signal(1, severity="major")], DEFAULTS)
    assert unanswered(major, [answer]) == list(major)  # a major signal waits for a decision of its own


@pytest.mark.parametrize(
    ("changed", "gone"),
    [
        ({}, True),
        ({"opened_on": START}, False),
        ({"team_id": 4}, False),
        ({"criteria": frozenset({"T2"})}, False),
        ({"staff": frozenset({7})}, False),  # one person's cycle says nothing about a team's audits ...
        ({"staff": frozenset({7}), "rule": "R2d"}, True),  # ... but where it was opened because of them
        ({"kind": "action", "staff": frozenset(), "criteria": frozenset()}, True),
    ],
)
def test_r2d_is_not_proposed_when_a_cycle_or_action_for_the_team_was_opened_since(
    changed: dict[str, Any], gone: bool
) -> None:
    found = proposals([], DEFAULTS, series=[audits(*[(9, 10), (8, 10)] * 6, *[(5, 10), (6, 10)] * 5)])
    answer = Answer("cycle", 1, found[0].last_on, 1, frozenset({"T1"}), frozenset({7, 8}), 3)
    assert (unanswered(found, [replace(answer, **changed)]) == []) is gone
    assert same_matter(answer, found[0])
