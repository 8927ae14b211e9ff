"""Gallery scenes of the cycles: one cycle's page in every phase, and the forms that move it on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk import vocabulary
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Where
from coachdesk.settings import Settings
from ui.context import Context, Place
from ui.forms.fields import options_of
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.cycles import (
    closing_forms,
    forms,
    measure_forms,
    own_measures,
    paper_forms,
    seen_forms,
    session_forms,
    step_forms,
)
from ui.pages.cycles.options import CycleOptions, read_options
from ui.pages.cycles.panel import read_cycle
from ui.pages.cycles.session_view import SessionView

Find = Callable[[Context], int]
"""Which cycle of the sample a picture shows, by its id."""


def of_status(status: str) -> Find:
    """The first of this status, as the list has them."""

    def find(context: Context) -> int:
        with context.desk.read() as conn:
            return CYCLES.ids(conn, Where(among={"status": frozenset({status})}), limit=1)[0]

    return find


def cycle_page(find: Find) -> Callable[[Stage], QWidget]:
    """The page of a cycle, in the window."""

    def build(_stage: Stage) -> QWidget:
        made = window("cycles")
        made.go(Place("cycles", find(made.context)))
        return made

    return build


def cycle_dialog(
    find: Find, make: Callable[[Context, CycleOptions, CycleDetail, Settings], QDialog]
) -> Callable[[Stage], QWidget]:
    """A form or view of a cycle."""

    def build(stage: Stage) -> QWidget:
        context = stage.context
        cycle_id = find(context)
        with context.desk.read() as conn:
            options = read_options(conn, context.today(), cycle_id)
            cycle, settings = read_cycle(conn, cycle_id, context.today())
        if cycle is None:
            raise LookupError(f"no cycle {cycle_id}")
        return make(context, options, cycle, settings)

    return build


for _status in ("diagnosing", "coaching", "validating", "paused", "closed"):
    scene(f"page-cycle-{_status}", height=1500)(cycle_page(of_status(_status)))

Make = Callable[[Context, CycleOptions, CycleDetail, QWidget | None], QDialog]


def _dialog(status: str, make: Make) -> Callable[[Stage], QWidget]:
    return cycle_dialog(of_status(status), lambda context, options, cycle, _s: make(context, options, cycle, None))


_DIALOGS: dict[str, tuple[str, Make]] = {
    "diagnose": ("diagnosing", forms.diagnose),
    "baseline": (
        "diagnosing",
        lambda context, options, cycle, parent: measure_forms.measure(context, options, cycle, "baseline", parent),
    ),
    "measure": (
        "validating",
        lambda context, options, cycle, parent: measure_forms.measure(context, options, cycle, "post", parent),
    ),
    "amend-rule": ("coaching", lambda context, _options, cycle, parent: forms.amend_rule(context, cycle, parent)),
    "amend": ("closed", lambda context, _options, cycle, parent: forms.amend(context, cycle, parent)),
    "session": (
        "coaching",
        session_forms.session,
    ),
    "plan": ("coaching", session_forms.plan),
    "observation": (
        "validating",
        seen_forms.observation,
    ),
    "evidence": (
        "coaching",
        lambda context, _options, cycle, parent: paper_forms.add_evidence(context, cycle, parent),
    ),
    "gate": ("diagnosing", lambda context, _options, cycle, parent: closing_forms.advance(context, cycle, parent)),
    "close": ("validating", lambda context, _options, cycle, parent: closing_forms.close(context, cycle, parent)),
    "session-view": (
        "coaching",
        lambda context, _options, cycle, parent: SessionView(context, cycle, cycle.sessions[0], parent),
    ),
    "feedback": (
        "coaching",
        lambda context, _options, cycle, parent: session_forms.feedback(context, cycle.sessions[0], parent),
    ),
    "acknowledge": (
        "coaching",
        lambda context, _options, cycle, parent: session_forms.acknowledge(context, cycle.sessions[0], parent),
    ),
}
for _name, (_status, _make) in _DIALOGS.items():
    scene(f"cycle-{_name}", kind="dialog")(_dialog(_status, _make))


@scene("cycle-rule-of-standard", kind="dialog")
def rule_of_standard(stage: Stage) -> QDialog:
    """The success rule filled in from the standard's own measure, and asking for less than the standard does."""
    made = _dialog(*_DIALOGS["amend-rule"])(stage)
    blocks = made.form.blocks  # type: ignore[attr-defined]  # every form dialog has a form
    key = next(one for one in blocks if one.startswith(own_measures.KEY))
    share = vocabulary.label("measure_kind", "proportion")
    offered = [one for one in options_of(blocks[key].field.choices) if one.detail.startswith(share)]
    blocks[key].editor.set_value(offered[0].key)
    blocks["rule_threshold"].editor.set_value("7 of 10")
    return made  # type: ignore[return-value]  # a dialog, as _dialog makes it


@scene("cycle-measure-beside", kind="dialog")
def measure_beside(stage: Stage) -> QDialog:
    """Another measure of the standard is recorded beside the rule's."""
    made = _dialog(*_DIALOGS["measure"])(stage)
    block = made.form.blocks["standard_measure_id"]  # type: ignore[attr-defined]  # every form dialog has a form
    block.editor.set_value(options_of(block.field.choices)[-1].key)
    return made  # type: ignore[return-value]  # a dialog, as _dialog makes it


@scene("cycle-plan-measure", kind="dialog")
def plan_measure(stage: Stage) -> QDialog:
    """A measure of the standard is planned as a step."""
    made = _dialog("coaching", lambda context, _options, cycle, parent: step_forms.add(context, cycle, parent))(stage)
    blocks = made.form.blocks  # type: ignore[attr-defined]  # every form dialog has a form
    blocks["kind"].editor.set_value("measure")
    blocks["standard_measure_id"].editor.set_value(options_of(blocks["standard_measure_id"].field.choices)[0].key)
    return made  # type: ignore[return-value]  # a dialog, as _dialog makes it
