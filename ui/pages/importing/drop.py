"""Files dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"})


def dropped_table(data: QMimeData) -> Path | None:
    """The one file that was dropped, if it may be a table; what it really is the reader finds out and says."""
    urls = data.urls() if data.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.casefold() in ENDINGS else None
