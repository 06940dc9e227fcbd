"""Signpost: adoption of workplace platforms linked to business outcomes, and how sure we are."""

from pathlib import Path

# In a checkout the packages lie beside this folder, in an installed Signpost inside it.
_CHECKOUT = Path(__file__).parents[1]
if (_CHECKOUT / "pipelines" / "ingest.py").is_file():
    __path__.append(str(_CHECKOUT))
