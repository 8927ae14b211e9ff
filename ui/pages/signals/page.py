"""The Signals page: the signals, the audits they come from, the drift they add up to, and the patterns in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from coachdesk.i18n import translate
from ui.context import Place
from ui.pages.audits.page import AuditsView
from ui.pages.parts import Part, PartedPage
from ui.pages.signals.list import SignalsList
from ui.pages.signals.patterns import PatternsView
from ui.pages.signals.proposals import DriftView


class SignalsPage(PartedPage):
    """Signals, audits, drift, patterns."""

    key = "signals"
    families = frozenset(
        {
            "signal", "cycle_signal", "cycle", "staff", "posting", "team", "standard", "standard_version", "setting",
            "drift_dismissal", "corrective_action", "action_signal", "audit", "audit_record", "judgement", "chart_mark",
        }
    )  # fmt: skip

    def make_parts(self) -> Sequence[Part]:
        return (
            Part("list", translate("Signals", "Signals"), lambda: SignalsList(self.context, self.stack)),
            Part("audits", translate("Signals", "Audits"), lambda: AuditsView(self.context, self.stack)),
            Part("drift", translate("Signals", "Drift"), lambda: DriftView(self.context, self.stack)),
            Part("patterns", translate("Signals", "Patterns"), lambda: PatternsView(self.context, self.stack)),
        )

    @property
    def signals(self) -> SignalsList:
        """The list of signals, made now if need be."""
        return cast(SignalsList, self.view("list"))

    @property
    def drift(self) -> DriftView:
        """The proposals, made now if need be."""
        return cast(DriftView, self.view("drift"))

    @property
    def patterns(self) -> PatternsView:
        """Pareto and trends, made now if need be."""
        return cast(PatternsView, self.view("patterns"))

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        if extra and "part" not in extra:
            extra["part"] = "list"  # a filter or a choice of signals means the list, whatever was looked at last
        super().activate(Place(place.page, place.record_id, extra or None))
