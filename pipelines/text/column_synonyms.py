"""What people call the columns of a plain table."""

GROUP = (
    *("group", "department", "team", "organization", "organisation", "org unit", "division"),
    *("dept", "dept.", "department name", "team name", "group name", "business unit"),
    *("abteilung", "bereich", "département", "departement", "departamento", "afdeling"),
    *("dipartimento", "avdelning"),
)
PERIOD = (
    *("period", "month", "week", "date", "day", "quarter", "week starting", "week ending"),
    *("monat", "woche", "datum", "zeitraum", "quartal", "mois", "mes", "période", "periodo"),
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
YEAR = frozenset(("year", "jahr", "année", "annee", "año", "anno", "ano", "jaar", "år"))
KPI = ("kpi", "metric", "measure", "indicator", "kennzahl")
NAMELESS = frozenset(
    (
        *("value", "values", "wert", "werte", "result", "ergebnis", "amount", "betrag", "number"),
        *("n", "count", "anzahl", "total", "sum", "summe", "unit", "einheit", "valeur", "valor"),
    )
)
"""What a column of numbers is called that does not say which KPI it holds."""


def neutral(name: str) -> bool:
    """Tell a column (normalised) that a plain table may have beside its own."""
    return name in NEUTRAL or name.startswith("signpost:")
