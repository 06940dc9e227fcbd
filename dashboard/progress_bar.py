"""A bar for what takes long: how much is read, and about how long the rest takes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import streamlit as st

_PACE = 0.2
"""Seconds between two pictures of the bar."""
SOON = 1.5
"""Seconds before a guess is worth saying."""


def load_bar() -> Callable[[int, int], None]:
    """Show a bar; return what is called with the bytes read and their total."""
    shown, began, last = st.progress(0.0, "Reading …"), time.monotonic(), 0.0

    def told(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PACE and done < total:
            return
        last = now
        shown.progress(
            min(1.0, done / total) if total else 1.0, load_status(done, total, now - began)
        )

    return told


def load_status(done: int, total: int, seconds: float) -> str:
    """Return how far it is: '45 % read · about 12 s left'."""
    if done >= total:
        return "Read; checking every row and putting it in its place …"
    text = f"{100 * done // total} % read"
    if seconds < SOON or not done:
        return text
    return f"{text} · about {time_left(seconds / done * (total - done))} left"


def time_left(seconds: float) -> str:
    """Write a time in seconds, or in minutes where it is long."""
    return f"{math.ceil(seconds)} s" if seconds < 90 else f"{math.ceil(seconds / 60)} min"
