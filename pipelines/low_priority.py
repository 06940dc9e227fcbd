"""Work that can wait gives way to those who read pages."""

from __future__ import annotations

import os

NICENESS = 5
"""How nice it is: a third of what a reader gets where both want the same processor."""


def lower_process_priority() -> None:
    """Make this process, and what it starts from here on, nicer than it was; once is enough."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
