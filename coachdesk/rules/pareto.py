"""Pareto (R19): which few standards, criteria or causes make most of the drift, as rates where the counts mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Bar(Generic[Key]):
    """One bar: its count, share of all, share of all up to here, and how many per 100 records (None if not known).

    people: how many different people it comes from, which tells one person from many.  audited: (not met, judged) in
    audited records, which the rate is made from; None where nobody looked.
    """

    key: Key
    count: int
    share: float
    cumulative: float
    per_hundred: float | None
    people: int
    audited: tuple[int, int] | None = None


def pareto(
    items: Iterable[tuple[Key, Hashable | None]], audited: Mapping[Key, tuple[int, int]] | None = None
) -> tuple[Bar[Key], ...]:
    """Bars from (what it was, whose it was or None), largest count first, equal ones in the order of their names.

    audited: (not met, judged) of audited records per key; where 5 of 20 beats 8 of 200, the rate says so.
    """
    counts: Counter[Key] = Counter()
    people: dict[Key, set[Hashable]] = {}
    for key, person in items:
        counts[key] += 1
        if person is not None:
            people.setdefault(key, set()).add(person)
    total = sum(counts.values())
    bars: list[Bar[Key]] = []
    so_far = 0
    for key, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))):
        so_far += count
        found = (audited or {}).get(key)
        rate = found[0] / found[1] * 100 if found and found[1] else None
        bars.append(Bar(key, count, count / total, so_far / total, rate, len(people.get(key, ())), found))
    return tuple(bars)


def vital_few(bars: Iterable[Bar[Key]], share: float = 0.8) -> tuple[Key, ...]:
    """The first bars that together reach `share` of all."""
    found: list[Key] = []
    for bar in bars:
        found.append(bar.key)
        if bar.cumulative >= share - 1e-9:
            break
    return tuple(found)
