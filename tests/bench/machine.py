"""The computer a run was made on, as far as it matters for reading the figures."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "openpyxl", "reportlab")
ROOT = Path(__file__).resolve().parents[2]


def described() -> dict[str, str]:
    """What is measured on and with, by name, in words."""
    return {
        "Made": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "Program": f"commit {_commit()}",
        "Computer": f"{os.cpu_count()} cores ({_processor()}), {_memory()}, {platform.system()} {platform.release()}",
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "Load at the beginning": load(),
    }


def load() -> str:
    """The average number of processes that wanted a core, over 1, 5 and 15 minutes."""
    if not hasattr(os, "getloadavg"):
        return "not known on this system"
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True)
    except OSError:
        return "unknown"
    return found.stdout.strip() or "unknown"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    import psutil

    return f"{psutil.virtual_memory().total / 2**30:.0f} GiB"


def memory_now() -> float:
    """The memory this process holds, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss / 1e6)


def memory_peak() -> float:
    """The most memory this process ever held, in MB."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset / 1e6)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3
