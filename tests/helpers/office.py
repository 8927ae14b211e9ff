"""Other programs that judge our exports: LibreOffice recalculates trackers, qpdf and poppler look into packs."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def run(program: str, *arguments: str) -> str:
    """What the program prints; it must be there and succeed."""
    assert shutil.which(program), f"{program} is missing: `python3 run.py test` installs it or names the command."
    done = subprocess.run([program, *arguments], capture_output=True, check=False, timeout=240)
    text = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, text
    return text


def recalculated(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as LibreOffice shows it after calculating everything anew, by title."""
    profile = folder / "office"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    out = folder / "sheets"
    where = f"-env:UserInstallation={profile.as_uri()}"
    run("localc", where, "--headless", "--convert-to", _CSV, "--outdir", str(out), str(workbook))
    sheets = {}
    for file in out.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            sheets[file.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(stream))
    return sheets
