"""Keeps Python 3.11 alive under PySide6 6.12: its None, True and False must never be freed.

PySide6 6.12.0 is built for Pythons whose None is immortal (3.12 and later). On 3.11 every Qt call that returns nothing
takes one reference from None and gives none back (a signal's emit: from True), so after some ten thousand calls Python
ends with "none_dealloc". Measured with sys.getrefcount; tests/ui/test_steadfast.py shows the crash and the cure.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 60  # a billion calls a second would take 36 years


def keep_singletons(version: tuple[int, int] = sys.version_info[:2]) -> bool:
    """Give the singletons more references than can ever be lost; says whether this Python needed it."""
    if version >= (3, 12):
        return False
    for one in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(one))  # ob_refcnt is the first field of every object
        if count.value < PLENTY // 2:
            count.value += PLENTY
    return True
