"""Sign-outs: a sign-in that was ended is ended in every browser, and in copies of its cookie."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from signpost.answers.access import AccessError
from signpost.warehouse.durable import replace_durably

_KEPT_SECONDS: Final = 31 * 86_400.0  # the cookie lasts 30 days
_writing = threading.Lock()


def sign_outs_path(data: Path) -> Path:
    """Return where sign-outs are noted: `<data folder>.sign-outs.json`."""
    return data.parent / f"{data.name}.sign-outs.json"


def note_sign_out(path: Path, claims: Mapping[str, object], *, now: float | None = None) -> None:
    """Record that a person's sign-in, and every earlier one, is ended. Raises AccessError.

    The person is noted as a hash of issuer and subject.
    """
    issued = _issued(claims)
    if issued is None:
        return
    moment = time.time() if now is None else now
    with _writing:
        ended = {who: at for who, at in _read(path).items() if at > moment - _KEPT_SECONDS}
        ended[_who(claims)] = max(issued, ended.get(_who(claims), issued))
        try:
            replace_durably(path, json.dumps(ended).encode())
        except OSError as fault:
            raise AccessError(
                "The sign-out could not be noted.", f"Make {path.parent} writable for Signpost."
            ) from fault


def is_signed_out(path: Path, claims: Mapping[str, object]) -> bool:
    """Return whether the sign-in behind these claims was ended. Raises AccessError."""
    until, issued = _read(path).get(_who(claims)), _issued(claims)
    return until is not None and (issued is None or issued <= until)


def _read(path: Path) -> dict[str, float]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(who): float(at) for who, at in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise AccessError(
            f"{path.name} cannot be read.", "Delete it; then everybody signs in anew."
        ) from fault


def _who(claims: Mapping[str, object]) -> str:
    both = f"{claims.get('iss', '')}\n{claims.get('sub', '')}"
    return hashlib.sha256(both.encode()).hexdigest()


def _issued(claims: Mapping[str, object]) -> float | None:
    issued = claims.get("iat")
    return float(issued) if isinstance(issued, int | float) else None
