"""What columns of periods are called in the languages exports come in, after `normalise`."""

from __future__ import annotations

import re

WEEK_WORDS = re.compile(
    r"week|\bwk\b|calweek|woche|\bkw\b|semaine|semana|settimana|vecka|\bugen?\b|\buke\b|tydzie[nń]|"
    r"týden|viikko|hafta|\bhét\b|недел|週|周|שבוע|สัปดาห์|أسبوع"
)
MONTH_WORDS = re.compile(
    r"month|monat|maand|månad|måned|\b(mois|mes|mês|mese|ay)\b|calmonth|miesi[ąa]c|měsíc|kuukausi|"
    r"месяц|hónap|μήνας|月(?!日)"
)
QUARTER_WORDS = re.compile(r"quarter|quartal|kvartal|kwarta[łl]|kwartaal|trimest|čtvrtletí|квартал")
DAY_WORDS = re.compile(r"\b(date|day|datum|tag|fecha|jour|data|dia|día|dato|päivä)\b|日付|日$")
ENDING_WORDS = re.compile(
    r"\b(ending|end|ended|ends|w/e|we|bis|endend|endet|ende|fin|hasta|até|fine|t/m|einde|slut|"
    r"koniec|(se )?terminant|termin[ae](ndo)?|finissant|eindigend|eindigt|slutter|slutar|"
    r"kończący|kończy|kończ[aą]ca|acaba|acabando|finaliza(ndo)?|final)\b|終了|末日|締め?|止め"
)
YEAR_HEADERS = frozenset(
    ("year", "jahr", "année", "annee", "año", "anno", "ano", "jaar", "år", "rok", "yıl", "vuosi")
)
MONTH_HEADERS = frozenset(
    (
        *("month", "month number", "monat", "mois", "mes", "mês", "mese", "maand", "månad"),
        *("måned", "miesiąc", "měsíc", "kuukausi", "ay", "period", "periode", "période"),
        *("periodo", "período", "okres", "calendar month", "posting period", "buchungsperiode"),
        *("month name", "monthname", "month no", "month of year", "mon", "mth", "monatsname"),
        *("nom du mois", "nombre del mes", "fiscal month", "fiscal period", "fiscal month number"),
    )
)
WEEK_HEADERS = frozenset(
    (
        *("week", "week number", "calendar week", "iso week", "week no", "woche", "kw"),
        *("kalenderwoche", "semaine", "semana", "settimana", "weeknummer", "vecka", "uge"),
        *("uke", "tydzień", "týden", "viikko", "hafta"),
    )
)
QUARTER_HEADERS = frozenset(
    ("quarter", "quartal", "trimestre", "kwartaal", "kvartal", "kwartał", "fiscal quarter")
)
FISCAL_YEAR_HEADERS = frozenset(
    (
        *("fiscal year", "financial year", "fy", "geschäftsjahr", "gj", "wirtschaftsjahr"),
        *("exercice", "ejercicio", "esercizio", "exercício", "boekjaar"),
    )
)
_KIND = r"(period |interval |week |fiscal |reporting )?\s?"
START_HEADER = re.compile(
    rf"{_KIND}(start|begin|beginning|from|first day)( ?date|interval)?|startinterval|von|ab|beginn|"
    r"(date de )?début|du|desde|(fecha de )?inicio|(data de )?início|(data )?inizio|dal|van|"
    r"begindatum|startdatum|od|data od|från|fra|start(dato|datum)"
)
END_HEADER = re.compile(
    rf"{_KIND}(end|ending|to|until|thru|through|last day)( ?date|interval)?|endinterval|bis|ende|"
    r"(date de )?fin|au|hasta|(fecha de )?fin|até|(data de )?fim|(data )?fine|al|tot|t/m|"
    r"einddatum|enddatum|do|data do|till|til|slut(dato|datum)"
)
