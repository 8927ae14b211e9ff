"""How a corrective action reads in the window. No widgets of its own."""

from __future__ import annotations

from datetime import date

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.actions import ActionDetail
from coachdesk.rules.wording import day_words
from ui.widgets import CheckRow


def header_line(action: ActionDetail, today: date) -> str:
    """ "North team · owner Rosa Ortiz · due Dec 9 · standard HD-01"."""
    parts = [action.team, translate("Actions", "owner {name}").format(name=action.owner)]
    parts.append(clock_line(action, today))
    if action.standard:
        code = action.standard.split(" ", 1)[0]
        parts.append(
            translate("Actions", "{code} criterion {criterion}").format(code=code, criterion=action.criterion_code)
            if action.criterion_code
            else code
        )
    return " · ".join(part for part in parts if part)


def clock_line(action: ActionDetail, today: date) -> str:
    """How it stands with its days, for each status."""
    if action.status == "open":
        due = day_words(action.due_on, today)
        if action.late:
            days = (today - action.due_on).days
            if days == 1:
                return translate("Actions", "was due {day}, 1 day late").format(day=due)
            return translate("Actions", "was due {day}, {days} days late").format(day=due, days=days)
        return translate("Actions", "due {day}").format(day=due)
    if action.status == "done" and action.done_on and action.verify_by:
        text = translate("Actions", "done {day}, to be verified by {until}")
        return text.format(day=day_words(action.done_on, today), until=day_words(action.verify_by, today))
    if action.status == "verified" and action.verified_on:
        text = translate("Actions", "verified {day} by {who}")
        return text.format(day=day_words(action.verified_on, today), who=action.verified_by)
    return ""


def status_pill(action: ActionDetail) -> tuple[str, str]:
    """Text and tone of its status; a late one says so."""
    if action.late:
        return translate("Actions", "Late"), "late"
    return vocabulary.label("action_status", action.status), vocabulary.tone("action_status", action.status)


def steps_line(action: ActionDetail) -> str:
    """ "2 of 3 steps done"."""
    done = len(action.items) - action.open_items
    return translate("Actions", "{done} of {total} steps done").format(done=done, total=len(action.items))


def step_rows(action: ActionDetail, today: date, may_tick: bool) -> list[CheckRow]:
    """The steps as a checklist; the key is the step's id."""
    tick, untick = translate("Actions", "Tick"), translate("Actions", "Take off")
    rows = []
    for one in action.items:
        kind = vocabulary.label("action_kind", one.kind)
        if one.done_on is not None:
            kind = translate("Actions", "{kind} · done {day}").format(kind=kind, day=day_words(one.done_on, today))
        link = (untick if one.done_on else tick) if may_tick and action.status == "open" else ""
        rows.append(CheckRow(one.text, one.done_on is not None, kind, link, str(one.id)))
    return rows
