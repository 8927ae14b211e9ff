"""Gallery scenes of the Actions page: one to verify, a verified one, sustain checks, every form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries.actions import ACTIONS, ActionDetail, action_beside, action_detail
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Where
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.actions import forms
from ui.pages.actions.moves import preset_of
from ui.pages.actions.options import ActionOptions, read_options


def _action(context: Context, status: str) -> ActionDetail:
    with context.desk.read() as conn:
        found = ACTIONS.ids(conn, Where(among={"status": frozenset({status})}))[0]
        shown = action_detail(conn, found, context.today(), load_settings(conn))
    if shown is None:
        raise LookupError(f"no action that is {status}")
    return shown


def _options(context: Context) -> ActionOptions:
    with context.desk.read() as conn:
        return read_options(conn, context.today())


@scene("page-actions-record", height=1000)
def to_verify(stage: Stage) -> QWidget:
    """Done, and waiting for somebody other than its owner."""
    return window("actions", Place("actions", _action(stage.context, "done").id))


@scene("page-actions-verified", height=1000)
def verified(stage: Stage) -> QWidget:
    """Verified, with its evidence."""
    return window("actions", Place("actions", _action(stage.context, "verified").id))


@scene("page-actions-sustain")
def sustain(_stage: Stage) -> QWidget:
    """The sustain checks of closed cycles."""
    return window("actions", Place("actions", extra={"part": "sustain"}))


def _dialog(name: str, make: Callable[[Context], QDialog]) -> None:
    scene(f"action-{name}", kind="dialog")(lambda stage: make(stage.context))


def _retraining(context: Context) -> QDialog:
    preset = {"items": [{"text": "Show the film again", "kind": "retraining"}], "cause": "knowledge"}
    return forms.open_action(context, _options(context), None, preset)


def _beside(context: Context) -> QDialog:
    with context.desk.read() as conn:
        cycle_id = CYCLES.ids(conn, Where(among={"status": frozenset({"validating"})}))[0]
        start = action_beside(conn, cycle_id)
        options = read_options(conn, context.today(), start.signal_ids, [cycle_id])
    return forms.open_action(context, options, None, preset_of(start))


_dialog("new", _retraining)
_dialog("beside", _beside)
_dialog("finish", lambda context: forms.finish(context, _action(context, "done"), None))
_dialog("verify", lambda context: forms.verify(context, _options(context), _action(context, "done"), None))
_dialog("cancel", lambda context: forms.cancel(context, _action(context, "done"), None))
_dialog("reopen", lambda context: forms.reopen(context, _action(context, "verified"), None))
