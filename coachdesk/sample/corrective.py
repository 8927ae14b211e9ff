"""Corrective actions of the sample agency: one verified by somebody else, one that waits for its verification."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.queries.actions import ITEM
from coachdesk.records.cycles import Cycle
from coachdesk.records.signals import Signal
from coachdesk.records.standards import StandardVersion
from coachdesk.sample.story import Cast, Moments, Steps
from coachdesk.services import actions, signals
from coachdesk.store.desk import Desk


def handover_sheet(desk: Desk, clock: Moments, actor: Actor, cast: Cast) -> Steps:
    """The West team's handover: what led to it was the sheet, so the sheet changed. Verified, and evidence kept."""
    yield clock.at(58, 11)
    noted = _signals_of(desk, cast.standards["SH-01"], clock.moment.date())
    action_id = actions.open_action(
        desk,
        actor,
        {
            "title": "Evening handover on one sheet",
            "problem": "Visits at risk were told too late, three evenings in two weeks and by different people.",
            "standard_id": cast.standards["SH-01"],
            "criterion_code": "1",
            "team_id": cast.teams["West team"],
            "containment": "The team lead called every evening team at 5 pm until the sheet was there.",
            "contained_on": clock.at(59).date(),
            "cause": "system",
            "cause_note": "Three lists were in use, and none named the next day's visits at risk.",
            "owner_id": cast.staff["Luis Marín"],
            "due_on": clock.at(40).date(),
        },
        items=[
            {"kind": "tool", "text": "One handover sheet that names the next day's visits at risk"},
            {"kind": "process", "text": "Dispatch starts the evening round with that sheet"},
            {"kind": "retraining", "text": "Ten minutes on the new sheet in each team meeting"},
        ],
        signal_ids=noted,
    ).result
    for days, place in ((50, 0), (47, 1), (44, 2)):
        yield clock.at(days, 12)
        actions.tick_item(desk, actor, _item(desk, action_id, place))
    yield clock.at(43, 9)
    actions.finish_action(desk, actor, action_id, "The sheet is in use in both evening teams since last Monday.")
    text = "Evening handover: visits at risk tomorrow, told to, told at, by.\nParticipants as codes only.\n"
    actions.add_evidence(
        desk, actor, action_id, title="Handover sheet", file_name="handover-sheet.txt", data=text.encode()
    )
    yield clock.at(30, 10)
    actions.verify_action(
        desk,
        actor,
        action_id,
        cast.staff["Soo-jin Kim"],
        "Looked at ten evenings: nine sheets named every visit at risk, one was late by 20 minutes.",
    )


def note_template(desk: Desk, clock: Moments, actor: Actor, cast: Cast) -> Steps:
    """Notes without the response: the template had no field for it. Done, waiting for somebody else to look."""
    noted = []
    for days, who in ((23, "Priya Raman"), (21, "Deshawn Carter"), (19, "Ebony Washington")):
        occurred = (yield clock.at(days, 16)).date()
        values = {
            "source": "documentation_audit",
            "occurred_on": occurred,
            "noticed_on": occurred,
            "staff_id": cast.staff[who],
            "standard_id": cast.standards["DS-01"],
            "criterion_code": "3",
            "severity": "minor",
            "what_happened": "The note says what was done, not how the person responded.",
        }
        noted.append(signals.log_signal(desk, actor, values).result)
    yield clock.at(18, 10)
    action_id = actions.open_action(
        desk,
        actor,
        {
            "title": "A line for the response in the visit note",
            "problem": "Three people left the response out within a week; the note has no place for it.",
            "standard_id": cast.standards["DS-01"],
            "criterion_code": "3",
            "team_id": cast.teams["West team"],
            "containment": "Notes of the week were completed by phone the same day.",
            "contained_on": clock.at(18).date(),
            "cause": "system",
            "cause_note": "The template ends with the step.",
            "owner_id": cast.staff["Marcus Reed"],
            "due_on": clock.at(4).date(),
        },
        items=[
            {"kind": "tool", "text": "Add “How the person responded” to the visit note"},
            {"kind": "supervision", "text": "Look at five notes a week for a month"},
        ],
        signal_ids=noted,
    ).result
    yield clock.at(11, 14)  # the cycle on notes was opened the day before; the two belong together (R20)
    actions.edit_action(desk, actor, action_id, {"cycle_id": _newest_cycle(desk, cast.standards["DS-01"])})
    for days, place in ((11, 0), (7, 1)):
        yield clock.at(days, 15)
        actions.tick_item(desk, actor, _item(desk, action_id, place))
    yield clock.at(6, 9)
    actions.finish_action(
        desk, actor, action_id, "The template has the line since Monday; twenty notes were looked at."
    )


def _signals_of(desk: Desk, standard_id: int, before: date) -> list[int]:
    with desk.read() as conn:
        found = conn.execute(
            sa.select(Signal.id)
            .where(Signal.standard_id == standard_id, Signal.occurred_on <= before)
            .order_by(Signal.occurred_on.desc())
            .limit(3)
        )
        return sorted(found.scalars())


def _newest_cycle(desk: Desk, standard_id: int) -> int:
    with desk.read() as conn:
        of_standard = sa.select(sa.func.max(Cycle.id)).join(StandardVersion, StandardVersion.id == Cycle.version_id)
        return int(conn.execute(of_standard.where(StandardVersion.standard_id == standard_id)).scalar_one())


def _item(desk: Desk, action_id: int, place: int) -> int:
    with desk.read() as conn:
        found = conn.execute(sa.select(ITEM.c.id).where(ITEM.c.action_id == action_id).order_by(ITEM.c.position))
        return int(found.scalars().all()[place])
