"""Many use cases in any order with any arguments, undo, other people, clocks that jump: what must hold, holds.

The same lives each time, so that continuous integration never fails by chance; CONTRIBUTING.md says how to live longer
ones. Hypothesis shrinks a failing life to the few steps that matter and prints them.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.helpers.life import Life

LIVES = int(os.environ.get("UNTIDY_LIVES", "3"))
STEPS = int(os.environ.get("UNTIDY_STEPS", "20"))
FIXED = "UNTIDY_LIVES" not in os.environ and "UNTIDY_STEPS" not in os.environ
CHANCE = st.randoms(use_true_random=False)


class UntidyLife(RuleBasedStateMachine):
    """One desk, and what people, clocks and computers do to it."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.life: Life | None = None
        self.steps = 0

    @initialize(chance=CHANCE)
    def begin(self, chance: Random) -> None:
        folder = Path(self.open.enter_context(TemporaryDirectory()))
        self.life = Life(folder, chance)

    def _with(self, chance: Random) -> Life:
        assert self.life is not None
        self.life.rng = self.life.untidy.rng = chance
        self.steps += 1
        return self.life

    @rule(chance=CHANCE)
    def act(self, chance: Random) -> None:
        self._with(chance).act()

    @rule(chance=CHANCE)
    def act_on(self, chance: Random) -> None:
        """Twice as often as anything else."""
        self._with(chance).act()

    @rule(chance=CHANCE)
    def undo(self, chance: Random) -> None:
        self._with(chance).undo()

    @rule(chance=CHANCE)
    def redo(self, chance: Random) -> None:
        self._with(chance).redo()

    @rule(chance=CHANCE)
    def set_the_clock(self, chance: Random) -> None:
        self._with(chance).jump()

    @rule(chance=CHANCE)
    def somebody_else(self, chance: Random) -> None:
        self._with(chance).change_person()

    @rule(chance=CHANCE)
    def close_and_open(self, chance: Random) -> None:
        self._with(chance).reopen()

    @precondition(lambda self: self.steps % 10 == 9)
    @rule(chance=CHANCE)
    def export(self, chance: Random) -> None:
        self._with(chance).export()

    @invariant()
    def holds(self) -> None:
        if self.life is not None:
            self.life.holds(thorough=self.steps % 8 == 7)

    def teardown(self) -> None:
        if self.life is not None:
            self.life.holds()
            self.life.export()
            self.life.close()
        self.open.close()


@pytest.mark.slow
@pytest.mark.timeout(0 if not FIXED else 300)
def test_an_untidy_life_leaves_every_rule_standing() -> None:
    """R1-R10, R20, R23: refusals change nothing, the trail tells everything, all there is can be read and exported."""
    # A short search looks for no smaller example twice: the first one found is told with all its steps.
    phases = (Phase.generate,) if FIXED else (Phase.generate, Phase.shrink)
    asked: Any = settings(
        max_examples=LIVES, stateful_step_count=STEPS, derandomize=FIXED, deadline=None, database=None, phases=phases,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(UntidyLife, settings=asked)
