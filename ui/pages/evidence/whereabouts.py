"""Where exports were saved on this computer: remembered by the window, since the desk only keeps their names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from exports.made import FileState

STATES: dict[FileState, tuple[str, str]] = {
    "same": (QT_TRANSLATE_NOOP("Evidence", "as it was made"), "ok"),
    "changed": (QT_TRANSLATE_NOOP("Evidence", "changed since"), "late"),
    "missing": (QT_TRANSLATE_NOOP("Evidence", "not there any more"), "attention"),
    "unreadable": (QT_TRANSLATE_NOOP("Evidence", "cannot be read"), "attention"),
}
"""What a check of the file on disk found: words and tone."""


def state_pill(state: FileState) -> tuple[str, str]:
    """Words and tone for what a check found."""
    text, tone = STATES[state]
    return translate("Evidence", text), tone


class Whereabouts:
    """Remembers the place of each export of one desk, and what the last check of its file found."""

    def __init__(self, local: QSettings, desk_uid: str) -> None:
        self._local = local
        self._root = f"exports/{desk_uid}"
        self.states: dict[str, FileState] = {}  # by hash, for as long as the window is open

    def find(self, export_id: int) -> Path | None:
        """Where it was saved, if this computer knows."""
        value = self._local.value(f"{self._root}/{export_id}")
        return Path(str(value)) if value else None

    def remember(self, export_id: int, path: Path) -> None:
        """It is there."""
        self._local.setValue(f"{self._root}/{export_id}", str(path))


def suggested_name(kind: str, day: str) -> str:
    """ "Evidence pack 2026-11-17.pdf" """
    if kind == "pack":
        return translate("Evidence", "Evidence pack {day}.pdf").format(day=day)
    return translate("Evidence", "Tracker {day}.xlsx").format(day=day)


def patterns(kind: str) -> str:
    """What the save dialog offers."""
    return translate("Evidence", "PDF files (*.pdf)") if kind == "pack" else translate("Evidence", "Workbooks (*.xlsx)")


def with_ending(path: Path, kind: str) -> Path:
    """The file with the ending its kind has."""
    ending = ".pdf" if kind == "pack" else ".xlsx"
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def kind_words(kind: str) -> str:
    """ "Excel tracker" """
    return vocabulary.label("export_kind", kind)


def open_outside(path: Path) -> None:
    """Open a file or folder with the person's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
