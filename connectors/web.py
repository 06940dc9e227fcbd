"""Asking a web interface: waiting as told, signed links without the key, whole downloads."""

from __future__ import annotations

import datetime as dt
import email.utils
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from signpost import clock
from signpost.connectors.model import FetchError

if TYPE_CHECKING:  # an extra: who fetches from databases only has none
    import httpx

_AGAIN = (429, 500, 502, 503, 504)
FIRST_WAIT, PATIENCE = 1.0, 900.0
"""Seconds: the first wait, doubled each time, and the end of waiting."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WebClient:
    """One service, asked until it answers, or until patience ends."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def ask(self, method: str, url: str, **more: Any) -> httpx.Response:
        """Return the answer; redirects are answers too: the next host must not see the key."""
        import httpx

        until, tries = time.monotonic() + PATIENCE, 0
        while True:
            tries += 1
            wait = min(60.0, FIRST_WAIT * 2.0**tries)
            try:
                answer = self.client.request(method, _safe(url), **more)
            except httpx.TransportError as error:
                why = _reason(error)
            else:
                if answer.status_code not in _AGAIN:
                    return answer
                wait, why = _wait(answer, wait), f"answered {answer.status_code}"
            self._rest(wait, until, f"{urlsplit(url).hostname} {why}; asked {tries} times.")

    def json(self, method: str, url: str, **more: Any) -> Any:
        """Return the JSON of an answer that is one; FetchError for any other."""
        answer = self.ask(method, url, **more)
        if answer.status_code != 200:
            raise refused(answer)
        try:
            return answer.json()
        except ValueError as error:
            raise FetchError(
                f"{_host(answer)} answered with no JSON.", "Try again later."
            ) from error

    def download(self, url: str, part: Path, *, append: bool = False) -> None:
        """Write what lies behind a signed link; no header of ours goes with it."""
        import httpx

        until, tries = time.monotonic() + PATIENCE, 0
        start = part.stat().st_size if append and part.exists() else 0
        while True:
            tries += 1
            wait = min(60.0, FIRST_WAIT * 2.0**tries)
            try:
                with httpx.stream("GET", _safe(url), timeout=60) as answer:
                    if answer.status_code == 200:
                        with part.open("ab" if append else "wb") as out:
                            out.truncate(start)
                            out.seek(start)
                            out.writelines(answer.iter_bytes())
                        return
                    answer.read()
                    if answer.status_code not in _AGAIN:
                        raise refused(answer)
                    wait, why = _wait(answer, wait), f"answered {answer.status_code}"
            except httpx.TransportError as error:  # also: a download cut short
                why = _reason(error)
            self._rest(wait, until, f"{urlsplit(url).hostname} {why}; asked {tries} times.")

    @staticmethod
    def _rest(wait: float, until: float, trouble: str) -> None:
        if time.monotonic() + wait > until:
            raise FetchError(trouble, "Run it again later; it goes on where it was.", "no_answer")
        time.sleep(wait)


@contextmanager
def web_client(headers: Mapping[str, str] | None = None) -> Iterator[WebClient]:
    """Open a client; it follows no redirect by itself."""
    import httpx

    with httpx.Client(timeout=60, headers=dict(headers or {}), follow_redirects=False) as client:
        yield WebClient(client)


def refused(answer: httpx.Response) -> FetchError:
    """Return what a service said, in one sentence."""
    try:
        said = answer.json()
    except ValueError:
        said = {}
    words = _words(said) or answer.text[:200].strip()
    remedies = {
        401: "Check the key or secret: it is wrong, or has ended.",
        403: "Give the application the right that docs/data.md names.",
        404: "Check the names in fetch.toml.",
    }
    remedy = remedies.get(answer.status_code, "Check fetch.toml; docs/data.md says what it needs.")
    detail = f": {words}" if words else ""
    return FetchError(f"{_host(answer)} refused ({answer.status_code}){detail}.", remedy, "refused")


def _words(said: Any) -> str:
    if not isinstance(said, dict):
        return ""
    inner = said.get("error", said)
    if isinstance(inner, dict):
        inner = inner.get("message") or inner.get("code") or ""
    return " ".join(str(said.get("error_description") or inner or "").split())[:200].rstrip(".")


def _host(answer: httpx.Response) -> str:
    return answer.request.url.host


def _safe(url: str) -> str:
    """Return an address that is encrypted, or on this machine."""
    found = urlsplit(url)
    if found.scheme == "https" or found.hostname in _LOOPBACK:
        return url
    raise FetchError(f"{found.hostname} is asked without encryption.", "Use https.", "settings")


def _wait(answer: httpx.Response, otherwise: float) -> float:
    """Return the seconds a service asks to wait: a number, or a date."""
    said = answer.headers.get("Retry-After", "")
    if said.replace(".", "", 1).isdigit():
        return float(said)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return otherwise
    return max(0.0, (until - clock.now()).total_seconds())


def _reason(error: httpx.TransportError) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    if isinstance(error, httpx.ConnectError):
        return "could not be reached"
    return "broke off"


def past_days(back: int, late: int, today: dt.date | None = None) -> list[str]:
    """Return the days from `back` days ago to `late` days ago, oldest first."""
    now = today or clock.today()
    return [f"{now - dt.timedelta(n):%Y-%m-%d}" for n in range(back, late - 1, -1)]
