"""The latest of what was done to a record, as lines of its page or panel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coachdesk.queries.trail import HistoryRow
from coachdesk.rules.wording import moment_words
from ui.widgets import Entry

LATEST = 6  # lines; the Trail page has all of them


def history_entries(history: Iterable[HistoryRow], today: date) -> list[Entry]:
    """When, what, by whom."""
    return [Entry(moment_words(one.at.astimezone(), today), one.label, one.who) for one in history]
