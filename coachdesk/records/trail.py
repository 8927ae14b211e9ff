"""The trail: every change ever made, chained by hash, and an index of which records each entry touched (R23)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Base, Text


class TrailEntry(Base):
    """One change: who, when, what, before and after. Append-only; `coachdesk.store.trail` writes and checks it."""

    __tablename__ = "trail"
    # Narrow beside the wide rows: the numbers of all entries are listed without reading what the entries say.
    __table_args__ = (sa.Index("ix_trail_seq", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[Text]
    action: Mapped[str] = mapped_column(sa.Text, index=True)
    label: Mapped[Text]
    undoes: Mapped[int | None]  # the entry this one reverses (an undo) or applies again (a redo)
    changes: Mapped[Text]  # canonical JSON: [[family, id, before, after], ...]
    hash: Mapped[str] = mapped_column(sa.Text)


class TrailTouch(Base):
    """That an entry touched a record: the index behind "history of this record". Derived, and checked by `check`."""

    __tablename__ = "trail_touch"
    __table_args__ = (sa.Index("ix_trail_touch_record", "family", "record_id", "seq"), {"sqlite_with_rowid": False})

    seq: Mapped[int] = mapped_column(sa.ForeignKey("trail.seq"), primary_key=True, autoincrement=False)
    family: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class TrailHead(Base):
    """The last entry's number and hash (one row, id 1), so that a cut-off tail is noticed."""

    __tablename__ = "trail_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.Text)
