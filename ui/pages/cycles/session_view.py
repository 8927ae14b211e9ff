"""One session read whole, with what can still be done to it: hold, feedback, acknowledgement, steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.sessions import SessionDetail, StepRow
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.services import sessions
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec
from ui.pages.cycles import session_forms
from ui.pages.cycles.grid import CardGrid
from ui.pages.cycles.options import CycleOptions, with_options
from ui.pages.cycles.words import local
from ui.widgets import KeyValues, PageFrame, Pill, button, label


class SessionView(QDialog):
    """Shows a session; each button closes it and opens the form for the next thing."""

    def __init__(self, context: Context, cycle: CycleDetail, session: SessionDetail, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.cycle = cycle
        self.session = session
        self.owner = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = f"{session.number} · {vocabulary.label('session_kind', session.kind)}"
        self.setWindowTitle(title)
        self.setMinimumSize(520, 420)
        frame = PageFrame()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label(title, "title"))
        head.addWidget(
            Pill(vocabulary.label("session_status", session.status), vocabulary.tone("session_status", session.status))
        )
        head.addStretch(1)
        holder = QWidget()
        holder.setLayout(head)
        frame.add(holder)
        facts = KeyValues()
        facts.set_rows(self._facts())
        frame.add(facts)
        self._add_people(frame)
        self._add_steps(frame)
        frame.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)  # with the frame's own, the margins of every other dialog
        column.addWidget(frame, 1)
        column.addLayout(self._buttons())
        self.resize(640, 620)
        self.first.setFocus()  # not on the first step: Enter would tick it off

    def _facts(self) -> list[tuple[str, str | QWidget]]:
        session, today = self.session, self.context.today()
        starts = local(session.starts_at)
        given = local(session.feedback_at) if session.feedback_at else None
        when = f"{day_words(starts.date(), today)}, {clock_words(starts)}"
        if session.minutes:
            when += translate("Cycles", " · {minutes} min").format(minutes=session.minutes)
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Sessions", "When"), when),
            (translate("Sessions", "Coach"), session.coach),
        ]
        if session.status_reason:
            rows.append((translate("Sessions", "Reason"), session.status_reason))
        if session.status == "held":
            rows += [
                (translate("Sessions", "Feedback is based on"), _listed("data_source", session.data_sources)),
                (translate("Sessions", "What was seen"), session.seen),
                (translate("Sessions", "Strengths"), session.strengths),
                (translate("Sessions", "Strategies used"), _listed("strategy", session.strategies)),
                (
                    translate("Sessions", "Feedback given at"),
                    f"{day_words(given.date(), today)}, {clock_words(given)}"
                    if given
                    else translate("Sessions", "not yet"),
                ),
            ]
        recorded = local(session.recorded_at)
        said = f"{session.recorded_by}, {day_words(recorded.date(), today)}, {clock_words(recorded)}"
        if session.late_entry:
            said += translate("Sessions", " · late entry")
        rows.append((translate("Sessions", "Recorded by"), said))
        return rows

    def _add_people(self, frame: PageFrame) -> None:
        grid = CardGrid(
            [
                translate("Sessions", "Coachee"),
                translate("Sessions", "Acknowledgement"),
                translate("Sessions", "In their own words"),
            ],
            stretch=2,
        )
        grid.set_rows(
            [
                [
                    label(one.name, "strong"),
                    Pill(
                        vocabulary.label("acknowledgement", one.acknowledgement),
                        vocabulary.tone("acknowledgement", one.acknowledgement),
                    ),
                    one.statement,
                ]
                for one in self.session.coachees
            ]
        )
        frame.add(grid)

    def _add_steps(self, frame: PageFrame) -> None:
        if not self.session.steps:
            return
        frame.add(label(translate("Sessions", "Action steps"), "section"))
        titles = [
            translate("Sessions", "What will be done"),
            translate("Sessions", "Owner"),
            translate("Sessions", "Due"),
            translate("Sessions", "Status"),
            "",
        ]
        grid = CardGrid(titles)
        today = self.context.today()
        grid.set_rows(
            [
                [
                    one.text,
                    one.owner,
                    _step_days(one, today),
                    Pill(vocabulary.label("step_status", one.status), vocabulary.tone("step_status", one.status)),
                    self._step_button(one),
                ]
                for one in self.session.steps
            ]
        )
        frame.add(grid)

    def _step_button(self, step: StepRow) -> QWidget | str:
        if self.cycle.over or self.context.read_only:
            return " "
        if step.status == "open":
            return button(translate("Sessions", "Done"), "link", slot=lambda: self._set_step(step, "done"))
        if step.status == "verified":
            return button(translate("Sessions", "Open again"), "link", slot=lambda: self._set_step(step, "open"))
        return button(translate("Sessions", "Verify…"), "link", slot=lambda: self._verify(step))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 16)
        row.addStretch(1)
        self.first = button(translate("Sessions", "Close"), slot=self.reject)
        row.addWidget(self.first)
        if self.cycle.over or self.context.read_only:
            return row
        if self.session.status in ("planned", "held"):
            row.addWidget(button(translate("Sessions", "Correct…"), slot=self._correct))
        if self.session.status == "planned":
            row.addWidget(button(translate("Sessions", "Not held…"), slot=lambda: self._then(session_forms.not_held)))
            self.first = button(translate("Sessions", "Hold session…"), "primary", slot=self._hold)
            row.addWidget(self.first)
        elif self.session.status == "held":
            acknowledge = button(
                translate("Sessions", "Acknowledgement…"), slot=lambda: self._then(session_forms.acknowledge)
            )
            row.addWidget(acknowledge)
            if self.session.feedback_at is None:
                self.first = button(
                    translate("Sessions", "Feedback given…"),
                    "primary",
                    slot=lambda: self._then(session_forms.feedback),
                )
                row.addWidget(self.first)
        return row

    def _then(self, form: Callable[[Context, SessionDetail, QWidget | None], FormDialog]) -> None:
        owner = self.owner
        dialog = form(self.context, self.session, owner)
        self.accept()
        dialog.open()

    def _hold(self) -> None:
        owner = self.owner
        context, cycle, planned = self.context, self.cycle, self.session

        def show(options: CycleOptions) -> None:
            session_forms.session(context, options, cycle, owner, planned).open()

        self.accept()
        with_options(context, owner, show, cycle.id)

    def _correct(self) -> None:
        owner = self.owner
        context, kept = self.context, self.session

        def show(options: CycleOptions) -> None:
            session_forms.correct(context, options, kept, owner).open()

        self.accept()
        with_options(context, owner, show, self.cycle.id)

    def _set_step(self, step: StepRow, status: str) -> None:
        owner = self.owner
        self.accept()
        self.context.operations.run(owner, sessions.set_step, step.id, status)

    def _verify(self, step: StepRow) -> None:
        owner = self.owner
        context, cycle = self.context, self.cycle

        def show(options: CycleOptions) -> None:
            _verify_form(context, options, step, context.today(), owner).open()

        self.accept()
        with_options(context, owner, show, cycle.id)


def _step_days(step: StepRow, today: date) -> str:
    """When it is due, or who verified it when."""
    if step.status == "verified" and step.verified_on is not None:
        text = translate("Sessions", "{day}, by {who}")
        return text.format(day=day_words(step.verified_on, today), who=step.verified_by)
    return day_words(step.due_on, today) if step.due_on else ""


def _verify_form(
    context: Context, options: CycleOptions, step: StepRow, today: date, parent: QWidget | None
) -> FormDialog:
    spec = FormSpec(
        translate("Sessions", "Verify an action step"),
        translate("Sessions", "Verify step"),
        (
            Field("verified_by", translate("Sessions", "Verified by"), "pick", choices=options.staff, required=True),
            Field("on", translate("Sessions", "On"), "date", required=True, lean="past", default=today),
        ),
        step.text,
    )
    dialog = FormDialog(spec, context.drafts, f"step.verify.{step.id}", context.today, None, parent)
    dialog.save_with(
        context.operations, sessions.set_step, lambda found: {"step_id": step.id, "status": "verified", **found}
    )
    return dialog


def _listed(choice: str, codes: tuple[str, ...]) -> str:
    return ", ".join(vocabulary.label(choice, code) for code in codes)
