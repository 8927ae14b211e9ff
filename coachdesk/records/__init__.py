"""Nouns of the desk as SQLAlchemy mapped classes, one module per family. Importing this package maps them all."""

from __future__ import annotations

from coachdesk.records import (
    actions,
    agency,
    audits,
    competence,
    cycles,
    evidence,
    people,
    scenarios,
    sessions,
    signals,
    standards,
    templates,
    trail,
)
from coachdesk.records.base import Base, Record

__all__ = [
    "FAMILIES",
    "Base",
    "Record",
    "actions",
    "agency",
    "audits",
    "competence",
    "cycles",
    "evidence",
    "people",
    "scenarios",
    "sessions",
    "signals",
    "standards",
    "templates",
    "trail",
]

FAMILIES: dict[str, type[Record]] = {
    mapper.class_.family(): mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)
}
"""Family name -> mapped class, for everything that leaves a trail."""
