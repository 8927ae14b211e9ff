"""Competence in the sample agency (R16): a year of assessments on their days, what cycles led to, one mistake."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from coachdesk.queries.competence import matrix
from coachdesk.queries.competence_cells import Offer, offer_after
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Where
from coachdesk.sample import names
from coachdesk.sample.stage import Cast, Moments, Steps
from coachdesk.services import competence
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk

ASSESSORS = (
    ("Renee Okafor", "RN, 14 years of home care"),
    ("Luis Marín", "Lead DSP, assessor course 2024"),
    ("Soo-jin Kim", "Housing lead, rights trainer"),
)
OUTSIDE = ("Dr. Helen Marsh, Lakeside Health", "Family nurse practitioner")
METHODS = ("live_observation", "record_review", "live_observation", "simulation", "interview")
NEVER = 11  # every eleventh pair was not verified yet
FIRST, LAST = 272, 12  # working days ago: between them people were assessed
YEAR, HALF_YEAR = 250, 125  # working days, roughly: how long a verification holds
AGAIN = 245  # working days: most were looked at again by then, before theirs ran out
LATE = ("Olena Kovalenko", "MB-01", 46, 41)
"""Assessed, and entered: the form was in the car for a week."""
WRONG = ("Wei Li 李", "DS-01", 40)


def tell_year(desk: Desk, clock: Moments, cast: Cast, dice: random.Random) -> Steps:
    """Everybody who was there from the beginning, each standard their role requires, on days through the year."""
    yield clock.at(FIRST + 2, 9)
    with desk.read() as conn:
        pairs = sorted(matrix(conn, clock().date(), Settings()).cells)
    gone = {cast.staff[name]: back for name, back in (*names.LEFT, *names.ON_LEAVE)}
    left_to_others = (cast.staff[LATE[0]], cast.standards[LATE[1]])
    days: list[tuple[int, int, tuple[int, int]]] = []
    for place, pair in enumerate(pairs):
        if pair == left_to_others or place % NEVER == NEVER - 1:
            continue
        half_year = pair[1] == cast.standards["MB-01"]
        back = dice.randrange(LAST, HALF_YEAR + LAST if half_year else FIRST)
        days.append((back, place, pair))
        if back > YEAR - 5 and place % 4:
            days.append((back - AGAIN + dice.randrange(8), place + 1, pair))
    for back, place, (staff_id, standard_id) in sorted(days, key=lambda one: (-one[0], one[1])):
        if back > gone.get(staff_id, 0):
            yield clock.at(back, 16, place % 60)
            _assess(desk, clock, cast, place, staff_id, standard_id)


def tell_newcomers(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Two of the standards of each newcomer, in their first weeks."""
    for place, (name, team, back) in enumerate(names.NEWCOMERS):
        for weeks, code in ((2, "DS-01"), (4, "RP-01" if team == "Elm House" else "SH-01")):
            yield clock.at(back - 5 * weeks, 15)
            _assess(desk, clock, cast, place + weeks, cast.staff[name], cast.standards[code])


def tell_late(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """One that was entered a week after its day, and says so (R10)."""
    name, code, back, entered = LATE
    yield clock.at(entered, 10)
    values = _by(cast, 2, clock.day(back)) | {"note": "The form was left in the car for a week."}
    competence.record_competence(desk, cast.actor("Soo-jin Kim"), cast.staff[name], cast.standards[code], values)


def tell_mistake(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """One for the wrong person, withdrawn on the next day."""
    name, code, back = WRONG
    day = (yield clock.at(back, 16)).date()
    actor = cast.actor(ASSESSORS[0][0])
    values = _by(cast, 0, day)
    wrong = competence.record_competence(desk, actor, cast.staff[name], cast.standards[code], values).result
    yield clock.at(back - 1, 9)
    competence.withdraw_competence(desk, actor, wrong, "Entered in the wrong line; the assessment was of a colleague.")


def tell_offers(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """What cycles offered when they closed, taken up on that day; the offers of the last one still wait."""
    for back in (222, 186, 154, 102, 45):
        yield clock.at(back, 16, 30)
        for one in _offers(desk):
            values = {
                "assessor_id": one.assessor_id,
                "qualification": "Saw it live as the cycle’s validator",
                "assessed_on": clock().date(),
            }
            competence.record_competence(desk, cast.actor(""), one.staff_id, one.standard_id, values, one.cycle_id)


def _assess(desk: Desk, clock: Moments, cast: Cast, place: int, staff_id: int, standard_id: int) -> None:
    """One assessment, on the day it is recorded."""
    values = _by(cast, place, clock().date())
    if values.get("assessor_id") == staff_id:
        values |= {"assessor_id": None, "assessor_name": OUTSIDE[0], "qualification": OUTSIDE[1]}
    if place % 23 == 0:
        values |= {"method": "prior_learning", "note": "Certificate of an earlier employer, seen in the original."}
    if place % 29 == 0:
        values |= {"result": "needs_support", "note": "Go along on two visits, then look again."}
    actor = cast.actor(ASSESSORS[place % len(ASSESSORS)][0])
    competence.record_competence(desk, actor, staff_id, standard_id, values)


def _by(cast: Cast, place: int, day: date) -> dict[str, Any]:
    name, qualified = ASSESSORS[place % len(ASSESSORS)]
    return {
        "method": METHODS[place % len(METHODS)],
        "assessor_id": cast.staff[name],
        "qualification": qualified,
        "assessed_on": day,
    }


def _offers(desk: Desk) -> list[Offer]:
    """What all closed cycles offer, the oldest first."""
    with desk.read() as conn:
        closed = sorted(CYCLES.ids(conn, Where(among={"status": frozenset({"closed"})})))
        return [offer for cycle_id in closed for offer in offer_after(conn, cycle_id, Settings())]
