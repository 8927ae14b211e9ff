"""The command line: the same services and queries as the window, for scripts and for computers without a screen."""

from __future__ import annotations

from coachdesk.cli.app import main
from coachdesk.cli.outside import Outside

__all__ = ["Outside", "main"]
