"""Gallery scenes of a cycle's own page: other kinds of measure, what came back, and forms and views of its cards."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycles import CYCLE
from coachdesk.rules.moves import moves
from coachdesk.services import cycle_phases, cycles
from coachdesk.settings import Settings
from ui.context import Context, Place
from ui.gallery_cycles import Find, cycle_dialog, cycle_page
from ui.gallery_pages import window
from ui.gallery_registry import Stage, scene
from ui.pages.cycles import closing_forms, paper_forms, record_views, seen_forms, session_forms
from ui.pages.cycles.looking import FileView
from ui.pages.cycles.options import CycleOptions

_COLUMNS: dict[str, tuple[sa.ColumnElement[bool], ...]] = {
    "times": (CYCLE.c.rule_kind == "duration",),
    "rate": (CYCLE.c.rule_kind == "rate",),
    "again": (CYCLE.c.previous_id.is_not(None),),
    "coaching": (CYCLE.c.status == "coaching",),
    "validating": (CYCLE.c.status == "validating",),
    "escalated": (CYCLE.c.status == "escalated",),
    "twice": (CYCLE.c.status == "closed", CYCLE.c.rule_kind == "proportion"),
}


def _newest(which: str) -> Find:
    """The newest cycle that is as _COLUMNS says."""

    def find(context: Context) -> int:
        with context.desk.read() as conn:
            statement = sa.select(CYCLE.c.id).where(*_COLUMNS[which]).order_by(CYCLE.c.id.desc())
            return int(conn.execute(statement.limit(1)).scalar_one())

    return find


for _which in ("times", "rate", "again"):
    scene(f"page-cycle-{_which}", height=1700)(cycle_page(_newest(_which)))
scene("page-cycle-escalated", height=1500)(cycle_page(_newest("escalated")))
scene("page-cycle-at-first-sight")(cycle_page(_newest("coaching")))


@scene("page-cycle-empty", height=1100)
def empty(_stage: Stage) -> QWidget:
    """Opened from nothing, and nothing said yet."""
    made = window("cycles")
    context: Context = made.context
    opened: list[int] = []
    context.operations.run(made, cycles.open_cycle, {}, done=lambda changes: opened.append(changes.result))
    made.go(Place("cycles", opened[0]))
    return made


Make = Callable[[Context, CycleOptions, CycleDetail, Settings], QDialog]


def _file(_context: Context, _options: CycleOptions, cycle: CycleDetail, _settings: Settings) -> QDialog:
    return FileView(cycle.evidence[0], b"Log extract for ten records.\nParticipants as codes only.\n", None)


def _warned(context: Context, _options: CycleOptions, cycle: CycleDetail, _settings: Settings) -> QDialog:
    """R22, as it is typed: whom the cycle is about may be named, somebody else is asked about."""
    dialog = paper_forms.note(context, cycle, None)
    said = f"{cycle.coachees[0].name} did well. Fatima's sister rings at 555-201-8890 every evening."
    dialog.form.blocks["text"].editor.set_value(said)
    dialog.form.blocks["text"].lint()
    return dialog


def _pause(context: Context, _options: CycleOptions, cycle: CycleDetail, _settings: Settings) -> QDialog:
    return closing_forms.with_reason(
        context, cycle, moves(cycle.status, cycle.phase)[1], cycle_phases.pause_cycle, None
    )


_DIALOGS: dict[str, tuple[str, Make]] = {
    "scenario": ("coaching", lambda context, options, cycle, _s: seen_forms.scenario(context, options, cycle, None)),
    "review": (
        "coaching",
        lambda context, options, cycle, _s: seen_forms.review(context, options, cycle, cycle.scenarios[-1], None),
    ),
    "correct-scenario": (
        "coaching",
        lambda context, options, cycle, _s: seen_forms.correct_scenario(
            context, options, cycle, cycle.scenarios[0], None
        ),
    ),
    "scenario-view": (
        "coaching",
        lambda context, _o, cycle, settings: record_views.scenario_view(
            context, cycle, cycle.scenarios[0], settings, None
        ),
    ),
    "second-observer": (
        "validating",
        lambda context, options, cycle, _s: seen_forms.observation(
            context, options, cycle, None, cycle.observations[0]
        ),
    ),
    "correct-observation": (
        "validating",
        lambda context, options, cycle, _s: seen_forms.correct_observation(
            context, options, cycle, cycle.observations[0], None
        ),
    ),
    "observation-view": (
        "twice",
        lambda context, _o, cycle, settings: record_views.observation_view(
            context, cycle, cycle.observations[-1], settings, None
        ),
    ),
    "confidence": (
        "coaching",
        lambda context, _o, cycle, _s: paper_forms.rate(context, cycle, cycle.coachees[0], None),
    ),
    "note": ("coaching", lambda context, _o, cycle, _s: paper_forms.note(context, cycle, None)),
    "note-warned": ("coaching", _warned),
    "pause": ("coaching", _pause),
    "escalate": ("coaching", lambda context, _o, cycle, _s: closing_forms.escalate(context, cycle, None)),
    "sustain": (
        "twice",
        lambda context, options, cycle, _s: closing_forms.sustain_check(
            context, options, cycle, cycle.sustain[0], None
        ),
    ),
    "open-again": (
        "rate",
        lambda context, options, cycle, _s: closing_forms.open_again(context, options, cycle, cycle.sustain[0], None),
    ),
    "correct-session": (
        "coaching",
        lambda context, options, cycle, _s: session_forms.correct(context, options, cycle.sessions[0], None),
    ),
    "file": ("validating", _file),
}
for _name, (_which, _make) in _DIALOGS.items():
    scene(f"cycle-{_name}", kind="dialog")(cycle_dialog(_newest(_which), _make))
