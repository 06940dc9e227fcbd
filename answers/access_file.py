"""The access file: who has which role, kept beside the data, read anew whenever it changes."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from signpost.answers.access import MAY, AccessEntry, AccessError, folded_email
from signpost.metrics.model.bounded_yaml import load_yaml

_FIELDS: Final = frozenset({"email", "issuer", "subject", "role", "scope"})


def access_path(data: Path) -> Path:
    """SIGNPOST_ACCESS, else `<data folder>.access.yaml` beside the data folder."""
    named = os.environ.get("SIGNPOST_ACCESS")
    return Path(named) if named else data.parent / f"{data.name}.access.yaml"


def read_table(path: Path) -> tuple[AccessEntry, ...]:
    """Read the access file anew whenever it changed; no file: nobody has a role.

    Raises AccessError for a file that cannot be understood: nobody has a role until it is mended.
    """
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> tuple[AccessEntry, ...]:
    del changed, size  # they are the cache key
    try:
        return parse_access_table(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise AccessError(f"{path.name} cannot be read.", "Make it a UTF-8 text file.") from fault


def parse_access_table(text: str) -> tuple[AccessEntry, ...]:
    """Read `people:` with one entry a person; raises AccessError naming the entry."""
    try:
        found = load_yaml(text) or {}
    except yaml.YAMLError as fault:
        raise _unusable("is not YAML") from fault
    people = found.get("people") if isinstance(found, dict) and set(found) == {"people"} else None
    if not isinstance(people, list):
        raise _unusable("needs one list, `people`")
    entries = tuple(_entry(number, one) for number, one in enumerate(people, start=1))
    keys = [(one.issuer, one.subject or one.email) for one in entries]
    for number, key in enumerate(keys, start=1):
        if key in keys[: number - 1]:
            raise _unusable(f"entry {number} names a person who is already listed")
    return entries


def _unusable(what: str) -> AccessError:
    return AccessError(
        f"The access file {what}.",
        "Each entry under `people` has a role (sponsor, analyst or administrator) and either an "
        "email or an issuer with a subject; see docs/security.md.",
    )


def _entry(number: int, one: object) -> AccessEntry:
    if not isinstance(one, dict) or not set(one) <= _FIELDS:
        raise _unusable(f"entry {number} has fields other than {', '.join(sorted(_FIELDS))}")
    text = {name: one.get(name, "") for name in ("email", "issuer", "subject", "role")}
    if not all(isinstance(value, str) for value in text.values()):
        raise _unusable(f"entry {number} has a field that is not text; put it in quotes")
    if text["role"] not in MAY:
        raise _unusable(f"entry {number} has the role '{text['role']}'")
    if bool(text["email"]) == bool(text["subject"]) or (text["subject"] and not text["issuer"]):
        raise _unusable(f"entry {number} must name an email, or an issuer with a subject")
    scope = one.get("scope", [])
    if not isinstance(scope, list) or not all(isinstance(group, str) for group in scope):
        raise _unusable(f"entry {number} has a scope that is not a list of group names")
    if scope and text["role"] != "sponsor":
        raise _unusable(
            f"entry {number} limits a role that works on all data; only sponsors can be"
        )
    if "scope" in one and not scope:
        raise _unusable(f"entry {number} has an empty scope; leave it out for everything")
    return AccessEntry(
        role=text["role"],
        email=folded_email(text["email"]),
        issuer=text["issuer"],
        subject=text["subject"],
        scope=frozenset(" ".join(name.split()).casefold() for name in scope),
    )
