"""Coaching cycles: who is coached on which criteria, the four phases, gates, pauses, outcomes and amendments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Codes, Flag, Record, Text, link


class Cycle(Record):
    """One coaching cycle. The success rule (R5) is the rule_* columns; `rule_locked_at` closes them for good."""

    __tablename__ = "cycle"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    title: Mapped[Text]
    status: Mapped[str] = mapped_column(sa.Text, index=True)  # vocabulary: cycle_status
    phase: Mapped[str] = mapped_column(sa.Text)  # vocabulary: cycle_phase
    version_id: Mapped[int | None] = link("standard_version")
    team_id: Mapped[int | None] = link("team")
    coach_id: Mapped[int | None] = link("staff")
    validator_id: Mapped[int | None] = link("staff")
    cause: Mapped[Text]  # vocabulary: cause
    cause_note: Mapped[Text]
    evidence_wanted: Mapped[Text]
    follow_up_on: Mapped[date | None]
    opened_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)  # end of the phase in hand, for lists and Today
    rule_kind: Mapped[str] = mapped_column(sa.Text, default="proportion")  # vocabulary: measure_kind
    rule_unit: Mapped[Text]  # of a duration or of a rate's exposure: "h", "100 visits"
    rule_measure: Mapped[Text]  # what is counted, in words: "Escalated within 4 h of first sign"
    rule_direction: Mapped[Text]  # vocabulary: direction
    rule_threshold: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))  # a share from 0 to 1, else in its unit
    rule_smallest_count: Mapped[int | None]
    rule_standard_measure_id: Mapped[int | None] = link("standard_measure")  # the standard's own measure it counts
    rule_locked_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    signed_off_by: Mapped[int | None] = link("profile")
    signed_off_at: Mapped[datetime | None]
    sign_off_note: Mapped[Text]
    status_reason: Mapped[Text]  # why paused, escalated or cancelled
    escalated_to: Mapped[Text]  # who was asked to decide
    previous_id: Mapped[int | None] = link("cycle")  # the cycle whose drift came back
    template: Mapped[Text]  # the title of the template it was opened from
    proposal_rule: Mapped[Text]  # the drift rule that proposed it: "R2a" (R2), and its figures as they stood
    proposal_words: Mapped[Text]


class CyclePhase(Record):
    """One of a cycle's four phases with planned and actual days."""

    __tablename__ = "cycle_phase"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "phase"),)

    cycle_id: Mapped[int] = link("cycle", index=False)
    phase: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
    planned_start: Mapped[date]
    planned_end: Mapped[date]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class CycleCriterion(Record):
    """A target criterion of a cycle, of the cycle's own standard version."""

    __tablename__ = "cycle_criterion"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "criterion_id"),)

    cycle_id: Mapped[int] = link("cycle", index=False)
    criterion_id: Mapped[int] = link("criterion")


class CycleSignal(Record):
    """A signal that opened the cycle; it is left out of the baseline (R4)."""

    __tablename__ = "cycle_signal"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "signal_id"),)

    cycle_id: Mapped[int] = link("cycle", index=False)
    signal_id: Mapped[int] = link("signal")


class Coachee(Record):
    """A staff member coached in a cycle, with an outcome of their own (R8)."""

    __tablename__ = "coachee"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "staff_id"),)

    cycle_id: Mapped[int] = link("cycle", index=False)
    staff_id: Mapped[int] = link("staff")
    outcome: Mapped[Text]  # vocabulary: outcome
    outcome_note: Mapped[Text]
    next_step: Mapped[Text]
    confidence_before: Mapped[int | None]  # supervisor-rated rubric 1-5
    confidence_after: Mapped[int | None]
    self_before: Mapped[int | None]  # the coachee's own rating on the same scale, kept apart
    self_after: Mapped[int | None]


class CyclePause(Record):
    """A stop of a cycle's clocks, with its reason (R10)."""

    __tablename__ = "cycle_pause"

    cycle_id: Mapped[int] = link("cycle")
    reason: Mapped[Text]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class GateOverride(Record):
    """A gate passed although something was missing: what, why, by whom. Printed in every pack."""

    __tablename__ = "gate_override"

    cycle_id: Mapped[int] = link("cycle")
    gate: Mapped[str] = mapped_column(sa.Text)
    missing: Mapped[Text]
    reason: Mapped[Text]
    overridden_at: Mapped[datetime]
    overridden_by: Mapped[int] = link("profile")


class Amendment(Record):
    """A recorded correction of something locked (R5, R9): what it was, what it is now, why."""

    __tablename__ = "amendment"

    cycle_id: Mapped[int] = link("cycle")
    subject: Mapped[Text]
    before: Mapped[Text]
    after: Mapped[Text]
    reason: Mapped[Text]
    amended_at: Mapped[datetime]
    amended_by: Mapped[int] = link("profile")


class SustainCheck(Record):
    """A look back 30, 60 or 90 days after closing, booked when the cycle closes (R8)."""

    __tablename__ = "sustain_check"
    __table_args__ = (sa.Index("ix_sustain_check_waiting", "status", "due_on"),)

    cycle_id: Mapped[int] = link("cycle")
    days: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(sa.Text, default="due")  # vocabulary: sustain_status
    checked_on: Mapped[date | None]
    checked_by: Mapped[int | None] = link("staff")
    recorded_at: Mapped[datetime | None]  # when what was found was entered
    late_entry: Mapped[Flag]
    met: Mapped[int | None]  # of the records looked at, when records were counted
    total: Mapped[int | None]
    next_cycle_id: Mapped[int | None] = link("cycle")  # the cycle opened because the drift came back
    note: Mapped[Text]


class CoachNote(Record):
    """A coach's private note on a cycle: kept apart, and out of every export unless its author shares it."""

    __tablename__ = "coach_note"

    cycle_id: Mapped[int] = link("cycle")
    text: Mapped[str] = mapped_column(sa.Text, default="", info={"private": True})  # masked where others may read
    shared: Mapped[Flag]
    written_at: Mapped[datetime]
    written_by: Mapped[int] = link("profile")


class Measure(Record):
    """What was measured on the target criteria before or after coaching (R4, R7, R18).

    A proportion fills met and total; a duration or a rubric its `figures` (hours, or levels 1-5, as decimal texts); a
    rate its events and exposure.
    """

    __tablename__ = "measure"

    cycle_id: Mapped[int] = link("cycle")
    stage: Mapped[str] = mapped_column(sa.Text)  # vocabulary: measure_stage
    kind: Mapped[str] = mapped_column(sa.Text, default="proportion")  # vocabulary: measure_kind
    method: Mapped[str] = mapped_column(sa.Text)  # vocabulary: measure_method
    version_id: Mapped[int] = link("standard_version")
    measured_on: Mapped[date]
    records_from: Mapped[date | None]
    records_to: Mapped[date | None]
    met: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # records judged; not applicable ones are not in it (R18)
    figures: Mapped[Codes]
    events: Mapped[int | None]
    exposure: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    unit: Mapped[Text]  # "h", or what the exposure counts: "visits"
    standard_measure_id: Mapped[int | None] = link("standard_measure")  # the standard's own measure, if it is one
    audit_id: Mapped[int | None] = link("audit")  # the audit it was counted from
    not_applicable: Mapped[int] = mapped_column(default=0)
    triggers_excluded: Mapped[int] = mapped_column(default=0)  # how many trigger records were left out (R4)
    triggers_included: Mapped[Flag]  # whether records that opened the cycle are still among those judged (R4)
    assessor_id: Mapped[int] = link("staff")
    note: Mapped[Text]
    recorded_at: Mapped[datetime]
    late_entry: Mapped[Flag]


class MeasureCriterion(Record):
    """A criterion a measure judged; before and after must judge the same ones (R7)."""

    __tablename__ = "measure_criterion"
    __table_args__ = (sa.UniqueConstraint("measure_id", "criterion_id"),)

    measure_id: Mapped[int] = link("measure", index=False)
    criterion_id: Mapped[int] = link("criterion")
