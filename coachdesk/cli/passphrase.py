"""Where scripts put a desk's passphrase, so that nobody is asked for it."""

from __future__ import annotations

import os

VARIABLE = "COACHDESK_PASSPHRASE"


def from_environment() -> str | None:
    """The passphrase in the environment; None when there is none."""
    return os.environ.get(VARIABLE) or None
