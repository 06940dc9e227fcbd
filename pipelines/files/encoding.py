"""Bytes to UTF-8 text with one kind of line end, a few megabytes at a time."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from signpost.pipelines.files.encoding_guess import (
    ENCODINGS,
    TWICE,
    decoded_again,
    doubt_of_utf8,
    guess_encoding,
)

CHUNK = 8 << 20
_BLOCK = 2 << 20
"""What a processor keeps at hand while it is looked at several times."""
_LF_LF = 0x0A0A
Newline = Literal["\n", "\r\n", "\r", "mixed", ""]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class EncodingSurvey:
    """Findings of one pass over the bytes."""

    sha256: str
    size: int
    encoding: str
    """utf-8, utf-8-sig, utf-16 or utf-32 with -le or -be, or cp1252 (UTF-8 where valid)."""
    newline: Newline
    nuls: bool
    quotes: bool
    blank_lines: bool
    doubt: str = ""
    """What a text that is not UTF-8 was taken for, where that is not sure."""

    @property
    def plain(self) -> bool:
        """The engine can read the bytes as they are."""
        return (
            self.encoding in ("utf-8", "utf-8-sig")
            and not self.nuls
            and self.newline in ("\n", "\r\n", "")
        )


def survey_bytes(
    path: Path, progress: Callable[[int], None] | None = None, asked: str = ""
) -> EncodingSurvey:
    """Read the file once: hash it, find its encoding (unless it is said) and line ends."""
    ends, encoding = _Ends(), _marked(path)
    strict = codecs.getincrementaldecoder("utf-8")()
    valid, nuls, quotes, size = True, False, False, 0
    with _Sha256() as sha256:
        for chunk in _chunks(path, _BLOCK):
            sha256.feed(chunk)
            size += len(chunk)
            ends.feed(chunk)
            nuls, quotes = nuls or b"\0" in chunk, quotes or b'"' in chunk
            valid = valid and _decodes(strict, chunk)
            if progress:
                progress(len(chunk))
    valid = valid and _decodes(strict, b"", final=True)
    doubt = ""
    if asked in ENCODINGS:
        encoding = asked
    elif encoding in (None, "utf-8-sig") and not valid:
        guess = guess_encoding(next(_chunks(path), b""))
        encoding, doubt = guess.encoding, guess.doubt
    elif encoding in (None, "utf-8-sig"):
        doubt = doubt_of_utf8(next(_chunks(path), b""))
    name = encoding or "utf-8"
    return EncodingSurvey(
        sha256.hexdigest, size, name, ends.newline, nuls, quotes, ends.blanks, doubt
    )


class _Sha256:
    """The hash of blocks, each worked out while the caller looks at it."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._beside = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def __enter__(self) -> _Sha256:
        return self

    def __exit__(self, *_: object) -> None:
        self._wait()
        self._beside.shutdown()

    def feed(self, block: bytes) -> None:
        self._wait()
        if len(block) < _BLOCK:  # a small file, or the last of it: not worth a thread
            self._digest.update(block)
        else:
            self._last = self._beside.submit(self._digest.update, block)

    @property
    def hexdigest(self) -> str:
        self._wait()
        return self._digest.hexdigest()

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None


@dataclass
class _Ends:
    """Line ends as they pass; looked at closely only where there is a carriage return."""

    blanks: bool = False
    _lf: bool = False
    """A chunk without any carriage return had a line feed."""
    _counts: tuple[int, int, int] = (0, 0, 0)
    """Line feeds, carriage returns, both together, in the other chunks."""
    _last: bytes = b""

    def feed(self, chunk: bytes) -> None:
        seam = self._last + chunk[:2]
        self.blanks = self.blanks or b"\n\n" in seam or b"\n\r\n" in seam
        if b"\r" in chunk or self._last.endswith(b"\r"):
            found = (chunk.count(b"\n"), chunk.count(b"\r"), chunk.count(b"\r\n"))
            both = found[2] + (self._last.endswith(b"\r") and chunk.startswith(b"\n"))
            lf, cr, crlf = self._counts
            self._counts = (lf + found[0], cr + found[1], crlf + both)
            self.blanks = self.blanks or b"\n\r\n" in chunk
        else:
            self._lf = self._lf or b"\n" in chunk
        self.blanks = self.blanks or _doubled(chunk)
        self._last = (self._last + chunk[-2:])[-2:]

    @property
    def newline(self) -> Newline:
        lf, cr, crlf = self._counts
        if cr == 0:
            return "\n" if self._lf or lf else ""
        if cr == crlf == lf:
            return "mixed" if self._lf else "\r\n"
        return "\r" if lf == 0 and not self._lf else "mixed"


def _doubled(chunk: bytes) -> bool:
    """Return whether two line feeds follow each other; twice as quick as `in`."""
    halves = ((len(chunk) - at) // 2 for at in (0, 1))
    pairs = (np.frombuffer(chunk, np.uint16, n, at) for at, n in enumerate(halves) if n > 0)
    return any(bool((pair == _LF_LF).any()) for pair in pairs)


def clean_text(path: Path, found: EncodingSurvey) -> Iterator[bytes]:
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


def _chunks(path: Path, size: int = CHUNK) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield chunk


def _decodes(strict: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    if chunk.isascii() and not strict.getstate()[0]:
        return True
    try:
        strict.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _texts(path: Path, encoding: str) -> Iterator[str]:
    if encoding == "cp1252":
        yield from _mixed(path)
        return
    if encoding == TWICE:
        yield from map(decoded_again, _texts(path, "utf-8"))
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
