"""R2 and R3: drift is proposed with its figures, and compared with a slow, obviously right way of finding it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import drift
from coachdesk.rules.drift import AuditSeries, Dismissal, DriftSignal, Proposal, proposals
from coachdesk.settings import Settings

DEFAULTS = Settings()
START = date(2026, 9, 1)


def signal(number: int, day: int = 0, **changes: Any) -> DriftSignal:
    base = DriftSignal(number, START + timedelta(days=day), "incident", "minor", 1, "T1", 7, 3)
    return replace(base, **changes)


def rules(found: Iterable[Proposal]) -> list[str]:
    return [proposal.rule for proposal in found]


# --- the slow way: every pair is compared, nothing is sorted or remembered -------------------------------------------


def _joined(group: list[DriftSignal], windows: list[set[int]]) -> list[frozenset[int]]:
    """Windows that share a signal, melted together until nothing changes any more."""
    pools = [set(window) for window in windows]
    changed = True
    while changed:
        changed = False
        for left in pools:
            for right in pools:
                if left is not right and left & right:
                    left |= right
                    pools.remove(right)
                    changed = True
                    break
            if changed:
                break
    return [frozenset(pool) for pool in pools]


def _windows(group: list[DriftSignal], days: int, enough: Any) -> list[set[int]]:
    found = []
    for first in group:
        window = [s for s in group if 0 <= (s.occurred_on - first.occurred_on).days <= days]
        if enough(window):
            found.append({s.signal_id for s in window})
    return found


def slow(signals: list[DriftSignal], settings: Settings) -> set[tuple[str, frozenset[int]]]:
    """(rule, signal ids) of everything R2 a, b and c propose, straight from the words of the rule."""
    counted = [s for s in signals if s.triage in ("new", "no_action")]
    new = {s.signal_id for s in counted if s.triage == "new"}
    found: set[tuple[str, frozenset[int]]] = set()
    own: dict[tuple[Any, ...], list[frozenset[int]]] = {}
    for who in ("staff_id", "team_id"):
        for group_key in {(s.standard_id, s.criterion, getattr(s, who)) for s in counted}:
            standard, criterion, person = group_key
            if person is None or not criterion:
                continue
            group = [s for s in counted if (s.standard_id, s.criterion, getattr(s, who)) == group_key]
            windows = _windows(group, settings.drift_days, lambda w: len(w) >= settings.drift_count)
            for ids in _joined(group, windows):
                if not ids & new:
                    continue
                if who == "staff_id":
                    own.setdefault((standard, criterion), []).append(ids)
                elif any(ids <= other for other in own.get((standard, criterion), [])):
                    continue
                found.add(("R2a", ids))
    found |= {("R2b", frozenset({s.signal_id})) for s in counted if s.severity == "major" and s.triage == "new"}
    kinds = {
        "documentation_audit": 1,
        "incident": 2,
        "near_miss": 2,
        "missed_visit": 2,
        "late_escalation": 2,
        "partner_feedback": 3,
        "complaint": 3,
    }
    for standard in {s.standard_id for s in counted} - {None}:
        group = [s for s in counted if s.standard_id == standard and s.source in kinds]
        days = settings.drift_inputs_days
        windows = _windows(group, days, lambda w: len({kinds[s.source] for s in w}) >= settings.drift_inputs)
        found |= {("R2c", ids) for ids in _joined(group, windows) if ids & new}
    return found


def slow_people(signals: list[DriftSignal], proposal: Proposal, settings: Settings, sizes: dict[int, int]) -> bool:
    """R3 straight from its words."""
    until = proposal.last_on
    near = [
        s
        for s in signals
        if s.triage in ("new", "no_action")
        and s.standard_id == proposal.standard_id
        and s.staff_id is not None
        and s.criterion
        and 0 <= (until - s.occurred_on).days <= settings.drift_days
    ]
    for criterion in {proposal.criterion} if proposal.criterion else {s.criterion for s in near}:
        if len({s.staff_id for s in near if s.criterion == criterion}) >= settings.system_people:
            return True
        for team, size in sizes.items():
            people = {s.staff_id for s in near if s.criterion == criterion and s.team_id == team}
            if len(people) >= 2 and len(people) / size >= settings.system_team_percent / 100:
                return True
    return False


def history(seed: int, size: int, years: float = 3, people: int = 120) -> list[DriftSignal]:
    chance = random.Random(seed)
    sources = [*drift.INPUT_OF, "observation"]
    made = []
    for number in range(size):
        staff = chance.choice([None, *range(people)])
        made.append(
            DriftSignal(
                number,
                START + timedelta(days=chance.randrange(int(365 * years))),
                chance.choice(sources),
                chance.choices(["minor", "moderate", "major"], [70, 27, 3])[0],
                chance.choice([None, *range(1, 9)]),
                chance.choice(["", "T1", "T2", "D1", "D2"]),
                staff,
                None if chance.random() < 0.1 else (chance.randrange(12) if staff is None else staff % 12),
                chance.choices(["new", "no_action", "in_cycle", "corrective_action"], [30, 30, 30, 10])[0],
            )
        )
    return made


def test_r2_five_thousand_signals_are_proposed_as_the_slow_way_does_and_in_under_a_second() -> None:
    signals = history(seed=20261117, size=5_000)
    sizes = dict.fromkeys(range(12), 10)
    begun = time.perf_counter()
    found = proposals(signals, DEFAULTS, team_sizes=sizes)
    took = time.perf_counter() - begun
    assert {(p.rule, frozenset(p.signal_ids)) for p in found} == slow(signals, DEFAULTS)
    assert {p.rule for p in found} == {"R2a", "R2b", "R2c"}
    for proposal in found[::7]:
        assert (proposal.system is not None) == slow_people(signals, proposal, DEFAULTS, sizes)
    assert took < 1


@given(st.integers(0, 10_000), st.integers(0, 60), st.sampled_from([0.1, 0.5, 2]))
def test_r2_small_histories_agree_with_the_slow_way_too(seed: int, size: int, years: float) -> None:
    signals = history(seed, size, years, people=5)
    settings = replace(DEFAULTS, drift_count=2 + seed % 3, drift_days=1 + seed % 40, drift_inputs=2 + seed % 2)
    sizes = {team: 2 + team for team in range(12)}
    found = proposals(signals, settings, team_sizes=sizes)
    assert {(p.rule, frozenset(p.signal_ids)) for p in found} == slow(signals, settings)
    for proposal in found:
        assert (proposal.system is not None) == slow_people(signals, proposal, settings, sizes)
    chance = random.Random(seed)
    mixed = chance.sample(signals, len(signals))
    assert proposals(mixed, settings, team_sizes=sizes) == found  # the order of entry does not matter


def test_r2a_three_signals_on_one_criterion_for_one_person_within_thirty_days() -> None:
    (found,) = proposals([signal(1, 0), signal(2, 12), signal(3, 30)], DEFAULTS)
    assert (found.rule, found.staff_id, found.team_id, found.signal_ids) == ("R2a", 7, 3, (1, 2, 3))
    assert found.key == "a:1:T1:staff:7"
    assert found.words == "3 signals on one criterion for one person in 30 days; 3 within 30 days propose a cycle."
    assert (found.first_on, found.last_on) == (START, START + timedelta(days=30))


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


def test_a_day_with_five_thousand_signals_is_no_slower() -> None:
    same = [signal(n, 0, source="incident") for n in range(5_000)]
    begun = time.perf_counter()
    assert rules(proposals(same, DEFAULTS)) == ["R2a"]
    assert time.perf_counter() - begun < 1
