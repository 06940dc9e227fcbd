"""Tickets, cases or requests of any service desk, one row each."""

from signpost.pipelines.model.cells import (
    flag_cell,
    group_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP, OPENED

_OTHER_KIND = (
    "regexp_matches(upper(record_id), "
    "'^(RITM|REQ|CHG|CTASK|PRB|PTASK|SCTASK|TASK|STRY|IMS|KB)[0-9]')"
)

SOURCE = Source(
    id="tickets",
    label="Tickets: one row per ticket",
    table="record",
    generic=True,
    fields={
        "record_id": text_cell(
            *("ticket id", "ticket", "ticket number", "ticket no", "case id", "case number"),
            *("issue key", "work item id", "reference", "case reference"),
            *("incident number", "incident id", "request number", "ticketnummer", "fallnummer"),
            *(
                "conversation id",
                "request id",
                "issue id",
                "enquiry id",
                "vorgangsnummer",
                "numéro de ticket",
                "número de ticket",
                "numer zgłoszenia",
            ),
            *(
                "meldingnummer",
                "ticket#",
                "id del ticket",
                "id du ticket",
                "id do ticket",
                "case #",
            ),
            *(
                "número do chamado",
                "numero ticket",
                "numéro d'incident",
                "n° ticket",
                "n° de ticket",
            ),
            *(
                "número de caso",
                "número de incidencia",
                "nr zgłoszenia",
                "チケット番号",
                "案件番号",
            ),
            blank=False,
        ),
        "opened": moment_cell(*OPENED),
        "closed_on": moment_cell(
            *("closed", "closed at", "closed on", "date closed", "closed date", "resolved"),
            *(
                "resolved at",
                "resolved on",
                "resolved time",
                "closed time",
                "resolution date",
                "solved",
                "solved at",
                "geschlossen",
            ),
            *("geschlossen am", "gelöst am", "erledigt am", "résolu le", "fermé le", "cerrado"),
            *("fecha de cierre", "afgesloten", "zamknięte", "datum gereed", "date de résolution"),
            *("date de clôture", "fecha de resolución", "fecha de solución", "data di chiusura"),
            *("data di risoluzione", "data de resolução", "data de fechamento", "data zamknięcia"),
            *("gelöst", "résolution", "résolu", "resuelto", "risolto", "resolvido"),
            *("archived at", "completed at", "completed", "finished at", "ended at"),
            *("afgemeld", "afgehandeld", "stängd", "lukket", "完了日時", "完了日", "解決日時"),
            optional=True,
            blank=True,
        ),
        "group": group_cell(
            *GROUP,
            *("assignment group", "assigned group", "assigned team", "ticket group", "queue"),
            *(
                "team assigned",
                "assignee group",
                "support group",
                "warteschlange",
                "zuständige gruppe",
            ),
            *(
                "zuweisungsgruppe",
                "grupo de asignación",
                "groupe d'affectation",
                "behandelaarsgroep",
                "groupe",
                "grupo",
                "gruppo",
                "groep",
                "grupo asignado",
                "fila",
            ),
            *(
                "groupe de techniciens",
                "attribué à - groupe de techniciens",
                "担当グループ",
                "cola",
            ),
            optional=True,
        ),
        "state": text_cell(
            "status", "state", "ticket status", "statut", "estado", "stato", "état", optional=True
        ),
        "rating": text_cell(
            *("satisfaction", "satisfaction rating", "ticket satisfaction rating", "csat"),
            *("rating", "conversation rating", "customer rating", "zufriedenheit", "bewertung"),
            optional=True,
        ),
        "escalated": flag_cell("escalated", "is escalated", "eskaliert", "escaladé", optional=True),
        "reopened": flag_cell("reopened", "was reopened", "wiedereröffnet", optional=True),
        "breached": flag_cell(
            "sla breached", "breached", "has breached", "sla verletzt", optional=True
        ),
        "first_reply": number_cell(
            "first reply minutes", "first reply time in minutes", optional=True, at_least=0
        ),
    },
    columns={"kind": "'ticket'", "closed": "closed_on", "status": "state"},
    flags={
        "escalated": "escalated",
        "reopened": "reopened",
        "good": "lower(rating) like 'good%'",
        "bad": "lower(rating) like 'bad%'",
        "sla_missed": "breached",
        "sla_met": "not breached",
    },
    measures={"first_reply_minutes": "first_reply"},
    vocabulary={
        "rating": (
            *("good", "bad", "goodwithcomment", "badwithcomment", "good with comment"),
            *("bad with comment", "offered", "unoffered", "not offered", "-"),
        )
    },
    skip={"by its number a change, problem, request or task, not a ticket": _OTHER_KIND},
    reject={"closed before it was opened": "closed_on < opened"},
    documented_at="docs/exports/tickets.md",
    how_to_get=HowToGet(
        role="the owner of the service desk",
        steps="A report with one row per ticket: number, created, resolved, group, status; better "
        "also satisfaction, escalated, reopened, SLA breached.",
        filename="tickets.csv",
        request="Please send me the tickets of the last 18 months, one row each: number, created, "
        "resolved, assignment group, status, and where there is one the satisfaction rating. No "
        "texts, no names.",
    ),
)
