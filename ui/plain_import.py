"""Loads Qt for Python without the import function it puts in the place of Python's own.

That function reads the source text of every module that is imported afterwards, to see whether it might use
`from __feature__ import ...`. We do not; it costs a tenth of a second at every start and keeps 8 MB of text in memory.
"""

from __future__ import annotations

import builtins
import importlib


def load_qt() -> None:
    """Import Qt's core, then let Python import by itself again."""
    own = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = own
