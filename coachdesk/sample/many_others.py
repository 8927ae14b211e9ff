"""What the ten-year desk holds beside its cycles: audits, corrective actions, competence, drift that was set aside."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush

from coachdesk.records import actions, audits, signals
from coachdesk.records.competence import Competence
from coachdesk.rules.numbering import record_number
from coachdesk.rules.sampling import draw
from coachdesk.sample import names
from coachdesk.sample.ledger import Ledger, Row
from coachdesk.sample.world import World

RECORDS, FRAME = 20, 100
FORGOTTEN = 0.02
"""The share of verifications that come half a year late."""


def audit(ledger: Ledger, dice: random.Random, world: World, who: Sequence[int], at: datetime) -> None:
    """A documentation audit of a team: drawn from a frame, judged in three goes, some of it twice, finished.

    who: those whose records could be drawn.
    """
    code = dice.choice(list(world.versions))
    number = record_number("audit", ledger.number("audit"), at.year)
    frame, seed = [f"VN-{place:03}" for place in range(1, FRAME + 1)], dice.randrange(1_000_000)
    first, second = dice.sample(world.coaches, 2)
    row = ledger.add(
        audits.Audit,
        number=number,
        version_id=world.versions[code],
        team_id=dice.choice(world.teams),
        title=names.TITLES[code],
        frame=frame,
        seed=seed,
        sample_size=RECORDS,
        records_from=at.date() - timedelta(days=30),
        records_to=at.date() - timedelta(days=1),
        assessor_id=first,
        second_assessor_id=second,
        opened_on=at.date(),
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    criteria = [one for one, _ in world.criteria[code][:2]]
    for criterion_id in criteria:
        ledger.add(audits.AuditCriterion, audit_id=row["id"], criterion_id=criterion_id)
    drawn = [
        ledger.add(
            audits.AuditRecord,
            audit_id=row["id"],
            position=place,
            code=one,
            staff_id=dice.choice(who),
            record_on=at.date() - timedelta(days=dice.randrange(1, 30)),
            twice=place % 7 == 0,
        )
        for place, one in enumerate(draw(frame, RECORDS, str(seed)).chosen, 1)
    ]
    ledger.entry("audit.open", f"Open audit {number}", at)
    for start in (0, 10):
        _judge(ledger, dice, number, drawn[start : start + 10], criteria, 1, at + timedelta(hours=2 + start))
    _judge(ledger, dice, number, [one for one in drawn if one["twice"]], criteria, 2, at + timedelta(days=1))
    ledger.change(audits.Audit, row, status="done", finished_on=(at + timedelta(days=1)).date())
    ledger.entry("audit.finish", f"Finish audit {number}", at + timedelta(days=1, hours=1))


def _judge(
    ledger: Ledger,
    dice: random.Random,
    number: str,
    records: Sequence[Row],
    criteria: Sequence[int],
    turn: int,
    at: datetime,
) -> None:
    for record in records:
        for criterion_id in criteria:
            result = "met" if dice.random() < 0.8 else "not_met"
            ledger.add(
                audits.Judgement, audit_record_id=record["id"], criterion_id=criterion_id, turn=turn, result=result
            )
    ledger.entry("audit.judge", f"Judge {len(records)} records in {number}", at)


def corrective_action(
    ledger: Ledger, dice: random.Random, world: World, code: str, cycle: Row, noted: Sequence[Row], at: datetime
) -> None:
    """An action beside a cycle: opened with its steps, ticked, done, and verified by somebody else."""
    owner, verifier = dice.sample(world.coaches, 2)
    number = record_number("corrective_action", ledger.number("corrective_action"), at.year)
    row = ledger.add(
        actions.CorrectiveAction,
        number=number,
        title=f"What led to it: {names.TITLES[code].lower()}",
        standard_id=world.standards[code],
        criterion_code=world.criteria[code][0][1],
        team_id=cycle["team_id"],
        cycle_id=cycle["id"],
        problem="The same gap with several people within a month.",
        containment="The team lead looked at each of them on the same day.",
        contained_on=at.date(),
        cause="system",
        cause_note="The sheet has no place for it.",
        owner_id=owner,
        opened_on=at.date(),
        due_on=at.date() + timedelta(days=21),
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    steps = [
        ledger.add(actions.ActionItem, action_id=row["id"], position=place, kind=kind, text=text)
        for place, (kind, text) in enumerate(
            (
                ("tool", "A line for it on the sheet"),
                ("process", "The sheet is read aloud at the handover"),
                ("supervision", "Five sheets looked at each week for a month"),
            ),
            1,
        )
    ]
    for one in noted[:2]:
        ledger.add(actions.ActionSignal, action_id=row["id"], signal_id=one["id"])
    ledger.entry("action.open", f"Open corrective action {number}", at)
    for place, step in enumerate(steps):
        ticked = at + timedelta(days=4 * (place + 1))
        ledger.change(actions.ActionItem, step, done_on=ticked.date())
        ledger.entry("action.tick", f"Tick a step of {number}", ticked)
    done, seen = at + timedelta(days=14), at + timedelta(days=20)
    ledger.change(
        actions.CorrectiveAction, row, status="done", done_on=done.date(), done_note="In use since last Monday."
    )
    ledger.entry("action.done", f"Mark {number} as done", done)
    ledger.change(
        actions.CorrectiveAction,
        row,
        status="verified",
        verified_on=seen.date(),
        verified_by=verifier,
        verified_note="Ten sheets looked at: nine name it.",
    )
    ledger.entry("action.verify", f"Verify {number}", seen)


def competence(
    ledger: Ledger, world: World, code: str, staff_id: int, assessor: int, at: datetime, cycle_id: int | None = None
) -> None:
    """One assessment, on its day; holds for a year."""
    ledger.add(
        Competence,
        staff_id=staff_id,
        standard_id=world.standards[code],
        version_id=world.versions[code],
        cycle_id=cycle_id,
        method="live_observation",
        result="competent",
        assessor_id=assessor,
        qualification="Lead DSP, assessor course",
        assessed_on=at.date(),
        expires_on=at.date() + timedelta(days=365),
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    ledger.entry("competence.record", f"Record competence in {code}", at)


class Verifications:
    """Everybody's yearly verifications: each standard a person's role requires is looked at before it runs out.

    people: (staff id, first day, last day, codes of the standards).
    """

    def __init__(self, people: Iterable[tuple[int, date, date, Sequence[str]]]) -> None:
        self._due = [(hired, who, code, left) for who, hired, left, codes in people for code in codes]
        heapify(self._due)

    def tell(self, ledger: Ledger, dice: random.Random, world: World, at: datetime) -> None:
        """Record all that have come due by now; some are forgotten for half a year."""
        while self._due and self._due[0][0] <= at.date():
            day, staff_id, code, left = heappop(self._due)
            if day > left:
                continue
            forgotten = dice.random() < FORGOTTEN
            if not forgotten:
                competence(ledger, world, code, staff_id, dice.choice(world.coaches), at)
            heappush(self._due, (day + timedelta(days=180 if forgotten else 345), staff_id, code, left))


def set_aside(ledger: Ledger, world: World, code: str, who: int, noted: Sequence[Row], at: datetime) -> None:
    """Drift that was proposed and set aside, with the reason."""
    criterion = noted[0]["criterion_code"]
    ledger.add(
        signals.DriftDismissal,
        key=f"a:{world.standards[code]}:{criterion}:staff:{who}",
        rule="R2a",
        words="3 signals on one criterion for one person in 12 days; 3 within 30 days propose a cycle.",
        signal_ids=[one["id"] for one in noted[:3]],
        last_on=noted[0]["occurred_on"],
        reason="One person covered two routes that month.",
        dismissed_at=at,
        dismissed_by=ledger.actor_id,
    )
    ledger.entry("drift.dismiss", "Set drift aside (R2 a)", at)
