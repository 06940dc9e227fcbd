"""What a text looks like, asked of a column before anything is known about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

MINUS_SIGNS = "−–－"
"""What else stands for the hyphen of a negative number: word processors and tables of print."""
_SIGN = r"[A-Za-z]{1,3}\$|[$€£¥₹₺₩₪฿円元원]|kr|zł|Kč|S?Fr\.?|Rs\.?"
_CODE = (
    r"(?i:EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|AUD|CAD|NZD|BRL|MXN|ZAR|SGD|HKD|TRY|RON|"
    r"BGN|KRW|AED|SAR|ILS|THB|IDR|MYR|PHP|TWD)"
)
_BEFORE = rf"(?:{_SIGN}|{_CODE}|[A-Z]{{3}}(?=\s))"
"""What stands before an amount; three other letters before digits are a number of a record."""
_MONEY = rf"(?:{_SIGN}|[A-Za-z]{{3}})"
_DAYS = r"\d+(?: days?,? |\.(?=\d\d:\d\d:))"
_CLOCK = rf"-?(?:{_DAYS})?\d{{1,4}}:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?|\d+\s?h\s?[0-5]\d"
_UNIT = r"(?:%|days?|hrs?|hours?|min(?:utes?|s)?|sec(?:onds?|s)?|std|tage?|stunden|[hms])"
_LENGTHS = rf"\d+(?:[.,]\d+)?\s?{_UNIT}\.?(?:[\s,]*\d+(?:[.,]\d+)?\s?{_UNIT}\.?)*"
_PERCENT = r"(?i:pct|per ?cent|pro[zc]ent)"
_SCALED = r"(?:k|T|Tsd|Mio|Mrd|mn|bn|M|m|[千万億亿만억]|百万|lakh|crore)?\.?\s?"
FIGURE = re.compile(
    rf"(?:[-+{MINUS_SIGNS}(]{{0,2}}{_BEFORE}?\s?[-+{MINUS_SIGNS}]?\d[\d.,'’\s]*(?:[eE][-+]?\d+)?\s?"
    rf"(?:[%‰]|{_PERCENT}|{_SCALED}{_MONEY}?)\)?-?|{_CLOCK}|(?i:{_LENGTHS}))"
)
_ABSENT = frozenset(
    (
        *("", "-", "–", "—", "?", "#n/a", "#na", "n/a", "na", "null", "none", "#div/0!", "#value!"),
        *("#ref!", "#name?", "#num!", "#null!", "(blank)", "[none]", "(leer)", "(vide)", ".."),
        *("#nv", "#bezug!", "#wert!", "#zahl!", "#n/d", "#valeur!", "#valor!", "#waarde!"),
        *("n.v.", "n. v.", "k.a.", "k. a.", "k.a", "keine angabe", "n.b.", "n.d.", "nd", "n/d"),
        *("s/d", "s.o.", "brak", "b.d.", "saknas", "ej tillgängligt", "n/b", "nvt", "n.v.t."),
    )
)
_FAULT = re.compile(r"#[A-Z/0!?_]+[!?]?|loading\.*…?|n\.?a\.?|tbd|tbc|[<>≤≥] ?\d+|\d+[*†]", re.I)
"""A cell that failed, or has a flag instead of its number: it costs itself, not its column."""
CUT = re.compile(
    r"exceed|omitted|truncat|incomplete|not all (rows|data)|row limit|limit (was )?reached|cut off|"
    r"only the first|(showing|displaying|displays?) (only )?(the )?(first|top) [\d.,]+|"
    r"showing [\d.,]+ of [\d.,]+|rows? [\d.,]+ ?(-|–|to) ?[\d.,]+ of [\d.,]+|"
    r"[\d.,]+ of [\d.,]+ rows|more rows|gekürzt|abgeschnitten|"
    r"unvollständig|nur die ersten|tronqu|truncad|premi[eè]res lignes|primeras filas",
    re.I,
)
"""How a file says of itself that something is missing."""
_LEADING_ZERO = re.compile(r"0\d+")


def has_pattern(texts: Iterable[str]) -> list[str]:
    """Return the texts that are not one of the usual words for 'no value'."""
    stripped = [text.strip() for text in texts]
    there = set(filter(_is_value, set(stripped)))
    return [text for text in stripped if text in there]


def times_by_text(texts: Iterable[str]) -> Counter[str]:
    """Return how often each text occurs that is not a word for 'no value': columns repeat few."""
    times: Counter[str] = Counter()
    for text, n in Counter(texts).items():
        if _is_value(plain := text.strip()):
            times[plain] += n
    return times


def _is_value(text: str) -> bool:
    return text.casefold() not in _ABSENT


def most_are(times: Mapping[str, int], is_one: Callable[[str], object]) -> bool:
    """Return whether more than half of the texts, counted by text, are one.

    Each is asked once, and no more are asked than decide.
    """
    half = sum(times.values()) / 2
    are = others = 0
    for text, n in times.items():
        if is_one(text):
            are += n
        else:
            others += n
        if are > half or others >= half:
            return are > half
    return False


def figures_in(texts: Iterable[str]) -> bool:
    """Return whether a column holds numbers: most texts are, and none is a code such as 0100."""
    return are_figures(times_by_text(texts))


def are_figures(times: Mapping[str, int]) -> bool:
    """Return `figures_in` of texts that are counted already."""
    there = {text: n for text, n in times.items() if not _FAULT.fullmatch(text)}
    return most_are(there, FIGURE.fullmatch) and not any(map(_LEADING_ZERO.fullmatch, there))


_TIME = re.compile(r"\d[T ]+(\d{1,2}:\d{2})")


def have_times(texts: Sequence[str]) -> bool:
    """Return whether most texts have a time of day: moments of events, and no periods."""
    times = [found[1] for text in texts if (found := _TIME.search(text))]
    return 2 * len(times) > len(texts) and len(set(times)) > 1
