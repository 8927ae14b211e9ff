"""What was done, in words, for every service: said for a moment after it, where its label is the verb for undo.

"Record session N-0014" is what Undo and the trail name; "Session recorded" is what the person reads when it is saved.
"""

from __future__ import annotations

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate

DONE = {
    "agency.coordinator": QT_TRANSLATE_NOOP("Done", "Accountable coordinator named"),
    "agency.edit": QT_TRANSLATE_NOOP("Done", "Agency changed"),
    "cycle.add_signals": QT_TRANSLATE_NOOP("Done", "Signals added to the cycle"),
    "cycle.advance": QT_TRANSLATE_NOOP("Done", "Cycle is in its next phase"),
    "cycle.amend": QT_TRANSLATE_NOOP("Done", "Amendment added"),
    "cycle.amend_rule": QT_TRANSLATE_NOOP("Done", "Success rule amended"),
    "cycle.back_to_coach": QT_TRANSLATE_NOOP("Done", "Cycle is back in Coach"),
    "cycle.cancel": QT_TRANSLATE_NOOP("Done", "Cycle cancelled"),
    "cycle.close": QT_TRANSLATE_NOOP("Done", "Cycle closed"),
    "cycle.confidence": QT_TRANSLATE_NOOP("Done", "Confidence rated"),
    "cycle.edit": QT_TRANSLATE_NOOP("Done", "Cycle saved"),
    "cycle.escalate": QT_TRANSLATE_NOOP("Done", "Cycle escalated"),
    "cycle.open": QT_TRANSLATE_NOOP("Done", "Cycle opened"),
    "cycle.pause": QT_TRANSLATE_NOOP("Done", "Cycle paused, its clocks are stopped"),
    "cycle.reopen": QT_TRANSLATE_NOOP("Done", "Cycle reopened"),
    "cycle.resume": QT_TRANSLATE_NOOP("Done", "Cycle resumed"),
    "drift.bring_back": QT_TRANSLATE_NOOP("Done", "Proposal is back"),
    "drift.dismiss": QT_TRANSLATE_NOOP("Done", "Proposal dismissed; the reason is kept"),
    "evidence.add": QT_TRANSLATE_NOOP("Done", "Evidence added"),
    "export.note": QT_TRANSLATE_NOOP("Done", "File made"),
    "holiday.add": QT_TRANSLATE_NOOP("Done", "Day added"),
    "holiday.remove": QT_TRANSLATE_NOOP("Done", "Day removed"),
    "library.import": QT_TRANSLATE_NOOP("Done", "Starter standards added as drafts"),
    "measure.record": QT_TRANSLATE_NOOP("Done", "Measure recorded"),
    "measure.remove": QT_TRANSLATE_NOOP("Done", "Measure removed"),
    "observation.record": QT_TRANSLATE_NOOP("Done", "Observation recorded"),
    "place.add": QT_TRANSLATE_NOOP("Done", "Added to the list"),
    "place.edit": QT_TRANSLATE_NOOP("Done", "Change saved"),
    "profile.add": QT_TRANSLATE_NOOP("Done", "Person added"),
    "profile.edit": QT_TRANSLATE_NOOP("Done", "Person changed"),
    "roster.import": QT_TRANSLATE_NOOP("Done", "Roster imported"),
    "scenario.review": QT_TRANSLATE_NOOP("Done", "Scenario reviewed"),
    "scenario.submit": QT_TRANSLATE_NOOP("Done", "Scenario recorded"),
    "session.acknowledge": QT_TRANSLATE_NOOP("Done", "Acknowledgement recorded"),
    "session.feedback": QT_TRANSLATE_NOOP("Done", "Feedback recorded"),
    "session.hold": QT_TRANSLATE_NOOP("Done", "Session recorded as held"),
    "session.move": QT_TRANSLATE_NOOP("Done", "Session moved"),
    "session.not_held": QT_TRANSLATE_NOOP("Done", "Session marked as not held"),
    "session.plan": QT_TRANSLATE_NOOP("Done", "Session planned"),
    "session.record": QT_TRANSLATE_NOOP("Done", "Session recorded"),
    "settings.change": QT_TRANSLATE_NOOP("Done", "Limit changed; it counts from now on"),
    "signal.edit": QT_TRANSLATE_NOOP("Done", "Signal saved"),
    "signal.log": QT_TRANSLATE_NOOP("Done", "Signal noted"),
    "signal.triage": QT_TRANSLATE_NOOP("Done", "Decision saved"),
    "signal.triage_several": QT_TRANSLATE_NOOP("Done", "Decisions saved"),
    "staff.add": QT_TRANSLATE_NOOP("Done", "Staff member added"),
    "staff.edit": QT_TRANSLATE_NOOP("Done", "Staff member saved"),
    "staff.leave": QT_TRANSLATE_NOOP("Done", "Last day recorded; the records stay"),
    "staff.move": QT_TRANSLATE_NOOP("Done", "Staff member moved"),
    "staff.return": QT_TRANSLATE_NOOP("Done", "Staff member is back"),
    "standard.create": QT_TRANSLATE_NOOP("Done", "Standard added as a draft"),
    "standard.drop_draft": QT_TRANSLATE_NOOP("Done", "Draft deleted"),
    "standard.edit": QT_TRANSLATE_NOOP("Done", "Draft saved"),
    "standard.publish": QT_TRANSLATE_NOOP("Done", "Standard published"),
    "standard.require": QT_TRANSLATE_NOOP("Done", "Roles saved"),
    "standard.retire": QT_TRANSLATE_NOOP("Done", "Standard retired"),
    "standard.revise": QT_TRANSLATE_NOOP("Done", "New version begun as a draft"),
    "step.add": QT_TRANSLATE_NOOP("Done", "Action step added"),
    "step.advance": QT_TRANSLATE_NOOP("Done", "Action step moved on"),
    "sustain.record": QT_TRANSLATE_NOOP("Done", "Sustain check recorded"),
}
"""By the action of the service, as in USE_CASES."""


def done_words(action: str, label: str) -> str:
    """What to say after `action`; its label where nobody declared better words."""
    found = DONE.get(action)
    return translate("Done", found) if found else label
