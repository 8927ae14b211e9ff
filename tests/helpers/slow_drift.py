"""R2 and R3 the slow, obviously right way: every pair is compared, nothing is sorted or remembered.

Beside it, seeded histories to compare on. Written from the words of the rules, not from the code it checks.
"""

from __future__ import annotations

import itertools
import math
import random
import statistics
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from coachdesk.changes import Actor
from coachdesk.records.people import Staff, Team
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Standard
from coachdesk.rules.drift import INPUT_OF, AuditSeries, DriftSignal, Proposal
from coachdesk.rules.drift_answers import Answer
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk

START = date(2026, 9, 1)


def _joined(windows: list[set[int]]) -> list[frozenset[int]]:
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
            for ids in _joined(windows):
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
        found |= {("R2c", ids) for ids in _joined(windows) if ids & new}
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


def slow_answered(signals: list[DriftSignal], proposal: Proposal, answer: Answer) -> bool:
    """Whether a cycle or action is the answer to a proposal, looked at signal by signal."""
    if proposal.rule == "R2b" or proposal.standard_id is None:
        return False
    same_standard = answer.standard_id == proposal.standard_id
    same_criterion = "" in (proposal.criterion, "".join(answer.criteria)) or proposal.criterion in answer.criteria
    if not same_standard or not same_criterion or (answer.opened_on - proposal.last_on).days < 0:
        return False
    whole_agency = answer.kind == "action" and answer.team_id is None
    if proposal.rule == "R2d":
        because_of_it = answer.rule == "R2d" and answer.team_id == proposal.team_id
        whole_team = answer.team_id == proposal.team_id is not None and (
            answer.kind == "action" or len(answer.staff) != 1
        )
        return whole_agency or because_of_it or whole_team
    unreached = somebody = 0
    for one in signals:
        if one.signal_id in proposal.signal_ids and (one.staff_id, one.team_id) != (None, None):
            somebody += 1
            if answer.kind == "cycle" and one.staff_id is not None:
                unreached += one.staff_id not in answer.staff
            else:
                unreached += one.team_id != answer.team_id
    return whole_agency or (somebody > 0 and unreached == 0)


def answer_history(seed: int, signals: list[DriftSignal], found: list[Proposal]) -> list[Answer]:
    """Cycles and actions around these proposals: some answer one, some miss it by a day, a person or a criterion."""
    chance, made = random.Random(seed), []
    for number, one in enumerate(found):
        mine = [s for s in signals if s.signal_id in one.signal_ids]
        people = sorted({s.staff_id for s in mine if s.staff_id is not None})
        if chance.random() < 0.2:
            people = people[1:]
        made.append(
            Answer(
                chance.choice(("cycle", "cycle", "action")),
                number,
                one.last_on + timedelta(days=chance.choice((-1, 0, 1, 9))),
                one.standard_id if chance.random() < 0.9 else 1,
                frozenset(chance.choice(([], [one.criterion], ["T1", "T2"]))) - {""},
                frozenset(people),
                chance.choice((one.team_id, one.team_id, mine[0].team_id if mine else None, None)),
                chance.choice(("", one.rule)),
            )
        )
    return [replace(one, staff=frozenset()) if one.kind == "action" else one for one in made]


def slow_shifts(series: list[AuditSeries], settings: Settings) -> set[tuple[int, str, date]]:
    """(standard, criterion, last day) of every audit series that R2 d proposes, each chart worked out on paper."""
    found = set()
    for one in series:
        judged = [(met / total, met, total) for _, met, total in one.points if total]
        shares = [share for share, _, _ in judged]
        middle = statistics.median(shares) if shares else 0.0
        sides = "".join("+" if share > middle else "-" for share in shares if share != middle)
        runs = ["".join(run) for _, run in itertools.groupby(sides)]
        low = False
        if len(sides) >= settings.chart_points and sides[-1] == "-":
            longest = max(len(run) for run in runs)
            limit = round(math.log2(len(sides))) + 3
            latest_longest = [run for run in runs if len(run) == longest][-1]
            chance = [math.comb(len(sides) - 1, k) / 2 ** (len(sides) - 1) for k in range(len(sides))]
            fewest = next(k for k in range(len(sides)) if sum(chance[: k + 1]) >= 0.05)
            low = len(runs) - 1 < fewest or (longest > limit and latest_longest[0] == "-")
        if judged and not low:
            share, records = sum(met for _, met, _ in judged), sum(total for _, _, total in judged)
            centre, smallest = share / records, min(total for _, _, total in judged)
            last, _, size = judged[-1]
            believed = min(centre, 1 - centre) * smallest >= 4
            low = believed and last < centre - 3 * math.sqrt(centre * (1 - centre) / size)
        if low:
            found.add((one.standard_id, one.criterion, next(day for day, _, total in reversed(one.points) if total)))
    return found


def audit_history(seed: int, how_many: int = 20) -> list[AuditSeries]:
    """Series of audits, large and small: some steady, some slipping, some with one bad month at their end."""
    chance = random.Random(seed)
    made = []
    for place in range(how_many):
        size, usual = chance.choice((10, 20, 60)), chance.choice((0.7, 0.8, 0.9))
        shares = [usual] * 24
        if place % 3 == 1:
            shares[12:] = [usual - 0.3] * 12
        elif place % 3 == 2:
            shares[-1] = usual - 0.4
        points = []
        for week, share in enumerate(shares):
            total = chance.choice((size, size, size + 1, 0))
            points.append((START + timedelta(weeks=week), sum(chance.random() < share for _ in range(total)), total))
        made.append(AuditSeries(1 + place % 8, tuple(points), f"T{place}", place % 3 or None))
    return made


def history(seed: int, size: int, years: float = 3, people: int = 120) -> list[DriftSignal]:
    """Signals of three years, every kind of them, from a fixed seed."""
    chance = random.Random(seed)
    sources = [*INPUT_OF, "observation"]
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


def for_desk(signals: list[DriftSignal], earlier: timedelta) -> list[DriftSignal]:
    """A history as a desk holds it: ids begin at 1 there, and its days lie `earlier`."""
    return [
        replace(
            one,
            signal_id=one.signal_id + 1,
            occurred_on=one.occurred_on - earlier,
            staff_id=None if one.staff_id is None else one.staff_id + 1,
            team_id=None if one.team_id is None else one.team_id + 1,
        )
        for one in signals
    ]


def rows(signals: list[DriftSignal], recorded_at: datetime) -> list[dict[str, Any]]:
    """The rows of the signal table for signals as `for_desk` gives them."""
    return [
        {
            "number": f"S-{one.signal_id:04}",
            "source": one.source,
            "occurred_on": one.occurred_on,
            "noticed_on": one.occurred_on,
            "recorded_at": recorded_at,
            "recorded_by": 1,
            "severity": one.severity,
            "standard_id": one.standard_id,
            "criterion_code": one.criterion,
            "staff_id": one.staff_id,
            "team_id": one.team_id,
            "what_happened": "What was seen",
            "triage": one.triage,
        }
        for one in signals
    ]


def keep(desk: Desk, actor: Actor, signals: list[DriftSignal]) -> None:
    """Write signals as `for_desk` gives them into an empty desk, with the people, teams and standards they name."""
    with desk.change(actor, "test.history", "History") as change:
        change.add_many(Staff, "number", [{"number": f"{n:03}", "last_name": f"N{n}"} for n in range(120)])
        change.add_many(Team, "name", [{"name": f"Team {n}"} for n in range(12)])
        change.add_many(Standard, "code", [{"code": f"S-{n:02}", "title": f"Standard {n}"} for n in range(1, 9)])
        change.add_many(Signal, "number", rows(signals, desk.clock()))
