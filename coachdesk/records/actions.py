"""Corrective actions: what is changed in the work itself, by a named owner, verified by somebody else."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Flag, Record, Text, link


class CorrectiveAction(Record):
    """One corrective action: containment first, then cause, steps, owner and due day; done, then verified (R3, R21)."""

    __tablename__ = "corrective_action"
    __table_args__ = (sa.Index("ix_corrective_action_waiting", "status", "due_on"),)

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    title: Mapped[Text]
    status: Mapped[str] = mapped_column(sa.Text, default="open")  # vocabulary: action_status
    status_reason: Mapped[Text]  # why it was cancelled or opened again
    standard_id: Mapped[int | None] = link("standard")
    criterion_code: Mapped[Text]
    team_id: Mapped[int | None] = link("team")
    cycle_id: Mapped[int | None] = link("cycle")  # the cycle it stands beside
    problem: Mapped[Text]
    containment: Mapped[Text]
    contained_on: Mapped[date | None]
    cause: Mapped[Text]  # vocabulary: cause
    cause_note: Mapped[Text]
    owner_id: Mapped[int] = link("staff")
    opened_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_note: Mapped[Text]
    verified_on: Mapped[date | None]
    verified_by: Mapped[int | None] = link("staff")
    verified_note: Mapped[Text]  # what the verifier saw
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]


class ActionItem(Record):
    """One step of a corrective action. `kind` lets retraining as the only step be warned about (R3)."""

    __tablename__ = "action_item"

    action_id: Mapped[int] = link("corrective_action")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: action_kind
    text: Mapped[Text]
    done_on: Mapped[date | None]


class ActionSignal(Record):
    """A signal that a corrective action answers (R20)."""

    __tablename__ = "action_signal"
    __table_args__ = (sa.UniqueConstraint("action_id", "signal_id"),)

    action_id: Mapped[int] = link("corrective_action", index=False)
    signal_id: Mapped[int] = link("signal")
