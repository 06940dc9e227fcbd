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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from signpost.answers.codec import CodecError, decode_value, encode_value
from signpost.metrics.model.schema import Programme
from signpost.warehouse import Warehouse
from signpost.workspace import answer_store

T = TypeVar("T")
OF = "of"
_recording = threading.local()


def stored_result(
    warehouse: Warehouse, programme: Programme, name: str, work: Callable[[], T]
) -> T:
    """Return a result as it is kept beside the data, else work it out."""
    with contextlib.suppress(OSError, KeyError, CodecError, ValueError, zipfile.BadZipFile):
        return read_result(warehouse, programme, name)
    result = work()
    recorded: _Recorded | None = getattr(_recording, "of", None)
    if recorded is not None and recorded.version == _version(warehouse):
        recorded.results[name] = result
    return result


def read_result(warehouse: Warehouse, programme: Programme, name: str) -> Any:
    """Return a result that is kept. Raises KeyError, OSError or CodecError where it is not."""
    with zipfile.ZipFile(results_file(*_version(warehouse))) as archive:
        if archive.read(OF).decode() != answer_store.signature(warehouse):
            raise KeyError(OF)
        return decode_value(archive.read(name).decode(), programme)


@contextlib.contextmanager
def recording(warehouse: Warehouse) -> Iterator[dict[str, object]]:
    """Record what is worked out of a version in this thread meanwhile, to keep it.

    What is worked out of an older one beside it, to compare with, goes by the same names: left out.
    """
    _recording.of = _Recorded(_version(warehouse), {})
    try:
        yield _recording.of.results
    finally:
        del _recording.of


@dataclass(frozen=True)
class _Recorded:
    version: tuple[Path, int]
    results: dict[str, object]


def _version(warehouse: Warehouse) -> tuple[Path, int]:
    return warehouse.root, warehouse.version()


def write_results(warehouse: Warehouse, results: dict[str, object]) -> None:
    """Write results beside the data; what the codec does not know is left out."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr(OF, answer_store.signature(warehouse))
        for name, result in results.items():
            with contextlib.suppress(CodecError):
                out.writestr(name, encode_value(result))
    answer_store.write_atomically(results_file(*_version(warehouse)), body.getvalue())


def results_are_stored(warehouse: Warehouse) -> bool:
    """Return whether there are results of this version and these rules."""
    try:
        with zipfile.ZipFile(results_file(*_version(warehouse))) as archive:
            return archive.read(OF).decode() == answer_store.signature(warehouse)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def results_file(root: Path, version: int) -> Path:
    """Return where the results of a version are kept."""
    return answer_store.answers_file(root, version).with_suffix(".zip")
