"""Which encoding a text that is not UTF-8 is in, by how its letters look in each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SINGLE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp850", "mac_roman")
DOUBLE = ("cp932", "gb18030", "cp949", "big5")
TWICE = "utf-8-twice"
"""UTF-8 that was taken for Windows-1252 and written as UTF-8 once more."""
ENCODINGS = (*SINGLE, *DOUBLE, "utf-8", "utf-16-le", "utf-16-be", "cp437", TWICE)
"""What `--answer encoding=` takes."""
_LOOK = 1 << 18
_SHOWN = 16
_MARGIN = 0.15
"""How much better by letter another encoding must look than Windows-1252."""
_USUAL = {
    "cp1250": "ąćęłńóśźżáčďéěíňóřšťúůýžőűöüäß",
    "cp1252": "äöüßéèêëàâçñóíáúìòùîïôûøåæœ€–—’“”„…°²·",
    "cp1254": "çğıöşüİ",
    "cp850": "äöüßéèêëàâçñóíáúìòùîïôû",
    "mac_roman": "äöüßéèêëàâçñóíáúìòùîïôû",
}

_NO_WORDS = "ÇÄÜÑ"
"""Letters that are no word alone, as À and Ø are: where others have the sign of the euro."""


@dataclass(frozen=True)
class EncodingGuess:
    """The likeliest encoding; `doubt` says what it was taken for and what else it could be."""

    encoding: str
    doubt: str = ""


def guess_encoding(head: bytes) -> EncodingGuess:
    """Return the encoding of the first bytes of a text that is not UTF-8."""
    text = head[:_LOOK]
    text = text[: text.rindex(b"\n") + 1] if b"\n" in text else text
    if _partly_utf8(text):
        return EncodingGuess("cp1252")  # some of it is UTF-8: read byte by byte
    scores = {name: _score(text, name) for name in (*SINGLE, *DOUBLE)}
    ranked = sorted(scores, key=lambda name: (-scores[name], name != "cp1252"))
    best = ranked[0]
    if best != "cp1252" and scores[best] < max(scores["cp1252"] + _MARGIN, 0):
        best = "cp1252"  # none looks right: a damaged letter, not another language
    other = next(name for name in ranked if name != best)
    close = scores[other] > scores[best] - _MARGIN
    if best == "cp1252" and not close:
        return EncodingGuess(best)
    sample, instead = _sample(text, best), _sample(text, other)
    if best == "cp1252" and sample == instead:
        return EncodingGuess(best)
    close = close and sample != instead
    more = f" In {other} they would be {instead!r}." if close else ""
    return EncodingGuess(
        best,
        f"The file is not UTF-8 and was read as {best}, its letters as {sample!r}.{more} "
        "--answer encoding=NAME says otherwise.",
    )


_TWICE = re.compile(rb"(?:\xc3[\x82-\x85]\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac)")


def doubt_of_utf8(text: bytes) -> str:
    """Return what may be wrong with valid UTF-8: letters that were encoded twice; '' if nothing."""
    found = _TWICE.search(text)
    if not found:
        return ""
    written = found[0].decode("utf-8", "replace")
    meant = decoded_again(written)
    if meant == written:
        return ""
    return (
        f"Letters such as {written!r} look like {meant!r}, encoded twice: names of groups are then "
        f"garbled. --answer encoding={TWICE} reads them."
    )


def decoded_again(text: str) -> str:
    """Return a text whose UTF-8 was taken for Windows-1252 as it was; as it is where it was not."""
    return _BEYOND.sub(lambda m: _once(m[0]), text)


_BEYOND = re.compile(r"[\u0080-\uffff]+")


def _once(run: str) -> str:
    try:
        return run.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return run


def _partly_utf8(text: bytes) -> bool:
    """Return whether most bytes beyond ASCII make whole characters of UTF-8."""
    beyond = sum(byte > 127 for byte in text)
    whole = sum(len(c.encode()) for c in text.decode("utf-8", "ignore") if ord(c) > 127)
    return 2 * whole > beyond


def _score(text: bytes, encoding: str) -> float:
    """Return the mean weight of the characters beyond ASCII: -1 for signs, 1 for usual letters."""
    try:
        decoded = text.decode(encoding)
    except UnicodeDecodeError:
        return -2.0
    strange = [(at, c) for at, c in enumerate(decoded) if ord(c) > 127]
    if not strange:
        return 0.0
    total = sum(_weight(decoded, at, char, encoding) for at, char in strange)
    return total / len(strange)


def _weight(text: str, at: int, char: str, encoding: str) -> float:
    kind = unicodedata.category(char)
    before = text[at - 1] if at else " "
    if kind[0] in "CS" or (kind[0] in "PN" and before.isalpha()):
        usual = char in "€–—’“”„…°²·" and not before.isalpha()
        return 0.5 if usual else -1.0
    if not char.isalpha():
        return 0.0
    if encoding in DOUBLE:
        after = text[at + 1] if at + 1 < len(text) else " "
        alone = any(c.isascii() and c.isalpha() for c in (before, after))
        return min(-0.5, _asian(char, encoding)) if alone else _asian(char, encoding)
    after = text[at + 1] if at + 1 < len(text) else " "
    if kind == "Lu" and before.islower():
        return -0.8
    if char in _NO_WORDS and not (before.isalpha() or after.isalpha()):
        return -0.5  # what stands alone there is a sign such as €
    beside = [c for c in (before, after) if ord(c) > 127]
    if any(script in unicodedata.name(char, "") for script in ("CYRILLIC", "GREEK")):
        return 0.9 if beside and all(c.isalpha() for c in beside) else -0.5
    if len(beside) > 1:  # Latin words are not made of accents alone
        return -0.5
    return 1.0 if char.casefold() in _USUAL.get(encoding, "") else 0.2


def _asian(char: str, encoding: str) -> float:
    name = unicodedata.name(char, "")
    if "HALFWIDTH" in name:
        return -0.5
    if "HIRAGANA" in name or "KATAKANA" in name:
        return 1.2 if encoding == "cp932" else 0.2
    both = char.encode(encoding)
    lead = both[0]
    if "HANGUL" in name:  # the usual syllables have both bytes high
        return 1.2 if encoding == "cp949" and min(both) >= 0xA1 else -0.5
    if "CJK" not in name:
        return -0.5
    usual = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp932": (0x88, 0x97)}
    low, high = usual.get(encoding, (0, 0))
    return 1.1 if low <= lead <= high else 0.3


def _sample(text: bytes, encoding: str) -> str:
    """Return the letters beyond ASCII, sorted: no word that could name anybody."""
    found = {
        char for char in text.decode(encoding, "replace") if char.isalpha() and ord(char) > 127
    }
    return "".join(sorted(found)[:_SHOWN])
