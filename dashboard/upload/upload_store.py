"""Uploaded files on their way: kept on disk for this session until they are published."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from signpost.presentation.escaping import plain_text
from signpost.workspace.open_versions import upload_folder

_FOLDER = "intake"
_LONGEST_STEM = 180
"""Bytes; file systems take 255 for the whole name."""
_LONGEST_SUFFIX = 10


def _folder() -> Path:
    """Return this session's folder for files that are not published yet."""
    if _FOLDER not in st.session_state:
        # Raw exports name people: the folder goes with the session, not with the next reboot.
        st.session_state[_FOLDER] = upload_folder()
    return Path(st.session_state[_FOLDER].name)


def keep_upload(files: Sequence[UploadedFile]) -> tuple[Path, ...]:
    """Write the uploaded files to disk under their own names; same bytes, same path."""
    kept = []
    for file in files:
        place = _folder() / hashlib.sha256(file.getbuffer()).hexdigest()
        path = place / own_name(file.name)
        if not path.exists():
            place.mkdir(exist_ok=True)
            file.seek(0)
            with path.open("wb") as out:
                shutil.copyfileobj(file, out, 1 << 20)
        kept.append(path)
    return tuple(kept)


def keep_mapping(text: str) -> Path:
    """Write a mapping for this session; same text, same path."""
    path = _folder() / f"mapping-{hashlib.sha256(text.encode()).hexdigest()[:16]}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def own_name(name: str) -> str:
    """Return a file name without folders or unprintable characters, short enough for any disk."""
    bare = plain_text(name).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    suffix = Path(bare).suffix if len(Path(bare).suffix) <= _LONGEST_SUFFIX else ""
    stem = bare.removesuffix(suffix).encode()[:_LONGEST_STEM].decode(errors="ignore")
    return f"{stem}{suffix}" or "file"


def forget_upload() -> None:
    """Remove this session's unpublished files."""
    if _FOLDER in st.session_state:
        st.session_state.pop(_FOLDER).cleanup()
