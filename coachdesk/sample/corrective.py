"""Corrective actions of the sample agency: one in every state, beside a cycle, from signals, and one given up."""

from __future__ import annotations

import sqlalchemy as sa

from coachdesk.queries.actions import ITEM
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.sample.stage import Cast, Moments, Steps
from coachdesk.services import actions, signals
from coachdesk.store.desk import Desk


def handover_sheet(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """The West team's handover: what led to it was the sheet, so the sheet changed. Verified, and evidence kept."""
    yield clock.at(41, 11)
    noted = _signals_about(desk, cast.standards["SH-01"], 3)
    luis = cast.actor("Luis Marín")
    action_id = actions.open_action(
        desk,
        luis,
        {
            "title": "Evening handover on one sheet",
            "problem": "Visits at risk were told too late, three evenings in two weeks and by different people.",
            "standard_id": cast.standards["SH-01"],
            "criterion_code": "1",
            "team_id": cast.teams["West team"],
            "containment": "The team lead called every evening team at 5 pm until the sheet was there.",
            "contained_on": clock.day(42),
            "cause": "system",
            "cause_note": "Three lists were in use, and none named the next day's visits at risk.",
            "owner_id": cast.staff["Luis Marín"],
            "due_on": clock.day(29),
        },
        items=[
            {"kind": "tool", "text": "One handover sheet that names the next day's visits at risk"},
            {"kind": "process", "text": "Dispatch starts the evening round with that sheet"},
            {"kind": "retraining", "text": "Ten minutes on the new sheet in each team meeting"},
        ],
        signal_ids=noted,
    ).result
    for back, place in ((36, 0), (34, 1), (32, 2)):
        yield clock.at(back, 12)
        actions.tick_item(desk, luis, _item(desk, action_id, place))
    yield clock.at(31, 9)
    actions.finish_action(desk, luis, action_id, "The sheet is in use in both evening teams since last Monday.")
    text = "Evening handover: visits at risk tomorrow, told to, told at, by.\nParticipants as codes only.\n"
    actions.add_evidence(
        desk, luis, action_id, title="Handover sheet", file_name="handover-sheet.txt", data=text.encode()
    )
    yield clock.at(21, 10)
    actions.verify_action(
        desk,
        cast.actor("Soo-jin Kim"),
        action_id,
        cast.staff["Soo-jin Kim"],
        "Looked at ten evenings: nine sheets named every visit at risk, one was late by 20 minutes.",
    )


def note_template(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Notes without the response: the form had no field for it. Done, waiting for somebody else to look."""
    noted, marcus = [], cast.actor("Marcus Reed")
    for back, who, text in (
        (36, "Priya Raman", "The note says what was done, not how the person responded."),
        (33, "Deshawn Carter", "Response left out; the form ends with the step."),
        (22, "Ebony Washington", "“Done as planned”, and the form has no more room."),
    ):
        day = (yield clock.at(back, 16)).date()
        values = {
            "source": "documentation_audit",
            "occurred_on": day,
            "noticed_on": day,
            "staff_id": cast.staff[who],
            "standard_id": cast.standards["DS-01"],
            "criterion_code": "3",
            "severity": "minor",
            "what_happened": text,
        }
        noted.append(signals.log_signal(desk, marcus, values).result)
    yield clock.at(13, 10)
    action_id = actions.open_action(
        desk,
        marcus,
        {
            "title": "A line for the response in the visit note",
            "problem": "Three people left the response out within three weeks; the note has no place for it.",
            "standard_id": cast.standards["DS-01"],
            "criterion_code": "3",
            "team_id": cast.teams["West team"],
            "containment": "The notes were completed by phone the same day.",
            "contained_on": clock.day(13),
            "cause": "system",
            "cause_note": "The form ends with the step.",
            "owner_id": cast.staff["Marcus Reed"],
            "due_on": clock.day(3),
        },
        items=[
            {"kind": "tool", "text": "Add “How the person responded” to the visit note"},
            {"kind": "supervision", "text": "Look at five notes a week for a month"},
        ],
        signal_ids=noted,
    ).result
    yield clock.at(8, 15)
    actions.tick_item(desk, marcus, _item(desk, action_id, 0))
    yield clock.at(7, 14)  # the cycle on notes was opened the day before; the two belong together (R20)
    actions.edit_action(desk, marcus, action_id, {"cycle_id": _cycle_on(desk, "DS-01", "diagnosing")})
    yield clock.at(5, 15)
    actions.tick_item(desk, marcus, _item(desk, action_id, 1))
    yield clock.at(4, 9)
    actions.finish_action(desk, marcus, action_id, "The form has the line since Monday; twenty notes were looked at.")


def second_phone(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Given up: something else made it needless."""
    yield clock.at(90, 11)
    soojin = cast.actor("Soo-jin Kim")
    action_id = actions.open_action(
        desk,
        soojin,
        {
            "title": "A second phone for the van",
            "problem": "Two drivers share one phone, and calls of the office reached the wrong one.",
            "team_id": cast.teams["Elm House"],
            "containment": "The office calls the house first.",
            "contained_on": clock.day(90),
            "cause": "system",
            "owner_id": cast.staff["Marcus Reed"],
            "due_on": clock.day(70),
        },
        items=[{"kind": "tool", "text": "Order a phone and put its number on the list"}],
    ).result
    yield clock.at(84, 11)
    reason = "The new van comes with a phone of its own; dispatch has the number."
    actions.cancel_action(desk, soojin, action_id, reason)


def one_list(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Beside the cycle that was handed up: contained at once, on its way."""
    yield clock.at(1, 15)
    cycle_id = _cycle_on(desk, "MB-01", "escalated")
    soojin = cast.actor("Soo-jin Kim")
    action_id = actions.open_action(
        desk,
        soojin,
        {
            "title": "One current medication list for each tenant",
            "problem": "List of the pharmacy and list of the clinic differ for five of eleven tenants.",
            "standard_id": cast.standards["MB-01"],
            "criterion_code": "2",
            "team_id": cast.teams["Elm House"],
            "cycle_id": cycle_id,
            "containment": "Until then the nurse line reads the current list out before each evening round.",
            "contained_on": clock.day(1),
            "cause": "system",
            "cause_note": "Changes reach the house by two ways, and nobody puts them together.",
            "owner_id": cast.staff["Soo-jin Kim"],
            "due_on": clock.ahead(5).date(),
        },
        items=[
            {"kind": "process", "text": "The clinic sends every change to the pharmacy only"},
            {"kind": "tool", "text": "The pharmacy prints one list a week; the old one goes back"},
            {"kind": "supervision", "text": "The house lead compares three organizers every Friday"},
        ],
    ).result
    yield clock.at(1, 16)
    actions.tick_item(desk, soojin, _item(desk, action_id, 0))


def ramp_light(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """From one near miss, just opened."""
    day = (yield clock.at(2, 17)).date()
    values = {
        "source": "near_miss",
        "occurred_on": day,
        "noticed_on": day,
        "team_id": cast.teams["Elm House"],
        "standard_id": cast.standards["IR-01"],
        "criterion_code": "4",
        "severity": "minor",
        "participant_code": "P-126",
        "what_happened": "Stumbled at the ramp, no injury; the light has been out since Monday.",
    }
    noted = signals.log_signal(desk, cast.actor("Soo-jin Kim"), values).result
    yield clock.at(1, 10)
    actions.open_action(
        desk,
        cast.actor(""),
        {
            "title": "Light at the ramp",
            "problem": "Three people stumbled there in a week; the light is out.",
            "team_id": cast.teams["Elm House"],
            "containment": "Everybody uses the side door after dark; a lamp stands at the ramp.",
            "cause": "system",
            "owner_id": cast.staff["Andre Baptiste"],
            "due_on": clock.ahead(3).date(),
        },
        items=[
            {"kind": "other", "text": "Electrician replaces the light and the switch"},
            {"kind": "process", "text": "Lights outside go on the monthly safety round"},
        ],
        signal_ids=[noted],
    )


TOLD = (handover_sheet, note_template, second_phone, one_list, ramp_light)


def _signals_about(desk: Desk, standard_id: int, most: int) -> list[int]:
    """The newest signals about a standard."""
    one = table(Signal)
    with desk.read() as conn:
        asked = sa.select(one.c.id).where(one.c.standard_id == standard_id).order_by(one.c.occurred_on.desc())
        return sorted(conn.execute(asked.limit(most)).scalars())


def _cycle_on(desk: Desk, code: str, status: str) -> int:
    """The cycle on a standard that stands so."""
    cycle, version, standard = table(Cycle), table(StandardVersion), table(Standard)
    asked = (
        sa.select(cycle.c.id)
        .join(version, version.c.id == cycle.c.version_id)
        .join(standard, standard.c.id == version.c.standard_id)
        .where(standard.c.code == code, cycle.c.status == status)
    )
    with desk.read() as conn:
        return int(conn.execute(asked).scalar_one())


def _item(desk: Desk, action_id: int, place: int) -> int:
    with desk.read() as conn:
        found = conn.execute(sa.select(ITEM.c.id).where(ITEM.c.action_id == action_id).order_by(ITEM.c.position))
        return int(found.scalars().all()[place])
