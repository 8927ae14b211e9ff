"""What the window remembers on this computer: sizes, layouts, the last folders, recent desks, the theme.

Kept as an INI file in the person's configuration folder. Never record text.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

MOST_RECENT = 8
APP = "CoachDesk"


def config_folder() -> Path:
    """Where window settings rest."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def state_folder() -> Path:
    """Where the log rests."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False))


def open_settings(folder: Path | None = None) -> QSettings:
    """The window's settings; an unreadable file counts as empty."""
    path = (folder or config_folder()) / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def recent_desks(local: QSettings) -> list[Path]:
    """The desks opened lately, newest first, also those that are gone just now (a stick, a share)."""
    value = local.value("desks/recent", [])
    names = value if isinstance(value, list) else [value]
    return [Path(str(name)) for name in names if name]


def remember_desk(local: QSettings, path: Path) -> None:
    """Put a desk on top of the recent ones."""
    others = [str(one) for one in recent_desks(local) if one != path]
    local.setValue("desks/recent", [str(path), *others][:MOST_RECENT])


def forget_desk(local: QSettings, path: Path) -> None:
    """Take a desk off the recent ones."""
    local.setValue("desks/recent", [str(one) for one in recent_desks(local) if one != path])


def flag(local: QSettings, key: str) -> bool | None:
    """A remembered yes or no; None when nothing was remembered."""
    value = local.value(key)
    return None if value is None else str(value).lower() == "true"


def state_bytes(local: QSettings, key: str) -> QByteArray | None:
    """Remembered geometry; None when nothing usable was remembered."""
    value = local.value(key)
    return value if isinstance(value, QByteArray) and not value.isEmpty() else None
