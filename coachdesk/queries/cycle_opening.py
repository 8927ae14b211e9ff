"""What a new cycle can begin with (R4): templates that fit, who would coach and confirm it, when to follow up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.agency import AGENCY, PROFILE, own_days, staff_of_profile
from coachdesk.queries.parts import POSTING, full_name
from coachdesk.queries.templates import TemplateDetail, usable_templates
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.people import Staff
from coachdesk.rules.clocks import calendar_for, phase_plan
from coachdesk.settings import Settings

CYCLE, S = table(Cycle), table(Staff)


@dataclass(frozen=True, slots=True)
class CycleOpening:
    """Suggestions for a new cycle; None where nothing can be suggested.

    template: the code of the only one for the standard.  coach_id: whoever opens it if they coach, else the coachees'
    supervisor.  validator_id: who confirmed that coach's last cycle.  team_id: the coachees' common team.
    """

    templates: tuple[TemplateDetail, ...]
    template: str | None
    coach_id: int | None
    validator_id: int | None
    team_id: int | None
    follow_up_on: date


def cycle_opening(
    conn: sa.Connection,
    today: date,
    profile_id: int,
    settings: Settings,
    staff_ids: Sequence[int] = (),
    version_id: int | None = None,
) -> CycleOpening:
    """What a cycle about these people and this standard version would begin with."""
    templates = usable_templates(conn)
    fitting = [one.code for one in templates if version_id is not None and one.version_id == version_id]
    postings = _postings(conn, staff_ids)
    coach = _coach(conn, today, profile_id, [row.supervisor_id for row in postings], staff_ids)
    teams = {row.team_id for row in postings}
    state: str = conn.execute(sa.select(AGENCY.c.state)).scalar() or ""
    plan = phase_plan(today, calendar_for(settings, state, own_days(conn)), settings)
    return CycleOpening(
        templates=templates,
        template=fitting[0] if len(fitting) == 1 else None,
        coach_id=coach,
        validator_id=_validator(conn, today, coach, staff_ids) if coach is not None else None,
        team_id=teams.pop() if len(teams) == 1 else None,
        follow_up_on=plan[-1].due,
    )


def _postings(conn: sa.Connection, staff_ids: Sequence[int]) -> list[Any]:
    statement = sa.select(POSTING.c.supervisor_id, POSTING.c.team_id)
    present = statement.where(POSTING.c.staff_id.in_(staff_ids), POSTING.c.ends_on.is_(None))
    return list(conn.execute(present))


def _coach(
    conn: sa.Connection, today: date, profile_id: int, supervisors: Sequence[int | None], coachees: Sequence[int]
) -> int | None:
    own = staff_of_profile(conn, profile_id) or _namesake(conn, profile_id)
    for one in (own, *supervisors):
        if one is not None and one not in coachees and _works(conn, today, one, coach=True):
            return one
    return None


def _namesake(conn: sa.Connection, profile_id: int) -> int | None:
    """The one staff member called like the person who opens it, where nobody linked the two."""
    name = sa.select(PROFILE.c.name).where(PROFILE.c.id == profile_id).scalar_subquery()
    found = conn.execute(sa.select(S.c.id).where(sa.func.lower(full_name(S)) == sa.func.lower(name))).scalars().all()
    return int(found[0]) if len(found) == 1 else None


def _validator(conn: sa.Connection, today: date, coach_id: int, coachees: Sequence[int]) -> int | None:
    """Who confirmed the newest cycle of this coach, if they may confirm this one."""
    statement = sa.select(CYCLE.c.validator_id).where(CYCLE.c.coach_id == coach_id, CYCLE.c.validator_id.is_not(None))
    found = conn.execute(statement.order_by(CYCLE.c.id.desc()).limit(1)).scalar()
    if found is None or found in coachees or not _works(conn, today, found):
        return None
    return int(found)


def _works(conn: sa.Connection, today: date, staff_id: int, coach: bool = False) -> bool:
    here = sa.select(S.c.is_coach).where(S.c.id == staff_id, sa.or_(S.c.left_on.is_(None), S.c.left_on >= today))
    found = conn.execute(here).scalar()
    return bool(found) if coach else found is not None
