"""The window: Qt widgets over the desk, put together by ui/app.py. Nothing below imports it."""
