"""The trail: everything that was ever done in this desk, what it changed, and whether the chain still holds."""
