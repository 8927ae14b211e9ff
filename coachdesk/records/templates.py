"""Cycle templates of the agency's own, and the steps that a template planned for a cycle."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Codes, Flag, Record, Text, link


class Template(Record):
    """What a cycle begins with. Those that ship with CoachDesk are data files; these are the agency's own."""

    __tablename__ = "template"

    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    title: Mapped[Text]
    purpose: Mapped[Text]
    standard_id: Mapped[int] = link("standard")
    criterion_codes: Mapped[Codes]
    cause: Mapped[Text]  # vocabulary: cause
    evidence_wanted: Mapped[Text]
    rule_kind: Mapped[str] = mapped_column(sa.Text, default="proportion")  # vocabulary: measure_kind
    rule_measure: Mapped[Text]
    rule_unit: Mapped[Text]
    rule_direction: Mapped[Text]
    rule_threshold: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))
    rule_smallest_count: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)


class TemplateStep(Record):
    """One planned step of a template: in which phase, what kind, how often, how many working days after its start."""

    __tablename__ = "template_step"

    template_id: Mapped[int] = link("template")
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(sa.Text)  # vocabulary: cycle_phase
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: planned_kind
    session_kind: Mapped[Text]  # vocabulary: session_kind, for steps that are sessions
    text: Mapped[Text]
    guidance: Mapped[Text]  # how it is done well
    per_coachee: Mapped[Flag]
    times: Mapped[int] = mapped_column(default=1)
    after_days: Mapped[int] = mapped_column(default=0)  # working days after the phase begins
    every_days: Mapped[int] = mapped_column(default=0)  # working days between repetitions
    minutes: Mapped[int | None]
    needs: Mapped[Codes]  # vocabulary: step_need; what the record that does it must show


class CycleStep(Record):
    """One planned step of a cycle, copied from its template so that a later change of the template changes nothing.

    It is ticked off by the record that did it: `done_family` and `done_id` say which (R20).
    """

    __tablename__ = "cycle_step"
    __table_args__ = (sa.Index("ix_cycle_step_waiting", "status", "due_on"),)

    cycle_id: Mapped[int] = link("cycle")
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: planned_kind
    session_kind: Mapped[Text]
    text: Mapped[Text]
    guidance: Mapped[Text]
    per_coachee: Mapped[Flag]  # a step of its own for each coachee, all with the same position
    staff_id: Mapped[int | None] = link("staff")  # the coachee it is for; None: the whole cycle, or nobody named yet
    due_on: Mapped[date | None]
    minutes: Mapped[int | None]
    needs: Mapped[Codes]  # vocabulary: step_need
    standard_measure_id: Mapped[int | None] = link("standard_measure")  # what a planned measure is to measure
    status: Mapped[str] = mapped_column(sa.Text, default="open")  # vocabulary: planned_status
    status_reason: Mapped[Text]  # why it was left out
    done_on: Mapped[date | None]
    done_family: Mapped[Text]
    done_id: Mapped[int | None]
