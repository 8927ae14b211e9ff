"""Two documentation audits of the sample agency: one finished with findings and two assessors, one half judged."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.records.audits import AuditCriterion, AuditRecord
from coachdesk.sample.story import Cast, Moments, Steps
from coachdesk.services import audits
from coachdesk.store.desk import Desk

AUTHORS = ("Jorge Ortiz", "Patricia Hale", "Dana Whitfield", "Kayla Brooks", "Michelle Kowalski")
# (place in the draw, place of the criterion) -> what was seen there; all else is met.
FOUND = {(1, 0): "not_met", (4, 1): "not_met", (4, 0): "not_met", (6, 1): "not_applicable", (8, 1): "not_met"}
SEEN_AGAIN = {(6, 1): "not_applicable", (6, 0): "not_met"}
HALF = {(2, 1): "not_met", (3, 0): "not_applicable"}


def tell_audits(desk: Desk, clock: Moments, actor: Actor, cast: Cast) -> Steps:
    """Open, judge and finish the one; open and begin the other."""
    yield clock.at(33, 9)
    first = _open(
        desk,
        clock,
        actor,
        cast,
        "HD-01",
        "North team",
        "Progress notes after a sign",
        ["HC-0201 to HC-0240"],
        assessor="Luis Marín",
        second="Soo-jin Kim",
    )
    yield clock.at(32, 10)
    _judge(desk, actor, first, FOUND, 1)
    yield clock.at(31, 11)
    _judge(desk, actor, first, SEEN_AGAIN, 2)
    audits.finish_audit(desk, actor, first)
    yield clock.at(2, 13)
    second = _open(
        desk,
        clock,
        actor,
        cast,
        "SH-01",
        "West team",
        "Handover sheets of November",
        ["VH-0801 to VH-0864"],
        assessor="Marcus Reed",
        seed=5208,
    )
    _judge(desk, actor, second, HALF, 1, most=6)


def _open(
    desk: Desk,
    clock: Moments,
    actor: Actor,
    cast: Cast,
    code: str,
    team: str,
    title: str,
    frame: list[str],
    *,
    assessor: str,
    second: str = "",
    seed: int = 4117,
) -> int:
    day = clock().date()
    values = {
        "version_id": cast.versions[code],
        "team_id": cast.teams[team],
        "title": title,
        "frame_note": "The month's list of records, sorted by number",
        "records_from": day - timedelta(days=30),
        "records_to": day - timedelta(days=1),
        "assessor_id": cast.staff[assessor],
        "second_assessor_id": cast.staff[second] if second else None,
    }
    criteria = list(cast.criteria[code].values())
    people = [cast.staff[name] for name in AUTHORS]
    known = {
        f"HC-{number:04}": audits.Known(people[number % len(people)], day - timedelta(days=3 + number % 25))
        for number in range(201, 241)
    }
    return audits.open_audit(
        desk,
        actor,
        values,
        criteria,
        frame,
        10 if second else 13,
        excluded=[frame[0][:7]],
        excluded_reason="Still being written",
        seed=seed,
        known=known,
    ).result


def _judge(
    desk: Desk, actor: Actor, audit_id: int, found: dict[tuple[int, int], str], turn: int, most: int | None = None
) -> None:
    """Judge the drawn records (those marked for it, the second time), each in a change of its own."""
    with desk.read() as conn:
        drawn = sa.select(AuditRecord.id, AuditRecord.twice).where(AuditRecord.audit_id == audit_id)
        records = conn.execute(drawn.order_by(AuditRecord.position)).all()
        asked = sa.select(AuditCriterion.criterion_id).where(AuditCriterion.audit_id == audit_id)
        criteria = list(conn.execute(asked.order_by(AuditCriterion.id)).scalars())
    for place, (record_id, twice) in enumerate(records[:most]):
        if turn == 1 or twice:
            judged = {one: found.get((place, at), "met") for at, one in enumerate(criteria)}
            audits.judge(desk, actor, audit_id, {record_id: judged}, turn)
