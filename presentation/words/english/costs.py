"""Words for costs that cannot be charged."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.costs import cost_words


def _other_currency(said: Wording) -> str:
    item = cost_words(str(said["item"]))
    return said.fill(f"{item} is paid in {{currency}}, the programme counts in {{own}}.")


WORDS = {
    "cost.other_currency": _other_currency,
    "cost.enter_rate": "Enter what one {currency} is worth: exchange_rates in the programme.",
}
