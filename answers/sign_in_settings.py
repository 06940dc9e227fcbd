"""Sign-in settings from the environment; which requests reach the app at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from signpost.answers.access import AccessError, is_loopback

_NAMES: Final = {
    "url": "SIGNPOST_URL",
    "client_id": "SIGNPOST_OIDC_CLIENT_ID",
    "client_secret": "SIGNPOST_OIDC_CLIENT_SECRET",
    "metadata_url": "SIGNPOST_OIDC_METADATA_URL",
    "cookie_secret": "SIGNPOST_COOKIE_SECRET",
}
_SHORTEST_SECRET: Final = 32
_LONGEST_HOURS: Final = 24 * 30
"""Streamlit's cookie lasts 30 days; a longer sign-in cannot be kept."""


@dataclass(frozen=True)
class SignIn:
    """Settings of sign-in: one OpenID Connect provider."""

    url: str
    """Address of the dashboard as readers type it."""
    client_id: str
    client_secret: str
    metadata_url: str
    cookie_secret: str
    hours: float
    """After so many hours a reader signs in anew."""

    def secrets(self) -> dict[str, Any]:
        """Return the settings in the shape Streamlit reads."""
        return {
            "auth": {
                "redirect_uri": f"{self.url.rstrip('/')}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
                "client_kwargs": {"scope": "openid profile email", "prompt": "login"},
            }
        }


def sign_in_settings(environment: Mapping[str, str]) -> SignIn | None:
    """Read SIGNPOST_URL, SIGNPOST_OIDC_… and SIGNPOST_COOKIE_SECRET; None when none is set.

    Each may be given as a file instead (`…_FILE`). Raises AccessError when some are missing or
    weak: half a sign-in must never become none.
    """
    found = {field: secret_of(environment, name) for field, name in _NAMES.items()}
    if not any(found.values()):
        return None
    missing = [_NAMES[field] for field, value in found.items() if not value]
    if missing:
        raise _unset(f"Sign-in is only half configured: {', '.join(missing)} is not set.")
    if len(found["cookie_secret"]) < _SHORTEST_SECRET:
        raise _unset(f"SIGNPOST_COOKIE_SECRET is shorter than {_SHORTEST_SECRET} characters.")
    for field in ("url", "metadata_url"):
        parts = urlsplit(found[field])
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and is_loopback(parts.hostname or "")
        )
        if not safe or not parts.hostname:
            raise _unset(f"{_NAMES[field]} must begin with https://, or name this machine.")
    return SignIn(**found, hours=_hours(environment))


def secret_of(environment: Mapping[str, str], name: str) -> str:
    """Return a setting, given as such or as a file (`…_FILE`); '' where it is not set.

    Raises AccessError for a file that cannot be read.
    """
    place = environment.get(f"{name}_FILE")
    if not place:
        return environment.get(name, "").strip()
    try:
        return Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise _unset(f"{name}_FILE names a file that cannot be read.") from fault


def _hours(environment: Mapping[str, str]) -> float:
    text = environment.get("SIGNPOST_SIGN_IN_HOURS", "12")
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= _LONGEST_HOURS:
        raise _unset("SIGNPOST_SIGN_IN_HOURS is not a number of hours between 0 and 720.")
    return hours


def _unset(message: str) -> AccessError:
    return AccessError(message, "Nothing was started; docs/security.md lists the settings.")


def is_insecure(environment: Mapping[str, str]) -> bool:
    """Return whether the operator accepted readers without sign-in (`--insecure`)."""
    return environment.get("SIGNPOST_INSECURE", "") == "1"


_ALWAYS: Final = ("/_stcore/health", "/readyz")
PROXY_MARKS: Final = (
    "cdn-loop",
    "client-ip",
    "forwarded",
    "remote-user",
    "true-client-ip",
    "via",
    "x-client-ip",
    "x-cloud-trace-context",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "x-original-host",
    "x-original-url",
    "x-proxyuser-ip",
    "x-real-ip",
    "x-remote-user",
    "x-rewrite-url",
)
PROXY_PREFIXES: Final = (
    *("x-forwarded", "cf-", "x-envoy-", "x-amzn-", "x-azure-", "fastly-", "fly-", "tailscale-"),
    *("x-appengine-", "x-auth-request-", "x-vercel-"),
)
_HOST: Final = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.ASCII | re.I)


def has_proxy_mark(headers: Iterable[str]) -> bool:
    """Return whether any header's name says that a proxy passed the request on."""
    names = {name.lower().replace("_", "-") for name in headers}
    return any(name in PROXY_MARKS or name.startswith(PROXY_PREFIXES) for name in names)


@dataclass(frozen=True)
class Arrival:
    """One request as it came in, before anything of it is believed."""

    path: str
    host: str
    """The Host header."""
    origin: str | None
    """The Origin header: the page that asks; None where there is none."""
    arrived_at: str
    """Our address it came in on."""
    forwarded: bool
    """A proxy passed it on."""
    is_socket: bool = False


def refused_settings(arrival: Arrival, settings: SignIn | None, explicit: bool) -> str:
    """Return why a request is not served; '' when it is.

    Without sign-in only this machine is served, whatever started the server; a name that is not
    ours is refused, so that no foreign page can point its own name at us; and a page of another
    address or port is refused, so that none borrows the reader's session.
    """
    if arrival.path.endswith(_ALWAYS) and not arrival.is_socket:
        return ""
    if not _is_same_origin(arrival, settings):
        return "This page belongs to another address."
    name = _host_name(arrival.host)
    if settings is not None:
        ours = urlsplit(settings.url).hostname
        return "" if name == ours or is_loopback(name) else "This is not the dashboard's address."
    if explicit:
        return ""
    if arrival.forwarded or not is_loopback(arrival.arrived_at):
        return "No sign-in is configured, so only this machine is served."
    return "" if is_loopback(name) else "This is not the dashboard's address."


def _host_name(host: str) -> str:
    if not _HOST.fullmatch(host):
        return ""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_same_origin(arrival: Arrival, settings: SignIn | None) -> bool:
    """Return whether the page that asks is ours: the Host's own, or the address of sign-in."""
    if arrival.origin is None:
        return True
    asked = arrival.origin.strip().lower()
    ours = {f"{scheme}://{arrival.host.strip().lower()}" for scheme in ("http", "https")}
    if settings is not None:
        parts = urlsplit(settings.url)
        ours.add(f"{parts.scheme}://{parts.netloc}".lower())
    return asked in ours
