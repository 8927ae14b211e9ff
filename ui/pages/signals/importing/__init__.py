"""The import of signals: what is particular about it (kind.py), and its dialog over the Signals page (dialog.py)."""
