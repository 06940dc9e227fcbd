"""Whatever else takes long, kept beside the answers: worked out by one process, read by all.

`answers-<version>.zip` in the data folder, one entry per result, in the codec of the answers. A
result that is absent, or of other data or rules, is worked out where it is asked for.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from signpost.answers.codec import CodecError, decode_value, encode_value, register_type
from signpost.workspace import answer_store, open_versions

P = ParamSpec("P")
T = TypeVar("T")
OF = "of"
_noted = threading.local()


def persisted(work: Callable[Concatenate[str, int, P], T]) -> Callable[Concatenate[str, int, P], T]:
    """Read what `work(root, version, …)` gives from beside the data, where it is kept."""
    register_type(get_type_hints(work)["return"])

    @functools.wraps(work)
    def found(root: str, version: int, *args: P.args, **kwargs: P.kwargs) -> T:
        name = json.dumps([work.__module__, work.__name__, args, kwargs])
        with contextlib.suppress(OSError, KeyError, CodecError, ValueError, zipfile.BadZipFile):
            return _read(root, version, name)
        result = work(root, version, *args, **kwargs)
        notes: dict[str, object] | None = getattr(_noted, "notes", None)
        if notes is not None:
            notes[name] = result
        return result

    return found


def _read(root: str, version: int, name: str) -> Any:
    with zipfile.ZipFile(results_file(root, version)) as kept_ones:
        if kept_ones.read(OF).decode() != _sign(root, version):
            raise KeyError(OF)
        return decode_value(kept_ones.read(name).decode(), open_versions.programme(root, version))


@contextlib.contextmanager
def recording() -> Iterator[dict[str, object]]:
    """Note what is worked out in this thread meanwhile, to keep it."""
    _noted.notes = {}
    try:
        yield _noted.notes
    finally:
        del _noted.notes


def write_results(root: str, version: int, results: dict[str, object]) -> None:
    """Write results beside the data; what the codec does not know is left out."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr(OF, _sign(root, version))
        for name, result in results.items():
            with contextlib.suppress(CodecError):
                out.writestr(name, encode_value(result))
    answer_store.write_atomically(results_file(root, version), body.getvalue())


def results_are_stored(root: str, version: int) -> bool:
    """Say whether there are results of this version and these rules."""
    try:
        with zipfile.ZipFile(results_file(root, version)) as kept_ones:
            return kept_ones.read(OF).decode() == _sign(root, version)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def results_file(root: str, version: int) -> Path:
    """Say where the results of a version are kept."""
    return answer_store.answers_file(Path(root), version).with_suffix(".zip")


def _sign(root: str, version: int) -> str:
    """Tell this state of data and rules from any other."""
    return answer_store.signature(open_versions.open_version(root, version))
