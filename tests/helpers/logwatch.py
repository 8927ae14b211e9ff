"""Catches warnings and errors in the log that a test did not announce."""

from __future__ import annotations

import logging
from dataclasses import dataclass


@dataclass
class Expectation:
    """A message that is part of the test: `text` is contained in it, at `level` or above."""

    text: str
    level: int
    seen: int = 0

    def fits(self, record: logging.LogRecord) -> bool:
        """Whether this record is the announced one."""
        return record.levelno >= self.level and self.text in record.getMessage()


class LogWatch(logging.Handler):
    """Collects records of WARNING and above; `expect` announces the ones that belong to the test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self.expected: list[Expectation] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging for every record."""
        for expectation in self.expected:
            if expectation.fits(record):
                expectation.seen += 1
                return
        self.unexpected.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, text: str, level: int = logging.WARNING) -> Expectation:
        """Announce a message containing `text`; that it never comes is a failure too."""
        expectation = Expectation(text, level)
        self.expected.append(expectation)
        return expectation

    def complaints(self) -> list[str]:
        """One sentence per unexpected record and per announced one that never came."""
        missing = [f"announced but never logged: {one.text!r}" for one in self.expected if not one.seen]
        return [*self.unexpected, *missing]
