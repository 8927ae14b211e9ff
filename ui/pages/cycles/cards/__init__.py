"""The cards of a cycle's page: each shows one side of the cycle, filled from its detail, and offers what to do."""

from __future__ import annotations

from ui.pages.cycles.cards.after import SustainCard
from ui.pages.cycles.cards.beside import ActionsCard
from ui.pages.cycles.cards.diagnosis import DiagnosisCard, GateCard, RuleCard
from ui.pages.cycles.cards.figures import FiguresCard
from ui.pages.cycles.cards.papers import DeparturesCard, EvidenceCard, HistoryCard, NotesCard, SignalsCard
from ui.pages.cycles.cards.people import PeopleCard

__all__ = [
    "ActionsCard",
    "DeparturesCard",
    "DiagnosisCard",
    "EvidenceCard",
    "FiguresCard",
    "GateCard",
    "HistoryCard",
    "NotesCard",
    "PeopleCard",
    "RuleCard",
    "SignalsCard",
    "SustainCard",
]
