"""Benchmarks: how fast CoachDesk is, each figure a ratio to a floor measured beside it in the same run."""
