"""The one rule for characters that cannot be shown as they are: they become visible pictures, they never vanish."""

from __future__ import annotations

import re

FORBIDDEN = "\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""Control characters, marks that turn the reading order around, lone surrogates and non-characters, as the inside of a
regular expression's brackets."""

_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")


def visible(text: str) -> str:
    """`text` with control characters as their pictures (U+2400 ...), lone surrogates and non-characters as U+FFFD.

    Marks that could show a name backwards become their code, [U+202E].
    Line breaks become one kind, the line feed.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code in range(0x202A, 0x206A):
        return f"[U+{code:04X}]"
    return "\u2421" if code == 0x7F else "\ufffd"
