"""The programme, panels and evidence of the tests of `metrics`."""

from tests.metrics.conftest import load, make_evidence, make_panel, programme, warehouse

__all__ = ["load", "make_evidence", "make_panel", "programme", "warehouse"]
