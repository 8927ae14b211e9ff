"""How standards read in the window: header lines, versions, and two texts set side by side word by word. No widgets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date, datetime
from difflib import SequenceMatcher

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.standards import Requirement, StandardDetail, VersionDetail, VersionHead
from coachdesk.rules.wording import day_words
from ui.widgets import Entry

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


def day_of(moment: datetime) -> date:
    """The day of a stored moment on this computer's clock."""
    return moment.astimezone().date()


def version_name(number: int) -> str:
    """ "Version 2"."""
    return translate("Standards", "Version {number}").format(number=number)


def header_line(standard: StandardDetail) -> str:
    """ "Health and welfare · version 2 in force since Nov 3, 2026 · required of 3 roles · 2 open cycles"."""
    parts = [standard.area]
    current = standard.current
    if current is None:
        parts.append(translate("Standards", "no version in force"))
    elif current.effective_on is not None:
        text = translate("Standards", "version {number} in force since {day}")
        parts.append(text.format(number=current.number, day=day_words(current.effective_on)))
    parts.append(counted(len(standard.required_of), *_ROLES()))
    if standard.open_cycles:
        parts.append(
            counted(
                standard.open_cycles,
                translate("Standards", "1 open cycle"),
                translate("Standards", "{count} open cycles"),
            )
        )
    return " · ".join(part for part in parts if part)


def _ROLES() -> tuple[str, str]:
    return translate("Standards", "required of 1 role"), translate("Standards", "required of {count} roles")


def counted(count: int, one: str, many: str) -> str:
    """The words for one or for many, "" for none."""
    return "" if not count else one if count == 1 else many.format(count=count)


def content_words(version: VersionDetail) -> str:
    """ "4 criteria, 5 prompt card lines"."""
    criteria = counted(
        len(version.criteria), translate("Standards", "1 criterion"), translate("Standards", "{count} criteria")
    )
    prompts = counted(
        len(version.prompts),
        translate("Standards", "1 prompt card line"),
        translate("Standards", "{count} prompt card lines"),
    )
    return ", ".join(part for part in (criteria, prompts) if part)


def version_entry(head: VersionHead, shown: bool, today: date) -> Entry:
    """A version in the list of versions; the one shown has a full dot."""
    days = []
    if head.effective_on is not None and head.status != "draft":
        days.append(translate("Standards", "effective {day}").format(day=day_words(head.effective_on, today)))
    if head.retired_at is not None:
        days.append(translate("Standards", "retired {day}").format(day=day_words(day_of(head.retired_at), today)))
    pill = (vocabulary.label("version_status", head.status), vocabulary.tone("version_status", head.status))
    sub = " · ".join(days)
    return Entry(version_name(head.number), "", sub, (pill,), planned=not shown, key=str(head.id))


def requirement_words(one: Requirement) -> str:
    """ "every 12 months"."""
    if one.months == 1:
        return translate("Standards", "every month")
    return translate("Standards", "every {count} months").format(count=one.months)


def state_note(version: VersionDetail, standard: StandardDetail, today: date) -> tuple[str, str]:
    """What to know when the version shown is not the one in force: (text, tone), ("", "") when it is."""
    if version.status == "published":
        return "", ""
    if version.status == "draft":
        if standard.current is None:
            return translate("Standards", "A draft: nobody works by it until it is published."), "info"
        text = translate("Standards", "A draft: version {number} stays in force until this one is published.")
        return text.format(number=standard.current.number), "info"
    text = translate("Standards", "Version {number} was retired {day}. Cycles that began under it go on with it.")
    day = day_words(day_of(version.retired_at), today) if version.retired_at is not None else ""
    return text.format(number=version.number, day=day), "attention"


def marked(before: str, after: str) -> tuple[str, str]:
    """Both texts as rich text: words that went struck through, words that came underlined and bold."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    left, right = [], []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = _text(old[start:end]), _text(new[first:last])
        left.append(went if kind == "equal" or not went else f"<s>{went}</s>")
        right.append(came if kind == "equal" or not came else f"<b><u>{came}</u></b>")
    return "".join(left), "".join(right)


def _text(pieces: Iterable[str]) -> str:
    return html.escape("".join(pieces)).replace("\n", "<br>")
