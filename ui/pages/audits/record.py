"""An audit's own page: the records to judge by keyboard, what they show so far, how they were drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail
from coachdesk.services import audits
from coachdesk.settings import Settings
from ui.context import Context
from ui.keep_focus import keeps_focus
from ui.pages.audits import words
from ui.pages.audits.grid import JudgingGrid
from ui.pages.audits.judgements import Results
from ui.pages.audits.moves import AuditMoves
from ui.pages.audits.panel import Shown, read_audit
from ui.pages.record_page import RecordPage
from ui.widgets import Banner, Card, Columns, FlowLayout, KeyValues, SegmentedButtons, button, label, stacked

AROUND_GRID = 330  # pixels of header, turn, criterion and keys, which stay in sight with the grid


class AuditRecordPage(RecordPage):
    """Everything about one audit. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__(context, back)
        self.audit: AuditDetail | None = None
        self._audit_id = 0
        self.settings: Settings | None = None
        self.moves = AuditMoves(context, self)
        self._waiting: dict[
            tuple[int, int, int], str
        ] = {}  # (turn, record, criterion): typed while a save is on its way
        self._saving = False
        self._build()

    def show_audit(self, audit_id: int) -> None:
        """Show this audit; the grid keeps its place when it shows it already."""
        if audit_id != self._audit_id:
            self.turn.choose("1")
        self._audit_id = audit_id
        self.context.operations.read(
            read_audit, audit_id, self.context.today(), done=self._fill, owner=self, latest="audit.record"
        )

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read the audit again."""
        if self._audit_id:
            self.show_audit(self._audit_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.set_room(self.height() - AROUND_GRID)

    # The page ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.signals = button(translate("Audits", "Note signals…"), slot=lambda: self.moves.do("signals"))
        self.measure = button(translate("Audits", "Use as measure…"), slot=lambda: self.moves.do("measure"))
        self.finish = button(translate("Audits", "Finish audit"), "primary", slot=lambda: self.moves.do("finish"))
        for one in (self.measure, self.signals, self.finish):
            self.header.add_button(one)
        self.unnamed = Banner(
            translate("Audits", "Name who judges these records again, without seeing the first judgements."),
            "info",
            translate("Audits", "Name them…"),
            closable=False,
        )
        self.unnamed.acted.connect(lambda: self.moves.do("edit"))
        self.alone = Banner("", "info", closable=False)
        self.turn = SegmentedButtons(
            [("1", translate("Audits", "First judgement")), ("2", translate("Audits", "Second judgement"))],
            translate("Audits", "Which judgement"),
        )
        self.turn.chosen.connect(lambda _turn: self._show_turn())
        self.grid = JudgingGrid(self._judged)
        self.grid.described.connect(self._describe)
        self.grid.moved.connect(self._say_cell)
        self.cell = label("", selectable=True)
        self.keys = self._build_keys()
        self.work = Card()
        for part in (self.turn, self.grid, self.cell, self.keys):
            self.work.add(part)
        self.results_card = Card(translate("Audits", "What it shows"))
        self.whole = self.results_card.add_text("")
        self.results = KeyValues()
        self.results_card.add(self.results)
        self.agreement_card = Card(translate("Audits", "Judged twice"))
        self.agreement = self.agreement_card.add_text("")
        self.draw_card = Card(translate("Audits", "How the records were drawn"))
        self.draw = KeyValues()
        self.draw_card.add(self.draw)
        self.draw_card.add_action(button(translate("Audits", "Copy"), "link", slot=lambda: self.moves.do("copy")))
        self.follow_card = Card(translate("Audits", "What followed"))
        self.follow = self.follow_card.add_text("")
        left, right = stacked(self.results_card, self.agreement_card), stacked(self.draw_card, self.follow_card)
        columns = Columns([(left, 1, 320), (right, 1, 320)])
        for widget in (self.unnamed, self.alone, self.work, columns):
            self.frame.add(widget)
        self.frame.add_stretch()

    def _build_keys(self) -> QWidget:
        """The judgements as buttons too, each with its key, for those who use the mouse."""
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=6)
        for result, key in (("met", "M"), ("not_met", "N"), ("not_applicable", "A")):
            text = translate("Audits", "{judgement} ({key})")
            made = button(
                text.format(judgement=vocabulary.label("judgement", result), key=key),
                slot=partial(self._press, result),
            )
            row.addWidget(made)
        row.addWidget(button(translate("Audits", "Take back (Del)"), "quiet", slot=partial(self._press, "")))
        row.addWidget(button(translate("Audits", "Who wrote it… (F2)"), "quiet", slot=self._describe_current))
        return holder

    @keeps_focus
    def _fill(self, shown: Shown) -> None:
        audit, self.settings = shown
        back = (translate("Audits", "Audits"), self._back)
        self.moves.audit = self.audit = audit
        if audit is None:
            self.header.set_breadcrumb([back])
            self.header.set_title(translate("Audits", "This audit is no longer there."))
            return
        self.header.set_breadcrumb([back, (audit.number, lambda: None)])
        self.header.set_title(words.title(audit))
        self.header.set_state(words.state(audit))
        self.header.set_pill(
            vocabulary.label("audit_status", audit.status), vocabulary.tone("audit_status", audit.status)
        )
        self.finish.setVisible(self.moves.may("finish"))
        self.finish.setEnabled(not audit.waiting and not audit.waiting_twice)
        self.signals.setVisible(self.moves.may("signals"))
        self.measure.setVisible(self.moves.may("measure"))
        self._offer(self.moves.menu(), self.moves.do)
        self.turn.setVisible(any(one.twice for one in audit.records))
        self.grid.editable = audit.status == "judging" and not self.context.read_only
        self._show_turn()
        self._say_results(audit)
        self._say_follow(audit)

    def _show_turn(self) -> None:
        """The judgements of the turn chosen; the first ones are hidden from whoever judges a second time."""
        audit = self.audit
        if audit is None:
            return
        turn = int(self.turn.choice())
        second = turn == 2
        unnamed = second and audit.second_assessor_id is None and audit.status == "judging"
        self.unnamed.setVisible(unnamed and not self.context.read_only)
        self.alone.setVisible(second and bool(audit.waiting_twice) and audit.status == "judging")
        text = translate("Audits", "For {name}, alone: the first judgements stay hidden until these are made.")
        self.alone.set_text(text.format(name=audit.second_assessor), "info")
        self.grid.setEnabled(not unnamed)
        self.keys.setVisible(self.grid.editable and not unnamed)
        self.grid.judged.show_audit(audit, turn)
        # What the first judgements show would give them away.
        hidden = second and audit.status == "judging" and (unnamed or bool(audit.waiting_twice))
        self.results_card.setVisible(not hidden)
        self.follow_card.setVisible(bool(self.follow.text()) and not hidden)
        self._say_cell()

    def _say_results(self, audit: AuditDetail) -> None:
        if self.settings is None:
            return
        self.whole.setText(audit.figures.words)
        self.results.set_rows(
            [
                (
                    translate("Audits", "Criterion {code}").format(code=one.code),
                    words.criterion_result(audit.figures.criteria[one.id], self.settings),
                )
                for one in audit.criteria
            ]
        )
        said = [*words.judged_by_two(audit, self.settings)]
        said += [words.disagreement(one.code, one.criterion, one.first, one.second) for one in audit.disagreed]
        self.agreement.setText("\n".join(said))
        self.agreement_card.setVisible(bool(said))
        self.draw.set_rows(list(words.draw_rows(audit)))

    def _say_follow(self, audit: AuditDetail) -> None:
        said = []
        for use in audit.uses:
            text = translate("Audits", "{stage} of {cycle}")
            said.append(text.format(stage=vocabulary.label("measure_stage", use.stage), cycle=use.cycle))
        numbers = [number for record in audit.records for _, number, _ in record.signals]
        if numbers:
            said.append(translate("Audits", "Signals: {numbers}").format(numbers=", ".join(numbers)))
        if audit.status == "done" and audit.unmet:
            text = translate("Audits", "{count} findings are not noted as signals yet.")
            said.append(text.format(count=len(audit.unmet)))
        if audit.status_reason:
            said.append(translate("Audits", "Given up: {reason}").format(reason=audit.status_reason))
        self.follow.setText("\n".join(said))
        self.follow_card.setVisible(bool(said))

    def _say_cell(self) -> None:
        """The criterion in hand in full, and the record it is judged in."""
        audit, index = self.audit, self.grid.currentIndex()
        model = self.grid.judged
        if audit is None or not index.isValid() or index.row() >= len(model.records):
            self.cell.setText("")
            return
        record = model.records[index.row()]
        place = translate("Audits", "Record {place} of {all}: {code}").format(
            place=index.row() + 1, all=len(model.records), code=record.code
        )
        if record.is_trigger:
            place += " · " + translate("Audits", "opened the cycle")
        if model.is_criterion(index.column()):
            one = audit.criteria[index.column() - 1]
            text = translate("Audits", "Criterion {code}: {text}").format(code=one.code, text=one.text)
            if one.critical:
                text += " " + translate("Audits", "(critical)")
            place = f"{place}\n{text}"
        self.cell.setText(place)

    # Judging ----------------------------------------------------------------------------------------------------------

    def focus_grid(self) -> None:
        """Put the keyboard where judging goes on."""
        self.grid.setFocus()

    def _press(self, result: str) -> None:
        self.grid.judge(result)
        self.grid.setFocus()

    def _judged(self, results: Results, turn: int) -> None:
        """Something was judged: save it now, or with the next save when one is on its way."""
        for record_id, judged in results.items():
            for criterion_id, result in judged.items():
                self._waiting[turn, record_id, criterion_id] = result
        self._save_next()

    def _save_next(self) -> None:
        if self._saving or not self._waiting:
            return
        turn = next(iter(self._waiting))[0]
        sent = {key[1:]: result for key, result in self._waiting.items() if key[0] == turn}
        self._waiting = {key: result for key, result in self._waiting.items() if key[0] != turn}
        results: Results = {}
        for (record_id, criterion_id), result in sent.items():
            results.setdefault(record_id, {})[criterion_id] = result
        self._saving = True
        self.context.operations.run(
            self,
            audits.judge,
            self._audit_id,
            results,
            turn,
            refused=partial(self._refused, sent),
            done=partial(self._saved, sent),
            ended=self._ended,
            progress=False,
            announce=False,
        )

    def _ended(self) -> None:
        self._saving = False

    def _saved(self, sent: dict[tuple[int, int], str], _changes: Changes[None]) -> None:
        self.context.operations.read(
            read_audit,
            self._audit_id,
            self.context.today(),
            done=partial(self._read_after, sent),
            owner=self,
            latest="audit.saved",
        )
        self._save_next()

    def _read_after(self, sent: dict[tuple[int, int], str], shown: Shown) -> None:
        self._fill(shown)
        self.grid.judged.forget(sent)

    def _refused(self, sent: dict[tuple[int, int], str], error: Refused) -> None:
        self.grid.judged.forget(sent)
        self.context.operations.reporter.trouble(self, error)

    def _describe(self, record_id: int) -> None:
        self.moves.describe(record_id, self.grid.setFocus)

    def _describe_current(self) -> None:
        row = self.grid.currentIndex().row()
        if 0 <= row < len(self.grid.judged.records):
            self._describe(self.grid.judged.records[row].id)
