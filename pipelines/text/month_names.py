"""Names of the months in the languages exports come in."""

from __future__ import annotations

from functools import cache

_NAMES = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
"""
_SHORT = {"mrz": 3, "mrt": 3, "sept": 9, "setiembre": 9, "fevr": 2, "aout": 8, "fev": 2, "dec": 12}


@cache
def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or its first three letters or more; None for other words."""
    name = word.strip(".").casefold()
    if name in _SHORT:
        return _SHORT[name]
    languages = [line.split() for line in _NAMES.strip().splitlines()]
    found = {
        number
        for names in languages
        for number, month in enumerate(names, start=1)
        if len(name) >= 3 and month.startswith(name)
    }
    return found.pop() if len(found) == 1 else None
