"""Which names of columns speak of use: the one rule for exports nobody described and newer ones."""

from __future__ import annotations

import re

_USE = re.compile(
    r"messages?|prompts?|sessions?|requests?|actions?|conversations?|meetings?|calls?|chats?|posts?|"
    r"accept|interact|generations?|edited|viewed|responses?|turns|usages?|completions?|queries|"
    r"\bused\b|times|events?|applies|commits?|is ?active|\bactive\b|minutes|searches|created|sent|"
    r"shared|submitted|suggestions?|lines|anzahl|nombre de|número|recuento|conteggio|nachrichten|"
    r"besprechungen|anrufe|sitzungen|aktionen|mensajes|reuniones|llamadas|réunions|appels|"
    r"messaggi|riunioni|chiamate|mensagens|reuniões|chamadas|wiadomości|połączeń|spotkań|"
    r"berichten|vergaderingen|gesprekken|回数|件数|送信|会議|通話",
    re.I,
)
_NOT_USE = re.compile(
    r"limit|\bcap\b|quota|cost|amount|credit|remaining|enabled|\bids?\b|overage|licen[cs]e|price|"
    r"percent|rate\b|shown|rejected|deleted|removed|new user|token|percentage|version|storage|byte|"
    r"\b(score|rating|stars|nps|csat|satisfaction)\b|"
    r"cache|input|output|salary|gehalt|salaire|salario|salário|stipendio|給",
    re.I,
)
_NOT_OWN = re.compile(
    r"suggest|receiv|mention|unread|read by|viewers|followers|subscribers|"
    r"per (user|day|week|person)|average|avg|median|\bmean\b|share of|max\b|limit|allowed|"
    r"available|invited|missed|skipped|unused|inactive|not used|never|days? (of|in)|days? since|"
    r"refresh|\bperiod\b|partition|\bpages?\b|"
    r"\b(year|number|no|phone|age|rank|level|grade|date|last|at|utc|email|name)\b",
    re.I,
)
"""What others did to a person, what was offered, sums that say nothing of one person's use."""
_ALSO_USE = re.compile(
    r"\b(count|interactions?|uses|runs?|tasks?|invocations?|executions?|acceptances?|replies|reactions?|"
    r"uploads?|huddles|pull requests?|reviews?|activity|clicks?|visits?|edits?|opens?)\b|"
    r"active days|days active|days used",
    re.I,
)

_ID_OR_SUM = re.compile(
    r"\b(year|jahr|année|año|anno|ano|number|nummer|numéro|nr\.?|no\.?|zip|plz|phone|telefon|age|alter|"
    r"order|rank|level|grade|days? (of|in)|refresh|period|zeitraum|berichtszeitraum|code|"
    r"matr[ií]cula|matricule|matricola|type|key|kind|class|category|priority|port)\b|番号|コード|"
    r"年齢|勤続",
    re.I,
)
"""Numbers that name something, put it in an order or are its age."""


def spaced_name(header: str) -> str:
    """Return 'chat Requests' of chatRequests, and blanks for points and underscores."""
    plain = re.sub(r"[_.:/]+", " ", header)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).strip()


def may_mean_use(name: str) -> bool:
    """Return whether a name can be a counter's, by its words alone."""
    return (bool(_USE.search(name)) and not means_no_use(name)) or means_own_use(name)


def means_no_use(name: str) -> bool:
    """Return whether a name says that it counts something else."""
    return bool(_NOT_USE.search(name))


def names_or_orders(name: str) -> bool:
    """Return whether a name says that its numbers are codes, ranks or ages, and no counts."""
    return bool(_ID_OR_SUM.search(name))


def means_own_use(header: str) -> bool:
    """Return whether a column that nobody described says that it counts use by the person."""
    name = spaced_name(header)
    told = _USE.search(name) or _ALSO_USE.search(name)
    return bool(told) and not _NOT_USE.search(name) and not _NOT_OWN.search(name)
