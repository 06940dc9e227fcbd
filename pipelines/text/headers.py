"""Column names as people and vendors write them, brought to one spelling."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

REPAIRS = "Signpost: repairs upload"
"""The column by which a fix file names the upload it adds to."""
_SPACE = re.compile(r"[\s\u00a0\u2007\u202f_]+")


@lru_cache(maxsize=8192)  # every header is compared with every source
def normalise(header: str) -> str:
    """One spelling per name: no BOM, quotes or outer space; underscores are spaces; case-folded."""
    plain = unicodedata.normalize("NFKC", header).replace("\ufeff", "").replace("\0", "")
    return _SPACE.sub(" ", plain.strip().strip('"“”„«»')).strip().casefold()


def header_set(headers: Iterable[str]) -> str:
    """Return the fingerprint a mapping is remembered by: sha256 of the sorted normalised names."""
    names = {normalise(header) for header in headers} - {""}
    own = sorted(name for name in names if not name.startswith("signpost:"))
    return hashlib.sha256("\n".join(own).encode()).hexdigest()


def positions(headers: Sequence[str]) -> dict[str, int]:
    """Normalised name -> index of its first column."""
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        name = normalise(header)
        if name:
            found.setdefault(name, index)
    return found
