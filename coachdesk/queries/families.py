"""Every declared table by the name people ask for it (`coachdesk list NAME`)."""

from __future__ import annotations

from coachdesk.queries import (
    actions,
    agency,
    audits,
    competence,
    cycle_parts,
    cycles,
    drift,
    evidence,
    measures,
    observations,
    planned_steps,
    scenarios,
    sessions,
    signals,
    staff,
    templates,
)
from coachdesk.queries import standards as practice
from coachdesk.queries.table import TableQuery
from coachdesk.queries.trail import TRAIL

TABLES: dict[str, TableQuery] = {
    "staff": staff.STAFF,
    "teams": agency.TEAMS,
    "sites": agency.SITES,
    "programs": agency.PROGRAMS,
    "roles": agency.ROLES,
    "standards": practice.STANDARDS,
    "versions": practice.VERSIONS,
    "criteria": practice.CRITERIA,
    "signals": signals.SIGNALS,
    "audits": audits.AUDITS,
    "audit-records": audits.AUDIT_RECORDS,
    "drift-dismissals": drift.DISMISSALS,
    "actions": actions.ACTIONS,
    "action-items": actions.ITEMS,
    "cycles": cycles.CYCLES,
    "sessions": sessions.SESSIONS,
    "action-steps": sessions.ACTION_STEPS,
    "observations": observations.OBSERVATIONS,
    "scenarios": scenarios.SCENARIOS,
    "measures": measures.MEASURES,
    "planned-steps": planned_steps.PLANNED_STEPS,
    "templates": templates.TEMPLATES,
    "amendments": cycle_parts.AMENDMENTS,
    "competence": competence.COMPETENCE,
    "requirements": competence.REQUIREMENTS,
    "sustain-checks": cycle_parts.SUSTAIN_CHECKS,
    "evidence": evidence.ITEMS,
    "exports": evidence.EXPORTS,
    "profiles": agency.PROFILES,
    "days": agency.HOLIDAYS,
    "trail": TRAIL,
}
"""Name -> table, in the order a help text lists them."""
