"""What is particular about importing signals from a list of incidents, complaints or findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.changes import Actor, Changes
from coachdesk.i18n import translate
from coachdesk.importers.grid import Limits, Table
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.preview import PlannedRow
from coachdesk.importers.signal_desk import signal_desk
from coachdesk.importers.signal_fields import FIELDS
from coachdesk.importers.signals import (
    Fill,
    SignalPlan,
    find_signal_mapping,
    label,
    plan_signals,
    read_signals,
    row_text,
)
from coachdesk.services.signal_import import SignalImportResult, import_signals
from coachdesk.store.desk import Desk
from ui.context import Place
from ui.pages.importing.kind import Extra, Extras, ImportKind

SHOWN = 90  # characters of what happened, in the table of rows


class SignalKind(ImportKind[SignalPlan, SignalImportResult]):
    """Incidents, near misses, complaints and findings kept elsewhere until now."""

    key = "signal"
    fields = FIELDS
    place = Place("signals", extra={"part": "list"})

    def title(self) -> str:
        return translate("SignalImport", "Import signals")

    def invitation(self) -> tuple[str, str]:
        return (
            translate("SignalImport", "Choose a list of incidents or findings, or drop it here"),
            translate(
                "SignalImport",
                "An Excel workbook (.xlsx) or a CSV with a row for each thing that was noticed. Participants are named "
                "by reference codes only; rows that hold a name are shown and must be corrected first.",
            ),
        )

    def called(self, field: str) -> str:
        return label(field)

    def accept_words(self, plan: SignalPlan | None) -> str:
        if plan is None or not plan.writes:
            return translate("SignalImport", "Import")
        new = plan.counts["new"]
        one, many = translate("SignalImport", "Import 1 signal"), translate("SignalImport", "Import {count} signals")
        return one if new == 1 else many.format(count=new)

    def done_words(self, result: SignalImportResult) -> str:
        one = translate("SignalImport", "1 signal imported")
        many = translate("SignalImport", "{count} signals imported")
        return one if result.new == 1 else many.format(count=result.new)

    def show_words(self) -> str:
        return translate("SignalImport", "Show the signals")

    def row_words(self, row: PlannedRow) -> str:
        """What the signal would say, or what is wrong."""
        told = row_text(row)
        if row.verdict != "new":
            return told
        happened = str(row.values.get("what_happened") or "")
        parts = (
            vocabulary.label("signal_source", row.values.get("source")),
            vocabulary.label("severity", row.values.get("severity")),
            happened if len(happened) <= SHOWN else f"{happened[: SHOWN - 1]}…",
        )
        return "; ".join(part for part in (" · ".join(part for part in parts if part), told) if part)

    def extras(self) -> Sequence[Extra]:
        text = translate("SignalImport", "Taken for rows that do not say it.")
        return (
            Extra("source", translate("SignalImport", "Source where none is given:"), text, "signal_source", "source"),
            Extra("severity", translate("SignalImport", "Severity:"), text, "severity", "severity"),
        )

    def read(self, path: Path, *, sheet: str, limits: Limits, pulse: Callable[[], object]) -> Table:
        return read_signals(path, sheet=sheet, limits=limits, pulse=pulse)

    def map(self, table: Table) -> Mapping:
        return find_signal_mapping(table)

    def plan(self, conn: sa.Connection, table: Table, mapping: Mapping, today: date, extras: Extras) -> SignalPlan:
        fill = Fill(extras.get("source") or "", extras.get("severity") or "")
        return plan_signals(table, mapping, signal_desk(conn), today, fill)

    def write(
        self, desk: Desk, actor: Actor, plan: SignalPlan, *, good_rows_only: bool, **progress: Any
    ) -> Changes[SignalImportResult]:
        return import_signals(desk, actor, plan, good_rows_only=good_rows_only, **progress)
