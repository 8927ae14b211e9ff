"""Records that stand beside each other, shown on either side (R20): a line to press, and how the other one stands."""

from __future__ import annotations

from datetime import date

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.beside import ActionBeside, CycleBeside
from coachdesk.rules.moves import OPEN
from coachdesk.rules.wording import day_words
from ui.context import Context, Place
from ui.widgets import Entry

PAGES = {"action": "actions", "cycle": "cycles", "signal": "signals"}


def action_entry(one: ActionBeside, today: date) -> Entry:
    """A corrective action: number, title, state, owner and due day; `open_entry` goes to it."""
    pill = (vocabulary.label("action_status", one.status), vocabulary.tone("action_status", one.status))
    if one.late:
        pill = (translate("Actions", "Late"), "late")
    parts = [translate("Actions", "owner {name}").format(name=one.owner), _stands(one, today)]
    if not one.named:
        parts.append(translate("Actions", "answers the same signals"))
    return Entry(
        one.number,
        one.title,
        " · ".join(part for part in parts if part),
        (pill,),
        _tone(pill[1]),
        key=f"action:{one.id}",
    )


def _stands(one: ActionBeside, today: date) -> str:
    if one.status == "verified" and one.verified_on is not None:
        return translate("Actions", "verified {day}").format(day=day_words(one.verified_on, today))
    if one.status == "done" and one.done_on is not None:
        return translate("Actions", "done {day}").format(day=day_words(one.done_on, today))
    if one.status != "open":
        return ""
    text = translate("Actions", "was due {day}") if one.late else translate("Actions", "due {day}")
    return text.format(day=day_words(one.due_on, today))


def cycle_entry(one: CycleBeside, today: date) -> Entry:
    """A coaching cycle: number, title, state and when its phase is due; `open_entry` goes to it."""
    pill = (vocabulary.label("cycle_status", one.status), vocabulary.tone("cycle_status", one.status))
    parts = []
    if one.status in OPEN:
        text = translate("Cycles", "phase was due {day}") if one.late else translate("Cycles", "phase due {day}")
        parts.append(text.format(day=day_words(one.due_on, today)))
    if not one.named:
        parts.append(translate("Cycles", "opened from the same signals"))
    title = one.title or translate("Cycles", "No standard chosen yet")
    return Entry(one.number, title, " · ".join(parts), (pill,), _tone(pill[1]), key=f"cycle:{one.id}")


def _tone(tone: str) -> str:
    """The dot is quiet unless the other asks for something, or is done."""
    return tone if tone in ("late", "attention", "ok") else "accent"


def open_entry(context: Context, key: str) -> None:
    """Go to the record behind "family:id"."""
    family, _, number = key.partition(":")
    context.navigate(Place(PAGES[family], int(number)))
