"""Whether a name that something else wants to be written under belongs to a desk, so that no export replaces one."""

from __future__ import annotations

import os
from pathlib import Path

from coachdesk.errors import DeskBusy, DeskDamaged, NotADesk, StorageFailed
from coachdesk.store.desk import not_open_here
from coachdesk.store.identify import is_encrypted

ENDING = ".desk"


def holds_a_desk(path: Path) -> bool:
    """Whether the file at `path` is a desk or a backup, open here or not, whole or damaged. A sealed one has no mark:
    what is as random as a sealed page is spared too. A desk that is open here is never touched for looking."""
    path = Path(os.path.realpath(path))
    try:
        if not path.is_file():
            return False
        if path.suffix.lower() == ENDING:
            return True
        with not_open_here(path):
            is_encrypted(path)
    except DeskBusy:
        return True
    except DeskDamaged:
        return path.stat().st_size > 0
    except (NotADesk, StorageFailed, OSError):
        return False
    return True
