"""The corrective actions beside a cycle (R3, R20): what is changed in the work itself while people are coached."""

from __future__ import annotations

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.rules.corrective import IN_THE_WORK
from ui.context import Context
from ui.pages.beside import action_entry
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.widgets import Timeline, button


class ActionsCard(CycleCard):
    """Each action with its owner, due day and state; a press opens it. A new one begins with what the cycle says."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Corrective actions"))
        self.new = button(translate("Cycles", "Open one…"), "link", slot=lambda: doings.do("action"))
        self.new.setAccessibleName(translate("Cycles", "Open a corrective action beside this cycle"))
        self.add_action(self.new)
        self.list = Timeline()
        self.list.opened.connect(doings.open_entry)
        self.add(self.list)
        self.none = self.add_text("", "muted")

    def fill(self, cycle: CycleDetail) -> None:
        """Show the actions of this cycle; nothing where there are none and none can be opened."""
        may = not self.context.read_only
        self.setVisible(bool(cycle.actions) or (may and not cycle.over))
        self.new.setVisible(may)
        self.list.setVisible(bool(cycle.actions))
        today = self.context.today()
        self.list.set_entries([action_entry(one, today) for one in cycle.actions])
        self.none.setVisible(not cycle.actions)
        self.none.setText(_why_one(cycle))


def _why_one(cycle: CycleDetail) -> str:
    """When a corrective action is the thing to open, said by what this cycle is like."""
    if cycle.status == "escalated":
        return translate("Cycles", "Coaching is not the answer here. Open one for what has to change instead.")
    if cycle.cause in IN_THE_WORK:
        text = translate("Cycles", "The likely cause is “{cause}”. Coaching alone rarely mends that (R3).")
        return text.format(cause=vocabulary.label("cause", cycle.cause).lower())
    return translate("Cycles", "None. Open one where the work itself has to change too (R3).")
