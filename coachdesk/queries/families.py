"""Every declared table by the name people ask for it (`coachdesk list NAME`), loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from coachdesk.queries.table import TableQuery

_HOMES = {
    "staff": ("staff", "STAFF"),
    "teams": ("agency", "TEAMS"),
    "sites": ("agency", "SITES"),
    "programs": ("agency", "PROGRAMS"),
    "roles": ("agency", "ROLES"),
    "standards": ("standards", "STANDARDS"),
    "versions": ("standards", "VERSIONS"),
    "criteria": ("standards", "CRITERIA"),
    "signals": ("signals", "SIGNALS"),
    "audits": ("audits", "AUDITS"),
    "audit-records": ("audits", "AUDIT_RECORDS"),
    "drift-dismissals": ("drift", "DISMISSALS"),
    "actions": ("actions", "ACTIONS"),
    "action-items": ("actions", "ITEMS"),
    "cycles": ("cycles", "CYCLES"),
    "sessions": ("sessions", "SESSIONS"),
    "action-steps": ("sessions", "ACTION_STEPS"),
    "observations": ("observations", "OBSERVATIONS"),
    "scenarios": ("scenarios", "SCENARIOS"),
    "measures": ("measures", "MEASURES"),
    "planned-steps": ("planned_steps", "PLANNED_STEPS"),
    "templates": ("templates", "TEMPLATES"),
    "amendments": ("cycle_parts", "AMENDMENTS"),
    "competence": ("competence", "COMPETENCE"),
    "requirements": ("competence", "REQUIREMENTS"),
    "sustain-checks": ("cycle_parts", "SUSTAIN_CHECKS"),
    "evidence": ("evidence", "ITEMS"),
    "exports": ("evidence", "EXPORTS"),
    "profiles": ("agency", "PROFILES"),
    "days": ("agency", "HOLIDAYS"),
    "trail": ("trail", "TRAIL"),
}


class _Tables(Mapping[str, TableQuery]):
    """Loads the module of a table at its first use: all of them take half of the time of a short list."""

    def __getitem__(self, name: str) -> TableQuery:
        module, table = _HOMES[name]
        found: TableQuery = getattr(import_module(f"coachdesk.queries.{module}"), table)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)


TABLES: Mapping[str, TableQuery] = _Tables()
"""Name -> table, in the order a help text lists them."""
