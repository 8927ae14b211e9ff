"""An observation or a scenario exercise read whole, with what can be done next: a second observer, the review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.observations import ObservationDetail
from coachdesk.queries.ratings import RatingRow
from coachdesk.queries.scenarios import ScenarioDetail
from coachdesk.rules.agreement import Agreement
from coachdesk.rules.clocks import due_in_hours, due_state
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.settings import Settings
from ui.context import Context
from ui.forms import FormDialog
from ui.pages.cycles import seen_forms
from ui.pages.cycles.grid import CardGrid
from ui.pages.cycles.options import CycleOptions, with_options
from ui.widgets import KeyValues, PageFrame, Pill, button, label


class RecordView(QDialog):
    """Facts and ratings of one record; buttons close it and open the form for the next thing."""

    def __init__(self, context: Context, title: str, pills: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.owner = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumSize(520, 420)
        self.frame = PageFrame()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label(title, "title"))
        for text, tone in pills:
            head.addWidget(Pill(text, tone))
        head.addStretch(1)
        holder = QWidget()
        holder.setLayout(head)
        self.frame.add(holder)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(24, 8, 24, 16)
        self._row.addStretch(1)
        self.first = button(translate("Sessions", "Close"), slot=self.reject)
        self._row.addWidget(self.first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame, 1)
        column.addLayout(self._row)
        self.resize(680, 640)

    def add_facts(self, rows: Sequence[tuple[str, str | QWidget]]) -> None:
        """Labels and values."""
        facts = KeyValues()
        facts.set_rows(rows)
        self.frame.add(facts)

    def add_ratings(self, ratings: Sequence[RatingRow]) -> None:
        """Each criterion with its rating."""
        if not ratings:
            return
        grid = CardGrid([translate("Observations", "Criterion"), "", translate("Observations", "Rating")], stretch=1)
        grid.set_rows([[one.code, one.text, _rated(one.result)] for one in ratings])
        self.frame.add(grid)

    def add_button(self, text: str, then: Callable[[], object], *, primary: bool = False) -> None:
        """A button that closes this and goes on."""

        def go() -> None:
            self.accept()
            then()

        made = button(text, "primary" if primary else "", slot=go)
        self._row.addWidget(made)
        if primary:
            self.first = made

    def done_building(self) -> None:
        """Everything is there: the keyboard on what comes next."""
        self.frame.add_stretch()
        self.first.setFocus()

    def when(self, moment: datetime) -> str:
        """ "Tue Nov 17, 10:20"."""
        at = moment.astimezone()
        return f"{day_words(at.date(), self.context.today())}, {clock_words(at)}"

    def recorded(self, who: str, at: datetime, late: bool) -> tuple[str, str]:
        """Who recorded it when, and whether that was late (R10)."""
        said = f"{who}, {self.when(at)}" + (translate("Sessions", " · late entry") if late else "")
        return (translate("Sessions", "Recorded by"), said)


def _rated(result: str) -> Pill:
    return Pill(vocabulary.label("rating", result), vocabulary.tone("rating", result))


def observation_view(
    context: Context, cycle: CycleDetail, one: ObservationDetail, settings: Settings, parent: QWidget | None
) -> RecordView:
    """An observation with its ratings; the second view of it beside, with how far the two agree."""
    pills = [(vocabulary.label("setting", one.setting), vocabulary.tone("setting", one.setting))]
    if one.late_entry:
        pills.append((translate("Cycles", "late entry"), "attention"))
    view = RecordView(
        context, translate("Observations", "Observation {number}").format(number=one.number), pills, parent
    )
    yes, no = translate("Observations", "yes"), translate("Observations", "not noted")
    view.add_facts(
        [
            (translate("Observations", "Observed"), one.staff),
            (translate("Observations", "Observer"), one.observer),
            (translate("Observations", "When"), view.when(one.observed_at)),
            (translate("Observations", "In session"), one.session),
            (translate("Observations", "Participant agreed"), yes if one.consent else no),
            (translate("Observations", "Names no participant"), yes if one.deidentified else no),
            (translate("Observations", "What was seen"), one.note),
            view.recorded(one.recorded_by, one.recorded_at, one.late_entry),
        ]
    )
    pair = next((found for found in cycle.second_views(settings) if one.id in (found[0].id, found[1].id)), None)
    if pair is None:
        view.add_ratings(one.ratings)
    else:
        _add_pair(view, *pair)
    writable = not cycle.over and not context.read_only
    if writable:
        view.add_button(translate("Observations", "Correct…"), lambda: _correct(context, cycle, one, parent))
    if writable and pair is None and not one.paired_with_id:
        view.add_button(translate("Observations", "Second observer…"), lambda: _second(context, cycle, one, parent))
    view.done_building()
    return view


def _add_pair(view: RecordView, first: ObservationDetail, second: ObservationDetail, agreed: Agreement) -> None:
    grid = CardGrid([translate("Observations", "Criterion"), "", first.observer, second.observer], stretch=1)
    other = {rating.code: rating.result for rating in second.ratings}
    rows: list[list[str | QWidget]] = [
        [one.code, one.text, _rated(one.result), _rated(other[one.code]) if one.code in other else ""]
        for one in first.ratings
    ]
    grid.set_rows(rows)
    view.frame.add(grid)
    view.frame.add(label(agreed.words, "strong"))
    for said in agreement_lines(first, second, agreed):
        view.frame.add(label(said, "muted"))


def agreement_lines(first: ObservationDetail, second: ObservationDetail, agreed: Agreement) -> list[str]:
    """Which criteria the two differ on, and which only one of them judged: what to talk about."""
    text = translate("Observations", "Talk about criterion {code}: {first} saw “{one}”, {second} “{two}”.")
    lines = [
        text.format(
            code=code,
            first=first.observer,
            second=second.observer,
            one=vocabulary.label("rating", ours).lower(),
            two=vocabulary.label("rating", theirs).lower(),
        )
        for code, ours, theirs in agreed.disagreed
    ]
    if agreed.one_sided:
        said = translate("Observations", "Judged by one of them only: {codes}.")
        lines.append(said.format(codes=", ".join(agreed.one_sided)))
    return lines


def _correct(context: Context, cycle: CycleDetail, one: ObservationDetail, parent: QWidget | None) -> None:
    def show(options: CycleOptions) -> None:
        seen_forms.correct_observation(context, options, cycle, one, parent).open()

    with_options(context, parent, show, cycle.id)


def _second(context: Context, cycle: CycleDetail, first: ObservationDetail, parent: QWidget | None) -> None:
    def show(options: CycleOptions) -> None:
        seen_forms.observation(context, options, cycle, parent, first).open()

    with_options(context, parent, show, cycle.id)


def scenario_view(
    context: Context, cycle: CycleDetail, one: ScenarioDetail, settings: Settings, parent: QWidget | None
) -> RecordView:
    """A scenario exercise with its answer and review, or the clock of the review that waits (R10)."""
    pills = [scenario_pill(context, cycle, one, settings)]
    if one.late_entry:
        pills.append((translate("Cycles", "late entry"), "attention"))
    view = RecordView(
        context, translate("Scenarios", "Scenario exercise {number}").format(number=one.number), pills, parent
    )
    view.add_facts(
        [
            (translate("Scenarios", "Coachee"), one.staff),
            (translate("Scenarios", "Scenario"), one.scenario),
            (translate("Scenarios", "The coachee's answer"), one.answer),
            (translate("Scenarios", "Handed in"), view.when(one.submitted_at)),
            (translate("Scenarios", "Reviewer"), one.reviewer),
            (translate("Scenarios", "Reviewed"), view.when(one.reviewed_at) if one.reviewed_at else ""),
            (translate("Scenarios", "Feedback"), one.feedback),
            view.recorded(one.recorded_by, one.recorded_at, one.late_entry),
        ]
    )
    view.add_ratings(one.ratings)
    if not cycle.over and not context.read_only:
        waits = one.reviewed_at is None
        correct = translate("Scenarios", "Correct the exercise…")
        view.add_button(correct, lambda: _correct_exercise(context, cycle, one, parent))
        text = translate("Scenarios", "Review…") if waits else translate("Scenarios", "Correct the review…")
        view.add_button(text, lambda: open_review(context, cycle, one, parent), primary=waits)
    view.done_building()
    return view


def _correct_exercise(context: Context, cycle: CycleDetail, one: ScenarioDetail, parent: QWidget | None) -> None:
    def show(options: CycleOptions) -> None:
        seen_forms.correct_scenario(context, options, cycle, one, parent).open()

    with_options(context, parent, show, cycle.id)


def scenario_pill(context: Context, cycle: CycleDetail, one: ScenarioDetail, settings: Settings) -> tuple[str, str]:
    """ "reviewed", or how the review's clock stands: "review due tomorrow 16:40"."""
    if one.reviewed_at is not None:
        return (translate("Scenarios", "reviewed"), "ok")
    now = context.desk.clock().astimezone()
    due = due_in_hours(one.submitted_at, settings.scenario_hours, cycle.facts.pauses)
    state = due_state(due and due.astimezone(), now, settings)
    if due is None or cycle.over:
        return (translate("Scenarios", "not reviewed"), "attention")
    tone = "late" if state.state == "late" else "attention"
    return (translate("Scenarios", "review due {when}").format(when=state.words), tone)


def open_review(context: Context, cycle: CycleDetail, one: ScenarioDetail, parent: QWidget | None) -> None:
    """The form that reviews an exercise."""

    def show(options: CycleOptions) -> None:
        made: FormDialog = seen_forms.review(context, options, cycle, one, parent)
        made.open()

    with_options(context, parent, show, cycle.id)
