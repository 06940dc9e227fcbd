"""The clock: what time it is, asked in one place, in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return this moment, with its zone (UTC)."""
    return datetime.now(UTC)


def timestamp() -> datetime:
    """Return this moment as columns of type timestamp hold it: UTC, without a zone."""
    return now().replace(tzinfo=None)


def today() -> date:
    """Return the day it is in UTC."""
    return now().date()
