"""Names of costs in words."""

from __future__ import annotations

import re

from signpost.metrics.model.keys import platform_name
from signpost.metrics.register.spend_costs import BILLED

_BILLED_ITEM = re.compile(rf"{BILLED}:(seats|metered):(\w+)")
_PAID_FOR = {"seats": "Seats", "metered": "Metered use"}


def cost_words(item: str) -> str:
    """Write the name of a cost; one that a bill says by the name of its platform."""
    return _BILLED_ITEM.sub(
        lambda found: f"{_PAID_FOR[found[1]]} of {platform_name(found[2])}, billed", item
    )
