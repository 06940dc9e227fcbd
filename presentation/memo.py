"""Pictures and long tables are made once for the same content, then shown again as they are.

Making a figure costs ten times what sending it costs, for every part is checked. What is remembered
is what the same arguments gave before, so it cannot be out of date; nobody may change it.
"""

from __future__ import annotations

import functools
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
MOST = 96
"""Results kept per function; the one asked for longest ago goes first."""


def memoised_by_content(make: Callable[P, T]) -> Callable[P, T]:
    """Return the function with its results memoised by the pickled content of its arguments."""
    made: OrderedDict[bytes, T] = OrderedDict()
    lock = threading.Lock()

    @functools.wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        key = pickle.dumps((args, sorted(kwargs.items())))
        with lock:
            if key in made:
                made.move_to_end(key)
                return made[key]
        result = make(*args, **kwargs)
        with lock:
            made[key] = result
            while len(made) > MOST:
                made.popitem(last=False)
        return result

    return found
