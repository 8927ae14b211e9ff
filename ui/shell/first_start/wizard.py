"""Leads through the first start, step by step; the desk is made in the middle, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coachdesk.changes import Actor
from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from ui import desk_doors, theme
from ui.context import Context
from ui.desk_doors import NewDesk
from ui.shell.first_start.after import CoordinatorStep, StandardsStep
from ui.shell.first_start.before import AgencyStep, PlaceStep, YouStep, lines_of
from ui.shell.first_start.step import Step
from ui.shell.fitting import fit_screen
from ui.shell.opening import Beside
from ui.shell.overlay import WorkCard
from ui.shell.surroundings import Surroundings
from ui.widgets import button, clear_layout, label

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk

StepMaker = Callable[[Context], Step]
NARROW, LOW = 700, 420  # where the names of the steps, and wide edges, give way to the step itself
LATER_STEPS: tuple[StepMaker, ...] = (StandardsStep, CoordinatorStep)


class FirstStart(QWidget):
    """The window of the first start. `finished_desk` gives the open Desk and the Actor; the window is then closed."""

    made_desk = Signal(object)  # the path, as soon as there is a file that must be found again
    finished_desk = Signal(object, object)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.setObjectName("first-start")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.mark(self, role="page")
        self.setWindowTitle(translate("FirstStart", "New desk – CoachDesk"))
        self.setMinimumSize(420, 320)
        self._around = around
        self._beside = Beside(around.runner(), self)
        self.context: Context | None = None
        self._desk: Desk | None = None
        self._leaving = False
        self.agency = AgencyStep()
        self.place = PlaceStep(around.ask, lambda: str(self.agency.form.values()["name"]))
        self.you = YouStep()
        self.steps: list[Step] = [self.agency, self.place, self.you]
        self._build()
        self._name_steps()
        for step in self.steps:
            self._take_step(step)
        fit_screen(self, 940, 660)
        self._show(0)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self._at]

    def go_on(self) -> None:
        """Next: check the step, do its work, show the next one."""
        if not self.next.isEnabled() or not self.step.ready():
            return
        if self.step is self.you:
            self._create()
        else:
            self.step.commit(partial(self._done, self._at))

    def go_back(self) -> None:
        """Back, until the desk is made; afterwards to the step before among the later ones."""
        if self._at > self._first():
            self._show(self._at - 1)

    def skip(self) -> None:
        """Later."""
        self._done(self._at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, low = self.width() < NARROW, self.height() < LOW
        self._side.setVisible(not narrow)
        edge = 20 if narrow or low else 40
        self._right.setContentsMargins(edge, min(edge, 32), edge, 20 if not low else 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Before the desk is made: ask if anything was typed. Afterwards the rest is left for later."""
        if self._leaving:
            event.accept()
        elif self._creating or (self.context is not None and self.context.operations.busy):
            event.ignore()
        elif self._desk is not None:
            event.ignore()
            self._finish()
        elif any(step.is_dirty() for step in self.steps) and not self._around.ask.confirm(
            self,
            translate("FirstStart", "Leave without a desk?"),
            translate("FirstStart", "Nothing has been made yet; what you typed here would be lost."),
            translate("FirstStart", "Leave"),
            careful=True,
        ):
            event.ignore()
        else:
            self._beside.close()
            event.accept()

    # Frame ----------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._at = 0
        self._creating = False
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._side = side = QFrame()
        theme.mark(side, role="rail")
        side.setFixedWidth(228)
        self._names = QVBoxLayout(side)
        self._names.setContentsMargins(20, 28, 16, 16)
        self._names.setSpacing(14)
        outer.addWidget(side)
        self._right = right = QVBoxLayout()
        right.setSpacing(6)
        self.title = label("", role="title")
        self.intro = label("", role="muted")
        right.addWidget(self.title)
        right.addWidget(self.intro)
        right.addSpacing(10)
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.setAccessibleName(translate("FirstStart", "Making the desk"))
        self.wait.hide()
        right.addWidget(self.wait)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back = button(translate("FirstStart", "Back"), slot=self.go_back)
        self.later = button(translate("FirstStart", "Later"), slot=self.skip)
        self.next = button(translate("FirstStart", "Next"), role="primary", slot=self.go_on)
        self.next.setDefault(True)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.next)
        right.addLayout(row)
        outer.addLayout(right, 1)

    def _take_step(self, step: Step) -> None:
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget()
        theme.mark(canvas, role="canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 12, 0)
        if not step.wide:
            step.setMaximumWidth(620)
        column.addWidget(step, 1)
        holder.setWidget(canvas)
        self.stack.addWidget(holder)
        step.submit_asked.connect(self.go_on)
        step.changed.connect(self._dress_buttons)

    def _name_steps(self) -> None:
        clear_layout(self._names)
        self._names.addWidget(label("CoachDesk", role="section"))
        self._names.addSpacing(6)
        self._name_rows: list[tuple[QLabel, QLabel]] = []
        titles = [step.title for step in self.steps]
        if self.context is None:
            titles += [translate("FirstStart", "Your people")] * bool(self._around.first_steps)
            titles += [
                translate("FirstStart", "Practice standards"),
                translate("FirstStart", "The accountable coordinator"),
            ]
        for title in titles:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(10)
            mark, name = QLabel(), label(title)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(name, 1)
            self._names.addWidget(line)
            self._name_rows.append((mark, name))
        self._names.addStretch(1)

    def _show(self, at: int) -> None:
        self._at = at
        step = self.step
        self.title.setText(step.title)
        self.intro.setText(step.intro)
        self.intro.setVisible(bool(step.intro))
        self.stack.setCurrentIndex(at)
        for place, (mark, name) in enumerate(self._name_rows):
            icon, tint = ("circle-check", "ok") if place < at else ("circle-dot", "accent")
            if place > at:
                icon, tint = "circle", "muted"
            mark.setPixmap(theme.pixmap(icon, tint, 18, self.devicePixelRatioF()))
            theme.mark(name, role="strong" if place == at else "muted" if place > at else "")
        self._dress_buttons()
        step.prepare()

    def _dress_buttons(self) -> None:
        self.next.setText(self.step.next_text())
        self.back.setVisible(self._at > self._first())
        self.later.setVisible(self.step.can_skip())

    def _first(self) -> int:
        return 0 if self.context is None else 3

    def _done(self, at: int) -> None:
        if at == self._at:
            if at + 1 < len(self.steps):
                self._show(at + 1)
            else:
                self._finish()

    # The desk -------------------------------------------------------------------------------------------------------

    def _create(self) -> None:
        agency, you = self.agency.form.values(), self.you.form.values()
        wanted = NewDesk(
            path=self.place.file(),
            passphrase=self.place.passphrase(),
            agency=agency["name"],
            state=agency["state"] or "",
            programs=lines_of(agency["programs"]),
            name=you["name"],
            role=you["role"],
            coordinator=you["coordinator"] if you["role"] == "supervisor" else "",
        )
        self._wait(True)
        self._beside.run(partial(desk_doors.make_desk, wanted), self._created, self._not_created)

    def _created(self, made: tuple[Desk, Actor]) -> None:
        self._wait(False)
        self._desk, actor = made
        self.made_desk.emit(self._desk.path)
        self.context = self._around.context_for(self._desk, actor)
        self.context.operations.setParent(self)
        self._work = WorkCard(self, self.context.operations)
        makers: Sequence[StepMaker] = (*self._around.first_steps, *LATER_STEPS)
        for make in makers:
            step = make(self.context)
            self.steps.append(step)
            self._take_step(step)
        self._name_steps()
        self._show(self._at + 1)

    def _not_created(self, error: BaseException) -> None:
        self._wait(False)
        if isinstance(error, DeskError):
            self._around.reporter.trouble(self, error)
        else:
            self._around.reporter.bug(self, error)

    def _wait(self, waiting: bool) -> None:
        self._creating = waiting
        self.wait.setVisible(waiting)
        self.stack.setEnabled(not waiting)
        for one in (self.back, self.next, self.later):
            one.setEnabled(not waiting)

    def _finish(self) -> None:
        context, desk = self.context, self._desk
        if context is None or desk is None:
            return
        actor = context.actor
        context.operations.close()
        self._beside.close()
        self._leaving = True
        self.hide()
        self.finished_desk.emit(desk, actor)
        self.close()
