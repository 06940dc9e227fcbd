"""One pass over the bytes, a block at a time: what it finds hangs on no border between two."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from signpost.pipelines.files import encoding
from signpost.pipelines.files.encoding import survey_bytes

TEXTS = {
    "plain": b"a,b\n1,2\n" * 5,
    "blank lines": b"a,b\n\n1,2\n",
    "both ends": b"a,b\r\n\r\n1,2\r\n",
    "quotes": b'a,b\n"1",2\n',
    "two bytes": "größe,ü\n€,ñ\n".encode() * 3,
    "not UTF-8": "größe,ü\n".encode("cp1252") * 3,
    "NUL": b"a,b\n1,\0\n",
    "nothing": b"",
}


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS)
def test_blocks_of_any_size_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    whole = survey_bytes(path)
    assert whole.sha256 == hashlib.sha256(raw).hexdigest()
    assert whole.size == len(raw)
    for size in range(1, 8):
        monkeypatch.setattr(encoding, "_BLOCK", size)
        assert survey_bytes(path) == whole
