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
    """How one staff member stands with one standard (R16); the newest verification up to today counts, of two on one
    day the one recorded later (records come in the order of recording).

    Being coached comes first: it says that somebody is at work on it, whatever the paper says. A verification that was
    not met leaves the standard unverified, also when an older one was met.
    """
    last: CompetenceRecord | None = None
    for record in records:
        if record.verified_on <= today and (last is None or record.verified_on >= last.verified_on):
            last = record
    return _cell(
        last is not None and last.met, last.expires_on if last is not None else None, in_coaching, today, settings
    )


def _cell(met: bool, expires: date | None, in_coaching: bool, today: date, settings: Settings) -> Cell:
    """The cell of a newest verification: whether it was met, and until when it holds."""
    expires = expires if met else None
    days = (expires - today).days if expires is not None else None
    if in_coaching:
        return Cell("in_coaching", expires, days)
    if not met:
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
    newest: dict[tuple[int, int], CompetenceRecord] = {}
    for record in records:
        if record.verified_on <= today:
            key = record.staff_id, record.standard_id
            before = newest.get(key)
            if before is None or record.verified_on >= before.verified_on:
                newest[key] = record
    # There are as many cells as people times standards, and few different ones: each is made once.
    made: dict[tuple[bool, date | None, bool], Cell] = {}
    found: dict[tuple[int, int], Cell] = {}
    for staff, standards in required.items():
        for standard in standards:
            key = staff, standard
            last = newest.get(key)
            how = (last is not None and last.met, last.expires_on if last is not None else None, key in coached)
            cell = made.get(how)
            if cell is None:
                cell = made[how] = _cell(*how, today, settings)
            found[key] = cell
    return found


def expires_after(verified_on: date, months: int) -> date:
    """The last day a verification holds, `months` later: Jan 31 plus one month is Feb 28 (or 29)."""
    month = verified_on.month - 1 + months
    year, month = verified_on.year + month // 12, month % 12 + 1
    return date(year, month, min(verified_on.day, calendar.monthrange(year, month)[1]))


def offered(outcome: str) -> bool:
    """Whether closing a cycle with this outcome offers a competence record (R16); it never writes one by itself."""
    return outcome == "achieved"


def suggested_expiry(verified_on: date, months: int | None, settings: Settings) -> date:
    """Until when a verification holds: the interval of the role's requirement, else the agency's usual one."""
    return expires_after(verified_on, months if months is not None else settings.recheck_months)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is about to be recorded. assessor_id: of the staff; assessor_name: of somebody from outside."""

    staff_id: int
    method: str
    result: str
    assessor_id: int | None
    assessor_name: str
    qualification: str
    assessed_on: date | None
    expires_on: date | None
    note: str


def record_problems(found: Assessment, today: date) -> tuple[Problem, ...]:
    """What keeps a competence record from being saved (R16): assessor, their qualification, a day that has come, for
    prior learning what was shown, and for a person who needs support what it is about."""
    problems: list[Problem] = []

    def add(field: str, text: str) -> None:
        problems.append(Problem(field, text, "R16"))

    if found.assessor_id is None and not found.assessor_name.strip():
        add("assessor_id", translate("Competence", "Name the person who assessed it."))
    elif found.assessor_id is not None and found.assessor_name.strip():
        add("assessor_name", translate("Competence", "Name one assessor: of your staff, or from outside."))
    elif found.assessor_id == found.staff_id:
        add("assessor_id", translate("Competence", "Nobody assesses their own competence."))
    if not found.qualification.strip():
        add("qualification", translate("Competence", "Say what qualifies the assessor; reviewers ask for it."))
    if found.assessed_on is None:
        add("assessed_on", translate("Competence", "Say on which day it was assessed."))
    elif found.assessed_on > today:
        add("assessed_on", translate("Competence", "This day lies in the future."))
    elif found.expires_on is not None and found.expires_on < found.assessed_on:
        add("expires_on", translate("Competence", "It would expire before it was assessed."))
    if not found.note.strip():
        if found.method == "prior_learning":
            add("note", translate("Competence", "Say what they showed: certificate, portfolio, earlier employer."))
        elif found.result == "needs_support":
            add("note", translate("Competence", "Say what support is needed."))
    return tuple(problems)
