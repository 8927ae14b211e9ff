"""What happens inside a cycle: coaching sessions, their action steps, and observations with ratings."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Codes, Flag, Record, Text, link


class Session(Record):
    """A coaching session, planned or held. Feedback has its own clock (R10)."""

    __tablename__ = "session"
    __table_args__ = (sa.Index("ix_session_cycle", "cycle_id", "status"),)

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    cycle_id: Mapped[int | None] = link("cycle", index=False)
    coach_id: Mapped[int] = link("staff")
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: session_kind
    status: Mapped[str] = mapped_column(sa.Text, index=True)  # vocabulary: session_status
    status_reason: Mapped[Text]
    starts_at: Mapped[datetime] = mapped_column(index=True)  # planned start, or the true one once held
    minutes: Mapped[int | None]
    strategies: Mapped[Codes]
    data_sources: Mapped[Codes]
    seen: Mapped[Text]
    strengths: Mapped[Text]
    feedback_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]


class SessionCoachee(Record):
    """A coachee in a session, with their own acknowledgement or disagreement."""

    __tablename__ = "session_coachee"
    __table_args__ = (sa.UniqueConstraint("session_id", "staff_id"),)

    session_id: Mapped[int] = link("session", index=False)
    staff_id: Mapped[int] = link("staff")
    acknowledgement: Mapped[str] = mapped_column(sa.Text, default="none")  # vocabulary: acknowledgement
    statement: Mapped[Text]
    acknowledged_at: Mapped[datetime | None]


class ActionStep(Record):
    """A step agreed in a session: open, done, then verified by someone."""

    __tablename__ = "action_step"
    __table_args__ = (sa.Index("ix_action_step_waiting", "status", "due_on"),)

    session_id: Mapped[int] = link("session")
    text: Mapped[Text]
    owner_id: Mapped[int | None] = link("staff")
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(sa.Text, default="open")  # vocabulary: step_status
    done_on: Mapped[date | None]
    verified_on: Mapped[date | None]
    verified_by: Mapped[int | None] = link("staff")


class Observation(Record):
    """Practice seen with one's own eyes, live or simulated, with a rating per criterion."""

    __tablename__ = "observation"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    cycle_id: Mapped[int | None] = link("cycle")
    session_id: Mapped[int | None] = link("session")
    staff_id: Mapped[int] = link("staff")
    observer_id: Mapped[int] = link("staff")
    version_id: Mapped[int] = link("standard_version")
    observed_at: Mapped[datetime] = mapped_column(index=True)
    setting: Mapped[str] = mapped_column(sa.Text)  # vocabulary: setting
    consent: Mapped[Flag]
    deidentified: Mapped[Flag]  # what is written names no participant
    paired_with_id: Mapped[int | None] = link("observation")  # a second observer's, of the same event
    note: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]


class Rating(Record):
    """How one criterion was met in one observation."""

    __tablename__ = "rating"
    __table_args__ = (sa.UniqueConstraint("observation_id", "criterion_id"),)

    observation_id: Mapped[int] = link("observation", index=False)
    criterion_id: Mapped[int] = link("criterion")
    result: Mapped[str] = mapped_column(sa.Text)  # vocabulary: rating
