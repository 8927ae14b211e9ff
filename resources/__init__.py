"""Data files that ship with CoachDesk: theme tokens, fonts, icons, texts. Imports nothing of ours.

`path("icons/plus.svg")` gives a readable Traversable; `file_path(...)` a real file for libraries that insist on one.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath, PureWindowsPath


def path(name: str) -> Traversable:
    """The resource called `name`, with forward slashes. Absolute names and `..` raise ValueError.

    The module object, not its name, is handed to importlib: a frozen build then knows it must carry this package.
    """
    parts = PurePosixPath(name).parts
    if not parts or "\\" in name or ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive:
        raise ValueError(f"not the name of a resource: {name!r}")
    return files(sys.modules[__name__]).joinpath(*parts)


def file_path(name: str) -> Path:
    """The resource as a file on disk (fonts, images). FileNotFoundError when it is not there."""
    found = Path(str(path(name)))
    if not found.exists():
        raise FileNotFoundError(f"resource is missing: {name}")
    return found
