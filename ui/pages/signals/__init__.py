"""The Signals page: what was noticed, what becomes of it, and the drift it adds up to."""
