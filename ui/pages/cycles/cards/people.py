"""Coachees with sessions, live use, confidence and outcome; below them all that happened and is planned."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import CoacheeRow
from coachdesk.rules.figures import compare_rubric
from coachdesk.settings import Settings
from ui.context import Context
from ui.pages.cycles import words
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.pages.cycles.grid import CardGrid
from ui.pages.cycles.record_views import agreement_lines
from ui.widgets import Pill, Timeline, button, label


class PeopleCard(CycleCard):
    """Who is coached and what happened, newest first."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Coachees and sessions"))
        titles = [
            translate("Cycles", "Coachee"),
            translate("Cycles", "Sessions"),
            translate("Cycles", "Live use"),
            translate("Cycles", "Confidence"),
            translate("Cycles", "Outcome"),
        ]
        self.coachees = CardGrid(titles)
        self.nobody, self.nothing = label("", "muted"), label("", "muted")
        self.confidence = label("", "muted")
        self.agreement = label("", "muted")
        self.timeline = Timeline()
        self.timeline.opened.connect(doings.open_entry)
        self.add(self.coachees)
        self.add(self.nobody)
        self.add(self.confidence)
        self.body.addSpacing(8)
        self.add(self.nothing)
        self.add(self.timeline)
        self.add(self.agreement)

    def fill(self, cycle: CycleDetail, settings: Settings) -> None:
        """Show the people of this cycle."""
        rows: list[list[str | QWidget]] = []
        for one in cycle.coachees:
            sessions, live = words.coachee_line(cycle, one.staff_id, settings)
            outcome: str | QWidget = ""
            if one.outcome:
                outcome = Pill(vocabulary.label("outcome", one.outcome), vocabulary.tone("outcome", one.outcome))
                outcome.setToolTip("\n".join(part for part in (one.outcome_note, one.next_step) if part))
            seen = Pill(*live)
            seen.setToolTip(translate("Cycles", "Seen by the validator in live delivery, after the first session (R7)"))
            rows.append([label(one.name, "strong"), sessions, seen, self._confidence(cycle, one), outcome])
        self.coachees.set_rows(rows)
        self.coachees.setVisible(bool(rows))
        self._say(self.nobody, "" if rows else translate("Cycles", "Nobody is named yet (R4)."))
        self._say(self.confidence, self._rated(cycle, settings))
        entries = words.timeline(cycle, self.context.today(), settings, self.context.desk.clock())
        self.timeline.set_entries(entries)
        self.timeline.setVisible(bool(entries))
        waiting = not entries and cycle.phase != "diagnose" and not cycle.over
        self._say(self.nothing, translate("Cycles", "No session is recorded or planned yet.") if waiting else "")
        said = []
        for first, second, agreed in cycle.second_views(settings):
            text = translate("Cycles", "{first} and {second}: {agreed}")
            said.append(text.format(first=first.number, second=second.number, agreed=agreed.words))
            said += agreement_lines(first, second, agreed)
        self._say(self.agreement, "\n".join(said))

    def _confidence(self, cycle: CycleDetail, one: CoacheeRow) -> str | QWidget:
        text = words.confidence_words(one)
        if not self.writable(cycle):
            return text
        name = translate("Cycles", "Rate confidence of {name}: {levels}").format(name=one.name, levels=text)
        made = button(text, "link", slot=lambda: self.doings.act("rate", one.staff_id))
        made.setAccessibleName(name)
        made.setToolTip(words.confidence_told(one))
        return made

    def _rated(self, cycle: CycleDetail, settings: Settings) -> str:
        """What may be said of the supervisor's ratings before and after (R18), and what they stand for."""
        pairs = [
            (one.confidence_before, one.confidence_after)
            for one in cycle.coachees
            if one.confidence_before is not None and one.confidence_after is not None
        ]
        if not pairs:
            return ""
        told = compare_rubric(pairs, settings).sentence
        return translate("Cycles", "Confidence, rated by the supervisor: {told}").format(told=told)

    def _say(self, where: QWidget, text: str) -> None:
        where.setText(text)  # type: ignore[attr-defined]  # the page's own labels
        where.setVisible(bool(text))
