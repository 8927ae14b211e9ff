"""Gallery scenes of the standards: one standard's page in every state, its forms, both printed sheets, a comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries import lookups
from coachdesk.queries.standards import STANDARDS, StandardDetail, VersionDetail
from coachdesk.queries.table import Where
from coachdesk.services import standards
from coachdesk.services.library import starter_standards
from coachdesk.services.standard_parts import CRITERION_FIELDS, PROMPT_FIELDS
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.standards import exchange, forms
from ui.pages.standards.compare import CompareVersions
from ui.pages.standards.printed import PrintedStandard
from ui.pages.standards.record import StandardShown, read_standard
from ui.pages.standards.starters import StarterDialog


def _standard_id(context: Context, code: str = "HD-01") -> int:
    with context.desk.read() as conn:
        return STANDARDS.ids(conn, Where(text=code))[0]


def _shown(context: Context, version_id: int | None = None) -> StandardShown:
    standard_id = _standard_id(context)
    with context.desk.read() as conn:
        found = read_standard(conn, standard_id, context.today(), version_id)
    if found is None:
        raise LookupError("no standard HD-01")
    return found


def _revise(context: Context) -> int:
    """Begin a version 2 that differs in a few places; gives its id."""
    before = _shown(context).version
    draft = standards.new_draft(context.desk, context.actor, before.standard_id).result
    criteria = [{name: getattr(one, name) for name in CRITERION_FIELDS} for one in before.criteria]
    criteria[1] |= {"text": "Escalates to the nurse line within 2 hours of the first sign", "threshold": "2"}
    criteria[3:] = [{"code": "5", "kind": "must_do", "text": "Writes down who decides and when they will call back"}]
    prompts = [{name: getattr(one, name) for name in PROMPT_FIELDS} for one in before.prompts]
    prompts[0]["threshold"] = "1 meal"
    texts = {"purpose": f"{before.purpose} Families are told the same day.", "crosswalk": list(before.crosswalk)}
    standards.edit_draft(
        context.desk, context.actor, draft, code=before.code, title=before.title, area=before.area,
        version=texts, criteria=criteria, prompts=prompts,
    )  # fmt: skip
    return draft


@scene("page-standard", height=1500)
def published(stage: Stage) -> QWidget:
    """A published standard."""
    return window("standards", Place("standards", _standard_id(stage.context)))


@scene("page-standard-draft", height=1500)
def drafted(_stage: Stage) -> QWidget:
    """A draft of its next version, beside the one in force."""
    made = window("standards")
    context: Context = made.context
    draft = _revise(context)
    context.navigate(Place("standards", _standard_id(context), {"version_id": draft}))
    return made


@scene("page-standard-waiting")
def waiting(_stage: Stage) -> QWidget:
    """The version in force while a draft waits."""
    made = window("standards")
    context: Context = made.context
    _revise(context)
    context.navigate(Place("standards", _standard_id(context)))
    return made


Make = Callable[[Context, StandardDetail, VersionDetail], QDialog]


def _dialog(name: str, make: Make, revised: bool = False) -> None:
    def build(stage: Stage) -> QWidget:
        context = stage.context
        if revised and _shown(context).standard.draft is None:
            _revise(context)
        shown = _shown(context)
        return make(context, shown.standard, shown.standard.draft or shown.version)

    scene(f"standard-{name}", kind="dialog")(build)


def _roles(context: Context, standard: StandardDetail, _version: VersionDetail) -> QDialog:
    with context.desk.read() as conn:
        return forms.roles(context, standard, lookups.places(conn, "role"), None)


def _printed(sheet: str) -> Make:
    def make(context: Context, _standard: StandardDetail, version: VersionDetail) -> QDialog:
        dialog = PrintedStandard(context, version, None)
        dialog.show_sheet(sheet)
        return _drawn(dialog)

    return make


def _drawn(dialog: QDialog) -> QDialog:
    """The dialog once Qt has drawn the page in it, on a thread of its own."""
    dialog.show()
    if isinstance(dialog, FormDialog):
        dialog.resize(1180, 860)  # wider than the screen there is when no screen is there
    drawn = QEventLoop()
    QTimer.singleShot(900, drawn.quit)
    drawn.exec()
    return dialog


def _starters(context: Context, _standard: StandardDetail, _version: VersionDetail) -> QDialog:
    dialog = StarterDialog(context, [one for one in starter_standards() if one.code != "SH-01"], ["SH-01"], None)
    dialog.chooser.tick(["HD-01", "DS-01"])
    dialog.chooser.list.setCurrentRow(2)
    dialog.show()
    dialog.resize(1080, 760)  # wider than the screen there is when no screen is there
    return dialog


def _coming_in(context: Context, _standard: StandardDetail, version: VersionDetail) -> QDialog:
    file = next(one for one in starter_standards() if one.code == version.code)
    prompts = ({**file.prompts[0], "threshold": "1 meal"}, *file.prompts[1:])
    file = replace(file, prompts=prompts, agency="Lakeside Family Services", version=4, made_on=date(2026, 9, 1))
    with context.desk.read() as conn:
        found = exchange.meet(conn, file)
    return _drawn(exchange.import_dialog(context, found, None))


_dialog("new", lambda context, _standard, _version: _drawn(forms.new_standard(context, None)))
_dialog("edit", lambda context, _standard, version: _drawn(forms.edit_draft(context, version, None)), revised=True)
_dialog("import", _coming_in)
_dialog("publish", lambda context, standard, version: forms.publish(context, standard, version, None), revised=True)
_dialog("roles", _roles)
_dialog("starters", _starters)
_dialog(
    "compare", lambda context, standard, version: CompareVersions(context, standard, version.id, None), revised=True
)
_dialog("printed", _printed("standard"))
_dialog("prompt-card", _printed("prompt_card"))
_dialog("scenario", _printed("scenario"))
