"""What this computer last saw of each desk: the trail's end, kept outside the desk, so that an older copy shows.

The note holds no record text: the desk's own random id, a number and a hash.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Anchor:
    """The trail's end as last seen."""

    seq: int
    hash: str


def _path(desk_uid: str) -> Path:
    return Path(platformdirs.user_state_dir("CoachDesk", appauthor=False)) / "seen" / f"{desk_uid}.json"


def last_seen(desk_uid: str) -> Anchor | None:
    """The end this computer saw last, or None when it never saw the desk (or its note is unreadable)."""
    try:
        found = json.loads(_path(desk_uid).read_text("utf-8"))
        return Anchor(int(found["seq"]), str(found["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(desk_uid: str, anchor: Anchor) -> None:
    """Note the end seen now. A computer that cannot keep notes only loses this one warning."""
    path = _path(desk_uid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"seq": anchor.seq, "hash": anchor.hash}), "utf-8")
        fresh.replace(path)
    except OSError:
        return
