"""Travel and other expenses, one row per report or trip."""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

_AMOUNT = (
    *("amount", "cost", "total", "total amount", "betrag", "expense amount"),
    *("expense amount (rpt)", "approved amount", "approved amount (rpt)", "transaction amount"),
)
# whole words: training is no train
_TRAVEL = (
    r"\b(travel\w*|flights?|air|airfare|airlines?|hotels?|lodging|accommodation|rail|railway|trains?"
    r"|taxi|taxis|mileage|car rental|rental car|per diem)\b|reise|flug|bahn|hotel"
)

SOURCE = Source(
    id="expenses",
    label="Expenses and travel: one row per report or trip",
    table="record",
    generic=True,
    fields={
        "record_id": text_cell(
            "expense id",
            "report id",
            "report key",
            "trip id",
            "travel id",
            "belegnummer",
            blank=False,
        ),
        "opened": moment_cell(
            "date",
            "trip date",
            "expense date",
            "report date",
            "submitted",
            "start date",
            "datum",
            *("timestamp", "transaction date", "purchase date", "belegdatum", "buchungsdatum"),
            *("fecha", "date de dépense", "data", "data da despesa", "fecha del gasto"),
        ),
        "amount": number_cell(*_AMOUNT, blank=False),
        "amount_text": text_cell(*_AMOUNT),
        "currency": text_cell("currency", "währung", "reimbursement currency", optional=True),
        "group": group_cell(*GROUP, "cost center", optional=True),
        "person": person_cell(
            "employee", "e-mail", "email", "traveller", "employee id", optional=True
        ),
        "type": text_cell("type", "expense type", "category", "kind", optional=True),
    },
    repeats="add",
    columns={
        "kind": "'expense'",
        "record_id": "concat_ws('/', record_id, cast(opened as date), lower(type), "
        'lower("group"))',
        "closed": "opened",
        "status": "lower(type)",
        "currency": "coalesce(currency, currency_of(amount_text))",
    },
    flags={"travel": f"regexp_matches(lower(type), '{_TRAVEL}')"},
    reject={"names neither a group nor an employee": '"group" is null and person is null'},
    documented_at="docs/exports/expenses.md",
    how_to_get=HowToGet(
        role="travel management or expense administrator",
        steps="A report with one row per trip or expense report: id, date, department, amount, "
        "currency.",
        filename="expenses.csv",
        request="Please send me travel expenses of the last 18 months: report id, date, "
        "department, "
        "type, amount, currency. No names are needed.",
    ),
)
