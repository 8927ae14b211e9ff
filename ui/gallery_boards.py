"""Gallery scenes of the cycles seen from outside: board, calendar, templates and their forms, opening a cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.planned_steps import cycle_plan
from coachdesk.queries.table import Where
from coachdesk.queries.templates import TemplateDetail, template_called
from ui.context import Context, Place
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.cycles import opening, step_forms
from ui.pages.cycles.panel import read_cycle
from ui.pages.templates import forms


def _part(part: str, **extra: Any) -> Callable[[Stage], QWidget]:
    return lambda _stage: window("cycles", Place("cycles", extra={"part": part, **extra}))


scene("page-cycles-board")(_part("board"))
scene("page-cycles-calendar")(_part("calendar"))
scene("page-cycles-templates")(_part("templates"))
scene("page-cycles-templates-sh", height=1500)(_part("templates", template="SH-C1"))


def _cycle(context: Context, status: str) -> Any:
    with context.desk.read() as conn:
        cycle_id = CYCLES.ids(conn, Where(among={"status": frozenset({status})}), limit=1)[0]
        cycle, _ = read_cycle(conn, cycle_id, context.today())
        return cycle, cycle_plan(conn, cycle_id)


def _template(context: Context, code: str) -> TemplateDetail:
    with context.desk.read() as conn:
        found = template_called(conn, code)
    if found is None:
        raise LookupError(code)
    return found


@scene("cycle-new", kind="dialog")
def new_cycle(stage: Stage) -> QWidget:
    """Opened from a template."""
    context = stage.context
    with context.desk.read() as conn:
        options, found = opening.read_opening(conn, context.today(), context.actor.profile_id, {})
    template = _template(context, "HD-C1")
    preset = {"template": "HD-C1", "version_id": template.version_id}
    return opening.new_cycle(context, options, found, None, preset)


@scene("template-edit", kind="dialog")
def template_edit(stage: Stage) -> QWidget:
    """A new template begun as a shipped one."""
    context = stage.context
    with context.desk.read() as conn:
        options = forms.read_template_options(conn)
    return forms.template_form(context, options, None, _template(context, "RP-C1"))


@scene("template-copy", kind="dialog")
def template_copy(stage: Stage) -> QWidget:
    """A shipped one becomes the agency's own."""
    return forms.copy_form(stage.context, _template(stage.context, "HD-C1"), None)


@scene("template-from-cycle", kind="dialog")
def template_from_cycle(stage: Stage) -> QWidget:
    """A cycle that went well becomes a template."""
    return forms.from_cycle_form(stage.context, _cycle(stage.context, "closed")[0], None)


@scene("planned-add", kind="dialog")
def planned_add(stage: Stage) -> QWidget:
    """A step of one's own."""
    return step_forms.add(stage.context, _cycle(stage.context, "coaching")[0], None)
