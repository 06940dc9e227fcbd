"""Bytes to UTF-8 text with one kind of line end, a few megabytes at a time."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CHUNK = 8 << 20
Newline = Literal["\n", "\r\n", "\r", "mixed", ""]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Survey:
    """What one pass over the bytes found."""

    sha256: str
    size: int
    encoding: str
    """utf-8, utf-8-sig, utf-16 or utf-32 with -le or -be, or cp1252 (UTF-8 where valid)."""
    newline: Newline
    nuls: int
    quotes: int
    blank_lines: bool

    @property
    def plain(self) -> bool:
        """The engine can read the bytes as they are."""
        return (
            self.encoding in ("utf-8", "utf-8-sig")
            and not self.nuls
            and self.newline in ("\n", "\r\n", "")
        )


def survey(path: Path, progress: Callable[[int], None] | None = None) -> Survey:
    """Read the file once: hash it, find its encoding and line ends."""
    digest = hashlib.sha256()
    encoding = _marked(path)
    strict = codecs.getincrementaldecoder("utf-8")()
    valid = True
    counts = {b"\n": 0, b"\r": 0, b"\r\n": 0, b"\0": 0, b'"': 0}
    blanks, last, size = False, b"", 0
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
        joined = last + chunk
        for token in counts:
            counts[token] += (joined if len(token) > 1 else chunk).count(token)
        blanks = blanks or b"\n\n" in joined or b"\n\r\n" in joined
        valid = valid and _decodes(strict, chunk)
        last = joined[-1:]
        if progress:
            progress(len(chunk))
    valid = valid and _decodes(strict, b"", final=True)
    if encoding in (None, "utf-8-sig") and not valid:
        encoding = "cp1252"
    name = encoding or "utf-8"
    newline = _newline(counts[b"\n"], counts[b"\r"], counts[b"\r\n"])
    nuls, quotes = counts[b"\0"], counts[b'"']
    return Survey(digest.hexdigest(), size, name, newline, nuls, quotes, blanks)


def clean(path: Path, found: Survey) -> Iterator[bytes]:
    """Return the same text as UTF-8 without BOM and NUL, every line ended by LF."""
    carry, first = "", True
    for text in _texts(path, found.encoding):
        text = carry + text.replace("\0", "")
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        carry = "\r" if text.endswith("\r") else ""
        text = text[: len(text) - len(carry)]
        yield text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    if carry:
        yield b"\n"


def _marked(path: Path) -> str | None:
    """Return the encoding a byte-order mark or every other byte being NUL gives away."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half >= 4 and odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _decodes(strict: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        strict.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _newline(lf: int, cr: int, crlf: int) -> Newline:
    if cr == 0:
        return "\n" if lf else ""
    if cr == crlf == lf:
        return "\r\n"
    return "\r" if lf == 0 else "mixed"


def _texts(path: Path, encoding: str) -> Iterator[str]:
    if encoding == "cp1252":
        yield from _mixed(path)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in _chunks(path):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", True)


def _mixed(path: Path) -> Iterator[str]:
    """Keep valid UTF-8, read any other byte as Windows-1252; cut chunks behind ASCII."""
    carry = b""
    for chunk in _chunks(path):
        block = carry + chunk
        cut = next((i + 1 for i in range(len(block) - 1, -1, -1) if block[i] < 128), len(block))
        block, carry = block[:cut], block[cut:]
        yield _lenient(block)
    yield _lenient(carry)


def _lenient(block: bytes) -> str:
    if block.decode("utf-8", "ignore").isascii():
        return block.decode("cp1252", "replace")
    return block.decode("utf-8", "windows-1252-bytes")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252-bytes", _as_cp1252)
