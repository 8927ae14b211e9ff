"""Drift signals: what was noticed, about whom, against which criterion, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Flag, Numbers, Record, Text, link


class Signal(Record):
    """One drift signal. Staff and team may both be unknown; participants appear as reference codes only (R22)."""

    __tablename__ = "signal"
    __table_args__ = (sa.Index("ix_signal_drift", "standard_id", "criterion_code", "occurred_on"),)

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    source: Mapped[str] = mapped_column(sa.Text)  # vocabulary: signal_source
    partner_kind: Mapped[Text]  # vocabulary: partner_kind
    occurred_on: Mapped[date] = mapped_column(index=True)
    noticed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]  # R10, judged when recorded
    staff_id: Mapped[int | None] = link("staff")
    team_id: Mapped[int | None] = link("team")
    standard_id: Mapped[int | None] = link("standard", index=False)
    criterion_code: Mapped[Text]
    severity: Mapped[str] = mapped_column(sa.Text)  # vocabulary: severity
    participant_code: Mapped[Text]
    what_happened: Mapped[Text]
    triage: Mapped[str] = mapped_column(sa.Text, default="new", index=True)  # vocabulary: triage
    triage_reason: Mapped[Text]
    triaged_at: Mapped[datetime | None]
    outside_ref: Mapped[Text]  # its number where it was imported from
    audit_record_id: Mapped[int | None] = link("audit_record")  # the audited record that showed it


class DriftDismissal(Record):
    """A drift proposal set aside with a reason (R2). It stays away until a signal is added to it."""

    __tablename__ = "drift_dismissal"

    key: Mapped[str] = mapped_column(sa.Text, index=True)  # the proposal's key: rule, standard, criterion, whom
    rule: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[Text]  # the figures as they stood
    signal_ids: Mapped[Numbers]
    last_on: Mapped[date]
    reason: Mapped[Text]
    dismissed_at: Mapped[datetime]
    dismissed_by: Mapped[int] = link("profile")


class ChartMark(Record):
    """A decision about a trend chart: a baseline frozen up to a day, or one point left out, with the reason (R19)."""

    __tablename__ = "chart_mark"

    chart: Mapped[str] = mapped_column(sa.Text, index=True)  # which chart: its subject as a key
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: chart_mark
    day: Mapped[date]
    reason: Mapped[Text]
    marked_at: Mapped[datetime]
    marked_by: Mapped[int] = link("profile")
