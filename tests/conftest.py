"""The rules every test runs under: own home, own clock zone, no network, no noise, nothing left running.

A warning, a Qt message, an unannounced log warning, a thread, timer or window left behind fails its test.
Tests run without a screen (Qt's offscreen platform); those that need a real one ask for the fixture `screen`.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coachdesk.store.desk import Desk
from tests.helpers import leftovers, network
from tests.helpers.desks import Clock, copied_desk
from tests.helpers.logwatch import Expectation, LogWatch
from tests.helpers.screen import Screen, virtual_screen
from ui.steadfast import keep_singletons

if TYPE_CHECKING:
    from tests.helpers.practice import Practice

ROOT = Path(__file__).resolve().parents[1]

# Before Qt is loaded: no screen, a UTF-8 locale that every system has, nothing of the person's own desktop.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "America/New_York"
for name in [name for name in os.environ if name.startswith(("COACHDESK_", "QT_SCALE", "QT_STYLE", "QT_LOGGING"))]:
    del os.environ[name]
if hasattr(time, "tzset"):
    time.tzset()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--nothing-skipped`: a skipped or expected-to-fail test makes the run fail (continuous integration)."""
    parser.addoption("--nothing-skipped", action="store_true", help="fail the run when any test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    """Make this Python safe for Qt, and begin to remember who starts threads and timers."""
    keep_singletons()
    leftovers.watch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses Qt as `gui`; let the long ones begin, so that none is waited for alone at the end."""
    for item in items:
        if {"qapp", "qtbot"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.gui)
    items.sort(key=lambda item: not any(item.iter_markers("slow")))


def pytest_collection_finish() -> None:
    """Let the collector of rubbish come less often, past what was loaded for good: it took a sixth of the time.

    What a test made then is still young at its end, where `leftovers` has it collected.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With --nothing-skipped, turn skipped and expected failures into a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not session.config.getoption("--nothing-skipped") or reporter is None or hasattr(session.config, "workerinput"):
        return
    left_out = [report for kind in ("skipped", "xfailed", "deselected") for report in reporter.stats.get(kind, ())]
    if left_out:
        names = "\n".join(f"  {getattr(report, 'nodeid', report)}" for report in left_out)
        reporter.write_line(f"\n{len(left_out)} tests did not run, and nothing may be skipped here:\n{names}", red=True)
        if exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail when the test leaves a thread, Qt thread, timer, animation or window behind."""
    before = leftovers.Leftovers()
    yield
    found = before.left()
    if found:
        pytest.fail("left running after the test:\n  " + "\n  ".join(found), pytrace=False)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, so that no test reads or writes the person's files. Gives its path."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "run",
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "WIN_PD_OVERRIDE_APPDATA": home / "roaming",
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": home / "local",
        "WIN_PD_OVERRIDE_PERSONAL": home / "documents",
    }
    (home / "run").mkdir(mode=0o700)
    for name, place in places.items():
        monkeypatch.setenv(name, str(place))
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another computer."""
    network.guard(monkeypatch)


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Fail on warnings and errors in the log, unless announced with `expect_log`."""
    watch, root = LogWatch(), logging.getLogger()
    root.addHandler(watch)
    yield watch
    root.removeHandler(watch)
    complaints = watch.complaints()
    if complaints:
        pytest.fail("in the log:\n  " + "\n  ".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(log_watch: LogWatch) -> Callable[..., Expectation]:
    """`expect_log("disk is full")` announces a log message (WARNING or above) containing that text."""
    return log_watch.expect


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Every test begins and ends in English."""
    from coachdesk import i18n

    i18n.install(None)
    yield
    i18n.install(None)


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """pytest-qt's application, in US formats whatever the machine's."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    qapp.setQuitOnLastWindowClosed(False)
    return qapp


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A real X display without a monitor, for tests that drive the program with true mouse and keys."""
    with virtual_screen() as display:
        yield display


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that lies beside the checkout; it is never copied into it."""
    folder = ROOT.parent / "shared" / "data"
    assert folder.is_dir(), f"The real input is expected in {folder}, beside the checkout."
    return folder


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until told to go; Monday, November 9, 2026, nine o'clock."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """An empty desk, open for writing, without a passphrase."""
    made = copied_desk(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def practice(desk: Desk) -> Practice:
    """A small agency in the desk: a published standard, and people in one team."""
    from tests.helpers.practice import make_practice

    return make_practice(desk)
