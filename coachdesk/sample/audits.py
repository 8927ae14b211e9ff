"""Documentation audits of the sample: two monthly series, one that opened a cycle, one in progress, one given up.

The notes of the whole agency get better after the standard was made clearer, so a frozen baseline has something to
show; the West team's welfare checks slip in summer, so drift is proposed (R2 d).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from coachdesk.queries.audit import audit_detail
from coachdesk.queries.patterns import Wanted
from coachdesk.queries.trends import chart_key
from coachdesk.records.audits import AuditCriterion, AuditRecord
from coachdesk.rules.frames import read_frame
from coachdesk.rules.sampling import draw
from coachdesk.sample import names
from coachdesk.sample.stage import Cast, Found, Moments, Steps
from coachdesk.services import audit_results, audits, charts
from coachdesk.store.desk import Desk, load_settings

MONTHS = 12
BETTER_SINCE = 7  # months ago
NOTES_MET = (10, 12, 14, 11, 13, 16, 17, 16, 12, 18, 17, 19, 18)
"""Of twenty notes of the agency, the oldest month first."""
CHECKS_MET = (11, 12, 11, 12, 11, 9, 8, 7, 8, 7, 8, 7)
"""Of twelve welfare checks of the West team."""
OUTAGE = 4  # months ago: a point that is left out
WHY_FROZEN = "The months before the standard said what a late note is; what came after is compared with them."
WHY_OUT = "The record system was down for nine days; notes of that month were copied from paper."

Judged = Mapping[tuple[int, int], str]
"""(place in the draw, place of the criterion) -> what was seen there; all else is met."""


@dataclass(frozen=True)
class Plan:
    """What an audit looks at. frame: codes and ranges.  writers: names in whose turns the records were written."""

    code: str
    team: str
    title: str
    frame: Sequence[str]
    size: int
    assessor: str
    second: str = ""
    criteria: Sequence[str] = ()
    writers: Sequence[str] = ()
    excluded: str = ""


def tell_notes(desk: Desk, clock: Moments, cast: Cast, dice: random.Random) -> Steps:
    """Twenty notes a month of the whole agency, and what the chart of them came to mean."""
    for place, months in enumerate(range(MONTHS, -1, -1)):
        day = clock.first_open(months)
        if day >= clock.now.date():
            break
        yield clock.on(day, 10)
        tag = f"{_before(day):%y%m}"
        assessor = ("Marcus Reed", "Soo-jin Kim")[place % 2]
        plan = Plan("DS-01", "", f"Visit notes of {_before(day):%B}", [f"VN-{tag}-001 to VN-{tag}-160"], 20, assessor,
                    writers=[f"{first} {last}" for first, last, _ in names.STAFF[:24]])  # fmt: skip
        yield from _whole(desk, clock, cast, plan, dice, 20 - NOTES_MET[place], (2, 2, 0, 1))
        if months == OUTAGE:
            yield clock.on(day, 15)
            key = chart_key("audits", "month", Wanted(standards=frozenset({cast.standards["DS-01"]})))
            charts.mark_chart(desk, cast.actor(assessor), key, "exclude", day.replace(day=1), WHY_OUT)
        if months == BETTER_SINCE:
            yield clock.on(day, 15)
            key = chart_key("audits", "month", Wanted(standards=frozenset({cast.standards["DS-01"]})))
            last = day.replace(day=1) - timedelta(days=1)
            charts.mark_chart(desk, cast.actor(""), key, "freeze", last, WHY_FROZEN)


def tell_checks(desk: Desk, clock: Moments, cast: Cast, dice: random.Random) -> Steps:
    """Twelve welfare checks a month of the West team; what the last audit found is noted as signals."""
    for place, months in enumerate(range(MONTHS - 1, -1, -1)):
        day = clock.first_open(months)
        if day >= clock.now.date():
            break
        yield clock.on(day, 14)
        tag = f"{_before(day):%y%m}"
        plan = Plan("WC-01", "West team", f"Welfare checks of {_before(day):%B}", [f"WC-{tag}-01 to WC-{tag}-48"], 12,
                    "Renee Okafor", writers=[f"{first} {last}" for first, last, _ in names.TEAMS_OF["West team"][:8]]
                    )  # fmt: skip
        unmet = 12 - CHECKS_MET[place]
        # Spread over the criteria, so that the series as a whole has slipped and no single one of them.
        turn = tuple((place + step) % 4 for step in range(4))
        yield from _whole(desk, clock, cast, plan, dice, unmet, turn)


def tell_recent_checks(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """An audit of the West team's route sheets that found the same gap with four people (R3)."""
    yield clock.at(11, 10)
    writers = ("Aisha Mohamed", "Tyler Jensen", "Megan Doyle", "Deshawn Carter")
    plan = Plan("WC-01", "West team", "Route sheets: the five points", ["RS-0401 to RS-0432"], 12, "Luis Marín",
                "Renee Okafor", criteria=("2",), writers=writers)  # fmt: skip
    found = dict.fromkeys([(0, 0), (1, 0), (2, 0), (4, 0), (5, 0), (6, 0), (9, 0)], "not_met")
    found[3, 0] = "not_applicable"
    audit_id = _open(desk, clock, cast, plan, 6021, days=6, turns=(0, 1, 0, 1, 2, 2, 3, 3, 0, 1, 2, 3))
    yield clock.at(10, 13)
    _judge(desk, cast, plan, audit_id, found, 1)
    yield clock.at(10, 15)
    _judge(desk, cast, plan, audit_id, found, 2)
    audits.finish_audit(desk, cast.actor(plan.assessor), audit_id)
    yield clock.at(10, 15, 40)
    words = ("The sheet has boxes for three points; food and medication were not looked at.",
             "Person and home noted; the sheet ends there.",
             "Three of five points; next contact left out.",
             "Medication in place was not looked at, the sheet does not ask.")  # fmt: skip
    _take_over(desk, clock, cast, plan, audit_id, words)


def tell_audits(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """One that was given up, one with two assessors whose findings opened a cycle, one that is half judged."""
    yield clock.at(18, 9)
    gone = Plan("MB-01", "Elm House", "Medication entries of the house", ["ME-0601 to ME-0640"], 10, "Renee Okafor")
    given_up = _open(desk, clock, cast, gone, 3355, days=10)
    yield clock.at(17, 13)
    reason = "The binder is with the pharmacy until the lists are one; drawn anew when it is back."
    audits.give_up_audit(desk, cast.actor(gone.assessor), given_up, reason)
    yield clock.at(8, 9)
    writers = ("Dana Whitfield", "Thanh Nguyễn", "Kayla Brooks", "Amara Diallo", "Fatima Haddad")
    plan = Plan("HD-01", "North team", "Progress notes after a sign", ["HC-0201 to HC-0240"], 14, "Luis Marín",
                "Soo-jin Kim", ("1", "2"), writers, "HC-0201")  # fmt: skip
    turns = (0, 1, 3, 2, 0, 4, 1, 3, 2, 4, 0, 1, 3, 2)
    first = _open(desk, clock, cast, plan, 4117, days=20, turns=turns)
    yield clock.at(7, 10)
    found = {(0, 0): "not_met", (1, 1): "not_met", (3, 0): "not_met", (4, 1): "not_met", (6, 0): "not_met",
             (8, 1): "not_met", (10, 0): "not_met", (11, 0): "not_met", (12, 0): "not_met", (13, 1): "not_met",
             (9, 1): "not_applicable"}  # fmt: skip
    _judge(desk, cast, plan, first, found, 1)
    yield clock.at(6, 8, 30)
    _judge(desk, cast, plan, first, found, 2)
    audits.finish_audit(desk, cast.actor(plan.assessor), first)
    yield clock.at(6, 9, 30)
    words = ("Note says “not feeling well”; no sign and no time written down.",
             "Short of breath at noon, nurse line called the next morning.",
             "“Weaker than usual” without a time.")  # fmt: skip
    _take_over(desk, clock, cast, plan, first, words)
    yield clock.at(2, 13)
    half = Plan("SH-01", "West team", "Handover sheets of this month", ["VH-0801 to VH-0864"], 13, "Marcus Reed",
                excluded="VH-0801")  # fmt: skip
    second = _open(desk, clock, cast, half, 5208, days=12)
    _judge(desk, cast, half, second, {(2, 1): "not_met", (3, 0): "not_applicable"}, 1, most=6)


def _before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def _whole(
    desk: Desk, clock: Moments, cast: Cast, plan: Plan, dice: random.Random, unmet: int, turn: Sequence[int]
) -> Steps:
    """Open an audit of last month, judge it the same afternoon, finish it: so many of its records did not meet."""
    turns = [dice.randrange(len(plan.writers)) for _ in range(plan.size)]
    audit_id = _open(desk, clock, cast, plan, dice.randrange(1_000_000), days=0, turns=turns)
    places = dice.sample(range(plan.size), unmet)
    found = {(place, turn[at % len(turn)]): "not_met" for at, place in enumerate(places)}
    yield clock() + timedelta(hours=2)
    _judge(desk, cast, plan, audit_id, found, 1)
    audits.finish_audit(desk, cast.actor(plan.assessor), audit_id)


def _open(desk: Desk, clock: Moments, cast: Cast, plan: Plan, seed: int, days: int, turns: Sequence[int] = ()) -> int:
    """Open it over the records of the last days, or (0) of last month. turns: whose records are drawn, in order."""
    day = clock().date()
    last = _before(day) if not days else day - timedelta(days=1)
    first = last.replace(day=1) if not days else day - timedelta(days=days)
    values = {
        "version_id": cast.versions[plan.code],
        "team_id": cast.teams.get(plan.team),
        "title": plan.title,
        "frame_note": "The month's list of records, sorted by number",
        "records_from": first,
        "records_to": last,
        "assessor_id": cast.staff[plan.assessor],
        "second_assessor_id": cast.staff.get(plan.second),
    }
    criteria = [cast.criteria[plan.code][code] for code in plan.criteria or cast.criteria[plan.code]]
    codes = [code for code in read_frame("\n".join(plan.frame)).codes if code != plan.excluded]
    drawn = draw(codes, plan.size, str(seed)).chosen
    known = {
        code: audits.Known(cast.staff[plan.writers[turn]], last - timedelta(days=place * 3 % (last - first).days))
        for place, (code, turn) in enumerate(zip(drawn, turns, strict=False))
    }
    excluded, why = ((plan.excluded,), "Still being written") if plan.excluded else ((), "")
    return audits.open_audit(
        desk,
        cast.actor(plan.assessor),
        values,
        criteria,
        plan.frame,
        plan.size,
        excluded=excluded,
        excluded_reason=why,
        seed=seed,
        known=known,
    ).result


def _judge(
    desk: Desk, cast: Cast, plan: Plan, audit_id: int, found: Judged, turn: int, most: int | None = None
) -> None:
    """Judge the drawn records. The second time only those marked for it; of the first of them the two differ."""
    with desk.read() as conn:
        asked = sa.select(AuditCriterion.criterion_id).where(AuditCriterion.audit_id == audit_id)
        criteria = list(conn.execute(asked.order_by(AuditCriterion.id)).scalars())
        drawn = sa.select(AuditRecord.id, AuditRecord.twice).where(AuditRecord.audit_id == audit_id)
        records = conn.execute(drawn.order_by(AuditRecord.position)).all()[:most]
    judged = {
        record_id: {one: found.get((place, at), "met") for at, one in enumerate(criteria)}
        for place, (record_id, twice) in enumerate(records)
        if turn == 1 or twice
    }
    if turn == 2:
        first = next(iter(judged.values()))
        first[criteria[-1]] = "met" if first[criteria[-1]] == "not_met" else "not_met"
    audits.judge(desk, cast.actor(plan.second if turn == 2 else plan.assessor), audit_id, judged, turn)


def _take_over(desk: Desk, clock: Moments, cast: Cast, plan: Plan, audit_id: int, words: Sequence[str]) -> None:
    """Note the first finding of each writer as a signal, told in words of one's own."""
    with desk.read() as conn:
        audit = audit_detail(conn, audit_id, clock().date(), load_settings(conn))
    if audit is None:
        raise LookupError(audit_id)
    by_writer = {one.staff_id: one for one in reversed(audit.unmet)}
    first = sorted(by_writer.values(), key=lambda one: one.record_id)[: len(words)]
    chosen = [
        {
            "audit_record_id": one.record_id,
            "criterion_id": one.criterion_id,
            "what_happened": said,
            "participant_code": f"P-{120 + 9 * place}",
        }
        for place, (one, said) in enumerate(zip(first, words, strict=True))
    ]
    noted = audit_results.note_signals(desk, cast.actor(plan.assessor), audit_id, chosen).result
    cast.found[plan.code] = Found(audit_id, tuple(noted))
