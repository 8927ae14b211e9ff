"""Scenario exercises: a made-up case answered by a coachee, reviewed within hours, with a rating per criterion."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Flag, Record, Text, link


class ScenarioExercise(Record):
    """One coachee's answer to a scenario. Its review has its own clock (R10)."""

    __tablename__ = "scenario_exercise"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    cycle_id: Mapped[int] = link("cycle")
    staff_id: Mapped[int] = link("staff")
    version_id: Mapped[int] = link("standard_version")
    scenario: Mapped[Text]  # the case as it was given
    answer: Mapped[Text]
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    reviewer_id: Mapped[int | None] = link("staff")
    reviewed_at: Mapped[datetime | None]
    feedback: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]


class ScenarioRating(Record):
    """How one criterion was met in one scenario exercise."""

    __tablename__ = "scenario_rating"
    __table_args__ = (sa.UniqueConstraint("exercise_id", "criterion_id"),)

    exercise_id: Mapped[int] = link("scenario_exercise", index=False)
    criterion_id: Mapped[int] = link("criterion")
    result: Mapped[str] = mapped_column(sa.Text)  # vocabulary: rating
