"""How signals and drift proposals read in the window. No widgets."""

from __future__ import annotations

from datetime import date

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.drift import DriftRow, ProposedSignal
from coachdesk.queries.drift_answers import InHand
from coachdesk.queries.signals import SignalDetail
from coachdesk.rules.drift import DriftRule
from coachdesk.rules.wording import day_words
from ui.widgets import Entry

RULE_TONES: dict[DriftRule, str] = {"R2a": "attention", "R2b": "late", "R2c": "attention", "R2d": "attention"}


def rule_title(rule: DriftRule) -> str:
    """What made the proposal, in two or three words."""
    return {
        "R2a": translate("Drift", "Same criterion again"),
        "R2b": translate("Drift", "Major signal"),
        "R2c": translate("Drift", "Several inputs agree"),
        "R2d": translate("Drift", "Audits have shifted"),
    }[rule]


def rule_pill(rule: DriftRule) -> str:
    """ "Same criterion again (R2 a)"."""
    return f"{rule_title(rule)} ({rule[:2]} {rule[2:]})"


def strip_text(total: int, newest: DriftRow) -> str:
    """The line above the list: how many proposals, and the newest one's figures."""
    if total == 1:
        told = translate("Drift", "Drift: {title}. {words}")
    else:
        told = translate("Drift", "{count} drift proposals. The newest: {title}. {words}")
    return told.format(count=total, title=newest.title, words=newest.words)


def drift_state(total: int, held: int = 0) -> str:
    """The sentence under the title of the proposals. held: those that a cycle or action answers already."""
    said = []
    if total == 1:
        said.append(translate("Drift", "1 proposal from the signals so far."))
    elif total:
        said.append(translate("Drift", "{count} proposals from the signals so far.").format(count=total))
    if total:
        said.append(translate("Drift", "Nothing happens until you decide."))
    if held == 1:
        said.append(translate("Drift", "1 is being worked on already."))
    elif held:
        said.append(translate("Drift", "{count} are being worked on already.").format(count=held))
    return " ".join(said)


def held_meaning() -> str:
    """When a proposal counts as being worked on."""
    return translate(
        "Drift",
        "A proposal comes here when a cycle or corrective action on the same matter was opened after its newest signal "
        "or audit. A newer one proposes again.",
    )


def held_entry(one: InHand, row: DriftRow, today: date) -> Entry:
    """A cycle or corrective action on a proposal's matter; a press goes to it."""
    vocabulary_of = "cycle_status" if one.kind == "cycle" else "action_status"
    pill = (vocabulary.label(vocabulary_of, one.status), vocabulary.tone(vocabulary_of, one.status))
    opened = translate("Drift", "opened {day}").format(day=day_words(one.opened_on, today))
    if not one.answers and one.opened_on < row.last_on:
        since = translate("Drift", "before the newest signal") if row.signals else ""
        opened = ", ".join((opened, since or translate("Drift", "before the newest audit")))
    return Entry(one.number, one.title, opened, (pill,), key=f"{one.kind}:{one.id}")


def aside_meaning() -> str:
    """What setting a proposal aside means."""
    return translate(
        "Drift",
        "A proposal that needs no action can be set aside with a reason. It stays away until a signal is added, "
        "and can be brought back here.",
    )


def signal_entry(signal: ProposedSignal, today: date) -> Entry:
    """One signal behind a proposal."""
    text = f"{signal.number} {vocabulary.label('signal_source', signal.source)}"
    if signal.staff:
        text += f", {signal.staff}"
    pills = [(vocabulary.label("severity", signal.severity), vocabulary.tone("severity", signal.severity))]
    if signal.triage != "new":
        pills.append((vocabulary.label("triage", signal.triage), vocabulary.tone("triage", signal.triage)))
    return Entry(
        day_words(signal.occurred_on, today), text, signal.what_happened, tuple(pills), key=f"signal:{signal.id}"
    )


def source_words(signal: SignalDetail) -> str:
    """ "Partner feedback (Family)"."""
    source = vocabulary.label("signal_source", signal.source)
    if not signal.partner_kind:
        return source
    partner = vocabulary.label("partner_kind", signal.partner_kind)
    return translate("Signals", "{source} ({partner})").format(source=source, partner=partner)


def when_words(signal: SignalDetail, today: date) -> str:
    """The day it occurred, and the day it was noticed where that is another."""
    occurred = day_words(signal.occurred_on, today)
    if signal.noticed_on == signal.occurred_on:
        return occurred
    text = translate("Signals", "{occurred}, noticed {noticed}")
    return text.format(occurred=occurred, noticed=day_words(signal.noticed_on, today))
