"""What the opening of a desk warns of: an older copy in its place, another history, a clock that stands in the past."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.store import anchor, trail

CLOCK_BEHIND = timedelta(days=1)  # what the clocks of two computers that are in order never differ by


def found(conn: sa.Connection, uid: str, now: datetime) -> list[str]:
    """Every doubt about the desk `uid` that was just opened, at this computer's moment, in words."""
    return [words for words in (_history(conn, uid), _clock(conn, now)) if words]


def _history(conn: sa.Connection, uid: str) -> str:
    """When this computer has seen more of this desk than the file holds: an older copy was put in its place."""
    seen = anchor.last_seen(uid)
    if seen is None:
        return ""
    last, _ = trail.head(conn)
    at_seen = conn.execute(sa.select(trail.ENTRY.c.hash).where(trail.ENTRY.c.seq == seen.seq)).scalar_one_or_none()
    if at_seen == seen.hash:
        return ""
    if last < seen.seq:
        return translate(
            "Desk",
            "This file is an older copy: this computer has already seen {count} more changes. "
            "If nobody restored a backup, look for the newer file before you go on.",
        ).format(count=seen.seq - last)
    return translate(
        "Desk",
        "This file's history differs from what this computer saw before. "
        "If nobody restored a backup, run a check (File > Check the desk).",
    )


def _clock(conn: sa.Connection, now: datetime) -> str:
    """When this computer's clock stands more than a day before the desk's last change: an empty battery, a slip of the
    year. Every day recorded and every due date would be wrong (R10)."""
    last = conn.execute(sa.select(trail.ENTRY.c.at).order_by(trail.ENTRY.c.seq.desc()).limit(1)).scalar_one_or_none()
    if last is None or now >= last - CLOCK_BEHIND:
        return ""
    text = translate(
        "Desk",
        "This computer's clock says {now}, but the last change in this desk was made on {last}. "
        "Set the clock before you go on: days are recorded, and due dates counted, by it.",
    )
    return text.format(now=f"{now:%m/%d/%Y}", last=f"{last.astimezone():%m/%d/%Y}")
