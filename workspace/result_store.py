"""Whatever else takes long, kept beside the answers: worked out by one process, read by all.

`answers-<version>.zip` in the data folder, one entry per result, in the codec of the answers. A
result that is absent, or of other data or rules, is worked out where it is asked for.
"""

from __future__ import annotations

import contextlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from signpost.answers.codec import CodecError, decode_value, encode_value
from signpost.metrics.model.schema import Programme
from signpost.warehouse import Warehouse
from signpost.workspace import answer_store

T = TypeVar("T")
OF = "of"
_recorded = threading.local()


def stored_result(
    warehouse: Warehouse, programme: Programme, name: str, work: Callable[[], T]
) -> T:
    """Return a result as it is kept beside the data, else work it out."""
    with contextlib.suppress(OSError, KeyError, CodecError, ValueError, zipfile.BadZipFile):
        return read_result(warehouse, programme, name)
    result = work()
    results: dict[str, object] | None = getattr(_recorded, "results", None)
    if results is not None:
        results[name] = result
    return result


def read_result(warehouse: Warehouse, programme: Programme, name: str) -> Any:
    """Return a result that is kept. Raises KeyError, OSError or CodecError where it is not."""
    with zipfile.ZipFile(results_file(warehouse)) as archive:
        if archive.read(OF).decode() != answer_store.signature(warehouse):
            raise KeyError(OF)
        return decode_value(archive.read(name).decode(), programme)


@contextlib.contextmanager
def recording() -> Iterator[dict[str, object]]:
    """Record what is worked out in this thread meanwhile, to keep it."""
    _recorded.results = {}
    try:
        yield _recorded.results
    finally:
        del _recorded.results


def write_results(warehouse: Warehouse, results: dict[str, object]) -> None:
    """Write results beside the data; what the codec does not know is left out."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr(OF, answer_store.signature(warehouse))
        for name, result in results.items():
            with contextlib.suppress(CodecError):
                out.writestr(name, encode_value(result))
    answer_store.write_atomically(results_file(warehouse), body.getvalue())


def results_are_stored(warehouse: Warehouse) -> bool:
    """Return whether there are results of this version and these rules."""
    try:
        with zipfile.ZipFile(results_file(warehouse)) as archive:
            return archive.read(OF).decode() == answer_store.signature(warehouse)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def results_file(warehouse: Warehouse) -> Path:
    """Return where the results of a version are kept."""
    return answer_store.stored_file(warehouse).with_suffix(".zip")
