"""Lists of licences under other names: 'Has ChatGPT licence', or seats by their status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from signpost.pipelines.model.cells import person_cell, text_cell
from signpost.pipelines.recognition.identify import Match, source_named
from signpost.pipelines.text.headers import normalise

_LICENCE = (
    r"licen[cs](e|es|ed|ing|ia|ias|a|ie)?|licen[çz]as?|licenz[ae]|seats?|lizenz(en)?|licentie|licencj[ae]|"
    r"ライセンス|许可证"
)
_HOLDS = re.compile(
    rf"((has|have|hat|holds|assigned|zugewiesen)\b.*\b({_LICENCE})|.*\b({_LICENCE})\b.*"
    r"\b(assigned|status|type|zugewiesen|asignada|attribuée)?)(\?)?"
)
_NOT_HELD = re.compile(r"date|since|\bon\b|at$|cost|price|number|count|am$|expir", re.I)
_STATUS = ("status", "state", "seat status", "estado", "statut", "stato")
_PRODUCT = (
    *("product", "products", "produkt", "produit", "producto", "prodotto", "produto"),
    *("product name", "assigned products", "app", "subscription", "abonnement", "sku"),
)


def match_licences(
    headers: Sequence[str], below: Sequence[Sequence[str]], name: str
) -> Match | None:
    """Return how an unknown table is read as a list of licences; None if it is none.

    Either a column says who holds one, or the file is called so and gives a status or a product.
    """
    source = source_named("licence_list")
    plain = [normalise(header) for header in headers]
    people = [at for at in range(len(plain)) if _is_person(below, at)]
    held = [
        at for at, header in enumerate(plain)
        if at not in people and _HOLDS.fullmatch(header) and not _NOT_HELD.search(header)
    ]  # fmt: skip
    called = re.search(_LICENCE, PurePosixPath(name).name, re.I)
    held = held or [at for at, header in enumerate(plain) if called and header in _STATUS]
    held = held or [at for at, header in enumerate(plain) if called and header in _PRODUCT]
    if len(people) != 1 or len(held) != 1:
        return None
    fields = {
        **source.fields,
        "person": person_cell(headers[people[0]].strip()),
        "licence": text_cell(headers[held[0]].strip()),
    }
    columns = {"person": people[0], "licence": held[0]}
    for other in ("assigned", "platform"):
        at = next((n for n, header in enumerate(plain) if header in source.fields[other].names), -1)
        if at >= 0 and at not in columns.values():
            columns[other] = at
    return Match(replace(source, fields=fields, generic=False), columns)


def _is_person(below: Sequence[Sequence[str]], at: int) -> bool:
    values = [row[at].strip() for row in below if at < len(row) and row[at].strip()]
    mails = sum("@" in value for value in values)
    return bool(values) and (2 * mails > len(values))
