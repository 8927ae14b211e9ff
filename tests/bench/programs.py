"""Starting programs to measure them from outside: the time from starting a process to a line it prints."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.bench.machine import ROOT

LONGEST = 60.0  # seconds a measured program may take


def until_line(words: Sequence[str], line: str, env: Mapping[str, str]) -> float:
    """Start `python WORDS` and give the seconds until it prints `line`; then it must end by itself."""
    whole = {**os.environ, **env}
    whole.pop("PYTHONDONTWRITEBYTECODE", None)  # people run compiled modules; the warm-up compiles them
    gc.collect()
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, env=whole, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        late = threading.Timer(LONGEST, child.kill)
        late.start()
        for said in child.stdout:
            if said.strip() == line:
                taken = time.perf_counter() - begun
                break
        else:
            raise RuntimeError(f"{words} ended without saying {line!r}")
        child.wait()
        late.cancel()
    if child.returncode:
        raise RuntimeError(f"{words} ended with {child.returncode}")
    return taken


@contextmanager
def screens() -> Iterator[list[tuple[str, dict[str, str]]]]:
    """The screens there are to measure on, as (name, environment): none ("offscreen"), and a real X server."""
    found = [("offscreen", {"QT_QPA_PLATFORM": "offscreen"})]
    server = _virtual_screen()
    try:
        if server is not None:
            found.append(("X11", {"QT_QPA_PLATFORM": "xcb", "DISPLAY": server[1]}))
        yield found
    finally:
        if server is not None:
            server[0].terminate()
            server[0].wait()


def _virtual_screen() -> tuple[subprocess.Popen[bytes], str] | None:
    """An X server of our own on a free display; None where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        return None
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        server.wait()
        return None
    return server, f":{number}"
