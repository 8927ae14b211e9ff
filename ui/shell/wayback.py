"""Back and forward: the places visited, like a browser's."""

from __future__ import annotations

from ui.context import Place

LONGEST = 100


class Wayback:
    """The places visited in order and where we are among them."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """Where we are; None before the first visit."""
        return self._places[self._at] if self._places else None

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go somewhere new; what lay ahead is forgotten. Visiting where we are changes nothing."""
        if place == self.here:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[: max(0, len(self._places) - LONGEST)]
        self._at = len(self._places) - 1

    def back(self) -> Place | None:
        """One step back; None at the beginning."""
        return self._step(-1)

    def forward(self) -> Place | None:
        """One step forward; None at the end."""
        return self._step(1)

    def _step(self, by: int) -> Place | None:
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]
