"""Deciding about a trend chart: which baseline is frozen, which point is left out, and why (R19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.trends import TrendFound
from coachdesk.rules.chart_trend import Counted
from coachdesk.services import charts
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec


def decide(context: Context, found: TrendFound, kind: str, step: Counted, parent: QWidget | None) -> FormDialog:
    """Freeze the baseline up to a period, or leave one out. kind: of the vocabulary chart_mark."""
    freeze = kind == "freeze"
    rows = [row for row in found.trend.rows if row.part == "counted"]
    offered = [
        ((row.figure.period.last if freeze else row.figure.period.first).isoformat(), row.figure.period.words(step))
        for row in reversed(rows)
    ]
    offered = list(dict(offered).items())  # several gaps may have ended on one day
    if freeze:
        help_text = translate("Patterns", "The median of the periods up to it is what later ones are compared with.")
    else:
        help_text = translate("Patterns", "It stays in the picture, in quiet color, and takes part in no calculation.")
    spec = FormSpec(
        translate("Patterns", "Freeze the baseline") if freeze else translate("Patterns", "Leave a point out"),
        translate("Patterns", "Freeze baseline") if freeze else translate("Patterns", "Leave out"),
        (
            Field(
                "day",
                translate("Patterns", "Baseline up to") if freeze else translate("Patterns", "Period"),
                "choice",
                choices=offered,
                required=True,
                help=help_text,
            ),
            Field(
                "reason",
                translate("Patterns", "Why"),
                "long_text",
                lines=3,
                required=True,
                help=translate("Patterns", "Decide before looking at what it does to the chart; the reason stays."),
            ),
        ),
        found.name,
    )
    dialog = FormDialog(spec, None, "", context.today, None, parent)

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        return {
            "chart": found.chart,
            "kind": kind,
            "day": date.fromisoformat(values["day"]),
            "reason": values["reason"],
        }

    dialog.save_with(context.operations, charts.mark_chart, arguments)
    return dialog
