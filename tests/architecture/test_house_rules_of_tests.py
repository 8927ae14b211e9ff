"""The rules in conftest.py catch what they promise: each is broken once in a small test run of its own."""

from __future__ import annotations

import textwrap

import pytest

pytest_plugins = ["pytester"]

VERDICTS = ("FAILED", "ERROR")
BAD = {
    "a thread left running": (
        """
        import threading
        def test_it():
            threading.Thread(target=threading.Event().wait, args=(6,), name="stray", daemon=True).start()
        """,
        "thread 'stray', started at",
    ),
    "a Qt thread left running": (
        """
        from PySide6.QtCore import QThread
        keep = []
        def test_it(qapp):
            thread = QThread()
            keep.append(thread)
            thread.start()
        def test_end(qapp):
            keep[0].quit(), keep[0].wait()
        """,
        "QThread 'QThread', started at",
    ),
    "a timer left running": (
        """
        from PySide6.QtCore import QTimer
        keep = []
        def test_it(qapp):
            keep.append(QTimer())
            keep[0].start(1000)
        """,
        "QTimer 'QTimer', started at",
    ),
    "a window left open": (
        """
        from PySide6.QtWidgets import QWidget
        keep = []
        def test_it(qapp):
            keep.append(QWidget())
            keep[0].setWindowTitle("stray")
        """,
        "window 'QWidget' titled 'stray'",
    ),
    "a warning in the log": ("import logging\ndef test_it(): logging.getLogger('x').warning('odd')", "WARNING x: odd"),
    "an announced log message that never came": ("def test_it(expect_log): expect_log('odd')", "never logged: 'odd'"),
    "a Python warning": ("import warnings\ndef test_it(): warnings.warn('odd')", "UserWarning: odd"),
    "a Qt warning": ("from PySide6.QtCore import qWarning\ndef test_it(): qWarning('odd')", "QtWarningMsg: odd"),
    "another computer": (
        "import socket\ndef test_it(): socket.create_connection(('192.0.2.1', 80))",
        "Tests may speak to this computer only",
    ),
    "a name looked up": (
        "import socket\ndef test_it(): socket.getaddrinfo('example.org', 80)",
        "Tests may speak to this computer only",
    ),
    "an exception in a slot": (
        """
        from PySide6.QtCore import QTimer
        def test_it(qtbot):
            QTimer.singleShot(0, lambda: 1 / 0)
            qtbot.wait(50)
        """,
        "ZeroDivisionError",
    ),
}
GOOD = """
    import logging, os, socket, threading, time
    from pathlib import Path
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLabel, QWidget

    def test_quiet(qtbot, tmp_path):
        window = QWidget()
        qtbot.addWidget(window)
        QLabel("words", window)
        window.show()
        timer = QTimer(window)
        timer.start(1000)

    def test_window_only_a_circle_keeps(qapp):
        window = QWidget()
        window.itself = window

    def test_thread_that_ends():
        threading.Thread(target=time.sleep, args=(0.05,)).start()

    def test_loopback():
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()

    def test_announced(expect_log):
        expect_log("odd")
        logging.getLogger("x").warning("odd as announced")

    def test_home_is_its_own(own_home):
        assert Path.home() == own_home

    def test_clock_is_in_new_york():
        assert time.tzname == ("EST", "EDT")
"""


@pytest.fixture
def inner_run(pytester: pytest.Pytester, root, monkeypatch):
    """Run pieces of test code under the project's own conftest and settings, in a process of their own."""

    def run(**code: str) -> pytest.RunResult:
        pytester.makepyfile(**{name: textwrap.dedent(text) for name, text in code.items()})
        (pytester.path / "conftest.py").write_text("from tests.conftest import *\n")
        (pytester.path / "pyproject.toml").write_text((root / "pyproject.toml").read_text(encoding="utf-8"))
        monkeypatch.setenv("PYTHONPATH", str(root))
        return pytester.runpytest_subprocess("--nothing-skipped", "-p", "no:cacheprovider", ".", timeout=60)

    return run


def test_each_broken_rule_fails_the_test_that_broke_it_and_says_why(inner_run) -> None:
    files = {f"test_{number}": code for number, (code, _) in enumerate(BAD.values())}
    result = inner_run(**files)
    told = result.stdout.str()
    unseen = [
        what
        for number, (what, (_, words)) in enumerate(BAD.items())
        if words not in told or not any(f"{verdict} test_{number}.py" in told for verdict in VERDICTS)
    ]
    assert unseen == []
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_skipped_test_fails_a_run_that_must_not_skip(inner_run) -> None:
    result = inner_run(test_skip="import pytest\ndef test_it(): pytest.skip('later')")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "nothing may be skipped" in result.stdout.str()


def test_orderly_tests_pass(inner_run) -> None:
    result = inner_run(test_good=GOOD)
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=7)
