"""Gallery scenes of the signals: the list with several chosen, the drift proposals, and every form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries import lookups
from coachdesk.queries.drift import found_proposals
from coachdesk.queries.signals import SIGNALS, SignalDetail, signal_detail
from coachdesk.queries.table import Where
from coachdesk.services.actions import open_action
from coachdesk.services.drift import dismiss
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.forms import Option
from ui.gallery_pages import shown, window
from ui.gallery_registry import Stage, scene
from ui.pages.signals import forms
from ui.pages.signals.moves import read_chosen
from ui.pages.signals.options import SignalOptions, read_options
from ui.pages.signals.page import SignalsPage


def _ids(context: Context, triage: str) -> list[int]:
    with context.desk.read() as conn:
        return list(SIGNALS.ids(conn, Where(among={"triage": frozenset({triage})})))


def _signal(context: Context, triage: str) -> SignalDetail:
    with context.desk.read() as conn:
        found = signal_detail(conn, _ids(context, triage)[0], context.today(), load_settings(conn))
    if found is None:
        raise LookupError(f"no signal that is {triage}")
    return found


def _options(context: Context) -> SignalOptions:
    with context.desk.read() as conn:
        return read_options(conn, context.today())


@scene("page-signals-proposals", height=1100)
def proposals(_stage: Stage) -> QWidget:
    """What the signals add up to."""
    return window("signals", Place("signals", extra={"part": "drift"}))


@scene("page-signals-aside", height=900)
def aside(stage: Stage) -> QWidget:
    """What was set aside, with its reason."""
    with stage.context.desk.read() as conn:
        one = found_proposals(conn, stage.context.today(), load_settings(conn))[-1]
    made = window("signals", Place("signals", extra={"part": "drift"}))
    view = shown(made, SignalsPage).drift
    view.context.operations.run(view, dismiss, one.key, "Both came from one form that was replaced last week.")
    view.filters.set_values({"aside": True})
    return made


@scene("page-signals-worked-on", height=900)
def worked_on(stage: Stage) -> QWidget:
    """A shift of audits that a corrective action was opened for since, kept apart from what waits."""
    made = window("signals", Place("signals", extra={"part": "drift"}))
    view = shown(made, SignalsPage).drift
    with stage.context.desk.read() as conn:
        found = found_proposals(conn, stage.context.today(), load_settings(conn))
        owner = lookups.active_staff(conn, stage.context.today())[0].id
    one = next(one for one in found if one.rule in ("R2c", "R2d"))
    values = {
        "title": "Move the evening rounds to two people",
        "standard_id": one.standard_id,
        "problem": "Evening visits lack notes since the schedule changed.",
        "containment": "The lead reads the notes each morning.",
        "cause": "workload",
        "owner_id": owner,
        "due_on": stage.context.today() + timedelta(days=21),
    }
    items = [{"kind": "staffing", "text": "Two people on the evening round"}]
    view.context.operations.run(view, open_action, values, items=items)
    view.filters.set_values({"held": True})
    return made


@scene("page-signals-decided")
def decided(stage: Stage) -> QWidget:
    """One that is in a cycle: a jump to it takes the filter off."""
    return window("signals", Place("signals", _ids(stage.context, "in_cycle")[0]))


@scene("page-signals-several")
def several(_stage: Stage) -> QWidget:
    """Several chosen at once."""
    made = window("signals")
    table = shown(made, SignalsPage).signals.list.table
    table.view.selectAll()
    return made


Make = Callable[[Context], QDialog]


def _dialog(name: str, make: Make) -> None:
    scene(f"signal-{name}", kind="dialog")(lambda stage: make(stage.context))


def _noting_more(context: Context) -> QDialog:
    preset = {"source": "partner_feedback", "more": True, "standard_id": 2}
    dialog = forms.note_signal(context, _options(context), None, preset, opening=lambda _ids: None)
    said = "Mrs. Ortiz called 555-201-8890, DOB 3/14/1951; Dana Whitfield did not answer."
    dialog.form.blocks["what_happened"].editor.set_value(said)
    dialog.form.blocks["participant_code"].editor.set_value("Mrs. O")
    for key in ("what_happened", "participant_code"):
        dialog.form.blocks[key].lint()
    return dialog


def _deciding(context: Context) -> QDialog:
    with context.desk.read() as conn:
        chosen = read_chosen(conn, _ids(context, "new")[:1])
    return forms.decide(context, chosen.free, None)


def _deciding_several(context: Context) -> QDialog:
    with context.desk.read() as conn:
        chosen = read_chosen(conn, [*_ids(context, "new")[:3], *_ids(context, "in_cycle")[:2]])
    return forms.decide(context, chosen.free, None, "system_fix", chosen.taken)


def _adding(context: Context) -> QDialog:
    with context.desk.read() as conn:
        cycles = tuple(Option(one.id, one.label) for one in lookups.diagnosing_cycles(conn))
    return forms.add_to_cycle(context, cycles, _ids(context, "new")[:2], None)


_dialog("note", lambda context: forms.note_signal(context, _options(context), None, opening=lambda _ids: None))
_dialog("note-more", _noting_more)
_dialog("edit", lambda context: forms.edit_signal(context, _options(context), _signal(context, "new"), None))
_dialog(
    "edit-in-cycle", lambda context: forms.edit_signal(context, _options(context), _signal(context, "in_cycle"), None)
)
_dialog("decide", _deciding)
_dialog("decide-several", _deciding_several)
_dialog("add-to-cycle", _adding)
