"""Gallery scenes of the Patterns part: Pareto and trends, by cause and week, and the form that asks why."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries.patterns import Wanted
from coachdesk.queries.trends import TrendFound, trend_of_signals
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.gallery_pages import shown, window
from ui.gallery_registry import Stage, scene
from ui.pages.signals import patterns_forms as forms
from ui.pages.signals.page import SignalsPage


def _found(context: Context) -> TrendFound:
    with context.desk.read() as conn:
        return trend_of_signals(conn, Wanted(), "month", context.today(), load_settings(conn))


@scene("page-signals-patterns", height=1900)
def patterns(_stage: Stage) -> QWidget:
    """All of it, one below the other."""
    return window("signals", Place("signals", extra={"part": "patterns"}))


@scene("page-signals-patterns-week", height=1900)
def weeks(_stage: Stage) -> QWidget:
    """One standard, by cause and by week, with the cycles on it."""
    made = window("signals", Place("signals", extra={"part": "patterns", "standard": {1}}))
    view = shown(made, SignalsPage).patterns
    view.pareto.by.chosen.emit("cause")
    view.pareto.by.choose("cause")
    view.signals.step.chosen.emit("week")
    view.signals.step.choose("week")
    return made


@scene("page-signals-patterns-between", height=1900)
def between(_stage: Stage) -> QWidget:
    """One standard: the days between its signals, and the records between those that did not meet."""
    made = window("signals", Place("signals", extra={"part": "patterns", "standard": {2}}))
    view = shown(made, SignalsPage).patterns
    for card, step in ((view.signals, "days"), (view.audits, "records")):
        card.step.chosen.emit(step)
        card.step.choose(step)
    return made


@scene("page-signals-patterns-common", height=1900)
def common(_stage: Stage) -> QWidget:
    """Why nothing is drawn between signals that are not rare."""
    made = window("signals", Place("signals", extra={"part": "patterns"}))
    view = shown(made, SignalsPage).patterns
    view.signals.step.chosen.emit("staff_days")
    view.signals.step.choose("staff_days")
    return made


@scene("patterns-freeze", kind="dialog")
def freeze(stage: Stage) -> QDialog:
    """Which baseline, and why."""
    return forms.decide(stage.context, _found(stage.context), "freeze", "month", None)
