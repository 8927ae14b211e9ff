"""A whole form with its buttons, for page or dialog: problems, busy state, a draft that no Esc or crash can lose."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coachdesk.errors import DeskError, Problem, Refused
from coachdesk.i18n import translate
from ui import theme
from ui.forms.dates import Today, when_text
from ui.forms.fields import Values
from ui.forms.form import Form
from ui.forms.privacy import read_roster
from ui.forms.spec import DraftKeeper, FormSpec, RunsServices
from ui.widgets import Banner, FlowLayout, button, label

KEEP_EVERY_MS = 2_000
ALSO_KEYS = "Ctrl+Shift+Return"


class FormPanel(QWidget):
    """The form, its banner, its buttons. `submitted` brings checked values and leaves the panel busy.

    Whoever saves answers with `succeed()`, `refuse(Refused)` or `idle()`; `save_with` does all of that.
    """

    submitted = Signal(dict)
    succeeded = Signal(object)  # what the service gave back
    cancelled = Signal()

    def __init__(
        self,
        spec: FormSpec,
        drafts: DraftKeeper | None = None,
        draft_key: str = "",
        today: Today = date.today,
        values: Values | None = None,
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._drafts = drafts if draft_key else None
        self._draft_key = draft_key
        self._offered = False
        self._busy = False
        self.also_chosen = False
        self._focus_before: QWidget | None = None
        self._others: list[QPushButton] = []
        self.form = Form(spec.parts, today, people=spec.people)
        if values is not None:
            self.form.set_values(values)
        self._build(scrolls)
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_EVERY_MS)
        self._keep_timer.timeout.connect(self.keep_draft)
        self.form.changed.connect(self._on_changed)
        self.form.submit_asked.connect(self.submit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)
        if spec.also:
            shortcut = QShortcut(QKeySequence(ALSO_KEYS), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit_also)
        self._offer_draft()
        self._keep_places()
        self._follow_verb()
        self._say_cancel()

    def _keep_places(self) -> None:
        """Make room for the longest text of the last button, or the others would move away under the pointer."""
        if self._drafts is None:
            return
        self.cancel.ensurePolished()
        self.cancel.setText(translate("Forms", "Keep draft and close"))
        self.cancel.setMinimumWidth(self.cancel.sizeHint().width())

    def _build(self, scrolls: bool) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.intro = label(self.spec.intro, "muted")
        self.intro.setVisible(bool(self.spec.intro))
        self.banner = Banner("", "late", closable=False)
        self.banner.hide()
        self.offer = self._make_offer()
        for one in (self.intro, self.offer, self.banner):
            layout.addWidget(one)
        self.area: QScrollArea | None = None
        if scrolls:
            self.area = QScrollArea()
            self.area.setWidgetResizable(True)
            self.area.setFrameShape(QFrame.Shape.NoFrame)
            self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(2, 0, 12, 8)
            inside.addWidget(self.form)
            inside.addStretch(1)
            self.area.setWidget(holder)
            self.form.wants_sight.connect(self.area.ensureWidgetVisible)
            theme.mark(self.area, role="form")
            bar = self.area.verticalScrollBar()
            bar.valueChanged.connect(self._show_edges)
            bar.rangeChanged.connect(self._show_edges)
            layout.addWidget(self.area, 1)
        else:
            layout.addWidget(self.form)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("Forms", "Saving…"))
        self.progress.hide()
        layout.addWidget(self.progress)
        careful = bool(self.spec.only_with)
        self.primary = button(self.spec.verb, "" if careful else "primary")
        self.also = button(self.spec.also, slot=self.submit_also)
        if not self.spec.also:
            self.also.hide()
        self.also.setToolTip(QKeySequence(ALSO_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        self.cancel = button("", "primary" if careful else "")
        self.discard = button(translate("Forms", "Discard what was typed"), "danger", slot=self._discard_and_leave)
        self.discard.hide()
        buttons = QWidget()
        # In a narrow window they stand under each other, never cut off.
        self._row = row = FlowLayout(buttons).align_right()
        usual = (self.primary, self.also, self.cancel)
        for press in (self.discard, *(reversed(usual) if careful else usual)):
            press.setAutoDefault(False)
            row.addWidget(press)
        self._verb_keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.primary.setToolTip(self._verb_keys)
        self.primary.clicked.connect(lambda _checked=False: self.submit())
        self.cancel.clicked.connect(self.leave)
        layout.addWidget(buttons)
        self._show_edges()

    def _show_edges(self, *_: int) -> None:
        """A hairline where the form goes on under the title or the buttons."""
        if self.area is not None:
            bar = self.area.verticalScrollBar()
            theme.mark(self.area, above=bar.value() > bar.minimum(), below=bar.value() < bar.maximum())

    def add_button(self, made: QPushButton) -> None:
        """One more button, before the primary one."""
        made.setAutoDefault(False)
        self._others.append(made)
        for press in (self.primary, self.cancel):
            self._row.removeWidget(press)
        for press in (made, self.primary, self.cancel):
            self._row.addWidget(press)

    # Submitting -----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether it waits for an answer."""
        return self._busy

    def submit_also(self) -> None:
        """Submit by the second verb."""
        self.submit(also=True)

    def submit(self, also: bool = False) -> None:
        """Check and hand the values on; problems are shown instead."""
        if self._busy or self._offered:
            return
        self.also_chosen = also
        self._say_problems("", ())
        if not self.form.check():
            return
        self.keep_draft()
        self._set_busy(True)
        self.submitted.emit(self.form.values())

    def succeed(self, result: object = None) -> None:
        """It was saved: the draft has done its work."""
        self._keep_timer.stop()
        if self._drafts is not None:
            self._drafts.discard(self._draft_key)
        self.form.mark_clean()
        self.idle()
        self.succeeded.emit(result)

    def refuse(self, error: Refused) -> None:
        """A service said no: each reason at its field, the rest in the banner. Everything typed stays."""
        self.idle()
        homeless = self.form.show_problems(error.problems)
        told = " ".join(part for part in (error.happened, error.to_do) if part)
        self._say_problems(told, homeless)

    def fail(self, error: DeskError) -> None:
        """It could not be saved for an outside reason: said in the banner, everything typed stays."""
        self.idle()
        self._say_problems(str(error), ())

    def idle(self) -> None:
        """Typing may go on (whatever the answer was)."""
        self._set_busy(False)

    def save_with(
        self,
        operations: RunsServices,
        service: Callable[..., Any],
        arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
        done: Callable[[Any], object] | None = None,
    ) -> None:
        """Submit to this service: `arguments(values)` gives its keyword arguments; `done` gets its Changes.

        Where texts are watched (R22), the names of the roster are read once, behind the person's back.
        """

        def finish(changes: Any) -> None:
            self.succeed(changes)
            if done is not None:
                done(changes)

        def send(values: dict[str, Any]) -> None:
            call = functools.partial(service, **arguments(values))
            operations.run(self, call, done=finish, refused=self.refuse, ended=self.idle)

        self.submitted.connect(send)
        if self.form.is_watched:
            operations.read(read_roster, done=self.form.know_roster, owner=self)

    # Leaving and drafts ---------------------------------------------------------------------------------------------

    def leave(self) -> bool:
        """Esc or Cancel: keep what was typed, then `cancelled`. Says whether it may be left now."""
        if self._busy:
            return False
        if not self._offered and self.has_typing():
            if self._drafts is None and not self.discard.isVisible():
                self._say_problems(translate("Forms", "What you typed is not saved yet. Stay, or discard it."), ())
                self.discard.show()
                return False
            if not self.keep_draft():
                return False
        self._keep_timer.stop()
        self.cancelled.emit()
        return True

    def has_typing(self) -> bool:
        """Whether something was typed that would be lost (a secret alone is not kept and not asked about)."""
        return self.form.is_dirty() and (self._drafts is None or self.form.snapshot() != self._clean_snapshot)

    def keep_draft(self) -> bool:
        """Keep what is typed now; False when it could not be kept (then the banner says so)."""
        self._keep_timer.stop()
        if self._drafts is None or self._offered:
            return True
        try:
            if self.has_typing():
                self._drafts.keep(self._draft_key, self.form.snapshot())
            elif self._drafts.find(self._draft_key) is not None:
                self._drafts.discard(self._draft_key)
        except DeskError as error:
            told = translate("Forms", "What you typed could not be kept as a draft. {reason}")
            self._say_problems(told.format(reason=error), ())
            return False
        return True

    def continue_draft(self) -> None:
        """Type again what was kept."""
        draft = self._drafts.find(self._draft_key) if self._drafts is not None else None
        self._end_offer()
        if draft is not None:
            self.form.restore(draft.values)

    def start_afresh(self) -> None:
        """Forget what was kept."""
        if self._drafts is not None:
            self._drafts.discard(self._draft_key)
        self._end_offer()

    def focus_first(self) -> None:
        """Put the keyboard where filling in begins."""
        first = self.cancel if self.spec.only_with else self.form.first_control()
        (self.continue_button if self._offered else first).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._keep_timer.isActive():
            self.keep_draft()
        super().hideEvent(event)

    def _make_offer(self) -> QFrame:
        offer = QFrame()
        theme.mark(offer, role="banner", tone="info")
        self._offer_text = label("")
        self._offer_text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.continue_button = button(translate("Forms", "Continue"), "primary", slot=self.continue_draft)
        self.afresh_button = button(translate("Forms", "Start afresh"), slot=self.start_afresh)
        row = QHBoxLayout(offer)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._offer_text, 1)
        for one in (self.continue_button, self.afresh_button):
            one.setAutoDefault(False)
            row.addWidget(one)
        offer.hide()
        return offer

    def _offer_draft(self) -> None:
        self._clean_snapshot = self.form.snapshot()
        draft = self._drafts.find(self._draft_key) if self._drafts is not None else None
        if draft is None or dict(draft.values) == self._clean_snapshot:
            return
        # Until one is chosen nothing can be typed, or the newer draft would replace the offered one.
        self._offered = True
        told = translate("Forms", "You started this {when} and did not finish.")
        self._offer_text.setText(told.format(when=when_text(draft.saved_at)))
        self.offer.show()
        for one in (self.form, self.primary, self.also):
            one.setEnabled(False)

    def _end_offer(self) -> None:
        self._offered = False
        self.offer.hide()
        for one in (self.form, self.primary, self.also):
            one.setEnabled(True)
        self._follow_verb()
        self.form.first_control().setFocus()

    def _discard_and_leave(self) -> None:
        self.form.mark_clean()
        self.leave()

    def _on_changed(self) -> None:
        if self._drafts is not None and not self._offered and not self._keep_timer.isActive() and self.isVisible():
            self._keep_timer.start()
        self._follow_verb()
        self._say_cancel()

    def _follow_verb(self) -> None:
        """Where the verb needs a reason it sleeps until there is one, and says so."""
        key = self.spec.only_with
        if not key or self._offered or self._busy:
            return
        given = bool(str(self.form.blocks[key].editor.value() or "").strip())
        told = (
            "" if given else translate("Forms", "First write: {field}").format(field=self.form.blocks[key].field.name)
        )
        self.primary.setEnabled(given)
        self.primary.setToolTip(told or self._verb_keys)
        self.primary.setAccessibleDescription(told)

    def _say_cancel(self) -> None:
        kept = self._drafts is not None and not self._offered and self.has_typing()
        usual = self.spec.cancel or translate("Forms", "Cancel")
        text = translate("Forms", "Keep draft and close") if kept else usual
        if text != self.cancel.text():
            self.cancel.setText(text)

    def _set_busy(self, busy: bool) -> None:
        if busy == self._busy:
            return
        self._busy = busy
        if busy:
            focused = QApplication.focusWidget()
            self._focus_before = focused if focused is not None and self.isAncestorOf(focused) else None
        for one in (self.form, self.primary, self.also, self.cancel, self.discard):
            one.setEnabled(not busy)
        self._follow_verb()
        self.progress.setVisible(busy)
        if not busy and self._focus_before is not None:
            self._focus_before.setFocus()

    def _say_problems(self, told: str, problems: Sequence[Problem]) -> None:
        lines = [told, *(f"•  {problem.text}" for problem in problems)]
        text = "\n".join(line for line in lines if line)
        self.banner.setVisible(bool(text))
        if text:
            self.banner.set_text(text, "late")
