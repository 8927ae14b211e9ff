"""R22 in every form about practice: what may give a participant away is pointed out as it is typed, and still saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.queries.actions import ACTIONS, action_detail
from coachdesk.queries.audit import audit_detail
from coachdesk.queries.audits import AUDITS
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.notes import notes_for
from coachdesk.queries.table import TableQuery, Where
from coachdesk.rules.moves import move
from coachdesk.services import cycle_phases
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import ANNA, MakeContext
from ui.context import Context
from ui.forms import FormDialog
from ui.pages.actions import forms as action_forms
from ui.pages.actions.options import read_options as action_options
from ui.pages.audits import forms as audit_forms
from ui.pages.audits.new import new_audit
from ui.pages.audits.options import read_options as audit_options
from ui.pages.competence import forms as competence_forms
from ui.pages.cycles import closing_forms, forms, measure_forms, paper_forms, seen_forms, session_forms, step_forms
from ui.pages.cycles.options import read_options as cycle_options
from ui.pages.signals import forms as signal_forms
from ui.pages.signals.options import read_options as signal_options

SAID = "Call 555-234-5678; DOB 3/14/1948; Fatima Haddad said so"
PHONE, NAME = "Phone number: “555-234-5678”", "looks like a name"


def one_of(context: Context, query: TableQuery, **among: str) -> int:
    """The first record of a list in which these columns say so."""
    with context.desk.read() as conn:
        where = Where(among={key: frozenset({value}) for key, value in among.items()})
        return query.ids(conn, where)[0]


class Of:
    """What the forms are made from, each read when asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def cycle(self, status: str) -> CycleDetail:
        """A cycle of this status."""
        key = one_of(self.context, CYCLES, status=status)
        return self.read(cycle_detail, key, self.context.today(), Settings())

    def action(self, status: str) -> Any:
        """A corrective action of this status."""
        return self.read(action_detail, one_of(self.context, ACTIONS, status=status), self.context.today(), Settings())

    def audit(self) -> Any:
        """An audit in progress."""
        return self.read(audit_detail, one_of(self.context, AUDITS, status="judging"), self.context.today(), Settings())

    def read(self, query: Callable[..., Any], *args: Any) -> Any:
        """What a query gives, which must be something."""
        with self.context.desk.read() as conn:
            found = query(conn, *args)
        assert found is not None
        return found

    @property
    def day(self) -> Any:
        """Today."""
        return self.context.today()

    def with_cycle(self, make: Callable[..., FormDialog], status: str, *more: Any) -> FormDialog:
        """A form that takes options and a cycle."""
        cycle = self.cycle(status)
        return make(self.context, self.read(cycle_options, self.day, cycle.id), cycle, *more, None)


Make = Callable[[Of], FormDialog]
FORMS: dict[str, tuple[Make, set[str]]] = {
    "note a signal": (
        lambda of: signal_forms.note_signal(of.context, of.read(signal_options, of.day), None),
        {"what_happened"},
    ),
    "settle a diagnosis": (
        lambda of: of.with_cycle(forms.diagnose, "diagnosing"),
        {"title", "cause_note", "evidence_wanted"},
    ),
    "amend": (lambda of: forms.amend(of.context, of.cycle("closed"), None), {"subject", "before", "after", "reason"}),
    "amend the rule": (lambda of: forms.amend_rule(of.context, of.cycle("coaching"), None), {"reason"}),
    "measure": (lambda of: of.with_cycle(measure_forms.measure, "validating", "post"), {"note"}),
    "hold a session": (lambda of: of.with_cycle(session_forms.session, "coaching"), {"seen", "strengths"}),
    "session not held": (
        lambda of: session_forms.not_held(of.context, of.cycle("coaching").sessions[0], None),
        {"reason"},
    ),
    "acknowledge": (
        lambda of: session_forms.acknowledge(of.context, of.cycle("coaching").sessions[0], None),
        {"statement"},
    ),
    "observe": (lambda of: of.with_cycle(seen_forms.observation, "validating"), {"note"}),
    "hand in a scenario": (lambda of: of.with_cycle(seen_forms.scenario, "coaching"), {"scenario", "answer"}),
    "correct a scenario": (
        lambda of: of.with_cycle(seen_forms.correct_scenario, "coaching", of.cycle("coaching").scenarios[-1]),
        {"scenario", "answer"},
    ),
    "review a scenario": (
        lambda of: of.with_cycle(seen_forms.review, "coaching", of.cycle("coaching").scenarios[-1]),
        {"feedback"},
    ),
    "plan a step": (lambda of: step_forms.add(of.context, of.cycle("coaching"), None), {"text"}),
    "go on without": (lambda of: closing_forms.advance(of.context, of.cycle("diagnosing"), None), {"override_reason"}),
    "pause": (
        lambda of: closing_forms.with_reason(
            of.context,
            of.cycle("coaching"),
            move("pause", "coaching"),  # type: ignore[arg-type]  # a cycle in Coach may be paused
            cycle_phases.pause_cycle,
            None,
        ),
        {"reason"},
    ),
    "escalate": (lambda of: closing_forms.escalate(of.context, of.cycle("coaching"), None), {"reason"}),
    "close": (
        lambda of: closing_forms.close(of.context, of.cycle("validating"), None),
        {"sign_off_note", "override_reason", "note_", "next_"},
    ),
    "sustain check": (
        lambda of: of.with_cycle(closing_forms.sustain_check, "closed", of.cycle("closed").sustain[0]),
        {"note"},
    ),
    "private note": (lambda of: paper_forms.note(of.context, of.cycle("coaching"), None), {"text"}),
    "evidence": (lambda of: paper_forms.add_evidence(of.context, of.cycle("coaching"), None), {"title"}),
    "open an action": (
        lambda of: action_forms.open_action(of.context, of.read(action_options, of.day), None),
        {"title", "problem", "containment", "cause_note"},
    ),
    "verify an action": (
        lambda of: action_forms.verify(of.context, of.read(action_options, of.day), of.action("done"), None),
        {"note"},
    ),
    "cancel an action": (lambda of: action_forms.cancel(of.context, of.action("done"), None), {"reason"}),
    "open an audit": (
        lambda of: new_audit(of.context, of.read(audit_options, of.day), None),
        {"title", "note", "frame_note", "excluded_reason"},
    ),
    "give up an audit": (lambda of: audit_forms.give_up(of.context, of.audit(), None), {"reason"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_r22_every_text_about_practice_is_watched_as_it_is_typed(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, name: str
) -> None:
    make, keys = FORMS[name]
    dialog = make(Of(context_for(sample)))
    qtbot.addWidget(dialog)
    warned = set()
    for key, block in dialog.form.blocks.items():
        if block.field.kind not in ("text", "long_text"):
            continue
        block.editor.set_value(SAID)
        block.lint()
        if PHONE in block.warning():
            warned.add(key)
            assert NAME in block.warning(), "somebody of the roster whom this is not about"
            assert not block.problem(), "a warning holds nobody up"
    found = {next((start for start in keys if start.endswith("_") and key.startswith(start)), key) for key in warned}
    assert found == keys


def test_r22_a_session_names_its_coachees_and_coach_in_peace(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    of = Of(context_for(sample))
    cycle = of.cycle("coaching")
    dialog = of.with_cycle(session_forms.session, "coaching")
    qtbot.addWidget(dialog)
    block = dialog.form.blocks["seen"]
    block.editor.set_value(f"{cycle.coachees[0].name} noticed the cough; {cycle.coach} asked since when.")
    block.lint()
    assert block.warning() == ""
    stranger = of.cycle("diagnosing").coachees[0].name
    block.editor.set_value(f"{stranger} noticed the cough.")
    block.lint()
    assert f"“{stranger}” looks like a name" in block.warning()


def test_r22_what_was_warned_about_is_saved_all_the_same(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    of = Of(context_for(sample))
    cycle = of.cycle("coaching")
    dialog = paper_forms.note(of.context, cycle, None)
    qtbot.addWidget(dialog)
    dialog.form.blocks["text"].editor.set_value(SAID)
    dialog.form.blocks["text"].lint()
    assert PHONE in dialog.form.blocks["text"].warning()
    dialog.panel.submit()
    assert of.read(notes_for, cycle.id, ANNA.profile_id)[0].text == SAID


def test_r22_a_competence_note_may_name_whom_it_is_about(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    of = Of(context_for(sample))
    coachee = of.cycle("closed").coachees[0]
    with sample.read() as conn:
        standard = conn.exec_driver_sql("select min(id) from standard").scalar_one()
        found = competence_forms.read_cell(conn, coachee.staff_id, standard, of.day)
    assert found.cell is not None
    dialog = competence_forms.record_form(of.context, found.known, found.cell, None)
    qtbot.addWidget(dialog)
    block = dialog.form.blocks["note"]
    block.editor.set_value(f"{coachee.name} led the whole visit. 555-234-5678")
    block.lint()
    assert PHONE in block.warning()
    assert NAME not in block.warning()
