"""Settings of Streamlit that guard the data: what they must be, whoever else sets them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

PINNED: Final[Mapping[str, object]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "global.developmentMode": False,
    "server.corsAllowedOrigins": [],
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": {},
    "server.unsafeMetricsUserAttributes": [],
    "server.xsrfCookieSameSite": "lax",
}
"""Checks and secrecy; no file, variable or flag may say otherwise."""
LARGEST: Final[Mapping[str, float]] = {"server.maxUploadSize": 200, "server.maxMessageSize": 200}
"""MB; smaller ones are welcome."""

REMEDY: Final = (
    "Take it out of the flags, the variables and the `.streamlit/config.toml` of the working and "
    "the home folder; `signpost serve` sets what it needs."
)


def weakened(found: Callable[[str], object]) -> list[str]:
    """Return a sentence for every setting whose value in force weakens a check."""
    wrong = [
        f"{name} is {_text(found(name))} and must be {_text(value)}"
        for name, value in PINNED.items()
        if not _is_same(found(name), value)
    ]
    return wrong + [
        f"{name} is {_text(found(name))} and may be at most {most:g}"
        for name, most in LARGEST.items()
        if not _is_at_most(found(name), most)
    ]


def weakened_outside(folder: Path, home: Path, environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for every file or variable that weakens a check.

    Streamlit reads `.streamlit/config.toml` of the working folder and of the home folder, and
    variables named after the settings. Lists in variables cannot be told apart from their default
    and count as weakening.
    """
    wrong: list[str] = []
    for place in (folder, home):
        file = place / ".streamlit" / "config.toml"
        settings = _flat(_parsed(file))
        wrong += [f"{one} ({file})" for one in weakened(lambda name, s=settings: _given(s, name))]  # type: ignore[misc]
    named = {_variable(name): name for name in (*PINNED, *LARGEST)}
    told = {named[name]: text for name, text in environment.items() if name in named}
    return wrong + [
        f"{one} ({_variable(one.split(' ', 1)[0])} is set)"
        for one in weakened(lambda name: _given(told, name))
    ]


def pinned_flags() -> list[str]:
    """Return the pinned settings as flags of `streamlit run`; lists have no flag."""
    return [f"--{name}={_text(value)}" for name, value in PINNED.items() if _has_flag(value)]


def _has_flag(value: object) -> bool:
    return not isinstance(value, list | dict)


def _given(settings: Mapping[str, object], name: str) -> object:
    return settings.get(name, PINNED.get(name, LARGEST.get(name)))


def _is_same(found: object, value: object) -> bool:
    if isinstance(value, list | dict):
        return found is None or found in ("", [], {}, "[]", "{}")
    return _text(found) == _text(value)


def _is_at_most(found: object, most: float) -> bool:
    try:
        return 0 < float(str(found)) <= most
    except ValueError:
        return False


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip().lower()


def _variable(name: str) -> str:
    section, option = name.split(".")
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in option)
    for together in ("C_O_R_S",):
        words = words.replace(together, "CORS")
    return f"STREAMLIT_{section}_{words}".upper()


def _parsed(file: Path) -> dict[str, object]:
    """Return what a file says; nothing where it is absent or Streamlit itself refuses it."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _flat(settings: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in settings.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and key not in PINNED:
            flat |= _flat(value, f"{key}.")
        else:
            flat[key] = value
    return flat
