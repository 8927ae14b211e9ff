"""Tells a coaching cycle through the services, day by day, as it would have been recorded at the time."""

from __future__ import annotations

import random
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from heapq import heapify, heappop, heappush

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.records.cycles import SustainCheck
from coachdesk.sample import more, names, planned
from coachdesk.services import (
    confidence,
    cycle_phases,
    cycles,
    evidence,
    measures,
    observations,
    sessions,
    signals,
    sustain,
)
from coachdesk.services.cycle_phases import CoacheeOutcome
from coachdesk.store.desk import Desk

RULES = {
    "HD-01": "Escalated within 4 h of the first sign and written down with its time",
    "SH-01": "Handover complete and every visit at risk told within 30 minutes",
    "RP-01": "Notes show the goal, a real choice and consent",
    "DS-01": "Note within 24 h with step and response",
}
KINDS = {
    "HD-01": ("shadow_check_in", "shadow_check_in", "scenario"),
    "SH-01": ("handover_review", "case_review", "role_play"),
    "RP-01": ("shadowing", "reflective"),
    "DS-01": ("case_review", "reflective"),
}
SECOND_SOURCE = {
    "shadow_check_in": ["direct_observation"],
    "shadowing": ["direct_observation"],
    "scenario": ["product_review"],
    "handover_review": ["direct_observation", "product_review"],
    "case_review": ["product_review"],
    "role_play": ["direct_observation"],
    "reflective": ["reflection"],
}
CAUSES = {"HD-01": "knowledge", "SH-01": "system", "RP-01": "skill", "DS-01": "skill"}


class Moments:
    """A clock that the story sets to moments of the past; the desk believes it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.moment = now

    def __call__(self) -> datetime:
        return self.moment

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """The moment that many days ago, on the last working day up to then, at this time."""
        day = self.now - timedelta(days=days)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
        return min(day.replace(hour=hour, minute=minute, second=0, microsecond=0), self.now)


OVERDUE = 4  # days: a sustain check younger than this is still waiting, as it would be in a busy week

Steps = Generator[datetime, datetime, None]
"""A told story: yields the moment of its next step, is sent that moment, then does the step."""


def play(clock: Moments, stories: Iterable[Steps]) -> Iterator[None]:
    """Tell several stories at once in the order of their moments, as they would have been recorded."""
    waiting = [(next(story), place, story) for place, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        moment, place, story = heappop(waiting)
        clock.moment = max(clock.moment, moment)
        try:
            heappush(waiting, (story.send(clock.moment), place, story))
        except StopIteration:
            yield


@dataclass(frozen=True)
class Cast:
    """Who and what the stories need: ids by name or code."""

    staff: dict[str, int]
    versions: dict[str, int]
    standards: dict[str, int]
    criteria: dict[str, dict[str, int]]
    teams: dict[str, int]


@dataclass(frozen=True)
class Story:
    """One cycle to tell.

    start: days ago it was opened.  until: how far it is told (diagnose, coach, validate, closed).
    before, after: records met of ten.  kind: of its measures; those of other kinds are in `more.FIGURES`.
    """

    code: str
    coach: str
    validator: str
    coachees: tuple[str, ...]
    team: str
    start: int
    until: str
    before: int = 4
    after: int = 10
    achieved: bool = True
    paused: str = ""
    override: str = ""
    targets: tuple[str, ...] = ("1", "2")
    title: str = ""
    missing_validation: frozenset[str] = field(default_factory=frozenset)
    kind: str = "proportion"
    recurs: bool = False  # the first sustain check finds the drift back, and the next story of the standard follows it
    seen_twice: bool = False  # a second observer at the last observation


def tell(desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, dice: random.Random) -> Steps:
    """Write the story into the desk, yielding before each step the moment at which it wants to happen."""
    cycle_id = yield from _diagnose(desk, clock, actor, cast, story, dice)
    if story.paused:
        yield clock.at(story.start - 2, 11)
        cycle_phases.pause_cycle(desk, actor, cycle_id, story.paused)
    if story.until == "diagnose":
        return
    yield from _coach(desk, clock, actor, cast, story, cycle_id)
    if story.until == "coach":
        return
    yield clock.at(story.start - 9, 10)
    planned.leave_the_rest(desk, actor, cycle_id, "coach", "Done together with the other coachees.")
    cycle_phases.advance(desk, actor, cycle_id, story.override)
    yield from _validate(desk, clock, actor, cast, story, cycle_id)
    if story.until == "validate":
        return
    yield from _close(desk, clock, actor, cast, story, cycle_id)


def _diagnose(
    desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, dice: random.Random
) -> Generator[datetime, datetime, int]:
    noted = []
    lines = list(names.SIGNALS[story.code])
    dice.shuffle(lines)
    for place, (source, criterion, severity, what) in enumerate(lines[:4]):
        occurred = (yield clock.at(story.start + 18 - 4 * place, 10 + place)).date()
        who = story.coachees[place % len(story.coachees)]
        values = {
            "source": source,
            "partner_kind": names.partner(source, what),
            "occurred_on": occurred,
            "noticed_on": occurred,
            "staff_id": cast.staff[who],
            "standard_id": cast.standards[story.code],
            "criterion_code": criterion,
            "severity": severity,
            "participant_code": f"P-{dice.randint(101, 189)}",
            "what_happened": what,
        }
        noted.append(signals.log_signal(desk, actor, values).result)
    opened = yield clock.at(story.start, 9)
    targets = [cast.criteria[story.code][code] for code in story.targets]
    cycle_id = cycles.open_cycle(
        desk,
        actor,
        {
            "title": story.title,
            "version_id": cast.versions[story.code],
            "team_id": cast.teams[story.team],
            "coach_id": cast.staff[story.coach],
            "validator_id": cast.staff[story.validator],
        },
        signal_ids=noted,
        staff_ids=[cast.staff[name] for name in story.coachees],
        criterion_ids=targets,
        recurred_check_id=more.what_came_back(desk, story.code),
        template=planned.TEMPLATES.get(story.code, ""),
    ).result
    yield clock.at(story.start - 1, 15)
    if story.until != "diagnose":
        cycles.edit_cycle(
            desk,
            actor,
            cycle_id,
            {
                "cause": CAUSES[story.code],
                "evidence_wanted": "Ten records after the last session, and practice seen live by the validator.",
                "follow_up_on": (opened + timedelta(days=14)).date(),
                "rule_measure": RULES[story.code],
                "rule_direction": "at_least",
                "rule_threshold": Fraction(9, 10),
                "rule_smallest_count": 10,
                **more.rule_of(desk, story.kind, cast.versions[story.code]),
            },
        )
        _measure(desk, clock, actor, cast, story, cycle_id, "baseline", story.before)
        for place, name in enumerate(story.coachees):
            cycles.rate_confidence(desk, actor, cycle_id, cast.staff[name], "before", dice.choice((2, 2, 3)))
            confidence.rate_coachee(desk, actor, cycle_id, cast.staff[name], {"self_before": (4, 2, 3)[place % 3]})
        yield clock.at(story.start - 2, 9, 14)
        planned.tick_what_was_done(desk, actor, cycle_id)
        cycle_phases.advance(desk, actor, cycle_id)
    return cycle_id


def _measure(
    desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, cycle_id: int, stage: str, met: int
) -> None:
    day = clock().date()
    values = {
        "method": "documentation_audit",
        "measured_on": day,
        "records_from": day - timedelta(days=28 if stage == "baseline" else 5),
        "records_to": day,
        "assessor_id": cast.staff[story.validator],
    }
    if story.kind == "proportion":
        values |= {"met": met, "total": 10, "not_applicable": 1 if stage == "baseline" else 0}
    else:
        values |= more.FIGURES[story.kind, stage]
    measures.record_measure(desk, actor, cycle_id, stage, values)


def _coach(desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, cycle_id: int) -> Steps:
    people = [cast.staff[name] for name in story.coachees]
    coach, codes = cast.staff[story.coach], cast.criteria[story.code]
    yield clock.at(story.start - 3, 8, 30)
    planned.by_hand(desk, actor, cycle_id)
    for place, kind in enumerate(KINDS[story.code]):
        # A running cycle still has its last session ahead; a late one would be the exception, not the sample.
        starts = yield clock.at(story.start - 3 - 2 * place, 9 + place, 30)
        if starts >= clock.now - timedelta(hours=3):
            break
        given = yield clock.at(story.start - 3 - 2 * place, 13 + place)
        seen = names.seen(story.code, kind)
        values = {
            "coach_id": cast.staff[story.coach],
            "kind": kind,
            "starts_at": starts,
            "minutes": (30, 45, 20)[place % 3],
            "strategies": list(names.STRATEGIES[kind]),
            "data_sources": SECOND_SOURCE[kind],
            "seen": seen[place % len(seen)],
            "strengths": names.STRENGTHS[story.code],
            "feedback_at": given,
        }
        step = {"text": names.STEPS[story.code], "owner_id": people[0], "due_on": (given + timedelta(days=7)).date()}
        session_id = sessions.record_session(desk, actor, cycle_id, people, values, [step] if place == 0 else []).result
        for staff_id in people[: None if story.until == "closed" else 1]:
            sessions.acknowledge(desk, actor, session_id, staff_id, "agrees")
        yield from planned.between(
            desk, actor, cycle_id, story.code, place, people, coach, SECOND_SOURCE["handover_review"],
            lambda days, hour, minute: clock.at(story.start - days, hour, minute),
        )  # fmt: skip
        if story.code == "RP-01":
            ratings = {codes[code]: ("partly", "met")[place] for code in story.targets}
            back = story.start - 4 - 2 * place
            yield from planned.seen_with_consent(
                desk, actor, cycle_id, story.code, people, coach, ratings,
                [clock.at(back, 10 + number, 40) for number in range(len(people))].__getitem__,
            )  # fmt: skip
        if kind == "scenario":
            exercise = more.exercise(desk, actor, cycle_id, people[0], cast.staff[story.coach], starts)
            reviewed = yield given + timedelta(hours=2)
            ratings = {cast.criteria[story.code][code]: "met" for code in story.targets}
            more.review(desk, actor, exercise, reviewed, ratings)
    if story.until == "coach":
        now = yield clock.at(0, 8)
        start = now.replace(hour=10) + timedelta(days=2)
        while start.weekday() >= 5:
            start += timedelta(days=1)
        plan = {"coach_id": cast.staff[story.coach], "kind": KINDS[story.code][0], "starts_at": start, "minutes": 45}
        sessions.plan_session(desk, actor, cycle_id, people[:1], plan)
        more.note(desk, actor, cycle_id)
        if "scenario" in KINDS[story.code]:
            more.exercise(desk, actor, cycle_id, people[1], cast.staff[story.coach], now - timedelta(hours=16), 1)
        planned.tick_what_was_done(desk, actor, cycle_id)


def _validate(desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, cycle_id: int) -> Steps:
    codes = cast.criteria[story.code]
    for place, name in enumerate(story.coachees):
        if name in story.missing_validation:
            continue
        yield clock.at(story.start - 10, 11 + place % 5, 10)
        result = "met" if story.achieved else "partly"
        observations.record_observation(
            desk,
            actor,
            cycle_id,
            {
                "staff_id": cast.staff[name],
                "observer_id": cast.staff[story.validator],
                "observed_at": clock(),
                "setting": "live",
                "consent": True,
                "deidentified": True,
                "note": names.OBSERVED[story.code][place % len(names.OBSERVED[story.code])],
            },
            {codes[code]: (result if code in story.targets else "not_observed") for code in codes},
        )
    if story.kind == "duration":
        yield clock.at(story.start - 9, 15)
        halfway = more.FIGURES["duration", "halfway"] | {"kind": "duration", "method": "record_count"}
        told = {"measured_on": clock().date(), "assessor_id": cast.staff[story.validator], "note": "Halfway"}
        measures.record_measure(desk, actor, cycle_id, "post", halfway | told)
    if story.seen_twice:
        at = yield clock.at(story.start - 10, 16, 30)
        more.second_view(desk, actor, cycle_id, cast.staff[story.coach], at, story.targets[-1])
    planned.tick_what_was_done(desk, actor, cycle_id)
    yield clock.at(story.start - 8, 16)
    text = f"Log extract for the records judged in this cycle, standard {story.code}.\nParticipants as codes only.\n"
    evidence.add_evidence(
        desk, actor, cycle_id, title="Log extract", file_name=f"log-{story.code}.txt", data=text.encode()
    )


def _close(desk: Desk, clock: Moments, actor: Actor, cast: Cast, story: Story, cycle_id: int) -> Steps:
    yield clock.at(story.start - 13, 10)
    _measure(desk, clock, actor, cast, story, cycle_id, "post", story.after)
    for name in story.coachees:
        cycles.rate_confidence(desk, actor, cycle_id, cast.staff[name], "after", 4 if story.achieved else 3)
        confidence.rate_coachee(desk, actor, cycle_id, cast.staff[name], {"self_after": 4})
    yield clock.at(story.start - 14, 15)
    one = (
        CoacheeOutcome("achieved", "Confirmed live by the validator.")
        if story.achieved
        else CoacheeOutcome("not_achieved", "Steps are done when reminded.", "Handover review with dispatch next month")
    )
    ended = {cast.staff[name]: one for name in story.coachees}
    planned.leave_the_rest(desk, actor, cycle_id, "close", "Seen and not met yet; it goes on in the next step.")
    cycle_phases.close_cycle(desk, actor, cycle_id, ended, sign_off_note="Reviewed with the team lead.")
    with desk.read() as conn:
        checks = conn.execute(
            sa.select(SustainCheck.id, SustainCheck.due_on)
            .where(SustainCheck.cycle_id == cycle_id)
            .order_by(SustainCheck.days)
        ).all()
    if story.recurs:
        found = yield clock.at((clock.now.date() - checks[0].due_on).days, 10)
        more.come_back(desk, actor, cycle_id, cast.staff[story.validator], found)
    for check in checks[1:] if story.recurs else checks:
        back = (clock.now.date() - check.due_on).days
        if back > OVERDUE:
            yield clock.at(back - 1, 10)
            note = "Five records looked at; all but one met the criteria."
            who = cast.staff[story.validator]
            sustain.record_sustain(desk, actor, check.id, "held", note=note, checked_by=who, met=4, total=5)
