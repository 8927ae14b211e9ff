"""What no change may touch, whichever service asks: what a published (or retired) version of a standard says."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.records.standards import Criterion, PromptLine, StandardMeasure, StandardVersion

PARTS = (Criterion, PromptLine, StandardMeasure)
LATER = frozenset({"status", "retired_at", "rev"})
"""What still happens to a published version: it is retired."""


def check(session: Session, records: Iterable[object]) -> None:
    """Refuse what is about to be written when it changes a version that was published before this flush."""
    for record in records:
        if isinstance(record, PARTS):
            version = session.get(StandardVersion, record.version_id)
            if version is not None and _was_published(version):
                raise _never()
        elif isinstance(record, StandardVersion) and sa.inspect(record).persistent and _was_published(record):
            state = sa.inspect(record)
            changed = {attr.key for attr in state.attrs if attr.history.has_changes()}
            if record in session.deleted or changed - LATER or record.status == "draft":
                raise _never()


def _was_published(version: StandardVersion) -> bool:
    """Whether it was no draft when it was read."""
    before = sa.inspect(version).attrs.status.history.deleted
    return (before[0] if before else version.status) not in (None, "draft")


def _never() -> Refused:
    return Refused(
        translate("Standards", "A published version never changes."),
        kept=translate("Standards", "Nothing was changed."),
        to_do=translate("Standards", "Begin a new version and publish that."),
    )
