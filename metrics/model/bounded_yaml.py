"""YAML that somebody gave us, read in a time that grows with its length and no faster."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

LONGEST: Final = 1_000_000
"""Characters; a programme of 10,000 groups has half of that."""
_DEEPEST: Final = 50
_MOST_PAIRS: Final = 20_000
"""Pairs of one mapping once what it merges is written out."""
_LONGEST_NUMBER: Final = 40
_NUMBERS: Final = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_INT: Final = re.compile(
    r"[-+]?(?:0[0-7_]{0,38}|[1-9][0-9_]{0,38}|0x[0-9a-fA-F_]{1,38}|0b[01_]{1,38})\Z"
)
_FLOAT: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]{0,38}\.[0-9_]{0,38}(?:[eE][-+][0-9]{1,3})?|\.(?:inf|Inf|INF))\Z"
    r"|\.[0-9][0-9_]{0,38}(?:[eE][-+][0-9]{1,3})?\Z|\.(?:nan|NaN|NAN)\Z"
)
_NO_VALUE: Final = (
    ValueError,
    ArithmeticError,
    RecursionError,
    LookupError,
    AttributeError,
    TypeError,
)
"""What the library raises for a date such as 2026-02-31 and for `!!timestamp x`, `!!bool x`."""
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _BoundedLoader(_Base):
    """Safe loader without sexagesimal numbers and without merges that multiply."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MOST_PAIRS:
            raise yaml.constructor.ConstructorError(
                None, None, "a mapping is merged from too many entries", node.start_mark
            )

    def construct_number(self, node: yaml.ScalarNode) -> object:
        """Return a number tagged as one; the library reads 1:30 as 90, in quadratic time."""
        if ":" in node.value or len(node.value) > _LONGEST_NUMBER:
            raise yaml.constructor.ConstructorError(
                None, None, "a number is written in a way that is not read", node.start_mark
            )
        is_int = node.tag == _NUMBERS[0]
        return self.construct_yaml_int(node) if is_int else self.construct_yaml_float(node)


_BoundedLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NUMBERS]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    (_NUMBERS[1], _FLOAT, "-+0123456789."),
    (_NUMBERS[0], _INT, "-+0123456789"),
):
    _BoundedLoader.add_implicit_resolver(_tag, _pattern, list(_first))
    _BoundedLoader.add_constructor(_tag, _BoundedLoader.construct_number)


def load_yaml(text: str) -> Any:
    """Return the one document of a text. Raises yaml.YAMLError, also for what is too much of it.

    Like `yaml.safe_load`, but numbers such as 1:30 and very long ones stay text.
    """
    if len(text) > LONGEST:
        raise yaml.YAMLError(f"it is longer than {LONGEST:,} characters")
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.YAMLError("entries lie too deep in each other")
    try:
        return yaml.load(text, Loader=_BoundedLoader)  # noqa: S506 - a subclass of the safe one
    except _NO_VALUE as wrong:
        raise yaml.YAMLError(f"a value is none of its kind ({wrong})") from wrong
