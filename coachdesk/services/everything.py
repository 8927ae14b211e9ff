"""Every module of services: importing this registers all use cases, for the command line and for tests."""

from __future__ import annotations

from coachdesk.services import (
    actions,
    agency,
    audit_results,
    audits,
    charts,
    competence,
    cycle_phases,
    cycles,
    drift,
    evidence,
    library,
    measures,
    observations,
    places,
    roster,
    scenarios,
    sessions,
    signal_import,
    signals,
    staff,
    standards,
)

MODULES = (
    actions,
    agency,
    audit_results,
    audits,
    charts,
    competence,
    cycle_phases,
    cycles,
    drift,
    evidence,
    library,
    measures,
    observations,
    places,
    roster,
    scenarios,
    sessions,
    signal_import,
    signals,
    staff,
    standards,
)
"""A test holds that no module with a use case is missing here."""
