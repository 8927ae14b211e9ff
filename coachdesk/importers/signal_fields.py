"""The catalogue of fields that a list of incidents, complaints or findings can bring as signals, and its words."""

from __future__ import annotations

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.importers.fields import Field

LONGEST_TEXT = 4_000

FIELDS: tuple[Field, ...] = (
    Field(
        "outside_ref",
        QT_TRANSLATE_NOOP("SignalImport", "Its number there"),
        "number",
        (
            "incident number", "report number", "complaint number", "event number", "reference number", "reference",
            "signal number", "ticket number", "log number", "number", "numero incidente", "referencia",
        ),
        longest=60,
        key_field=True,
    ),
    Field(
        "occurred_on",
        QT_TRANSLATE_NOOP("SignalImport", "When it occurred"),
        "date",
        (
            "occurred", "occurred on", "date occurred", "incident date", "event date", "date of incident", "date",
            "when", "happened on", "fecha incidente", "fecha",
        ),
        required=True,
        key_field=True,
        attribute="occurred_on",
    ),
    Field(
        "noticed_on",
        QT_TRANSLATE_NOOP("SignalImport", "Noticed on"),
        "date",
        ("noticed", "noticed on", "date noticed", "reported on", "date reported", "report date", "fecha reporte"),
        key_field=True,
        attribute="noticed_on",
    ),
    Field(
        "source",
        QT_TRANSLATE_NOOP("SignalImport", "Source"),
        "lookup",
        ("source", "signal source", "incident type", "event type", "report type", "type", "category", "fuente", "tipo"),
        required=True,
    ),
    Field(
        "partner_kind",
        QT_TRANSLATE_NOOP("SignalImport", "Which partner"),
        "lookup",
        ("partner", "partner kind", "reported by", "reporter", "informante", "socio"),
    ),
    Field(
        "severity",
        QT_TRANSLATE_NOOP("SignalImport", "Severity"),
        "lookup",
        ("severity", "level", "severity level", "impact", "priority", "gravedad", "severidad", "nivel"),
        required=True,
    ),
    Field(
        "staff",
        QT_TRANSLATE_NOOP("SignalImport", "Staff member"),
        "person",
        (
            "staff member", "staff number", "employee number", "staff name", "employee name", "staff", "employee",
            "staff involved", "worker", "who", "personal", "empleado",
        ),
        longest=160,
        key_field=True,
    ),
    Field(
        "team",
        QT_TRANSLATE_NOOP("SignalImport", "Team"),
        "lookup",
        ("team", "department", "unit", "program", "site", "location", "equipo"),
    ),
    Field(
        "standard",
        QT_TRANSLATE_NOOP("SignalImport", "Practice standard"),
        "lookup",
        ("practice standard", "standard", "standard code", "estandar", "norma"),
        longest=200,
    ),
    Field(
        "criterion",
        QT_TRANSLATE_NOOP("SignalImport", "Criterion"),
        "text",
        ("criterion", "criterion code", "criteria", "item", "criterio"),
        longest=1_000,
    ),
    Field(
        "participant_code",
        QT_TRANSLATE_NOOP("SignalImport", "Participant code"),
        "text",
        (
            "participant code", "participant", "client code", "client number", "participant number", "client",
            "individual", "person served", "participante", "cliente",
        ),
        longest=80,
        attribute="participant_code",
    ),
    Field(
        "what_happened",
        QT_TRANSLATE_NOOP("SignalImport", "What happened"),
        "text",
        (
            "what happened", "description", "incident description", "details", "narrative", "summary", "finding",
            "notes", "comments", "descripcion", "que paso", "detalle",
        ),
        required=True,
        longest=LONGEST_TEXT,
        attribute="what_happened",
    ),
)  # fmt: skip

BY_KEY = {field.key: field for field in FIELDS}
DATES = ("occurred_on", "noticed_on")

# What other programs call our coded values, besides our own words and codes.
ALIASES: dict[str, dict[str, str]] = {
    "source": {
        "audit": "documentation_audit",
        "chart audit": "documentation_audit",
        "file review": "documentation_audit",
        "injury": "incident",
        "accident": "incident",
        "medication error": "incident",
        "incidente": "incident",
        "close call": "near_miss",
        "good catch": "near_miss",
        "feedback": "partner_feedback",
        "partner": "partner_feedback",
        "grievance": "complaint",
        "queja": "complaint",
        "no show": "missed_visit",
        "visita perdida": "missed_visit",
        "late call": "late_escalation",
        "observed": "observation",
        "supervision": "observation",
    },
    "severity": {
        "low": "minor",
        "1": "minor",
        "leve": "minor",
        "baja": "minor",
        "medium": "moderate",
        "2": "moderate",
        "moderado": "moderate",
        "media": "moderate",
        "high": "major",
        "serious": "major",
        "severe": "major",
        "critical": "major",
        "3": "major",
        "grave": "major",
        "alta": "major",
    },
    "partner_kind": {
        "housing": "housing_staff",
        "landlord": "housing_staff",
        "case manager": "care_coordinator",
        "service coordinator": "care_coordinator",
        "support coordinator": "care_coordinator",
        "guardian": "family",
        "relative": "family",
        "mother": "family",
        "father": "family",
        "familia": "family",
    },
}
CHOICES = {"source": "signal_source", "severity": "severity", "partner_kind": "partner_kind"}
