"""Rows read in windows as they are looked at, the least recently seen forgotten; and what two lists of ids share."""

from __future__ import annotations

import logging
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence

from coachdesk.queries.table import Row
from ui.tables.cells import Cell
from ui.tables.reader import TableReader

log = logging.getLogger(__name__)

WINDOW = 32  # rows read at once
WINDOWS_KEPT = 96
RETRIES = 40  # single reads spent on finding the rows that break a window


class Window:
    """A stretch of rows as read, and their cells as far as they were asked for. A row is None when it has none."""

    __slots__ = ("broken", "cells", "rows")

    def __init__(self, rows: list[Row | None], broken: bool) -> None:
        self.rows = rows
        self.cells: list[list[Cell | None] | None] = [None] * len(rows)
        self.broken = broken  # some row could not be read, as opposed to being gone


class RowWindows:
    """The windows in memory. `broken` is told the error when one could not be read whole."""

    def __init__(self, reader: TableReader, broken: Callable[[BaseException], None]) -> None:
        self._reader = reader
        self._broken = broken
        self._windows: OrderedDict[int, Window] = OrderedDict()
        self._last_number = -1
        self._last: Window | None = None

    def at(self, row: int, ids: array[int]) -> tuple[Window, int]:
        """The window that holds this row, and the row's place in it."""
        number, place = divmod(row, WINDOW)
        if number == self._last_number and self._last is not None:
            return self._last, place  # most questions are about the window of the question before
        window = self._windows.get(number)
        if window is None:
            window = self._keep(number, self._read(list(ids[number * WINDOW : (number + 1) * WINDOW])))
        else:
            self._windows.move_to_end(number)
        self._last_number, self._last = number, window
        return window, place

    def prepare(self, first: int, last: int, ids: array[int]) -> None:
        """Read the rows first..last in one go, where they are not in memory; what breaks is left to `at`."""
        missing = [one for one in range(first // WINDOW, last // WINDOW + 1) if one not in self._windows]
        if len(missing) < 2:
            return
        parts = [list(ids[number * WINDOW : (number + 1) * WINDOW]) for number in missing]
        try:
            found = self._reader.rows([one for part in parts for one in part])
        except Exception as error:  # noqa: BLE001 - read again window by window, which tells it
            log.info("rows could not be read together: %s", type(error).__name__)
            return
        for number, part in zip(missing, parts, strict=True):
            self._keep(number, Window([found.get(one) for one in part], broken=False))

    def clear(self) -> None:
        """Forget all."""
        self._last = None
        self._windows.clear()

    def forget(self, touched: Collection[int] | None, ids: array[int]) -> None:
        """Forget the windows that hold these ids; all when None."""
        self._last = None
        if touched is None:
            self._windows.clear()
            return
        changed = frozenset(touched)
        for number in list(self._windows):
            if not changed.isdisjoint(ids[number * WINDOW : (number + 1) * WINDOW]):
                del self._windows[number]

    def forget_from(self, row: int) -> None:
        """Forget the windows that hold this row or later ones."""
        self._last = None
        for number in [number for number in self._windows if (number + 1) * WINDOW > row]:
            del self._windows[number]

    def forget_cells(self) -> None:
        """Keep the values, make the cells anew (other words or formats)."""
        for window in self._windows.values():
            window.cells = [None] * len(window.rows)

    def _keep(self, number: int, window: Window) -> Window:
        self._windows[number] = window
        if len(self._windows) > WINDOWS_KEPT:
            self._windows.popitem(last=False)
        return window

    def _read(self, ids: list[int]) -> Window:
        try:
            found = self._reader.rows(ids)
        except Exception as error:  # noqa: BLE001 - a row that cannot be read is shown as such, whatever the reason
            log.info("a window of rows could not be read: %s", type(error).__name__)
            self._broken(error)
            return Window(self._read_one_by_one(ids), broken=True)
        return Window([found.get(one) for one in ids], broken=False)

    def _read_one_by_one(self, ids: list[int]) -> list[Row | None]:
        """Halve until the rows that break are alone, within a fixed number of tries."""
        found: dict[int, Row] = {}
        waiting, tries = [ids[: len(ids) // 2], ids[len(ids) // 2 :]], RETRIES
        while waiting and tries:
            part = waiting.pop(0)
            tries -= 1
            try:
                found.update(self._reader.rows(part) if part else {})
            except Exception:  # noqa: BLE001 - told once by _read
                if len(part) > 1:
                    waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
        return [found.get(one) for one in ids]


def same_head(old: array[int], new: array[int]) -> int:
    """How many ids at the beginning are the same."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def same_tail(old: array[int], new: array[int], head: int) -> int:
    """How many ids at the end are the same, beyond the common head."""
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def stretched(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted row numbers as stretches (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
