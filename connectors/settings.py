"""fetch.toml: what is fetched from where. It holds no secrets; one that does is refused."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.registry import parts

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SECRET_NAME = re.compile(
    r"passw|pwd|secret|token|credential|private|api_?key|access_?key|signature|bearer", re.I
)
_SECRET_VALUE = re.compile(
    r"://[^/\s:@]+:[^/\s@]+@|password\s*=|AccountKey=|SharedAccessSignature|[?&]sig=|-----BEGIN|"
    r"\b(ghp_|github_pat_|xox[abps]-|sk-|AKIA|eyJ[\w-]{10})",
    re.I,
)


def fetch_file(data: Path) -> Path:
    """Return where the settings lie: beside the data folder."""
    return data.parent / f"{data.name}.fetch.toml"


def connectors() -> Mapping[str, Connector]:
    """Return every connector by its id."""
    found = parts("signpost.connectors.sources", "CONNECTOR")
    return {one.id: one for one in found if isinstance(one, Connector)}


def fetch_jobs(data: Path) -> dict[str, FetchJob]:
    """Read the settings; FetchError names what is wrong and where."""
    path = fetch_file(data)
    document = read_settings(path, missing=f"There is no {path.name} beside the data folder.")
    inbox = path.parent / str(document.pop("inbox", "inbox"))
    return {name: _job(name, table, path, inbox) for name, table in document.items()}


def chosen_jobs(data: Path, name: str | None) -> list[FetchJob]:
    """Return the job of a name, or all."""
    jobs = fetch_jobs(data)
    if name is None:
        return list(jobs.values())
    if name not in jobs:
        listed = ", ".join(jobs) or "none"
        raise FetchError(f"{name} is not in fetch.toml.", f"There are: {listed}.", "settings")
    return [jobs[name]]


def read_settings(path: Path, missing: str) -> dict[str, Any]:
    """Return a settings file without secrets; FetchError says what is wrong, or `missing`."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise FetchError(missing, "Write one as docs/data.md shows.", "no_settings") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FetchError(f"{path.name} is no TOML: {error}.", "Correct it.", "settings") from error
    refuse_secrets(document, path.name)
    return document


def refuse_secrets(document: Mapping[str, Any], file: str) -> None:
    """Raise FetchError for settings that hold a secret, which is not repeated."""
    for place, value in _entries(document, ()):
        if _SECRET_NAME.search(place[-1]) or _SECRET_VALUE.search(str(value)):
            raise FetchError(
                f"{file} holds a secret ({'.'.join(place)}); it is not used.",
                "Take it out, change it where it was given, and put the new one into the "
                "environment or the keyring (docs/data.md).",
                "secret_in_file",
            )


def _entries(table: object, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(table, dict):
        for key, value in table.items():
            yield from _entries(value, (*above, str(key)))
    elif isinstance(table, list):
        for value in table:
            yield from _entries(value, above)
    else:
        yield above, table


def _job(name: str, table: object, path: Path, inbox: Path) -> FetchJob:
    def wrong(what: str, remedy: str) -> FetchError:
        return FetchError(f"{path.name}, [{name}]: {what}", remedy, "settings")

    if not isinstance(table, dict) or not _NAME.fullmatch(name):
        raise wrong("is no table with a short name in small letters.", "See docs/data.md.")
    known = connectors()
    kind = str(table.get("connector", ""))
    if kind not in known:
        raise wrong(f"connector {kind!r} is not known.", f"Known are: {', '.join(known)}.")
    connector = known[kind]
    given = {key: str(value) for key, value in table.items() if key != "connector"}
    strange = sorted(given.keys() - {*connector.required, *connector.optional})
    if strange:
        allowed = ", ".join((*connector.required, *connector.optional))
        raise wrong(f"{', '.join(strange)} is no setting of {kind}.", f"It takes: {allowed}.")
    if missing := [key for key in connector.required if not given.get(key)]:
        raise wrong(f"{', '.join(missing)} is missing.", "Add it.")
    return FetchJob(
        name, kind, given, path.parent, inbox, lambda secret: given_secret(name, secret)
    )


def secret_name(job: str, secret: str) -> str:
    """Return the variable of the environment that gives a secret."""
    return f"SIGNPOST_FETCH_{job}_{secret}".upper()


def given_secret(job: str, secret: str) -> str:
    """Return a secret from the environment, else from the keyring where one is installed."""
    if given := os.environ.get(secret_name(job, secret)):
        return given
    if importlib.util.find_spec("keyring") is None:
        return ""
    try:
        found = importlib.import_module("keyring").get_password("signpost", f"{job}.{secret}")
    except Exception as error:
        raise FetchError(
            f"The keyring did not answer ({type(error).__name__}).",
            f"Unlock it, or set {secret_name(job, secret)}.",
            "keyring",
        ) from error
    return found or ""


def demand_secret(job: FetchJob, secret: str) -> str:
    """Return a secret; FetchError says where to put one that is missing."""
    if found := job.secrets(secret):
        return found
    raise FetchError(
        f"The {secret.replace('_', ' ')} of {job.name} is not known.",
        f"Set {secret_name(job.name, secret)} in the environment, or keep it in the keyring as "
        f"signpost / {job.name}.{secret}.",
        "no_secret",
    )
