"""Gallery scenes of the Today page beyond the sample's own: a coach's day, a quiet desk, a new desk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.context import Place
from ui.gallery_pages import new_desk, window, window_over
from ui.gallery_registry import Stage, scene


@scene("page-today-mine")
def mine(_stage: Stage) -> QWidget:
    """A coach sees first what waits for them."""
    return window("today", person="Renee Okafor")


@scene("page-today-late")
def late(_stage: Stage) -> QWidget:
    """Narrowed to what is late."""
    return window("today", Place("today", extra={"show": "late"}))


@scene("page-today-new")
def new(_stage: Stage) -> QWidget:
    """A desk that was just made."""
    return window_over(*new_desk(), Place("today"))
