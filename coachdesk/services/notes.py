"""Use cases about a coach's private notes on a cycle: only their author reads and changes them, unless shared.

A note is no part of the cycle's record: it stands apart, also beside a closed cycle, and never in an export.
"""

from __future__ import annotations

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.cycles import CoachNote, Cycle
from coachdesk.services.checks import Problems, clean
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("note.write", QT_TRANSLATE_NOOP("Do", "Write a private note"))
def write_note(change: Change, cycle_id: int, text: str, *, shared: bool = False) -> int:
    """Write a note on a cycle, private to whoever writes it unless shared. Gives its id."""
    change.get(Cycle, cycle_id)
    note = CoachNote(
        cycle_id=cycle_id, text=_text(text), shared=shared, written_at=change.now, written_by=change.profile_id
    )
    return change.add(note).id


@use_case("note.edit", QT_TRANSLATE_NOOP("Do", "Edit a private note"))
def edit_note(change: Change, note_id: int, text: str) -> None:
    """Change one's own note."""
    _own(change, note_id).text = _text(text)


@use_case("note.share", QT_TRANSLATE_NOOP("Do", "Share or keep a private note"))
def share_note(change: Change, note_id: int, shared: bool) -> None:
    """Let everybody who uses the desk read one's own note, or keep it to oneself again."""
    _own(change, note_id).shared = shared


@use_case("note.remove", QT_TRANSLATE_NOOP("Do", "Remove a private note"))
def remove_note(change: Change, note_id: int) -> None:
    """Remove one's own note."""
    change.session.delete(_own(change, note_id))


def _own(change: Change, note_id: int) -> CoachNote:
    note = change.get(CoachNote, note_id)
    if note.written_by != change.profile_id:
        raise Refused(
            translate("Notes", "This note is somebody else's."),
            kept=translate("Notes", "Nothing was changed."),
            to_do=translate("Notes", "Ask its author."),
        )
    return note


def _text(text: str) -> str:
    cleaned = clean(text)
    problems = Problems()
    problems.need("text", cleaned, translate("Notes", "The note"))
    problems.refuse(translate("Notes", "The note was not saved."))
    return cleaned
