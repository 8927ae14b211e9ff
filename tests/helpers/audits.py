"""An audit of the small agency of `practice`: ten records of a numbered frame, to judge as a test wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coachdesk.queries.audit import AuditDetail, audit_detail
from coachdesk.services import audits
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.helpers.practice import Practice

FRAME = [f"HC-{number:04}" for number in range(1, 31)]


def open_audit(desk: Desk, practice: Practice, size: int = 10, **more: Any) -> int:
    """Open an audit of both criteria with the seed 7; keywords that are no argument are the audit's own values."""
    values = {"version_id": practice.version, "team_id": practice.team, "assessor_id": practice.people["Maria"]}
    named = ("excluded", "excluded_reason", "known", "seed")
    options: dict[str, Any] = {"seed": 7, **{name: more.pop(name) for name in named if name in more}}
    frame = more.pop("frame", FRAME)
    criteria = more.pop("criteria", [1, 2])
    return audits.open_audit(desk, RENEE, {**values, **more}, criteria, frame, size, **options).result


def detail(desk: Desk, audit_id: int) -> AuditDetail:
    """The audit as its page sees it."""
    with desk.read() as conn:
        found = audit_detail(conn, audit_id, desk.clock().date(), desk.settings())
    assert found is not None
    return found


def judge_all(
    desk: Desk,
    audit_id: int,
    unmet: Sequence[tuple[int, int]] = (),
    turn: int = 1,
    other: Mapping[Any, str] | None = None,
) -> None:
    """Judge every record met but for `unmet`: (place in the draw from 0, criterion id). other: results by the same."""
    audit = detail(desk, audit_id)
    given = {**dict.fromkeys(unmet, "not_met"), **(other or {})}
    records = [(place, one) for place, one in enumerate(audit.records) if turn == 1 or one.twice]
    judged = {
        record.id: {criterion.id: given.get((place, criterion.id), "met") for criterion in audit.criteria}
        for place, record in records
    }
    audits.judge(desk, RENEE, audit_id, judged, turn)


def finished(desk: Desk, practice: Practice, unmet: Sequence[tuple[int, int]] = (), **more: Any) -> int:
    """A finished audit; gives its id."""
    audit_id = open_audit(desk, practice, **more)
    judge_all(desk, audit_id, unmet)
    audits.finish_audit(desk, RENEE, audit_id)
    return audit_id
