"""Competence records: who was found competent in which standard, by whom, how, and until when."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Flag, Record, Text, link


class Competence(Record):
    """One assessment of one staff member against one standard (R16). A mistaken record is withdrawn, never deleted."""

    __tablename__ = "competence"
    __table_args__ = (sa.Index("ix_competence_cell", "staff_id", "standard_id", "assessed_on"),)

    staff_id: Mapped[int] = link("staff", index=False)
    standard_id: Mapped[int] = link("standard")
    version_id: Mapped[int | None] = link("standard_version")
    cycle_id: Mapped[int | None] = link("cycle")  # the closed cycle that offered it
    method: Mapped[str] = mapped_column(sa.Text)  # vocabulary: competence_method
    result: Mapped[str] = mapped_column(sa.Text)  # vocabulary: competence_result
    assessor_id: Mapped[int | None] = link("staff")  # None for somebody outside, who is named in `assessor_name`
    assessor_name: Mapped[Text]
    qualification: Mapped[Text]
    assessed_on: Mapped[date]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    note: Mapped[Text]  # for prior learning: what was shown
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")
    late_entry: Mapped[Flag]
