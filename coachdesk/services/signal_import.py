"""The use case that writes an accepted preview of a signal list: all good rows, one transaction, one trail entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.signal_desk import signal_desk
from coachdesk.importers.signals import SignalPlan
from coachdesk.records.people import Posting
from coachdesk.records.signals import Signal
from coachdesk.services.checks import is_late, numbered
from coachdesk.services.import_plans import check_plan
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SignalImportResult:
    """How many signals were noted, were there already, and were left out as bad. signal_ids: the new ones."""

    new: int
    same: int
    left_out: int
    signal_ids: tuple[int, ...]


@use_case("signal.import", QT_TRANSLATE_NOOP("Do", "Import signals"))
def import_signals(change: Change, plan: SignalPlan, *, good_rows_only: bool = False) -> SignalImportResult:
    """Write a plan made by `plan_signals`: each new row a signal, with the team its person was in on that day.

    Refused, with nothing written: a plan with bad rows, unless `good_rows_only`; a file without the needed columns;
    a desk that is no longer what the plan was made from. A plan that adds nothing leaves no trail entry. A signal that
    comes in later than the agency's limit after its day is marked as a late entry (R10).
    """
    _check(change, plan, good_rows_only)
    rows = [row for row in plan.rows if row.verdict == "new"]
    teams = _Teams(change, {row.values["staff_id"] for row in rows if row.values["staff_id"] is not None})
    made = []
    for row in rows:
        values = row.values
        occurred: date = values["occurred_on"]
        made.append(
            {
                "number": numbered(change, "signal"),
                "source": values["source"],
                "partner_kind": values.get("partner_kind") or "",
                "occurred_on": occurred,
                "noticed_on": values.get("noticed_on") or occurred,
                "recorded_at": change.now,
                "recorded_by": change.profile_id,
                "late_entry": is_late(change, occurred),
                "staff_id": values["staff_id"],
                "team_id": teams.on(values["staff_id"], occurred) if values["staff_id"] else values["team_id"],
                "standard_id": values["standard_id"],
                "criterion_code": values["criterion_code"],
                "severity": values["severity"],
                "participant_code": values["participant_code"],
                "what_happened": values["what_happened"],
                "outside_ref": values["outside_ref"],
            }
        )
    ids: list[int] = []
    for start in range(0, len(made), AT_ONCE):
        ids += change.add_many(Signal, "number", made[start : start + AT_ONCE]).values()
        change.report(min(start + AT_ONCE, len(made)), len(made))
    change.label = translate("Do", "Import {count} signals from {file}").format(count=len(made), file=plan.source)
    return SignalImportResult(len(made), plan.counts["same"], plan.counts["bad"], tuple(sorted(ids)))


def _check(change: Change, plan: SignalPlan, good_rows_only: bool) -> None:
    cannot = translate("SignalImport", "The signals cannot be imported.")
    changed = translate("SignalImport", "The desk changed after the preview was made.")
    check_plan(plan, good_rows_only, cannot, changed if signal_desk(change.conn) != plan.desk else "")


class _Teams:
    """Which team people were in on a day; before their first posting, the first one's (as when a signal is noted)."""

    def __init__(self, change: Change, staff_ids: Iterable[int]) -> None:
        self._postings: dict[int, list[tuple[date | None, int | None]]] = defaultdict(list)
        wanted = sorted(staff_ids)
        for start in range(0, len(wanted), AT_ONCE):
            query = (
                sa.select(Posting.staff_id, Posting.ends_on, Posting.team_id)
                .where(Posting.staff_id.in_(wanted[start : start + AT_ONCE]))
                .order_by(Posting.starts_on)
            )
            for staff_id, ends_on, team_id in change.session.execute(query):
                self._postings[staff_id].append((ends_on, team_id))

    def on(self, staff_id: int, day: date) -> int | None:
        """The team's id; None without one."""
        return next((team for ends, team in self._postings[staff_id] if ends is None or ends > day), None)
