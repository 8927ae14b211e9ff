"""The tokens keep their promises: same names in both themes, readable pairs, sizes on one rhythm."""

from __future__ import annotations

import re

import pytest

from resources.tokens import TONES, ThemeName, Tokens, load

THEMES: list[tuple[ThemeName, bool]] = [("light", False), ("dark", False), ("light", True), ("dark", True)]
GROUNDS = ("window", "surface", "raised", "hover", "selection", "plain_soft")


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colors, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_pairs() -> list[tuple[str, str]]:
    pairs = [(text, ground) for text in ("text", "muted") for ground in (*GROUNDS, "press")]
    for tone in TONES:
        pairs += [(tone, f"{tone}_soft"), ("text", f"{tone}_soft"), ("muted", f"{tone}_soft")]
        pairs += [(tone, ground) for ground in GROUNDS]
    pairs += [("on_accent", ground) for ground in ("accent", "accent_hover", "accent_press", "late", "late_hover")]
    pairs += [
        ("chart_text", "surface"),
        ("chart_text", "chart_band"),
        ("chart_target", "surface"),
        ("chart_target", "chart_band"),
        ("accent", "chart_band"),
    ]
    return pairs


@pytest.fixture(params=THEMES, ids=lambda pair: pair[0] + ("-contrast" if pair[1] else ""))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load(*request.param)


def test_every_text_pair_reads_at_4_5_to_1(tokens: Tokens) -> None:
    weak = {
        f"{text} on {ground}": round(contrast(tokens.color(text), tokens.color(ground)), 2)
        for text, ground in text_pairs()
        if contrast(tokens.color(text), tokens.color(ground)) < 4.5
    }
    assert weak == {}


def test_control_edges_focus_ring_and_chart_marks_stand_out_at_3_to_1(tokens: Tokens) -> None:
    marks = (
        "edge",
        "focus",
        "chart_line",
        "chart_second",
        "chart_third",
        "chart_fourth",
        "chart_fifth",
        "chart_target",
        "chart_median",
    )
    weak = {
        f"{mark} on {ground}": round(contrast(tokens.color(mark), tokens.color(ground)), 2)
        for mark in marks
        for ground in ("surface", "window")
        if contrast(tokens.color(mark), tokens.color(ground)) < 3
    }
    assert weak == {}


def test_high_contrast_text_reads_at_7_to_1() -> None:
    for theme in ("light", "dark"):
        tokens = load(theme, contrast=True)
        for text in ("text", "muted", *TONES):
            assert contrast(tokens.color(text), tokens.color("surface")) >= 7, (theme, text)


def test_both_themes_name_the_same_colors() -> None:
    assert load("light").colors.keys() == load("dark").colors.keys()
    assert load("light").colors.keys() == load("light", contrast=True).colors.keys()
    assert load("dark").colors.keys() == load("dark", contrast=True).colors.keys()


def test_colors_are_six_digit_hex(tokens: Tokens) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for color in tokens.colors.values())


def test_the_starting_tokens_of_the_design_are_kept() -> None:
    light, dark = load("light"), load("dark")
    assert (light.color("window"), light.color("surface")) == ("#F5F6F8", "#FFFFFF")
    assert light.tone("late") == ("#B3261E", "#FCE8E6")
    assert dark.tone("ok") == ("#6FD0A0", "#17352A")
    assert (light.type["body"], light.type["title"], light.shape["row"]) == (13, 20, 36)


def test_a_misspelt_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        load("light").color("sufrace")
    with pytest.raises(KeyError):
        load("light").tone("surface")


def test_no_color_shares_its_name_with_a_size_because_the_style_sheet_knows_both() -> None:
    tokens = load("light")
    names = [*tokens.colors, *tokens.type, *tokens.space, *tokens.shape]
    assert sorted(names) == sorted(set(names))
