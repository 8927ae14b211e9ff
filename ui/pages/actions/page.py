"""The Actions page: corrective actions to complete and verify, and the sustain checks of closed cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from coachdesk.i18n import translate
from ui.context import Place
from ui.pages.actions.list import ActionsList
from ui.pages.actions.sustain import SustainList
from ui.pages.parts import Part, PartedPage


class ActionsPage(PartedPage):
    """Corrective actions, sustain checks."""

    key = "actions"
    families = frozenset(
        {
            "corrective_action", "action_item", "action_signal", "evidence", "signal", "staff", "team", "standard",
            "cycle", "sustain_check", "setting",
        }
    )  # fmt: skip

    def make_parts(self) -> Sequence[Part]:
        return (
            Part("actions", translate("Actions", "Corrective actions"), lambda: ActionsList(self.context, self.stack)),
            Part("sustain", translate("Actions", "Sustain checks"), lambda: SustainList(self.context, self.stack)),
        )

    @property
    def corrective(self) -> ActionsList:
        """The list of corrective actions, made now if need be."""
        return cast(ActionsList, self.view("actions"))

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        if extra and "part" not in extra:
            extra["part"] = "actions"
        super().activate(Place(place.page, place.record_id, extra or None))

    def new_label(self) -> str:
        return translate("Actions", "New corrective action")

    def new_record(self) -> None:
        self.show_part("actions")
        self.corrective.new_record()
