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
