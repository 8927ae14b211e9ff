"""What every service that writes the plan of an import asks of it first."""

from __future__ import annotations

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import translate
from coachdesk.importers.plan import ImportPlan

SHOWN = 20  # rows with problems named in a refusal; the plan has them all


def check_plan(plan: ImportPlan, good_rows_only: bool, cannot: str, changed: str) -> None:
    """Refuse a plan with obstacles (saying `cannot`), with bad rows unless they may be left out, and one made from a
    desk that is another by now (saying `changed`, "" while it is the same)."""
    kept = translate("Import", "Nothing was imported; the desk is as it was.")
    if plan.obstacles:
        raise Refused(cannot, [Problem("", text) for text in plan.obstacles], kept=kept)
    if plan.bad and not good_rows_only:
        text = translate("Import", "Row {row}: {reasons}")
        problems = [
            Problem(f"row {row.row}", text.format(row=row.row, reasons=row.reasons)) for row in plan.bad[:SHOWN]
        ]
        if len(plan.bad) > SHOWN:
            more = translate("Import", "and {count} more rows").format(count=len(plan.bad) - SHOWN)
            problems.append(Problem("", more))
        said = translate("Import", "{count} rows have problems.") if len(plan.bad) > 1 else ""
        raise Refused(
            said.format(count=len(plan.bad)) or translate("Import", "One row has a problem."),
            problems,
            to_do=translate("Import", "Correct them and read the file again, or import only the good rows."),
            kept=kept,
        )
    if changed:
        raise Refused(
            changed,
            to_do=translate("Import", "Look at the preview again; it is made anew from the desk as it is now."),
            kept=kept,
        )
