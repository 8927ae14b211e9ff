"""What the cards of a cycle's page ask for: records opened, forms and questions about one record of the cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import SustainRow
from coachdesk.queries.notes import NoteRow
from coachdesk.services import measures, notes
from coachdesk.settings import Settings
from ui.context import Context, Place
from ui.pages.beside import open_entry
from ui.pages.competence.forms import open_offers
from ui.pages.cycles import closing_forms, looking, paper_forms, record_views
from ui.pages.cycles.moves import CycleMoves
from ui.pages.cycles.options import CycleOptions, with_options
from ui.pages.cycles.words import people_of
from ui.pages.evidence.removing import remove_evidence
from ui.pages.evidence.saving import save_copy


class CycleDoings:
    """Does what is asked of the cycle shown; the page sets `cycle`, `settings` and `notes`."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner
        self.moves = CycleMoves(context, owner)
        self.cycle: CycleDetail | None = None
        self.settings = Settings()
        self.notes: tuple[NoteRow, ...] = ()
        self._acts: dict[str, Callable[[CycleDetail, int], object]] = {
            "rate": self._rate,
            "remove_measure": self._remove_measure,
            "sustain": self._sustain,
            "again": self._again,
            "look": self._look,
            "save": self._save,
            "remove": self._remove_evidence,
            "edit_note": self._edit_note,
            "share_note": lambda _cycle, one: self._run(notes.share_note, one, True),
            "unshare_note": lambda _cycle, one: self._run(notes.share_note, one, False),
            "remove_note": self._remove_note,
        }

    def show(self, cycle: CycleDetail, settings: Settings, found: tuple[NoteRow, ...]) -> None:
        """What is shown from now on."""
        self.cycle, self.settings, self.notes = cycle, settings, found
        self.moves.cycle = cycle

    def do(self, key: str) -> None:
        """Open the form behind this key; what every cycle offers is in `moves`."""
        cycle = self.cycle
        if cycle is None:
            return
        if key == "offers":
            open_offers(self.context, self.owner, cycle.id)
        elif key == "note":
            self._open(paper_forms.note(self.context, cycle, self.owner))
        else:
            self.moves.do(key)

    def mend(self, field: str) -> None:
        """Open what mends a missing gate item, by its field."""
        cycle = self.cycle
        waiting = [one for one in cycle.scenarios if one.reviewed_at is None] if cycle else []
        if cycle is not None and field == "scenarios" and waiting:
            record_views.open_review(self.context, cycle, waiting[0], self.owner)
        else:
            self.moves.mend(field)

    def open_entry(self, key: str) -> None:
        """Show the record behind "family:id"."""
        cycle = self.cycle
        family, _, number = key.partition(":")
        if cycle is None:
            return
        if family in ("cycle", "action"):
            open_entry(self.context, key)
        elif family == "observation":
            seen = next((one for one in cycle.observations if one.id == int(number)), None)
            if seen is not None:
                self._open(record_views.observation_view(self.context, cycle, seen, self.settings, self.owner))
        elif family == "scenario":
            tried = next((one for one in cycle.scenarios if one.id == int(number)), None)
            if tried is not None:
                self._open(record_views.scenario_view(self.context, cycle, tried, self.settings, self.owner))
        else:
            self.moves.open_entry(key)

    def act(self, key: str, record_id: int) -> None:
        """Do something with one record of the cycle."""
        if self.cycle is not None:
            self._acts[key](self.cycle, record_id)

    # How --------------------------------------------------------------------------------------------------------------

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

    def _run(self, service: Callable[..., Any], *args: Any) -> None:
        self.context.operations.run(self.owner, service, *args)

    def _rate(self, cycle: CycleDetail, staff_id: int) -> None:
        coachee = next((one for one in cycle.coachees if one.staff_id == staff_id), None)
        if coachee is not None:
            self._open(paper_forms.rate(self.context, cycle, coachee, self.owner))

    def _remove_measure(self, _cycle: CycleDetail, measure_id: int) -> None:
        text = translate("Cycles", "The trail keeps what it was; the figures are worked out without it.")
        title, accept = translate("Cycles", "Remove this measure?"), translate("Cycles", "Remove measure")
        if self.context.ask.confirm(self.owner, title, text, accept, careful=True):
            self._run(measures.remove_measure, measure_id)

    def _check(self, cycle: CycleDetail, check_id: int) -> SustainRow:
        return next(one for one in cycle.sustain if one.id == check_id)

    def _sustain(self, cycle: CycleDetail, check_id: int) -> None:
        check = self._check(cycle, check_id)

        def show(options: CycleOptions) -> None:
            self._open(closing_forms.sustain_check(self.context, options, cycle, check, self.owner))

        with_options(self.context, self.owner, show, cycle.id)

    def _again(self, cycle: CycleDetail, check_id: int) -> None:
        check = self._check(cycle, check_id)

        def opened(changes: Changes[int]) -> None:
            self.context.navigate(Place("cycles", changes.result))

        def show(options: CycleOptions) -> None:
            self._open(closing_forms.open_again(self.context, options, cycle, check, self.owner, opened))

        with_options(self.context, self.owner, show, cycle.id)

    def _look(self, cycle: CycleDetail, evidence_id: int) -> None:
        item = next((one for one in cycle.evidence if one.id == evidence_id), None)
        if item is not None:
            looking.look(self.context, item, self.owner, lambda: self._save(cycle, evidence_id))

    def _save(self, cycle: CycleDetail, evidence_id: int) -> None:
        item = next((one for one in cycle.evidence if one.id == evidence_id), None)
        if item is not None:
            save_copy(self.context, self.owner, item)

    def _remove_evidence(self, cycle: CycleDetail, evidence_id: int) -> None:
        item = next((one for one in cycle.evidence if one.id == evidence_id), None)
        if item is not None:
            self._open(remove_evidence(self.context, item, people_of(cycle), self.owner))

    def _edit_note(self, cycle: CycleDetail, note_id: int) -> None:
        kept = next((one for one in self.notes if one.id == note_id), None)
        if kept is not None:
            self._open(paper_forms.note(self.context, cycle, self.owner, kept))

    def _remove_note(self, _cycle: CycleDetail, note_id: int) -> None:
        title, accept = translate("Notes", "Remove this note?"), translate("Notes", "Remove note")
        text = translate("Notes", "The trail keeps that there was a note; nobody is shown what it said.")
        if self.context.ask.confirm(self.owner, title, text, accept, careful=True):
            self._run(notes.remove_note, note_id)
