"""Practice standards: good practice in observable words, in versions that never change once published."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachdesk.records.base import Codes, Flag, Record, Text, link


class Standard(Record):
    """A practice standard: its code, and the title and area of its version in force; the rest is in its versions."""

    __tablename__ = "standard"

    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    title: Mapped[Text]
    area: Mapped[Text]


class StandardVersion(Record):
    """One version of a standard. Published or retired versions are read-only; old cycles keep pointing at theirs."""

    __tablename__ = "standard_version"
    __table_args__ = (sa.UniqueConstraint("standard_id", "number"),)

    standard_id: Mapped[int] = link("standard", index=False)
    number: Mapped[int]
    title: Mapped[Text]  # as this version is called: an old one keeps its title when a newer one has another
    area: Mapped[Text]
    status: Mapped[str] = mapped_column(sa.Text, default="draft")  # vocabulary: version_status
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    purpose: Mapped[Text]
    failure_prevented: Mapped[Text]
    closing_evidence: Mapped[Text]
    source_policy: Mapped[Text]
    crosswalk: Mapped[Codes]
    scenario: Mapped[Text]  # a short made-up case for practice


class Criterion(Record):
    """One observable criterion of a version. `code` stays the same across versions, so histories can be compared."""

    __tablename__ = "criterion"
    __table_args__ = (sa.UniqueConstraint("version_id", "code"),)

    version_id: Mapped[int] = link("standard_version", index=False)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: criterion_kind
    text: Mapped[Text]
    threshold: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 3))
    unit: Mapped[Text]
    critical: Mapped[Flag]
    ideal: Mapped[Text]
    acceptable: Mapped[Text]
    developmental: Mapped[Text]
    unacceptable: Mapped[Text]


class StandardMeasure(Record):
    """A measure that shows whether a version is practiced, for example "Hours from first sign to escalation"."""

    __tablename__ = "standard_measure"

    version_id: Mapped[int] = link("standard_version")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.Text)  # vocabulary: measure_kind
    name: Mapped[Text]
    unit: Mapped[Text]
    direction: Mapped[Text]  # vocabulary: direction
    goal: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))


class PromptLine(Record):
    """One line of the prompt card: the cue, the threshold, whom to call."""

    __tablename__ = "prompt_line"

    version_id: Mapped[int] = link("standard_version")
    position: Mapped[int]
    cue: Mapped[Text]
    threshold: Mapped[Text]
    call: Mapped[Text]


class RoleRequirement(Record):
    """A standard that a role requires, and how often it is verified again."""

    __tablename__ = "role_requirement"
    __table_args__ = (sa.UniqueConstraint("role_id", "standard_id"),)

    role_id: Mapped[int] = link("role", index=False)
    standard_id: Mapped[int] = link("standard")
    months: Mapped[int] = mapped_column(default=12)
