"""Programs that bring a token: each speaks for one person of the access file."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from typing import Final, Literal

from starlette.requests import HTTPConnection
from starlette.types import Scope

from signpost.answers.access import Access, folded_email
from signpost.answers.access_file import access_path, read_table
from signpost.answers.sign_in_settings import secret_of
from signpost.workspace.open_versions import data_folder

READER: Final = "signpost.reader"
"""Where the gate leaves who asks."""
_SHORTEST_TOKEN: Final = 32
TokenDoor = Literal["export", "assistant"]
_SETTINGS: Final[Mapping[TokenDoor, tuple[str, str]]] = {
    "export": ("SIGNPOST_EXPORT_TOKEN", "SIGNPOST_EXPORT_READER"),
    "assistant": ("SIGNPOST_MCP_TOKEN", "SIGNPOST_MCP_READER"),
}
"""Door -> settings of its token, and of the person it speaks for."""


def door_token(door: TokenDoor) -> str:
    """Return the token that opens a door; empty where none is set, or one that is too short."""
    token = secret_of(os.environ, _SETTINGS[door][0])
    return token if len(token) >= _SHORTEST_TOKEN else ""


def token_reader(scope: Scope, door: TokenDoor) -> Access | None:
    """Return the person a token speaks for; None where none is brought or it is another.

    It speaks by role and scope of the access file.
    """
    token = door_token(door)
    kind, _, brought = HTTPConnection(scope).headers.get("authorization", "").partition(" ")
    if not token or kind.lower() != "bearer":
        return None
    if not hmac.compare_digest(brought.strip().encode(), token.encode()):
        return None
    _, name = _SETTINGS[door]
    address = folded_email(os.environ.get(name, ""))
    for entry in read_table(access_path(data_folder())):
        if entry.email and entry.email == address:
            return Access(address, entry.role, entry.scope)
    return Access(address, None, why=f"{name} has no role in the access file.")
