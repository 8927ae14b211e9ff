"""What the gates need to know about a cycle, as plain frozen values that a query or service fills in.

Moments are aware or naive, but all of one kind. People are named here so that a gate can say who is missing what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from coachdesk.rules.clocks import Pause
from coachdesk.rules.measured import Measured
from coachdesk.rules.standard_measures import newest
from coachdesk.rules.success import SuccessRule


@dataclass(frozen=True, slots=True)
class Person:
    """A staff member by id and name, as people call them."""

    staff_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CoacheeFacts:
    """A coachee with their own outcome (vocabulary: outcome; "" when none yet) and next step."""

    staff_id: int
    name: str
    outcome: str = ""
    next_step: str = ""

    @property
    def excused(self) -> bool:
        """Whether the cycle ended early for this person: nothing more is asked of them, and nothing is claimed."""
        return self.outcome == "incomplete" and bool(self.next_step.strip())


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session: its status (vocabulary: session_status), who was coached, feedback, data sources."""

    number: str
    status: str
    starts_at: datetime
    coachee_ids: frozenset[int]
    feedback_at: datetime | None = None
    sources: frozenset[str] = frozenset()
    minutes: int | None = None

    @property
    def ended_at(self) -> datetime:
        """When it ended; its start when its length is not known."""
        return self.starts_at + timedelta(minutes=self.minutes or 0)

    @property
    def counts(self) -> bool:
        """Whether it was held and feedback was given."""
        return self.status == "held" and self.feedback_at is not None


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """An observation: who saw whom, live or simulated (vocabulary: setting), and ratings by criterion code."""

    number: str
    observer_id: int
    coachee_id: int
    observed_at: datetime
    setting: str
    ratings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """A scenario exercise: who submitted it when, and when it was reviewed."""

    coachee_id: int
    submitted_at: datetime
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure: stage (vocabulary: measure_stage), what was judged by which version, and by whom.

    triggers_included: whether records that opened the cycle are among those judged (R4).  standard_measure_id: the
    measure of the standard it is, None for one of the cycle's own.
    """

    stage: str
    result: Measured
    version_id: int
    criteria: frozenset[str]
    measured_on: date
    assessor_id: int | None = None
    triggers_excluded: int = 0
    triggers_included: bool = False
    standard_measure_id: int | None = None

    @property
    def kind(self) -> str:
        """What kind of measure it is (vocabulary: measure_kind)."""
        return self.result.kind


@dataclass(frozen=True, slots=True)
class PlannedFacts:
    """A planned step that is still open: in which phase, what, and for which coachee ("" for the whole cycle)."""

    phase: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """Everything the gates R4, R6, R7 and R8 look at. Empty texts and None mean not filled in yet.

    version_status: vocabulary version_status, "" without a version.  criteria: target criterion code -> its text.
    measures: oldest first; the newest of a stage that the rule counts is the one that is judged.
    """

    number: str
    status: str
    version_id: int | None = None
    version_status: str = ""
    criteria: Mapping[str, str] = field(default_factory=dict)
    coachees: tuple[CoacheeFacts, ...] = ()
    coach: Person | None = None
    validator: Person | None = None
    cause: str = ""
    rule: SuccessRule = field(default_factory=SuccessRule)
    evidence_wanted: str = ""
    follow_up_on: date | None = None
    sessions: tuple[SessionFacts, ...] = ()
    observations: tuple[ObservationFacts, ...] = ()
    scenarios: tuple[ScenarioFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    signed_off_by: str = ""
    pauses: tuple[Pause, ...] = ()
    planned: tuple[PlannedFacts, ...] = ()

    @property
    def coached(self) -> tuple[CoacheeFacts, ...]:
        """The coachees of whom something is still asked."""
        return tuple(coachee for coachee in self.coachees if not coachee.excused)

    def measure(self, stage: str) -> MeasureFacts | None:
        """The newest measure of `stage` ("baseline" or "post") that speaks for the rule; None when there is none."""
        return newest(self.measures, stage, self.rule)

    def first_session(self, staff_id: int) -> datetime | None:
        """When this coachee's first held session was over; None before there is one."""
        held = [s.ended_at for s in self.sessions if s.status == "held" and staff_id in s.coachee_ids]
        return min(held, default=None)
