"""What happens in a told cycle between its opening and its end: sessions, what is seen, measured and handed in.

Each event says on which working day after the opening it was, and records itself through the services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from coachdesk.changes import Actor
from coachdesk.sample import names, planned
from coachdesk.sample.stage import Cast, Moments
from coachdesk.services import evidence, measures, notes, observations, planned_steps, scenarios, sessions
from coachdesk.store.desk import Desk


@dataclass(frozen=True)
class Plot:
    """What the events of a cycle need to know of it.

    start: working days ago it was opened.  targets: codes of its criteria.  measure: the kind its success rule counts.
    """

    code: str
    title: str
    team: str
    coach: str
    validator: str
    coachees: tuple[str, ...]
    start: int
    targets: tuple[str, ...]
    measure: str = field(default="proportion", kw_only=True)


@dataclass
class Run:
    """A cycle being told: what its events need, and what they leave for one another."""

    desk: Desk
    clock: Moments
    cast: Cast
    story: Plot
    cycle_id: int
    criteria: Mapping[str, int]
    people: list[int]
    booked: list[int] = field(default_factory=list)  # planned sessions, by id
    seen: list[tuple[int, int]] = field(default_factory=list)  # observations: id, place of the coachee
    waiting: list[int] = field(default_factory=list)  # exercises that wait for their review
    steps: list[int] = field(default_factory=list)  # action steps

    @property
    def coach(self) -> Actor:
        """The coach as somebody who uses the desk."""
        return self.cast.actor(self.story.coach)

    @property
    def validator(self) -> Actor:
        """The validator likewise."""
        return self.cast.actor(self.story.validator)

    def named(self, who: str) -> int:
        """The staff id of "coach", "validator", or of somebody by name."""
        return self.cast.staff[{"coach": self.story.coach, "validator": self.story.validator}.get(who, who)]

    def targets(self, result: str) -> dict[int, str]:
        """The same result for every target criterion."""
        return {self.criteria[code]: result for code in self.story.targets}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens, day working days after the opening."""

    day: int
    hour: int = 9
    minute: int = 0

    def starts(self, clock: Moments, opened: int) -> datetime | None:
        """When it begins; None where that day has not been yet."""
        return clock.at(opened - self.day, self.hour, self.minute) if opened > self.day else None

    def recorded(self, clock: Moments, opened: int) -> datetime | None:
        """When it is recorded."""
        return self.starts(clock, opened)

    def tell(self, run: Run) -> None:
        """Record it."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Booked(Event):
    """A session is planned: so many working days after the one it is planned on, or after today."""

    kind: str
    after: int = 1
    from_today: bool = False
    at_hour: int = 10
    who: tuple[int, ...] = ()
    minutes: int = 30

    def tell(self, run: Run) -> None:
        """Plan it."""
        opened = run.story.start
        day = self.day + self.after
        starts = run.clock.ahead(self.after, self.at_hour)
        if not self.from_today:
            starts = run.clock.at(opened - day, self.at_hour) if opened > day else run.clock.ahead(0, self.at_hour)
        plan = {"coach_id": run.named("coach"), "kind": self.kind, "starts_at": starts, "minutes": self.minutes}
        people = [run.people[place] for place in self.who] or run.people
        run.booked.append(sessions.plan_session(run.desk, run.coach, run.cycle_id, people, plan).result)


@dataclass(frozen=True, kw_only=True)
class NotHeld(Event):
    """What was booked first did not take place."""

    status: str
    reason: str

    def tell(self, run: Run) -> None:
        """Mark it missed or cancelled."""
        sessions.mark_not_held(run.desk, run.coach, run.booked.pop(0), self.status, self.reason)


@dataclass(frozen=True, kw_only=True)
class Meeting(Event):
    """A held session, recorded when its feedback was given. answers: by coachee; those not named agree.

    step: an action step agreed, owned by the first who came.  booked: it was planned before.
    """

    kind: str
    seen: str
    minutes: int = 30
    feedback: int = 30  # minutes after its end
    who: tuple[int, ...] = ()
    strengths: str = ""
    step: str = ""
    step_days: int = 7
    sources: tuple[str, ...] = ()
    answers: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    booked: bool = False

    def recorded(self, clock: Moments, opened: int) -> datetime | None:
        """Once feedback was given."""
        starts = self.starts(clock, opened)
        return None if starts is None else min(starts + timedelta(minutes=self.minutes + self.feedback), clock.now)

    def tell(self, run: Run) -> None:
        """Record it, the step that was agreed, and what each coachee says to it."""
        places = self.who or tuple(range(len(run.people)))
        people = [run.people[place] for place in places]
        values = {
            "coach_id": run.named("coach"),
            "kind": self.kind,
            "starts_at": self.starts(run.clock, run.story.start),
            "minutes": self.minutes,
            "strategies": list(names.STRATEGIES[self.kind]),
            "data_sources": list(self.sources or names.SOURCES[self.kind]),
            "seen": self.seen,
            "strengths": self.strengths,
            "feedback_at": run.clock(),
        }
        due = (run.clock() + timedelta(days=self.step_days)).date()
        steps = [{"text": self.step, "owner_id": people[0], "due_on": due}] if self.step else []
        if self.booked:
            session_id = run.booked.pop(0)
            sessions.hold_session(run.desk, run.coach, session_id, people, values, steps)
        else:
            session_id = sessions.record_session(run.desk, run.coach, run.cycle_id, people, values, steps).result
        if self.step:
            run.steps.append(planned.newest_step(run.desk, session_id))
        for place, staff_id in zip(places, people, strict=True):
            answer, statement = self.answers.get(place, ("agrees", ""))
            if answer != "none":
                sessions.acknowledge(run.desk, run.coach, session_id, staff_id, answer, statement)


@dataclass(frozen=True, kw_only=True)
class StepDone(Event):
    """The oldest open action step is done; verified_by: by whom it was verified too."""

    verified_by: str = ""

    def tell(self, run: Run) -> None:
        """Move it on."""
        step = run.steps.pop(0)
        sessions.set_step(run.desk, run.coach, step, "done")
        if self.verified_by:
            sessions.set_step(run.desk, run.coach, step, "verified", verified_by=run.named(self.verified_by))


@dataclass(frozen=True, kw_only=True)
class Watched(Event):
    """One coachee's practice is observed. result: of every target criterion; others: of single criteria by code."""

    who: int
    note: str
    by: str = "validator"
    result: str = "met"
    others: Mapping[str, str] = field(default_factory=dict)
    setting: str = "live"

    def tell(self, run: Run) -> None:
        """Record it."""
        ratings = dict.fromkeys(run.criteria.values(), "not_observed") | run.targets(self.result)
        ratings |= {run.criteria[code]: result for code, result in self.others.items()}
        values = {
            "staff_id": run.people[self.who],
            "observer_id": run.named(self.by),
            "observed_at": run.clock(),
            "setting": self.setting,
            "consent": self.setting == "live",
            "deidentified": True,
            "note": self.note,
        }
        actor = run.coach if self.by == "coach" else run.validator
        found = observations.record_observation(run.desk, actor, run.cycle_id, values, ratings)
        run.seen.append((found.result, self.who))


@dataclass(frozen=True, kw_only=True)
class SecondView(Event):
    """Another observer's own record of what was observed last. differ: criteria they rated as partly met."""

    by: str
    differ: tuple[str, ...] = ()

    def tell(self, run: Run) -> None:
        """Record it beside the first."""
        first, who = run.seen[-1]
        ratings, starts = planned.ratings_of(run.desk, first)
        ratings |= {run.criteria[code]: "partly" for code in self.differ}
        values = {
            "staff_id": run.people[who],
            "observer_id": run.named(self.by),
            "observed_at": starts,
            "setting": "live",
            "consent": True,
            "deidentified": True,
            "paired_with_id": first,
            "note": "",
        }
        observations.record_observation(run.desk, run.cast.actor(self.by), run.cycle_id, values, ratings)


@dataclass(frozen=True, kw_only=True)
class HandedIn(Event):
    """A coachee hands in the standard's own scenario. hours_ago: so long before now, instead of on a day."""

    who: int
    answer: str
    hours_ago: int = 0

    def starts(self, clock: Moments, opened: int) -> datetime | None:
        """People write such notes in the evening, too."""
        if not self.hours_ago:
            return super().starts(clock, opened)
        return (clock.now - timedelta(hours=self.hours_ago)).replace(minute=20, second=0, microsecond=0)

    def tell(self, run: Run) -> None:
        """Take it in."""
        who, reviewer = run.people[self.who], run.named("coach")
        values = {"staff_id": who, "answer": self.answer, "submitted_at": run.clock(), "reviewer_id": reviewer}
        run.waiting.append(scenarios.submit_scenario(run.desk, run.coach, run.cycle_id, values).result)


@dataclass(frozen=True, kw_only=True)
class Reviewed(Event):
    """The oldest exercise that waits is reviewed."""

    feedback: str
    result: str = "met"

    def tell(self, run: Run) -> None:
        """Record the review."""
        values = {"reviewed_at": run.clock(), "feedback": self.feedback}
        scenarios.review_scenario(run.desk, run.coach, run.waiting.pop(0), values, run.targets(self.result))


@dataclass(frozen=True, kw_only=True)
class Measured(Event):
    """Measured again. figures: as `services.measures` takes them; for a share (met, total)."""

    figures: Mapping[str, Any] | tuple[int, int]
    method: str = "documentation_audit"
    note: str = ""

    def tell(self, run: Run) -> None:
        """Record the measure."""
        values = measure_values(run, self.figures, self.method, days=7) | {"note": self.note}
        measures.record_measure(run.desk, run.validator, run.cycle_id, "post", values)


def measure_values(run: Run, figures: Mapping[str, Any] | tuple[int, int], method: str, days: int) -> dict[str, Any]:
    """What a measure says of itself, over the records of the days before."""
    day = run.clock().date()
    counted = dict(zip(("met", "total"), figures, strict=True)) if isinstance(figures, tuple) else dict(figures)
    said = {"method": method, "measured_on": day, "assessor_id": run.named("validator")}
    return said | {"records_from": day - timedelta(days=days), "records_to": day} | counted


@dataclass(frozen=True, kw_only=True)
class Filed(Event):
    """A file is kept as evidence."""

    title: str
    file_name: str
    text: str

    def tell(self, run: Run) -> None:
        """Keep it."""
        data = self.text.encode()
        evidence.add_evidence(run.desk, run.coach, run.cycle_id, title=self.title, file_name=self.file_name, data=data)


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """A private note of somebody who uses the desk."""

    text: str
    shared: bool = False
    by: str = ""

    def tell(self, run: Run) -> None:
        """Write it."""
        actor = run.cast.actor(self.by) if self.by else run.coach
        notes.write_note(run.desk, actor, run.cycle_id, self.text, shared=self.shared)


@dataclass(frozen=True, kw_only=True)
class ToDo(Event):
    """A planned step of the cycle's own. after: working days from today, where the cycle has no template."""

    phase: str
    kind: str
    text: str
    after: int
    guidance: str = ""
    session_kind: str = ""
    who: int | None = None

    def tell(self, run: Run) -> None:
        """Add it to the plan."""
        values = {"phase": self.phase, "kind": self.kind, "text": self.text, "guidance": self.guidance}
        whom = None if self.who is None else run.people[self.who]
        more = {"session_kind": self.session_kind, "staff_id": whom, "due_on": run.clock.ahead(self.after).date()}
        planned_steps.add_step(run.desk, run.coach, run.cycle_id, values | more)


@dataclass(frozen=True, kw_only=True)
class PutOff(Event):
    """Open planned steps of a coachee move to a later day: so many working days after today."""

    who: int
    kind: str
    after: int

    def tell(self, run: Run) -> None:
        """Move them."""
        ids = planned.open_steps(run.desk, run.cycle_id, self.kind, run.people[self.who])
        if ids:
            planned_steps.move_steps(run.desk, run.coach, ids, run.clock.ahead(self.after).date())
