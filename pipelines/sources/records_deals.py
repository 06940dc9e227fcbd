"""Deals or opportunities of any CRM, one row each."""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP, OPENED

_WON = (
    "regexp_matches(lower(stage), "
    "'\\b(won|gewonnen|gagnée?|ganad[ao]|ganho|vint[ao]|wygran[ay])\\b')"
)
_LOST = (
    "regexp_matches(lower(stage), '\\b(lost|verloren|perdue?|perdid[ao]|pers[ao]|przegran[ay])\\b')"
)
_AMOUNT = (
    *(
        "deal - value",
        "amount",
        "deal amount",
        "deal value",
        "actual revenue",
        "revenue",
        "est. revenue",
    ),
    *("estimated revenue", "value", "betrag", "umsatz", "auftragswert", "montant", "importe"),
    *("valor", "importo", "kwota", "bedrag", "valor do negócio"),
)

SOURCE = Source(
    id="deals",
    label="Deals: one row per deal",
    table="record",
    generic=True,
    fields={
        "record_id": text_cell(
            *(
                "deal - id",
                "deal id",
                "deal",
                "opportunity id",
                "opportunity",
                "opportunity number",
            ),
            *("(do not modify) opportunity", "angebotsnummer", "verkaufschance", "id do negócio"),
            *("id del negocio", "id de la transaction", "id dell'affare", "id transakcji"),
            blank=False,
        ),
        "opened": moment_cell(*OPENED, "deal - deal created"),
        "closed_on": moment_cell(
            *(
                "deal - won time",
                "deal - deal closed on",
                "close date",
                "closed",
                "closed on",
                "actual close date",
                "closed date",
                "won date",
            ),
            *("abschlussdatum", "date de clôture", "fecha de cierre", "date de fermeture"),
            *("data de fechamento", "data di chiusura", "data zamknięcia", "sluitingsdatum"),
            optional=True,
            blank=True,
        ),
        "stage": text_cell(
            *(
                "deal - status",
                "stage",
                "deal stage",
                "status",
                "status reason",
                "state",
                "phase",
                "étape",
                "etapa",
                "etapa do negócio",
                "etapa del negocio",
                "phase de la transaction",
                "fase affare",
                "dealfase",
            ),
            blank=False,
        ),
        "amount": number_cell(*_AMOUNT, optional=True),
        "amount_text": text_cell(*_AMOUNT, optional=True),
        "currency": text_cell("currency", "deal - currency", "währung", "devise", optional=True),
        "group": group_cell(
            *GROUP, "deal - team", "owning business unit", "sales team", "territory", optional=True
        ),
        "person": person_cell("owner", "deal owner", "opportunity owner", optional=True),
    },
    columns={
        "kind": "'opportunity'",
        "closed": f"if({_WON} or {_LOST}, closed_on, NULL)",
        "status": "stage",
        "currency": "coalesce(currency, currency_of(amount_text))",
    },
    flags={"won": _WON, "lost": _LOST},
    documented_at="docs/exports/deals.md",
    how_to_get=HowToGet(
        role="the administrator of the CRM",
        steps="A report with one row per deal: id, created, closed, stage, amount, currency, team.",
        filename="deals.csv",
        request="Please send me the deals created or closed in the last 18 months, one row each: "
        "id, created, closed, stage, amount, currency, team. No customers' names.",
    ),
)
