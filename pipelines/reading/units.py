"""Words of units: currencies and their thousands, durations, and how one unit becomes another."""

from __future__ import annotations

import re

_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "zł": "PLN", "₹": "INR", "us$": "USD",
            "r$": "BRL", "kč": "CZK", "₺": "TRY", "₩": "KRW", "₪": "ILS", "฿": "THB",
            "a$": "AUD", "c$": "CAD", "nz$": "NZD", "mx$": "MXN", "hk$": "HKD", "s$": "SGD",
            "円": "JPY", "元": "CNY", "원": "KRW", "rp": "IDR", "lei": "RON"}  # fmt: skip
_CODES = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "JPY",
        "CNY",
        "INR",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "AUD",
        "CAD",
        "NZD",
        "BRL",
        "MXN",
        "ZAR",
        "SGD",
        "HKD",
        "TRY",
        "RON",
        "BGN",
        "KRW",
        "AED",
        "SAR",
        "ILS",
        "THB",
        "IDR",
        "MYR",
        "PHP",
        "TWD",
    ]
)
_MONEY_WORDS = {
    **dict.fromkeys(("dollar", "dollars"), "USD"),
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("pound", "pounds"), "GBP"),
    **dict.fromkeys(("franken", "francs"), "CHF"),
}
PERCENT_WORDS = frozenset(
    ("percent", "per cent", "pct", "prozent", "procent", "procenta", "pour cent", "por ciento")
)
_SCALES = {
    **dict.fromkeys(("k", "tsd", "th"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "mm", "mln", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("bn", "b", "mrd", "md", "mld"), 1e9),
    **dict.fromkeys(("тыс", "千", "mila"), 1e3),
    **dict.fromkeys(("milhões", "millones", "milioni", "млн", "百万"), 1e6),
    "万": 1e4,
    "만": 1e4,
    "億": 1e8,
    "亿": 1e8,
    "억": 1e8,
    "lakh": 1e5,
    "crore": 1e7,
}
_MONEY_SCALES = {**_SCALES, "t": 1e3}
"""A T before a currency is a thousand; alone it is a tonne."""
_LENGTHS = {
    0.001: "ms millisecond milliseconds",
    1.0: "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondi "
    "secondo seconden sekundy",
    60.0: "min mins minute minutes minuten minuto minutos minuti minuut minut minuty",
    3600.0: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur timer "
    "godz godziny",
    86400.0: "d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen "
    "dzień dni",
    604800.0: "wk week weeks woche wochen semaine semaines",
}
SECONDS = {word: length for length, words in _LENGTHS.items() for word in words.split()}
"""Word for a unit of time -> its seconds. A bare m is a minute only beside another of these."""
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?[\s,]*")
_DAYS_AND_CLOCK = re.compile(
    r"(\d+)(?: days?,? |\.(?=\d\d:\d\d:))(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)", re.I
)
"""As Python (1 day, 2:00:00), pandas and .NET (1.02:00:00) write a duration."""
_HOURS_MINUTES = re.compile(r"(\d+)\s?h\s?([0-5]\d)", re.I)
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.I)


def currency_and_factor(word: str) -> tuple[str, float] | None:
    """Return currency and factor of 'EUR', 'T€', 'kEUR', 'Mio. €'; None for other words."""
    plain = re.sub(r"[.\s]+", "", word)
    folded = plain.casefold()
    for name, code in (*_SYMBOLS.items(), *((c.casefold(), c) for c in sorted(_CODES))):
        rest = folded.removesuffix(name) if folded.endswith(name) else folded.removeprefix(name)
        if rest == folded:
            continue
        if not rest:
            return code, 1.0
        if rest in _MONEY_SCALES:
            return code, _MONEY_SCALES[rest]
    found = _MONEY_WORDS.get(folded)
    return (found, 1.0) if found else None


def length_in_name(name: str) -> float | None:
    """Return the seconds of the unit that a column's name ends in: 'Time (h)', 'AHT [min]'."""
    found = re.search(r"[(\[]\s*(?:in )?([^\W\d_]+)\.?\s*[)\]]\s*$", name)
    return _length(found[1]) if found else None


def scale_factor(word: str) -> float | None:
    """Return the factor of 'k', 'Mio', 'bn'; a small m is no million."""
    plain = word.rstrip(".")
    known = _SCALES.get(plain.casefold())
    return known if known is not None and plain != "m" else None


def whole_duration(text: str) -> float | None:
    """Return the seconds of '1h 30m', '1h02', '1 day, 2:00:00', 'PT1H30M'; None for one unit."""
    plain = text.strip()
    sign = -1.0 if plain.startswith("-") else 1.0
    plain = plain.lstrip("-+ ")
    if found := _DAYS_AND_CLOCK.fullmatch(plain):
        days, hours, minutes = map(int, found.group(1, 2, 3))
        return sign * (days * 86400 + hours * 3600 + minutes * 60 + float(found[4]))
    if found := _HOURS_MINUTES.fullmatch(plain):
        return sign * (int(found[1]) * 3600.0 + int(found[2]) * 60.0)
    iso = _ISO.fullmatch(plain) if len(plain) > 2 else None
    if iso and any(iso.groups()):
        lengths = (86400, 3600, 60, 1)
        return sign * sum(float(n or 0) * s for n, s in zip(iso.groups(), lengths, strict=True))
    parts = _PART.findall(plain)
    if len(parts) < 2 or _PART.sub("", plain):
        return None
    seconds = [_length(word) for _, word in parts]
    if not all(seconds) or seconds != sorted(seconds, key=lambda s: -(s or 0)):
        return None
    pairs = zip(parts, seconds, strict=True)
    return sign * sum(float(number.replace(",", ".")) * (s or 0) for (number, _), s in pairs)


def _length(word: str) -> float | None:
    return 60.0 if word.casefold() == "m" else SECONDS.get(word.casefold())


def unit_factor(unit: str, known: str) -> float | None:
    """Return by what a figure in `unit` is divided to be one in `known`; None: unknown."""
    one, other = _length(unit.strip()), _length(known.strip())
    if one and other:
        return other / one
    money, before = currency_and_factor(unit), currency_and_factor(known)
    if money and before and money[0] == before[0]:
        return before[1] / money[1]
    return None
