"""Fault harnesses: killed processes, full disks, hostile files. Each has a positive control that must fail."""
