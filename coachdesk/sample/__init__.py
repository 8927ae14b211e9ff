"""The sample agency: a believable desk to look around in, made by the same services people use, from a fixed seed."""

from __future__ import annotations

from coachdesk.sample.agency import make

__all__ = ["make"]
