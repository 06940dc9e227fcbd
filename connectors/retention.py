"""Days that a service is about to forget, and that were not fetched yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from signpost import clock
from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.paged import month_ends
from signpost.connectors.settings import connectors, fetch_file, fetch_jobs
from signpost.connectors.state import FetchState

_NOTICE = 7
"""Days before a gap closes for ever, from which it is said."""


def retention_warnings(data: Path, today: dt.date | None = None) -> tuple[FetchError, ...]:
    """Return one warning per job whose next day is about to be lost, or is; none without settings.

    What is wrong with the settings themselves is one warning.
    """
    if not fetch_file(data).is_file():
        return ()
    try:
        jobs, state, known = fetch_jobs(data), FetchState(data), connectors()
        now = today or clock.today()
        return tuple(
            warning
            for job in jobs.values()
            for warning in _of_job(job, known[job.connector], state, now)
        )
    except FetchError as error:
        return (error,)


def _of_job(
    job: FetchJob, connector: Connector, state: FetchState, now: dt.date
) -> Iterator[FetchError]:
    keeps = connector.retention_days
    if keeps is None:
        return
    remedy = f"Run `signpost fetch {job.name}`, for instance every night."
    days = [day for key in state.entries(job.name) if (day := _last_day(key))]
    if not days:
        message = f"{job.name} was never fetched, and {connector.label} keeps {keeps} days only."
        yield FetchError(message, remedy, "fetch_never")
        return
    lost = max(days) + dt.timedelta(1 + keeps)  # from then on the next day is gone
    if now >= lost:
        gone = (now - lost).days + 1
        message = (
            f"{job.name} ends on {max(days)}, and {connector.label} keeps {keeps} days: "
            f"{gone} {'day is' if gone == 1 else 'days are'} lost, one more every day."
        )
        yield FetchError(message, remedy, "fetch_lost")
    elif (lost - now).days <= _NOTICE:
        message = (
            f"{job.name} ends on {max(days)}, and {connector.label} keeps {keeps} days: "
            f"from {lost} the day after it is lost."
        )
        yield FetchError(message, remedy, "fetch_due")


def _last_day(key: str) -> dt.date | None:
    """Return the last day of what a key names, a day or a month; None for anything else."""
    try:
        if len(key) == len("2026-01"):
            return month_ends(key)[1] - dt.timedelta(1)
        return dt.date.fromisoformat(key)
    except ValueError:
        return None
