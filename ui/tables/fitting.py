"""How wide columns become in the room there is, and which of them wait for more room. Plain numbers, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """What one column would like, all in pixels.

    least: below this it is no use.  enough: with this it counts as fitting.  whole: everything in it can be read.
    grows: takes a share of what is left over.  asked: the person wants it, whatever the room.
    """

    least: int
    enough: int
    whole: int
    grows: bool = False
    asked: bool = False


def fitted(wants: Sequence[Want], importance: Sequence[int], room: int) -> list[int]:
    """The width of every column, 0 for one that has to wait.

    importance: places in `wants`, the most important first. Columns asked for stay; the others come in that order as
    long as all have enough. What is left over goes first to those that cannot be read whole, then to those that grow.
    Only columns asked for, or the very first one, can be wider in all than `room`; then each gets its least.
    """
    kept = {place for place, want in enumerate(wants) if want.asked}
    taken = sum(wants[place].enough for place in kept)
    for place in importance:
        if place in kept:
            continue
        if kept and taken + wants[place].enough > room:
            break  # a narrow one further down would be there by chance, and gone again with the next row
        kept.add(place)
        taken += wants[place].enough
    widths = {place: wants[place].enough for place in sorted(kept)}
    if taken > room:
        _narrow(widths, {place: wants[place].least for place in kept}, taken - room)
    else:
        _widen(widths, {place: max(wants[place].whole - widths[place], 0) for place in widths}, room - taken)
        growing = {place: widths[place] for place in widths if wants[place].grows}
        spare = room - sum(widths.values())
        if spare > 0 and growing:
            _share(widths, growing, spare)
    return [widths.get(place, 0) for place in range(len(wants))]


def _narrow(widths: dict[int, int], least: dict[int, int], much: int) -> None:
    """Take `much` in all, from each by what it can give."""
    loose = {place: max(widths[place] - least[place], 0) for place in widths}
    for place, can in loose.items():
        left = sum(loose.values())
        given = min(can, -(-can * min(much, left) // left)) if left else 0
        widths[place] -= given
        much -= given
        loose[place] = 0


def _widen(widths: dict[int, int], missing: dict[int, int], spare: int) -> None:
    """Give what is missing, small wishes first, so that as many as can be become whole."""
    for number, place in enumerate(sorted(missing, key=lambda one: missing[one])):
        given = min(missing[place], spare // (len(missing) - number))
        widths[place] += given
        spare -= given


def _share(widths: dict[int, int], weights: dict[int, int], spare: int) -> None:
    """Share `spare` out by weight, to the last pixel."""
    whole, rest = sum(weights.values()), spare
    for place, weight in weights.items():
        share = spare * weight // whole
        widths[place] += share
        rest -= share
    widths[next(reversed(weights))] += rest
