"""Use cases about drift proposals: set one aside with a reason, and bring it back (R2)."""

from __future__ import annotations

from collections.abc import Collection

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.drift import found_proposals
from coachdesk.records.signals import DriftDismissal
from coachdesk.services.checks import Problems, clean
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("drift.dismiss", QT_TRANSLATE_NOOP("Do", "Set drift aside"))
def dismiss(change: Change, key: str, reason: str, signal_ids: Collection[int] = ()) -> int:
    """Set the proposal with this key aside, for a reason (R2). It stays away until a signal, or an audit, is added.

    signal_ids: which one of several with the same key, by all its signals; () for the newest. Gives the dismissal's id.
    """
    problems, why = Problems(), clean(reason)
    if not why:
        problems.add("reason", translate("Drift", "Say why, so that nobody asks again."), "R2")
    problems.refuse(translate("Drift", "The proposal was not set aside."))
    wanted = set(signal_ids)
    found = [one for one in found_proposals(change.conn, change.today, change.settings) if one.key == key]
    one = next((one for one in found if not wanted or set(one.signal_ids) == wanted), None)
    if one is None:
        raise Refused(
            translate("Drift", "This proposal is no longer there as it was."),
            kept=translate("Drift", "Nothing was set aside."),
            to_do=translate("Drift", "Look at the proposals as they stand now."),
        )
    change.label = translate("Do", "Set drift aside ({rule})").format(rule=f"{one.rule[:2]} {one.rule[2:]}")
    return change.add(
        DriftDismissal(
            key=one.key,
            rule=one.rule,
            words=one.words,
            signal_ids=list(one.signal_ids),
            last_on=one.last_on,
            reason=why,
            dismissed_at=change.now,
            dismissed_by=change.profile_id,
        )
    ).id


@use_case("drift.bring_back", QT_TRANSLATE_NOOP("Do", "Bring drift back"))
def bring_back(change: Change, dismissal_id: int) -> None:
    """Take a dismissal back: what it kept away is proposed again. The trail keeps that it was set aside, and why."""
    change.session.delete(change.get(DriftDismissal, dismissal_id))
    change.label = translate("Do", "Bring drift back")
