"""Characters that steer a terminal or turn the writing round; text of files may not hold them."""

from __future__ import annotations

import re
from typing import Final

CONTROL_CHARS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""All that steers a terminal but tab and line feed, marks that turn the writing round, lone
surrogates."""
