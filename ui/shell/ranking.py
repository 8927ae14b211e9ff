"""How well a text answers what was typed into the palette. No Qt."""

from __future__ import annotations

from functools import lru_cache

WHOLE, START, WORD, INSIDE, INITIALS, SCATTERED = 100, 80, 60, 40, 30, 10


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, exactly as the desk's own search compares."""
    from coachdesk.queries.search import plain

    return plain(text)


def score(typed: str, title: str, detail: str = "") -> int:
    """0 when it does not answer; else the higher the better. Every typed word must be found in title or detail."""
    words = fold(typed).split()
    if not words:
        return 1
    name, more = fold(title), fold(detail)
    if name == " ".join(words):
        return WHOLE * 10
    total = 0
    for place, word in enumerate(words):
        best = max(_one(word, name), _one(word, more) // 3 if more else 0)
        if not best:
            return 0
        total += best * (2 if place == 0 else 1)
    return max(1, total * 10 // (len(words) + 1) - min(len(name), 60))


def _one(word: str, text: str) -> int:
    if text == word:
        return WHOLE
    if text.startswith(word):
        return START
    parts = text.replace("-", " ").replace("·", " ").split()
    if any(part.startswith(word) for part in parts):
        return WORD
    if word in text:
        return INSIDE
    if len(word) > 1 and "".join(part[0] for part in parts).startswith(word):
        return INITIALS
    if len(word) > 2 and _scattered(word, text):
        return SCATTERED
    return 0


def _scattered(word: str, text: str) -> bool:
    """Whether the letters come in this order, close together: "nwcy" in "new cycle"."""
    place = text.find(word[0])
    while place >= 0:
        at = place
        for letter in word[1:]:
            found = text.find(letter, at + 1)
            if found < 0 or found - at > 4:
                break
            at = found
        else:
            return True
        place = text.find(word[0], place + 1)
    return False
