"""An S3 server on loopback: the files of a folder as a bucket, signatures not looked at."""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from tests.connectors.loopback import Answer, Asked, Loopback, serve

BUCKET = "lake"
KEY = "AKIDEXAMPLE"


def error(status: int, code: str) -> Answer:
    text = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
    return status, text.encode(), {"Content-Type": "application/xml"}


@contextmanager
def object_store(folder: Path) -> Iterator[Loopback]:
    """Serve the bucket `lake`; who brings another key than KEY is refused."""

    def route(asked: Asked) -> Answer:
        if f"Credential={KEY}/" not in asked.headers.get("authorization", ""):
            return error(403, "InvalidAccessKeyId")
        bucket, _, name = asked.path.removeprefix("/").partition("/")
        if bucket != BUCKET:
            return error(404, "NoSuchBucket")
        if not name:
            return listing(folder, asked.query)
        path = folder / name
        return body(path, asked) if path.is_file() else error(404, "NoSuchKey")

    with serve(route) as service:
        service.busy_every = service.cut_every = 1_000_000
        yield service


def listing(folder: Path, query: dict[str, str]) -> Answer:
    """ListObjectsV2, all on one page."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    found, below = [], set()
    for name in (one for one in names if one.startswith(prefix)):
        rest = name[len(prefix) :]
        if delimiter and delimiter in rest:
            below.add(prefix + rest.partition(delimiter)[0] + delimiter)
        else:
            found.append(name)
    text = "".join(
        f"<Contents><Key>{escape(name)}</Key><LastModified>{moment(folder / name)}</LastModified>"
        f'<ETag>"{tag(folder / name)}"</ETag><Size>{(folder / name).stat().st_size}</Size>'
        "<StorageClass>STANDARD</StorageClass></Contents>"
        for name in found
    ) + "".join(
        f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>"
        for name in sorted(below)
    )
    head = (
        f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>{BUCKET}</Name>'
        f"<Prefix>{escape(prefix)}</Prefix><KeyCount>{len(found) + len(below)}</KeyCount>"
        "<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
    )
    return 200, f"{head}{text}</ListBucketResult>".encode(), {"Content-Type": "application/xml"}


def body(path: Path, asked: Asked) -> Answer:
    content = path.read_bytes()
    more = {
        "ETag": f'"{tag(path)}"', "Accept-Ranges": "bytes",
        "Last-Modified": email.utils.formatdate(path.stat().st_mtime, usegmt=True),
    }  # fmt: skip
    if not (span := asked.headers.get("range", "").removeprefix("bytes=")):
        return 200, content, more
    first, _, last = span.partition("-")
    begin = int(first) if first else len(content) - int(last)
    end = min(int(last), len(content) - 1) if first and last else len(content) - 1
    if begin >= len(content):
        return error(416, "InvalidRange")
    more["Content-Range"] = f"bytes {begin}-{end}/{len(content)}"
    return 206, content[begin : end + 1], more


def moment(path: Path) -> str:
    at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def tag(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
