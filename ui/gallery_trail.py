"""Gallery scenes of the Trail page: an entry with many records, filters at work, what a check found."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.context import Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene


@scene("page-trail-import")
def many(_stage: Stage) -> QWidget:
    """An entry that touched many records."""
    return window("trail", Place("trail", 2))


@scene("page-trail-filtered")
def filtered(_stage: Stage) -> QWidget:
    """Narrowed to one kind of record and some days."""
    extra = {"kind": frozenset({"cycles"}), "days": frozenset({"last_month", "this_month"})}
    return window("trail", Place("trail", extra=extra))


@scene("trail-findings", kind="dialog")
def findings(_stage: Stage) -> QWidget:
    """Something was changed behind the trail's back."""
    from coachdesk.store.check import Finding, Report
    from ui.pages.trail.findings import FindingsDialog

    wrong = (
        Finding("trail", "The hash of entry 41 does not follow from the entry before it.", 41),
        Finding("record", "Staff 12: first name is “Dana”, entry 9 says “Diana”.", 9, "staff", 12, "first_name"),
        Finding("evidence", "The file of E-0002 is not what was once added.", 0, "evidence", 2, "sha256"),
    )
    return FindingsDialog(Report(wrong, 212, 1_480, 4, (212, "")))
