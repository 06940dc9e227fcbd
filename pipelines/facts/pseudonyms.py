"""Person ids: one spelling per person, then a keyed hash. The only place that sees them."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from signpost.pipelines.errors import UnreadableFile
from signpost.warehouse.connection import Reader
from signpost.warehouse.durable import create_durably
from signpost.warehouse.store import Warehouse

_FRAMED = re.compile(r"[^<>]*<\s*([^<>\s]+@[^<>\s]+)\s*>")
"""An address as mail programs write it: Ann Lee <ann@example.org>."""
_SCHEME = re.compile(r"^(?:smtp|mailto|sip):")
_EXT = re.compile(r"(?P<name>.+)_(?P<domain>[^_@]+\.[^_@]+)#ext#@.*")
TOKEN = "cast(left(hash, 32) as uuid)"  # noqa: S105 - no secret
"""SQL for half a hash, as a number: what facts carry until they are published."""
CONCEALED = "[0-9A-F]{32}"
"""What Microsoft 365 writes instead of a name: 32 upper-case hexadecimal digits."""


IDENTIFIER_TABLES = """
create table known (text varchar, hash varchar, kind varchar, token uuid);
create table ids (text varchar, hash varchar, kind varchar, main boolean, token uuid, no integer);
"""
"""SQL for the tables of the identifiers of one call, and of the file at hand."""


def key_file(data: Path) -> Path:
    """Return the key of a data folder lies beside it, never inside."""
    return data.with_name(data.name + ".key")


def key_of(warehouse: Warehouse, reader: Reader, *, create: bool = False) -> bytes:
    """Return the key of a data folder; UnreadableFile where it is not the one of its data."""
    holds_data = bool(reader.rows("select 1 from alias limit 1"))
    key = load_key(warehouse.root, holds_data=holds_data, create=create)
    known = reader.rows("select value from setting where name = 'key_sign'")
    if known and not hmac.compare_digest(str(known[0][0]), key_sign(key)):
        raise UnreadableFile(
            "key_other",
            f"The key of {warehouse.root} is not the one its data was hashed with.",
            "Put the right key back (from the backup). With this one every person would count "
            "twice, so nothing was changed.",
        )
    return key


def key_sign(key: bytes) -> str:
    """Return what tells one key from another and gives nothing of it away."""
    return hmac.new(key, b"Signpost: which key?", hashlib.sha256).hexdigest()[:16]


def load_key(data: Path, *, holds_data: bool, create: bool = True) -> bytes:
    """Return the secret that pseudonyms are made with: SIGNPOST_KEY (hex), else the key file.

    Made on first use, readable by its owner only. A folder that holds data never gets a new key:
    the same person would become two. Raises UnreadableFile.
    """
    try:
        return _key(data, holds_data=holds_data, create=create)
    except OSError as error:
        raise UnreadableFile(
            "key_unreachable",
            f"The key {key_file(data)} can be neither read nor made ({error.strerror}).",
            "Let this user read and write it, or set SIGNPOST_KEY. Nothing was changed.",
        ) from error


def _key(data: Path, *, holds_data: bool, create: bool) -> bytes:
    given = os.environ.get("SIGNPOST_KEY", "").strip()
    path = key_file(data)
    if given:
        return _hex(given, "SIGNPOST_KEY")
    if path.is_file():
        return _read(path)
    if holds_data:
        raise UnreadableFile(
            "key_missing",
            f"The key {path} is missing, and {data} already holds data hashed with it.",
            "Put the key file back (from the backup), or set SIGNPOST_KEY. With another key every "
            "person would count twice, so nothing was loaded.",
        )
    key = secrets.token_bytes(32)
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not create_durably(path, f"{key.hex()}\n".encode()):
            return _read(path)  # another first load was quicker
    return key


def _read(path: Path) -> bytes:
    return _hex(path.read_text("ascii", "replace").strip(), str(path))


def canonical(text: str) -> str:
    """One spelling per identifier: trimmed, case-folded, without a name or a scheme around it.

    A guest's #EXT# form is their e-mail.
    """
    plain = text.strip().casefold()
    if "<" not in plain and ":" not in plain and "#" not in plain:
        return plain
    framed = _FRAMED.fullmatch(plain)
    plain = _SCHEME.sub("", framed[1] if framed else plain)
    guest = _EXT.fullmatch(plain)
    return f"{guest['name']}@{guest['domain']}" if guest else plain


def is_guest(text: str) -> bool:
    """Return whether an account of Microsoft 365 is a guest's."""
    return "#ext#" in text.casefold()


def pseudonym(key: bytes, text: str) -> str:
    """Return the HMAC-SHA256 of the canonical identifier, in hex."""
    return hmac.digest(key, canonical(text).encode(), "sha256").hex()


def hash_people(
    con: duckdb.DuckDBPyConnection, key: bytes, people: Iterable[str], aliases: Iterable[str]
) -> None:
    """Make table `ids` (text, hash, kind, main, token, no): the identifiers in the accepted rows.

    `main`: it stands in a field of `people`, so it is a person; an alias may yet join one. `no`
    numbers the persons of the file, in the order in which new ones are numbered for good.
    """
    fields = [*((name, True) for name in people), *((name, False) for name in aliases)]
    if not fields:
        return  # no facts ask for it
    met = [
        f'select distinct "{name}" as text, {main} as main from p where "{name}" is not null '
        "and skip is null and problems is null"
        for name, main in fields
    ]
    every = f"select text, bool_or(main) as main from ({' union all '.join(met)}) group by text"
    _number(con, every if len(met) > 1 else met[0])
    if _know(con, key):
        _number(con, "select text, main from ids")


def _number(con: duckdb.DuckDBPyConnection, met: str) -> None:
    """Make table `ids` of the identifiers met, without a hash where it is not known yet."""
    con.execute(
        "create or replace table ids as select text, hash, kind, main, token, "
        "cast(dense_rank() over (order by hash) as integer) as no "
        f"from ({met}) left join known using (text)"
    )


def _know(con: duckdb.DuckDBPyConnection, key: bytes) -> bool:
    """Hash whom no earlier file of the call brought, False if there is nobody.

    Table `known` lives as long as the call.
    """
    cursor, found = con.cursor(), False
    cursor.execute("select text from ids where hash is null")
    while rows := cursor.fetchmany(100_000):
        texts = [text for (text,) in rows]
        hashes = [pseudonym(key, text) for text in texts]
        kinds = ["guest" if is_guest(text) else "employee" for text in texts]
        con.register("incoming", pa.table({"text": texts, "hash": hashes, "kind": kinds}))
        con.execute(f"insert into known select text, hash, kind, {TOKEN} from incoming")
        con.unregister("incoming")
        found = True
    cursor.close()
    return found


def link_aliases(
    con: duckdb.DuckDBPyConnection, key: bytes, fields: Collection[str], *, local_parts: bool
) -> None:
    """Make table `links` (hash, other): two identifiers of one person.

    An identifier that two persons of the file share (a team's mailbox, number 0) links nobody.
    `local_parts`: what stands before the @ is a login, where it is nobody else's.
    """
    if not fields and not local_parts:
        return  # no facts ask for it
    pairs = [
        f"select a.hash, b.hash as other from p join ids as a on a.text = p.person "
        f"join ids as b on b.text = p.{name} where a.hash <> b.hash"
        for name in fields
    ]
    con.execute("create or replace table pairs (hash varchar, other varchar)")
    if pairs:
        con.execute(f"insert into pairs {' union '.join(pairs)}")
    if local_parts:
        _add_local_parts(con, key)
    con.execute(
        "create or replace table links as select hash, other from pairs where other in "
        "(select other from pairs group by other having count(distinct hash) = 1)"
    )


def _add_local_parts(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    rows = con.execute(
        "select i.hash, i.text, coalesce(min(p.hash), i.hash) from ids as i left join pairs as p "
        "on p.other = i.hash where contains(i.text, '@') and i.hash in "
        "(select hash from ids join p on p.person = ids.text union select other from pairs) "
        "group by i.hash, i.text"
    ).fetchall()
    logins = [(owner, canonical(text).split("@")[0]) for _, text, owner in rows]
    named = [(owner, login) for owner, login in logins if any(c.isalpha() for c in login)]
    owners, others = [o for o, _ in named], [pseudonym(key, login) for _, login in named]
    con.register("incoming", pa.table({"hash": owners, "other": others}))
    con.execute(
        "insert into pairs select distinct cast(hash as varchar), cast(other as varchar) from "
        "incoming"
    )
    con.unregister("incoming")


def refuse_concealed(con: duckdb.DuckDBPyConnection, name: str, *, any_case: bool) -> int:
    """Return how many persons in view `p` are concealed; UnreadableFile if most are.

    Its rows are asked only where table `ids` has one. `any_case`: lower-case digits, too, where
    an id of that form cannot be a person's own.
    """
    text, person = ("upper(text)", "upper(person)") if any_case else ("text", "person")
    some = f"length(text) = 32 and regexp_full_match({text}, '{CONCEALED}')"
    if not con.execute(f"select 1 from ids where {some} limit 1").fetchall():
        return 0
    concealed, people = con.execute(
        f"select count(distinct person) filter (where regexp_full_match({person}, '{CONCEALED}')), "
        "count(distinct person) from p where skip is null"
    ).fetchall()[0]
    if concealed and 2 * concealed >= people:
        raise UnreadableFile(
            "concealed_names",
            f"{name}: names are concealed in this export ({concealed} of {people} people).",
            "Turn it off in the admin centre (Settings > Org settings > Reports), export again, "
            "or load a group-level export.",
        )
    return int(concealed)


def _hex(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < 16:
        raise UnreadableFile(
            "key_invalid",
            f"{place} does not hold a key of at least 32 hexadecimal digits.",
            "Put the right key back. Nothing was loaded.",
        )
    return key
