"""Documentation audits: how many records to look at, and a random draw that anybody can repeat.

The draw depends only on the frame, its seed and its size: the same input gives the same records on every computer and
Python, since it rests on SHA-256 and not on a random generator's inner workings.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coachdesk.i18n import translate
from coachdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Advice:
    """How many of the frame's records to draw, and why."""

    size: int
    words: str


def sample_advice(frame: int) -> Advice:
    """How many records a monthly audit should look at, by the size of its frame.

    1 to 9 all, 10 to 49 ten, 50 to 99 a fifth, 100 and more twenty. Source: The Joint Commission, staffing FAQ on
    sampling personnel files.
    """
    if frame < 0:
        raise ValueError(f"a frame of {frame} records")
    if frame < 10:
        return Advice(frame, translate("Audits", "So few records: look at all of them."))
    if frame < 50:
        return Advice(10, translate("Audits", "Ten records are enough to see a gap."))
    if frame < 100:
        return Advice(math.ceil(frame / 5), translate("Audits", "A fifth of the records."))
    return Advice(20, translate("Audits", "Twenty records; more tell little more about a gap."))


def second_look(size: int, settings: Settings) -> int:
    """How many of `size` drawn records a second person should judge as well; at least 1 when it is wanted at all."""
    if size == 0 or settings.double_score_percent == 0:
        return 0
    return max(1, math.ceil(size * settings.double_score_percent / 100))


@dataclass(frozen=True, slots=True)
class Draw:
    """A random draw: the chosen records in frame order, and what anybody needs to repeat it."""

    chosen: tuple[str, ...]
    frame_size: int
    frame_hash: str
    seed: str
    excluded: tuple[str, ...]


def frame_hash(frame: Iterable[str]) -> str:
    """The SHA-256 of a sampling frame, whatever the order of its records; a record's name may hold any character."""
    digest = hashlib.sha256()
    for record in sorted(frame):
        encoded = record.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def draw(frame: Sequence[str], size: int, seed: str, excluded: Iterable[str] = ()) -> Draw:
    """Draw `size` records of `frame` without the `excluded` ones (such as those that opened a cycle, R4).

    Each record gets the SHA-256 of seed and name; the smallest `size` are drawn. So a larger draw with the same seed
    holds the smaller one, and leaving a record out changes nothing else. ValueError for a frame with a record twice.
    """
    if len(set(frame)) != len(frame):
        raise ValueError("a record is in the frame twice")
    if size < 0:
        raise ValueError(f"cannot draw {size} records")
    left_out = frozenset(excluded)
    ranked = sorted((record for record in frame if record not in left_out), key=lambda record: _ticket(seed, record))
    chosen = set(ranked[:size])
    return Draw(
        tuple(record for record in frame if record in chosen),
        len(frame),
        frame_hash(frame),
        seed,
        tuple(record for record in frame if record in left_out),
    )


def _ticket(seed: str, record: str) -> bytes:
    encoded = seed.encode()
    return hashlib.sha256(len(encoded).to_bytes(8, "big") + encoded + record.encode()).digest()
