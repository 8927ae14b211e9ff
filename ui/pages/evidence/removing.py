"""Taking an evidence file out of the desk again: the form that asks why, for cycles and corrective actions (R22)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.evidence import EvidenceDetail
from coachdesk.services import evidence
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec


def remove_evidence(
    context: Context, item: EvidenceDetail, people: Sequence[str], parent: QWidget | None
) -> FormDialog:
    """Ask why. people: those the record is about, who may be named in the reason.

    No undo brings the bytes back (nothing of a removed file may stay in the desk), so keeping it is the primary button.
    """
    spec = FormSpec(
        translate("Evidence", "Remove {number}?").format(number=item.number),
        translate("Evidence", "Remove evidence"),
        (
            Field("reason", translate("Evidence", "Why it is removed"), "long_text", required=True, lines=2,
                  placeholder=translate("Evidence", "Added by mistake, or it names a participant"),
                  help=translate("Evidence", "The trail keeps this for good: name nobody here.")),
        ),
        translate("Evidence", "“{title}” leaves the desk for good. The trail keeps that it was there, by whom it was "
                  "removed, and why; backups made before still hold it.").format(title=item.title),
        cancel=translate("Evidence", "Keep it"),
        people=people,
        only_with="reason",
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"evidence.remove.{item.id}", context.today, None, parent)
    dialog.save_with(context.operations, evidence.remove_evidence, lambda found: {"evidence_id": item.id, **found})
    return dialog
