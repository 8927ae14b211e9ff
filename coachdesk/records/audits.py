"""Documentation audits: a frame of records, a seeded random draw from it, and how each record met the criteria."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Codes, Flag, Record, Text, link


class Audit(Record):
    """An audit of one standard version. `frame` and `seed` let anybody repeat the draw (the domain's sampling advice).

    The judged criteria are the rows of `AuditCriterion`; a record that opened the cycle is marked on `AuditRecord`.
    """

    __tablename__ = "audit"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    version_id: Mapped[int] = link("standard_version")
    team_id: Mapped[int | None] = link("team")  # None: the whole agency
    cycle_id: Mapped[int | None] = link("cycle")  # the cycle it measures, when it was made for one
    title: Mapped[Text]
    status: Mapped[str] = mapped_column(sa.Text, default="judging", index=True)  # vocabulary: audit_status
    frame_note: Mapped[Text]  # where the records were listed from, in words
    frame: Mapped[Codes]  # every record that could be drawn, by reference code, in the order listed
    excluded_note: Mapped[Text]  # which records were left out of the frame and why
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    sample_size: Mapped[int]
    records_from: Mapped[date | None]
    records_to: Mapped[date | None]
    assessor_id: Mapped[int] = link("staff")
    second_assessor_id: Mapped[int | None] = link("staff")  # judges the records marked `twice` independently
    opened_on: Mapped[date]
    finished_on: Mapped[date | None] = mapped_column(index=True)
    note: Mapped[Text]
    status_reason: Mapped[Text]  # why it was given up
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]


class AuditCriterion(Record):
    """A criterion that an audit judges, of the audit's own standard version."""

    __tablename__ = "audit_criterion"
    __table_args__ = (sa.UniqueConstraint("audit_id", "criterion_id"),)

    audit_id: Mapped[int] = link("audit", index=False)
    criterion_id: Mapped[int] = link("criterion")


class AuditRecord(Record):
    """One record drawn into an audit, known by its reference code only (R22)."""

    __tablename__ = "audit_record"
    __table_args__ = (sa.UniqueConstraint("audit_id", "code"),)

    audit_id: Mapped[int] = link("audit", index=False)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.Text)
    staff_id: Mapped[int | None] = link("staff")  # who wrote it, when known
    record_on: Mapped[date | None]
    twice: Mapped[Flag]  # drawn for a second, independent judgement
    is_trigger: Mapped[Flag]  # opened the cycle, so it stays out of the baseline (R4)
    note: Mapped[Text]


class Judgement(Record):
    """How one criterion was met in one audited record, judged first or, independently, a second time."""

    __tablename__ = "judgement"
    __table_args__ = (sa.UniqueConstraint("audit_record_id", "criterion_id", "turn"),)

    audit_record_id: Mapped[int] = link("audit_record", index=False)
    criterion_id: Mapped[int] = link("criterion")
    turn: Mapped[int] = mapped_column(default=1)  # 1 or 2
    result: Mapped[str] = mapped_column(sa.Text)  # vocabulary: judgement
