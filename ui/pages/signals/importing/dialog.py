"""The import of signals over the Signals page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.pages.importing.dialog import ImportDialog
from ui.pages.signals.importing.kind import SignalKind


class SignalImportDialog(ImportDialog):
    """Open it with `open()`. Closing it leaves the desk as it is until "Import" was pressed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, SignalKind(), parent)


def open_import(context: Context, window: QWidget, path: Path | None = None) -> SignalImportDialog:
    """Open the import over `window`, with a file that was dropped there if there was one."""
    dialog = SignalImportDialog(context, window)
    dialog.open()
    if path is not None:
        dialog.importer.read(path)
    return dialog
