"""Competence (R16): how each staff member stands with each standard their role requires."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachdesk.errors import Problem
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.settings import Settings

Standing = Literal["current", "expiring", "expired", "in_coaching", "not_verified"]

# Standing -> label, tone, symbol: colour is never the only sign.
STANDINGS: dict[Standing, tuple[str, str, str]] = {
    "current": (QT_TRANSLATE_NOOP("Competence", "Current"), "ok", "✓"),
    "expiring": (QT_TRANSLATE_NOOP("Competence", "Expiring"), "attention", "!"),
    "expired": (QT_TRANSLATE_NOOP("Competence", "Expired"), "late", "✕"),
    "in_coaching": (QT_TRANSLATE_NOOP("Competence", "In coaching"), "accent", "●"),
    "not_verified": (QT_TRANSLATE_NOOP("Competence", "Not verified"), "plain", "–"),
}


@dataclass(frozen=True, slots=True)
class CompetenceRecord:
    """One verification of a standard: when, with what result, and until when it holds (None: does not expire)."""

    staff_id: int
    standard_id: int
    verified_on: date
    met: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix. days: until it expires, negative when expired; None when nothing expires."""

    standing: Standing
    expires_on: date | None
    days: int | None

    @property
    def label(self) -> str:
        """The word people read."""
        return translate("Competence", STANDINGS[self.standing][0])

    @property
    def tone(self) -> str:
        """The semantic colour."""
        return STANDINGS[self.standing][1]

    @property
    def symbol(self) -> str:
        """The sign that stands beside the colour."""
        return STANDINGS[self.standing][2]


def standing(records: Iterable[CompetenceRecord], in_coaching: bool, today: date, settings: Settings) -> Cell:
    """How one staff member stands with one standard (R16); the newest verification up to today counts.

    Being coached comes first: it says that somebody is at work on it, whatever the paper says. A verification that was
    not met leaves the standard unverified, also when an older one was met.
    """
    known = [record for record in records if record.verified_on <= today]
    last = max(known, key=lambda record: record.verified_on, default=None)
    expires = last.expires_on if last is not None and last.met else None
    days = (expires - today).days if expires is not None else None
    if in_coaching:
        return Cell("in_coaching", expires, days)
    if last is None or not last.met:
        return Cell("not_verified", None, None)
    if days is None:
        return Cell("current", None, None)
    if days < 0:
        return Cell("expired", expires, days)
    return Cell("expiring" if days <= settings.expiring_days else "current", expires, days)


def matrix(
    required: Mapping[int, Iterable[int]],
    records: Iterable[CompetenceRecord],
    coached: frozenset[tuple[int, int]],
    today: date,
    settings: Settings,
) -> dict[tuple[int, int], Cell]:
    """The whole matrix as (staff id, standard id) -> cell. required: staff id -> standards their role requires.

    coached: (staff id, standard id) of open cycles. Standards a role does not require have no cell.
    """
    by_cell: dict[tuple[int, int], list[CompetenceRecord]] = {}
    for record in records:
        by_cell.setdefault((record.staff_id, record.standard_id), []).append(record)
    return {
        (staff, standard): standing(by_cell.get((staff, standard), ()), (staff, standard) in coached, today, settings)
        for staff, standards in required.items()
        for standard in standards
    }


def expires_after(verified_on: date, months: int) -> date:
    """The last day a verification holds, `months` later: Jan 31 plus one month is Feb 28 (or 29)."""
    month = verified_on.month - 1 + months
    year, month = verified_on.year + month // 12, month % 12 + 1
    return date(year, month, min(verified_on.day, calendar.monthrange(year, month)[1]))


def offered(outcome: str) -> bool:
    """Whether closing a cycle with this outcome offers a competence record (R16); it never writes one by itself."""
    return outcome == "achieved"


def record_problems(
    staff_id: int, assessor_id: int | None, qualification: str, verified_on: date | None, today: date
) -> tuple[Problem, ...]:
    """What keeps a competence record from being saved: assessor, their qualification, and a day that has come."""
    found: list[Problem] = []
    if assessor_id is None:
        found.append(Problem("assessor_id", translate("Competence", "Name the person who assessed it."), "R16"))
    elif assessor_id == staff_id:
        found.append(Problem("assessor_id", translate("Competence", "Nobody assesses their own competence."), "R16"))
    if not qualification.strip():
        text = translate("Competence", "Say what qualifies the assessor; reviewers ask for it.")
        found.append(Problem("qualification", text, "R16"))
    if verified_on is None:
        found.append(Problem("verified_on", translate("Competence", "Say on which day it was assessed."), "R16"))
    elif verified_on > today:
        found.append(Problem("verified_on", translate("Competence", "This day lies in the future."), "R16"))
    return tuple(found)
