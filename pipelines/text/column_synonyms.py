"""What people call the columns of a plain table."""

import re

GROUP = (
    *("group", "department", "team", "organization", "organisation", "org unit", "division"),
    *("dept", "dept.", "department name", "team name", "group name", "business unit"),
    *("abteilung", "bereich", "département", "departement", "departamento", "afdeling"),
    *("dipartimento", "avdelning", "équipe", "equipo", "equipe", "equipa", "zespół", "dział"),
    *(
        "osztály",
        "avdeling",
        "τμήμα",
        "departament",
        "oddělení",
        "osasto",
        "takım",
        "отдел",
        "команда",
        "部門",
        "部署",
        "部门",
        "团队",
        "부서",
        "팀",
    ),
)
PERIOD = (
    *("period", "month", "week", "date", "day", "quarter", "week starting", "week ending"),
    *("monat", "woche", "datum", "zeitraum", "quartal", "mois", "mes", "période", "periodo"),
    *("semaine", "semana", "mês", "mese", "settimana", "período", "fecha", "månad", "vecka"),
    *("periode", "trimestre", "kwartał", "kwartaal", "kvartal", "trimester", "fiscal quarter"),
    *("fiscal period", "fiscal month", "reporting month", "reporting period", "berichtsmonat"),
    *("calendar week", "half", "half year", "halbjahr", "hónap", "hét", "időszak", "μήνας"),
    *("kw", "kalenderwoche", "weeknummer", "iso week", "wk commencing", "w/c", "month end"),
    *("måned", "uge", "uke", "maand", "miesiąc", "tydzień", "okres", "měsíc", "týden", "kuukausi"),
    *(
        "ay",
        "hafta",
        "месяц",
        "неделя",
        "период",
        "月",
        "週",
        "日付",
        "期間",
        "月份",
        "日期",
        "월",
        "주",
    ),
)
NEUTRAL = frozenset(
    (
        *("first name", "last name", "name", "display name", "full name", "surname", "given name"),
        *("total", "gesamt", "comment", "comments", "note", "notes", "bemerkung", "status"),
        *("cost center", "cost centre", "kostenstelle", "region", "country", "land", "location"),
        *("standort", "#", "no", "nr", "nr.", "source", "quelle", "summe", "kommentar", "remark"),
    )
)
"""Columns beside a plain table that do not make it another thing."""
KPI = (
    *("kpi", "metric", "measure", "indicator", "kennzahl", "indicateur", "indicador", "indicatore"),
    *(
        "nyckeltal",
        "nøgletal",
        "wskaźnik",
        "mutató",
        "δείκτης",
        "mittari",
        "ukazatel",
        "gösterge",
        "показатель",
        "指標",
        "指标",
        "지표",
    ),
)
UNIT_HEADERS = (
    "unit",
    "einheit",
    "unité",
    "unidad",
    "currency",
    "währung",
    "devise",
    "moneda",
    "valuta",
)
VALUE = (
    *("value", "wert", "result", "valeur", "valor", "valore", "waarde", "värde", "værdi", "verdi"),
    *("wartość", "hodnota", "arvo", "değer", "значение", "値", "值", "값", "数值", "érték", "τιμή"),
)
OPENED = (
    *("created", "created at", "created on", "created date", "date created", "creation date"),
    *(
        "created time",
        "create date",
        "opened",
        "opened at",
        "open date",
        "date opened",
        "date/time opened",
    ),
    *("submitted", "ticket created - date", "erstellt", "erstellt am", "eröffnet", "eröffnet am"),
    *("créé le", "date de création", "fecha de creación", "creado", "aangemaakt", "utworzono"),
)
"""What the day is called on which a record began."""
NAMELESS = frozenset(
    (
        *("value", "values", "wert", "werte", "result", "ergebnis", "amount", "betrag", "number"),
        *VALUE,
        *("n", "count", "anzahl", "total", "sum", "summe", "unit", "einheit", "valeur", "valor"),
    )
)
"""What a column of numbers is called that does not say which KPI it holds."""

RECORD_ID = re.compile(
    r"^(.*[ .])?(report|record|deal|ticket|case|incident|issue|order|invoice|request|call|task|"
    r"survey|response|interview|respondent|transaction|opportunity|contact|session|conversation)"
    r"( ?-? ?(id|number|key|no\.?))$|"
    r"^(id|number|key|ticket|case|task|issue key|incident|respondent)$"
)
"""A column that names records: a table that has it is a list of them."""


def neutral(name: str) -> bool:
    """Return whether a plain table may have a column (normalised) beside its own."""
    return name in NEUTRAL or name.startswith("signpost:")
