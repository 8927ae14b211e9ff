"""Competence in the sample agency (R16): what the paper files held, what the cycles led to, one mistake withdrawn."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from coachdesk.changes import Actor
from coachdesk.queries.competence import Matrix, matrix
from coachdesk.queries.competence_cells import offer_after
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.staff import STAFF
from coachdesk.queries.table import Where
from coachdesk.sample.story import Cast, Moments, Steps
from coachdesk.services import competence
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk

ASSESSORS = (("Renee Okafor", "RN, 14 years of home care"), ("Luis Marín", "Lead DSP, assessor course 2024"))
OUTSIDE = ("Dr. Helen Marsh, Lakeside Health", "Family nurse practitioner")
METHODS = ("live_observation", "record_review", "live_observation", "simulation", "interview")
NEVER = 5  # every fifth pair was never verified on paper


def tell_competence(desk: Desk, clock: Moments, actor: Actor, cast: Cast, dice: random.Random) -> Steps:
    """The paper files are entered at the beginning; later, closed cycles lead to records, and one is withdrawn."""
    day = (yield clock.at(112, 9)).date()
    hired = _hired(desk)
    for place, cell in enumerate(sorted(_matrix(desk, day).cells)):
        if place % NEVER != NEVER - 1:
            _from_paper(desk, actor, cast, cell, day, hired.get(cell[0]) or day, dice, place)
    day = (yield clock.at(60, 16)).date()
    wrong = competence.record_competence(
        desk, actor, cast.staff["Wei Li 李"], cast.standards["DS-01"], _values(cast, 0, day)
    ).result
    yield clock.at(59, 9)
    competence.withdraw_competence(desk, actor, wrong, "Entered for the wrong person; it was about Grace.")
    yield clock.at(3, 15)
    for offer in _offers(desk)[:1]:
        values = {
            "assessor_id": offer.assessor_id,
            "qualification": "Saw it live as the cycle’s validator",
            "assessed_on": offer.assessed_on,
            "expires_on": offer.expires_on,
        }
        competence.record_competence(desk, actor, offer.staff_id, offer.standard_id, values, offer.cycle_id)


def _from_paper(
    desk: Desk, actor: Actor, cast: Cast, cell: tuple[int, int], day: date, hired: date, dice: random.Random, place: int
) -> None:
    """One record out of the files: assessed within the nine months before, so that some run out by now."""
    values = _values(cast, place, max(day - timedelta(days=dice.randint(0, 270)), hired))
    if values.get("assessor_id") == cell[0]:
        values |= {"assessor_id": None, "assessor_name": OUTSIDE[0], "qualification": OUTSIDE[1]}
    if place % 23 == 0:
        values |= {"method": "prior_learning", "note": "Certificate of an earlier employer, seen in the original."}
    if place % 29 == 0:
        values |= {"result": "needs_support", "note": "Go along on two visits, then look again."}
    competence.record_competence(desk, actor, *cell, values)


def _values(cast: Cast, place: int, day: date) -> dict[str, Any]:
    name, qualified = ASSESSORS[place % len(ASSESSORS)]
    return {
        "method": METHODS[place % len(METHODS)],
        "assessor_id": cast.staff[name],
        "qualification": qualified,
        "assessed_on": day,
    }


def _matrix(desk: Desk, day: date) -> Matrix:
    with desk.read() as conn:
        return matrix(conn, day, Settings())


def _hired(desk: Desk) -> dict[int, date | None]:
    with desk.read() as conn:
        return {key: row[STAFF.index("hired_on")] for key, row in STAFF.all(conn)}


def _offers(desk: Desk) -> list[Any]:
    """What all closed cycles offer, the oldest first."""
    with desk.read() as conn:
        closed = sorted(CYCLES.ids(conn, Where(among={"status": frozenset({"closed"})})))
        return [offer for cycle_id in closed for offer in offer_after(conn, cycle_id, Settings())]
