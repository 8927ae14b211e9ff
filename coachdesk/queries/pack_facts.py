"""The frozen facts of one cycle as an evidence pack prints them. Moments are aware, days are days, codes stay codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from coachdesk.rules.facts import CoacheeFacts, CycleFacts, MeasureFacts, ObservationFacts, Person, SessionFacts
from coachdesk.rules.measures import Proportion, SuccessRule


@dataclass(frozen=True, slots=True)
class PackCriterion:
    """A target criterion. threshold with unit: "4 h", None when it has none."""

    code: str
    kind: str
    text: str
    threshold: Decimal | None
    unit: str
    critical: bool


@dataclass(frozen=True, slots=True)
class PackSignal:
    """A signal that opened the cycle. about: the staff member or team, "" when unknown."""

    number: str
    source: str
    partner_kind: str
    severity: str
    occurred_on: date
    recorded_at: datetime
    late_entry: bool
    about: str
    criterion_code: str
    participant_code: str
    what_happened: str


@dataclass(frozen=True, slots=True)
class PackPhase:
    """One phase, planned and actual."""

    phase: str
    planned_start: date
    planned_end: date
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class PackCoachee:
    """A coachee and their outcome. unconfirmed: why their practice is not confirmed in live delivery, "" when it is."""

    staff_id: int
    name: str
    staff_number: str
    outcome: str
    outcome_note: str
    next_step: str
    confidence_before: int | None
    confidence_after: int | None
    unconfirmed: str = ""


@dataclass(frozen=True, slots=True)
class PackStep:
    """An action step agreed in a session."""

    text: str
    owner: str
    due_on: date | None
    status: str
    done_on: date | None
    verified_on: date | None
    verified_by: str


@dataclass(frozen=True, slots=True)
class PackAttendance:
    """A coachee in a session, with their acknowledgement."""

    staff_id: int
    name: str
    acknowledgement: str
    statement: str
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class PackSession:
    """A session of the cycle."""

    number: str
    kind: str
    status: str
    status_reason: str
    starts_at: datetime
    minutes: int | None
    coach: str
    coachees: tuple[PackAttendance, ...]
    strategies: tuple[str, ...]
    data_sources: tuple[str, ...]
    seen: str
    strengths: str
    feedback_at: datetime | None
    recorded_at: datetime
    late_entry: bool
    steps: tuple[PackStep, ...]


@dataclass(frozen=True, slots=True)
class PackObservation:
    """An observation. ratings: criterion code -> rating.  by_validator: the observer is the cycle's validator."""

    number: str
    staff_id: int
    staff: str
    observer_id: int
    observer: str
    by_validator: bool
    observed_at: datetime
    setting: str
    consent: bool
    note: str
    ratings: Mapping[str, str]
    session_number: str
    recorded_at: datetime
    late_entry: bool


@dataclass(frozen=True, slots=True)
class PackMeasure:
    """A measure, before or after. criteria: the codes it judged, of standard version `version_id`."""

    stage: str
    method: str
    measured_on: date
    records_from: date | None
    records_to: date | None
    counted: Proportion
    triggers_excluded: int
    assessor_id: int
    assessor: str
    version_id: int
    version_number: int
    criteria: tuple[str, ...]
    note: str
    recorded_at: datetime
    late_entry: bool


@dataclass(frozen=True, slots=True)
class PackEvidence:
    """An evidence file; sha256 is that of its bytes."""

    number: str
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    made_on: date | None
    recorded_at: datetime
    recorded_by: str
    cycle_number: str
    session_number: str


@dataclass(frozen=True, slots=True)
class PackCorrection:
    """Something that departs from the usual way and is printed in every pack: an override or an amendment."""

    subject: str
    before: str
    after: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PackPause:
    """A stop of the clocks; until_on None while it lasts."""

    reason: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PackSustain:
    """A look back after closing."""

    days: int
    due_on: date
    status: str
    checked_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class CycleFile:
    """Everything a pack prints of one cycle. overrides: subject is the gate, before what was missing."""

    id: int
    number: str
    title: str
    status: str
    status_reason: str
    phase: str
    team: str
    standard_code: str
    standard_title: str
    version_id: int | None
    version_number: int | None
    version_status: str
    coach_id: int | None
    coach: str
    validator_id: int | None
    validator: str
    cause: str
    cause_note: str
    evidence_wanted: str
    opened_on: date
    due_on: date
    follow_up_on: date | None
    rule: SuccessRule
    rule_locked_at: datetime | None
    closed_at: datetime | None
    signed_off_by: str
    signed_off_at: datetime | None
    sign_off_note: str
    criteria: tuple[PackCriterion, ...] = ()
    signals: tuple[PackSignal, ...] = ()
    phases: tuple[PackPhase, ...] = ()
    pauses: tuple[PackPause, ...] = ()
    coachees: tuple[PackCoachee, ...] = ()
    sessions: tuple[PackSession, ...] = ()
    observations: tuple[PackObservation, ...] = ()
    measures: tuple[PackMeasure, ...] = ()
    evidence: tuple[PackEvidence, ...] = ()
    overrides: tuple[PackCorrection, ...] = ()
    amendments: tuple[PackCorrection, ...] = ()
    sustain: tuple[PackSustain, ...] = ()

    def measure(self, stage: str) -> PackMeasure | None:
        """The newest measure of a stage (baseline or post)."""
        found = [measure for measure in self.measures if measure.stage == stage]
        return found[-1] if found else None


def gate_facts(cycle: CycleFile) -> CycleFacts:
    """The same cycle as the gate rules want it."""
    return CycleFacts(
        number=cycle.number,
        status=cycle.status,
        version_id=cycle.version_id,
        version_status=cycle.version_status,
        criteria={criterion.code: criterion.text for criterion in cycle.criteria},
        coachees=tuple(CoacheeFacts(c.staff_id, c.name, c.outcome, c.next_step) for c in cycle.coachees),
        coach=None if cycle.coach_id is None else Person(cycle.coach_id, cycle.coach),
        validator=None if cycle.validator_id is None else Person(cycle.validator_id, cycle.validator),
        cause=cycle.cause,
        rule=cycle.rule,
        evidence_wanted=cycle.evidence_wanted,
        follow_up_on=cycle.follow_up_on,
        sessions=tuple(
            SessionFacts(
                session.number,
                session.status,
                session.starts_at,
                frozenset(coachee.staff_id for coachee in session.coachees),
                session.feedback_at,
                frozenset(session.data_sources),
            )
            for session in cycle.sessions
        ),
        observations=tuple(
            ObservationFacts(o.number, o.observer_id, o.staff_id, o.observed_at, o.setting, o.ratings)
            for o in cycle.observations
        ),
        measures=tuple(
            MeasureFacts(
                stage=m.stage,
                result=m.counted,
                version_id=m.version_id,
                criteria=frozenset(m.criteria),
                measured_on=m.measured_on,
                assessor_id=m.assessor_id,
                triggers_excluded=m.triggers_excluded,
            )
            for m in cycle.measures
        ),
        signed_off_by=cycle.signed_off_by,
    )
