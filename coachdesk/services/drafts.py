"""Half-filled forms, kept in the desk itself (sealed with it) so that no typing is lost. Drafts leave no trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from coachdesk.records.agency import Draft
from coachdesk.store.desk import Desk


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as kept: the form's payload (JSON text) and when it was saved."""

    payload: str
    saved_at: datetime


def save(desk: Desk, profile_id: int, form: str, payload: str) -> None:
    """Keep what is typed so far, replacing the earlier draft of this form. Does nothing on a read-only desk."""
    with desk.scratch() as session:
        if session is not None:
            session.merge(Draft(profile_id=profile_id, form=form, payload=payload, saved_at=datetime.now(UTC)))


def load(desk: Desk, profile_id: int, form: str) -> KeptDraft | None:
    """The draft of this form, or None."""
    with desk.read() as conn:
        row = conn.execute(
            sa.select(Draft.payload, Draft.saved_at).where(Draft.profile_id == profile_id, Draft.form == form)
        ).first()
    return KeptDraft(row.payload, row.saved_at) if row else None


def drop(desk: Desk, profile_id: int, form: str) -> None:
    """Forget the draft of this form."""
    with desk.scratch() as session:
        if session is not None:
            session.execute(sa.delete(Draft).where(Draft.profile_id == profile_id, Draft.form == form))


def listed(desk: Desk, profile_id: int) -> list[tuple[str, datetime]]:
    """The forms this person has drafts of, newest first."""
    with desk.read() as conn:
        rows = conn.execute(
            sa.select(Draft.form, Draft.saved_at).where(Draft.profile_id == profile_id).order_by(Draft.saved_at.desc())
        )
        return [(row.form, row.saved_at) for row in rows]
