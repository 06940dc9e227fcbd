"""Who may do what: roles, the access file, and the refusal of everything else.

Nothing here knows the screen. The pages, the downloads and the upload route all ask `require`.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

Role = Literal["sponsor", "analyst", "administrator"]
Act = Literal["read", "export", "load", "edit", "administer"]
MAY: Final[dict[Role, frozenset[Act]]] = {
    "sponsor": frozenset({"read", "export"}),
    "analyst": frozenset({"read", "export", "load", "edit"}),
    "administrator": frozenset({"read", "export", "load", "edit", "administer"}),
}
"""load: files in and undo. edit: programme, names, decisions. administer: identities, retention,
disclosure settings."""
PRIVACY: Final = ("minimum_group_size",)
"""Settings of a programme that decide what is disclosed: `administer`, at every door."""
_WORDS: Final[dict[Act, str]] = {
    "read": "see this",
    "export": "download this",
    "load": "load files or undo a load",
    "edit": "change the programme",
    "administer": "change identities, retention or disclosure settings",
}


class AccessError(Exception):
    """The access file cannot be used: `message` says why, `remedy` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class Denied(AccessError):  # noqa: N818 - a refusal, not a fault
    """The reader may not do what was asked."""


@dataclass(frozen=True)
class Access:
    """Rights of one reader; `role` None: none. An empty `scope` is the whole organisation."""

    who: str
    role: Role | None
    scope: frozenset[str] = frozenset()
    why: str = ""
    """Why there is no role, for the person who was refused."""


LOCAL: Final = Access("local", "administrator")
"""The one user of a dashboard that listens on this machine only."""
ANYONE: Final = Access("anyone", "sponsor")
"""Every reader of a dashboard that listens elsewhere without sign-in, as its operator said."""


@dataclass(frozen=True)
class AccessEntry:
    """One line of the access file: a verified e-mail, or issuer and subject."""

    role: Role
    email: str = ""
    issuer: str = ""
    subject: str = ""
    scope: frozenset[str] = frozenset()


def folded_email(address: str) -> str:
    """Lower an ASCII address; any other stays as it is: 'ß' must not become 'ss'."""
    bare = address.strip()
    return bare.lower() if bare.isascii() else bare


def role_of(
    claims: Mapping[str, object],
    table: Iterable[AccessEntry],
    *,
    hours: float = 12,
    now: float | None = None,
) -> Access:
    """Return what a signed-in person may do; somebody who is not in the table may do nothing.

    `claims` are those of the identity token. Issuer and subject decide before the e-mail, and an
    e-mail counts only if the provider says it is verified. After `hours` the person signs in anew.
    """
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    email = folded_email(str(claims.get("email") or ""))
    who = email or f"{issuer}|{subject}"
    if _stale(claims, hours, time.time() if now is None else now):
        return Access(who, None, why="You signed in a while ago. Please sign in again.")
    verified = claims.get("email_verified") in (True, "true")
    for entry in sorted(table, key=lambda one: (not one.subject, not one.issuer)):
        same = (entry.issuer, entry.subject) == (issuer, subject) and bool(subject)
        mail = bool(entry.email) and entry.email == email and entry.issuer in {"", issuer}
        if same or (mail and verified):
            return Access(who, entry.role, entry.scope)
        if mail:
            return Access(
                who,
                None,
                why=(
                    "Your sign-in provider does not say that your e-mail address is verified. "
                    "Ask an administrator to list you by "
                    f"issuer '{issuer}' and subject '{subject}'."
                ),
            )
    return Access(who, None, why="You are signed in, but nobody has given you a role here yet.")


def _stale(claims: Mapping[str, object], hours: float, now: float) -> bool:
    issued = claims.get("iat")
    age = now - issued if isinstance(issued, int | float) else math.inf
    return not -300 <= age <= hours * 3600


def may(access: Access, act: Act) -> bool:
    """Return whether this reader may do this."""
    return access.role is not None and act in MAY[access.role]


def require(access: Access, act: Act) -> None:
    """Pass silently, or raise Denied with a sentence for the reader."""
    if may(access, act):
        return
    if access.role is None:
        raise Denied(access.why or "Please sign in.", "An administrator grants roles.")
    raise Denied(
        f"Your role, {access.role}, may not {_WORDS[act]}.", "Ask an administrator if you need to."
    )


def privacy_changes(before: object, after: object) -> list[str]:
    """Return the rules of privacy that differ between two programmes, each with both values."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in PRIVACY)
    return [f"{name} from {was} to {now}" for name, was, now in pairs if was != now]


def groups_in_scope(parents: Mapping[str, str | None], access: Access) -> frozenset[str]:
    """List the groups a reader may see by name: those of the scope and all below them.

    `parents`: group id -> id of the group above, or None.
    """
    require(access, "read")
    if not access.scope:
        return frozenset(parents)
    return frozenset(group for group in parents if access.scope & _line(group, parents))


def _line(group: str, parents: Mapping[str, str | None]) -> set[str]:
    line: set[str] = set()
    above: str | None = group
    while above and above not in line:  # a circle in the file must not hang us
        line.add(above)
        above = parents.get(above)
    return line


def scoped(
    frame: pd.DataFrame, access: Access, parents: Mapping[str, str | None], column: str = "group_id"
) -> pd.DataFrame:
    """Keep the rows of groups the reader may see by name; the frame itself when that is all."""
    require(access, "read")
    if not access.scope:
        return frame
    return frame[frame[column].isin(groups_in_scope(parents, access))]


@dataclass(frozen=True)
class Binding:
    """Verdict on an address to listen at: whether it is allowed, and the sentence about it."""

    allowed: bool
    says: str


def bind_decision(address: str, signed_in: bool, explicit: bool) -> Binding:
    """Decide whether to listen on `address` (empty: everywhere).

    `signed_in`: sign-in is configured. `explicit`: the operator accepts readers without sign-in.
    """
    where = address or "every address of this machine"
    if signed_in:
        return Binding(True, f"Listening on {where}; people sign in.")
    if is_loopback(address):
        return Binding(True, "Only this machine can open the dashboard: no sign-in is configured.")
    if explicit:
        return Binding(
            True,
            (
                f"Anyone who can reach {where} reads everything here: no sign-in is configured. "
                "Loading and editing are off."
            ),
        )
    return Binding(
        False,
        (
            f"Not listening on {where}: no sign-in is configured, and anyone who can reach it "
            "would read everything. Configure sign-in (docs/security.md), listen on 127.0.0.1, "
            "or say --insecure if another door checks who comes in."
        ),
    )


def is_loopback(address: str) -> bool:
    """Return whether only this machine can reach the address."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
