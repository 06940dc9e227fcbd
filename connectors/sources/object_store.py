"""Files in a folder of an object store: exports that somebody else lays there.

`address` is s3://bucket/folder, gs://… or abfss://…; log-in by the environment, as those stores
know it (AWS_ACCESS_KEY_ID …, AWS_ENDPOINT_URL for a store of one's own). Right: list and read of
that folder, and nothing else. Folders below it are not looked at. How long files stay is up to who
lays them there. Source: arrow.apache.org/docs/python/filesystems.html.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from signpost.connectors.lake_table import plain_reason
from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob

_MOST = 900
"""Files of a folder; the state remembers a thousand."""
_PIECE = 1 << 20


@dataclass
class _Session:
    store: Any
    files: tuple[Any, ...]
    left_out: int

    def check(self) -> Iterator[str]:
        """Return a note where there are too many files: the oldest are left out."""
        if self.left_out:
            yield f"The {self.left_out} oldest files are left out: a folder may have {_MOST}."

    def items(self) -> Iterator[FetchItem]:
        """Return the files by age; one that changed is another."""
        for file in self.files:
            at = f"{file.mtime:%Y-%m-%dT%H:%M:%S}"
            yield FetchItem(f"{at} {file.base_name} {file.size}", file.base_name)

    def write(self, item: FetchItem, part: Path) -> None:
        """Copy one file in pieces."""
        file = next(one for one in self.files if one.base_name == item.file)
        try:
            with self.store.open_input_stream(file.path) as source, part.open("wb") as out:
                while piece := source.read(_PIECE):
                    out.write(piece)
        except OSError as error:
            raise _refused(item.file, error) from error
        if part.stat().st_size != file.size:
            raise FetchError(f"{item.file} came short.", "Run it again.", "cut")


def _refused(what: str, error: OSError) -> FetchError:
    words = plain_reason(error)
    if any(word in words for word in ("InvalidAccessKeyId", "ACCESS_DENIED", "SignatureDoesNot")):
        remedy = "Set the key of the store in the environment, with list and read of the folder."
        return FetchError(f"The store refused {what}.", remedy, "refused")
    if "NO_SUCH_BUCKET" in words:
        return FetchError(f"There is no bucket of {what}.", "Check `address`.")
    return FetchError(f"{what} could not be read ({words}).", "Check `address`; run it again.")


def _open(address: str, environment: Mapping[str, str]) -> tuple[Any, str]:
    """Return the file system of an address and the path in it."""
    from pyarrow import fs

    parts = urlsplit(address)
    if parts.scheme not in ("s3", "gs", "abfss", "abfs") or not parts.netloc:
        raise FetchError(
            f"{address!r} is no address of an object store.",
            "Name it as s3://bucket/folder, gs://… or abfss://….",
            "settings",
        )
    if parts.scheme != "s3":
        return fs.FileSystem.from_uri(address)
    own = urlsplit(environment.get("AWS_ENDPOINT_URL", ""))
    given = {"endpoint_override": own.netloc, "scheme": own.scheme} if own.netloc else {}
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    store = fs.S3FileSystem(**given, **({"region": region} if region else {}))
    return store, f"{parts.netloc}{parts.path}".rstrip("/")


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    from pyarrow import fs

    address, pattern = job.settings["address"], job.settings.get("pattern", "*")
    try:
        store, path = _open(address, os.environ)
        found = store.get_file_info(fs.FileSelector(path, allow_not_found=False))
    except FileNotFoundError as error:
        raise FetchError(f"There is no folder {address}.", "Check `address`.") from error
    except OSError as error:
        raise _refused(address, error) from error
    files = sorted(
        (
            one
            for one in found
            if one.type == fs.FileType.File and fnmatch.fnmatch(one.base_name, pattern)
        ),
        key=lambda one: (one.mtime, one.base_name),
    )
    yield _Session(store, tuple(files[-_MOST:]), max(0, len(files) - _MOST))


CONNECTOR = Connector(
    id="object_store",
    label="Object store",
    connect=_connect,
    required=("address",),
    optional=("pattern",),
    extra="object_store",
    documented_at="https://arrow.apache.org/docs/python/filesystems.html",
)
