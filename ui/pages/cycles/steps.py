"""The planned steps of a cycle as a card: what is next, what each record seems to have done, and ways to get on.

`StepsCard(context, moves)` with `show_cycle(cycle)`; it reads the plan itself and hides where a cycle planned nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.planned_steps import CyclePlan, OfferRow, PlannedRow, cycle_plan
from coachdesk.rules.clocks import PHASES
from coachdesk.rules.planned import MADE_BY
from coachdesk.rules.wording import day_words, names
from coachdesk.services import planned_steps
from ui import theme
from ui.context import Context
from ui.keep_focus import keeps_focus
from ui.pages.cycles import step_forms
from ui.pages.templates.words import kind_words, needs_words
from ui.widgets import Card, Pill, button, clear_layout, icon_button, label, line

MARKS = {"open": ("circle", "muted"), "done": ("check", "ok"), "left_out": ("minus", "muted")}
STARTS = {"session": "session", "observation": "observation", "scenario": "scenario", "measure": "measure",
          "document_check": "measure"}  # fmt: skip


class Starts(Protocol):
    """What begins a form of the cycle: CycleMoves."""

    def do(self, key: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open the form behind a key, with these fields filled in."""
        ...


@dataclass(frozen=True, slots=True)
class StepGroup:
    """One step of the plan with those it is for: rows of the same position."""

    rows: tuple[PlannedRow, ...]

    @property
    def first(self) -> PlannedRow:
        """The row that stands for all."""
        return self.rows[0]

    @property
    def open(self) -> tuple[PlannedRow, ...]:
        """Those still to be done."""
        return tuple(row for row in self.rows if row.status == "open")

    @property
    def status(self) -> str:
        """open while one of them is; left_out where none was done."""
        if self.open:
            return "open"
        return "done" if any(row.status == "done" for row in self.rows) else "left_out"


def groups(rows: Sequence[PlannedRow]) -> list[StepGroup]:
    """The rows of a plan by position."""
    found: dict[int, list[PlannedRow]] = {}
    for row in rows:
        found.setdefault(row.position, []).append(row)
    return [StepGroup(tuple(mine)) for _, mine in sorted(found.items())]


def how_words(group: StepGroup, today: date) -> str:
    """Under a step: what kind, for whom it still waits until when, what did it, why it was left out."""
    parts = [kind_words(group.first.kind, group.first.session_kind)]
    if group.first.measure and group.first.measure not in group.first.text:
        parts.append(group.first.measure)
    waiting = group.open
    if waiting:
        due = waiting[0].due_on
        people = names([row.staff for row in waiting if row.staff])
        when = translate("Planned", "due {day}").format(day=day_words(due, today)) if due is not None else ""
        parts += [part for part in (people, when) if part]
    done: dict[str, list[str]] = {}
    for row in group.rows:
        if row.status == "done":
            by = row.done_by or (day_words(row.done_on, today) if row.done_on is not None else "")
            done.setdefault(by, []).append(row.staff)
    for by, people_of in done.items():
        who = names([one for one in people_of if one])
        text = translate("Planned", "done {by}") if not who else translate("Planned", "{who} done {by}")
        parts.append(text.format(who=who, by=by).strip())
    for row in group.rows:
        if row.status == "left_out":
            text = translate("Planned", "left out: {reason}")
            parts.append(text.format(reason=row.status_reason))
            break
    return " · ".join(parts)


class StepsCard(Card):
    """See the module."""

    def __init__(self, context: Context, moves: Starts, parent: QWidget | None = None) -> None:
        super().__init__(translate("Planned", "Planned steps"), parent=parent)
        self.context = context
        self.moves = moves
        self.plan = CyclePlan("", (), ())
        self._cycle: CycleDetail | None = None
        self._begun: frozenset[int] = frozenset()
        self._all = False
        self._shown: object = None
        self._add = button(translate("Planned", "Add step"), "link", slot=self._ask_step)
        self.add_action(self._add)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._list)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.add(holder)
        self._more = button("", "link", slot=self._show_all)
        self.add(self._more)
        self.hide()
        theme.current().changed.connect(self._show_again)

    def show_cycle(self, cycle: CycleDetail) -> None:
        """Show the plan of this cycle, read anew."""
        if self._cycle is not None and self._cycle.id != cycle.id:
            self._begun, self._all = frozenset(), False
        self._cycle = cycle
        self.context.operations.read(cycle_plan, cycle.id, done=self._fill, owner=self, latest=f"{id(self)}.plan")

    # Showing ----------------------------------------------------------------------------------------------------------

    @keeps_focus
    def _fill(self, plan: CyclePlan) -> None:
        cycle = self._cycle
        if cycle is None:
            return
        self.plan = plan
        if self._tick_begun(plan):
            return
        shown = (plan, self._all, cycle.phase, cycle.status, self.context.today(), self.context.why_read_only)
        if shown != self._shown:
            self._shown = shown
            self._make(plan, cycle)

    def _make(self, plan: CyclePlan, cycle: CycleDetail) -> None:
        self.setVisible(bool(plan.steps))
        writable = not self.context.read_only and not cycle.over
        self._add.setVisible(writable)
        found = groups(plan.steps)
        done = sum(group.status != "open" for group in found)
        text = translate("Planned", "{done} of {total} done").format(done=done, total=len(found))
        self.set_pill(text, "ok" if done == len(found) else "plain")
        shown = found if self._all else self._now(found, cycle)
        clear_layout(self._list)
        if writable:
            for offer in plan.offers:
                self._list.addWidget(self._offer(offer))
        phase = ""
        for group in shown:
            if group.first.phase != phase:
                phase = group.first.phase
                title = label(vocabulary.label("cycle_phase", phase), "small")
                title.setContentsMargins(0, 8, 0, 2)
                self._list.addWidget(title)
            else:
                self._list.addWidget(line(faint=True))
            self._list.addWidget(self._row(group, writable))
        hidden = len(found) - len(shown)
        self._more.setVisible(hidden > 0 or self._all)
        self._more.setText(
            translate("Planned", "Show what is next") if self._all
            else translate("Planned", "Show all {count} steps").format(count=len(found))
        )  # fmt: skip

    def _now(self, found: Sequence[StepGroup], cycle: CycleDetail) -> list[StepGroup]:
        """What is open up to the phase in hand, and what was done in it; where nothing is open there, what is next."""
        until = PHASES.index(cycle.phase)
        kept = [
            group
            for group in found
            if PHASES.index(group.first.phase) == until
            or (PHASES.index(group.first.phase) < until and group.status == "open")
        ]
        if not any(group.status == "open" for group in kept):
            later = [group for group in found if group.status == "open" and group not in kept]
            kept += later[:3]
        return kept

    def _show_all(self) -> None:
        self._all = not self._all
        self._fill(self.plan)

    def _show_again(self) -> None:
        """In the colors of another theme."""
        self._shown = None
        self._fill(self.plan)

    def _offer(self, offer: OfferRow) -> QWidget:
        """A record that seems to have done steps: say which, and let a person tick them off."""
        holder = QWidget()
        theme.mark(holder, role="banner", tone="info")
        row = QHBoxLayout(holder)
        row.setContentsMargins(8, 6, 6, 6)
        people = names([step.staff for step in offer.steps if step.staff])
        step = f"{offer.steps[0].text} ({people})" if people else offer.steps[0].text
        text = translate("Planned", "{record} looks like: {step}").format(record=offer.words, step=step)
        said = label(text)
        row.addWidget(said, 1)
        ids = [one.id for one in offer.steps]
        tick = button(translate("Planned", "Tick off"), slot=lambda: self._tick(ids, offer.family, offer.id, offer.on))
        tick.setAccessibleDescription(text)
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignVCenter)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return holder

    def _row(self, group: StepGroup, writable: bool) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        icon, tint = MARKS[group.status]
        word = vocabulary.label("planned_status", group.status)
        mark = QLabel(made)
        mark.setPixmap(theme.pixmap(icon, tint, theme.px("icon"), self.devicePixelRatioF()))
        mark.setAccessibleName(word)
        mark.setToolTip(word)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        first = group.first
        text = label(first.text, "" if group.status == "open" else "muted")
        text.setAccessibleName(f"{word}: {first.text}")
        text.setToolTip(first.guidance)
        grid.addWidget(text, 0, 1)
        today = self.context.today()
        how = label(how_words(group, today), "small")
        text.setAccessibleDescription(how.text())
        grid.addWidget(how, 1, 1)
        if writable:
            more = icon_button("ellipsis", translate("Planned", "More about “{step}”").format(step=first.text))
            more.clicked.connect(lambda: self._menu(more, group))
            grid.addWidget(more, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._foot(group, writable), 2, 1)
        grid.setColumnStretch(1, 1)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return made

    def _foot(self, group: StepGroup, writable: bool) -> QWidget:
        """Under a step that waits: the way to do it, and that it is late."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        first, today = group.first, self.context.today()
        if group.open and writable:
            records = first.kind in MADE_BY
            word = translate("Planned", "Record…") if records else translate("Planned", "Tick off")
            act = partial(self.start, group) if records else partial(self._tick_by_hand, group)
            made = button(word, "link", slot=act)
            made.setAccessibleDescription(first.text)
            row.addWidget(made)
        due = group.open[0].due_on if group.open else None
        if due is not None and due < today and self._cycle is not None and self._cycle.status in (
            "diagnosing", "coaching", "validating"
        ):  # fmt: skip
            row.addWidget(Pill(translate("Planned", "late"), "late", holder))
        row.addStretch(1)
        if row.count() == 1:
            holder.hide()
        return holder

    # Acting -----------------------------------------------------------------------------------------------------------

    def start(self, group: StepGroup) -> None:
        """Open the form that fits a step, filled in as far as the plan says; saving it ticks the step off."""
        first, people = group.first, [row.staff_id for row in group.open if row.staff_id is not None]
        preset: dict[str, Any] = {}
        if first.kind == "session":
            preset = {"kind": first.session_kind or None, "minutes": first.minutes}
            if people:
                preset["staff_ids"] = people
        elif first.kind == "measure":
            preset = {"standard_measure_id": first.standard_measure_id}
        elif people and len(people) == 1:
            preset = {"staff_id": people[0]}
        self._begun = frozenset(row.id for row in group.open)
        self.moves.do(STARTS[first.kind], {key: value for key, value in preset.items() if value is not None})

    def _tick_begun(self, plan: CyclePlan) -> bool:
        """Tick off what a form begun from a step has done; whether that is on its way."""
        for offer in plan.offers:
            ids = [step.id for step in offer.steps]
            if self._begun & set(ids):
                self._begun -= set(ids)
                self._tick(ids, offer.family, offer.id, offer.on)
                return True
        return False

    def _tick(self, ids: Sequence[int], family: str = "", record: int | None = None, on: date | None = None) -> None:
        day = min(on, self.context.today()) if on is not None else None
        self.context.operations.run(self, planned_steps.tick_steps, list(ids), family, record, day)

    def _tick_by_hand(self, group: StepGroup) -> None:
        """One coachee at once; of several, ask whose."""
        waiting = group.open
        if len(waiting) == 1:
            self._tick([waiting[0].id])
        else:
            step_forms.tick(self.context, group.first.text, group.open, self).open()

    def _menu(self, anchor: QToolButton, group: StepGroup) -> None:
        menu = self.menu_of(group)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def menu_of(self, group: StepGroup) -> QMenu:
        """What else can be done with a step."""
        menu = QMenu(self)

        def add(text: str, slot: Any) -> None:
            action = QAction(text, menu)
            action.triggered.connect(lambda _checked=False: slot())
            menu.addAction(action)

        if group.open:
            text, rows = group.first.text, group.open
            add(translate("Planned", "Another date…"), lambda: step_forms.move(self.context, text, rows, self).open())
            add(translate("Planned", "Leave out…"), lambda: step_forms.leave_out(self.context, text, rows, self).open())
        if any(row.status != "open" for row in group.rows):
            ids = [row.id for row in group.rows if row.status != "open"]
            again = partial(self.context.operations.run, self, planned_steps.reopen_steps, ids)
            add(translate("Planned", "Plan it again"), again)
        if group.first.guidance or group.first.needs:
            add(translate("Planned", "How to do it well"), partial(self._tell, group))
        return menu

    def _tell(self, group: StepGroup) -> None:
        text = group.first.guidance
        if group.first.needs:
            needs = translate("Planned", "Its record must show: {needs}.").format(needs=needs_words(group.first.needs))
            text = f"{text}\n\n{needs}".strip()
        self.context.ask.choose(self, group.first.text, text, [("ok", translate("Planned", "Close"))])

    def _ask_step(self) -> None:
        if self._cycle is not None:
            step_forms.add(self.context, self._cycle, self).open()
