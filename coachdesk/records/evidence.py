"""Evidence items: files kept inside the desk, hashed, and the exports that were made from it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Base, Record, Text, link


class Evidence(Record):
    """A file that shows something about a cycle. Its bytes are in `EvidenceContent`; the hash ties them together."""

    __tablename__ = "evidence"

    number: Mapped[str] = mapped_column(sa.Text, unique=True)
    cycle_id: Mapped[int | None] = link("cycle")
    session_id: Mapped[int | None] = link("session")
    action_id: Mapped[int | None] = link("corrective_action")
    competence_id: Mapped[int | None] = link("competence")
    title: Mapped[Text]
    file_name: Mapped[Text]
    media_type: Mapped[Text]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.Text, index=True)
    made_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = link("profile")


class EvidenceContent(Base):
    """The bytes of evidence files, once per content, kept apart so that lists never read them."""

    __tablename__ = "evidence_content"

    sha256: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    data: Mapped[bytes]


class Export(Record):
    """A tracker or pack that was made: what it covered and the hash of the file handed out."""

    __tablename__ = "export"

    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: export_kind
    file_name: Mapped[Text]
    scope: Mapped[Text]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = link("profile")
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.Text)
    trail_seq: Mapped[int]
    trail_hash: Mapped[Text]
