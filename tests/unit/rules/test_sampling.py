"""Audits: how many records, and a draw that anybody can repeat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import sampling
from coachdesk.settings import Settings

FRAMES = st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=40)


@pytest.mark.parametrize(
    ("frame", "size"),
    [(0, 0), (1, 1), (9, 9), (10, 10), (49, 10), (50, 10), (51, 11), (99, 20), (100, 20), (10**6, 20)],
)
def test_sample_sizes_follow_the_advice_for_personnel_files(frame: int, size: int) -> None:
    assert sampling.sample_advice(frame).size == size
    assert sampling.sample_advice(frame).words


@given(st.integers(0, 5000))
def test_no_advice_asks_for_more_records_than_there_are(frame: int) -> None:
    assert sampling.sample_advice(frame).size <= frame


def test_an_impossible_question_is_refused() -> None:
    with pytest.raises(ValueError, match="frame"):
        sampling.sample_advice(-1)


def test_a_few_records_are_judged_twice() -> None:
    assert [sampling.second_look(size, Settings()) for size in (0, 1, 10, 20)] == [0, 1, 2, 3]


def test_the_draw_is_the_same_everywhere() -> None:
    drawn = sampling.draw([f"HC-{n:04}" for n in range(1, 101)], 5, "2026-11 HD-01")
    assert drawn.chosen == ("HC-0002", "HC-0032", "HC-0045", "HC-0066", "HC-0076")
    assert drawn.frame_hash == "87c0e8f605c108240c42a29db16443b9a2c2e3c938e0cd5677ba9974f9216d24"


@given(FRAMES, st.integers(0, 50), st.text(max_size=8), st.randoms(use_true_random=False))
def test_a_draw_can_be_repeated_and_does_not_depend_on_the_frames_order(
    frame: list[str], size: int, seed: str, chance: object
) -> None:
    drawn = sampling.draw(frame, size, seed)
    assert len(drawn.chosen) == min(size, len(frame))
    assert set(drawn.chosen) <= set(frame)
    mixed = sorted(frame, reverse=True)
    again = sampling.draw(mixed, size, seed)
    assert set(again.chosen) == set(drawn.chosen)
    assert again.frame_hash == drawn.frame_hash
    assert set(drawn.chosen) <= set(sampling.draw(frame, size + 3, seed).chosen)  # a larger draw holds the smaller


@given(FRAMES.filter(lambda frame: len(frame) > 3), st.integers(1, 10), st.text(max_size=8))
def test_r4_records_that_opened_the_cycle_are_left_out_and_kept_on_record(
    frame: list[str], size: int, seed: str
) -> None:
    drawn = sampling.draw(frame, size, seed, excluded=[frame[0], "not in the frame"])
    assert frame[0] not in drawn.chosen
    assert drawn.excluded == (frame[0],)
    assert drawn.frame_size == len(frame)


def test_each_record_has_an_equal_chance() -> None:
    frame = [f"P-{n}" for n in range(20)]
    counts = dict.fromkeys(frame, 0)
    for seed in range(2_000):
        for record in sampling.draw(frame, 5, str(seed)).chosen:
            counts[record] += 1
    assert all(abs(count - 500) < 90 for count in counts.values())  # more than four standard deviations


def test_frames_that_read_alike_are_not_alike() -> None:
    assert sampling.frame_hash(["ab", "c"]) != sampling.frame_hash(["a", "bc"])
    assert sampling.frame_hash([]) != sampling.frame_hash([""])


def test_a_record_twice_in_the_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        sampling.draw(["P-1", "P-1"], 1, "x")
    with pytest.raises(ValueError, match="draw"):
        sampling.draw(["P-1"], -1, "x")
